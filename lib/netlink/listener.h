/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <systemd/sd-event.h>

#include "base/error.h"
#include "netlink/nlmon.h"

struct nl_sock;
struct nlmsghdr;

/* Hears what the kernel multicasts to some groups of a netlink protocol. */
struct netlink_listener;

struct netlink_listener_callbacks {
	/* A message of the kernel's, of header->nlmsg_len octets, borrowed. time_ns is
	 * CLOCK_MONOTONIC: nlmon's stamp, or the time of its reading. */
	void (*message)(void *userdata, uint64_t time_ns, const struct nlmsghdr *header);
	/* The kernel dropped messages (ENOBUFS). */
	void (*lost)(void *userdata);
};

/* Joins the groups with sock, which belongs to the listener from then on and is asked
 * for nothing else; on failure it is the caller's still. nlmon may be NULL. */
int netlink_listener_open(struct netlink_listener **ret, sd_event *loop,
			  struct nl_sock *sock, const int *groups, size_t group_count,
			  struct nlmon *nlmon,
			  const struct netlink_listener_callbacks *callbacks,
			  void *userdata, struct error *error);
/* Before or after the loop's other sources: sd_event_source_set_priority(3). 0 or
 * -errno. */
int netlink_listener_set_priority(struct netlink_listener *listener, int64_t priority);
/* Takes what the kernel has said so far, now. From within a callback it does nothing.
 * 0 or -errno. */
int netlink_listener_read(struct netlink_listener *listener);
/* A callback may call it. */
struct netlink_listener *netlink_listener_close(struct netlink_listener *listener);
