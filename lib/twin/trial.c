/* SPDX-License-Identifier: BSD-3-Clause */
#include "twin/trial.h"

void twin_trial_clear(struct twin_trial *trial)
{
	twin_outcome_clear(&trial->outcome);
	twin_stage_clear(&trial->stage);
	results_free(trial->results);
	findings_clear(&trial->findings);
	config_site_clear(&trial->site);
}

bool twin_trial_was_run(const struct twin_trial *trial)
{
	return trial->results && !trial->results->problem && !trial->results->interrupted;
}

size_t twin_trial_findings(const struct twin_trial *trial, enum finding_severity severity)
{
	size_t count = 0;

	for (size_t i = 0; i < trial->findings.count; i++)
		count += trial->findings.items[i]->severity == severity;
	return count;
}

enum verdict twin_trial_verdict(const struct twin_trial *trial)
{
	if (trial->outcome.failed > 0 || twin_trial_findings(trial, FINDING_BREAKS) > 0)
		return VERDICT_FAIL;
	if (!twin_trial_was_run(trial))
		return VERDICT_ERROR;
	return trial->results->verdict;
}
