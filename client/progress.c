/* SPDX-License-Identifier: BSD-3-Clause */
#include "progress.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/time.h"
#include "scenario/words.h"

#define UNKNOWN UINT64_MAX

/* Before that, how fast a virtual clock goes is not known: it leaps from wait to wait. */
#define VIRTUAL_LEARNT_NS (2 * NS_PER_S)

char *progress_describe(const struct scenario *scenario, const struct plan_step *step)
{
	char duration[DURATION_EXACT_MAX];

	switch (step->kind) {
	case STEP_ASSOCIATE:
		return memory_printf("associate with %s",
				     scenario->access_points[step->to].name);
	case STEP_ROAM:
		return memory_printf("roam to %s over the %s",
				     scenario->access_points[step->to].name,
				     step->via == VIA_DS ? "DS" : "air");
	case STEP_WAIT:
		if (step->step->kind == STEP_REPEAT)
			return memory_strdup("wait for the next round");
		return memory_printf("wait %s", duration_exact(duration, step->wait_ns));
	case STEP_FAULT:
		return memory_printf("fault %s %s", fault_name(step->step->fault),
				     step->step->begins ? "begins" : "ends");
	case STEP_REPEAT:
	case STEP_MATRIX:
	case STEP_KIND_MAX:
		break;
	}
	return memory_strdup("unknown");
}

void progress_clear(struct progress *progress)
{
	free(progress->words);
	*progress = (struct progress){ 0 };
}

static bool contains(const struct step *step, const struct step *wanted)
{
	if (step == wanted)
		return true;
	for (size_t i = 0; i < step->step_count; i++)
		if (contains(&step->steps[i], wanted))
			return true;
	return false;
}

/* The scenario's own step that this one is, or is in. */
static size_t find_top(const struct scenario *scenario, const struct step *step)
{
	size_t i = 0;

	while (i + 1 < scenario->step_count && !contains(&scenario->steps[i], step))
		i++;
	return i;
}

static void end_step(struct progress *progress, uint64_t time_ns)
{
	if (!progress->moving)
		return;
	progress->moves++;
	progress->moves_ns += time_ns - progress->step_ns;
	progress->moving = false;
}

static void take_step(struct progress *progress, const struct event *event)
{
	const struct plan *plan = progress->plan;
	const struct plan_step *step;
	size_t top;

	if (event->step < 0 || (size_t)event->step >= plan->count)
		return;
	end_step(progress, event->time_ns);
	step = plan_step(plan, (size_t)event->step);
	top = find_top(plan->scenario, step->step);
	if (!progress->words || top != progress->top) {
		progress->top_ns = progress->round_ns = event->time_ns;
		progress->rounds = 0;
	}
	progress->top = top;
	if (step->rounds & 1) {
		progress->rounds++;
		progress->round_ns = event->time_ns;
	}
	progress->moving = event->kind == EVENT_STEP_START &&
			   (step->kind == STEP_ASSOCIATE || step->kind == STEP_ROAM);
	progress->step_ns = event->time_ns;
	free(progress->words);
	progress->words = progress_describe(plan->scenario, step);
}

void progress_take(struct progress *progress, const struct plan *plan,
		   const struct event *event, uint64_t now_ns)
{
	progress->plan = plan;
	if (!plan)
		return;
	if (event->time_ns > progress->run_ns)
		progress->run_ns = event->time_ns;
	if (event->kind == EVENT_RUN_START) {
		const char *clock = event->run_start.environment.clock;

		progress->began_ns = now_ns;
		progress->virtual_clock = clock && strcmp(clock, "virtual") == 0;
	}
	if (event->kind == EVENT_STEP_START || event->kind == EVENT_STEP_SKIPPED)
		take_step(progress, event);
}

static uint64_t times(uint64_t ns, uint64_t count)
{
	return ns == UNKNOWN || (count && ns > UNKNOWN / 2 / count) ? UNKNOWN
								    : ns * count;
}

static uint64_t sum(uint64_t a, uint64_t b)
{
	return a == UNKNOWN || b == UNKNOWN ? UNKNOWN : a + b;
}

static uint64_t cost_of_move(const struct progress *progress)
{
	return progress->moves ? progress->moves_ns / progress->moves : UNKNOWN;
}

/* How many associations and roams a matrix is. */
static uint64_t count_moves(const struct step *step)
{
	const struct matrix *matrix = &step->matrix;
	uint64_t vias = 0, moves = 1;

	for (enum via via = 0; via < VIA_MAX; via++)
		vias += matrix->vias[via];
	for (enum leg leg = 0; leg < LEG_MAX; leg++)
		moves += matrix_has_leg(step, leg);
	return matrix->count * (matrix->count - 1) * vias * moves;
}

static uint64_t cost_of(const struct progress *progress, const struct step *step);

static uint64_t cost_of_rounds(const struct progress *progress, const struct step *repeat)
{
	uint64_t round = 0, all;

	for (size_t i = 0; i < repeat->step_count; i++)
		round = sum(round, cost_of(progress, &repeat->steps[i]));
	if (round < repeat->every_ns)
		round = repeat->every_ns;
	all = repeat->times ? times(round, repeat->times) : UNKNOWN;
	return repeat->for_ns && repeat->for_ns < all ? repeat->for_ns : all;
}

/* How long a step of the scenario takes, on the run's clock. */
static uint64_t cost_of(const struct progress *progress, const struct step *step)
{
	switch (step->kind) {
	case STEP_ASSOCIATE:
	case STEP_ROAM:
		return cost_of_move(progress);
	case STEP_MATRIX:
		return times(cost_of_move(progress), count_moves(step));
	case STEP_REPEAT:
		return cost_of_rounds(progress, step);
	case STEP_WAIT:
		return step->wait_ns;
	case STEP_FAULT:
	case STEP_KIND_MAX:
		break;
	}
	return 0;
}

static uint64_t less(uint64_t ns, uint64_t gone_ns)
{
	if (ns == UNKNOWN)
		return ns;
	return ns > gone_ns ? ns - gone_ns : 0;
}

/* Of the scenario's own step that is under way. */
static uint64_t left_of_top(const struct progress *progress, uint64_t run_ns)
{
	const struct step *step = &progress->plan->scenario->steps[progress->top];
	uint64_t gone = run_ns > progress->top_ns ? run_ns - progress->top_ns : 0;
	uint64_t by_rounds, by_time;

	if (step->kind != STEP_REPEAT || !step->times || progress->rounds < 2)
		return less(cost_of(progress, step), gone);
	by_rounds = (progress->round_ns - progress->top_ns) / (progress->rounds - 1);
	by_rounds = less(times(by_rounds, step->times), gone);
	by_time = step->for_ns ? less(step->for_ns, gone) : UNKNOWN;
	return by_time < by_rounds ? by_time : by_rounds;
}

static uint64_t left_ns(const struct progress *progress, uint64_t gone_ns)
{
	const struct scenario *scenario = progress->plan->scenario;
	/* Without events a real clock goes on all the same. */
	uint64_t run_ns = progress->virtual_clock ? progress->run_ns : gone_ns;
	uint64_t left = left_of_top(progress, run_ns);

	for (size_t i = progress->top + 1; i < scenario->step_count; i++)
		left = sum(left, cost_of(progress, &scenario->steps[i]));
	if (left == UNKNOWN || !progress->virtual_clock)
		return left;
	if (gone_ns < VIRTUAL_LEARNT_NS || !progress->run_ns)
		return UNKNOWN;
	return (uint64_t)((double)left * (double)gone_ns / (double)progress->run_ns);
}

/* "9s", "3m 12s", "1h 50m" */
static void add_time(struct text *out, uint64_t ns)
{
	uint64_t s = ns / NS_PER_S;

	if (s < 60)
		text_printf(out, "%us", (unsigned)s);
	else if (s < 3600)
		text_printf(out, "%um %us", (unsigned)(s / 60), (unsigned)(s % 60));
	else
		text_printf(out, "%uh %um", (unsigned)(s / 3600),
			    (unsigned)(s / 60 % 60));
}

void progress_format(const struct progress *progress, size_t roams, size_t failed,
		     uint64_t now_ns, struct text *out)
{
	uint64_t gone = now_ns - progress->began_ns, left;

	if (!progress->plan || !progress->words)
		return;
	text_printf(out, "%s; %zu roam%s", progress->words, roams, roams == 1 ? "" : "s");
	if (failed > 0)
		text_printf(out, ", %zu failed", failed);
	text_add(out, "; ");
	add_time(out, gone);
	text_add(out, " gone by");
	left = left_ns(progress, gone);
	if (left == UNKNOWN)
		return;
	text_add(out, ", about ");
	add_time(out, left);
	text_add(out, " left");
}
