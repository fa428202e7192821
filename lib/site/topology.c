/* SPDX-License-Identifier: BSD-3-Clause */
#include "site/topology.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "netlink/netlink.h"
#include "site/radio.h"

#define PLAIN_NETWORK 0x0a4d0000u /* 10.77.0.0/24 */
#define PLAIN_PREFIX 24

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
	cleanup_close_ int fd = open("/proc/sys/net/ipv6/conf/default/disable_ipv6",
				     O_WRONLY | O_CLOEXEC);

	(void)userdata;
	(void)error;
	if (fd >= 0) /* a kernel without IPv6 will do as well */
		fd_write_all(fd, "1", 1);
	return 0;
}

struct building {
	int (*build)(struct nl_sock *rt, const void *what, struct error *error);
	const void *what;
};

static int build_here(void *userdata, struct error *error)
{
	const struct building *building = userdata;
	cleanup_(netlink_closep) struct nl_sock *rt = NULL;
	int r = rtnetlink_open(&rt, error);

	return r < 0 ? r : building->build(rt, building->what, error);
}

/* Calls build in the namespace, with an rtnetlink socket of it. */
static int within(int netns,
		  int (*build)(struct nl_sock *rt, const void *what, struct error *error),
		  const void *what, struct error *error)
{
	return netns_run(netns, build_here, &(struct building){ build, what }, error);
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

static int make_namespaces(struct topology *topology, struct error *error)
{
	int r = new_netns(&topology->ds, false, error);

	if (r >= 0)
		r = new_netns(&topology->server, topology->ipv6, error);
	if (r >= 0)
		r = new_netns(&topology->station, topology->ipv6, error);
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

static int build_ds(struct nl_sock *rt, const void *what, struct error *error)
{
	const struct topology *topology = what;
	int r = link_make_bridge(rt, "ds0", error);

	if (r >= 0)
		r = link_set_up(rt, "ds0", true, error);
	if (r >= 0)
		r = plug_in(rt, "server", "eth0", topology->server, error);
	for (size_t i = 0; i < topology->access_point_count && r >= 0; i++) {
		char name[IF_NAMESIZE];

		topology_port(i, name);
		r = plug_in(rt, name, ACCESS_POINT_UPLINK, topology->access_points[i],
			    error);
	}
	return r;
}

static int build_access_point(struct nl_sock *rt, const void *what, struct error *error)
{
	int r = link_make_bridge(rt, ACCESS_POINT_BRIDGE, error);

	(void)what;
	if (r >= 0)
		r = link_set_master(rt, ACCESS_POINT_UPLINK, ACCESS_POINT_BRIDGE, error);
	if (r >= 0)
		r = link_set_up(rt, ACCESS_POINT_UPLINK, true, error);
	return r < 0 ? r : link_set_up(rt, ACCESS_POINT_BRIDGE, true, error);
}

static int build_server(struct nl_sock *rt, const void *what, struct error *error)
{
	const struct topology *topology = what;
	int r = address_add(rt, "eth0", topology->server_address, PLAIN_PREFIX, error);

	if (r >= 0 && topology->ipv6)
		r = address_add_v6(rt, "eth0", &topology->server_address_v6,
				   PLAIN_PREFIX_V6, error);
	return r < 0 ? r : link_set_up(rt, "eth0", true, error);
}

static int build_station(struct nl_sock *rt, const void *what, struct error *error)
{
	const struct topology *topology = what;
	int r = address_add(rt, STATION_INTERFACE, topology->station_address,
			    PLAIN_PREFIX, error);

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

static int build(const struct scenario *scenario, struct topology *topology,
		 struct error *error)
{
	int r = make_namespaces(topology, error);

	if (r >= 0)
		r = within(topology->ds, build_ds, topology, error);
	for (size_t i = 0; i < topology->access_point_count && r >= 0; i++)
		r = within(topology->access_points[i], build_access_point, NULL, error);
	if (r >= 0)
		r = within(topology->server, build_server, topology, error);
	if (r >= 0)
		r = make_radios(scenario, topology, error);
	return r < 0 ? r : within(topology->station, build_station, topology, error);
}

int topology_make(const struct scenario *scenario, struct topology *ret,
		  struct error *error)
{
	struct topology topology = {
		.ds = -1,
		.server = -1,
		.station = -1,
		.access_points = memory_zero(scenario->access_point_count, sizeof(int)),
		.access_point_count = scenario->access_point_count,
		.server_address = { .s_addr = htonl(PLAIN_NETWORK + 1) },
		.station_address = { .s_addr = htonl(PLAIN_NETWORK + 2) },
		.ipv6 = scenario_uses_ipv6(scenario),
	};
	int r;

	inet_pton(AF_INET6, PLAIN_NETWORK_V6 "1", &topology.server_address_v6);
	inet_pton(AF_INET6, PLAIN_NETWORK_V6 "2", &topology.station_address_v6);
	for (size_t i = 0; i < topology.access_point_count; i++)
		topology.access_points[i] = -1;
	r = build(scenario, &topology, error);
	if (r < 0) {
		topology_clear(&topology);
		return r;
	}
	*ret = topology;
	return 0;
}
