/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"
#include "config/finding.h"
#include "twin/stage.h"

/* What a run says of each ordered pair of a site, and which findings explain it. */

enum twin_state {
	TWIN_WORKED,
	TWIN_FAILED,	  /* a roam did not arrive, or not as asked */
	TWIN_NOT_BEGUN,	  /* nor could the station associate with the first one */
	TWIN_ABSENT,	  /* one of the two does not start, or has the other's BSSID */
	TWIN_NOT_OFFERED, /* over the DS: the first one does not offer it; no failure */
	TWIN_NOT_RUN,	  /* the run did not come to it, or the lab has no such network */
	TWIN_STATE_MAX
};

/* "worked", "failed", "not-begun", "absent", "not-offered", "not-run" */
const char *twin_state_name(enum twin_state state);

struct twin_pair {
	size_t from, to; /* indexes of BSSs */
	enum via via;
	enum twin_state state;
	/* Of the first roam that failed, or of the first one; borrowed from the results,
	 * NULL: there is none. */
	const struct roam *roam;
	const struct association *association; /* that failed; likewise */
	bool *findings;			       /* those that explain it, one flag each */
};

struct twin_outcome {
	struct twin_pair *pairs; /* way by way, and in the order of the BSSs */
	size_t count, capacity;
	size_t finding_count;
	size_t worked, failed; /* pairs; failed: also those not begun, or absent */
};

/* results: NULL where there was no run. */
void twin_outcome_make(const struct config_site *site, const struct twin_stage *stage,
		       const struct findings *findings, const struct results *results,
		       struct twin_outcome *ret);
void twin_outcome_clear(struct twin_outcome *outcome);

/* Whether the pair did not work as it should have. */
bool twin_pair_failed(const struct twin_pair *pair);
/* What the run's diagnosis of it is; NULL: it has none. */
const struct diagnosis *twin_pair_diagnosis(const struct twin_pair *pair);
/* Whether a finding explains it. */
bool twin_pair_is_explained(const struct twin_outcome *outcome,
			    const struct twin_pair *pair);
/* How many failures a finding explains; and how many pairs of those that it says to break
 * worked in every way that was tried. */
size_t twin_finding_explains(const struct twin_outcome *outcome, size_t finding);
size_t twin_finding_contradicted(const struct twin_outcome *outcome,
				 const struct findings *findings, size_t finding);
