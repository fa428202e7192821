/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/time.h"
#include "story.h"

/* A run with a repeat whose rounds are decided as it goes. */

#define ROUND "[ roam: { to: stairs, via: air }, roam: { to: hall, via: ds } ]"
#define STEPS                                                               \
	"steps: [ associate: hall, repeat: { for: 2h, steps: " ROUND " }, " \
	"associate: stairs ]\n"

static struct story *begin(void)
{
	struct story *story = story_begin("ft-sae", STEPS);

	story_arrives(story, 0);
	return story;
}

static void tell_round(struct story *story, int number)
{
	story_ft_air(story, 1 + 2 * number, story_stairs);
	story_ft_ds(story, 2 + 2 * number, story_hall);
}

static const struct expectation_result *find_line_of(const struct results *results,
						     const char *metric, size_t number)
{
	for (size_t i = 0; i < results->expectation_count; i++)
		if (strcmp(results->expectations[i].metric, metric) == 0 && number-- == 0)
			return &results->expectations[i];
	return NULL;
}

static void rounds_are_as_many_as_were_decided(void **state)
{
	struct story *story = begin();
	struct results *results;

	(void)state;
	for (int i = 0; i < 100; i++) {
		tell_round(story, i);
		story_round(story, i < 99);
	}
	story_arrives_at(story, 201, story_stairs);
	results = story_results(story);
	assert_int_equal(results->roam_count, 200);
	assert_int_equal(results->association_count, 2);
	for (size_t i = 0; i < 200; i++) {
		assert_int_equal(results->roams[i].iteration, i / 2 + 1);
		assert_true(results->roams[i].passed);
	}
	assert_string_equal(find_line_of(results, "result", 1)->got, "100 of 100 ok");
	assert_int_equal(results->verdict, VERDICT_PASS);
	results_free(results);
	story_end(story);
}

static void an_interrupted_repeat_keeps_what_was_measured(void **state)
{
	struct story *story = begin();
	struct results *results;

	(void)state;
	tell_round(story, 0);
	story_round(story, true);
	story_ft_air(story, 3, story_stairs);
	story_step(story, 4);
	story_plain(story, EVENT_INTERRUPTED);
	results = analysis_finish(story->analysis);
	assert_true(results->interrupted);
	assert_int_equal(results->roam_count, 3);
	assert_string_equal(find_line_of(results, "result", 1)->got, "2 of 2 ok");
	assert_string_equal(find_line_of(results, "result", 2)->got,
			    "1 of 2 ok, 1 not run");
	/* What was to follow. */
	assert_string_equal(find_line_of(results, "result", 3)->got,
			    "0 of 1 ok, 1 not run");
	assert_int_equal(results->verdict, VERDICT_SKIP);
	results_free(results);
	story_end(story);
}

/* It would have a run that nobody means to see the end of fail for its last round. */
static void a_round_that_did_not_come_to_be_was_not_to_be(void **state)
{
	struct story *story = story_begin(
		"ft-sae",
		"steps: [ associate: hall, repeat: { for: 2h, every: 30s, steps: "
		"[ roam: stairs, roam: hall, matrix: { via: air } ] } ]\n");
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	for (int i = 0; i < 2; i++) {
		story_ft_air(story, 1 + 11 * i, story_stairs);
		story_ft_air(story, 2 + 11 * i, story_hall);
		for (int j = 0; j < 8; j++)
			story_skipped(story, 3 + 11 * i + j);
		story_round(story, true);
		story_step(story, 11 + 11 * i);
	}
	story_plain(story, EVENT_INTERRUPTED);
	results = analysis_finish(story->analysis);
	assert_string_equal(find_line_of(results, "result", 1)->got, "2 of 2 ok");
	assert_int_equal(find_line_of(results, "result", 1)->verdict, VERDICT_PASS);
	assert_string_equal(find_line_of(results, "fast-transition", 0)->got,
			    "4 of 4 roams");
	assert_int_equal(find_line_of(results, "fast-transition", 0)->verdict,
			 VERDICT_PASS);
	assert_int_equal(results->matrix_count, 2);
	assert_int_equal(results->verdict, VERDICT_SKIP);
	results_free(results);
	story_end(story);
}

/* Else a few lines of a recording could make a plan of any size. */
static void a_round_follows_on_whole_ones_only(void **state)
{
	struct story *story = begin();

	(void)state;
	story_round(story, true);
	assert_int_equal(story->plan->count, 3);
	story_ft_air(story, 1, story_stairs);
	story_step(story, 99);
	story_round(story, true);
	assert_int_equal(story->plan->count, 3);
	story_skipped(story, 2);
	story_round(story, true);
	story_round(story, true);
	assert_int_equal(story->plan->count, 5);
	story_end(story);
}

/* The rows that are there move where room is made for more. */
static void what_comes_to_light_behind_a_round_is_of_its_last_roam(void **state)
{
	struct story *story = story_begin(
		"ft-sae",
		"steps: [ associate: hall, repeat: { for: 2h, steps: [ associate: "
		"stairs, roam: hall ] } ]\n"
		"expect: { fast-transition: always }\n");
	struct event thrown_out = { .kind = EVENT_SUPPLICANT,
				    .supplicant.what = SUPPLICANT_DISCONNECTED };
	struct results *results;

	(void)state;
	memcpy(thrown_out.supplicant.bssid, story_hall, MAC_LENGTH);
	story_arrives(story, 0);
	story_arrives_at(story, 1, story_stairs);
	story_ft_air(story, 2, story_hall);
	story_round(story, true);
	story_wait(story, 1000);
	story_event(story, &thrown_out);
	story_arrives_at(story, 3, story_stairs);
	story_ft_air(story, 4, story_hall);
	story_round(story, false);
	results = story_results(story);
	assert_int_equal(results->roam_count, 2);
	assert_true(results->roams[0].diagnosis.present);
	assert_int_equal(results->roams[0].diagnosis.cause, CAUSE_DEAUTHENTICATED_AFTER);
	assert_false(results->roams[1].diagnosis.present);
	results_free(results);
	story_end(story);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rounds_are_as_many_as_were_decided),
		cmocka_unit_test(an_interrupted_repeat_keeps_what_was_measured),
		cmocka_unit_test(a_round_that_did_not_come_to_be_was_not_to_be),
		cmocka_unit_test(a_round_follows_on_whole_ones_only),
		cmocka_unit_test(what_comes_to_light_behind_a_round_is_of_its_last_roam),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
