/* SPDX-License-Identifier: BSD-3-Clause */
#include "scenario/plan.h"

#include <stdlib.h>

#include "base/memory.h"
#include "explain/code.h"
#include "scenario/words.h"

/* While repeats and matrices are unrolled. */
struct unrolling {
	struct plan *plan;
	unsigned *rounds; /* how often each step has come up, steps in file order */
	size_t at;	  /* the access point that the station stands on */
	size_t holder; /* the one of the last association: the R0KH, if all goes well */
	bool *met;     /* [holder * count + to]: a roam went there on the holder's keys */
};

static size_t count_steps(const struct step *steps, size_t count)
{
	size_t all = count;

	for (size_t i = 0; i < count; i++)
		all += count_steps(steps[i].steps, steps[i].step_count);
	return all;
}

static struct plan_step *add_step(struct unrolling *u, const struct step *step,
				  unsigned iteration)
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
	return added;
}

static bool *met(struct unrolling *u, size_t to)
{
	return &u->met[u->holder * u->plan->scenario->access_point_count + to];
}

/* Where a step takes the station. */
static void move(struct unrolling *u, const struct plan_step *step, bool arrives)
{
	switch (step->kind) {
	case STEP_ASSOCIATE:
		u->holder = step->to;
		break;
	case STEP_ROAM:
		u->plan->roam_count++;
		*met(u, step->to) = true;
		break;
	case STEP_WAIT:
	case STEP_FAULT:
	case STEP_REPEAT:
	case STEP_MATRIX:
	case STEP_KIND_MAX:
		return;
	}
	if (arrives)
		u->at = step->to;
}

/* One pair in one way: a fresh association, then the legs. */
static void add_cell(struct unrolling *u, const struct step *step, unsigned iteration,
		     struct plan_cell cell)
{
	struct plan_step *added = add_step(u, step, iteration);

	added->kind = STEP_ASSOCIATE;
	added->to = cell.from;
	move(u, added, true);
	cell.first = !*met(u, cell.to);
	added->cell = cell;
	for (cell.leg = 0; cell.leg < LEG_MAX; cell.leg++) {
		if (!matrix_has_leg(step, cell.leg))
			continue;
		added = add_step(u, step, iteration);
		added->kind = STEP_ROAM;
		added->to = cell.leg == LEG_BACK ? cell.from : cell.to;
		added->via = cell.via;
		added->chained = true;
		added->cell = cell;
		move(u, added, step_arrives(step));
	}
}

/* What the first roam of a pair leaves behind, in the access points or between them, is
 * there for its second one, by the other way. So that neither way is always the first,
 * they take turns. */
static void add_pair(struct unrolling *u, const struct step *step, unsigned iteration,
		     size_t number, struct plan_cell cell)
{
	for (size_t i = 0; i < VIA_MAX; i++) {
		cell.via = (enum via)((number + i) % VIA_MAX);
		if (step->matrix.vias[cell.via])
			add_cell(u, step, iteration, cell);
	}
}

static void add_matrix(struct unrolling *u, const struct step *step, unsigned iteration)
{
	const struct matrix *matrix = &step->matrix;
	size_t number = 0;

	for (size_t i = 0; i < matrix->count; i++)
		for (size_t j = 0; j < matrix->count; j++)
			if (i != j)
				add_pair(u, step, iteration, number++,
					 (struct plan_cell){
						 .from = matrix->access_points[i],
						 .to = matrix->access_points[j],
					 });
}

static void add(struct unrolling *u, const struct step *step, unsigned iteration)
{
	if (step->kind == STEP_MATRIX)
		add_matrix(u, step, iteration);
	else
		move(u, add_step(u, step, iteration), step_arrives(step));
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
			add(u, step, ++u->rounds[number]);
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
	u.met = memory_zero(scenario->access_point_count * scenario->access_point_count,
			    sizeof(*u.met));
	unroll(&u, scenario->steps, scenario->step_count, 0);
	free(u.rounds);
	free(u.met);
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
		if (step->step->kind == STEP_MATRIX)
			text_printf(out, ", %s", leg_name(step->cell.leg));
		break;
	case STEP_WAIT:
		text_printf(out, "wait %s", duration_exact(duration, step->wait_ns));
		break;
	case STEP_FAULT:
		text_printf(out, "fault %s %s", fault_name(step->step->fault),
			    step->step->begins ? "begins" : "ends");
		break;
	case STEP_REPEAT:
	case STEP_MATRIX:
	case STEP_KIND_MAX:
		break;
	}
	text_printf(out, " (line %u, %u%s time", step->line, step->iteration,
		    ordinal_suffix(step->iteration));
	/* A matrix expects something of its roams only. */
	if (step->kind == step->step->kind || step->kind == STEP_ROAM)
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
