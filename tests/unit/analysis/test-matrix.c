/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"

#include <string.h>

#include "story.h"

static void reject(struct story *story, int step, const uint8_t *target)
{
	story_step(story, step);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	story_authenticate(story, target, AUTH_FT, 2, 53);
	story_supplicant_status(story, SUPPLICANT_AUTH_REJECT, target, 53);
	story_done(story, OUTCOME_REJECTED, 53);
	story_settled(story, true);
}

static void assert_cell(const struct matrix_cell *cell, const char *from, const char *to,
			enum leg leg, unsigned roam, bool worked)
{
	assert_string_equal(cell->from, from);
	assert_string_equal(cell->to, to);
	assert_int_equal(cell->leg, leg);
	assert_int_equal(cell->roam, roam);
	assert_int_equal(cell->worked, worked);
}

static void each_leg_of_each_pair_has_its_cell(void **state)
{
	struct story *story =
		story_begin("ft-sae", "steps:\n- associate: hall\n- roam: stairs\n"
				      "- matrix: { via: air }\n");
	const struct matrix_result *matrix;
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	story_ft_air(story, 1, story_stairs);
	story_arrives(story, 2);
	reject(story, 3, story_stairs);
	story_skipped(story, 4);
	story_skipped(story, 5);
	story_arrives_at(story, 6, story_stairs);
	story_ft_air(story, 7, story_hall);
	story_full(story, 8, story_stairs);
	story_ft_air(story, 9, story_hall);
	results = story_results(story);
	assert_int_equal(results->matrix_count, 1);
	matrix = &results->matrices[0];
	assert_int_equal(matrix->line, 10);
	assert_int_equal(matrix->iteration, 1);
	assert_int_equal(matrix->access_point_count, 2);
	assert_string_equal(matrix->access_points[1], "stairs");
	assert_int_equal(matrix->cell_count, 6);
	assert_cell(&matrix->cells[0], "hall", "stairs", LEG_COLD, 2, false);
	assert_cell(&matrix->cells[1], "hall", "stairs", LEG_BACK, 0, false);
	assert_true(matrix->cells[1].skipped);
	assert_false(matrix->cells[0].first); /* it was roamed to before */
	assert_cell(&matrix->cells[3], "stairs", "hall", LEG_COLD, 3, true);
	assert_cell(&matrix->cells[4], "stairs", "hall", LEG_BACK, 4, false);
	assert_cell(&matrix->cells[5], "stairs", "hall", LEG_WARM, 5, true);
	assert_true(matrix->cells[3].first);
	assert_int_equal(matrix->pattern_count, 2);
	assert_int_equal(matrix->patterns[0].pattern, PATTERN_ONE_WAY);
	assert_int_equal(matrix->patterns[1].pattern, PATTERN_BACK);
	assert_false(results->roams[0].of_matrix);
	assert_true(results->roams[3].of_matrix);
	assert_int_equal(results->roams[3].leg, LEG_BACK);
	assert_false(results->associations[0].of_matrix);
	assert_true(results->associations[1].of_matrix);
	results_free(results);
	story_end(story);
}

static void each_time_that_a_matrix_comes_up_is_one(void **state)
{
	struct story *story = story_begin(
		"ft-sae",
		"steps: [ repeat: { times: 2, steps: [ matrix: { via: ds, legs: "
		"cold } ] } ]\n");
	struct results *results;

	(void)state;
	for (int step = 0; step < 8; step += 4) {
		story_arrives(story, step);
		story_ft_ds(story, step + 1, story_stairs);
		story_arrives_at(story, step + 2, story_stairs);
		story_ft_ds(story, step + 3, story_hall);
	}
	results = story_results(story);
	assert_int_equal(results->matrix_count, 2);
	assert_int_equal(results->matrices[1].iteration, 2);
	assert_int_equal(results->matrices[1].cell_count, 2);
	assert_cell(&results->matrices[1].cells[1], "stairs", "hall", LEG_COLD, 4, true);
	assert_false(results->matrices[1].cells[1].first);
	assert_int_equal(results->verdict, VERDICT_PASS);
	results_free(results);
	story_end(story);
}

static void without_ft_it_is_the_arrival_that_counts(void **state)
{
	struct story *story = story_begin("sae", "steps: [ matrix: { legs: cold } ]\n");
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	story_full(story, 1, story_stairs);
	story_arrives_at(story, 2, story_stairs);
	story_step(story, 3);
	story_command(story, "ROAM 02:00:00:00:01:00", true);
	story_done(story, OUTCOME_TIMEOUT, -1);
	results = story_results(story);
	assert_true(results->matrices[0].cells[0].worked);
	assert_false(results->matrices[0].cells[1].worked);
	assert_string_equal(results->matrices[0].patterns[0].sentence,
			    "roams fail only from stairs to hall");
	results_free(results);
	story_end(story);
}

static void a_run_that_breaks_off_leaves_cells_that_were_not_run(void **state)
{
	struct story *story = story_begin("ft-sae", "steps: [ matrix: { via: air } ]\n");
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	reject(story, 1, story_stairs);
	story_plain(story, EVENT_INTERRUPTED);
	results = analysis_finish(story->analysis);
	assert_int_equal(results->matrices[0].cell_count, 6);
	assert_int_equal(results->matrices[0].cells[0].roam, 1);
	assert_int_equal(results->matrices[0].cells[1].roam, 0);
	assert_false(results->matrices[0].cells[1].skipped);
	assert_int_equal(results->matrices[0].pattern_count, 0);
	results_free(results);
	story_end(story);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_leg_of_each_pair_has_its_cell),
		cmocka_unit_test(each_time_that_a_matrix_comes_up_is_one),
		cmocka_unit_test(without_ft_it_is_the_arrival_that_counts),
		cmocka_unit_test(a_run_that_breaks_off_leaves_cells_that_were_not_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
