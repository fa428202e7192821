/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "report/style.h"

/* A matrix in one of its ways: its cells, each at its place, and how they look. */

/* One for all legs of a pair. */
enum matrix_mark {
	MARK_NO_PAIR,
	MARK_GOOD,	/* all as asked */
	MARK_OTHERWISE, /* it arrived, and not as asked */
	MARK_FAILED,	/* it did not arrive */
	MARK_BACK,	/* only the way back did not go as asked */
	MARK_WARM,	/* only the second time */
	MARK_SKIPPED,
	MARK_NOT_RUN,
	MARK_MAX
};

struct matrix_way {
	const struct results *results;
	const struct matrix_result *matrix;
	const struct text_style *style;
	enum via via;
	size_t count;			  /* of access points */
	const struct matrix_cell **cells; /* [(from * count + to) * LEG_MAX + leg] */
	bool legs[LEG_MAX];		  /* those that there are */
	/* Cells were shown that need a word: one was skipped; one may be warm already. */
	bool skipped, remembered;
};

/* False where the matrix has nothing in this way. All that is above cells is set, and
 * borrowed. */
bool matrix_way_fill(struct matrix_way *way);
void matrix_way_clear(struct matrix_way *way);
#define cleanup_matrix_way_ __attribute__((cleanup(matrix_way_clear)))

/* Columns of the widest cell. */
unsigned matrix_way_cell_width(const struct matrix_way *way);
/* "FT 12.3ms", "full 34ms", "status 53", "no answer", "-", and blanks up to width. */
void matrix_way_add_cell(struct matrix_way *way, size_t from, size_t to, enum leg leg,
			 unsigned width, struct text *out);

enum matrix_mark matrix_way_mark(const struct matrix_way *way, size_t from, size_t to);
const char *matrix_mark_glyph(enum matrix_mark mark, bool utf8); /* a character */
enum colour matrix_mark_colour(enum matrix_mark mark);
const char *matrix_mark_meaning(enum matrix_mark mark);
