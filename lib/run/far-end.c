/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "net/tcp-reflector.h"
#include "netlink/netlink.h"
#include "run/engine.h"

/* The far ends of a lab's streams, in the server: a reflector for each address and port
 * that streams go to, and the addresses themselves. */

struct far_end {
	enum probe_kind probe;
	union udp_address address;
	struct reflector *reflector;	     /* of STAMP */
	struct tcp_reflector *tcp_reflector; /* of TCP */
};

struct reach {
	struct in_addr address, via;
};

static int add_address(void *userdata, struct error *error)
{
	const struct reach *reach = userdata;
	cleanup_(netlink_closep) struct nl_sock *rt = NULL;
	int r = rtnetlink_open(&rt, error);

	if (r >= 0)
		r = link_set_up(rt, "lo", true, error);
	return r < 0 ? r : address_add(rt, "lo", reach->address, 32, error);
}

static int add_route(void *userdata, struct error *error)
{
	const struct reach *reach = userdata;
	cleanup_(netlink_closep) struct nl_sock *rt = NULL;
	int r = rtnetlink_open(&rt, error);

	return r < 0 ? r : route_add(rt, reach->address, 32, reach->via, error);
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
	const struct run_station *station = run->station;
	struct reach reach = { stream->to, station->server };
	int r;

	if (!stream->has_to || is_reached(run, stream))
		return 0;
	r = netns_run(station->server_netns, add_address, &reach, error);
	if (r >= 0)
		r = netns_run(station->netns, add_route, &reach, error);
	return r;
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

	if (probe == PROBE_ICMP) /* the kernel answers */
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
