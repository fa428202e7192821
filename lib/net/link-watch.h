/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <systemd/sd-event.h>

#include "base/error.h"
#include "netlink/nlmon.h"
#include "record/event.h"

struct nlmsghdr;

/* What the kernel multicasts about one interface through rtnetlink(7): the link's
 * carrier and operational state, its addresses, routes through it and neighbours on it.
 * Each message that says something new becomes an EVENT_LINK. */
struct link_watch;

/* Opens in the calling thread's network namespace. An event's time is CLOCK_MONOTONIC
 * and nlmon's stamp of the message, or the time of its reading where nlmon (may be NULL,
 * borrowed until link_watch_close()) has none. lost is called (may be NULL) if the kernel
 * dropped messages (ENOBUFS). What is so at the opening is not told. -ENODEV: no such
 * interface. */
int link_watch_open(struct link_watch **ret, sd_event *loop, const char *ifname,
		    struct nlmon *nlmon,
		    void (*event)(void *userdata, uint64_t time_ns,
				  const struct event *event),
		    void (*lost)(void *userdata), void *userdata, struct error *error);
/* Takes what the kernel has said so far, now. 0 or -errno. */
int link_watch_read(struct link_watch *watch);
/* A callback may call it. */
struct link_watch *link_watch_close(struct link_watch *watch);

/* Parses a message into an EVENT_LINK (time and step left zero), which is to be cleared.
 * Pure. Returns false for one that is malformed, of another kind or about another
 * interface.
 *
 * An IPv6 address is there once it is known to be nobody else's (IFA_F_TENTATIVE, RFC
 * 4862 5.4). A route is one for unicast, of any table but "local", by the interface alone
 * and written as by ip-route(8): "default via 192.168.1.1 metric 600". A neighbour's
 * state is named as by ip-neighbour(8), in lower case; what stands for a group
 * (NUD_NOARP) is none. The state of an interface that is deleted is "notpresent". */
bool link_parse_event(const struct nlmsghdr *message, uint32_t ifindex,
		      struct event *ret);
