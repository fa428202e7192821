/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/matrix.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "report/matrix-way.h"

#define WIDTH_DEFAULT 80 /* where nobody says how wide */
#define LABEL_MIN 12	 /* "over the air" */
#define NAME_SHOWN_MAX 16
#define WIDTH_LEG 4
#define WIDTH_NUMBER 2 /* of an access point: SCENARIO_AP_MAX */
#define PAIRS_LISTED 20

static unsigned larger(unsigned a, unsigned b)
{
	return a > b ? a : b;
}

/* What is longer than its column is cut. Names are ASCII. */
static void add_name(struct text *out, const struct text_style *style, enum colour colour,
		     unsigned width, const char *name)
{
	cleanup_text_ struct text cut = { 0 };

	if (strlen(name) > width) {
		text_add_bytes(&cut, name, width - 1);
		text_add(&cut, style->utf8 ? "…" : "~");
	}
	cell_add(out, style, colour, width, cut.length > 0 ? cut.data : name);
}

static void end_line(struct text *out, struct text *line)
{
	while (line->length > 0 && line->data[line->length - 1] == ' ')
		line->data[--line->length] = '\0';
	text_printf(out, "%s\n", line->data ? line->data : "");
	text_reset(line);
}

static void add_legend(const struct matrix_way *way, const char *sentence,
		       struct text *out)
{
	coloured_add(out, way->style, COLOUR_DIM, sentence);
	text_add_char(out, '\n');
}

static const char *title_of(const struct matrix_way *way)
{
	return way->via == VIA_DS ? "over the DS" : "over the air";
}

/* Whether a cell has lines for its legs. */
static bool has_legs(const struct matrix_way *way)
{
	return way->legs[LEG_BACK] || way->legs[LEG_WARM];
}

/* The longest name, as far as it is shown. */
static unsigned name_width(const struct matrix_way *way)
{
	unsigned width = 0;

	for (size_t i = 0; i < way->count; i++)
		width = larger(width, (unsigned)strlen(way->matrix->access_points[i]));
	return width < NAME_SHOWN_MAX ? width : NAME_SHOWN_MAX;
}

static void add_row(struct matrix_way *way, size_t from, enum leg leg, unsigned label,
		    unsigned column, struct text *out)
{
	cleanup_text_ struct text line = { 0 };

	add_name(&line, way->style, COLOUR_NONE, label,
		 leg == LEG_COLD ? way->matrix->access_points[from] : "");
	if (has_legs(way))
		cell_add(&line, way->style, COLOUR_DIM, WIDTH_LEG, leg_name(leg));
	for (size_t to = 0; to < way->count; to++)
		matrix_way_add_cell(way, from, to, leg, column, &line);
	end_line(out, &line);
}

/* Each pair with what became of each of its legs. */
static void add_cells(struct matrix_way *way, unsigned label, unsigned column,
		      struct text *out)
{
	cleanup_text_ struct text line = { 0 };

	add_name(&line, way->style, COLOUR_DIM, label, title_of(way));
	if (has_legs(way))
		cell_add(&line, way->style, COLOUR_DIM, WIDTH_LEG, "leg");
	for (size_t to = 0; to < way->count; to++)
		add_name(&line, way->style, COLOUR_DIM, column,
			 way->matrix->access_points[to]);
	end_line(out, &line);
	for (size_t from = 0; from < way->count; from++)
		for (enum leg leg = 0; leg < LEG_MAX; leg++)
			if (way->legs[leg])
				add_row(way, from, leg, label, column, out);
	if (way->skipped)
		add_legend(way, "- not run: what it was to begin from failed", out);
	if (way->remembered)
		add_legend(way,
			   "* may be warm: the keys of FT-PSK stay the same, and the "
			   "pair was tried before",
			   out);
}

static void add_number(struct text *out, const struct text_style *style, size_t index)
{
	cleanup_free_ char *number = memory_printf("%*zu", WIDTH_NUMBER, index + 1);

	coloured_add(out, style, COLOUR_DIM, number);
}

static void add_mark_legend(const struct matrix_way *way, const bool *shown,
			    struct text *out)
{
	for (enum matrix_mark mark = MARK_GOOD; mark < MARK_MAX; mark++) {
		cleanup_free_ char *sentence = NULL;

		if (!shown[mark])
			continue;
		sentence =
			memory_printf("%s %s", matrix_mark_glyph(mark, way->style->utf8),
				      matrix_mark_meaning(mark));
		add_legend(way, sentence, out);
	}
}

/* A mark a pair; columns are called by the numbers of the lines. */
static void add_marks(const struct matrix_way *way, unsigned label, struct text *out)
{
	cleanup_text_ struct text line = { 0 };
	bool shown[MARK_MAX] = { false };

	cell_add(&line, way->style, COLOUR_DIM, WIDTH_NUMBER, "");
	add_name(&line, way->style, COLOUR_DIM, label, title_of(way));
	for (size_t to = 0; to < way->count; to++) {
		text_add(&line, to > 0 ? " " : "");
		add_number(&line, way->style, to);
	}
	end_line(out, &line);
	for (size_t from = 0; from < way->count; from++) {
		add_number(&line, way->style, from);
		text_add(&line, "  ");
		add_name(&line, way->style, COLOUR_NONE, label,
			 way->matrix->access_points[from]);
		for (size_t to = 0; to < way->count; to++) {
			enum matrix_mark mark = matrix_way_mark(way, from, to);

			shown[mark] = true;
			text_add(&line, to > 0 ? "  " : " ");
			coloured_add(&line, way->style, matrix_mark_colour(mark),
				     matrix_mark_glyph(mark, way->style->utf8));
		}
		end_line(out, &line);
	}
	add_mark_legend(way, shown, out);
}

/* "  hall -> stairs  cold FT 12.3ms  back status 53" */
static void add_listed(struct matrix_way *way, size_t from, size_t to, struct text *out)
{
	cleanup_text_ struct text line = { 0 };

	text_add(&line, "  ");
	plain_add(&line, way->matrix->access_points[from]);
	text_add(&line, " -> ");
	plain_add(&line, way->matrix->access_points[to]);
	text_add(&line, "  ");
	for (enum leg leg = 0; leg < LEG_MAX; leg++) {
		if (!way->legs[leg])
			continue;
		if (has_legs(way))
			text_printf(&line, "%s ", leg_name(leg));
		matrix_way_add_cell(way, from, to, leg, 0, &line);
	}
	end_line(out, &line);
}

/* Those pairs that are not as they should be. */
static void add_list(struct matrix_way *way, struct text *out)
{
	size_t pairs = 0, bad = 0, listed = 0;

	for (size_t from = 0; from < way->count; from++) {
		for (size_t to = 0; to < way->count; to++) {
			enum matrix_mark mark = matrix_way_mark(way, from, to);

			pairs += mark != MARK_NO_PAIR;
			bad += mark != MARK_NO_PAIR && mark != MARK_GOOD;
		}
	}
	text_printf(out, "%s: %zu of %zu pairs as asked%s\n", title_of(way), pairs - bad,
		    pairs, bad > 0 ? ", and these not" : "");
	for (size_t from = 0; from < way->count; from++) {
		for (size_t to = 0; to < way->count && listed < PAIRS_LISTED; to++) {
			enum matrix_mark mark = matrix_way_mark(way, from, to);

			if (mark == MARK_NO_PAIR || mark == MARK_GOOD)
				continue;
			add_listed(way, from, to, out);
			listed++;
		}
	}
	if (bad > listed)
		text_printf(out, "  and %zu more\n", bad - listed);
}

static void add_way(const struct results *results, const struct matrix_result *matrix,
		    enum via via, const struct text_style *style, struct text *out)
{
	cleanup_matrix_way_ struct matrix_way way = {
		.results = results,
		.matrix = matrix,
		.style = style,
		.via = via,
	};
	unsigned width = style->width > 0 ? style->width : WIDTH_DEFAULT;
	unsigned label, column, count;

	if (!matrix_way_fill(&way))
		return;
	count = (unsigned)way.count;
	label = larger(name_width(&way), LABEL_MIN);
	column = larger(name_width(&way), matrix_way_cell_width(&way));
	text_add(out, "\n");
	if (label + 2 + WIDTH_LEG + count * (2 + column) <= width)
		add_cells(&way, label, column, out);
	else if (WIDTH_NUMBER + 2 + label + 1 + count * (1 + WIDTH_NUMBER) <= width)
		add_marks(&way, label, out);
	else
		add_list(&way, out);
}

static void add_patterns(const struct matrix_result *matrix,
			 const struct text_style *style, struct text *out)
{
	for (size_t i = 0; i < matrix->pattern_count; i++) {
		text_add(out, i == 0 ? "\npattern      " : "             ");
		coloured_add(out, style, COLOUR_UNSURE, matrix->patterns[i].sentence);
		text_add(out, "\n");
	}
}

void matrix_add(const struct results *results, const struct matrix_result *matrix,
		const struct text_style *style, struct text *out)
{
	if (matrix->access_point_count > SCENARIO_AP_MAX)
		return; /* of a file that no roamtest wrote */
	for (enum via via = 0; via < VIA_MAX; via++)
		add_way(results, matrix, via, style, out);
	add_patterns(matrix, style, out);
}

static bool has_worked(const struct matrix_result *matrix)
{
	for (size_t i = 0; i < matrix->cell_count; i++)
		if (!matrix->cells[i].worked)
			return false;
	return true;
}

void matrices_add(const struct results *results, const struct text_style *style,
		  struct text *out)
{
	size_t alike = 0;

	for (size_t i = 0; i < results->matrix_count; i++) {
		const struct matrix_result *matrix = &results->matrices[i];

		if (matrix->iteration > 1 && has_worked(matrix)) {
			alike++;
			continue;
		}
		if (results->matrix_count > 1)
			text_printf(out, "\nmatrix of line %u, round %u\n", matrix->line,
				    matrix->iteration);
		matrix_add(results, matrix, style, out);
	}
	if (alike > 0)
		text_printf(out, "\n%zu more round%s of a matrix, every roam as asked\n",
			    alike, alike == 1 ? "" : "s");
}
