/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/moment.h"
#include "scenario/scenario.h"

/* What a stream's packets need of the station's own system, and when it was gone. */

enum absence {
	ABSENCE_CARRIER,   /* or operstate up (RFC 2863) */
	ABSENCE_ADDRESS,   /* and a route that leads to the far end */
	ABSENCE_NEIGHBOUR, /* the link-layer address of the stream's next hop */
	ABSENCE_MAX
};

/* Of each stream, as told last. Zero-initialise. */
struct absences {
	struct hop hops[SCENARIO_STREAM_MAX];
	uint64_t since_ns[SCENARIO_STREAM_MAX][ABSENCE_MAX]; /* 0: it is there */
	/* The station's address that came last, of each family: IPv4, IPv6. */
	struct {
		bool known;
		struct in6_addr address;
	} own[2];
};

/* Takes an EVENT_LINK or EVENT_NEXT_HOP; others say nothing of this. */
void absences_take(struct absences *absences, const struct scenario *scenario,
		   const struct event *event);

/* Of an EVENT_LINK. False: it is of the link alone, which no stream needs. */
bool absence_moment(const struct event *event, struct moment *ret);

/* Whether the kernel forgot the stream's next hop because the carrier went, as it does
 * unless arp_evict_nocarrier or ndisc_evict_nocarrier tells it not to. */
bool absence_by_carrier(const struct window *window, size_t stream);

/* Hands over each time in which the stream was without it, as far as the window tells and
 * what was known when it opened; the window is closed. ipv6: what it needs where nothing
 * was told of its next hop. */
void absence_each(const struct window *window, size_t stream, bool ipv6,
		  enum absence what,
		  void (*each)(void *userdata, uint64_t from_ns, uint64_t to_ns),
		  void *userdata);
