/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/realtime.h"

struct sock_filter;

/* The kernel's stamps for netlink messages, which netlink sockets themselves do not
 * have (net/netlink/af_netlink.c, netlink_recvmsg()). An interface of the kind nlmon is
 * given a copy of each message just before it is put into the queue of a socket
 * (netlink_deliver_tap()), and packet sockets stamp what passes through an interface.
 * What is received there is kept as a checksum with its stamp, for messages that were
 * read elsewhere to be found by.
 *
 * The tap sees requests to the kernel too, and some carry keys (NL80211_CMD_NEW_KEY). A
 * filter in the kernel, in place before the socket is bound, lets pass: rtnetlink's
 * notifications, and nl80211's multicasts; see nlmon_filter(). */
struct nlmon;

/* Makes the interface, "roamtest-nl" and a number, in the calling thread's network
 * namespace, and sets it up. rtnetlink has nothing like NL80211_ATTR_SOCKET_OWNER, so it
 * outlives a process that is killed: the next call in this namespace removes it, which
 * knows by the number's lock, an abstract Unix socket of the interface's name, that its
 * owner is gone. -EOPNOTSUPP where the kernel has no nlmon, -EPERM without CAP_NET_ADMIN
 * and CAP_NET_RAW. realtime is borrowed until nlmon_close(). */
int nlmon_open(struct nlmon **ret, struct realtime *realtime, struct error *error);
/* When the kernel sent a message that was read from a netlink socket of this namespace
 * and of this protocol (NETLINK_ROUTE, NETLINK_GENERIC): CLOCK_MONOTONIC. message is the
 * whole datagram, from its nlmsghdr on. To be asked of each datagram, once, in the order
 * of their reading: the earliest that has the same octets is taken and those before it
 * are forgotten. False if it is not known: sent before nlmon was opened, dropped where
 * a queue was full, or as another not 100 ms before it, which cannot be told from that
 * one's copies for other sockets. */
bool nlmon_stamp(struct nlmon *nlmon, int protocol, const void *message, size_t length,
		 uint64_t *ret_monotonic_ns);
/* How many it was asked for whose time it did not know. */
uint64_t nlmon_unknown(const struct nlmon *nlmon);
/* Also removes the interface, whichever namespace the calling thread is in by then. */
struct nlmon *nlmon_close(struct nlmon *nlmon);

/* Removes those interfaces of this kind in the calling thread's network namespace whose
 * process was killed. How many there were. */
unsigned nlmon_clean(void);

/* The filter for a packet socket on an nlmon interface: a datagram passes whose only
 * message
 * - is one of rtnetlink, or of nl80211 (generic netlink family number nl80211; -1: the
 *   kernel has none) from port 0, which is to say a multicast of the kernel: an answer,
 *   such as NL80211_CMD_GET_KEY's, has the port of whom it is for;
 * - has no NLM_F_REQUEST: to a message without it the kernel does not listen
 *   (netlink_rcv_skb());
 * - is none of netlink's own types, such as NLMSG_ERROR, which repeats the request that
 * it answers, nor a part of a dump (NLM_F_MULTI). The packet type does not tell the
 * directions apart: on its way through the interface it becomes PACKET_OUTGOING
 * (net/core/dev.c, dev_queue_xmit_nit()). Pure. Fills ret_filter and returns how many
 * instructions it has, at most NLMON_FILTER_MAX. */
#define NLMON_FILTER_MAX 32
size_t nlmon_filter(int nl80211, struct sock_filter *ret_filter);
