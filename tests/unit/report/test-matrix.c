/* SPDX-License-Identifier: BSD-3-Clause */
#include "matrix-run.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "report/matrix.h"

static const struct text_style ascii = { 0 }, utf8 = { .utf8 = true },
			       colourful = { .colour = true, .utf8 = true };

static void assert_drawn(struct results *results, const struct text_style *style,
			 const char *expected)
{
	cleanup_text_ struct text out = { 0 };

	matrices_add(results, style, &out);
	assert_string_equal(out.data ? out.data : "", expected);
	results_free(results);
}

static void assert_shown(struct results *results, const struct text_style *style,
			 const char *passage)
{
	cleanup_text_ struct text out = { 0 };

	matrices_add(results, style, &out);
	if (!strstr(out.data, passage))
		fail_msg("not there: %s\n%s", passage, out.data);
	results_free(results);
}

static void a_run_without_a_matrix_has_nothing_to_draw(void **state)
{
	(void)state;
	assert_drawn(memory_zero(1, sizeof(struct results)), &ascii, "");
}

static void each_leg_has_a_line_of_its_own(void **state)
{
	(void)state;
	assert_drawn(matrix_run(2, VIA_DS, 3), &utf8,
		     "\n"
		     "over the air  leg   ap1        ap2\n"
		     "ap1           cold  ·          FT 12.3ms\n"
		     "              back             FT 12.3ms\n"
		     "              warm             FT 12.3ms\n"
		     "ap2           cold  FT 12.3ms  ·\n"
		     "              back  FT 12.3ms\n"
		     "              warm  FT 12.3ms\n"
		     "\n"
		     "over the DS   leg   ap1        ap2\n"
		     "ap1           cold  ·          FT 12.3ms\n"
		     "              back             FT 12.3ms\n"
		     "              warm             FT 12.3ms\n"
		     "ap2           cold  FT 12.3ms  ·\n"
		     "              back  FT 12.3ms\n"
		     "              warm  FT 12.3ms\n");
	assert_drawn(matrix_run(2, VIA_AIR, 1), &ascii,
		     "\n"
		     "over the air  ap1        ap2\n"
		     "ap1           .          FT 12.3ms\n"
		     "ap2           FT 12.3ms  .\n");
}

static void a_failure_stands_where_the_time_would(void **state)
{
	struct results *results = matrix_run(3, VIA_AIR, 2);

	(void)state;
	matrix_run_refuse(results, 0, 1, VIA_AIR, 53);
	assert_drawn(results, &utf8,
		     "\n"
		     "over the air  leg   ap1        ap2        ap3\n"
		     "ap1           cold  ·          status 53  FT 12.3ms\n"
		     "              back             -          FT 12.3ms\n"
		     "ap2           cold  FT 12.3ms  ·          FT 12.3ms\n"
		     "              back  FT 12.3ms             FT 12.3ms\n"
		     "ap3           cold  FT 12.3ms  FT 12.3ms  ·\n"
		     "              back  FT 12.3ms  FT 12.3ms\n"
		     "- not run: what it was to begin from failed\n");
}

/* The one cold roam of two access points over the air. */
static struct roam *only_roam(struct results *results, struct matrix_cell **ret_cell)
{
	struct matrix_cell *cell = matrix_run_find(results, 0, 1, VIA_AIR, LEG_COLD);

	if (ret_cell)
		*ret_cell = cell;
	return &results->roams[cell->roam - 1];
}

static void each_kind_of_failure_has_its_words(void **state)
{
	static const struct {
		struct roam roam;
		const char *shown;
	} cases[] = {
		{ { .used = METHOD_FULL, .total_ns = 34 * NS_PER_MS }, "full 34.0ms" },
		{ { .used = METHOD_PMKSA, .total_ns = 34 * NS_PER_MS }, "pmksa 34.0ms" },
		{ { .used = METHOD_FT_AIR,
		    .used_unproven = true,
		    .total_ns = 34 * NS_PER_MS },
		  "ft-air? 34.0ms" },
		{ { .result = OUTCOME_TIMEOUT }, "no answer" },
		{ { .result = OUTCOME_REJECTED }, "refused" },
		{ { .result = OUTCOME_REJECTED, .has_status = true, .status = 1 },
		  "status 1" },
		{ { .result = OUTCOME_DISCONNECTED }, "dropped" },
		{ { .result = OUTCOME_DISCONNECTED, .has_status = true, .status = 15 },
		  "reason 15" },
		{ { .result = OUTCOME_WRONG_AP }, "wrong AP" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct results *results = matrix_run(2, VIA_AIR, 1);
		struct matrix_cell *cell;
		struct roam *roam = only_roam(results, &cell);

		cell->worked = false;
		roam->used = cases[i].roam.used;
		roam->used_unproven = cases[i].roam.used_unproven;
		roam->result = cases[i].roam.result;
		roam->has_status = cases[i].roam.has_status;
		roam->status = cases[i].roam.status;
		roam->total_ns = cases[i].roam.total_ns;
		assert_shown(results, &ascii, cases[i].shown);
	}
}

static void what_failed_is_red_and_what_was_to_fail_is_not(void **state)
{
	struct results *results = matrix_run(2, VIA_AIR, 1);

	(void)state;
	assert_shown(matrix_run(2, VIA_AIR, 1), &colourful, "\033[32mFT 12.3ms\033[0m");
	matrix_run_refuse(results, 0, 1, VIA_AIR, 53);
	assert_shown(results, &colourful, "\033[1;31mstatus 53\033[0m");
	results = matrix_run(2, VIA_AIR, 1);
	matrix_run_refuse(results, 0, 1, VIA_AIR, 53);
	only_roam(results, NULL)->passed = true;
	assert_shown(results, &colourful, "\033[33mstatus 53\033[0m");
}

/* With FT-PSK the keys of the first way are there for the second one. */
static void a_cold_roam_that_may_be_warm_is_marked(void **state)
{
	struct results *results = matrix_run(2, VIA_DS, 1);
	struct matrix_cell *cell = matrix_run_find(results, 0, 1, VIA_DS, LEG_COLD);

	(void)state;
	for (size_t i = 0; i < results->roam_count; i++)
		results->roams[i].negotiated.has_security = true;
	results->roams[cell->roam - 1].negotiated.akm = 0x000fac04;
	assert_drawn(results, &ascii,
		     "\n"
		     "over the air  ap1        ap2\n"
		     "ap1           .          FT 12.3ms\n"
		     "ap2           FT 12.3ms  .\n"
		     "\n"
		     "over the DS   ap1         ap2\n"
		     "ap1           .           FT 12.3ms*\n"
		     "ap2           FT 12.3ms   .\n"
		     "* may be warm: the keys of FT-PSK stay the same, and the pair was "
		     "tried before\n");
}

static void many_access_points_have_a_mark_a_pair(void **state)
{
	struct results *results = matrix_run(7, VIA_AIR, 3);
	struct matrix_cell *cell;

	(void)state;
	matrix_run_refuse(results, 0, 1, VIA_AIR, 53);
	cell = matrix_run_find(results, 2, 3, VIA_AIR, LEG_COLD);
	cell->worked = false;
	cell = matrix_run_find(results, 2, 4, VIA_AIR, LEG_BACK);
	cell->worked = false;
	cell = matrix_run_find(results, 2, 5, VIA_AIR, LEG_WARM);
	cell->worked = false;
	cell = matrix_run_find(results, 6, 0, VIA_AIR, LEG_COLD);
	cell->roam = 0;
	cell->skipped = true;
	cell = matrix_run_find(results, 6, 1, VIA_AIR, LEG_COLD);
	cell->roam = 0;
	assert_drawn(results, &utf8,
		     "\n"
		     "    over the air   1  2  3  4  5  6  7\n"
		     " 1  ap1            ·  ✗  ✓  ✓  ✓  ✓  ✓\n"
		     " 2  ap2            ✓  ·  ✓  ✓  ✓  ✓  ✓\n"
		     " 3  ap3            ✓  ✓  ·  f  b  w  ✓\n"
		     " 4  ap4            ✓  ✓  ✓  ·  ✓  ✓  ✓\n"
		     " 5  ap5            ✓  ✓  ✓  ✓  ·  ✓  ✓\n"
		     " 6  ap6            ✓  ✓  ✓  ✓  ✓  ·  ✓\n"
		     " 7  ap7            -  ?  ✓  ✓  ✓  ✓  ·\n"
		     "✓ as asked\n"
		     "f arrived, but not as asked\n"
		     "✗ did not arrive\n"
		     "b failed on the way back\n"
		     "w failed the second time\n"
		     "- not run: what it was to begin from failed\n"
		     "? not run\n");
	results = matrix_run(7, VIA_AIR, 1);
	matrix_run_refuse(results, 0, 1, VIA_AIR, 53);
	assert_shown(results, &ascii, " 1  ap1            .  x  +  +  +  +  +\n");
}

static void where_there_is_no_room_for_marks_the_bad_pairs_are_listed(void **state)
{
	struct results *results = matrix_run(24, VIA_AIR, 2);

	(void)state;
	assert_drawn(matrix_run(24, VIA_AIR, 2), &ascii,
		     "\nover the air: 552 of 552 pairs as asked\n");
	matrix_run_refuse(results, 0, 1, VIA_AIR, 53);
	matrix_run_refuse(results, 20, 3, VIA_AIR, 1);
	assert_drawn(results, &ascii,
		     "\nover the air: 550 of 552 pairs as asked, and these not\n"
		     "  ap1 -> ap2  cold status 53  back -\n"
		     "  ap21 -> ap4  cold status 1  back -\n");
	results = matrix_run(24, VIA_AIR, 1);
	for (size_t i = 1; i < 24; i++)
		matrix_run_refuse(results, 0, i, VIA_AIR, 53);
	assert_shown(results, &ascii, "  ap1 -> ap21  status 53\n  and 3 more\n");
}

static void the_width_decides(void **state)
{
	const struct text_style wide = { .width = 100 }, narrow = { .width = 40 };

	(void)state;
	assert_shown(matrix_run(6, VIA_AIR, 1), &wide, "ap1           .          FT");
	assert_shown(matrix_run(6, VIA_AIR, 1), &narrow, " 1  ap1            .  +");
	assert_shown(matrix_run(9, VIA_AIR, 1), &narrow, "72 of 72 pairs as asked");
}

static void names_that_are_too_long_are_cut(void **state)
{
	struct results *results = matrix_run(2, VIA_AIR, 1);
	struct matrix_result *matrix = &results->matrices[0];

	(void)state;
	free(matrix->access_points[0]);
	matrix->access_points[0] = memory_strdup("the-one-on-the-first-floor");
	for (size_t i = 0; i < matrix->cell_count; i++) {
		char **name = strcmp(matrix->cells[i].from, "ap1") == 0
				      ? &matrix->cells[i].from
				      : &matrix->cells[i].to;

		free(*name);
		*name = memory_strdup("the-one-on-the-first-floor");
	}
	assert_drawn(results, &ascii,
		     "\n"
		     "over the air      the-one-on-the-~  ap2\n"
		     "the-one-on-the-~  .                 FT 12.3ms\n"
		     "ap2               FT 12.3ms         .\n");
}

static void what_the_failures_have_in_common_is_told_below(void **state)
{
	struct results *results = matrix_run(2, VIA_AIR, 1);
	struct matrix_result *matrix = &results->matrices[0];

	(void)state;
	array_add(matrix->patterns, matrix->pattern_count, matrix->pattern_capacity)
		->sentence = memory_strdup("FT fails only over the DS");
	array_add(matrix->patterns, matrix->pattern_count, matrix->pattern_capacity)
		->sentence = memory_strdup("FT fails only into ap1");
	assert_shown(results, &ascii,
		     "\n\npattern      FT fails only over the DS\n"
		     "             FT fails only into ap1\n");
}

static void add_round(struct results *results, unsigned iteration, bool worked)
{
	struct matrix_result *matrix = array_add(results->matrices, results->matrix_count,
						 results->matrix_capacity);

	matrix->line = 12;
	matrix->iteration = iteration;
	*array_add(matrix->access_points, matrix->access_point_count,
		   matrix->access_point_capacity) = matrix_run_name(0);
	*array_add(matrix->access_points, matrix->access_point_count,
		   matrix->access_point_capacity) = matrix_run_name(1);
	matrix_run_cell(results, matrix, 0, 1, VIA_AIR, LEG_COLD);
	matrix->cells[0].worked = worked;
}

static void a_round_that_is_like_the_first_is_not_drawn_again(void **state)
{
	struct results *results = matrix_run(2, VIA_AIR, 1);

	(void)state;
	add_round(results, 2, true);
	add_round(results, 3, false);
	add_round(results, 4, true);
	assert_drawn(results, &ascii,
		     "\nmatrix of line 12, round 1\n"
		     "\n"
		     "over the air  ap1        ap2\n"
		     "ap1           .          FT 12.3ms\n"
		     "ap2           FT 12.3ms  .\n"
		     "\nmatrix of line 12, round 3\n"
		     "\n"
		     "over the air  ap1            ap2\n"
		     "ap1           .              ft-air 12.3ms\n"
		     "ap2                          .\n"
		     "\n2 more rounds of a matrix, every roam as asked\n");
}

static void results_that_do_not_fit_together_do_no_harm(void **state)
{
	struct results *results = matrix_run(2, VIA_AIR, 1);

	(void)state;
	results->matrices[0].cells[0].roam = 7000;
	results->matrices[0].cells[1].to[2] = '9';
	assert_drawn(results, &ascii,
		     "\n"
		     "over the air  ap1      ap2\n"
		     "ap1           .        not run\n"
		     "ap2                    .\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_run_without_a_matrix_has_nothing_to_draw),
		cmocka_unit_test(each_leg_has_a_line_of_its_own),
		cmocka_unit_test(a_failure_stands_where_the_time_would),
		cmocka_unit_test(each_kind_of_failure_has_its_words),
		cmocka_unit_test(what_failed_is_red_and_what_was_to_fail_is_not),
		cmocka_unit_test(a_cold_roam_that_may_be_warm_is_marked),
		cmocka_unit_test(many_access_points_have_a_mark_a_pair),
		cmocka_unit_test(
			where_there_is_no_room_for_marks_the_bad_pairs_are_listed),
		cmocka_unit_test(the_width_decides),
		cmocka_unit_test(names_that_are_too_long_are_cut),
		cmocka_unit_test(what_the_failures_have_in_common_is_told_below),
		cmocka_unit_test(a_round_that_is_like_the_first_is_not_drawn_again),
		cmocka_unit_test(results_that_do_not_fit_together_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
