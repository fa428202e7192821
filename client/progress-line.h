/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "progress.h"

/* One line on standard error that is written over again and again, where that is a
 * terminal that can: it stands below all else, so whoever prints hides it first. */
struct progress_line {
	struct progress progress;
	bool watched;
	bool shown;
	uint64_t drawn_ns; /* last */
};

void progress_line_init(struct progress_line *line);
/* Gone for good. */
void progress_line_end(struct progress_line *line);
void progress_line_hide(struct progress_line *line);
/* Draws it anew: at once where it is due, else unless it was drawn just now. */
void progress_line_draw(struct progress_line *line, size_t roams, size_t failed,
			bool due);
