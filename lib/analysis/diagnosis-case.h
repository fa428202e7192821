/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"
#include "analysis/site-facts.h"
#include "analysis/symptom.h"
#include "analysis/window.h"

/* A step that went as it should not, with all that is known of it. */
struct diagnosis_case {
	const struct scenario *scenario;
	const struct window *window;
	const struct symptom *symptom;
	const struct advertised *from; /* of an association NULL */
	const struct advertised *target;
	const struct site_facts *facts;
	size_t target_index;
	/* The access point with the station's PMK-R0, when the step began. */
	bool has_r0kh;
	size_t r0kh;
};

static inline const char *case_name(const struct diagnosis_case *c, size_t access_point)
{
	return c->scenario->access_points[access_point].name;
}

/* SAE is what the station uses, as far as the network says it. */
bool case_is_sae(const struct diagnosis_case *c);

/* RSN capabilities (IEEE 802.11-2020 9.4.2.24.4) */
#define RSN_MFP_REQUIRED 0x0040u
#define RSN_MFP_CAPABLE 0x0080u

/* What of the two access points' beacons does not fit together. */
bool case_ciphers_differ(const struct diagnosis_case *c);
bool case_pmf_differs(const struct diagnosis_case *c);
bool case_lacks_ft(const struct diagnosis_case *c);	 /* one of them, or both */
bool case_from_lacks_ft(const struct diagnosis_case *c); /* the other one has it */
bool case_lacks_over_ds(const struct diagnosis_case *c);

/* The causes that the station alone can think of, the likeliest first: appended to those
 * of the diagnosis. */
void candidates_find(const struct diagnosis_case *c, struct diagnosis *diagnosis);

/* Whether what is at hand proves a cause; *ret_entry and *ret_line are what to quote: a
 * line of a log, one of a configuration; each may be NULL. */
struct quotes {
	const struct log_entry *entry;
	size_t conf_of; /* the access point that line belongs to */
	const char *line;
};
bool cause_is_proven(const struct diagnosis_case *c, enum cause cause,
		     struct quotes *ret);
