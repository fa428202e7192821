/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "net/senders.h"

/* What a reflector does with a datagram. Its answers must serve nobody to harm a third
 * party: they are never longer than the question, go to where it came from and nowhere
 * else, and are themselves answered by no reflector. Pure. */

/* Larger requests than any link carries are not answered. */
#define REFLECT_PACKET_MAX 16384

enum reflection {
	REFLECTION_ANSWERED,
	/* Shorter than a STAMP packet, longer than REFLECT_PACKET_MAX; or a reply, which
	 * would go to and fro between two reflectors for ever: one forged source address
	 * begins it. */
	REFLECTION_MALFORMED,
	/* From an address that is no single host's, from port 0, or from one below 1024
	 * other than STAMP's own: services are there that answer whatever they get. Or
	 * sent to a broadcast or multicast address, which many would answer. */
	REFLECTION_FOREIGN,
	REFLECTION_TOO_FAST, /* more than SENDER_RATE */
	REFLECTION_NO_PLACE, /* a newcomer, and no place in the table of senders */
	REFLECTION_UNSENT,   /* the kernel did not take the reply: lost on the way back */
	REFLECTION_MAX
};

/* What came along with a datagram. */
struct reflect_arrival {
	struct in6_addr from; /* IPv4 as ::ffff:a.b.c.d */
	uint16_t port;	      /* host order */
	bool to_group;	      /* its destination is not an address of this host */
	uint8_t ttl;	      /* or hop limit; 255 if unknown (RFC 8762 4.3.1) */
	uint64_t received_ns; /* CLOCK_REALTIME since the Unix epoch */
	uint64_t now_ns;      /* CLOCK_MONOTONIC, for the rates */
};

/* Turns the datagram into its answer, of the same size; what follows the base packet
 * comes back as it was (RFC 8762 4.3). size is the datagram's own, also where it is too
 * large to be there as a whole. reflected_ns: as received_ns, the time of the answer.
 * Returns REFLECTION_ANSWERED, or why it is not to be answered; the packet is then as it
 * was. */
enum reflection reflect(struct senders *senders, const struct reflect_arrival *arrival,
			uint64_t reflected_ns, uint8_t *packet, size_t size);
