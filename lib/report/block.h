/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"
#include "report/style.h"

/* Lines of a labelled block in the text report, broken at 80 columns:
 *
 *	what to do   on stairs: list the access point of the first association: its
 *	             BSSID, its nas_identifier and the key that the two share
 *	  hostapd    r0kh=<BSSID of the R0KH> <its nas_identifier> <64 hex digits>
 *
 * Control characters are not shown. */

#define BLOCK_WIDTH 80
#define BLOCK_INDENT 13

void block_add(struct text *out, const char *label, const char *string);
/* At most so many lines; an ellipsis stands for what is left out. True: nothing is. */
bool block_add_cut(struct text *out, const char *label, const char *string,
		   unsigned lines);
/* What is to be typed, line by line: never broken, and on a line of its own where it
 * would be too wide. lines may be NULL. */
void block_add_typed(struct text *out, const char *label, const char *lines);
/* access_points: where, or NULL. Nothing where the remedy has no text. */
void block_add_remedy(struct text *out, const char *access_points,
		      const struct remedy *remedy);
