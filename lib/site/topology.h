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
 *
 * uplink.h has what may lie between br0 and uplink. Where there are VLANs, ds0 keeps them
 * apart, and the server has an interface in each: eth0.20.
 *
 * Networks, all of IPv4 and /24: 10.77.0 is the plain one, 10.77.N that behind access
 * point number N if it is a router, 10.80.20 that of VLAN 20 (10.81.0: 256, 10.95.254:
 * 4094). The server is number 1 where it is, a router is 1 in its own and 10 + N in the
 * plain one. */

#define STATION_INTERFACE "wlan0"
#define ACCESS_POINT_INTERFACE "wlan0"
#define ACCESS_POINT_BRIDGE "br0"
#define ACCESS_POINT_UPLINK "uplink"

#define SUBNET_PREFIX 24
#define SERVER_INTERFACE "eth0"

struct topology {
	const struct scenario *scenario; /* borrowed */
	int ds, server, station;	 /* descriptors of namespaces */
	int *access_points;
	size_t access_point_count;
	struct in_addr station_address; /* 0.0.0.0: DHCP's concern */
	struct in_addr server_address;
	/* The station and the server have IPv6, too (scenario_uses_ipv6()), and these
	 * addresses. */
	bool ipv6;
	struct in6_addr station_address_v6, server_address_v6;
};

/* own_station: of the station there is the radio only, in the caller's namespace, and
 * nothing is set on it. */
int topology_make(const struct scenario *scenario, bool own_station, struct topology *ret,
		  struct error *error);
/* Closes the descriptors; a namespace goes with the last process in it. */
void topology_clear(struct topology *topology);
/* The port of the distribution system's bridge at which an access point is: "ap1". */
void topology_port(size_t access_point, char ret[static IF_NAMESIZE]);
/* The station's address, or another one if an access point has that. Pure. */
void topology_station_mac(const struct scenario *scenario,
			  uint8_t ret[static MAC_LENGTH]);

/* Addresses. Pure. */
struct in_addr topology_router_inside(size_t access_point);
struct in_addr topology_router_outside(size_t access_point);
struct in_addr topology_vlan_server(unsigned vlan);
/* "eth0.20" */
void topology_vlan_name(unsigned vlan, const char *parent, char ret[static IF_NAMESIZE]);
/* Whether no access point before this one has the same VLAN; false if it has none. Pure.
 */
bool topology_vlan_is_first(const struct scenario *scenario, size_t access_point);
