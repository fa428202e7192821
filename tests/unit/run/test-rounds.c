/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/cleanup.h"
#include "recording.h"

/* How many rounds a repeat has, by the run's clock. */

static struct step wait_step = { .kind = STEP_WAIT, .wait_ns = NS_PER_S };

struct soak {
	struct recording recording;
	struct step repeat;
	struct plan *plan;
};

/* A repeat of a wait, whose first round began so long ago. */
static void begin(struct soak *soak, struct step repeat, uint64_t ago_ns)
{
	struct run *run;

	recording_begin(&soak->recording);
	soak->repeat = repeat;
	soak->repeat.kind = STEP_REPEAT;
	soak->repeat.steps = &wait_step;
	soak->repeat.step_count = 1;
	soak->recording.scenario.steps = &soak->repeat;
	soak->recording.scenario.step_count = 1;
	soak->plan = plan_make(&soak->recording.scenario);
	run = soak->recording.run;
	run->plan = soak->plan;
	rounds_step(run, plan_step(soak->plan, 0));
	run->zero_ns -= ago_ns;
}

static void end(struct soak *soak)
{
	plan_free(soak->plan);
	recording_end(&soak->recording);
}

/* Whether there is one more. */
static bool decide(struct soak *soak)
{
	size_t count = soak->plan->count;
	struct event event;
	bool more;

	assert_int_equal(rounds_decide(soak->recording.run), 0);
	run_write_rest(soak->recording.run);
	assert_true(recording_next(&soak->recording, &event));
	assert_int_equal(event.kind, EVENT_ROUND);
	more = event.round.more;
	assert_false(recording_next(&soak->recording, &event));
	assert_int_equal(soak->plan->count > count, more);
	return more;
}

static void a_round_begins_as_long_as_the_time_has_not_gone_by(void **state)
{
	static const struct {
		uint64_t for_ns, every_ns, ago_ns;
		bool more;
	} cases[] = {
		{ 100 * NS_PER_S, 0, 99 * NS_PER_S, true },
		{ 100 * NS_PER_S, 0, 100 * NS_PER_S, false },
		{ 100 * NS_PER_S, 30 * NS_PER_S, NS_PER_S, true },
		/* It would begin at the end: nobody waits for that. */
		{ 60 * NS_PER_S, 60 * NS_PER_S, NS_PER_S, false },
		{ 60 * NS_PER_S, 50 * NS_PER_S, NS_PER_S, true },
		/* A round that took longer. */
		{ 100 * NS_PER_S, 30 * NS_PER_S, 99 * NS_PER_S, true },
		{ 100 * NS_PER_S, 30 * NS_PER_S, 101 * NS_PER_S, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct soak soak;

		begin(&soak,
		      (struct step){ .for_ns = cases[i].for_ns,
				     .every_ns = cases[i].every_ns },
		      cases[i].ago_ns);
		assert_int_equal(decide(&soak), cases[i].more);
		end(&soak);
	}
}

/* Counted from when it was due, not from when it came about. */
static void rounds_do_not_drift(void **state)
{
	struct soak soak;
	struct run *run;

	(void)state;
	begin(&soak,
	      (struct step){ .for_ns = 3600 * NS_PER_S, .every_ns = 30 * NS_PER_S },
	      30 * NS_PER_S - 20 * NS_PER_MS);
	run = soak.recording.run;
	run->rounds[0].due_ns = 5000;
	assert_true(decide(&soak));
	assert_int_equal(rounds_wait(run, plan_step(soak.plan, 1)), 0);
	assert_int_equal(run->rounds[0].due_ns, 5000 + 30 * NS_PER_S);
	assert_true(run_now(run) >= 5000 + 30 * NS_PER_S);
	end(&soak);
}

static void a_round_that_is_late_is_not_made_up_for(void **state)
{
	struct soak soak;
	struct run *run;

	(void)state;
	begin(&soak,
	      (struct step){ .for_ns = 3600 * NS_PER_S, .every_ns = 30 * NS_PER_S },
	      300 * NS_PER_S);
	run = soak.recording.run;
	assert_true(decide(&soak));
	assert_int_equal(rounds_wait(run, plan_step(soak.plan, 1)), 0);
	assert_true(run->rounds[0].due_ns >= 300 * NS_PER_S);
	end(&soak);
}

static void rounds_that_lead_nowhere_at_once_are_a_second_apart(void **state)
{
	struct soak soak;
	struct run *run;

	(void)state;
	begin(&soak, (struct step){ .for_ns = 3600 * NS_PER_S }, 0);
	run = soak.recording.run;
	run->zero_ns -= 50 * NS_PER_MS;
	run->rounds[0].round_ns = run_now(run) - 50 * NS_PER_MS;
	assert_true(decide(&soak));
	assert_true(run_now(run) - run->rounds[0].round_ns >= NS_PER_S);
	end(&soak);
	/* Nobody waits for a round that would begin past the end. */
	begin(&soak, (struct step){ .for_ns = NS_PER_S }, 0);
	assert_false(decide(&soak));
	assert_true(run_now(soak.recording.run) < NS_PER_S);
	end(&soak);
	begin(&soak, (struct step){ .for_ns = NS_PER_S }, 0);
	rounds_arrived(soak.recording.run);
	assert_true(decide(&soak));
	assert_true(run_now(soak.recording.run) < NS_PER_S);
	end(&soak);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_round_begins_as_long_as_the_time_has_not_gone_by),
		cmocka_unit_test(rounds_do_not_drift),
		cmocka_unit_test(a_round_that_is_late_is_not_made_up_for),
		cmocka_unit_test(rounds_that_lead_nowhere_at_once_are_a_second_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
