/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>

/* The closed vocabulary of causes: why a roam failed, why it was no fast transition, or
 * why one that looks well is none. A diagnosis names these and nothing else. */

enum cause {
	/* Keys between access points: PMK-R1 is pulled from the R0KH by the target. */
	CAUSE_R0KH_MISSING,
	CAUSE_R0KH_MAC,
	CAUSE_R0KH_KEY,
	CAUSE_R1KH_MISSING,
	CAUSE_R1KH_KEY,
	CAUSE_R1KH_ID,
	CAUSE_R1KH_ID_DUPLICATE,
	CAUSE_NAS_IDENTIFIER,
	CAUSE_NAS_IDENTIFIER_DUPLICATE,
	CAUSE_GENERATE_LOCAL_SAE,
	CAUSE_R0KH_UNREACHABLE,
	CAUSE_R0KH_RESTARTED,
	CAUSE_NEGATIVE_CACHE,
	CAUSE_WILDCARD_DISCOVERY,
	/* Over the DS. */
	CAUSE_RELAY_BLOCKED,
	CAUSE_OVER_DS_OFF,
	/* What the access points advertise differs. */
	CAUSE_MOBILITY_DOMAIN,
	CAUSE_NO_FT_AKM,
	CAUSE_CIPHER,
	CAUSE_PMF,
	CAUSE_PASSWORD,
	/* The target does not take the station. */
	CAUSE_TARGET_OFF_AIR,
	CAUSE_TARGET_CHANNEL,
	CAUSE_ACCESS_LIST,
	CAUSE_ACCESS_POINT_FULL,
	CAUSE_ASSOCIATION_HELD,
	/* It arrived, and that is not all. */
	CAUSE_DEAUTHENTICATED_AFTER,
	CAUSE_PMKSA,
	/* Settings that harm others, or later. */
	CAUSE_REASSOCIATION_DEADLINE,
	CAUSE_RRB_KEY_ZERO,
	CAUSE_RRB_KEY_LENGTH,
	CAUSE_MAX
};

struct cause_text {
	const char *id;	      /* "r0kh-missing": in scenarios and results, for good */
	const char *sentence; /* what is wrong */
	const char *station;  /* what a station sees of it */
	const char *log;      /* what a hostapd says of it, and which; or NULL: nothing */
	const char *remedy;   /* what to do, and on which access point */
	const char *hostapd;  /* as a line of hostapd.conf, or NULL */
	const char *openwrt;  /* as uci commands, or NULL */
	const char *securities; /* for which it exists: "ft-psk, ft-sae", "any" */
	bool warning;		/* nothing fails by it here: it harms others, or later */
	bool of_roams;		/* it takes two access points: no association has it */
	bool over_ds;		/* only a roam over the DS has it */
	bool arrives;		/* the step that has it has arrived */
};

const struct cause_text *cause_text(enum cause cause);
/* CAUSE_MAX: no cause has this id. */
enum cause cause_find(const char *id);
/* Whether it exists for a security, such as "ft-sae". */
bool cause_concerns(enum cause cause, const char *security);
