/* SPDX-License-Identifier: BSD-3-Clause */
#include "parsing.h"

#include "base/text.h"
#include "base/time.h"

static void steps_are_read_with_their_places(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK SITE "steps:\n"
				   "  - associate: hall\n"
				   "  - roam: { to: stairs, via: ds }\n"
				   "  - roam: hall\n"
				   "  - repeat: { times: 3, steps: [ wait: 2s ] }\n");
	const struct step *steps = p.scenario->steps;

	(void)state;
	assert_int_equal(p.scenario->step_count, 4);
	assert_int_equal(steps[0].kind, STEP_ASSOCIATE);
	assert_int_equal(steps[0].to, 0);
	assert_int_equal(steps[0].place.line, 6);
	assert_int_equal(steps[0].place.column, 5);
	assert_int_equal(steps[0].to_place.column, 16);
	assert_int_equal(steps[1].kind, STEP_ROAM);
	assert_int_equal(steps[1].to, 1);
	assert_int_equal(steps[1].via, VIA_DS);
	assert_int_equal(steps[1].to_place.column, 17);
	assert_int_equal(steps[2].via, VIA_AIR);
	assert_int_equal(steps[3].kind, STEP_REPEAT);
	assert_int_equal(steps[3].times, 3);
	assert_int_equal(steps[3].step_count, 1);
	assert_int_equal(steps[3].steps[0].kind, STEP_WAIT);
	assert_int_equal(steps[3].steps[0].wait_ns, 2 * NS_PER_S);
	assert_false(steps[0].expect.present);
}

static void a_repeat_has_a_number_of_rounds_or_a_time_or_both(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK SITE
		      "steps:\n"
		      "  - repeat: { for: 2h, steps: [ wait: 1s ] }\n"
		      "  - repeat: { for: 90s, times: 5, every: 30s, steps: [ wait: "
		      "1s ] }\n"
		      "  - repeat: { times: 5, every: 1.5m, steps: [ wait: 1s ] }\n");
	const struct step *steps = p.scenario->steps;

	(void)state;
	assert_int_equal(steps[0].for_ns, 7200 * NS_PER_S);
	assert_int_equal(steps[0].times, 0);
	assert_int_equal(steps[0].every_ns, 0);
	assert_int_equal(steps[1].for_ns, 90 * NS_PER_S);
	assert_int_equal(steps[1].times, 5);
	assert_int_equal(steps[1].every_ns, 30 * NS_PER_S);
	assert_int_equal(steps[2].for_ns, 0);
	assert_int_equal(steps[2].times, 5);
	assert_int_equal(steps[2].every_ns, 90 * NS_PER_S);
	assert_mistake(NETWORK SITE
		       "steps: [ repeat: { every: 1s, steps: [ wait: 1s ] } ]\n",
		       5, 10, "\"repeat\" has no \"times\"");
	assert_mistake(NETWORK SITE
		       "steps: [ repeat: { for: 0ms, steps: [ wait: 1s ] } ]\n",
		       5, 25, "\"0ms\" is out of range: it must be from 1ms to 168h");
}

/* A repeat with "for" makes more of them as the run goes. */
static void a_wait_between_rounds_is_a_step_too(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK SITE
		      "steps:\n"
		      "  - repeat: { times: 50000, every: 1s, steps: [ wait: 1s ] }\n"
		      "  - repeat: { for: 2h, times: 100000, every: 1s, steps: [ "
		      "wait: 1s ] }\n");

	(void)state;
	assert_int_equal(p.scenario->step_count, 2);
	assert_mistake(NETWORK SITE
		       "steps:\n"
		       "  - repeat: { times: 50001, every: 1s, steps: [ wait: 1s ] }\n",
		       6, 22, "this makes more than 100000 steps");
}

static void a_step_carries_its_own_expectation(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK SITE
		      "steps:\n"
		      "  - associate: hall\n"
		      "  - roam: stairs\n"
		      "    expect: { result: rejected, status: 53, used: none }\n");
	const struct step_expectation *e = &p.scenario->steps[1].expect;

	(void)state;
	assert_true(e->present && e->has_result && e->has_status && e->has_used);
	assert_int_equal(e->result, OUTCOME_REJECTED);
	assert_int_equal(e->status, 53);
	assert_int_equal(e->used, METHOD_NONE);
	assert_int_equal(e->result_place.line, 8);
	assert_int_equal(e->result_place.column, 23);
	assert_int_equal(e->status_place.column, 41);
	assert_int_equal(e->used_place.column, 51);
}

static void a_step_arrives_unless_it_is_expected_not_to(void **state)
{
	static const struct {
		struct step_expectation expect;
		bool arrives;
	} cases[] = {
		{ { 0 }, true },
		{ { .has_result = true, .result = OUTCOME_OK }, true },
		{ { .has_result = true, .result = OUTCOME_WRONG_AP }, false },
		{ { .has_result = true, .result = OUTCOME_TIMEOUT }, false },
		{ { .has_used = true, .used = METHOD_FULL }, true },
		{ { .has_used = true, .used = METHOD_NONE }, false },
		{ { .has_status = true, .status = 0 }, true },
		{ { .has_status = true, .status = 53 }, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct step step = { .kind = STEP_ROAM, .expect = cases[i].expect };

		assert_int_equal(step_arrives(&step), cases[i].arrives);
	}
}

static void expectations_that_cannot_come_true_are_refused(void **state)
{
#define ROAM_EXPECTS(what) \
	NETWORK SITE "steps: [ associate: hall, { roam: stairs, expect: " what " } ]\n"
	(void)state;
	assert_mistake(ROAM_EXPECTS("{ result: ok, status: 1 }"), 5, 73,
		       "result \"ok\" cannot have status 1 (unspecified failure)");
	assert_mistake(ROAM_EXPECTS("{ result: rejected, status: 0 }"), 5, 79,
		       "result \"rejected\" cannot have status 0 (success)");
	assert_mistake(ROAM_EXPECTS("{ result: ok, used: none }"), 5, 71,
		       "result \"ok\" cannot have used \"none\"");
	assert_mistake(ROAM_EXPECTS("{ result: timeout, used: full }"), 5, 76,
		       "result \"timeout\" cannot have used \"full\"");
	assert_mistake(NETWORK SITE
		       "steps: [ { associate: hall, expect: { used: ft-ds } } ]\n",
		       5, 45, "an association cannot use \"ft-ds\"");
}

static void ft_steps_need_an_ft_network(void **state)
{
#define PSK "network: { ssid: x, security: psk, password: correct horse }\n"
	(void)state;
	assert_mistake(
		PSK SITE "steps: [ associate: hall, roam: { to: stairs, via: ds } ]\n", 5,
		52,
		"a roam over the DS needs FT, which the network's security does not "
		"have");
	assert_mistake(PSK SITE "steps: [ associate: hall, { roam: stairs, "
				"expect: { used: ft-air } } ]\n",
		       5, 59,
		       "\"ft-air\" cannot be used: the network's security has no FT");
	/* Nothing is known of a security that was not understood. */
	assert_mistake(
		"network: { ssid: x, security: psl, password: correct horse }\n" SITE
		"steps: [ associate: hall, roam: { to: stairs, via: ds } ]\n",
		1, 31, "\"security\" cannot be \"psl\"");
}

static void mistakes_of_steps_are_told_once(void **state)
{
	(void)state;
	assert_mistake(NETWORK SITE "steps: []\n", 5, 8, "there is no step to take");
	assert_mistake(NETWORK SITE "steps: [ associate hall ]\n", 5, 10,
		       "a step is written as \"- action: value\"");
	assert_mistake(NETWORK SITE "steps: [ asociate: hall, roam: stairs ]\n", 5, 10,
		       "there is no key \"asociate\" in a step");
	assert_mistake(NETWORK SITE "steps: [ {} ]\n", 5, 10, "this step does nothing");
	assert_mistake(NETWORK SITE "steps: [ { associate: hall, wait: 1s } ]\n", 5, 29,
		       "a step does one thing, and this one has \"associate\" already");
	assert_mistake(NETWORK SITE "steps: [ associate: hal, roam: hall ]\n", 5, 21,
		       "there is no access point \"hal\"");
	assert_mistake(NETWORK SITE "steps: [ repeat: { times: 2, steps: [] } ]\n", 5, 37,
		       "there is no step to repeat");
	assert_mistake(NETWORK SITE "steps: [ wait: 0ms ]\n", 5, 16,
		       "\"0ms\" is out of range: it must be from 1ns to 24h");
}

static void the_number_of_unrolled_steps_is_limited(void **state)
{
	cleanup_parsed_ struct parsed p = parse(
		NETWORK SITE "steps: [ repeat: { times: 1000, steps: [ repeat: { times: "
			     "100, steps: [ wait: 1s ] } ] } ]\n");

	(void)state;
	assert_int_equal(p.scenario->step_count, 1);
	assert_mistake(NETWORK SITE "steps: [ repeat: { times: 1000, steps: [ repeat: { "
				    "times: 101, steps: [ wait: 1s ] } ] } ]\n",
		       5, 27, "this makes more than 100000 steps");
	assert_mistake(
		NETWORK SITE
		"steps: [ repeat: { times: 100000, steps: [ wait: 1s ] }, wait: 1s ]\n",
		5, 58, "with this step there are more than 100000, all repeats counted");
	/* 100000 to the power of 8 is far past 64 bits. */
	assert_mistake(NETWORK SITE "steps: [ repeat: { times: 100000, steps: [ repeat: "
				    "{ times: 100000, steps: [ "
				    "repeat: { times: 100000, steps: [ repeat: { times: "
				    "100000, steps: [ repeat: { "
				    "times: 100000, steps: [ repeat: { times: 100000, "
				    "steps: [ wait: 1s ] } ] } ] "
				    "} ] } ] } ] } ]\n",
		       5, 163, "this makes more than 100000 steps");
}

static void the_depth_of_repeats_is_limited(void **state)
{
	cleanup_text_ struct text text = { 0 };

	(void)state;
	text_add(&text, NETWORK SITE "steps:");
	for (unsigned i = 0; i <= SCENARIO_REPEAT_DEPTH_MAX; i++)
		text_printf(&text, "\n%*s- repeat:\n%*stimes: 1\n%*ssteps:", 6 * i, "",
			    6 * i + 4, "", 6 * i + 4, "");
	text_add(&text, " [ wait: 1s ]\n");
	assert_mistake(text.data, 6 + 3 * SCENARIO_REPEAT_DEPTH_MAX,
		       3 + 6 * SCENARIO_REPEAT_DEPTH_MAX,
		       "more than 8 repeats inside each other");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(steps_are_read_with_their_places),
		cmocka_unit_test(a_repeat_has_a_number_of_rounds_or_a_time_or_both),
		cmocka_unit_test(a_wait_between_rounds_is_a_step_too),
		cmocka_unit_test(a_step_carries_its_own_expectation),
		cmocka_unit_test(a_step_arrives_unless_it_is_expected_not_to),
		cmocka_unit_test(expectations_that_cannot_come_true_are_refused),
		cmocka_unit_test(ft_steps_need_an_ft_network),
		cmocka_unit_test(mistakes_of_steps_are_told_once),
		cmocka_unit_test(the_number_of_unrolled_steps_is_limited),
		cmocka_unit_test(the_depth_of_repeats_is_limited),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
