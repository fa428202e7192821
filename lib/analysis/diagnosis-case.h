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
	struct station_keys keys; /* when the step began */
};

static inline const char *case_name(const struct diagnosis_case *c, size_t access_point)
{
	return c->scenario->access_points[access_point].name;
}

static inline const uint8_t *case_bssid(const struct diagnosis_case *c,
					size_t access_point)
{
	return c->scenario->access_points[access_point].bssid;
}

static inline const struct ap_facts *case_facts(const struct diagnosis_case *c,
						size_t access_point)
{
	return &c->facts->access_points[access_point];
}

/* The access point that a roam starts from; not of an association. */
static inline size_t case_from(const struct diagnosis_case *c)
{
	return (size_t)(c->window->from - c->scenario->access_points);
}

/* The station's keys may be of SAE, or of a PSK: one of the two where a frame has told
 * which, else what the network and the target offer. */
bool case_may_be_sae(const struct diagnosis_case *c);
bool case_may_be_psk(const struct diagnosis_case *c);
/* The target said no with that status code, also on the way of a step that arrived. */
bool case_refused_with(const struct diagnosis_case *c, unsigned status);

/* RSN capabilities (IEEE 802.11-2020 9.4.2.24.4) */
#define RSN_MFP_REQUIRED 0x0040u
#define RSN_MFP_CAPABLE 0x0080u

/* What of the two access points' beacons does not fit together. */
bool case_ciphers_differ(const struct diagnosis_case *c);
bool case_pmf_differs(const struct diagnosis_case *c);
/* One of the two requires management frame protection, and the other has none. */
bool case_pmf_excludes(const struct diagnosis_case *c);
bool case_lacks_ft(const struct diagnosis_case *c);	 /* one of them, or both */
bool case_from_lacks_ft(const struct diagnosis_case *c); /* the other one has it */
bool case_lacks_over_ds(const struct diagnosis_case *c);

/* The cause that a status code names by itself, or CAUSE_MAX (IEEE 802.11-2020 table
 * 9-50, and how hostapd uses it). */
enum cause cause_of_status(unsigned status);
/* The causes that the station alone can think of, the likeliest first: appended to those
 * of the diagnosis. */
void candidates_find(const struct diagnosis_case *c, struct diagnosis *diagnosis);

/* What an access point does not say, and would have. */
enum silence {
	SILENCE_NONE,
	SILENCE_PULL,	      /* the R0KH, of the target's pull */
	SILENCE_RESPONSE,     /* the target, of the R0KH's answer */
	SILENCE_RELAY,	      /* the target, of what is relayed to it */
	SILENCE_RELAY_ANSWER, /* the access point that is left, of the target's answer */
};

/* What to quote for a proof. Each may be there or not. */
struct quotes {
	const struct log_entry *entry;
	size_t conf_of; /* the access point that line belongs to */
	const char *line;
	enum silence silence;
};

/* Whether what is at hand proves a cause. *ret is set where it does. */
bool cause_is_proven(const struct diagnosis_case *c, enum cause cause,
		     struct quotes *ret);
/* A line of a log that tells something of where the keys were lost without proving one
 * cause, or NULL. */
const struct log_entry *key_trace_find(const struct diagnosis_case *c);
