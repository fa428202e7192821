/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

/* Whom a reflector answers, and the sequence of each one's replies (RFC 8762 4, stateful
 * reflector): a sender is an address and a port. Source addresses can be forged, so the
 * table is of a fixed size and a sender that goes on sending keeps its place in it,
 * whatever else arrives. Pure. */

#define SENDERS_MAX 1024
/* Of one source: an IPv4 address, or an IPv6 network of 64 bits, whose addresses one host
 * can have all (RFC 4291 2.5.1). */
#define SENDERS_OF_A_SOURCE_MAX 128
/* One that was heard more than once may lose its place after so long a silence. */
#define SENDER_SILENCE_NS (120 * NS_PER_S)
/* Requests a second of one sender that are answered; a stream of roamtest's has 1,000 at
 * most. As many at once: an access point hands on in one go what it kept in a roam. */
#define SENDER_RATE 2000

struct sender {
	struct in6_addr address; /* IPv4 as ::ffff:a.b.c.d */
	uint16_t port;		 /* host order */
	bool lasting;		 /* heard more than once */
	uint32_t next;		 /* sequence of the reply to come */
	uint64_t heard_ns;	 /* last */
	uint64_t spent_ns;	 /* until when its rate is used up */
};

struct senders {
	struct sender senders[SENDERS_MAX];
	size_t count;
	uint64_t let_in; /* in all, those that lost their place again too */
};

/* See SENDERS_OF_A_SOURCE_MAX. */
bool senders_are_one_source(const struct in6_addr *a, const struct in6_addr *b);

/* A request came at now_ns (a clock that does not go back). 0 and the sequence of its
 * reply, counted from 0; -EBUSY: one too many of this sender; -ENOSPC: a sender for whom
 * there is no place. A newcomer takes, where all places are taken (its source's, or all),
 * that of the sender silent longest among those heard once only; else that of the one
 * silent longest, if that is past SENDER_SILENCE_NS. */
int senders_take(struct senders *senders, const struct in6_addr *address, uint16_t port,
		 uint64_t now_ns, uint32_t *ret_sequence);
