/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/diagnosis-case.h"

/* Why a step went as it should not: what the station sees gives candidates, what access
 * points say decides between them. */

/* explanation: what was seen, in one sentence, or NULL. */
void diagnosis_make(const struct diagnosis_case *c, const char *explanation,
		    struct diagnosis *ret);

/* The target has asked the R0KH for the station's key, and got nothing: as far as
 * anything is known, that was it. */
bool diagnosis_tells_vain_pull(const struct symptom *symptom,
			       const struct diagnosis *diagnosis);

/* The target's disconnection of a station that had arrived, so long after that. */
struct departure {
	uint64_t at_ns, after_ns;
	bool has_reason;
	unsigned reason;
};
/* Replaces what *ret says. */
void diagnosis_of_departure(const struct site_facts *facts,
			    const struct access_point *target,
			    const struct departure *departure, struct diagnosis *ret);

/* After a look around: whether the target is on the air, and where; tried_mhz is where
 * the station took it to be. */
void diagnosis_look(struct diagnosis *diagnosis, const struct access_point *target,
		    unsigned tried_mhz, const struct ap_facts *facts);

/* What a person can do about a cause. c may be NULL where it is of no step. */
void remedy_find(const struct diagnosis_case *c, enum cause cause, struct remedy *ret);

/* What is configured wrong and did no harm. */
struct results;
void warnings_find(const struct site_facts *facts, struct results *results);
