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

static void a_repeat_for_a_time_is_unrolled_a_round_at_a_time(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK SITE
		      "steps:\n"
		      "  - associate: hall\n"
		      "  - repeat: { for: 2h, steps: [ roam: stairs, roam: hall ] }\n"
		      "  - wait: 1s\n");
	cleanup_(plan_freep) struct plan *plan = plan_make(p.scenario);

	(void)state;
	assert_int_equal(plan->count, 3);
	assert_ptr_equal(plan_undecided(plan), &p.scenario->steps[1]);
	plan_decide(plan, true);
	assert_int_equal(plan->count, 5);
	assert_int_equal(plan->roam_count, 4);
	assert_int_equal(plan_step(plan, 4)->iteration, 2);
	assert_int_equal(plan_step(plan, 4)->from, 1);
	assert_int_equal(plan_step(plan, 1)->begun, 1);
	assert_int_equal(plan_step(plan, 1)->rounds, 1);
	assert_int_equal(plan_step(plan, 2)->rounds, 0);
	assert_false(plan_step(plan, 1)->unforeseen);
	assert_true(plan_step(plan, 3)->unforeseen);
	assert_int_equal(plan_step(plan, 3)->begun, 0);
	assert_int_equal(plan_step(plan, 3)->rounds, 1);
	assert_true(plan_is_open(plan));
	plan_decide(plan, false);
	assert_int_equal(plan->count, 6);
	assert_int_equal(plan_step(plan, 5)->kind, STEP_WAIT);
	assert_false(plan_step(plan, 5)->unforeseen);
	assert_false(plan_is_open(plan));
	plan_decide(plan, true); /* there is nothing to decide */
	assert_int_equal(plan->count, 6);
}

static void a_repeat_with_both_ends_by_its_number_undecided(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK SITE
		      "steps: [ repeat: { for: 2h, times: 2, steps: [ wait: 1s ] } ]\n");
	cleanup_(plan_freep) struct plan *plan = plan_make(p.scenario);

	(void)state;
	assert_true(plan_is_open(plan));
	plan_decide(plan, true);
	assert_int_equal(plan->count, 2);
	assert_false(plan_is_open(plan));
}

static void repeats_inside_each_other_are_decided_from_the_inmost(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK SITE
		      "steps:\n"
		      "  - repeat:\n"
		      "      for: 2h\n"
		      "      steps:\n"
		      "        - repeat:\n"
		      "            times: 2\n"
		      "            steps:\n"
		      "              - repeat: { for: 1m, steps: [ wait: 1s ] }\n");
	cleanup_(plan_freep) struct plan *plan = plan_make(p.scenario);
	const struct step *outer = p.scenario->steps, *inner = outer->steps[0].steps;

	(void)state;
	assert_ptr_equal(plan_undecided(plan), inner);
	assert_int_equal(plan_step(plan, 0)->begun, 7);
	plan_decide(plan, true);
	assert_int_equal(plan_step(plan, 1)->rounds, 4);
	assert_ptr_equal(plan_undecided(plan), inner);
	plan_decide(plan, false); /* the second of the two times */
	assert_int_equal(plan->count, 3);
	assert_int_equal(plan_step(plan, 2)->begun, 4);
	assert_int_equal(plan_step(plan, 2)->rounds, 6);
	assert_int_equal(plan_step(plan, 2)->iteration, 3);
	plan_decide(plan, false);
	assert_ptr_equal(plan_undecided(plan), outer);
	plan_decide(plan, true);
	assert_int_equal(plan_step(plan, 3)->begun, 6);
	assert_int_equal(plan_step(plan, 3)->rounds, 7);
	plan_end(plan);
	assert_false(plan_is_open(plan));
	assert_int_equal(plan->count, 5);
}

static void rounds_that_begin_so_far_apart_have_a_wait_between_them(void **state)
{
	cleanup_parsed_ struct parsed p = parse(
		NETWORK SITE
		"steps:\n"
		"  - repeat:\n"
		"      times: 2\n"
		"      steps:\n"
		"        - repeat: { times: 2, every: 30s, steps: [ wait: 1s ] }\n");
	cleanup_(plan_freep) struct plan *plan = plan_make(p.scenario);

	(void)state;
	assert_int_equal(plan->count, 6);
	for (size_t i = 0; i < plan->count; i++) {
		const struct plan_step *step = plan_step(plan, i);
		bool between = i % 3 == 1;

		assert_int_equal(step->kind, STEP_WAIT);
		assert_int_equal(step->step->kind, between ? STEP_REPEAT : STEP_WAIT);
		assert_int_equal(step->wait_ns, (between ? 30 : 1) * NS_PER_S);
		assert_int_equal(step->depth, between);
		assert_int_equal(step->line, 9);
		assert_int_equal(step->rounds & 2, between ? 0 : 2);
	}
	assert_int_equal(plan_step(plan, 4)->iteration, 2);
}

/* Or the second round's cold roam would pass for one to where the keys are new. */
static void what_has_been_met_holds_in_the_rounds_that_follow(void **state)
{
	cleanup_parsed_ struct parsed p = parse(
		NETWORK SITE "steps: [ repeat: { for: 2h, steps: [ matrix: { via: air, "
			     "legs: [ cold ] } ] } ]\n");
	cleanup_(plan_freep) struct plan *plan = plan_make(p.scenario);

	(void)state;
	assert_true(plan_step(plan, 1)->cell.first);
	plan_decide(plan, true);
	assert_int_equal(plan->count, 8);
	assert_false(plan_step(plan, 5)->cell.first);
	assert_int_equal(plan_step(plan, 5)->iteration, 2);
}

static void a_plan_that_is_not_decided_tells_how_it_goes_on(void **state)
{
	cleanup_parsed_ struct parsed p = parse(
		NETWORK SITE
		"steps:\n"
		"  - repeat: { for: 2h, times: 9, every: 30s, steps: [ wait: 1s ] }\n"
		"  - wait: 2s\n");
	cleanup_(plan_freep) struct plan *plan = plan_make(p.scenario);
	cleanup_text_ struct text text = { 0 };

	(void)state;
	plan_format(plan, &text);
	assert_string_equal(
		text.data, "  1  wait 1s (line 6, 1st time)\n"
			   "     again until 2h have gone by, 9 times at most, every 30s "
			   "(line 6)\n"
			   "  2  wait 2s (line 7, 1st time)\n");
}

static void a_long_plan_is_kept_elsewhere_and_forgets_what_is_over(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK SITE
		      "steps:\n"
		      "  - associate: hall\n"
		      "  - repeat: { for: 2h, steps: [ roam: stairs, roam: hall ] }\n"
		      "  - wait: 1s\n");
	cleanup_(plan_freep) struct plan *kept = plan_make(p.scenario);
	cleanup_(plan_freep) struct plan *short_ = plan_make(p.scenario);

	(void)state;
	plan_keep_in(kept, P_tmpdir);
	assert_non_null(kept->spill);
	for (unsigned round = 2; round <= 3000; round++) {
		plan_decide(kept, true);
		plan_forget(short_, short_->count);
		plan_decide(short_, true);
		assert_int_equal(short_->held, 2);
		assert_int_equal(short_->count, kept->count);
		assert_int_equal(plan_step(short_, short_->count - 1)->iteration, round);
	}
	for (size_t i = 1; i < kept->count; i++) {
		assert_int_equal(plan_step(kept, i)->iteration, 1 + (i - 1) / 2);
		assert_int_equal(plan_step(kept, i)->to, i % 2);
	}
	plan_end(short_);
	assert_int_equal(plan_step(short_, 6001)->kind, STEP_WAIT);
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
		cmocka_unit_test(a_repeat_for_a_time_is_unrolled_a_round_at_a_time),
		cmocka_unit_test(a_repeat_with_both_ends_by_its_number_undecided),
		cmocka_unit_test(repeats_inside_each_other_are_decided_from_the_inmost),
		cmocka_unit_test(rounds_that_begin_so_far_apart_have_a_wait_between_them),
		cmocka_unit_test(what_has_been_met_holds_in_the_rounds_that_follow),
		cmocka_unit_test(a_plan_that_is_not_decided_tells_how_it_goes_on),
		cmocka_unit_test(a_long_plan_is_kept_elsewhere_and_forgets_what_is_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
