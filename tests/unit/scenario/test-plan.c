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
		const struct plan_step *step = plan_step(plan, i);

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
	assert_int_equal(plan_step(plan, 3)->via, VIA_DS);
	assert_int_equal(plan_step(plan, 4)->via, VIA_AIR);
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
	assert_int_equal(plan_step(plan, 1)->from, 0);
	assert_int_equal(plan_step(plan, 2)->from, 0);
	assert_int_equal(plan_step(plan, 2)->to, 1);
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

#define MATRIX_SITE SITE "  attic: { bssid: \"02:00:00:00:03:00\", channel: 149 }\n"

static void a_matrix_is_every_ordered_pair_from_a_fresh_association(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK MATRIX_SITE "steps: [ matrix: { via: air } ]\n");
	cleanup_(plan_freep) struct plan *plan = plan_make(p.scenario);
	bool seen[3][3] = { 0 };

	(void)state;
	assert_int_equal(plan->count, 6 * 4);
	assert_int_equal(plan->roam_count, 6 * 3);
	for (size_t i = 0; i < plan->count; i += 4) {
		const struct plan_step *steps = plan_step(plan, i);
		size_t from = steps->cell.from, to = steps->cell.to;

		assert_int_not_equal(from, to);
		assert_false(seen[from][to]);
		seen[from][to] = true;
		assert_int_equal(steps->kind, STEP_ASSOCIATE);
		assert_int_equal(steps->to, from);
		assert_false(steps->chained);
		for (enum leg leg = 0; leg < LEG_MAX; leg++) {
			const struct plan_step *roam = plan_step(plan, i + 1 + leg);

			assert_int_equal(roam->kind, STEP_ROAM);
			assert_int_equal(roam->step->kind, STEP_MATRIX);
			assert_int_equal(roam->from, leg == LEG_BACK ? to : from);
			assert_int_equal(roam->to, leg == LEG_BACK ? from : to);
			assert_int_equal(roam->cell.from, from);
			assert_int_equal(roam->cell.to, to);
			assert_int_equal(roam->cell.leg, leg);
			assert_true(roam->chained);
			assert_true(roam->cell.first);
		}
	}
}

static void the_ways_of_a_matrix_take_turns_to_be_first(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK MATRIX_SITE "steps: [ matrix: { legs: cold } ]\n");
	cleanup_(plan_freep) struct plan *plan = plan_make(p.scenario);
	size_t first[VIA_MAX] = { 0 };

	(void)state;
	assert_int_equal(plan->roam_count, 12);
	for (size_t i = 1; i < plan->count; i += 4) {
		assert_true(plan_step(plan, i)->cell.first);
		assert_false(plan_step(plan, i + 2)->cell.first);
		assert_int_not_equal(plan_step(plan, i)->via,
				     plan_step(plan, i + 2)->via);
		assert_int_equal(plan_step(plan, i)->via, plan_step(plan, i)->cell.via);
		first[plan_step(plan, i)->via]++;
	}
	assert_int_equal(first[VIA_AIR], 3);
	assert_int_equal(first[VIA_DS], 3);
}

/* hall -> stairs on keys of an association with hall: that stairs has been come to on
 * attic's says nothing. */
static void a_pair_is_first_by_the_holder_of_its_keys(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK MATRIX_SITE "steps:\n"
					  "  - associate: attic\n"
					  "  - roam: hall\n"
					  "  - roam: stairs\n"
					  "  - matrix: { via: air, legs: cold }\n"
					  "  - matrix: { via: air, legs: cold }\n");
	cleanup_(plan_freep) struct plan *plan = plan_make(p.scenario);

	(void)state;
	assert_int_equal(plan->count, 3 + 2 * 12);
	for (size_t i = 3; i < plan->count; i++) {
		bool met = plan_step(plan, i)->cell.from == 2 || i >= 3 + 12;

		assert_int_equal(plan_step(plan, i)->cell.first, !met);
	}
}

static void a_matrix_counts_the_times_that_it_comes_up(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK SITE "steps: [ repeat: { times: 2, steps: [ matrix: { via: "
				   "ds } ] } ]\n");
	cleanup_(plan_freep) struct plan *plan = plan_make(p.scenario);
	cleanup_text_ struct text text = { 0 };

	(void)state;
	assert_int_equal(plan->count, 16);
	for (size_t i = 0; i < plan->count; i++)
		assert_int_equal(plan_step(plan, i)->iteration, i < 8 ? 1 : 2);
	plan_format(plan, &text);
	assert_non_null(
		strstr(text.data,
		       "  1  associate with hall (line 5, 1st time)\n"
		       "  2  roam hall -> stairs over the DS, cold (line 5, 1st time)\n"
		       "  3  roam stairs -> hall over the DS, back (line 5, 1st time)\n"
		       "  4  roam hall -> stairs over the DS, warm (line 5, 1st "
		       "time)\n"));
}

static void what_a_matrix_expects_is_of_its_roams(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK SITE "steps: [ { matrix: { via: air }, expect: { result: "
				   "rejected } } ]\n");
	cleanup_(plan_freep) struct plan *plan = plan_make(p.scenario);
	cleanup_text_ struct text text = { 0 };

	(void)state;
	plan_format(plan, &text);
	assert_string_equal(
		text.data,
		"  1  associate with hall (line 5, 1st time)\n"
		"  2  roam hall -> stairs over the air, cold (line 5, 1st time; expects "
		"result rejected)\n"
		"  3  associate with stairs (line 5, 1st time)\n"
		"  4  roam stairs -> hall over the air, cold (line 5, 1st time; expects "
		"result rejected)\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(repeats_are_unrolled_and_rounds_counted_for_each_step),
		cmocka_unit_test(a_roam_that_is_to_fail_leaves_the_plan_where_it_stood),
		cmocka_unit_test(a_plan_is_a_numbered_list),
		cmocka_unit_test(a_matrix_is_every_ordered_pair_from_a_fresh_association),
		cmocka_unit_test(the_ways_of_a_matrix_take_turns_to_be_first),
		cmocka_unit_test(a_pair_is_first_by_the_holder_of_its_keys),
		cmocka_unit_test(a_matrix_counts_the_times_that_it_comes_up),
		cmocka_unit_test(what_a_matrix_expects_is_of_its_roams),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
