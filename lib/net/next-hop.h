/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <netinet/in.h>
#include <stdbool.h>

#include "base/error.h"
#include "net/udp.h"

/* Where a packet to destination goes first out of that interface of the namespace behind
 * netns (-1: the calling thread's own), as the kernel's routing has it now (RTM_GETROUTE,
 * rtnetlink(7)); bound: of a socket that uses no other interface. A gateway, or the
 * destination itself where it is on the link. IPv4 as
 * ::ffff:a.b.c.d; it may have a gateway of IPv6 (RFC 8950). -ENETUNREACH: it does not go
 * out there. */
int next_hop_find(int netns, const char *interface, bool bound,
		  const union udp_address *destination, struct in6_addr *ret,
		  struct error *error);
