/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "../cmocka-all.h"

#include <stdio.h>
#include <string.h>

#include "analysis/results.h"
#include "base/memory.h"
#include "base/time.h"

/* Results of a run that was a matrix of ap1, ap2, …: all as asked, to be spoilt. To be
 * freed. */

static inline char *matrix_run_name(size_t index)
{
	return memory_printf("ap%zu", index + 1);
}

static inline void matrix_run_cell(struct results *results, struct matrix_result *matrix,
				   size_t from, size_t to, enum via via, enum leg leg)
{
	struct matrix_cell *cell =
		array_add(matrix->cells, matrix->cell_count, matrix->cell_capacity);
	struct roam *roam =
		array_add(results->roams, results->roam_count, results->roam_capacity);

	*roam = (struct roam){
		.index = (unsigned)results->roam_count,
		.line = 12,
		.iteration = matrix->iteration,
		.from = matrix_run_name(leg == LEG_BACK ? to : from),
		.to = matrix_run_name(leg == LEG_BACK ? from : to),
		.via = via,
		.used = via == VIA_DS ? METHOD_FT_DS : METHOD_FT_AIR,
		.exchange = memory_strdup("ft-air"),
		.total_ns = 12300 * NS_PER_US,
		.passed = true,
		.of_matrix = true,
		.leg = leg,
	};
	*cell = (struct matrix_cell){
		.from = matrix_run_name(from),
		.to = matrix_run_name(to),
		.via = via,
		.leg = leg,
		.first = via == VIA_AIR,
		.roam = roam->index,
		.worked = true,
	};
}

/* legs: so many of cold, back and warm. */
static inline struct results *matrix_run(size_t count, enum via last_via, unsigned legs)
{
	struct results *results = memory_zero(1, sizeof(*results));
	struct matrix_result *matrix = array_add(results->matrices, results->matrix_count,
						 results->matrix_capacity);

	results->version = memory_strdup("0");
	results->scenario_file = memory_strdup("m.yaml");
	results->scenario_name = memory_strdup("m");
	results->started = memory_strdup("");
	matrix->line = 12;
	matrix->iteration = 1;
	for (size_t i = 0; i < count; i++)
		*array_add(matrix->access_points, matrix->access_point_count,
			   matrix->access_point_capacity) = matrix_run_name(i);
	for (size_t from = 0; from < count; from++)
		for (size_t to = 0; to < count; to++)
			for (enum via via = 0; via <= last_via && from != to; via++)
				for (enum leg leg = 0; leg < (enum leg)legs; leg++)
					matrix_run_cell(results, matrix, from, to, via,
							leg);
	return results;
}

/* The pair's leg has no roam any more, as if the one before it had failed; its roam stays
 * where it is. */
static inline struct matrix_cell *matrix_run_find(struct results *results, size_t from,
						  size_t to, enum via via, enum leg leg)
{
	char names[2][16];

	snprintf(names[0], sizeof(names[0]), "ap%zu", from + 1);
	snprintf(names[1], sizeof(names[1]), "ap%zu", to + 1);
	for (size_t i = 0; i < results->matrices[0].cell_count; i++) {
		struct matrix_cell *cell = &results->matrices[0].cells[i];

		if (strcmp(cell->from, names[0]) == 0 &&
		    strcmp(cell->to, names[1]) == 0 && cell->via == via &&
		    cell->leg == leg)
			return cell;
	}
	fail_msg("no cell %s -> %s", names[0], names[1]);
	return NULL;
}

/* The cold roam of the pair is refused with that status, and the others are skipped. */
static inline void matrix_run_refuse(struct results *results, size_t from, size_t to,
				     enum via via, unsigned status)
{
	struct matrix_cell *cell = matrix_run_find(results, from, to, via, LEG_COLD);
	struct roam *roam = &results->roams[cell->roam - 1];

	cell->worked = false;
	roam->used = METHOD_NONE;
	roam->result = OUTCOME_REJECTED;
	roam->has_status = true;
	roam->status = status;
	roam->passed = false;
	for (size_t i = 1; i < LEG_MAX; i++) {
		if (&cell[i] == results->matrices[0].cells +
					results->matrices[0].cell_count ||
		    cell[i].leg == LEG_COLD)
			break;
		cell[i].roam = 0;
		cell[i].skipped = true;
		cell[i].worked = false;
	}
}
