/* SPDX-License-Identifier: BSD-3-Clause */
#include <malloc.h>
#include <string.h>

#include "analysis/aftermath.h"
#include "analysis/analysis-parts.h"
#include "analysis/explanation.h"
#include "analysis/method.h"
#include "analysis/negotiation.h"
#include "analysis/phases.h"
#include "analysis/settle.h"
#include "analysis/step-verdict.h"
#include "base/memory.h"

/* A row a roam or association. */

void settle_last(struct analysis *a)
{
	struct results *results = a->results;

	if (a->last.roam)
		roam_settle(results->spill, a->last.roam);
	if (a->last.association)
		association_settle(results->spill, a->last.association);
	a->last = (struct last_step){ 0 };
	if (!results->spill)
		return;
	spill_rest(results->spill);
	malloc_trim(0); /* what the making of the row has left free between what stays */
}

/* Whatever is no FT begins the mobility domain anew. */
static void negotiate(struct analysis *a, enum method used, struct negotiation *ret)
{
	const struct advertised *target = advertised_by(a, a->window.target);
	bool ft = used == METHOD_FT_AIR || used == METHOD_FT_DS;

	negotiation_find(&a->window, target->seen ? &target->elements : NULL,
			 ft ? &a->initial : NULL, ret);
	if (ft || used == METHOD_NONE)
		return;
	a->initial = *ret;
	a->initial.checks = NULL;
	a->initial.check_count = a->initial.check_capacity = 0;
}

static struct diagnosis_case case_of(const struct analysis *a,
				     const struct symptom *symptom)
{
	const struct window *window = &a->window;

	return (struct diagnosis_case){
		.scenario = a->scenario,
		.window = window,
		.symptom = symptom,
		.from = window->from ? &a->advertised[window->from -
						      a->scenario->access_points]
				     : NULL,
		.target = &a->advertised[window->target - a->scenario->access_points],
		.facts = &a->facts,
		.target_index = (size_t)(window->target - a->scenario->access_points),
		.keys = a->keys,
	};
}

static void diagnose(struct analysis *a, const struct symptom *symptom,
		     const char *explanation, struct diagnosis *ret)
{
	struct diagnosis_case c = case_of(a, symptom);

	diagnosis_make(&c, explanation, ret);
	/* A negative cache is known by what came before it. */
	if (c.keys.known && diagnosis_tells_vain_pull(symptom, ret))
		a->facts.access_points[c.target_index].unanswered_ns[c.keys.r0kh] =
			symptom->at_ns;
}

void roam_finish(struct analysis *a)
{
	struct results *results = a->results;
	const struct window *window = &a->window;
	const struct plan_step *step = &window->plan_step;
	const struct advertised *target = advertised_by(a, window->target);
	struct proof proof = { 0 };
	struct symptom symptom;
	struct roam *roam;
	bool survived = true;

	settle_last(a);
	roam = spill_array_add(results->spill, results->roams, results->roam_count,
			       results->roam_capacity);
	*roam = (struct roam){
		.index = (unsigned)results->roam_count,
		.plan_step = window->step,
		.line = step->line,
		.iteration = step->iteration,
		.began_anew = window->began_anew,
		.from = memory_strdup(window->from->name),
		.to = memory_strdup(window->target->name),
		.via = step->via,
		.result = window->outcome,
		.has_status = window->has_status,
		.status = window->status,
		.start_ns = window->start_ns,
		.total_ns = window->end_ns - window->start_ns,
		.has_tunnel = a->scenario->has_tunnel,
		.of_matrix = step->step->kind == STEP_MATRIX,
		.leg = step->cell.leg,
	};
	memcpy(roam->bssid, window->target->bssid, MAC_LENGTH);
	roam->used = method_judge(window, a->scenario,
				  target->seen ? &target->elements : NULL, &proof);
	roam->used_unproven = !proof.conclusive;
	roam->exchange = memory_strdup(proof.exchange);
	roam->proof = proof.items;
	roam->proof_count = proof.count;
	roam->proof_capacity = proof.capacity;
	phases_find(window, &roam->phases, &roam->phase_count, &roam->phase_capacity);
	aftermath_find(window, roam->phases, roam->phase_count, &roam->aftermath,
		       &roam->aftermath_count, &roam->aftermath_capacity);
	negotiate(a, roam->used, &roam->negotiated);
	outside_find(&a->outside, a->scenario, a->streams, window->start_ns);
	passage_find(&a->passage, a->scenario, a->streams, window);
	for (size_t i = 0; i < a->scenario->stream_count; i++) {
		uint64_t recovery_ns;

		traffic_window_close(a->streams[i], window, &a->outside, &a->passage,
				     roam, &recovery_ns);
		if (a->scenario->streams[i].through == THROUGH_TUNNEL &&
		    a->scenario->streams[i].probe != PROBE_TCP &&
		    recovery_ns > a->scenario->recovery_limit_ns)
			survived = false;
	}
	roam->tunnel_survived = roam->has_tunnel && survived;
	if (roam->has_tunnel)
		tunnel_watch_close(a->tunnel, roam);
	symptom_find(window, a->scenario, roam->used, advertised_by(a, window->from),
		     target, &symptom);
	roam->explanation = explanation_make(window, &symptom,
					     advertised_by(a, window->from), target);
	diagnose(a, &symptom, roam->explanation, &roam->diagnosis);
	roam->passed = roam_met(a->scenario, step->step, roam);
	a->last = (struct last_step){ .step = step->step,
				      .target = window->target,
				      .tried_mhz = target->frequency_mhz,
				      .roam = roam };
	last_step_take_window(&a->last, &a->facts, window);
}

void association_finish(struct analysis *a)
{
	struct results *results = a->results;
	const struct window *window = &a->window;
	const struct plan_step *step = &window->plan_step;
	const struct advertised *target = advertised_by(a, window->target);
	struct proof proof = { 0 };
	struct symptom symptom;
	struct association *association;

	settle_last(a);
	association = spill_array_add(results->spill, results->associations,
				      results->association_count,
				      results->association_capacity);
	*association = (struct association){
		.index = (unsigned)results->association_count,
		.plan_step = window->step,
		.line = step->line,
		.iteration = step->iteration,
		.to = memory_strdup(window->target->name),
		.result = window->outcome,
		.has_status = window->has_status,
		.status = window->status,
		.start_ns = window->start_ns,
		.total_ns = window->end_ns - window->start_ns,
		.of_matrix = step->step->kind == STEP_MATRIX,
	};
	memcpy(association->bssid, window->target->bssid, MAC_LENGTH);
	association->used = method_judge(window, a->scenario,
					 target->seen ? &target->elements : NULL, &proof);
	association->used_unproven = !proof.conclusive;
	association->exchange = memory_strdup(proof.exchange);
	proof_clear(&proof);
	phases_find(window, &association->phases, &association->phase_count,
		    &association->phase_capacity);
	aftermath_find(window, association->phases, association->phase_count,
		       &association->aftermath, &association->aftermath_count,
		       &association->aftermath_capacity);
	negotiate(a, association->used, &association->negotiated);
	symptom_find(window, a->scenario, association->used, NULL, target, &symptom);
	association->explanation = explanation_make(window, &symptom, NULL, target);
	diagnose(a, &symptom, association->explanation, &association->diagnosis);
	association->passed = association_met(step->step, association);
	a->last = (struct last_step){ .step = step->step,
				      .target = window->target,
				      .tried_mhz = target->frequency_mhz,
				      .association = association };
}
