/* SPDX-License-Identifier: BSD-3-Clause */
#include "scenario/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "explain/code.h"
#include "scenario/words.h"

/* So many steps may be resident where somebody reads a long plan from its beginning. */
#define STEPS_RESIDENT 256

static size_t count_steps(const struct step *steps, size_t count)
{
	size_t all = count;

	for (size_t i = 0; i < count; i++)
		all += count_steps(steps[i].steps, steps[i].step_count);
	return all;
}

static bool is_unforeseen(const struct plan *plan)
{
	for (unsigned i = 1; i < plan->depth; i++)
		if (plan->frames[i].repeat->for_ns && plan->frames[i].round > 0)
			return true;
	return false;
}

static struct plan_step *add_step(struct plan *plan, const struct step *step,
				  unsigned iteration)
{
	struct plan_step *added =
		spill_array_add(plan->spill, plan->steps, plan->held, plan->capacity);

	plan->count++;
	*added = (struct plan_step){
		.kind = step->kind,
		.step = step,
		.line = step->place.line,
		.iteration = iteration,
		.from = plan->at,
		.to = step->to,
		.via = step->via,
		.wait_ns = step->wait_ns,
		.unforeseen = is_unforeseen(plan),
		.begun = plan->begun,
		.rounds = plan->rounds_begun,
	};
	plan->begun = plan->rounds_begun = 0;
	return added;
}

static bool *met(struct plan *plan, size_t to)
{
	return &plan->met[plan->holder * plan->scenario->access_point_count + to];
}

/* Where a step takes the station. */
static void move(struct plan *plan, const struct plan_step *step, bool arrives)
{
	switch (step->kind) {
	case STEP_ASSOCIATE:
		plan->holder = step->to;
		break;
	case STEP_ROAM:
		plan->roam_count++;
		*met(plan, step->to) = true;
		break;
	case STEP_WAIT:
	case STEP_FAULT:
	case STEP_REPEAT:
	case STEP_MATRIX:
	case STEP_KIND_MAX:
		return;
	}
	if (arrives)
		plan->at = step->to;
}

/* One pair in one way: a fresh association, then the legs. */
static void add_cell(struct plan *plan, const struct step *step, unsigned iteration,
		     struct plan_cell cell)
{
	struct plan_step *added = add_step(plan, step, iteration);

	added->kind = STEP_ASSOCIATE;
	added->to = cell.from;
	move(plan, added, true);
	cell.first = !*met(plan, cell.to);
	added->cell = cell;
	for (cell.leg = 0; cell.leg < LEG_MAX; cell.leg++) {
		if (!matrix_has_leg(step, cell.leg))
			continue;
		added = add_step(plan, step, iteration);
		added->kind = STEP_ROAM;
		added->to = cell.leg == LEG_BACK ? cell.from : cell.to;
		added->via = cell.via;
		added->chained = true;
		added->cell = cell;
		move(plan, added, step_arrives(step));
	}
}

/* What the first roam of a pair leaves behind, in the access points or between them, is
 * there for its second one, by the other way. So that neither way is always the first,
 * they take turns. */
static void add_pair(struct plan *plan, const struct step *step, unsigned iteration,
		     size_t number, struct plan_cell cell)
{
	for (size_t i = 0; i < VIA_MAX; i++) {
		cell.via = (enum via)((number + i) % VIA_MAX);
		if (step->matrix.vias[cell.via])
			add_cell(plan, step, iteration, cell);
	}
}

static void add_matrix(struct plan *plan, const struct step *step, unsigned iteration)
{
	const struct matrix *matrix = &step->matrix;
	size_t number = 0;

	for (size_t i = 0; i < matrix->count; i++)
		for (size_t j = 0; j < matrix->count; j++)
			if (i != j)
				add_pair(plan, step, iteration, number++,
					 (struct plan_cell){
						 .from = matrix->access_points[i],
						 .to = matrix->access_points[j],
					 });
}

static void add(struct plan *plan, const struct step *step, unsigned iteration)
{
	if (step->kind == STEP_MATRIX)
		add_matrix(plan, step, iteration);
	else
		move(plan, add_step(plan, step, iteration), step_arrives(step));
}

static void enter(struct plan *plan, const struct step *repeat, const struct step *steps,
		  size_t count, size_t number)
{
	unsigned depth = repeat ? plan->depth - 1 : 0;

	if (repeat) {
		plan->begun |= (uint8_t)(1u << depth);
		plan->rounds_begun |= (uint8_t)(1u << depth);
	}
	plan->frames[plan->depth++] = (struct plan_frame){
		.repeat = repeat,
		.depth = depth,
		.steps = steps,
		.count = count,
		.number = number,
		.first = number,
	};
}

static void begin_round(struct plan *plan)
{
	struct plan_frame *frame = &plan->frames[plan->depth - 1];
	const struct step *repeat = frame->repeat;

	frame->next = 0;
	frame->number = frame->first;
	if (repeat->every_ns) {
		struct plan_step *wait =
			add_step(plan, repeat, ++plan->rounds[frame->first - 1]);

		wait->kind = STEP_WAIT;
		wait->wait_ns = repeat->every_ns;
		wait->depth = frame->depth;
	}
	plan->rounds_begun |= (uint8_t)(1u << frame->depth);
}

static void take_step(struct plan *plan, struct plan_frame *frame)
{
	const struct step *step = &frame->steps[frame->next++];
	size_t number = frame->number;

	frame->number += 1 + count_steps(step->steps, step->step_count);
	if (step->kind == STEP_REPEAT)
		enter(plan, step, step->steps, step->step_count, number + 1);
	else
		add(plan, step, ++plan->rounds[number]);
}

/* Until the end, or until there is something to decide. */
static void unroll(struct plan *plan)
{
	while (plan->depth > 0) {
		struct plan_frame *frame = &plan->frames[plan->depth - 1];

		if (frame->next < frame->count) {
			take_step(plan, frame);
			continue;
		}
		frame->round++;
		if (!frame->repeat || frame->round == frame->repeat->times) {
			plan->depth--;
			continue;
		}
		if (frame->repeat->for_ns)
			return;
		begin_round(plan);
	}
}

struct plan *plan_make(const struct scenario *scenario)
{
	struct plan *plan = memory_zero(1, sizeof(*plan));

	plan->scenario = scenario;
	plan->rounds = memory_zero(count_steps(scenario->steps, scenario->step_count),
				   sizeof(*plan->rounds));
	plan->met =
		memory_zero(scenario->access_point_count * scenario->access_point_count,
			    sizeof(*plan->met));
	enter(plan, NULL, scenario->steps, scenario->step_count, 0);
	unroll(plan);
	return plan;
}

const struct step *plan_undecided(const struct plan *plan)
{
	return plan->depth > 0 ? plan->frames[plan->depth - 1].repeat : NULL;
}

void plan_decide(struct plan *plan, bool more)
{
	if (!plan_is_open(plan))
		return;
	if (more)
		begin_round(plan);
	else
		plan->depth--;
	unroll(plan);
	spill_rest(plan->spill);
}

void plan_end(struct plan *plan)
{
	while (plan_is_open(plan))
		plan_decide(plan, false);
}

void plan_keep_in(struct plan *plan, const char *folder)
{
	plan->spill = spill_new(folder);
	spill_take_over(plan->spill, plan->steps, plan->held, plan->capacity);
	spill_rest(plan->spill);
}

void plan_forget(struct plan *plan, size_t index)
{
	size_t gone = index - plan->forgotten;

	plan->held -= gone;
	plan->forgotten = index;
	memmove(plan->steps, plan->steps + gone, plan->held * sizeof(*plan->steps));
}

const struct plan_step *plan_step(const struct plan *plan, size_t index)
{
	if (index % STEPS_RESIDENT == 0)
		spill_rest(plan->spill);
	return &plan->steps[index - plan->forgotten];
}

struct plan *plan_free(struct plan *plan)
{
	if (!plan)
		return NULL;
	if (!plan->spill)
		free(plan->steps);
	spill_free(plan->spill);
	free(plan->rounds);
	free(plan->met);
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
		if (step->step->kind == STEP_REPEAT)
			text_add(out, " from the last round's beginning");
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

/* "again until 2h have gone by, 10 times at most, every 30s (line 5)" */
static void format_rest(const struct step *repeat, struct text *out)
{
	char duration[DURATION_EXACT_MAX];

	text_printf(out, "again until %s have gone by",
		    duration_exact(duration, repeat->for_ns));
	if (repeat->times)
		text_printf(out, ", %u times at most", repeat->times);
	if (repeat->every_ns)
		text_printf(out, ", every %s",
			    duration_exact(duration, repeat->every_ns));
	text_printf(out, " (line %u)\n", repeat->place.line);
}

/* Columns of the last number. */
static int number_width(const struct scenario *scenario)
{
	struct plan *plan = plan_make(scenario);
	int width = 3;

	plan_end(plan);
	for (size_t n = plan->count; n >= 1000; n /= 10)
		width++;
	plan_free(plan);
	return width;
}

void plan_format(struct plan *plan, struct text *out)
{
	int width = number_width(plan->scenario);
	size_t i = 0;

	for (;;) {
		for (; i < plan->count; i++) {
			text_printf(out, "%*zu  ", width, i + 1);
			format_step(plan, plan_step(plan, i), out);
		}
		if (!plan_is_open(plan))
			return;
		text_printf(out, "%*s  ", width, "");
		format_rest(plan_undecided(plan), out);
		plan_decide(plan, false);
	}
}
