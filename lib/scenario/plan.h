/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "base/text.h"
#include "scenario/scenario.h"

/* The scenario's steps, unrolled: what a run does, one after the other. Pure. */

/* What a step is in its matrix, which tries each pair in each way: associate with the
 * first access point, then a roam a leg. */
struct plan_cell {
	size_t from, to; /* the pair */
	enum via via;
	enum leg leg; /* of a roam */
	/* Nothing before in the plan takes the station to the second access point on keys
	 * of an association with the first one (its R0KH). Keys that are new with each
	 * association, as those of FT-SAE, it has not met in any case. */
	bool first;
};

struct plan_step {
	enum step_kind kind;	 /* never STEP_REPEAT, nor STEP_MATRIX */
	const struct step *step; /* of the scenario */
	unsigned line;		 /* in the file */
	unsigned iteration;	 /* how many times this line has come up, from 1 */
	size_t from;		 /* roam: the access point that the plan stands on */
	size_t to;		 /* associate, roam */
	enum via via;		 /* roam */
	uint64_t wait_ns;	 /* wait */
	/* Only taken if the one before it was, and arrived. */
	bool chained;
	struct plan_cell cell; /* where step->kind is STEP_MATRIX */
};

struct plan {
	const struct scenario *scenario; /* borrowed; outlives the plan */
	struct plan_step *steps;
	size_t count, capacity;
	size_t roam_count;
};

/* The scenario has been checked by scenario_parse(), so this cannot fail. A roam
 * whose step expects it not to arrive (a result other than ok) leaves the plan
 * standing where it was. */
struct plan *plan_make(const struct scenario *scenario);
struct plan *plan_free(struct plan *plan);
static inline void plan_freep(struct plan **plan)
{
	plan_free(*plan);
}

/* One of its steps. */
static inline const struct plan_step *plan_step(const struct plan *plan, size_t index)
{
	return &plan->steps[index];
}

/* Numbered steps for a person: "  3  roam hall -> stairs over the air (line 18, 1st
 * time)". */
void plan_format(const struct plan *plan, struct text *out);
