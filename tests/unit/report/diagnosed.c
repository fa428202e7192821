/* SPDX-License-Identifier: BSD-3-Clause */
#include "diagnosed.h"

#include "base/memory.h"

struct results *diagnosed_results(void)
{
	struct results *results = memory_zero(1, sizeof(*results));

	results->version = memory_strdup("0");
	results->scenario_file = memory_strdup("a.yaml");
	results->scenario_name = memory_strdup("a");
	results->started = memory_strdup("");
	results->verdict = VERDICT_FAIL;
	return results;
}

struct roam *diagnosed_roam(struct results *results, const char *from, const char *to,
			    enum outcome result, int status)
{
	struct roam *roam =
		array_add(results->roams, results->roam_count, results->roam_capacity);

	roam->index = (unsigned)results->roam_count;
	roam->line = roam->iteration = 1;
	roam->from = memory_strdup(from);
	roam->to = memory_strdup(to);
	roam->used = result == OUTCOME_OK ? METHOD_FULL : METHOD_NONE;
	roam->exchange = memory_strdup("full-psk");
	roam->result = result;
	roam->has_status = status >= 0;
	roam->status = status >= 0 ? (unsigned)status : 0;
	roam->explanation = memory_strdup("what was seen");
	return roam;
}

struct association *diagnosed_association(struct results *results, const char *to,
					  enum outcome result, int status)
{
	struct association *association =
		array_add(results->associations, results->association_count,
			  results->association_capacity);

	association->index = (unsigned)results->association_count;
	association->line = association->iteration = 1;
	association->to = memory_strdup(to);
	association->exchange = memory_strdup("full-psk");
	association->result = result;
	association->has_status = status >= 0;
	association->status = status >= 0 ? (unsigned)status : 0;
	association->explanation = memory_strdup("what was seen");
	return association;
}

static char *copy(const char *string)
{
	return string ? memory_strdup(string) : NULL;
}

static void remedy_of(enum cause cause, const char *access_point, struct remedy *ret)
{
	ret->access_point = copy(access_point);
	ret->text = copy(cause_text(cause)->remedy);
	ret->hostapd = copy(cause_text(cause)->hostapd);
	ret->openwrt = copy(cause_text(cause)->openwrt);
}

void diagnosed_as(struct diagnosis *diagnosis, enum cause cause, const char *access_point)
{
	diagnosis->present = true;
	diagnosis->cause = cause;
	if (cause == CAUSE_MAX) {
		diagnosis->decide =
			memory_strdup("on stairs: hostapd_cli log_level DEBUG, and roam "
				      "again");
		return;
	}
	diagnosed_candidate(diagnosis, cause);
	remedy_of(cause, access_point, &diagnosis->remedy);
}

void diagnosed_candidate(struct diagnosis *diagnosis, enum cause cause)
{
	*array_add(diagnosis->candidates, diagnosis->candidate_count,
		   diagnosis->candidate_capacity) = cause;
}

void diagnosed_evidence(struct diagnosis *diagnosis, const char *sentence)
{
	*array_add(diagnosis->evidence, diagnosis->evidence_count,
		   diagnosis->evidence_capacity) = memory_strdup(sentence);
}

void diagnosed_warning(struct results *results, enum cause cause,
		       const char *access_point, const char *evidence)
{
	struct warning *warning = array_add(results->warnings, results->warning_count,
					    results->warning_capacity);

	warning->cause = cause;
	warning->evidence = memory_strdup(evidence);
	remedy_of(cause, access_point, &warning->remedy);
}
