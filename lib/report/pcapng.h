/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* Writes a capture as pcapng (draft-ietf-opsawg-pcapng): one section, little-endian on
 * every machine, so that a recording gives the same octets everywhere. Texts are written
 * as UTF-8 of at most 65535 octets, cut between characters; a control character, or an
 * octet that is not UTF-8, becomes '?'. */

/* What exceeds these is left out: Wireshark and libpcap refuse a packet with more octets,
 * libpcap a block of more than 16 MiB. */
#define PCAPNG_CAPTURED_MAX 262144
#define PCAPNG_COMMENTS_MAX 128

/* Of the link-layer header types that tcpdump.org lists. */
#define LINKTYPE_IEEE802_11_RADIOTAP 127

struct pcapng {
	struct text *out;
	uint64_t zero_ns; /* the recording's zero, since 1970 */
	unsigned interface_count;
};

/* epb_flags, bits 0 and 1 (4.3.1) */
enum pcapng_direction {
	PCAPNG_DIRECTION_UNKNOWN,
	PCAPNG_INBOUND,
	PCAPNG_OUTBOUND,
};

struct pcapng_packet {
	unsigned interface; /* from pcapng_interface() */
	uint64_t at_ns;	    /* on the recording's clock */
	const uint8_t *octets;
	uint32_t captured; /* octets that are here */
	uint32_t length;   /* octets that there were; never less than captured */
	enum pcapng_direction direction;
	const char *const *comments;
	size_t comment_count;
};

/* Writes the section's header. started is the recording's zero as rfc3339_now() tells it;
 * anything else counts from 1970. It is added to every time stamp, not left to
 * if_tsoffset, which some readers ignore: absolute times are as good as started (a
 * second), the time between packets is exact. application is the program that captured,
 * with its version; it and comment may be NULL. */
void pcapng_begin(struct pcapng *pcapng, struct text *out, const char *started,
		  const char *application, const char *comment);
/* Returns the interface's number. link_type is a LINKTYPE_ of tcpdump.org's list: 127 for
 * 802.11 with radiotap, 253 for netlink. snaplen 0: no limit. name and description may be
 * NULL. What differs in link type or snaplen from the first interface is read by
 * Wireshark but not by libpcap (tcpdump), nor is a packet longer than its interface's
 * snaplen. */
unsigned pcapng_interface(struct pcapng *pcapng, uint16_t link_type, uint32_t snaplen,
			  const char *name, const char *description);
void pcapng_packet(struct pcapng *pcapng, const struct pcapng_packet *packet);
