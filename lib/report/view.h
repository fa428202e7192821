/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "report/cells.h"
#include "report/report.h"

/* What the drawings of a run share: a stretch of time as columns, its ruler, the roams in
 * it and the streams, a line each. */

/* Characters of the drawing. */
struct glyphs {
	const char *both, *up, *down, *neither, *nothing;
	const char *edge, *tick, *line, *roam, *failed, *cut;
};

/* The time that a drawing shows, a share of it in each column. */
struct view {
	const struct text_style *style;
	const struct glyphs *glyphs;
	uint64_t from_ns, to_ns;
	uint64_t origin_ns; /* that the ruler counts from */
	unsigned columns;
};

/* As wide as the style has room for. */
struct view view_of(const struct text_style *style, uint64_t from_ns, uint64_t to_ns);
/* When a column begins; behind the last one: the view's end. */
uint64_t view_column_start(const struct view *view, unsigned column);

/* Lines. Names that are too long are cut. */
void view_add_label(struct text *out, const struct view *view, enum colour colour,
		    const char *name);
/* A line without a frame, behind its label. */
void view_add_open(struct text *out, const struct view *view, const struct cells *cells);
void view_add_ruler(struct text *out, const struct view *view, const char *label);
void view_add_roams(struct text *out, const struct view *view,
		    const struct results *results);
void view_add_stream(struct text *out, const struct view *view, const struct traffic *t);
void view_add_legend(struct text *out, const struct view *view, const char *sentence);
void view_add_stream_legend(struct text *out, const struct view *view);
/* What a column stands for, behind other words. */
void view_add_column_legend(struct text *out, const struct view *view,
			    const char *before);

bool view_roam_has_failed(const struct roam *roam);

static inline uint64_t later_ns(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

static inline uint64_t silence_end_ns(const struct stream_silence *silence)
{
	return silence->at_ns + silence->ns;
}
