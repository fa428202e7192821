/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"
#include "story.h"

#define STEPS "steps: [ associate: hall, roam: { to: stairs, via: air } ]\n"
#define DS_STEPS "steps: [ associate: hall, roam: { to: stairs, via: ds } ]\n"
#define TRAFFIC                        \
	"tunnel: { wireguard: lab }\n" \
	"traffic: [ { name: voice, through: tunnel, every: 20ms } ]\n"

static const struct expectation_result *find(const struct results *results,
					     const char *metric)
{
	for (size_t i = 0; i < results->expectation_count; i++)
		if (strcmp(results->expectations[i].metric, metric) == 0)
			return &results->expectations[i];
	fail_msg("no expectation of %s", metric);
	return NULL;
}

static void assert_verdict(struct results *results, const char *metric,
			   enum verdict verdict, const char *got)
{
	const struct expectation_result *e = find(results, metric);

	assert_int_equal(e->verdict, verdict);
	assert_string_equal(e->got, got);
}

static void a_fallback_is_not_a_pass(void **state)
{
	struct story *story =
		story_begin("ft-sae", STEPS "expect: { fast-transition: always }\n");
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	story_bss(story, story_hall, 0xa1b2, 0x000fac09);
	story_bss(story, story_stairs, 0xb2b2, 0x000fac09);
	story_full(story, 1, story_stairs);
	results = story_results(story);
	assert_verdict(results, "fast-transition", VERDICT_FAIL, "0 of 1 roams");
	assert_string_equal(
		find(results, "fast-transition")->detail,
		"roam 1 hall -> stairs (over the air): FT was not used, but a "
		"full authentication instead of FT over the air; stairs "
		"advertises mobility domain b2b2, hall a1b2");
	assert_int_equal(results->verdict, VERDICT_FAIL);
	results_free(results);
	story_end(story);
}

static void a_roam_over_the_ds_that_went_over_the_air_did_not_pass(void **state)
{
	struct story *story =
		story_begin("ft-sae", DS_STEPS "expect: { fast-transition: always }\n");
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	story_ft_air(story, 1, story_stairs);
	results = story_results(story);
	assert_int_equal(results->roams[0].used, METHOD_FT_AIR);
	assert_int_equal(find(results, "fast-transition")->verdict, VERDICT_FAIL);
	assert_false(results->roams[0].passed);
	results_free(results);
	story_end(story);
}

static void never_fails_where_ft_was_used(void **state)
{
	struct story *story =
		story_begin("ft-sae", STEPS "expect: { fast-transition: never }\n");
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	story_ft_air(story, 1, story_stairs);
	results = story_results(story);
	assert_verdict(results, "fast-transition", VERDICT_FAIL, "1 of 1 roams");
	results_free(results);

	story_end(story);
	story = story_begin("ft-sae", STEPS "expect: { fast-transition: never }\n");
	story_arrives(story, 0);
	story_full(story, 1, story_stairs);
	results = story_results(story);
	assert_verdict(results, "fast-transition", VERDICT_PASS, "0 of 1 roams");
	results_free(results);
	story_end(story);
}

/* A roam that arrives; wpa_supplicant says so, and the kernel says nothing. */
static void unseen_roam(struct story *story)
{
	story_step(story, 1);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	story_wait(story, 5000);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_done(story, OUTCOME_OK, -1);
	story_settled(story, true);
}

static void never_is_not_met_by_a_roam_of_which_no_frame_was_seen(void **state)
{
	struct story *story =
		story_begin("ft-sae", STEPS "expect: { fast-transition: never }\n");
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	unseen_roam(story);
	results = story_results(story);
	assert_verdict(results, "fast-transition", VERDICT_ERROR, "0 of 1 roams");
	assert_string_equal(find(results, "fast-transition")->detail,
			    "roam 1 hall -> stairs (over the air): what was seen does "
			    "not tell whether FT was used");
	assert_false(results->roams[0].passed);
	assert_int_equal(results->verdict, VERDICT_ERROR);
	results_free(results);
	story_end(story);
}

static void a_roam_of_which_no_frame_was_seen_is_not_called_a_full_one(void **state)
{
	struct story *story =
		story_begin("ft-sae", STEPS "expect: { fast-transition: always }\n");
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	unseen_roam(story);
	results = story_results(story);
	assert_verdict(results, "fast-transition", VERDICT_FAIL, "0 of 1 roams");
	assert_string_equal(find(results, "fast-transition")->detail,
			    "roam 1 hall -> stairs (over the air): FT is not proven; "
			    "nothing that was seen says why");
	results_free(results);
	story_end(story);
}

static void nothing_is_met_by_a_stream_that_sent_no_probe(void **state)
{
	struct story *story = story_begin("ft-sae", TRAFFIC STEPS
					  "expect: { gap: { voice: { max: 1s } } }\n");
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	story_ft_air(story, 1, story_stairs);
	results = story_results(story);
	assert_verdict(results, "gap.voice.max", VERDICT_ERROR, "no probe was sent");
	results_free(results);
	story_end(story);
}

static void a_tunnel_without_a_probe_neither_survived_nor_did_not(void **state)
{
	static const char *const expectations[] = {
		TRAFFIC STEPS "expect: { tunnel: { survives: true } }\n",
		TRAFFIC STEPS "expect: { tunnel: { survives: false } }\n",
	};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct story *story = story_begin("ft-sae", expectations[i]);
		struct results *results;

		story_arrives(story, 0);
		story_ft_air(story, 1, story_stairs);
		results = story_results(story);
		assert_verdict(results, "tunnel.survives", VERDICT_ERROR,
			       "no probe was sent");
		results_free(results);
		story_end(story);
	}
}

static void handshakes_that_nobody_counted_are_not_none(void **state)
{
	struct story *story = story_begin("ft-sae", TRAFFIC STEPS
					  "expect: { tunnel: { handshakes: 0 } }\n");
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	story_ft_air(story, 1, story_stairs);
	results = story_results(story);
	assert_verdict(results, "tunnel.handshakes", VERDICT_ERROR, "0");
	results_free(results);
	story_end(story);
}

/* Of one roam whose only silence lasts from its start, over the time in which the station
 * was on its way, to the first packet after it. */
static struct results *with_gap_expected(const char *expected, bool probes,
					 bool interrupted)
{
	cleanup_text_ struct text rest = { 0 };
	struct results *results;
	struct story *story;

	text_printf(&rest,
		    "traffic: [ { name: voice, through: wifi, every: 20ms } ]\n" STEPS
		    "expect: { gap: { voice: { %s } } }\n",
		    expected);
	story = story_begin("ft-sae", rest.data);
	story_arrives(story, 0);
	if (probes)
		story_probe(story, 0, 0, 0, 1000);
	story_wait(story, 20000);
	story_step(story, 1);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	story_kernel(story, KERNEL_DEL_STATION, story_hall);
	story_authenticate(story, story_stairs, AUTH_FT, 2, 0);
	for (uint32_t i = 1; i <= 25; i++) { /* lost */
		if (probes)
			story_probe(story, 0, i, 0, 0);
		story_wait(story, 20000);
	}
	story_associate(story, story_stairs, 0, true);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_done(story, OUTCOME_OK, -1);
	story_wait(story, 1000);
	if (probes)
		story_probe(story, 0, 26, 1, 1000);
	story_wait(story, 5000);
	story_settled(story, true);
	if (interrupted)
		story_plain(story, EVENT_INTERRUPTED);
	results = interrupted ? analysis_finish(story->analysis) : story_results(story);
	story_end(story);
	return results;
}

static struct results *with_radio_gap(const char *part, bool probes, bool interrupted)
{
	cleanup_free_ char *expected = memory_printf("largest-part: %s", part);

	return with_gap_expected(expected, probes, interrupted);
}

static void a_gap_over_its_limit_is_told_with_its_largest_parts(void **state)
{
	struct results *results = with_gap_expected("max: 100ms", true, false);
	const struct expectation_result *e = find(results, "gap.voice.max");

	(void)state;
	assert_int_equal(e->verdict, VERDICT_FAIL);
	assert_non_null(strstr(e->detail, ": radio 50"));
	assert_non_null(strstr(e->detail, ", interval 2"));
	results_free(results);
}

static void the_largest_part_of_all_gaps_is_the_expected_one(void **state)
{
	struct results *results = with_radio_gap("radio", true, false);
	const struct expectation_result *e = find(results, "gap.voice.largest-part");

	(void)state;
	assert_int_equal(e->verdict, VERDICT_PASS);
	assert_string_equal(e->wanted, "radio");
	assert_memory_equal(e->got, "radio, 9", strlen("radio, 9"));
	assert_non_null(strstr(e->got, "% of all gaps"));
	results_free(results);
}

static void another_largest_part_than_the_expected_one_fails(void **state)
{
	struct results *results = with_radio_gap("neighbour", true, false);
	const struct expectation_result *e = find(results, "gap.voice.largest-part");

	(void)state;
	assert_int_equal(e->verdict, VERDICT_FAIL);
	assert_string_equal(e->wanted, "neighbour");
	assert_memory_equal(e->got, "radio, ", strlen("radio, "));
	results_free(results);
}

static void without_a_gap_there_is_no_largest_part(void **state)
{
	struct results *results = with_radio_gap("radio", false, false);

	(void)state;
	assert_verdict(results, "gap.voice.largest-part", VERDICT_ERROR,
		       "no gap was measured");
	results_free(results);
	results = with_radio_gap("radio", false, true);
	assert_verdict(results, "gap.voice.largest-part", VERDICT_SKIP,
		       "no gap was measured");
	results_free(results);
}

static void a_run_of_which_nothing_is_judged_did_not_pass(void **state)
{
	struct story *story = story_begin("ft-sae", "steps: [ wait: 1s ]\n");
	struct results *results;

	(void)state;
	results = story_results(story);
	assert_int_equal(results->expectation_count, 0);
	assert_string_equal(results->problem,
			    "no step associates or roams, so there is nothing to judge");
	assert_int_equal(results->verdict, VERDICT_ERROR);
	results_free(results);
	story_end(story);
}

static void a_limit_is_met_up_to_and_including_its_value(void **state)
{
	struct story *story = story_begin("ft-sae", STEPS "expect:\n  roam-time: "
							  "{ p95: 10ms, max: 9ms }\n");
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	story_ft_air(story, 1, story_stairs);
	results = story_results(story);
	assert_verdict(results, "roam-time.p95", VERDICT_PASS, "10.0ms");
	assert_verdict(results, "roam-time.max", VERDICT_FAIL, "10.0ms");
	assert_string_equal(find(results, "roam-time.max")->detail,
			    "roam 1 hall -> stairs (over the air): 10.0ms");
	assert_false(results->roams[0].passed);
	results_free(results);
	story_end(story);
}

static void what_was_not_measured_is_an_error(void **state)
{
	struct story *story =
		story_begin("ft-sae", STEPS "expect: { roam-time: { max: 1s } }\n");
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	results = story_results(story);
	assert_verdict(results, "roam-time.max", VERDICT_ERROR, "no roam was measured");
	assert_int_equal(results->verdict, VERDICT_ERROR);
	results_free(results);
	story_end(story);
}

static void what_an_interruption_cut_off_is_skipped(void **state)
{
	struct story *story =
		story_begin("ft-sae", STEPS "expect: { roam-time: { max: 1s } }\n");
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	story_plain(story, EVENT_INTERRUPTED);
	results = analysis_finish(story->analysis);
	assert_verdict(results, "roam-time.max", VERDICT_SKIP, "no roam was measured");
	assert_int_equal(results->verdict, VERDICT_SKIP);
	results_free(results);
	story_end(story);
}

static void what_was_broken_outweighs_what_could_not_be_measured(void **state)
{
	struct story *story = story_begin(
		"ft-sae",
		"traffic: [ { name: voice, through: wifi, every: 20ms } ]\n" STEPS
		"expect: { gap: { voice: { max: 1s } } }\n");
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	story_full(story, 1, story_stairs);
	results = story_results(story);
	assert_verdict(results, "gap.voice.max", VERDICT_ERROR, "no probe was sent");
	assert_int_equal(find(results, "fast-transition")->verdict, VERDICT_FAIL);
	assert_int_equal(results->verdict, VERDICT_FAIL);
	results_free(results);
	story_end(story);
}

static void a_run_that_broke_off_could_not_be_measured(void **state)
{
	struct story *story = story_begin("ft-sae", STEPS);
	struct event problem = { .kind = EVENT_PROBLEM,
				 .problem.reason = (char[]){ "the guest died" } };
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	story_full(story, 1, story_stairs);
	story_event(story, &problem);
	results = analysis_finish(story->analysis);
	assert_int_equal(find(results, "fast-transition")->verdict, VERDICT_FAIL);
	assert_int_equal(results->verdict, VERDICT_ERROR);
	assert_string_equal(results->problem, "the guest died");
	results_free(results);
	story_end(story);
}

/* A roam with a probe before, and one after it if recovered. */
static struct results *with_tunnel(const char *expect, bool recovered,
				   uint64_t handshake_after_s)
{
	cleanup_text_ struct text rest = { 0 };
	struct event tunnel = { .kind = EVENT_TUNNEL };
	struct results *results;
	struct story *story;

	text_printf(&rest, TRAFFIC STEPS "%s", expect);
	story = story_begin("ft-sae", rest.data);
	story_arrives(story, 0);
	story_probe(story, 0, 0, 0, 1000);
	tunnel.tunnel.has_handshake = true;
	tunnel.tunnel.handshake_ns = 1000 * NS_PER_S;
	story_event(story, &tunnel);
	story_wait(story, 20000);
	story_step(story, 1);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	story_wait(story, 5000);
	story_authenticate(story, story_stairs, AUTH_FT, 2, 0);
	story_associate(story, story_stairs, 0, true);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_done(story, OUTCOME_OK, -1);
	story_wait(story, 15000);
	story_probe(story, 0, 1, 1, recovered ? 1000 : 0);
	tunnel.tunnel.handshake_ns += handshake_after_s * NS_PER_S;
	story_event(story, &tunnel);
	story_wait(story, 10000);
	story_settled(story, recovered);
	results = story_results(story);
	story_end(story);
	return results;
}

static void a_tunnel_through_which_data_flows_again_has_survived(void **state)
{
	struct results *results = with_tunnel(
		"expect: { tunnel: { survives: true, handshakes: 0 } }\n", true, 0);

	(void)state;
	assert_true(results->roams[0].tunnel_survived);
	assert_int_equal(find(results, "tunnel.survives")->verdict, VERDICT_PASS);
	assert_verdict(results, "tunnel.handshakes", VERDICT_PASS, "0");
	assert_int_equal(results->verdict, VERDICT_PASS);
	results_free(results);
}

static void a_tunnel_that_stays_silent_has_not(void **state)
{
	struct results *results =
		with_tunnel("expect: { tunnel: { survives: true } }\n", false, 0);

	(void)state;
	assert_false(results->roams[0].tunnel_survived);
	assert_int_equal(find(results, "tunnel.survives")->verdict, VERDICT_FAIL);
	results_free(results);
}

static void a_handshake_in_the_window_counts_unless_it_was_due(void **state)
{
	struct results *results =
		with_tunnel("expect: { tunnel: { handshakes: 0 } }\n", true, 15);

	(void)state;
	assert_verdict(results, "tunnel.handshakes", VERDICT_FAIL, "1");
	results_free(results);
	/* It had expired 120 s before: nothing would have gone through without. */
	results = with_tunnel("expect: { tunnel: { handshakes: 0 } }\n", true, 300);
	assert_verdict(results, "tunnel.handshakes", VERDICT_FAIL, "1");
	results_free(results);
	results = with_tunnel("expect: { tunnel: { handshakes: 0 } }\n", true, 120);
	assert_verdict(results, "tunnel.handshakes", VERDICT_PASS,
		       "0 (not counting 1 due anyway)");
	results_free(results);
}

static void a_gap_that_had_not_ended_meets_no_limit(void **state)
{
	struct results *results =
		with_tunnel("expect: { gap: { voice: { max: 10s } } }\n", false, 0);

	(void)state;
	assert_int_equal(find(results, "gap.voice.max")->verdict, VERDICT_ERROR);
	results_free(results);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fallback_is_not_a_pass),
		cmocka_unit_test(a_roam_over_the_ds_that_went_over_the_air_did_not_pass),
		cmocka_unit_test(never_fails_where_ft_was_used),
		cmocka_unit_test(never_is_not_met_by_a_roam_of_which_no_frame_was_seen),
		cmocka_unit_test(
			a_roam_of_which_no_frame_was_seen_is_not_called_a_full_one),
		cmocka_unit_test(nothing_is_met_by_a_stream_that_sent_no_probe),
		cmocka_unit_test(a_tunnel_without_a_probe_neither_survived_nor_did_not),
		cmocka_unit_test(handshakes_that_nobody_counted_are_not_none),
		cmocka_unit_test(a_gap_over_its_limit_is_told_with_its_largest_parts),
		cmocka_unit_test(the_largest_part_of_all_gaps_is_the_expected_one),
		cmocka_unit_test(another_largest_part_than_the_expected_one_fails),
		cmocka_unit_test(without_a_gap_there_is_no_largest_part),
		cmocka_unit_test(a_run_of_which_nothing_is_judged_did_not_pass),
		cmocka_unit_test(a_limit_is_met_up_to_and_including_its_value),
		cmocka_unit_test(what_was_not_measured_is_an_error),
		cmocka_unit_test(what_an_interruption_cut_off_is_skipped),
		cmocka_unit_test(what_was_broken_outweighs_what_could_not_be_measured),
		cmocka_unit_test(a_run_that_broke_off_could_not_be_measured),
		cmocka_unit_test(a_tunnel_through_which_data_flows_again_has_survived),
		cmocka_unit_test(a_tunnel_that_stays_silent_has_not),
		cmocka_unit_test(a_handshake_in_the_window_counts_unless_it_was_due),
		cmocka_unit_test(a_gap_that_had_not_ended_meets_no_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
