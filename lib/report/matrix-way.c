/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/matrix-way.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"

#define AKM_FT_PSK 0x000fac04 /* IEEE 802.11-2020 table 9-151 */

static size_t name_index(const struct matrix_result *matrix, const char *name)
{
	size_t i = 0;

	while (i < matrix->access_point_count &&
	       strcmp(matrix->access_points[i], name) != 0)
		i++;
	return i;
}

static const struct matrix_cell **at(const struct matrix_way *way, size_t from, size_t to,
				     enum leg leg)
{
	return &way->cells[(from * way->count + to) * LEG_MAX + leg];
}

bool matrix_way_fill(struct matrix_way *way)
{
	const struct matrix_result *matrix = way->matrix;
	bool any = false;

	way->count = matrix->access_point_count;
	way->cells = memory_zero(way->count * way->count * LEG_MAX, sizeof(*way->cells));
	for (size_t i = 0; i < matrix->cell_count; i++) {
		const struct matrix_cell *cell = &matrix->cells[i];
		size_t from = name_index(matrix, cell->from);
		size_t to = name_index(matrix, cell->to);

		if (cell->via != way->via || from == way->count || to == way->count)
			continue;
		*at(way, from, to, cell->leg) = cell;
		way->legs[cell->leg] = true;
		any = true;
	}
	return any;
}

void matrix_way_clear(struct matrix_way *way)
{
	free(way->cells);
	way->cells = NULL;
}

static const struct roam *roam_of(const struct matrix_way *way,
				  const struct matrix_cell *cell)
{
	const struct results *results = way->results;

	if (!cell || cell->roam == 0 || cell->roam > results->roam_count)
		return NULL;
	return results_roam(results, cell->roam - 1);
}

/* It was to be cold, and may have met a key from an earlier roam. */
static bool is_remembered(const struct matrix_cell *cell, const struct roam *roam)
{
	return cell->leg == LEG_COLD && !cell->first && cell->worked &&
	       roam->negotiated.has_security && roam->negotiated.akm == AKM_FT_PSK;
}

static void add_arrival(struct text *out, const struct matrix_cell *cell,
			const struct roam *roam)
{
	bool ft = roam->used == METHOD_FT_AIR || roam->used == METHOD_FT_DS;
	char time[DURATION_FORMAT_MAX];

	text_printf(out, "%s%s %s%s", ft && cell->worked ? "FT" : method_name(roam->used),
		    roam->used_unproven ? "?" : "", duration_format(time, roam->total_ns),
		    is_remembered(cell, roam) ? "*" : "");
}

static void add_outcome(struct text *out, const struct matrix_cell *cell,
			const struct roam *roam)
{
	switch (roam->result) {
	case OUTCOME_OK:
		add_arrival(out, cell, roam);
		break;
	case OUTCOME_REJECTED:
		if (roam->has_status)
			text_printf(out, "status %u", roam->status);
		else
			text_add(out, "refused");
		break;
	case OUTCOME_TIMEOUT:
		text_add(out, "no answer");
		break;
	case OUTCOME_DISCONNECTED:
		if (roam->has_status)
			text_printf(out, "reason %u", roam->status);
		else
			text_add(out, "dropped");
		break;
	case OUTCOME_WRONG_AP:
		text_add(out, "wrong AP");
		break;
	case OUTCOME_MAX:
		break;
	}
}

static void add_state(struct text *out, const struct matrix_way *way,
		      const struct matrix_cell *cell)
{
	const struct roam *roam = roam_of(way, cell);

	if (roam)
		add_outcome(out, cell, roam);
	else if (cell)
		text_add(out, cell->skipped ? "-" : "not run");
}

unsigned matrix_way_cell_width(const struct matrix_way *way)
{
	unsigned width = 0;

	for (size_t i = 0; i < way->count * way->count * LEG_MAX; i++) {
		cleanup_text_ struct text text = { 0 };

		add_state(&text, way, way->cells[i]);
		width = text.length > width ? (unsigned)text.length : width;
	}
	return width;
}

static enum colour cell_colour(const struct matrix_cell *cell, const struct roam *roam)
{
	if (!roam)
		return cell ? COLOUR_DIM : COLOUR_NONE;
	if (!roam->passed)
		return COLOUR_BAD;
	/* Not as it should be, and expected to be so. */
	return cell->worked ? COLOUR_GOOD : COLOUR_UNSURE;
}

void matrix_way_add_cell(struct matrix_way *way, size_t from, size_t to, enum leg leg,
			 unsigned width, struct text *out)
{
	const struct matrix_cell *cell = *at(way, from, to, leg);
	const struct roam *roam = roam_of(way, cell);
	cleanup_text_ struct text text = { 0 };

	add_state(&text, way, cell);
	if (roam)
		way->remembered |= is_remembered(cell, roam);
	else if (cell)
		way->skipped |= cell->skipped;
	else if (from == to && leg == LEG_COLD)
		text_add(&text, matrix_mark_glyph(MARK_NO_PAIR, way->style->utf8));
	cell_add(out, way->style, cell_colour(cell, roam), width,
		 text.data ? text.data : "");
}

enum matrix_mark matrix_way_mark(const struct matrix_way *way, size_t from, size_t to)
{
	const struct matrix_cell *cell = *at(way, from, to, LEG_COLD);
	const struct roam *roam = roam_of(way, cell);

	if (!cell)
		return MARK_NO_PAIR;
	if (!roam)
		return cell->skipped ? MARK_SKIPPED : MARK_NOT_RUN;
	if (!cell->worked)
		return roam->result == OUTCOME_OK ? MARK_OTHERWISE : MARK_FAILED;
	cell = *at(way, from, to, LEG_BACK);
	if (roam_of(way, cell) && !cell->worked)
		return MARK_BACK;
	cell = *at(way, from, to, LEG_WARM);
	return roam_of(way, cell) && !cell->worked ? MARK_WARM : MARK_GOOD;
}

static const struct {
	const char *utf8, *ascii;
	enum colour colour;
	const char *meaning;
} marks[MARK_MAX] = {
	[MARK_NO_PAIR] = { "·", ".", COLOUR_DIM, "" },
	[MARK_GOOD] = { "✓", "+", COLOUR_GOOD, "as asked" },
	[MARK_OTHERWISE] = { "f", "f", COLOUR_BAD, "arrived, but not as asked" },
	[MARK_FAILED] = { "✗", "x", COLOUR_BAD, "did not arrive" },
	[MARK_BACK] = { "b", "b", COLOUR_BAD, "failed on the way back" },
	[MARK_WARM] = { "w", "w", COLOUR_BAD, "failed the second time" },
	[MARK_SKIPPED] = { "-", "-", COLOUR_DIM,
			   "not run: what it was to begin from failed" },
	[MARK_NOT_RUN] = { "?", "?", COLOUR_DIM, "not run" },
};

const char *matrix_mark_glyph(enum matrix_mark mark, bool utf8)
{
	return utf8 ? marks[mark].utf8 : marks[mark].ascii;
}

enum colour matrix_mark_colour(enum matrix_mark mark)
{
	return marks[mark].colour;
}

const char *matrix_mark_meaning(enum matrix_mark mark)
{
	return marks[mark].meaning;
}
