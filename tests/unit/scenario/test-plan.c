/* SPDX-License-Identifier: BSD-3-Clause */
#include "parsing.h"

#include "base/time.h"
#include "scenario/plan.h"

static void repeats_are_unrolled_and_rounds_counted_for_each_step(void **state)
{
	cleanup_parsed_ struct parsed p = parse(
		NETWORK SITE "steps:\n"
			     "  - associate: hall\n"
			     "  - repeat:\n"
			     "      times: 2\n"
			     "      steps:\n"
			     "        - repeat: { times: 2, steps: [ wait: 1ms ] }\n"
			     "        - roam: { to: stairs, via: ds }\n"
			     "        - roam: hall\n");
	cleanup_(plan_freep) struct plan *plan = plan_make(p.scenario);
	static const struct {
		enum step_kind kind;
		unsigned line, iteration;
		size_t from, to;
	} expected[] = {
		{ STEP_ASSOCIATE, 6, 1, 0, 0 }, { STEP_WAIT, 10, 1, 0, 0 },
		{ STEP_WAIT, 10, 2, 0, 0 },	{ STEP_ROAM, 11, 1, 0, 1 },
		{ STEP_ROAM, 12, 1, 1, 0 },	{ STEP_WAIT, 10, 3, 0, 0 },
		{ STEP_WAIT, 10, 4, 0, 0 },	{ STEP_ROAM, 11, 2, 0, 1 },
		{ STEP_ROAM, 12, 2, 1, 0 },
	};

	(void)state;
	assert_ptr_equal(plan->scenario, p.scenario);
	assert_int_equal(plan->count, ARRAY_SIZE(expected));
	assert_int_equal(plan->roam_count, 4);
	for (size_t i = 0; i < plan->count; i++) {
		const struct plan_step *step = &plan->steps[i];

		assert_int_equal(step->kind, expected[i].kind);
		assert_int_equal(step->line, expected[i].line);
		assert_int_equal(step->iteration, expected[i].iteration);
		assert_int_equal(step->step->kind, expected[i].kind);
		if (step->kind == STEP_WAIT) {
			assert_int_equal(step->wait_ns, NS_PER_MS);
			continue;
		}
		assert_int_equal(step->to, expected[i].to);
		if (step->kind == STEP_ROAM)
			assert_int_equal(step->from, expected[i].from);
	}
	assert_int_equal(plan->steps[3].via, VIA_DS);
	assert_int_equal(plan->steps[4].via, VIA_AIR);
}

static void a_roam_that_is_to_fail_leaves_the_plan_where_it_stood(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK SITE "steps:\n"
				   "  - associate: hall\n"
				   "  - roam: stairs\n"
				   "    expect: { result: rejected }\n"
				   "  - roam: stairs\n");
	cleanup_(plan_freep) struct plan *plan = plan_make(p.scenario);

	(void)state;
	assert_int_equal(plan->steps[1].from, 0);
	assert_int_equal(plan->steps[2].from, 0);
	assert_int_equal(plan->steps[2].to, 1);
}

static void a_plan_is_a_numbered_list(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK SITE "steps:\n"
				   "  - associate: hall\n"
				   "  - repeat: { times: 12, steps: [ wait: 90s ] }\n"
				   "  - roam: { to: stairs, via: ds }\n"
				   "    expect: { used: ft-ds }\n");
	cleanup_(plan_freep) struct plan *plan = plan_make(p.scenario);
	cleanup_text_ struct text text = { 0 };

	(void)state;
	plan_format(plan, &text);
	assert_non_null(strstr(text.data, "  1  associate with hall (line 6, 1st time)\n"
					  "  2  wait 90s (line 7, 1st time)\n"
					  "  3  wait 90s (line 7, 2nd time)\n"
					  "  4  wait 90s (line 7, 3rd time)\n"
					  "  5  wait 90s (line 7, 4th time)\n"));
	assert_non_null(strstr(text.data,
			       " 12  wait 90s (line 7, 11th time)\n"
			       " 13  wait 90s (line 7, 12th time)\n"
			       " 14  roam hall -> stairs over the DS (line 8, 1st "
			       "time; expects used ft-ds)\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(repeats_are_unrolled_and_rounds_counted_for_each_step),
		cmocka_unit_test(a_roam_that_is_to_fail_leaves_the_plan_where_it_stood),
		cmocka_unit_test(a_plan_is_a_numbered_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
