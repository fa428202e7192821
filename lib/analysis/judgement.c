/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/judgement.h"

#include <stdlib.h>

#include "analysis/method.h"
#include "base/cleanup.h"
#include "base/memory.h"

/* So many are told in full; a run of thousands would bury the reader. */
#define BREACHES_TOLD 5

static void breach_add(struct breaches *breaches, const char *who, const char *what)
{
	if (breaches->count++ >= BREACHES_TOLD)
		return;
	if (breaches->count > 1)
		text_add(&breaches->text, "\n");
	text_printf(&breaches->text, "%s: %s", who, what);
}

void breach_add_roam(struct breaches *breaches, const struct roam *roam, const char *what)
{
	cleanup_free_ char *who =
		memory_printf("roam %u %s -> %s (%s)", roam->index, roam->from, roam->to,
			      via_phrase(roam->via));

	breach_add(breaches, who, what);
	*array_add(breaches->roams, breaches->roam_count, breaches->roam_capacity) =
		roam->index;
}

void breach_add_association(struct breaches *breaches,
			    const struct association *association, const char *what)
{
	cleanup_free_ char *who = memory_printf("association %u with %s",
						association->index, association->to);

	breach_add(breaches, who, what);
	*array_add(breaches->associations, breaches->association_count,
		   breaches->association_capacity) = association->index;
}

void breaches_tell(struct breaches *breaches, struct expectation_result *expectation)
{
	if (breaches->count > BREACHES_TOLD)
		text_printf(&breaches->text, "\nand %zu more",
			    breaches->count - BREACHES_TOLD);
	if (breaches->count > 0) {
		free(expectation->detail);
		expectation->detail = text_steal(&breaches->text);
	}
	expectation->roams = TAKE_PTR(breaches->roams);
	expectation->roam_count = breaches->roam_count;
	expectation->roam_capacity = breaches->roam_capacity;
	expectation->associations = TAKE_PTR(breaches->associations);
	expectation->association_count = breaches->association_count;
	expectation->association_capacity = breaches->association_capacity;
	breaches_clear(breaches);
}

void breaches_clear(struct breaches *breaches)
{
	text_clear(&breaches->text);
	free(breaches->roams);
	free(breaches->associations);
	*breaches = (struct breaches){ 0 };
}

bool judgement_has(const struct judgement *judgement, size_t index)
{
	return index < judgement->come_up ||
	       !plan_step(judgement->plan, index)->unforeseen;
}

size_t judgement_roams(const struct judgement *judgement)
{
	const struct plan *plan = judgement->plan;
	size_t roams = plan->roam_count;

	for (size_t i = 0; i < plan->count; i++)
		roams -= plan_step(plan, i)->kind == STEP_ROAM &&
			 (judgement->skipped[i] || !judgement_has(judgement, i));
	return roams;
}

struct expectation_result *expectation_add(struct results *results, unsigned line)
{
	struct expectation_result *expectation =
		array_add(results->expectations, results->expectation_count,
			  results->expectation_capacity);

	expectation->line = line;
	return expectation;
}

enum verdict verdict_of_rest(const struct judgement *judgement, size_t measured,
			     size_t planned)
{
	/* What a run that broke off had finished by then stands. */
	if (measured > 0 && measured >= planned)
		return VERDICT_PASS;
	return judgement->results->interrupted || planned == 0 ? VERDICT_SKIP
							       : VERDICT_ERROR;
}
