/* SPDX-License-Identifier: BSD-3-Clause */
#include "scenario/plan.h"

#include <stdlib.h>

#include "base/memory.h"
#include "explain/code.h"
#include "scenario/words.h"

/* While the repeats are unrolled. */
struct unrolling {
	struct plan *plan;
	unsigned *rounds; /* how often each step has come up, steps in file order */
	size_t at;	  /* the access point that the station stands on */
};

static size_t count_steps(const struct step *steps, size_t count)
{
	size_t all = count;

	for (size_t i = 0; i < count; i++)
		all += count_steps(steps[i].steps, steps[i].step_count);
	return all;
}

static void add_step(struct unrolling *u, const struct step *step, unsigned iteration)
{
	struct plan *plan = u->plan;
	struct plan_step *added = array_add(plan->steps, plan->count, plan->capacity);

	*added = (struct plan_step){
		.kind = step->kind,
		.step = step,
		.line = step->place.line,
		.iteration = iteration,
		.from = u->at,
		.to = step->to,
		.via = step->via,
		.wait_ns = step->wait_ns,
	};
	if (step->kind == STEP_ROAM)
		plan->roam_count++;
	if ((step->kind == STEP_ASSOCIATE || step->kind == STEP_ROAM) &&
	    step_arrives(step))
		u->at = step->to;
}

/* first is the number of the first of these steps; returns that of the next one
 * after them, however often they are repeated. */
static size_t unroll(struct unrolling *u, const struct step *steps, size_t count,
		     size_t first)
{
	size_t number = first;

	for (size_t i = 0; i < count; i++) {
		const struct step *step = &steps[i];
		size_t next = number + 1;

		if (step->kind != STEP_REPEAT)
			add_step(u, step, ++u->rounds[number]);
		else
			for (unsigned round = 0; round < step->times; round++)
				next = unroll(u, step->steps, step->step_count,
					      number + 1);
		number = next;
	}
	return number;
}

struct plan *plan_make(const struct scenario *scenario)
{
	struct plan *plan = memory_zero(1, sizeof(*plan));
	struct unrolling u = { .plan = plan };

	plan->scenario = scenario;
	u.rounds = memory_zero(count_steps(scenario->steps, scenario->step_count),
			       sizeof(*u.rounds));
	unroll(&u, scenario->steps, scenario->step_count, 0);
	free(u.rounds);
	return plan;
}

struct plan *plan_free(struct plan *plan)
{
	if (!plan)
		return NULL;
	free(plan->steps);
	free(plan);
	return NULL;
}

static const char *ordinal_suffix(unsigned n)
{
	if (n % 100 >= 11 && n % 100 <= 13)
		return "th";
	switch (n % 10) {
	case 1:
		return "st";
	case 2:
		return "nd";
	case 3:
		return "rd";
	}
	return "th";
}

/* A disconnection has a reason code, all else a status code. */
static void expected_code_add(struct text *out, const struct step_expectation *e)
{
	if (!e->has_result) {
		text_add(out, "status ");
		either_code_add(out, e->status);
	} else if (e->result == OUTCOME_DISCONNECTED) {
		reason_code_add(out, e->status);
	} else {
		status_code_add(out, e->status);
	}
}

static void format_expectation(const struct step_expectation *e, struct text *out)
{
	const char *separator = "; expects ";

	if (e->has_result) {
		text_printf(out, "%sresult %s", separator, outcome_name(e->result));
		separator = ", ";
	}
	if (e->has_status) {
		text_add(out, separator);
		expected_code_add(out, e);
		separator = ", ";
	}
	if (e->has_used) {
		text_printf(out, "%sused %s", separator, method_name(e->used));
		separator = ", ";
	}
	if (e->has_cause)
		text_printf(out, "%scause %s", separator,
			    e->cause < CAUSE_MAX ? cause_text(e->cause)->id : "none");
}

static void format_step(const struct plan *plan, const struct plan_step *step,
			struct text *out)
{
	const struct access_point *aps = plan->scenario->access_points;
	char duration[DURATION_EXACT_MAX];

	switch (step->kind) {
	case STEP_ASSOCIATE:
		text_printf(out, "associate with %s", aps[step->to].name);
		break;
	case STEP_ROAM:
		text_printf(out, "roam %s -> %s over the %s", aps[step->from].name,
			    aps[step->to].name, step->via == VIA_DS ? "DS" : "air");
		break;
	case STEP_WAIT:
		text_printf(out, "wait %s", duration_exact(duration, step->wait_ns));
		break;
	case STEP_FAULT:
		text_printf(out, "fault %s %s", fault_name(step->step->fault),
			    step->step->begins ? "begins" : "ends");
		break;
	case STEP_REPEAT:
	case STEP_KIND_MAX:
		break;
	}
	text_printf(out, " (line %u, %u%s time", step->line, step->iteration,
		    ordinal_suffix(step->iteration));
	format_expectation(&step->step->expect, out);
	text_add(out, ")\n");
}

void plan_format(const struct plan *plan, struct text *out)
{
	int width = 3;

	for (size_t n = plan->count; n >= 1000; n /= 10)
		width++;
	for (size_t i = 0; i < plan->count; i++) {
		text_printf(out, "%*zu  ", width, i + 1);
		format_step(plan, &plan->steps[i], out);
	}
}
