/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "base/wrap.h"
#include "report/report.h"

/* How the text report looks: colours, cells, and nothing that a terminal would obey. */

enum colour { COLOUR_NONE, COLOUR_GOOD, COLOUR_BAD, COLOUR_UNSURE, COLOUR_DIM };

/* The string without control characters: names come from files. */
void plain_add(struct text *out, const char *string);
/* The string padded to width columns; what is longer is shown whole. */
void cell_add(struct text *out, const struct text_style *style, enum colour colour,
	      unsigned width, const char *string);
void coloured_add(struct text *out, const struct text_style *style, enum colour colour,
		  const char *string);

enum colour verdict_colour(enum verdict verdict);
/* "ok", "FAIL", "error", "skipped" */
const char *verdict_word(enum verdict verdict);

/* "21.3ms" for a distribution's statistic. */
void duration_add(struct text *out, uint64_t ns);
