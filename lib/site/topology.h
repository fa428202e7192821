/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <net/if.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "scenario/scenario.h"

/* The site's network namespaces, radios, bridges and cables:
 *
 *   station        access points             distribution system   server
 *   wlan0  ~ ~ ~   wlan0 - br0 - uplink ---- apN - ds0 - server --- eth0
 */

#define STATION_INTERFACE "wlan0"
#define ACCESS_POINT_INTERFACE "wlan0"
#define ACCESS_POINT_BRIDGE "br0"
#define ACCESS_POINT_UPLINK "uplink"

struct topology {
	int ds, server, station; /* descriptors of namespaces */
	int *access_points;
	size_t access_point_count;
	struct in_addr station_address, server_address;
	/* The station and the server have IPv6, too (scenario_uses_ipv6()), and these
	 * addresses. */
	bool ipv6;
	struct in6_addr station_address_v6, server_address_v6;
};

int topology_make(const struct scenario *scenario, struct topology *ret,
		  struct error *error);
/* Closes the descriptors; a namespace goes with the last process in it. */
void topology_clear(struct topology *topology);
/* The port of the distribution system's bridge at which an access point is: "ap1". */
void topology_port(size_t access_point, char ret[static IF_NAMESIZE]);
/* The station's address, or another one if an access point has that. Pure. */
void topology_station_mac(const struct scenario *scenario,
			  uint8_t ret[static MAC_LENGTH]);
