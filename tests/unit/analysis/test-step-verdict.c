/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/judgement.h"
#include "analysis/step-verdict.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "story.h"

static const struct expectation_result *find(const struct results *results,
					     const char *metric, size_t skip)
{
	for (size_t i = 0; i < results->expectation_count; i++)
		if (strcmp(results->expectations[i].metric, metric) == 0 && skip-- == 0)
			return &results->expectations[i];
	fail_msg("no expectation of %s", metric);
	return NULL;
}

static void reject(struct story *story, int step, unsigned status)
{
	story_step(story, step);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	story_supplicant_status(story, SUPPLICANT_AUTH_REJECT, story_stairs, status);
	story_done(story, OUTCOME_REJECTED, (int)status);
	story_settled(story, true);
}

static void a_step_without_an_expectation_implies_that_it_arrives(void **state)
{
	struct story *story = story_begin(
		"ft-sae", "steps: [ associate: hall, roam: { to: stairs, via: air } ]\n");
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	reject(story, 1, 53);
	results = story_results(story);
	assert_int_equal(find(results, "result", 0)->verdict, VERDICT_PASS);
	assert_int_equal(find(results, "result", 1)->verdict, VERDICT_FAIL);
	assert_string_equal(find(results, "result", 1)->wanted, "ok");
	assert_string_equal(find(results, "result", 1)->got, "0 of 1 ok, 1 rejected");
	assert_string_equal(find(results, "result", 1)->detail,
			    "roam 1 hall -> stairs (over the air): rejected; stairs "
			    "rejected the authentication with status 53 (invalid PMKID)");
	assert_int_equal(results->verdict, VERDICT_FAIL);
	results_free(results);
	story_end(story);
}

static void an_expected_failure_passes_when_that_very_failure_is_seen(void **state)
{
	struct story *story = story_begin(
		"ft-sae", "steps:\n- associate: hall\n- roam: { to: stairs, via: air }\n"
			  "  expect: { result: rejected, status: 53 }\n");
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	reject(story, 1, 53);
	results = story_results(story);
	assert_int_equal(find(results, "status", 0)->verdict, VERDICT_PASS);
	assert_int_equal(results->verdict, VERDICT_PASS);
	assert_true(results->roams[0].passed);
	results_free(results);
	story_end(story);
}

static void another_failure_than_the_expected_one_fails(void **state)
{
	struct story *story = story_begin(
		"ft-sae", "steps:\n- associate: hall\n- roam: { to: stairs, via: air }\n"
			  "  expect: { result: rejected, status: 53 }\n");
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	reject(story, 1, 54);
	results = story_results(story);
	assert_int_equal(find(results, "status", 0)->verdict, VERDICT_FAIL);
	assert_string_equal(find(results, "status", 0)->got,
			    "0 of 1 53 (invalid PMKID), 1 54 (invalid MDE)");
	assert_false(results->roams[0].passed);
	results_free(results);
	story_end(story);
}

static void a_repeated_line_is_judged_once_with_counts(void **state)
{
	struct story *story = story_begin(
		"ft-sae",
		"steps:\n- associate: hall\n- repeat:\n    times: 2\n    steps:\n"
		"    - roam: { to: stairs, via: air }\n    - roam: { to: hall, via: ds "
		"}\n");
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	story_ft_air(story, 1, story_stairs);
	story_ft_ds(story, 2, story_hall);
	story_ft_air(story, 3, story_stairs);
	story_ft_ds(story, 4, story_hall);
	results = story_results(story);
	assert_string_equal(find(results, "result", 1)->got, "2 of 2 ok");
	assert_int_equal(find(results, "result", 1)->line, 12);
	assert_int_equal(results->expectation_count, 4); /* and fast-transition */
	assert_int_equal(results->verdict, VERDICT_PASS);
	results_free(results);
	story_end(story);
}

static void a_step_can_expect_the_method(void **state)
{
	struct story *story = story_begin(
		"ft-sae", "steps:\n- associate: hall\n- roam: { to: stairs, via: air }\n"
			  "  expect: { used: full }\n");
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	story_full(story, 1, story_stairs);
	results = story_results(story);
	assert_int_equal(find(results, "used", 0)->verdict, VERDICT_PASS);
	/* The step's own word is the more particular one. */
	assert_int_equal(results->verdict, VERDICT_PASS);
	results_free(results);
	story_end(story);
}

#define EXPECTS                                                         \
	"steps:\n- associate: hall\n- roam: { to: stairs, via: air }\n" \
	"  expect: { used: "

/* Of a roam that arrives, and of which no frame tells how. */
static void assert_nothing_is_judged(const char *steps)
{
	struct story *story = story_begin("ft-sae", steps);
	const struct expectation_result *used;
	struct results *results;

	story_arrives(story, 0);
	story_step(story, 1);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_done(story, OUTCOME_OK, -1);
	story_settled(story, true);
	results = story_results(story);
	used = find(results, "used", 0);
	assert_int_equal(used->verdict, VERDICT_ERROR);
	assert_string_equal(used->detail,
			    "roam 1 hall -> stairs (over the air): " METHOD_UNPROVEN);
	assert_false(results->roams[0].passed);
	results_free(results);
	story_end(story);
}

static void a_method_that_no_frame_shows_is_neither_the_expected_one_nor_not(void **state)
{
	(void)state;
	assert_nothing_is_judged(EXPECTS "full }\n");
	assert_nothing_is_judged(EXPECTS "ft-air }\n");
	assert_nothing_is_judged(EXPECTS "pmksa }\n");
}

static void a_method_that_frames_show_and_that_is_not_the_expected_one_fails(void **state)
{
	struct story *story = story_begin("ft-sae", EXPECTS "full }\n");
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	story_ft_air(story, 1, story_stairs);
	results = story_results(story);
	assert_int_equal(find(results, "used", 0)->verdict, VERDICT_FAIL);
	assert_string_equal(find(results, "used", 0)->got, "0 of 1 full, 1 ft-air");
	results_free(results);
	story_end(story);
}

static void success_is_status_0(void **state)
{
	struct story *story =
		story_begin("ft-sae", "steps:\n- associate: hall\n"
				      "  expect: { result: ok, status: 0 }\n");
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	results = story_results(story);
	assert_int_equal(find(results, "status", 0)->verdict, VERDICT_PASS);
	assert_string_equal(find(results, "status", 0)->got, "1 of 1 0 (success)");
	assert_true(results->associations[0].passed);
	results_free(results);
	story_end(story);
}

/* Whatever becomes of the tunnel. */
static void a_connection_that_is_to_survive_breaks_the_roam_that_it_dies_in(void **state)
{
	struct expectation survives = { .metric = METRIC_CONNECTION_SURVIVES,
					.wanted = true };
	const struct scenario scenario = { .expectations = &survives,
					   .expectation_count = 1 };
	const struct step step = { .kind = STEP_ROAM };
	struct gap gap = { .connection = { .present = true, .alive = true } };
	struct roam roam = {
		.result = OUTCOME_OK, .has_tunnel = true, .gaps = &gap, .gap_count = 1
	};

	(void)state;
	assert_true(roam_met(&scenario, &step, &roam));
	roam.tunnel_survived = true;
	gap.connection.alive = false;
	assert_false(roam_met(&scenario, &step, &roam));
}

/* What is judged of one roam, of a step that expects so, with that cause. */
static struct results *judge_cause(const char *expect, enum outcome result,
				   struct diagnosis diagnosis)
{
	cleanup_free_ char *steps = memory_printf(
		"steps: [ associate: hall, { roam: stairs, expect: %s } ]\n", expect);
	struct story *story = story_begin("ft-sae", steps);
	struct results *results = memory_zero(1, sizeof(*results));
	struct association *association =
		array_add(results->associations, results->association_count,
			  results->association_capacity);
	struct roam *roam =
		array_add(results->roams, results->roam_count, results->roam_capacity);
	const struct judgement judgement = {
		.scenario = story->scenario,
		.plan = story->plan,
		.results = results,
		.skipped = (const bool[]){ false, false },
		.complete = true,
	};

	association->to = memory_strdup("hall");
	association->used = METHOD_FULL;
	roam->index = 1;
	roam->plan_step = 1;
	roam->from = memory_strdup("hall");
	roam->to = memory_strdup("stairs");
	roam->result = result;
	roam->used = result == OUTCOME_OK ? METHOD_FULL : METHOD_NONE;
	roam->diagnosis = diagnosis;
	roam->explanation = memory_strdup("as it was seen");
	verdict_of_steps(&judgement);
	roam->passed = roam_met(story->scenario, plan_step(story->plan, 1)->step,
				&results->roams[0]);
	/* The candidates are lent. */
	roam->diagnosis = (struct diagnosis){ 0 };
	story_end(story);
	return results;
}

static void assert_cause(const char *expect, enum outcome result,
			 struct diagnosis diagnosis, enum verdict verdict,
			 const char *got)
{
	cleanup_(results_freep) struct results *results =
		judge_cause(expect, result, diagnosis);
	const struct expectation_result *e = find(results, "cause", 0);

	assert_string_equal(e->got, got);
	assert_int_equal(e->verdict, verdict);
	assert_int_equal(results->roams[0].passed, verdict == VERDICT_PASS);
	assert_int_equal(e->line, 7);
}

static enum cause two[] = { CAUSE_R0KH_UNREACHABLE, CAUSE_R0KH_KEY };

static struct diagnosis caused_by(enum cause cause)
{
	return (struct diagnosis){
		.present = true, .cause = cause, .candidates = two, .candidate_count = 2
	};
}

static void a_cause_is_met_by_that_one_and_no_other(void **state)
{
	(void)state;
	assert_cause("{ cause: r0kh-key }", OUTCOME_TIMEOUT, caused_by(CAUSE_R0KH_KEY),
		     VERDICT_PASS, "1 of 1 r0kh-key");
	assert_cause("{ cause: r0kh-mac }", OUTCOME_TIMEOUT, caused_by(CAUSE_R0KH_KEY),
		     VERDICT_FAIL, "0 of 1 r0kh-mac, 1 r0kh-key");
	assert_cause("{ cause: r0kh-key }", OUTCOME_TIMEOUT, caused_by(CAUSE_MAX),
		     VERDICT_FAIL,
		     "0 of 1 r0kh-key, 1 not decided (one of r0kh-unreachable, "
		     "r0kh-key)");
	assert_cause("{ used: full, cause: r0kh-key }", OUTCOME_OK,
		     (struct diagnosis){ 0 }, VERDICT_FAIL, "0 of 1 r0kh-key, 1 none");
}

static void a_cause_that_the_station_cannot_think_of_is_not_met(void **state)
{
	cleanup_(results_freep) struct results *results = judge_cause(
		"{ cause: password }", OUTCOME_TIMEOUT, caused_by(CAUSE_PASSWORD));

	(void)state;
	assert_int_equal(find(results, "cause", 0)->verdict, VERDICT_FAIL);
	assert_string_equal(find(results, "cause", 0)->got,
			    "0 of 1 password, 1 password, which is not among the "
			    "candidates");
	assert_int_equal(find(results, "cause", 0)->roam_count, 1);
	assert_int_equal(find(results, "cause", 0)->roams[0], 1);
	assert_string_equal(find(results, "cause", 0)->detail,
			    "roam 1 hall -> stairs (over the air): password, which is "
			    "not among the candidates; as it was seen");
}

static void a_cause_alone_is_that_of_a_roam_that_does_not_arrive(void **state)
{
	(void)state;
	assert_cause("{ cause: r0kh-key }", OUTCOME_OK, caused_by(CAUSE_R0KH_KEY),
		     VERDICT_FAIL, "0 of 1 r0kh-key, 1 r0kh-key, and it arrived");
	assert_cause("{ used: full, cause: r0kh-key }", OUTCOME_OK,
		     caused_by(CAUSE_R0KH_KEY), VERDICT_PASS, "1 of 1 r0kh-key");
}

static void no_cause_can_be_expected_too(void **state)
{
	(void)state;
	assert_cause("{ used: full, cause: none }", OUTCOME_OK, (struct diagnosis){ 0 },
		     VERDICT_PASS, "1 of 1 none");
	assert_cause("{ used: full, cause: none }", OUTCOME_OK, caused_by(CAUSE_MAX),
		     VERDICT_FAIL,
		     "0 of 1 none, 1 not decided (one of r0kh-unreachable, r0kh-key)");
}

/* "15" alone can be either. */
static void a_code_has_its_name(void **state)
{
	struct story *story = story_begin(
		"ft-sae", "steps:\n- associate: hall\n- roam: { to: stairs, via: air }\n"
			  "  expect: { status: 15 }\n");
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	reject(story, 1, 15);
	results = story_results(story);
	assert_string_equal(find(results, "status", 0)->wanted,
			    "15 (challenge failure, or 4-way handshake timeout)");
	assert_int_equal(find(results, "status", 0)->verdict, VERDICT_PASS);
	results_free(results);
	story_end(story);
}

static void a_matrix_is_judged_as_a_whole(void **state)
{
	struct story *story =
		story_begin("ft-sae", "steps: [ matrix: { via: air, legs: back } ]\n");
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	story_ft_air(story, 1, story_stairs);
	story_ft_air(story, 2, story_hall);
	story_arrives_at(story, 3, story_stairs);
	story_ft_air(story, 4, story_hall);
	story_ft_air(story, 5, story_stairs);
	results = story_results(story);
	assert_int_equal(results->expectation_count, 2); /* and fast-transition */
	assert_string_equal(find(results, "result", 0)->got, "6 of 6 ok");
	assert_int_equal(results->verdict, VERDICT_PASS);
	results_free(results);
	story_end(story);
}

static void what_is_skipped_is_not_missing(void **state)
{
	struct story *story =
		story_begin("ft-sae", "steps: [ matrix: { via: air, legs: back } ]\n"
				      "expect: { roam-time: 1s }\n");
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	reject(story, 1, 53);
	story_skipped(story, 2);
	story_arrives_at(story, 3, story_stairs);
	story_ft_air(story, 4, story_hall);
	story_ft_air(story, 5, story_stairs);
	results = story_results(story);
	assert_int_equal(find(results, "result", 0)->verdict, VERDICT_FAIL);
	assert_string_equal(find(results, "result", 0)->got,
			    "4 of 5 ok, 1 rejected, 1 skipped");
	assert_int_equal(find(results, "fast-transition", 0)->verdict, VERDICT_FAIL);
	assert_string_equal(find(results, "fast-transition", 0)->got, "2 of 3 roams");
	assert_int_equal(find(results, "roam-time.max", 0)->verdict, VERDICT_PASS);
	assert_int_equal(results->verdict, VERDICT_FAIL);
	results_free(results);
	story_end(story);
}

static void
an_association_of_a_matrix_is_to_succeed_whatever_its_roams_are_to(void **state)
{
	struct story *story =
		story_begin("ft-sae",
			    "steps: [ { matrix: { via: air, legs: cold }, expect: { "
			    "status: 53 } } ]\n");
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	reject(story, 1, 53);
	story_step(story, 2);
	story_command(story, "SELECT_NETWORK 0", true);
	story_supplicant_status(story, SUPPLICANT_AUTH_REJECT, story_stairs, 17);
	story_done(story, OUTCOME_REJECTED, 17);
	story_skipped(story, 3);
	results = story_results(story);
	assert_true(results->associations[0].passed);
	assert_false(results->associations[1].passed);
	assert_int_equal(results->expectation_count, 2);
	assert_string_equal(find(results, "result", 0)->got, "1 of 2 ok, 1 rejected");
	assert_int_equal(find(results, "result", 0)->verdict, VERDICT_FAIL);
	assert_string_equal(find(results, "status", 0)->got,
			    "1 of 1 53 (invalid PMKID), 1 skipped");
	assert_int_equal(find(results, "status", 0)->verdict, VERDICT_PASS);
	results_free(results);
	story_end(story);
}

static void where_all_roams_were_skipped_none_can_be_judged(void **state)
{
	struct story *story = story_begin(
		"ft-sae", "steps: [ { matrix: { via: air, legs: cold }, expect: { used: "
			  "none } } ]\n");
	struct results *results;

	(void)state;
	for (int step = 0; step < 4; step += 2) {
		story_step(story, step);
		story_command(story, "SELECT_NETWORK 0", true);
		story_done(story, OUTCOME_TIMEOUT, -1);
		story_skipped(story, step + 1);
	}
	results = story_results(story);
	assert_int_equal(find(results, "used", 0)->verdict, VERDICT_SKIP);
	assert_string_equal(find(results, "used", 0)->got, "0 of 0 none, 2 skipped");
	assert_int_equal(results->verdict, VERDICT_FAIL);
	results_free(results);
	story_end(story);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_step_without_an_expectation_implies_that_it_arrives),
		cmocka_unit_test(
			an_expected_failure_passes_when_that_very_failure_is_seen),
		cmocka_unit_test(another_failure_than_the_expected_one_fails),
		cmocka_unit_test(a_repeated_line_is_judged_once_with_counts),
		cmocka_unit_test(a_step_can_expect_the_method),
		cmocka_unit_test(
			a_method_that_no_frame_shows_is_neither_the_expected_one_nor_not),
		cmocka_unit_test(
			a_method_that_frames_show_and_that_is_not_the_expected_one_fails),
		cmocka_unit_test(success_is_status_0),
		cmocka_unit_test(
			a_connection_that_is_to_survive_breaks_the_roam_that_it_dies_in),
		cmocka_unit_test(a_cause_is_met_by_that_one_and_no_other),
		cmocka_unit_test(a_cause_that_the_station_cannot_think_of_is_not_met),
		cmocka_unit_test(a_cause_alone_is_that_of_a_roam_that_does_not_arrive),
		cmocka_unit_test(no_cause_can_be_expected_too),
		cmocka_unit_test(a_code_has_its_name),
		cmocka_unit_test(a_matrix_is_judged_as_a_whole),
		cmocka_unit_test(what_is_skipped_is_not_missing),
		cmocka_unit_test(
			an_association_of_a_matrix_is_to_succeed_whatever_its_roams_are_to),
		cmocka_unit_test(where_all_roams_were_skipped_none_can_be_judged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
