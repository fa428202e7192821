/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/matrix-pattern.h"
#include "base/cleanup.h"
#include "base/memory.h"

#define COUNT 4

static const char *const names[COUNT] = { "hall", "stairs", "attic", "cellar" };

/* A matrix of four access points, all of whose cells have been run and work. */
struct site {
	struct access_point aps[COUNT];
	struct scenario scenario;
	struct matrix_result matrix;
	struct results *results; /* owns the matrix once it is over */
};

static void add_cells(struct site *site, size_t from, size_t to, size_t number)
{
	struct matrix_result *matrix = &site->matrix;

	for (size_t i = 0; i < VIA_MAX; i++) {
		for (enum leg leg = 0; leg < LEG_MAX; leg++) {
			struct matrix_cell *cell = array_add(
				matrix->cells, matrix->cell_count, matrix->cell_capacity);

			cell->from = memory_strdup(names[from]);
			cell->to = memory_strdup(names[to]);
			cell->via = (enum via)((number + i) % VIA_MAX);
			cell->leg = leg;
			cell->first = i == 0;
			cell->roam = (unsigned)matrix->cell_count;
			cell->worked = true;
		}
	}
}

static void begin(struct site *site)
{
	size_t number = 0;

	*site = (struct site){ 0 };
	site->scenario.securities[SECURITY_FT_SAE] = true;
	site->scenario.access_points = site->aps;
	site->scenario.access_point_count = COUNT;
	for (size_t i = 0; i < COUNT; i++) {
		site->aps[i].name = (char *)(uintptr_t)names[i];
		*array_add(site->matrix.access_points, site->matrix.access_point_count,
			   site->matrix.access_point_capacity) = memory_strdup(names[i]);
		for (size_t j = 0; j < COUNT; j++)
			if (i != j)
				add_cells(site, i, j, number++);
	}
}

static void end(struct site *site)
{
	struct results *results = memory_zero(1, sizeof(*results));

	*array_add(results->matrices, results->matrix_count, results->matrix_capacity) =
		site->matrix;
	results_free(results);
}

static bool is(const char *name, const char *pattern)
{
	return strcmp(pattern, "*") == 0 || strcmp(name, pattern) == 0;
}

/* "*" is any. What follows a cold leg that fails is skipped. */
static void fails(struct site *site, const char *from, const char *to, enum via via,
		  enum leg leg)
{
	for (size_t i = 0; i < site->matrix.cell_count; i++) {
		struct matrix_cell *cell = &site->matrix.cells[i];

		if (!is(cell->from, from) || !is(cell->to, to) || cell->via != via ||
		    cell->leg < leg)
			continue;
		cell->worked = false;
		if (cell->leg == leg)
			continue;
		cell->roam = 0;
		cell->skipped = true;
	}
}

static void fails_both_ways(struct site *site, const char *from, const char *to)
{
	fails(site, from, to, VIA_AIR, LEG_COLD);
	fails(site, from, to, VIA_DS, LEG_COLD);
}

/* Not even tried. */
static void is_skipped(struct site *site, const char *from)
{
	fails_both_ways(site, from, "*");
	for (size_t i = 0; i < site->matrix.cell_count; i++) {
		struct matrix_cell *cell = &site->matrix.cells[i];

		if (!is(cell->from, from))
			continue;
		cell->roam = 0;
		cell->skipped = true;
	}
}

static void assert_pattern(const struct site *site, size_t index, enum pattern pattern,
			   const char *access_points, const char *sentence)
{
	const struct matrix_pattern *found;
	cleanup_text_ struct text named = { 0 };

	assert_true(index < site->matrix.pattern_count);
	found = &site->matrix.patterns[index];
	for (size_t i = 0; i < found->access_point_count; i++)
		text_printf(&named, "%s%s", i > 0 ? " " : "", found->access_points[i]);
	assert_string_equal(pattern_name(found->pattern), pattern_name(pattern));
	assert_string_equal(named.data ? named.data : "", access_points);
	assert_string_equal(found->sentence, sentence);
}

static void find(struct site *site)
{
	matrix_patterns_find(&site->matrix, &site->scenario);
}

/* Of one that holds for both ways. */
#define ALIKE ", over the air and over the DS alike"

static void assert_only_pattern(struct site *site, enum pattern pattern,
				const char *access_points, const char *sentence)
{
	find(site);
	assert_int_equal(site->matrix.pattern_count, 1);
	assert_pattern(site, 0, pattern, access_points, sentence);
	assert_true(site->matrix.patterns[0].vias[VIA_AIR]);
	assert_true(site->matrix.patterns[0].vias[VIA_DS]);
	end(site);
}

static void where_all_work_there_is_no_pattern(void **state)
{
	struct site site;

	(void)state;
	begin(&site);
	find(&site);
	assert_int_equal(site.matrix.pattern_count, 0);
	end(&site);
}

static void all_pairs_can_fail(void **state)
{
	struct site site;

	(void)state;
	begin(&site);
	fails_both_ways(&site, "*", "*");
	assert_only_pattern(&site, PATTERN_ALL_PAIRS, "",
			    "FT fails between all pairs of access points" ALIKE);
}

static void roams_can_fail_into_some_only(void **state)
{
	struct site site;

	(void)state;
	begin(&site);
	fails_both_ways(&site, "*", "stairs");
	assert_only_pattern(&site, PATTERN_INTO, "stairs",
			    "FT fails only into stairs" ALIKE);
	begin(&site);
	fails_both_ways(&site, "*", "stairs");
	fails_both_ways(&site, "*", "cellar");
	assert_only_pattern(&site, PATTERN_INTO, "stairs cellar",
			    "FT fails only into stairs and cellar" ALIKE);
}

static void roams_can_fail_from_some_only(void **state)
{
	struct site site;

	(void)state;
	begin(&site);
	fails_both_ways(&site, "attic", "*");
	assert_only_pattern(&site, PATTERN_FROM, "attic",
			    "FT fails only from attic" ALIKE);
}

static void roams_can_fail_into_and_from_one(void **state)
{
	struct site site;

	(void)state;
	begin(&site);
	fails_both_ways(&site, "attic", "*");
	fails_both_ways(&site, "*", "attic");
	assert_only_pattern(&site, PATTERN_WITH, "attic",
			    "FT fails only into and from attic" ALIKE);
}

static void one_pair_can_fail(void **state)
{
	struct site site;

	(void)state;
	begin(&site);
	fails_both_ways(&site, "stairs", "hall");
	assert_only_pattern(&site, PATTERN_ONE_WAY, "stairs hall",
			    "FT fails only from stairs to hall" ALIKE);
	begin(&site);
	fails_both_ways(&site, "stairs", "hall");
	fails_both_ways(&site, "hall", "stairs");
	assert_only_pattern(&site, PATTERN_BETWEEN, "hall stairs",
			    "FT fails only between hall and stairs, both ways" ALIKE);
}

static void the_radios_of_one_device_can_fail_among_themselves(void **state)
{
	struct site site;

	(void)state;
	begin(&site);
	site.aps[0].device = site.aps[2].device = (char[]){ "box" };
	fails_both_ways(&site, "attic", "hall");
	fails_both_ways(&site, "hall", "attic");
	assert_only_pattern(&site, PATTERN_SAME_DEVICE, "hall attic",
			    "FT fails only between access points of one device: hall and "
			    "attic" ALIKE);
}

static void what_crosses_the_wire_can_fail(void **state)
{
	struct site site;

	(void)state;
	begin(&site);
	site.aps[0].device = site.aps[2].device = (char[]){ "box" };
	fails_both_ways(&site, "*", "*");
	for (size_t i = 0; i < site.matrix.cell_count; i++) {
		struct matrix_cell *cell = &site.matrix.cells[i];

		if (strcmp(cell->from, "hall") == 0 && strcmp(cell->to, "attic") == 0) {
			cell->worked = true;
			cell->roam = 1;
		}
		if (strcmp(cell->from, "attic") == 0 && strcmp(cell->to, "hall") == 0) {
			cell->worked = true;
			cell->roam = 1;
		}
	}
	assert_only_pattern(&site, PATTERN_OTHER_DEVICES, "",
			    "FT fails only between access points of different "
			    "devices" ALIKE);
}

static void a_site_can_fall_into_groups(void **state)
{
	static const struct {
		const char *from, *to;
	} across[] = { { "hall", "attic" },
		       { "hall", "cellar" },
		       { "stairs", "attic" },
		       { "stairs", "cellar" } };
	struct site site;

	(void)state;
	begin(&site);
	for (size_t i = 0; i < ARRAY_SIZE(across); i++) {
		fails_both_ways(&site, across[i].from, across[i].to);
		fails_both_ways(&site, across[i].to, across[i].from);
	}
	assert_only_pattern(&site, PATTERN_GROUPS, "hall stairs",
			    "FT fails only between these groups and not inside them: "
			    "hall, stairs | attic, cellar" ALIKE);
}

static void what_has_no_pattern_is_listed(void **state)
{
	struct site site;

	(void)state;
	begin(&site);
	fails_both_ways(&site, "hall", "stairs");
	fails_both_ways(&site, "stairs", "attic");
	fails_both_ways(&site, "attic", "cellar");
	fails_both_ways(&site, "cellar", "hall");
	fails_both_ways(&site, "attic", "hall");
	assert_only_pattern(&site, PATTERN_NONE, "",
			    "FT fails in no pattern: hall -> stairs, stairs -> attic, "
			    "attic -> hall, attic -> cellar and 1 more" ALIKE);
}

static void one_way_can_fail_while_the_other_works(void **state)
{
	struct site site;

	(void)state;
	begin(&site);
	fails(&site, "*", "*", VIA_DS, LEG_COLD);
	find(&site);
	assert_int_equal(site.matrix.pattern_count, 1);
	assert_pattern(&site, 0, PATTERN_OVER_DS, "", "FT fails only over the DS");
	assert_false(site.matrix.patterns[0].vias[VIA_AIR]);
	assert_true(site.matrix.patterns[0].vias[VIA_DS]);
	end(&site);
	begin(&site);
	fails(&site, "hall", "*", VIA_AIR, LEG_COLD);
	find(&site);
	assert_int_equal(site.matrix.pattern_count, 2);
	assert_pattern(&site, 0, PATTERN_OVER_AIR, "", "FT fails only over the air");
	assert_pattern(&site, 1, PATTERN_FROM, "hall",
		       "FT fails only from hall, over the air");
	end(&site);
}

static void each_way_can_fail_in_its_own_pattern(void **state)
{
	struct site site;

	(void)state;
	begin(&site);
	fails(&site, "hall", "*", VIA_AIR, LEG_COLD);
	fails(&site, "*", "cellar", VIA_DS, LEG_COLD);
	find(&site);
	assert_int_equal(site.matrix.pattern_count, 2);
	assert_pattern(&site, 0, PATTERN_FROM, "hall",
		       "FT fails only from hall, over the air");
	assert_pattern(&site, 1, PATTERN_INTO, "cellar",
		       "FT fails only into cellar, over the DS");
	end(&site);
}

static void the_first_roam_of_a_pair_can_fail_whichever_way_it_goes(void **state)
{
	struct site site;

	(void)state;
	begin(&site);
	for (size_t i = 0; i < site.matrix.cell_count; i++)
		if (site.matrix.cells[i].leg == LEG_COLD && site.matrix.cells[i].first)
			site.matrix.cells[i].worked = false;
	find(&site);
	assert_int_equal(site.matrix.pattern_count, 1);
	assert_pattern(&site, 0, PATTERN_FIRST, "",
		       "FT fails only in the first roam of a pair; the second one, by "
		       "the other way, works");
	end(&site);
}

static void the_way_back_can_fail_alone(void **state)
{
	struct site site;

	(void)state;
	begin(&site);
	fails(&site, "stairs", "*", VIA_AIR, LEG_BACK);
	find(&site);
	assert_int_equal(site.matrix.pattern_count, 1);
	assert_pattern(&site, 0, PATTERN_BACK, "stairs",
		       "FT fails only on the way back: hall -> stairs, attic -> stairs, "
		       "cellar -> stairs, over the air");
	end(&site);
}

static void the_second_time_can_fail_alone(void **state)
{
	struct site site;

	(void)state;
	begin(&site);
	fails(&site, "stairs", "hall", VIA_DS, LEG_WARM);
	find(&site);
	assert_int_equal(site.matrix.pattern_count, 1);
	assert_pattern(&site, 0, PATTERN_WARM, "",
		       "FT fails only in the second roam of a pair: stairs -> hall, over "
		       "the DS");
	end(&site);
}

static void later_legs_are_told_beside_the_cold_one(void **state)
{
	struct site site;

	(void)state;
	begin(&site);
	fails_both_ways(&site, "*", "cellar");
	fails(&site, "stairs", "hall", VIA_AIR, LEG_BACK);
	find(&site);
	assert_int_equal(site.matrix.pattern_count, 2);
	assert_pattern(&site, 0, PATTERN_INTO, "cellar",
		       "FT fails only into cellar" ALIKE);
	assert_pattern(&site, 1, PATTERN_BACK, "",
		       "FT fails also on the way back: hall -> stairs, over the air");
	end(&site);
}

/* Nobody could associate with attic. */
static void of_what_was_skipped_nothing_is_known(void **state)
{
	struct site site;

	(void)state;
	begin(&site);
	fails_both_ways(&site, "*", "stairs");
	is_skipped(&site, "attic");
	assert_only_pattern(&site, PATTERN_INTO, "stairs",
			    "FT fails only into stairs" ALIKE);
	begin(&site);
	is_skipped(&site, "attic");
	find(&site);
	assert_int_equal(site.matrix.pattern_count, 0);
	end(&site);
}

static void a_matrix_that_was_cut_short_has_no_pattern(void **state)
{
	struct site site;

	(void)state;
	begin(&site);
	fails_both_ways(&site, "*", "*");
	site.matrix.cells[site.matrix.cell_count - 1].skipped = false;
	find(&site);
	assert_int_equal(site.matrix.pattern_count, 0);
	end(&site);
}

static void without_ft_it_is_roams_that_fail(void **state)
{
	struct site site;

	(void)state;
	begin(&site);
	site.scenario.securities[SECURITY_FT_SAE] = false;
	fails_both_ways(&site, "*", "stairs");
	assert_only_pattern(&site, PATTERN_INTO, "stairs",
			    "roams fail only into stairs" ALIKE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(where_all_work_there_is_no_pattern),
		cmocka_unit_test(all_pairs_can_fail),
		cmocka_unit_test(roams_can_fail_into_some_only),
		cmocka_unit_test(roams_can_fail_from_some_only),
		cmocka_unit_test(roams_can_fail_into_and_from_one),
		cmocka_unit_test(one_pair_can_fail),
		cmocka_unit_test(the_radios_of_one_device_can_fail_among_themselves),
		cmocka_unit_test(what_crosses_the_wire_can_fail),
		cmocka_unit_test(a_site_can_fall_into_groups),
		cmocka_unit_test(what_has_no_pattern_is_listed),
		cmocka_unit_test(one_way_can_fail_while_the_other_works),
		cmocka_unit_test(each_way_can_fail_in_its_own_pattern),
		cmocka_unit_test(the_first_roam_of_a_pair_can_fail_whichever_way_it_goes),
		cmocka_unit_test(the_way_back_can_fail_alone),
		cmocka_unit_test(the_second_time_can_fail_alone),
		cmocka_unit_test(later_legs_are_told_beside_the_cold_one),
		cmocka_unit_test(of_what_was_skipped_nothing_is_known),
		cmocka_unit_test(a_matrix_that_was_cut_short_has_no_pattern),
		cmocka_unit_test(without_ft_it_is_roams_that_fail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
