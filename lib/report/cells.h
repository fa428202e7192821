/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>

#include "report/style.h"

/* A line of text of fixed width, written cell by cell in any order. */

struct cell {
	char octets[5]; /* one character, UTF-8; empty: a blank */
	enum colour colour;
};

struct cells {
	struct cell *items;
	unsigned count;
};

void cells_make(struct cells *ret, unsigned count);
void cells_clear(struct cells *cells);
#define cleanup_cells_ __attribute__((cleanup(cells_clear)))

/* Of several characters the first; nothing beyond the last cell. */
void cells_put(struct cells *cells, unsigned at, const char *character,
	       enum colour colour);
/* A character a cell, up to the cell until. Returns the cell behind the last. */
unsigned cells_write(struct cells *cells, unsigned at, unsigned until, const char *string,
		     enum colour colour);
/* Adds the line to out; trimmed: without the blanks at its end. */
void cells_add(const struct cells *cells, const struct text_style *style, bool trimmed,
	       struct text *out);
