/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/worst-roam.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"
#include "report/view.h"

#define BEFORE_NS (100 * NS_PER_MS)

/* Consecutive ones make a bar. */
struct span {
	const char *name;
	uint64_t from_ns, to_ns;
};

/* In each column the span that has most of it. */
static const struct span *span_at(const struct span *spans, size_t count,
				  const struct view *view, unsigned column)
{
	uint64_t from_ns = view_column_start(view, column), most_ns = 0;
	uint64_t to_ns = view_column_start(view, column + 1);
	const struct span *found = NULL;

	for (size_t i = 0; i < count; i++) {
		uint64_t begin_ns = later_ns(spans[i].from_ns, from_ns);
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
	view_add_label(out, view, COLOUR_NONE, "phases");
	view_add_open(out, view, &cells);
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
	view_add_label(out, view, COLOUR_NONE, "");
	view_add_open(out, view, &cells);
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
				end_ns =
					later_ns(end_ns, silence_end_ns(&t->silences[j]));
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
	view_add_label(out, view, COLOUR_NONE, "worst roam");
	view_add_open(out, view, &cells);
}

void worst_roam_add(const struct results *results, const struct text_style *style,
		    struct text *out)
{
	const struct traffic *loser = NULL;
	const struct stream_silence *worst = find_worst(results, &loser);
	const struct roam *roam = worst ? results_roam(results, worst->roam - 1) : NULL;
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
	view_add_ruler(out, &view, "");
	add_phases(out, &view, roam);
	for (size_t i = 0; i < results->traffic_count; i++) {
		view_add_stream(out, &view, &results->traffic[i]);
		if (i < roam->gap_count && is_silent_in(&results->traffic[i], roam))
			add_parts(out, &view, &roam->gaps[i]);
	}
	view_add_legend(out, &view,
			"below a stream: the parts of its gap, each as long as it is");
	view_add_column_legend(out, &view, "");
}
