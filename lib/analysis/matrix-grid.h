/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"

/* A leg of all pairs of a matrix as rows and columns, and the shape of what fails in it.
 */

enum state { UNKNOWN, WORKS, FAILS };

/* One leg, in one way or in either. */
struct grid {
	size_t count;		 /* of access points */
	char *const *names;	 /* theirs */
	const char **devices;	 /* theirs, or NULL where they have none */
	enum state *states;	 /* [from * count + to] */
	bool *chosen;		 /* those that a shape is about */
	size_t *groups;		 /* numbers of theirs */
	size_t fails, works;	 /* pairs */
	size_t sources, targets; /* access points that some fail from, or into */
};

/* Empty. Names and devices are borrowed. */
struct grid grid_new(const struct matrix_result *matrix, const struct scenario *scenario);
void grid_clear(struct grid *grid);
#define cleanup_grid_ __attribute__((cleanup(grid_clear)))

static inline enum state *grid_at(const struct grid *grid, size_t from, size_t to)
{
	return &grid->states[from * grid->count + to];
}

enum state cell_state(const struct matrix_cell *cell);
/* Where two are put for the same roam, a failure stands. */
void grid_put(struct grid *grid, const struct matrix_result *matrix,
	      const struct matrix_cell *cell);
/* After the last one was put. */
void grid_count(struct grid *grid);
/* The most particular pattern of a grid in which some fail, up to PATTERN_GROUPS, or
 * PATTERN_NONE. chosen then tells which access points it is about, and groups their
 * groups. */
enum pattern grid_shape(const struct grid *grid);
