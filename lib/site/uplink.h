/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <net/if.h>
#include <netinet/in.h>

#include "base/error.h"
#include "base/text.h"
#include "site/topology.h"

/* How an access point's stations reach the distribution system, in its own namespace:
 *
 *   bridged     wlan0 - br0 - uplink
 *   VLAN 20     wlan0 - br0 - trunk.20 - trunk - uplink
 *   router      wlan0 - br0 - (NAT) ---- trunk - uplink
 *
 * hostapd speaks to the other access points (RRB) through br0: version 2.10 has no other
 * place for it. Behind the latter two, a pair of links between br0 and trunk lets that
 * through, untagged, and nothing else. */

struct nl_sock;

#define UPLINK_TRUNK "trunk"

/* What is in the access point's namespace but its radio. */
int uplink_build(struct nl_sock *rt, const struct topology *topology, size_t access_point,
		 struct error *error);
/* The rules for nft, run in its namespace; false where it needs none. */
bool uplink_rules(const struct access_point *access_point, struct text *out);
