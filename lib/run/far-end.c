/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "net/gateway.h"
#include "net/tcp-reflector.h"
#include "netlink/netlink.h"
#include "run/engine.h"

/* The far ends of streams: in a lab's server a reflector for each address and port that
 * streams go to, and the addresses themselves; on a real site they are there. */

struct far_end {
	enum probe_kind probe;
	union udp_address address;
	struct reflector *reflector;	     /* of STAMP */
	struct tcp_reflector *tcp_reflector; /* of TCP */
};

/* An address that the server has on its loopback, and the station's way to it. */
struct server_address {
	const struct run *run;
	const struct ip_network *address;
};

static int add_address(struct nl_sock *rt, const void *what, struct error *error)
{
	const struct server_address *place = what;

	return network_add(rt, "lo", place->address, error);
}

static int remove_address(struct nl_sock *rt, const void *what, struct error *error)
{
	const struct server_address *place = what;

	return network_remove(rt, "lo", place->address, error);
}

static int add_way(struct nl_sock *rt, const void *what, struct error *error)
{
	const struct server_address *place = what;
	const struct run_station *station = place->run->station;
	const struct ip_address server = { .family = AF_INET, .v4 = station->server };

	return network_route_add(rt, place->address, station->interface, &server, error);
}

static int remove_way(struct nl_sock *rt, const void *what, struct error *error)
{
	const struct server_address *place = what;
	const struct run_station *station = place->run->station;
	const struct ip_address server = { .family = AF_INET, .v4 = station->server };

	return network_route_remove(rt, place->address, station->interface, &server,
				    error);
}

int far_end_place(struct run *run, const struct ip_network *address, struct error *error)
{
	const struct run_station *station = run->station;
	const struct server_address place = { run, address };
	int r = rtnetlink_run(station->server_netns, add_address, &place, error);

	if (r < 0)
		return r;
	r = rtnetlink_run(station->netns, add_way, &place, error);
	if (r < 0)
		rtnetlink_run(station->server_netns, remove_address, &place, NULL);
	return r;
}

void far_end_forget(struct run *run, const struct ip_network *address)
{
	const struct server_address place = { run, address };

	rtnetlink_run(run->station->server_netns, remove_address, &place, NULL);
	rtnetlink_run(run->station->netns, remove_way, &place, NULL);
}

static int find_gateway(struct run *run, int family, union udp_address *ret)
{
	const struct run_station *station = run->station;
	struct in6_addr gateway;
	int r = gateway_find(station->netns, station->interface, family, &gateway, NULL);

	if (r < 0)
		return r;
	ret->any.sa_family = (sa_family_t)family;
	if (family == AF_INET) {
		memcpy(&ret->v4.sin_addr, &gateway.s6_addr[12], sizeof(ret->v4.sin_addr));
		return 0;
	}
	ret->v6.sin6_addr = gateway;
	if (IN6_IS_ADDR_LINKLOCAL(&gateway))
		ret->v6.sin6_scope_id = if_nametoindex(station->interface);
	return 0;
}

static bool needs_gateway(const struct scenario *scenario, bool ipv6)
{
	for (size_t i = 0; i < scenario->stream_count; i++) {
		const struct stream *stream = &scenario->streams[i];

		if (stream->through == THROUGH_WIFI && !stream->has_to &&
		    stream->ipv6 == ipv6)
			return true;
	}
	return false;
}

int far_end_find(struct run *run)
{
	const struct scenario *scenario = run->plan->scenario;
	int r = 0;

	if (needs_gateway(scenario, false))
		r = find_gateway(run, AF_INET, &run->gateway);
	if (r >= 0 && needs_gateway(scenario, true))
		r = find_gateway(run, AF_INET6, &run->gateway_v6);
	return r;
}

static bool is_reached(const struct run *run, const struct stream *stream)
{
	const struct scenario *scenario = run->plan->scenario;

	for (const struct stream *other = scenario->streams; other < stream; other++)
		if (other->has_to && other->to.s_addr == stream->to.s_addr)
			return true;
	return stream->to.s_addr == run->station->server.s_addr;
}

int far_end_reach(struct run *run, const struct stream *stream, struct error *error)
{
	const struct ip_network address = {
		.address = { .family = AF_INET, .v4 = stream->to },
		.prefix = 32,
	};

	if (!stream->has_to || run->station->live || is_reached(run, stream))
		return 0;
	return far_end_place(run, &address, error);
}

int far_end_begin(struct run *run, enum probe_kind probe,
		  const union udp_address *address, reflector_heard_fn heard,
		  struct error *error)
{
	const struct reflector_config config = {
		.netns = run->station->server_netns,
		.address = *address,
		.heard = heard,
		.userdata = run,
		.realtime = &run->sources.realtime,
	};
	struct far_end *end;

	if (probe == PROBE_ICMP || run->station->live) /* whoever is there answers */
		return 0;
	for (size_t i = 0; i < run->far_end_count; i++) {
		end = &run->far_ends[i];
		if (end->probe == probe &&
		    memcmp(&end->address, address, udp_address_length(address)) == 0)
			return 0;
	}
	end = array_add(run->far_ends, run->far_end_count, run->far_end_capacity);
	end->probe = probe;
	end->address = *address;
	if (probe == PROBE_TCP)
		return tcp_reflector_start(&end->tcp_reflector, run->loop, &config,
					   error);
	return reflector_start(&end->reflector, run->loop, &config, error);
}

void far_ends_close(struct run *run)
{
	for (size_t i = 0; i < run->far_end_count; i++) {
		reflector_close(run->far_ends[i].reflector);
		tcp_reflector_close(run->far_ends[i].tcp_reflector);
	}
	free(run->far_ends);
	run->far_ends = NULL;
	run->far_end_count = run->far_end_capacity = 0;
}
