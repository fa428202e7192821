/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* STAMP test packets, unauthenticated mode (RFC 8762 4.2.1 and 4.3.1). Pure. */

#define STAMP_PACKET_MIN 44 /* octets, both directions */
#define STAMP_PORT 862	    /* RFC 8762 4 */

struct stamp_request {
	uint32_t sequence;
	uint64_t sent_ns; /* sender's CLOCK_REALTIME since the Unix epoch */
};

struct stamp_reply {
	uint32_t reflector_sequence;
	uint64_t reflected_ns; /* when the reply was sent, reflector's CLOCK_REALTIME */
	uint64_t received_ns;  /* when the request came in, likewise */
	uint32_t sequence;     /* the sender's */
	uint64_t sent_ns;      /* the sender's stamp, as it came back */
	uint8_t ttl;	       /* of the request at the reflector */
};

/* Write size octets (>= STAMP_PACKET_MIN; the rest is zero). */
void stamp_format_request(const struct stamp_request *request, uint8_t *packet,
			  size_t size);
void stamp_format_reply(const struct stamp_reply *reply, uint8_t *packet, size_t size);
/* 0, or -EBADMSG if too short. */
int stamp_parse_request(const uint8_t *packet, size_t size, struct stamp_request *ret);
int stamp_parse_reply(const uint8_t *packet, size_t size, struct stamp_reply *ret);

/* Copies the sender's part of a request of at least STAMP_PACKET_MIN octets into the
 * reply to it, octet by octet as RFC 8762 4.3.1 wants: the sender's time format and
 * error estimate are its own. */
void stamp_copy_sender(uint8_t *reply, const uint8_t *request);

/* Whether a packet of either kind is a reply: where a request has zeros, it has the
 * time at which the request came. */
bool stamp_is_reply(const uint8_t *packet, size_t size);

/* NTP 64-bit time (RFC 5905 6: seconds since 1900, 2^-32 s) and back; the round
 * trip is exact to 1 ns in era 0. */
uint64_t ntp_from_ns(uint64_t unix_ns);
uint64_t ntp_to_ns(uint64_t ntp);
