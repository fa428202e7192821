/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/time.h"
#include "story.h"

#define STEPS "steps: [ associate: hall, roam: { to: stairs, via: air } ]\n"

static void a_roam_appears_when_its_window_has_closed(void **state)
{
	struct story *story = story_begin("ft-sae", STEPS);

	(void)state;
	story_arrives(story, 0);
	assert_int_equal(analysis_association_count(story->analysis), 1);
	story_step(story, 1);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_done(story, OUTCOME_OK, -1);
	assert_int_equal(analysis_roam_count(story->analysis), 0);
	assert_null(analysis_roam(story->analysis, 0));
	story_settled(story, true);
	assert_int_equal(analysis_roam_count(story->analysis), 1);
	story_end(story);
}

static void a_roam_whose_outcome_nobody_saw_was_not_run(void **state)
{
	struct story *story = story_begin("ft-sae", STEPS);
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	story_step(story, 1);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	results = analysis_finish(story->analysis);
	assert_int_equal(results->roam_count, 0);
	assert_string_equal(results->problem, "the recording ends before the run does");
	assert_int_equal(results->verdict, VERDICT_ERROR);
	results_free(results);
	story_end(story);
}

static void
what_a_recording_says_of_steps_that_the_plan_has_not_is_passed_over(void **state)
{
	struct story *story = story_begin("ft-sae", STEPS);
	struct event probes = { .kind = EVENT_PROBES, .probes.stream = 99 };
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	story_step(story, 99);
	story_done(story, OUTCOME_OK, -1);
	story_settled(story, true);
	story_event(story, &probes);
	story_ft_air(story, 1, story_stairs);
	story_ft_air(story, 1, story_stairs); /* once more than planned */
	results = story_results(story);
	assert_int_equal(results->roam_count, 1);
	results_free(results);
	story_end(story);
}

static void the_results_carry_the_run_and_its_environment(void **state)
{
	struct story *story = story_begin("ft-sae", STEPS);
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	story_ft_air(story, 1, story_stairs);
	results = story_results(story);
	assert_string_equal(results->started, "2026-01-02T03:04:05Z");
	assert_string_equal(results->environment.lab, "qemu");
	assert_null(results->environment.accelerator);
	assert_true(results->environment.has_seed);
	assert_int_equal(results->environment.seed, 7);
	assert_string_equal(results->scenario_file, "story.yaml");
	assert_int_equal(results->duration_ns, 20 * NS_PER_MS);
	assert_string_equal(results->roams[0].from, "hall");
	assert_string_equal(results->roams[0].to, "stairs");
	assert_int_equal(results->roams[0].index, 1);
	results_free(results);
	story_end(story);
}

static void the_results_tell_which_sources_were_used_and_which_were_lost(void **state)
{
	struct story *story = story_begin("ft-sae", STEPS);
	struct results *results;
	const struct source_result *s;

	(void)state;
	story_source(story, SOURCE_CONTROL, SOURCE_USED, NULL, 0);
	story_source(story, SOURCE_CAPTURE, SOURCE_USED, NULL, 512);
	story_source(story, SOURCE_TRACEFS, SOURCE_UNAVAILABLE, "no tracefs", 0);
	story_arrives(story, 0);
	story_source(story, SOURCE_CAPTURE, SOURCE_USED, NULL, 256);
	story_source(story, SOURCE_NL80211, SOURCE_USED, NULL, 0);
	story_source(story, SOURCE_NL80211, SOURCE_LOST, "its socket overflowed", 0);
	results = story_results(story);
	s = results->sources;
	assert_true(s[SOURCE_CONTROL].known);
	assert_int_equal(s[SOURCE_CONTROL].state, SOURCE_USED);
	assert_null(s[SOURCE_CONTROL].reason);
	assert_int_equal(s[SOURCE_CAPTURE].clock_error_ns, 512); /* the worst */
	assert_int_equal(s[SOURCE_TRACEFS].state, SOURCE_UNAVAILABLE);
	assert_string_equal(s[SOURCE_TRACEFS].reason, "no tracefs");
	assert_int_equal(s[SOURCE_NL80211].state, SOURCE_LOST);
	assert_string_equal(s[SOURCE_NL80211].reason, "its socket overflowed");
	assert_false(s[SOURCE_RTNETLINK].known);
	results_free(results);
	story_end(story);
}

static void a_run_that_was_interrupted_needs_no_other_problem(void **state)
{
	struct story *story = story_begin("ft-sae", STEPS);
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	story_plain(story, EVENT_INTERRUPTED);
	results = analysis_finish(story->analysis);
	assert_true(results->interrupted);
	assert_null(results->problem);
	results_free(results);
	story_end(story);
}

static void what_is_put_back_behind_the_run_takes_none_of_its_time(void **state)
{
	struct story *story = story_begin("ft-sae", STEPS);
	struct event event = { .kind = EVENT_RESTORED,
			       .restored = { .end = STATION_SELECTED_AGAIN,
					     .problem = (char *)"wg0 stays" } };
	struct results *results;
	uint64_t end_ns;

	(void)state;
	story_arrives(story, 0);
	story_plain(story, EVENT_RUN_END);
	end_ns = story->now_ns;
	story->now_ns += 20 * NS_PER_S;
	story_event(story, &event);
	results = analysis_finish(story->analysis);
	assert_int_equal(results->duration_ns, end_ns);
	assert_true(results->has_station_end);
	assert_int_equal(results->station_end, STATION_SELECTED_AGAIN);
	assert_string_equal(results->station_problem, "wg0 stays");
	results_free(results);
	story_end(story);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_roam_appears_when_its_window_has_closed),
		cmocka_unit_test(a_roam_whose_outcome_nobody_saw_was_not_run),
		cmocka_unit_test(
			what_a_recording_says_of_steps_that_the_plan_has_not_is_passed_over),
		cmocka_unit_test(the_results_carry_the_run_and_its_environment),
		cmocka_unit_test(
			the_results_tell_which_sources_were_used_and_which_were_lost),
		cmocka_unit_test(a_run_that_was_interrupted_needs_no_other_problem),
		cmocka_unit_test(what_is_put_back_behind_the_run_takes_none_of_its_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
