/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/matrix-grid.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void grid_clear(struct grid *grid)
{
	free(grid->devices);
	free(grid->states);
	free(grid->chosen);
	free(grid->groups);
}

static size_t index_of(const struct matrix_result *matrix, const char *name)
{
	size_t i = 0;

	while (i + 1 < matrix->access_point_count &&
	       strcmp(matrix->access_points[i], name) != 0)
		i++;
	return i;
}

static const char *device_of(const struct scenario *scenario, const char *name)
{
	for (size_t i = 0; i < scenario->access_point_count; i++)
		if (strcmp(scenario->access_points[i].name, name) == 0)
			return scenario->access_points[i].device;
	return NULL;
}

struct grid grid_new(const struct matrix_result *matrix, const struct scenario *scenario)
{
	size_t count = matrix->access_point_count;
	struct grid grid = {
		.count = count,
		.names = matrix->access_points,
		.devices = memory_zero(count, sizeof(*grid.devices)),
		.states = memory_zero(count * count, sizeof(*grid.states)),
		.chosen = memory_zero(count, sizeof(*grid.chosen)),
		.groups = memory_zero(count, sizeof(*grid.groups)),
	};

	for (size_t i = 0; i < count; i++)
		grid.devices[i] = device_of(scenario, matrix->access_points[i]);
	return grid;
}

enum state cell_state(const struct matrix_cell *cell)
{
	return cell->roam == 0 ? UNKNOWN : cell->worked ? WORKS : FAILS;
}

void grid_put(struct grid *grid, const struct matrix_result *matrix,
	      const struct matrix_cell *cell)
{
	bool back = cell->leg == LEG_BACK;
	enum state *state = grid_at(grid, index_of(matrix, back ? cell->to : cell->from),
				    index_of(matrix, back ? cell->from : cell->to));

	if (cell_state(cell) > *state)
		*state = cell_state(cell);
}

void grid_count(struct grid *grid)
{
	grid->fails = grid->works = grid->sources = grid->targets = 0;
	for (size_t i = 0; i < grid->count; i++) {
		bool from = false, to = false;

		for (size_t j = 0; j < grid->count; j++) {
			grid->fails += *grid_at(grid, i, j) == FAILS;
			grid->works += *grid_at(grid, i, j) == WORKS;
			from |= *grid_at(grid, i, j) == FAILS;
			to |= *grid_at(grid, j, i) == FAILS;
		}
		grid->sources += from;
		grid->targets += to;
	}
}

/* What a pattern says of a pair: that it fails. */
typedef bool predict_fn(const struct grid *grid, size_t from, size_t to);

static bool is_into(const struct grid *grid, size_t from, size_t to)
{
	(void)from;
	return grid->chosen[to];
}

static bool is_from(const struct grid *grid, size_t from, size_t to)
{
	(void)to;
	return grid->chosen[from];
}

static bool is_with(const struct grid *grid, size_t from, size_t to)
{
	return grid->chosen[from] || grid->chosen[to];
}

static bool is_between(const struct grid *grid, size_t from, size_t to)
{
	return grid->chosen[from] && grid->chosen[to];
}

static bool on_one_device(const struct grid *grid, size_t from, size_t to)
{
	return grid->devices[from] && grid->devices[to] &&
	       strcmp(grid->devices[from], grid->devices[to]) == 0;
}

static bool is_on_chosen_device(const struct grid *grid, size_t from, size_t to)
{
	return on_one_device(grid, from, to) && is_between(grid, from, to);
}

static bool is_between_devices(const struct grid *grid, size_t from, size_t to)
{
	return !on_one_device(grid, from, to);
}

static bool is_between_groups(const struct grid *grid, size_t from, size_t to)
{
	return grid->groups[from] != grid->groups[to];
}

static bool fits(const struct grid *grid, predict_fn *fails)
{
	for (size_t i = 0; i < grid->count; i++)
		for (size_t j = 0; j < grid->count; j++)
			if (*grid_at(grid, i, j) != UNKNOWN &&
			    (*grid_at(grid, i, j) == FAILS) != fails(grid, i, j))
				return false;
	return true;
}

static void choose_none(const struct grid *grid)
{
	memset(grid->chosen, 0, grid->count * sizeof(*grid->chosen));
}

/* Those that some fail into (or from). */
static void choose_ends(const struct grid *grid, bool into)
{
	choose_none(grid);
	for (size_t i = 0; i < grid->count; i++)
		for (size_t j = 0; j < grid->count; j++)
			if (*grid_at(grid, i, j) == FAILS)
				grid->chosen[into ? j : i] = true;
}

/* Of each device with a failure inside. */
static void choose_devices(const struct grid *grid)
{
	choose_none(grid);
	for (size_t i = 0; i < grid->count; i++)
		for (size_t j = 0; j < grid->count; j++)
			for (size_t k = 0; k < grid->count; k++)
				if (*grid_at(grid, i, j) == FAILS &&
				    on_one_device(grid, i, j) &&
				    (k == i || on_one_device(grid, i, k)))
					grid->chosen[k] = true;
}

/* Those with which none works, either way. */
static void choose_lonely(const struct grid *grid)
{
	for (size_t i = 0; i < grid->count; i++) {
		bool works = false;

		for (size_t j = 0; j < grid->count; j++)
			works |= *grid_at(grid, i, j) == WORKS ||
				 *grid_at(grid, j, i) == WORKS;
		grid->chosen[i] = !works;
	}
}

static void find_groups(const struct grid *grid)
{
	for (size_t i = 0; i < grid->count; i++)
		grid->groups[i] = i;
	for (size_t i = 0; i < grid->count; i++) {
		for (size_t j = 0; j < grid->count; j++) {
			size_t old = grid->groups[j];

			if (*grid_at(grid, i, j) != WORKS)
				continue;
			for (size_t k = 0; k < grid->count; k++)
				if (grid->groups[k] == old)
					grid->groups[k] = grid->groups[i];
		}
	}
}

static void choose_smallest_group(const struct grid *grid)
{
	size_t smallest = 0, least = SIZE_MAX;

	for (size_t i = 0; i < grid->count; i++) {
		size_t members = 0;

		for (size_t j = 0; j < grid->count; j++)
			members += grid->groups[j] == grid->groups[i];
		if (members < least) {
			least = members;
			smallest = grid->groups[i];
		}
	}
	for (size_t i = 0; i < grid->count; i++)
		grid->chosen[i] = grid->groups[i] == smallest;
}

enum pattern grid_shape(const struct grid *grid)
{
	choose_none(grid);
	/* One that was tried and failed is not yet all of them. */
	if (grid->works == 0 && grid->sources > 1 && grid->targets > 1)
		return PATTERN_ALL_PAIRS;
	if (grid->fails == 1)
		return PATTERN_ONE_WAY;
	choose_devices(grid);
	if (fits(grid, is_on_chosen_device))
		return PATTERN_SAME_DEVICE;
	choose_ends(grid, true);
	if (grid->fails == 2 && grid->sources == 2 && fits(grid, is_between))
		return PATTERN_BETWEEN;
	if (fits(grid, is_into))
		return PATTERN_INTO;
	choose_ends(grid, false);
	if (fits(grid, is_from))
		return PATTERN_FROM;
	choose_none(grid);
	if (fits(grid, is_between_devices))
		return PATTERN_OTHER_DEVICES;
	choose_lonely(grid);
	if (fits(grid, is_with))
		return PATTERN_WITH;
	find_groups(grid);
	choose_smallest_group(grid);
	if (fits(grid, is_between_groups))
		return PATTERN_GROUPS;
	choose_none(grid);
	return PATTERN_NONE;
}
