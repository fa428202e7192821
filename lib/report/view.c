/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/view.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"

/* As wide as the labels of the rest of the summary. */
#define LABEL_WIDTH 11
#define MARGIN (LABEL_WIDTH + 2)
/* Nobody looks at more, and a width may be anything. */
#define COLUMNS_MAX 1000
#define TICK_LABEL_MAX (DURATION_FORMAT_MAX + 1)
#define TICK_COLUMNS_MIN 12 /* a tick's label has its place */

static const struct glyphs unicode = {
	.both = "█",
	.up = "▀",
	.down = "▄",
	.neither = " ",
	.nothing = "·",
	.edge = "│",
	.tick = "╷",
	.line = "─",
	.roam = "▼",
	.failed = "✗",
	.cut = "…",
};

static const struct glyphs ascii = {
	.both = "#",
	.up = "^",
	.down = "v",
	.neither = " ",
	.nothing = ".",
	.edge = "|",
	.tick = "|",
	.line = "-",
	.roam = "V",
	.failed = "X",
	.cut = "~",
};

struct view view_of(const struct text_style *style, uint64_t from_ns, uint64_t to_ns)
{
	unsigned columns = style->width - MARGIN - 2;

	return (struct view){
		.style = style,
		.glyphs = style->utf8 ? &unicode : &ascii,
		.from_ns = from_ns,
		.to_ns = to_ns,
		.columns = columns < COLUMNS_MAX ? columns : COLUMNS_MAX,
	};
}

static uint64_t length_ns(const struct view *view)
{
	return view->to_ns - view->from_ns;
}

/* The first and the last column for what lies outside. */
static unsigned column_of(const struct view *view, uint64_t at_ns)
{
	if (at_ns <= view->from_ns)
		return 0;
	if (at_ns >= view->to_ns)
		return view->columns - 1;
	return (unsigned)((__uint128_t)(at_ns - view->from_ns) * view->columns /
			  length_ns(view));
}

/* When a column begins; behind the last one: the view's end. */
uint64_t view_column_start(const struct view *view, unsigned column)
{
	return view->from_ns +
	       (uint64_t)((__uint128_t)length_ns(view) * column / view->columns);
}

/* Names that are too long are cut. */
void view_add_label(struct text *out, const struct view *view, enum colour colour,
		    const char *name)
{
	cleanup_cells_ struct cells cells;

	cells_make(&cells, MARGIN);
	cells_write(&cells, 0, LABEL_WIDTH, name, colour);
	if (text_columns(name) > LABEL_WIDTH)
		cells_put(&cells, LABEL_WIDTH - 1, view->glyphs->cut, colour);
	cells_add(&cells, view->style, false, out);
}

static void add_framed(struct text *out, const struct view *view,
		       const struct cells *cells)
{
	coloured_add(out, view->style, COLOUR_DIM, view->glyphs->edge);
	cells_add(cells, view->style, false, out);
	coloured_add(out, view->style, COLOUR_DIM, view->glyphs->edge);
	text_add_char(out, '\n');
}

void view_add_open(struct text *out, const struct view *view, const struct cells *cells)
{
	text_add_char(out, ' ');
	cells_add(cells, view->style, true, out);
	text_add_char(out, '\n');
}

/* 1, 2 or 5 of a power of ten, so that a tick's label has room. */
static uint64_t tick_step(const struct view *view)
{
	static const unsigned factors[] = { 2, 5, 10 };
	uint64_t step = NS_PER_US, power = NS_PER_US;
	uint64_t least = length_ns(view) / view->columns + 1;

	for (size_t i = 0; step / TICK_COLUMNS_MIN < least && power < UINT64_MAX / 100;
	     i++) {
		step = power * factors[i % 3];
		if (i % 3 == 2)
			power = step;
	}
	return step;
}

static void write_tick(struct cells *cells, const struct view *view, uint64_t at_ns)
{
	char label[TICK_LABEL_MAX] = "-", *number = label;
	unsigned column = column_of(view, at_ns);

	if (at_ns < view->origin_ns)
		duration_format(label + 1, view->origin_ns - at_ns);
	else if (at_ns > view->origin_ns)
		duration_format(number, at_ns - view->origin_ns);
	else
		label[0] = '0';
	cells_put(cells, column, view->glyphs->tick, COLOUR_DIM);
	if (column + 1 + text_columns(label) <= cells->count)
		cells_write(cells, column + 1, cells->count, label, COLOUR_DIM);
}

void view_add_ruler(struct text *out, const struct view *view, const char *label)
{
	uint64_t step = tick_step(view), at_ns = view->origin_ns;
	cleanup_cells_ struct cells cells;

	cells_make(&cells, view->columns);
	while (at_ns >= view->from_ns + step)
		at_ns -= step;
	for (; at_ns < view->to_ns; at_ns += step)
		write_tick(&cells, view, at_ns);
	view_add_label(out, view, COLOUR_NONE, label);
	view_add_open(out, view, &cells);
}

bool view_roam_has_failed(const struct roam *roam)
{
	return roam->result != OUTCOME_OK;
}

/* As much of "1 stairs" behind the mark as there is room for. */
static void write_roam(struct cells *cells, const struct view *view,
		       const struct roam *roam, unsigned until)
{
	unsigned column = column_of(view, roam->start_ns);
	cleanup_free_ char *index = memory_printf("%u", roam->index);
	cleanup_free_ char *whole = memory_printf("%s %s", index, roam->to);
	enum colour colour = view_roam_has_failed(roam) ? COLOUR_BAD : COLOUR_NONE;

	cells_put(cells, column,
		  view_roam_has_failed(roam) ? view->glyphs->failed : view->glyphs->roam,
		  colour);
	if (column + 1 + text_columns(whole) <= until)
		cells_write(cells, column + 1, until, whole, colour);
	else if (column + 1 + text_columns(index) <= until)
		cells_write(cells, column + 1, until, index, colour);
}

/* Of several in one column the first that failed, or the first. */
void view_add_roams(struct text *out, const struct view *view,
		    const struct results *results)
{
	cleanup_cells_ struct cells cells;

	cells_make(&cells, view->columns);
	for (size_t i = 0; i < results->roam_count;) {
		const struct roam *shown = results_roam(results, i);
		unsigned column = column_of(view, shown->start_ns), until = cells.count;

		for (i++; i < results->roam_count; i++) {
			const struct roam *next = results_roam(results, i);
			unsigned at = column_of(view, next->start_ns);

			if (at > column) {
				until = at - 1; /* a blank before its mark */
				break;
			}
			if (view_roam_has_failed(next) && !view_roam_has_failed(shown))
				shown = next;
		}
		write_roam(&cells, view, shown, until);
	}
	view_add_label(out, view, COLOUR_NONE, "");
	view_add_open(out, view, &cells);
}

#define SILENT_UP 1u
#define SILENT_DOWN 2u
#define SENT 4u

static void mark(uint8_t *columns, const struct view *view, uint64_t from_ns,
		 uint64_t to_ns, unsigned what)
{
	if (to_ns <= view->from_ns || from_ns >= view->to_ns || to_ns <= from_ns)
		return;
	for (unsigned i = column_of(view, from_ns); i <= column_of(view, to_ns - 1); i++)
		columns[i] |= (uint8_t)what;
}

/* Nobody knows which way an ICMP stream's packets were lost: it flows, or does not. */
static uint8_t silence_mark(const struct traffic *t, const struct stream_silence *silence)
{
	if (t->probe == PROBE_ICMP)
		return SENT | SILENT_UP | SILENT_DOWN;
	return silence->up ? SENT | SILENT_UP : SENT | SILENT_DOWN;
}

void view_add_stream(struct text *out, const struct view *view, const struct traffic *t)
{
	cleanup_free_ uint8_t *columns = memory_zero(view->columns, 1);
	const struct glyphs *g = view->glyphs;
	cleanup_cells_ struct cells cells;

	mark(columns, view, t->first_sent_ns, t->last_sent_ns, SENT);
	for (size_t i = 0; i < t->silence_count; i++)
		mark(columns, view, t->silences[i].at_ns, silence_end_ns(&t->silences[i]),
		     silence_mark(t, &t->silences[i]));
	cells_make(&cells, view->columns);
	for (unsigned i = 0; i < view->columns; i++) {
		if (!(columns[i] & SENT))
			cells_put(&cells, i, g->nothing, COLOUR_DIM);
		else if ((columns[i] & SILENT_UP) && (columns[i] & SILENT_DOWN))
			cells_put(&cells, i, g->neither, COLOUR_NONE);
		else if (columns[i] & SILENT_UP)
			cells_put(&cells, i, g->down, COLOUR_UNSURE);
		else if (columns[i] & SILENT_DOWN)
			cells_put(&cells, i, g->up, COLOUR_UNSURE);
		else
			cells_put(&cells, i, g->both, COLOUR_GOOD);
	}
	view_add_label(out, view, COLOUR_NONE, t->name);
	add_framed(out, view, &cells);
}

void view_add_legend(struct text *out, const struct view *view, const char *sentence)
{
	text_printf(out, "%*s", MARGIN + 1, "");
	coloured_add(out, view->style, COLOUR_DIM, sentence);
	text_add_char(out, '\n');
}

void view_add_stream_legend(struct text *out, const struct view *view)
{
	const struct glyphs *g = view->glyphs;
	cleanup_free_ char *sentence =
		memory_printf("%s both ways, %s up only, %s down only, blank neither, "
			      "%s nothing sent",
			      g->both, g->up, g->down, g->nothing);

	view_add_legend(out, view, sentence);
}

void view_add_column_legend(struct text *out, const struct view *view, const char *before)
{
	char column[DURATION_FORMAT_MAX];
	cleanup_free_ char *sentence =
		memory_printf("%sa column is %s and shows the worst in it", before,
			      duration_format(column, length_ns(view) / view->columns));

	view_add_legend(out, view, sentence);
}
