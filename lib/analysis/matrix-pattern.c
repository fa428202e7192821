/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/matrix-pattern.h"

#include <string.h>

#include "analysis/matrix-grid.h"
#include "analysis/method.h"
#include "base/memory.h"
#include "base/text.h"

/* So many pairs are named where there is no other word for them. */
#define PAIRS_TOLD 4

struct search {
	struct matrix_result *matrix;
	const struct scenario *scenario;
	const char *subject; /* what fails */
	bool two_ways;	     /* the matrix was to be tried in both */
};

static const bool both_ways[VIA_MAX] = { true, true };

static struct matrix_pattern *pattern_add(const struct search *search, enum pattern kind,
					  const bool vias[static VIA_MAX])
{
	struct matrix_result *matrix = search->matrix;
	struct matrix_pattern *pattern = array_add(
		matrix->patterns, matrix->pattern_count, matrix->pattern_capacity);

	pattern->pattern = kind;
	memcpy(pattern->vias, vias, sizeof(pattern->vias));
	return pattern;
}

static void name_access_point(struct matrix_pattern *pattern, const char *name)
{
	*array_add(pattern->access_points, pattern->access_point_count,
		   pattern->access_point_capacity) = memory_strdup(name);
}

static void name_chosen(struct matrix_pattern *pattern, const struct grid *grid)
{
	for (size_t i = 0; i < grid->count; i++)
		if (grid->chosen[i])
			name_access_point(pattern, grid->names[i]);
}

/* The first one that fails: in its order. */
static void name_pair(struct matrix_pattern *pattern, const struct grid *grid)
{
	for (size_t i = 0; i < grid->count * grid->count; i++) {
		if (grid->states[i] != FAILS)
			continue;
		name_access_point(pattern, grid->names[i / grid->count]);
		name_access_point(pattern, grid->names[i % grid->count]);
		return;
	}
}

/* "hall", "hall and stairs", "hall, stairs and attic" */
static void add_names(struct text *out, const struct matrix_pattern *pattern)
{
	size_t count = pattern->access_point_count;

	for (size_t i = 0; i < count; i++)
		text_printf(out, "%s%s",
			    i == 0	    ? ""
			    : i + 1 < count ? ", "
					    : " and ",
			    pattern->access_points[i]);
}

/* "hall -> stairs, attic -> hall and 3 more" */
static void add_pairs(struct text *out, const struct grid *grid)
{
	size_t told = 0;

	for (size_t i = 0; i < grid->count; i++)
		for (size_t j = 0; j < grid->count; j++)
			if (*grid_at(grid, i, j) == FAILS && told++ < PAIRS_TOLD)
				text_printf(out, "%s%s -> %s", told > 1 ? ", " : "",
					    grid->names[i], grid->names[j]);
	if (told > PAIRS_TOLD)
		text_printf(out, " and %zu more", told - PAIRS_TOLD);
}

/* "hall, stairs | attic, cellar" */
static void add_groups(struct text *out, const struct grid *grid)
{
	for (size_t i = 0; i < grid->count; i++) {
		bool told = false;

		for (size_t j = 0; j < i; j++)
			told |= grid->groups[j] == grid->groups[i];
		for (size_t j = i; j < grid->count && !told; j++)
			if (grid->groups[j] == grid->groups[i])
				text_printf(out, "%s%s",
					    j > i   ? ", "
					    : i > 0 ? " | "
						    : "",
					    grid->names[j]);
	}
}

static void add_ways(struct text *out, const struct search *search,
		     const struct matrix_pattern *pattern)
{
	if (!search->two_ways)
		return;
	if (pattern->vias[VIA_AIR] && pattern->vias[VIA_DS])
		text_add(out, ", over the air and over the DS alike");
	else
		text_printf(out, ", %s",
			    via_phrase(pattern->vias[VIA_DS] ? VIA_DS : VIA_AIR));
}

static void add_shape(struct text *out, const struct grid *grid,
		      const struct matrix_pattern *pattern)
{
	switch (pattern->pattern) {
	case PATTERN_ALL_PAIRS:
		text_add(out, "between all pairs of access points");
		break;
	case PATTERN_ONE_WAY:
		text_printf(out, "only from %s to %s", pattern->access_points[0],
			    pattern->access_points[1]);
		break;
	case PATTERN_BETWEEN:
		text_add(out, "only between ");
		add_names(out, pattern);
		text_add(out, ", both ways");
		break;
	case PATTERN_INTO:
		text_add(out, "only into ");
		add_names(out, pattern);
		break;
	case PATTERN_FROM:
		text_add(out, "only from ");
		add_names(out, pattern);
		break;
	case PATTERN_WITH:
		text_add(out, "only into and from ");
		add_names(out, pattern);
		break;
	case PATTERN_SAME_DEVICE:
		text_add(out, "only between access points of one device: ");
		add_names(out, pattern);
		break;
	case PATTERN_OTHER_DEVICES:
		text_add(out, "only between access points of different devices");
		break;
	case PATTERN_GROUPS:
		text_add(out, "only between these groups and not inside them: ");
		add_groups(out, grid);
		break;
	case PATTERN_NONE:
		text_add(out, "in no pattern: ");
		add_pairs(out, grid);
		break;
	case PATTERN_OVER_AIR:
	case PATTERN_OVER_DS:
	case PATTERN_FIRST:
	case PATTERN_BACK:
	case PATTERN_WARM:
	case PATTERN_MAX:
		break;
	}
}

static void tell_shape(const struct search *search, const struct grid *grid,
		       const bool vias[static VIA_MAX])
{
	enum pattern kind = grid_shape(grid);
	struct matrix_pattern *pattern = pattern_add(search, kind, vias);
	struct text sentence = { 0 };

	if (kind == PATTERN_ONE_WAY)
		name_pair(pattern, grid);
	else
		name_chosen(pattern, grid);
	text_printf(&sentence, "%s ", search->subject);
	add_shape(&sentence, grid, pattern);
	add_ways(&sentence, search, pattern);
	pattern->sentence = text_steal(&sentence);
}

/* Some fail in this way; other is the other way. */
static void find_of_way(const struct search *search, const struct grid *grid,
			const struct grid *other, enum via via)
{
	struct matrix_pattern *pattern;
	bool vias[VIA_MAX] = { false };

	vias[via] = true;
	if (other->fails == 0 && other->works > 0) {
		pattern = pattern_add(
			search, via == VIA_DS ? PATTERN_OVER_DS : PATTERN_OVER_AIR, vias);
		pattern->sentence =
			memory_printf("%s only %s", search->subject, via_phrase(via));
		if (grid->works == 0)
			return;
	}
	tell_shape(search, grid, vias);
}

/* Each that fails is its pair's first, by either way: since the ways take turns, that is
 * no chance. The second one of such a pair works. */
static bool only_first_fail(const struct matrix_result *matrix)
{
	size_t fails[VIA_MAX] = { 0 }, works = 0;

	for (size_t i = 0; i < matrix->cell_count; i++) {
		const struct matrix_cell *cell = &matrix->cells[i];

		if (cell->leg != LEG_COLD)
			continue;
		if (cell_state(cell) == FAILS && !cell->first)
			return false;
		fails[cell->via] += cell_state(cell) == FAILS;
		works += cell_state(cell) == WORKS && !cell->first;
	}
	return fails[VIA_AIR] > 0 && fails[VIA_DS] > 0 && works > 0;
}

static void find_first(const struct search *search)
{
	const struct matrix_result *matrix = search->matrix;
	cleanup_grid_ struct grid grid = grid_new(matrix, search->scenario);
	struct matrix_pattern *pattern = pattern_add(search, PATTERN_FIRST, both_ways);

	for (size_t i = 0; i < matrix->cell_count; i++)
		if (matrix->cells[i].leg == LEG_COLD && matrix->cells[i].first)
			grid_put(&grid, matrix, &matrix->cells[i]);
	grid_count(&grid);
	pattern->sentence = memory_printf("%s only in the first roam of a pair; the "
					  "second one, by the other way, works",
					  search->subject);
	if (grid.works > 0)
		tell_shape(search, &grid, both_ways);
}

static void find_cold(const struct search *search)
{
	const struct matrix_result *matrix = search->matrix;
	cleanup_grid_ struct grid air = grid_new(matrix, search->scenario);
	cleanup_grid_ struct grid ds = grid_new(matrix, search->scenario);
	size_t size = air.count * air.count * sizeof(*air.states);

	for (size_t i = 0; i < matrix->cell_count; i++)
		if (matrix->cells[i].leg == LEG_COLD)
			grid_put(matrix->cells[i].via == VIA_DS ? &ds : &air, matrix,
				 &matrix->cells[i]);
	grid_count(&air);
	grid_count(&ds);
	if (only_first_fail(matrix)) {
		find_first(search);
	} else if (air.fails > 0 && memcmp(air.states, ds.states, size) == 0) {
		tell_shape(search, &air, both_ways);
	} else {
		if (air.fails > 0)
			find_of_way(search, &air, &ds, VIA_AIR);
		if (ds.fails > 0)
			find_of_way(search, &ds, &air, VIA_DS);
	}
}

/* A leg after the cold one, which is run only where that one arrived. */
static void find_leg(const struct search *search, enum leg leg, bool only)
{
	const struct matrix_result *matrix = search->matrix;
	cleanup_grid_ struct grid grid = grid_new(matrix, search->scenario);
	struct matrix_pattern *pattern;
	struct text sentence = { 0 };
	bool vias[VIA_MAX] = { false };

	for (size_t i = 0; i < matrix->cell_count; i++) {
		const struct matrix_cell *cell = &matrix->cells[i];

		if (cell->leg != leg)
			continue;
		grid_put(&grid, matrix, cell);
		vias[cell->via] |= cell_state(cell) == FAILS;
	}
	grid_count(&grid);
	if (grid.fails == 0)
		return;
	pattern =
		pattern_add(search, leg == LEG_BACK ? PATTERN_BACK : PATTERN_WARM, vias);
	/* Where only those into some access points fail, these are named. */
	if (grid.works > 0 && grid_shape(&grid) == PATTERN_INTO)
		name_chosen(pattern, &grid);
	text_printf(&sentence, "%s %s%s: ", search->subject, only ? "only " : "also ",
		    leg == LEG_BACK ? "on the way back" : "in the second roam of a pair");
	add_pairs(&sentence, &grid);
	add_ways(&sentence, search, pattern);
	pattern->sentence = text_steal(&sentence);
}

static bool is_finished(const struct matrix_result *matrix)
{
	for (size_t i = 0; i < matrix->cell_count; i++)
		if (matrix->cells[i].roam == 0 && !matrix->cells[i].skipped)
			return false;
	return true;
}

void matrix_patterns_find(struct matrix_result *matrix, const struct scenario *scenario)
{
	struct search search = {
		.matrix = matrix,
		.scenario = scenario,
		.subject = scenario_uses_ft(scenario) ? "FT fails" : "roams fail",
	};
	bool tried[VIA_MAX] = { false };

	if (!is_finished(matrix))
		return;
	for (size_t i = 0; i < matrix->cell_count; i++)
		tried[matrix->cells[i].via] = true;
	search.two_ways = tried[VIA_AIR] && tried[VIA_DS];
	find_cold(&search);
	for (enum leg leg = LEG_BACK; leg <= LEG_WARM; leg++)
		find_leg(&search, leg, matrix->pattern_count == 0);
}
