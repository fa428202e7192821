/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/drawing.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"
#include "report/cells.h"

/* As wide as the labels of the rest of the summary. */
#define LABEL_WIDTH 11
#define MARGIN (LABEL_WIDTH + 2)
/* Nobody looks at more, and a width may be anything. */
#define COLUMNS_MAX 1000
#define TICK_LABEL_MAX (DURATION_FORMAT_MAX + 1)
#define TICK_COLUMNS_MIN 12 /* a tick's label has its place */
#define BEFORE_NS (100 * NS_PER_MS)

/* Characters of the drawing. */
struct glyphs {
	const char *both, *up, *down, *neither, *nothing;
	const char *edge, *tick, *line, *roam, *failed, *cut;
};

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

/* The time that a drawing shows, a share of it in each column. */
struct view {
	const struct text_style *style;
	const struct glyphs *glyphs;
	uint64_t from_ns, to_ns;
	uint64_t origin_ns; /* that the ruler counts from */
	unsigned columns;
};

/* Consecutive ones make a bar. */
struct span {
	const char *name;
	uint64_t from_ns, to_ns;
};

static struct view view_of(const struct text_style *style, uint64_t from_ns,
			   uint64_t to_ns)
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
static uint64_t column_start(const struct view *view, unsigned column)
{
	return view->from_ns +
	       (uint64_t)((__uint128_t)length_ns(view) * column / view->columns);
}

static uint64_t later(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

static uint64_t end_of(const struct stream_silence *silence)
{
	return silence->at_ns + silence->ns;
}

/* Names that are too long are cut. */
static void add_label(struct text *out, const struct view *view, enum colour colour,
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

static void add_open(struct text *out, const struct view *view, const struct cells *cells)
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

static void add_ruler(struct text *out, const struct view *view, const char *label)
{
	uint64_t step = tick_step(view), at_ns = view->origin_ns;
	cleanup_cells_ struct cells cells;

	cells_make(&cells, view->columns);
	while (at_ns >= view->from_ns + step)
		at_ns -= step;
	for (; at_ns < view->to_ns; at_ns += step)
		write_tick(&cells, view, at_ns);
	add_label(out, view, COLOUR_NONE, label);
	add_open(out, view, &cells);
}

static bool has_failed(const struct roam *roam)
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
	enum colour colour = has_failed(roam) ? COLOUR_BAD : COLOUR_NONE;

	cells_put(cells, column,
		  has_failed(roam) ? view->glyphs->failed : view->glyphs->roam, colour);
	if (column + 1 + text_columns(whole) <= until)
		cells_write(cells, column + 1, until, whole, colour);
	else if (column + 1 + text_columns(index) <= until)
		cells_write(cells, column + 1, until, index, colour);
}

/* Of several in one column the first that failed, or the first. */
static void add_roams(struct text *out, const struct view *view,
		      const struct results *results)
{
	cleanup_cells_ struct cells cells;

	cells_make(&cells, view->columns);
	for (size_t i = 0; i < results->roam_count;) {
		const struct roam *shown = &results->roams[i];
		unsigned column = column_of(view, shown->start_ns), until = cells.count;

		for (i++; i < results->roam_count; i++) {
			const struct roam *next = &results->roams[i];
			unsigned at = column_of(view, next->start_ns);

			if (at > column) {
				until = at - 1; /* a blank before its mark */
				break;
			}
			if (has_failed(next) && !has_failed(shown))
				shown = next;
		}
		write_roam(&cells, view, shown, until);
	}
	add_label(out, view, COLOUR_NONE, "");
	add_open(out, view, &cells);
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

static void add_stream(struct text *out, const struct view *view, const struct traffic *t)
{
	cleanup_free_ uint8_t *columns = memory_zero(view->columns, 1);
	const struct glyphs *g = view->glyphs;
	cleanup_cells_ struct cells cells;

	mark(columns, view, t->first_sent_ns, t->last_sent_ns, SENT);
	for (size_t i = 0; i < t->silence_count; i++)
		mark(columns, view, t->silences[i].at_ns, end_of(&t->silences[i]),
		     t->silences[i].up ? SENT | SILENT_UP : SENT | SILENT_DOWN);
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
	add_label(out, view, COLOUR_NONE, t->name);
	add_framed(out, view, &cells);
}

static void add_legend(struct text *out, const struct view *view, const char *sentence)
{
	text_printf(out, "%*s", MARGIN + 1, "");
	coloured_add(out, view->style, COLOUR_DIM, sentence);
	text_add_char(out, '\n');
}

static void add_stream_legend(struct text *out, const struct view *view)
{
	const struct glyphs *g = view->glyphs;
	cleanup_free_ char *sentence =
		memory_printf("%s both ways, %s up only, %s down only, blank neither, "
			      "%s nothing sent",
			      g->both, g->up, g->down, g->nothing);

	add_legend(out, view, sentence);
}

static void add_column_legend(struct text *out, const struct view *view,
			      const char *before)
{
	char column[DURATION_FORMAT_MAX];
	cleanup_free_ char *sentence =
		memory_printf("%sa column is %s and shows the worst in it", before,
			      duration_format(column, length_ns(view) / view->columns));

	add_legend(out, view, sentence);
}

static void add_whole_run(const struct results *results, const struct text_style *style,
			  struct text *out)
{
	const struct view view = view_of(style, 0, results->duration_ns);
	cleanup_free_ char *roams = NULL;
	size_t failed = 0;

	for (size_t i = 0; i < results->roam_count; i++)
		failed += has_failed(&results->roams[i]);
	text_add_char(out, '\n');
	add_ruler(out, &view, "whole run");
	if (results->roam_count > 0)
		add_roams(out, &view, results);
	for (size_t i = 0; i < results->traffic_count; i++)
		add_stream(out, &view, &results->traffic[i]);
	add_stream_legend(out, &view);
	if (results->roam_count > 0)
		roams = memory_printf("%s a roam%s%s%s; ", view.glyphs->roam,
				      failed ? ", " : "",
				      failed ? view.glyphs->failed : "",
				      failed ? " failed" : "");
	add_column_legend(out, &view, roams ? roams : "");
}

/* In each column the span that has most of it. */
static const struct span *span_at(const struct span *spans, size_t count,
				  const struct view *view, unsigned column)
{
	uint64_t from_ns = column_start(view, column), most_ns = 0;
	uint64_t to_ns = column_start(view, column + 1);
	const struct span *found = NULL;

	for (size_t i = 0; i < count; i++) {
		uint64_t begin_ns = later(spans[i].from_ns, from_ns);
		uint64_t end_ns = spans[i].to_ns < to_ns ? spans[i].to_ns : to_ns;

		if (end_ns > begin_ns && end_ns - begin_ns > most_ns) {
			most_ns = end_ns - begin_ns;
			found = &spans[i];
		}
	}
	return found;
}

/* Each span from an edge, with as much of its name as it has room for, and a last edge.
 * Returns the column behind it. */
static unsigned write_bar(struct cells *cells, const struct view *view,
			  const struct span *spans, size_t count)
{
	const struct glyphs *g = view->glyphs;
	unsigned column = 0, behind = 0;

	while (column < cells->count) {
		const struct span *span = span_at(spans, count, view, column);
		unsigned first = column, named;

		while (column < cells->count &&
		       span_at(spans, count, view, column) == span)
			column++;
		if (!span)
			continue;
		cells_put(cells, first, g->edge, COLOUR_DIM);
		named = cells_write(cells, first + 1, column, span->name, COLOUR_NONE);
		for (; named < column; named++)
			cells_put(cells, named, g->line, COLOUR_DIM);
		behind = column;
	}
	cells_put(cells, behind, g->edge, COLOUR_DIM);
	return behind + 1;
}

/* What a bar is too short to name. */
static char *describe_phases(const struct roam *roam)
{
	char total[DURATION_FORMAT_MAX], most[DURATION_FORMAT_MAX];
	const struct phase *longest = &roam->phases[0];

	for (size_t i = 1; i < roam->phase_count; i++) {
		const struct phase *phase = &roam->phases[i];

		if (phase->end_ns - phase->start_ns > longest->end_ns - longest->start_ns)
			longest = phase;
	}
	return memory_printf("%s, most of it %s %s",
			     duration_format(total, roam->total_ns), longest->name,
			     duration_format(most, longest->end_ns - longest->start_ns));
}

static void add_phases(struct text *out, const struct view *view, const struct roam *roam)
{
	cleanup_free_ struct span *spans =
		memory_zero(roam->phase_count, sizeof(struct span));
	cleanup_free_ char *description = NULL;
	cleanup_cells_ struct cells cells;
	unsigned behind;

	if (roam->phase_count == 0)
		return;
	for (size_t i = 0; i < roam->phase_count; i++) {
		const struct phase *phase = &roam->phases[i];

		spans[i] = (struct span){ phase->name, phase->start_ns, phase->end_ns };
	}
	cells_make(&cells, view->columns);
	behind = write_bar(&cells, view, spans, roam->phase_count);
	description = describe_phases(roam);
	if (behind + 1 + text_columns(description) <= cells.count)
		cells_write(&cells, behind + 1, cells.count, description, COLOUR_DIM);
	add_label(out, view, COLOUR_NONE, "phases");
	add_open(out, view, &cells);
}

/* Of the direction whose gap is longer. */
static void add_parts(struct text *out, const struct view *view, const struct gap *gap)
{
	bool up = gap->up_ns > gap->down_ns;
	const struct gap_part *parts = up ? gap->up_parts : gap->down_parts;
	size_t count = up ? gap->up_part_count : gap->down_part_count;
	cleanup_free_ struct span *spans = memory_zero(count, sizeof(*spans));
	uint64_t at_ns = up ? gap->up_at_ns : gap->down_at_ns;
	cleanup_cells_ struct cells cells;

	if (count == 0)
		return;
	for (size_t i = 0; i < count; i++) {
		spans[i] = (struct span){ parts[i].name, at_ns, at_ns + parts[i].ns };
		at_ns += parts[i].ns;
	}
	cells_make(&cells, view->columns);
	write_bar(&cells, view, spans, count);
	add_label(out, view, COLOUR_NONE, "");
	add_open(out, view, &cells);
}

/* The longest silence that belongs to a roam; NULL: there is none. */
static const struct stream_silence *find_worst(const struct results *results,
					       const struct traffic **ret)
{
	const struct stream_silence *worst = NULL;

	for (size_t i = 0; i < results->traffic_count; i++) {
		const struct traffic *t = &results->traffic[i];

		for (size_t j = 0; j < t->silence_count; j++) {
			const struct stream_silence *silence = &t->silences[j];

			if (silence->roam == 0 || silence->roam > results->roam_count ||
			    (worst && silence->ns <= worst->ns))
				continue;
			worst = silence;
			*ret = t;
		}
	}
	return worst;
}

/* When all that belongs to the roam is over. */
static uint64_t recovery_of(const struct results *results, const struct roam *roam)
{
	uint64_t end_ns = roam->start_ns + roam->total_ns;

	for (size_t i = 0; i < results->traffic_count; i++) {
		const struct traffic *t = &results->traffic[i];

		for (size_t j = 0; j < t->silence_count; j++)
			if (t->silences[j].roam == roam->index)
				end_ns = later(end_ns, end_of(&t->silences[j]));
	}
	return end_ns;
}

static bool is_silent_in(const struct traffic *t, const struct roam *roam)
{
	for (size_t i = 0; i < t->silence_count; i++)
		if (t->silences[i].roam == roam->index)
			return true;
	return false;
}

static void add_worst_heading(struct text *out, const struct view *view,
			      const struct roam *roam, const struct traffic *t,
			      const struct stream_silence *silence)
{
	char length[DURATION_FORMAT_MAX];
	cleanup_free_ char *sentence = memory_printf(
		"%u %s -> %s over the %s: silent %s for %s, %s", roam->index, roam->from,
		roam->to, roam->via == VIA_DS ? "DS" : "air", silence->up ? "up" : "down",
		duration_format(length, silence->ns), t->name);
	cleanup_cells_ struct cells cells;

	cells_make(&cells, view->columns);
	cells_write(&cells, 0, cells.count, sentence, COLOUR_NONE);
	if (text_columns(sentence) > cells.count)
		cells_put(&cells, cells.count - 1, view->glyphs->cut, COLOUR_NONE);
	text_add_char(out, '\n');
	add_label(out, view, COLOUR_NONE, "worst roam");
	add_open(out, view, &cells);
}

static void add_worst_roam(const struct results *results, const struct text_style *style,
			   struct text *out)
{
	const struct traffic *loser = NULL;
	const struct stream_silence *worst = find_worst(results, &loser);
	const struct roam *roam = worst ? &results->roams[worst->roam - 1] : NULL;
	uint64_t from_ns, to_ns;
	struct view view;

	if (!roam || roam->start_ns >= results->duration_ns)
		return;
	from_ns = roam->start_ns > BEFORE_NS ? roam->start_ns - BEFORE_NS : 0;
	to_ns = recovery_of(results, roam);
	if (to_ns < results->duration_ns && results->duration_ns - to_ns > BEFORE_NS)
		to_ns += BEFORE_NS;
	else
		to_ns = results->duration_ns;
	view = view_of(style, from_ns, to_ns);
	view.origin_ns = roam->start_ns;
	add_worst_heading(out, &view, roam, loser, worst);
	add_ruler(out, &view, "");
	add_phases(out, &view, roam);
	for (size_t i = 0; i < results->traffic_count; i++) {
		add_stream(out, &view, &results->traffic[i]);
		if (i < roam->gap_count && is_silent_in(&results->traffic[i], roam))
			add_parts(out, &view, &roam->gaps[i]);
	}
	add_legend(out, &view,
		   "below a stream: the parts of its gap, each as long as it is");
	add_column_legend(out, &view, "");
}

void drawing_add(const struct results *results, const struct text_style *style,
		 struct text *out)
{
	if (style->width < DRAWING_WIDTH_MIN || results->traffic_count == 0 ||
	    results->duration_ns == 0)
		return;
	/* Of an older version's results the silences are not known: it would be drawn as
	 * if there had been none. */
	for (size_t i = 0; i < results->traffic_count; i++)
		if (!results->traffic[i].has_silences)
			return;
	add_whole_run(results, style, out);
	add_worst_roam(results, style, out);
}
