/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"
#include "base/text.h"
#include "scenario/plan.h"

/* What a verdict is drawn from. */
struct judgement {
	const struct scenario *scenario;
	const struct plan *plan;
	struct results *results;
	/* Of each of the plan's steps: whether it was skipped. Nothing is known of it,
	 * and nothing was to be; why it was skipped is judged where that happened. */
	const bool *skipped;
	size_t come_up; /* so many of them have begun, or were skipped */
	bool complete;	/* the run came to its end */
};

#define METHOD_UNPROVEN "what was seen does not tell whether FT was used"

/* A list of what broke an expectation: "roam 1 hall -> stairs (over the air): …";
 * the first few in full, the rest counted. Indices in the order of the run. */
struct breaches {
	struct text text;
	size_t count;
	unsigned *roams, *associations;
	size_t roam_count, roam_capacity, association_count, association_capacity;
};
void breach_add_roam(struct breaches *breaches, const struct roam *roam,
		     const char *what);
void breach_add_association(struct breaches *breaches,
			    const struct association *association, const char *what);
/* Hands the sentence and the indices over, if there was a breach; empties the list. */
void breaches_tell(struct breaches *breaches, struct expectation_result *expectation);
void breaches_clear(struct breaches *breaches);

/* Whether a step of the plan was to be, begun or not. A round that only the run's clock
 * has called for was not, where the run broke off before. */
bool judgement_has(const struct judgement *judgement, size_t index);
/* How many roams there were to be, without those that were skipped. */
size_t judgement_roams(const struct judgement *judgement);

struct expectation_result *expectation_add(struct results *results, unsigned line);
/* The verdict of an expectation that holds as far as it was measured; planned is 0 where
 * all was skipped. */
enum verdict verdict_of_rest(const struct judgement *judgement, size_t measured,
			     size_t planned);
