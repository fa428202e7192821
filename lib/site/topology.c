/* SPDX-License-Identifier: BSD-3-Clause */
#include "site/topology.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/sysctl.h"
#include "netlink/netlink.h"
#include "site/nft.h"
#include "site/radio.h"
#include "site/uplink.h"

#define PLAIN_NETWORK 0x0a4d0000u /* 10.77.0.0/24 */
#define VLAN_NETWORKS 0x0a500000u /* 10.80.0.0/24 and so on */
#define NETWORK_SIZE 256u
#define ROUTERS_FROM 10 /* in the plain network */

/* A unique local prefix (RFC 4193). */
#define PLAIN_NETWORK_V6 "fd0a:4d::"
#define PLAIN_PREFIX_V6 64

void topology_clear(struct topology *topology)
{
	if (!topology)
		return;
	closep(&topology->ds);
	closep(&topology->server);
	closep(&topology->station);
	for (size_t i = 0; i < topology->access_point_count; i++)
		closep(&topology->access_points[i]);
	free(topology->access_points);
	*topology = (struct topology){ .ds = -1, .server = -1, .station = -1 };
}

/* IPv6's own traffic (duplicate address detection, router solicitation, multicast
 * listener reports) would come between the frames that are looked at: it is on only in a
 * site that uses it, and there only where it is used. For the interfaces to come. */
static int switch_ipv6_off(void *userdata, struct error *error)
{
	(void)userdata;
	(void)error;
	/* A kernel without IPv6 will do as well. */
	sysctl_set("/proc/sys/net/ipv6/conf/default/disable_ipv6", "1", NULL);
	return 0;
}

static int new_netns(int *ret, bool ipv6, struct error *error)
{
	int fd = netns_new(error);

	if (fd < 0)
		return fd;
	*ret = fd;
	/* Before there is any interface in it. */
	return ipv6 ? 0 : netns_run(fd, switch_ipv6_off, NULL, error);
}

/* own: the caller's. */
static int find_station(struct topology *topology, bool own, struct error *error)
{
	int fd;

	if (!own)
		return new_netns(&topology->station, topology->ipv6, error);
	fd = netns_current(error);
	if (fd >= 0)
		topology->station = fd;
	return fd;
}

static int make_namespaces(struct topology *topology, bool own_station,
			   struct error *error)
{
	int r = new_netns(&topology->ds, false, error);

	if (r >= 0)
		r = new_netns(&topology->server, topology->ipv6, error);
	if (r >= 0)
		r = find_station(topology, own_station, error);
	for (size_t i = 0; i < topology->access_point_count && r >= 0; i++)
		r = new_netns(&topology->access_points[i], false, error);
	return r;
}

static int plug_in(struct nl_sock *rt, const char *name, const char *peer_name,
		   int peer_netns, struct error *error)
{
	int r = link_make_veth(rt, name, peer_name, peer_netns, error);

	if (r >= 0)
		r = link_set_master(rt, name, "ds0", error);
	return r < 0 ? r : link_set_up(rt, name, true, error);
}

void topology_port(size_t access_point, char ret[static IF_NAMESIZE])
{
	snprintf(ret, IF_NAMESIZE, "ap%u", (unsigned)access_point + 1);
}

struct in_addr topology_router_inside(size_t access_point)
{
	uint32_t network = PLAIN_NETWORK + ((uint32_t)access_point + 1) * NETWORK_SIZE;

	return (struct in_addr){ .s_addr = htonl(network + 1) };
}

struct in_addr topology_router_outside(size_t access_point)
{
	uint32_t host = ROUTERS_FROM + (uint32_t)access_point + 1;

	return (struct in_addr){ .s_addr = htonl(PLAIN_NETWORK + host) };
}

struct in_addr topology_vlan_server(unsigned vlan)
{
	return (struct in_addr){ .s_addr =
					 htonl(VLAN_NETWORKS + vlan * NETWORK_SIZE + 1) };
}

void topology_vlan_name(unsigned vlan, const char *parent, char ret[static IF_NAMESIZE])
{
	snprintf(ret, IF_NAMESIZE, "%.10s.%u", parent, vlan);
}

bool topology_vlan_is_first(const struct scenario *scenario, size_t access_point)
{
	const struct access_point *aps = scenario->access_points;

	for (size_t i = 0; i < access_point; i++)
		if (aps[i].vlan == aps[access_point].vlan)
			return false;
	return aps[access_point].vlan != 0;
}

/* To the server, and to the access points behind which it is. */
static int carry_vlans(struct nl_sock *rt, const struct topology *topology,
		       struct error *error)
{
	int r = 0;

	for (size_t i = 0; i < topology->access_point_count && r >= 0; i++) {
		unsigned vlan = topology->scenario->access_points[i].vlan;
		char name[IF_NAMESIZE];

		if (!vlan)
			continue;
		topology_port(i, name);
		r = bridge_set_vlan_filtering(rt, "ds0", error);
		if (r >= 0)
			r = bridge_port_add_vlan(rt, name, vlan, error);
		if (r >= 0)
			r = bridge_port_add_vlan(rt, "server", vlan, error);
	}
	return r;
}

static int build_ds(struct nl_sock *rt, const void *what, struct error *error)
{
	const struct topology *topology = what;
	int r = link_make_bridge(rt, "ds0", error);

	if (r >= 0)
		r = link_set_up(rt, "ds0", true, error);
	if (r >= 0)
		r = plug_in(rt, "server", SERVER_INTERFACE, topology->server, error);
	for (size_t i = 0; i < topology->access_point_count && r >= 0; i++) {
		char name[IF_NAMESIZE];

		topology_port(i, name);
		r = plug_in(rt, name, ACCESS_POINT_UPLINK, topology->access_points[i],
			    error);
	}
	return r < 0 ? r : carry_vlans(rt, topology, error);
}

struct access_point_of {
	const struct topology *topology;
	size_t index;
};

static int build_access_point(struct nl_sock *rt, const void *what, struct error *error)
{
	const struct access_point_of *ap = what;

	return uplink_build(rt, ap->topology, ap->index, error);
}

static int make_access_point(const struct topology *topology, size_t index,
			     struct error *error)
{
	const struct access_point_of ap = { topology, index };
	int netns = topology->access_points[index];
	cleanup_text_ struct text rules = { 0 };
	int r = rtnetlink_run(netns, build_access_point, &ap, error);

	if (r >= 0 && uplink_rules(&topology->scenario->access_points[index], &rules))
		r = nft_apply(netns, rules.data, error);
	return r < 0 ? error_prefix(error, r, "access point %s",
				    topology->scenario->access_points[index].name)
		     : 0;
}

/* Whoever speaks in a VLAN with an address of another network is not heard (RFC 3704
 * 2.2; net/ipv4/fib_frontend.c). */
static int check_sources(struct error *error)
{
	return sysctl_set("/proc/sys/net/ipv4/conf/all/rp_filter", "1", error);
}

static int join_vlan(struct nl_sock *rt, unsigned vlan, struct error *error)
{
	char name[IF_NAMESIZE];
	int r;

	topology_vlan_name(vlan, SERVER_INTERFACE, name);
	r = link_make_vlan(rt, name, SERVER_INTERFACE, vlan, error);
	if (r >= 0)
		r = address_add(rt, name, topology_vlan_server(vlan), SUBNET_PREFIX,
				error);
	if (r >= 0)
		r = link_set_up(rt, name, true, error);
	return r < 0 ? r : check_sources(error);
}

static int build_server(struct nl_sock *rt, const void *what, struct error *error)
{
	const struct topology *topology = what;
	const struct scenario *scenario = topology->scenario;
	int r = address_add(rt, SERVER_INTERFACE, topology->server_address, SUBNET_PREFIX,
			    error);

	if (r >= 0 && topology->ipv6)
		r = address_add_v6(rt, SERVER_INTERFACE, &topology->server_address_v6,
				   PLAIN_PREFIX_V6, error);
	if (r >= 0)
		r = link_set_up(rt, SERVER_INTERFACE, true, error);
	for (size_t i = 0; i < topology->access_point_count && r >= 0; i++)
		if (topology_vlan_is_first(scenario, i))
			r = join_vlan(rt, scenario->access_points[i].vlan, error);
	return r;
}

static int build_station(struct nl_sock *rt, const void *what, struct error *error)
{
	const struct topology *topology = what;
	int r = 0;

	if (topology->station_address.s_addr != INADDR_ANY)
		r = address_add(rt, STATION_INTERFACE, topology->station_address,
				SUBNET_PREFIX, error);
	if (r < 0 || !topology->ipv6)
		return r;
	return address_add_v6(rt, STATION_INTERFACE, &topology->station_address_v6,
			      PLAIN_PREFIX_V6, error);
}

void topology_station_mac(const struct scenario *scenario, uint8_t ret[static MAC_LENGTH])
{
	uint8_t mac[MAC_LENGTH] = { 0x02, 0x00, 0x00, 0x00, 0xff, 0x00 };

	while (scenario_find_bssid(scenario, mac))
		mac[MAC_LENGTH - 1]++; /* there are fewer access points than that */
	memcpy(ret, mac, MAC_LENGTH);
}

static int make_radios(const struct scenario *scenario, const struct topology *topology,
		       struct error *error)
{
	uint8_t mac[MAC_LENGTH];
	int r;

	for (size_t i = 0; i < topology->access_point_count; i++) {
		char name[24];

		snprintf(name, sizeof(name), "ap%zu", i + 1);
		r = radio_make(name, scenario->access_points[i].bssid,
			       topology->access_points[i], ACCESS_POINT_INTERFACE, error);
		if (r < 0)
			return error_prefix(error, r, "access point %s",
					    scenario->access_points[i].name);
	}
	topology_station_mac(scenario, mac);
	return radio_make("station", mac, topology->station, STATION_INTERFACE, error);
}

static int build(const struct scenario *scenario, bool own_station,
		 struct topology *topology, struct error *error)
{
	int r = make_namespaces(topology, own_station, error);

	if (r >= 0)
		r = rtnetlink_run(topology->ds, build_ds, topology, error);
	for (size_t i = 0; i < topology->access_point_count && r >= 0; i++)
		r = make_access_point(topology, i, error);
	if (r >= 0)
		r = rtnetlink_run(topology->server, build_server, topology, error);
	if (r >= 0)
		r = make_radios(scenario, topology, error);
	if (r < 0 || own_station)
		return r;
	return rtnetlink_run(topology->station, build_station, topology, error);
}

int topology_make(const struct scenario *scenario, bool own_station, struct topology *ret,
		  struct error *error)
{
	struct topology topology = {
		.scenario = scenario,
		.ds = -1,
		.server = -1,
		.station = -1,
		.access_points = memory_zero(scenario->access_point_count, sizeof(int)),
		.access_point_count = scenario->access_point_count,
		.server_address = { .s_addr = htonl(PLAIN_NETWORK + 1) },
		.ipv6 = scenario_uses_ipv6(scenario),
	};
	int r;

	if (!scenario->station.dhcp)
		topology.station_address.s_addr = htonl(PLAIN_NETWORK + 2);
	inet_pton(AF_INET6, PLAIN_NETWORK_V6 "1", &topology.server_address_v6);
	inet_pton(AF_INET6, PLAIN_NETWORK_V6 "2", &topology.station_address_v6);
	for (size_t i = 0; i < topology.access_point_count; i++)
		topology.access_points[i] = -1;
	r = build(scenario, own_station, &topology, error);
	if (r < 0) {
		topology_clear(&topology);
		return r;
	}
	*ret = topology;
	return 0;
}
