/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/diagnosis-case.h"

/* Why a step went as it should not: what the station sees gives candidates, what access
 * points say decides between them. */

/* explanation: what was seen, in one sentence, or NULL. */
void diagnosis_make(const struct diagnosis_case *c, const char *explanation,
		    struct diagnosis *ret);

/* A step that arrived, and its station was thrown out by the target so long after: event
 * is the disconnection. Replaces what *ret says. */
void diagnosis_of_departure(const struct site_facts *facts,
			    const struct access_point *target, uint64_t after_ns,
			    const struct event *event, struct diagnosis *ret);

/* After a look around: whether the target is on the air, and where; tried_mhz is where
 * the station took it to be. */
void diagnosis_look(struct diagnosis *diagnosis, const struct access_point *target,
		    unsigned tried_mhz, const struct ap_facts *facts);

/* What a person can do about a cause. c may be NULL where it is of no step. */
void remedy_find(const struct diagnosis_case *c, enum cause cause, struct remedy *ret);

/* What is configured wrong and did no harm. */
struct results;
void warnings_find(const struct site_facts *facts, struct results *results);
