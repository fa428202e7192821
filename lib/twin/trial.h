/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"
#include "config/finding.h"
#include "twin/outcome.h"
#include "twin/stage.h"

/* A site's files, what is wrong with them, and what became of them in the lab. */
struct twin_trial {
	struct config_site site;
	struct findings findings;
	struct twin_stage stage;
	struct results *results; /* NULL: it was not run */
	struct twin_outcome outcome;
};

void twin_trial_clear(struct twin_trial *trial);
#define cleanup_twin_trial_ __attribute__((cleanup(twin_trial_clear)))

/* Fail: a pair failed, or the run, or a finding says that something breaks. Error: it
 * was not run to its end, and nothing of this is so. */
enum verdict twin_trial_verdict(const struct twin_trial *trial);
/* Whether it was run to its end. */
bool twin_trial_was_run(const struct twin_trial *trial);
size_t twin_trial_findings(const struct twin_trial *trial,
			   enum finding_severity severity);
