/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/place.h"

/* What the lab does wrong on purpose. */

enum fault_kind {
	/* The distribution system has a permanent entry that says the station is behind
	 * the access point. */
	FAULT_STALE_FORWARDING,
	/* The distribution system does not learn what is behind the access point. */
	FAULT_SILENT_BRIDGE,
	/* Behind the access point, what is sent to the tunnel's far end, or by it, is
	 * lost. */
	FAULT_ENDPOINT_UNREACHABLE,
	/* Between the access point and all others, what access points send each other is
	 * lost: requests for keys and their answers. */
	FAULT_RRB_BLOCKED,
	/* Likewise, what they relay for FT over the DS. */
	FAULT_RELAY_BLOCKED,

	/* What an access point does in mid-run. */
	FAULT_R0KH_RESTARTED,	     /* its hostapd is restarted, once */
	FAULT_TARGET_OFF_AIR,	     /* it is disabled */
	FAULT_TARGET_CHANNEL,	     /* it is on another channel, unannounced */
	FAULT_DEAUTHENTICATED_AFTER, /* it throws each station out after a second */

	/* In hostapd's configuration. Those of a pair are at one access point and of
	 * another one. An entry is what an access point's r0kh or r1kh has for another.
	 */
	FAULT_R0KH_MISSING,		/* no r0kh entry */
	FAULT_R0KH_MAC,			/* an r0kh entry with another MAC address */
	FAULT_R0KH_KEY,			/* an r0kh entry with another key */
	FAULT_R1KH_MISSING,		/* no r1kh entry */
	FAULT_R1KH_KEY,			/* an r1kh entry with another key */
	FAULT_R1KH_ID,			/* r1_key_holder is not what others list */
	FAULT_R1KH_ID_DUPLICATE,	/* r1_key_holder is the other one's, and listed */
	FAULT_NAS_IDENTIFIER,		/* nas_identifier is not what others list */
	FAULT_NAS_IDENTIFIER_DUPLICATE, /* nas_identifier is the other one's, and listed
					 */
	FAULT_GENERATE_LOCAL_SAE,	/* ft_psk_generate_local, and no entries */
	FAULT_OVER_DS_OFF,		/* ft_over_ds=0 */
	FAULT_MOBILITY_DOMAIN,		/* another mobility_domain */
	FAULT_NO_FT_AKM,		/* the same security without FT */
	FAULT_CIPHER,			/* another pairwise cipher */
	FAULT_PMF,			/* other management frame protection */
	FAULT_PASSWORD,			/* another password */
	FAULT_ACCESS_LIST,		/* the station's address is denied */
	FAULT_ACCESS_POINT_FULL,	/* no room for a station */
	FAULT_WILDCARD_DISCOVERY,	/* wildcards in place of entries */
	FAULT_REASSOCIATION_DEADLINE,	/* a short one */
	FAULT_RRB_KEY_ZERO,		/* of a pair, or all of an access point's */
	FAULT_RRB_KEY_LENGTH,		/* likewise: 40 hex digits */
	FAULT_MAX
};
const char *fault_name(enum fault_kind fault);

/* Of a pair: whatever access point is the other one. */
#define FAULT_EVERY ((size_t)-1)

/* One of "lab: faults:"; a list of access points there makes one of each. */
struct fault {
	enum fault_kind kind;
	size_t access_point; /* at which it is: index into access_points */
	size_t of;	     /* the other one of a pair, or FAULT_EVERY */
	unsigned channel;    /* to which it moves (FAULT_TARGET_CHANNEL) */
	bool later;	     /* a step begins it: it is not in force from the start */
	struct place place;  /* of its name */
};
