/* SPDX-License-Identifier: BSD-3-Clause */
#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "net/next-hop.h"
#include "run/engine.h"

/* Whose neighbour entry matters to which stream. */

/* To whom the packets of a stream are addressed that leave by the station's interface. */
static union udp_address outer_destination(const struct run *run,
					   const struct stream *stream)
{
	union udp_address endpoint = { 0 };

	if (stream->through == THROUGH_WIFI)
		return traffic_address(run, stream, false, 0);
	if (run->tunnel_reading.endpoint.any.sa_family != AF_UNSPEC)
		return run->tunnel_reading.endpoint;
	endpoint.v4.sin_family = AF_INET;
	endpoint.v4.sin_addr = run->station->server;
	return endpoint;
}

static const char *format(char text[static INET6_ADDRSTRLEN],
			  const struct in6_addr *address)
{
	if (IN6_IS_ADDR_V4MAPPED(address))
		return inet_ntop(AF_INET, &address->s6_addr[12], text, INET6_ADDRSTRLEN);
	return inet_ntop(AF_INET6, address, text, INET6_ADDRSTRLEN);
}

static void record(struct run *run, size_t stream, const struct in6_addr *destination,
		   const struct in6_addr *hop, uint64_t time_ns)
{
	char to[INET6_ADDRSTRLEN], by[INET6_ADDRSTRLEN] = "";
	struct event event = { .kind = EVENT_NEXT_HOP, .time_ns = time_ns };

	format(to, destination);
	if (hop)
		format(by, hop);
	if (run->next_hops[stream] && strcmp(run->next_hops[stream], by) == 0)
		return;
	free(run->next_hops[stream]);
	run->next_hops[stream] = memory_strdup(by);
	event.next_hop.stream = stream;
	event.next_hop.destination = to; /* borrowed, as by */
	event.next_hop.address = hop ? by : NULL;
	run_record(run, &event);
}

void next_hops_record(struct run *run, uint64_t time_ns)
{
	const struct run_station *station = run->station;

	for (size_t i = 0; i < run->stream_count; i++) {
		const struct stream *stream = &run->plan->scenario->streams[i];
		const union udp_address destination = outer_destination(run, stream);
		const bool bound = traffic_interface(run, stream) != NULL;
		const struct in6_addr host = udp_address_host(&destination);
		struct in6_addr hop;
		int r = next_hop_find(station->netns, station->interface, bound,
				      &destination, &hop, NULL);

		/* What could not be asked is left as it was told. */
		if (r == 0 || r == -ENETUNREACH)
			record(run, i, &host, r == 0 ? &hop : NULL, time_ns);
	}
}

void next_hops_clear(struct run *run)
{
	for (size_t i = 0; i < SCENARIO_STREAM_MAX; i++) {
		free(run->next_hops[i]);
		run->next_hops[i] = NULL;
	}
}
