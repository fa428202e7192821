/* SPDX-License-Identifier: BSD-3-Clause */
#include "parsing.h"

#define ROAM_EXPECTS(what) \
	NETWORK SITE "steps: [ associate: hall, { roam: stairs, expect: " what " } ]\n"

static void a_step_can_expect_a_cause_or_none(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK SITE "steps:\n"
				   "- associate: hall\n"
				   "  expect: { cause: none }\n"
				   "- roam: stairs\n"
				   "  expect: { cause: r0kh-missing }\n");
	const struct step *steps = p.scenario->steps;

	(void)state;
	assert_true(steps[0].expect.has_cause && steps[1].expect.has_cause);
	assert_int_equal(steps[0].expect.cause, CAUSE_MAX);
	assert_int_equal(steps[1].expect.cause, CAUSE_R0KH_MISSING);
	assert_int_equal(steps[1].expect.cause_place.line, 9);
	assert_int_equal(steps[1].expect.cause_place.column, 20);
}

static void a_cause_alone_wants_the_step_to_fail(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK SITE "steps:\n"
				   "- associate: hall\n"
				   "- roam: stairs\n"
				   "  expect: { cause: r0kh-missing }\n"
				   "- roam: stairs\n"
				   "  expect: { used: full, cause: mobility-domain }\n"
				   "- roam: hall\n"
				   "  expect: { cause: none }\n");
	const struct step *steps = p.scenario->steps;

	(void)state;
	assert_false(step_arrives(&steps[1]));
	assert_true(step_arrives(&steps[2]));
	assert_true(step_arrives(&steps[3]));
}

static void what_a_cause_contradicts_is_refused(void **state)
{
	(void)state;
	assert_mistake(ROAM_EXPECTS("{ cause: rrb-key-zero }"), 5, 60,
		       "\"rrb-key-zero\" is a warning: no step goes wrong by it");
	assert_mistake(ROAM_EXPECTS("{ status: 53, cause: none }"), 5, 72,
		       "a step that fails has a cause");
	assert_mistake(ROAM_EXPECTS("{ cause: over-ds-off }"), 5, 60,
		       "a roam over the air cannot have the cause \"over-ds-off\"");
	assert_mistake(NETWORK SITE "steps: [ { matrix: { via: air }, expect: { cause: "
				    "over-ds-off } } ]\n",
		       5, 51,
		       "a roam over the air cannot have the cause \"over-ds-off\"");
	assert_mistake(ROAM_EXPECTS("{ cause: deauthenticated-after }"), 5, 60,
		       "the cause \"deauthenticated-after\" is of steps that arrive");
	assert_mistake("network: { ssid: x, security: open }\n" SITE
		       "steps: [ { associate: hall, expect: { cause: password } } ]\n",
		       5, 46, "the network's security cannot have \"password\"");
}

static void a_mistake_in_an_expectation_is_one_mistake(void **state)
{
	(void)state;
	assert_mistake(NETWORK SITE "steps: [ { associate: hall, expect: { cause: pnf } "
				    "}, roam: stairs, roam: hall ]\n",
		       5, 46, "there is no cause \"pnf\"");
}

static void a_run_can_expect_its_warnings(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK SITE STEPS
		      "expect: { warnings: [ rrb-key-zero, reassociation-deadline ] }\n");
	const struct expectation *e = &p.scenario->expectations[0];
	size_t count = 0;

	(void)state;
	assert_int_equal(e->metric, METRIC_WARNINGS);
	for (enum cause cause = 0; cause < CAUSE_MAX; cause++)
		count += e->warnings[cause];
	assert_int_equal(count, 2);
	assert_true(e->warnings[CAUSE_RRB_KEY_ZERO]);
	assert_true(e->warnings[CAUSE_REASSOCIATION_DEADLINE]);
}

static void no_warning_can_be_expected_too(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK SITE STEPS "expect: { warnings: [] }\n");

	(void)state;
	assert_int_equal(p.scenario->expectations[0].metric, METRIC_WARNINGS);
	assert_mistake(NETWORK SITE STEPS "expect: { warnings: none }\n", 6, 21,
		       "\"warnings\" must be a list, not a text");
	assert_mistake(NETWORK SITE STEPS "expect: { warnings: [pmf] }\n", 6, 22,
		       "\"pmf\" is a cause, and no warning");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_step_can_expect_a_cause_or_none),
		cmocka_unit_test(a_cause_alone_wants_the_step_to_fail),
		cmocka_unit_test(what_a_cause_contradicts_is_refused),
		cmocka_unit_test(a_mistake_in_an_expectation_is_one_mistake),
		cmocka_unit_test(a_run_can_expect_its_warnings),
		cmocka_unit_test(no_warning_can_be_expected_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
