/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <netinet/in.h>
#include <stdbool.h>

#include "record/event.h"

/* Where a stream's packets go first, as the recording tells. */
struct hop {
	bool told; /* the recording tells of it */
	bool ipv6; /* the routes and addresses of this family matter */
	bool there;
	struct in6_addr address; /* where it is there; IPv4 as ::ffff:a.b.c.d */
	/* A TCP connection's packets have one source for good, as far as it is known. */
	bool bound;
	struct in6_addr source;
};

/* IPv4 as ::ffff:a.b.c.d (RFC 4291 2.5.5.2). False: it is no address. */
bool hop_parse(const char *text, struct in6_addr *ret);
/* Of an interface's address, "192.168.1.2/24". False: it is none. */
bool hop_parse_own(const char *text, struct in6_addr *ret);
/* Of an EVENT_NEXT_HOP. */
struct hop hop_of(const struct event *event);
/* Whether a route or an address, as EVENT_LINK has it, is of IPv6. */
bool hop_text_is_ipv6(const char *text);
/* Whether it is one of the link alone (RFC 4291 2.5.6): those come and go by themselves,
 * and no stream needs them. */
bool hop_text_is_link_local(const char *text);
