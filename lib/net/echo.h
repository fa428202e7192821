/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* ICMP echo (RFC 792; RFC 4443 4.1 and 4.2), and what roamtest puts into its data: the
 * sequence number whole, of which the header has 16 bits, and the time of sending. Pure.
 */

#define ECHO_HEADER 8
#define ECHO_DATA_MIN 12

struct echo {
	uint16_t identifier;
	uint32_t sequence;
	uint64_t sent_ns; /* CLOCK_REALTIME since the Unix epoch */
};

/* An echo request of length octets, ECHO_HEADER + ECHO_DATA_MIN or more, with its
 * checksum; of ICMPv6 the kernel makes that (RFC 3542 3.1). family: AF_INET, AF_INET6. */
void echo_format(const struct echo *echo, int family, uint8_t *packet, size_t length);
/* The beginning of a request that echo_format() made. 0, or -EBADMSG: it is none. */
int echo_parse_request(int family, const uint8_t *packet, size_t length,
		       struct echo *ret);
/* The beginning of a reply as a socket gives it: a raw one of IPv4 with the header of IP,
 * others without. 0, or -EBADMSG: it is none, or none to such a request. */
int echo_parse_reply(int family, const uint8_t *packet, size_t length, struct echo *ret);
