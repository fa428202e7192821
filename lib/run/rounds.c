/* SPDX-License-Identifier: BSD-3-Clause */
#include "run/engine.h"

/* The rounds of repeats: when they begin, and how many there are. */

/* A round that took the station nowhere, and next to no time, is one of access points
 * that are out of reach: the next one waits, or thousands of them a second would say the
 * same. */
#define VAIN_NS (100 * NS_PER_MS)
#define VAIN_PACE_NS NS_PER_S

static unsigned depth_of(const struct plan *plan)
{
	return plan->depth - 2;
}

void rounds_step(struct run *run, const struct plan_step *step)
{
	uint64_t now = run_now(run);

	for (unsigned depth = 0; depth < SCENARIO_REPEAT_DEPTH_MAX; depth++) {
		struct run_rounds *rounds = &run->rounds[depth];

		if (step->begun & (1u << depth))
			rounds->began_ns = rounds->due_ns = now;
		if (step->rounds & (1u << depth)) {
			rounds->round_ns = now;
			rounds->arrived = false;
		}
	}
}

void rounds_arrived(struct run *run)
{
	for (unsigned depth = 0; depth < SCENARIO_REPEAT_DEPTH_MAX; depth++)
		run->rounds[depth].arrived = true;
}

/* Counted from when the last one was due, or what each is late would add up. */
static uint64_t next_due(const struct run_rounds *rounds, uint64_t every_ns, uint64_t now)
{
	uint64_t due = rounds->due_ns + every_ns;

	return every_ns && due > now ? due : now;
}

/* A loop's timer counts from when its turn began, in whole microseconds: it may come too
 * early, and what is asked of the clock then has the other answer. */
static int wait_until(struct run *run, uint64_t time_ns)
{
	for (;;) {
		uint64_t now = run_now(run);
		int r;

		if (now >= time_ns)
			return 0;
		r = run_pause(run, time_ns - now + NS_PER_US - 1);
		if (r < 0)
			return r;
	}
}

int rounds_wait(struct run *run, const struct plan_step *step)
{
	struct run_rounds *rounds = &run->rounds[step->depth];
	uint64_t now = run_now(run);

	rounds->due_ns = next_due(rounds, step->wait_ns, now);
	return wait_until(run, rounds->due_ns);
}

static bool is_vain(const struct run_rounds *rounds, uint64_t now)
{
	return !rounds->arrived && now - rounds->round_ns < VAIN_NS;
}

/* When the next round would begin. */
static uint64_t next_round(const struct run_rounds *rounds, const struct step *repeat,
			   uint64_t now)
{
	uint64_t next = next_due(rounds, repeat->every_ns, now);
	uint64_t pace = rounds->round_ns + VAIN_PACE_NS;

	return is_vain(rounds, now) && pace > next ? pace : next;
}

int rounds_decide(struct run *run)
{
	const struct step *repeat = plan_undecided(run->plan);
	const struct run_rounds *rounds = &run->rounds[depth_of(run->plan)];
	struct event event = { .kind = EVENT_ROUND };
	uint64_t now = run_now(run), next = next_round(rounds, repeat, now);
	int r = 0;

	event.round.more = next - rounds->began_ns < repeat->for_ns;
	/* What "every" has it wait for is a step of the plan. */
	if (event.round.more && next > next_due(rounds, repeat->every_ns, now))
		r = wait_until(run, next);
	if (r < 0)
		return r;
	run_record(run, &event);
	plan_forget(run->plan, run->plan->count);
	plan_decide(run->plan, event.round.more);
	return 0;
}
