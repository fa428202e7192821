/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "net/probe.h"
#include "net/udp.h"

/* What differs from one kind of probe to another: its form on the wire. The rest, timers,
 * sending, receiving and stamps, is probe.c's. */

/* Two octets of ICMP's header tell one stream of this machine from another; STAMP's have
 * a port each. */
struct probe_question {
	int family;	     /* of the destination */
	uint16_t identifier; /* the source's port */
	uint32_t sequence;
	uint64_t sent_ns; /* CLOCK_REALTIME since the Unix epoch */
};

struct probe_answer {
	uint32_t sequence;
	bool echo; /* the far end tells nothing of what follows */
	uint32_t reflector_sequence;
	uint64_t reflected_ns; /* CLOCK_REALTIME of the far end, since the epoch */
};

struct probe_wire {
	const char *name; /* "a STAMP probe" */
	unsigned size_min, size_max;
	size_t header; /* octets of the packet that size does not count */
	bool has_ports;
	/* A nonblocking socket bound to the source. */
	int (*open)(int netns, const union udp_address *source, struct error *error);
	/* packet has header + size octets. */
	void (*format)(const struct probe_question *question, uint8_t *packet,
		       size_t length);
	/* A packet of our own, as format() made it. */
	void (*parse_sent)(const uint8_t *packet, size_t length, uint32_t *ret_sequence,
			   uint64_t *ret_sent_ns);
	/* The beginning of a packet, as the socket gave it. 0, or -EBADMSG: it answers
	 * none of this stream's. */
	int (*parse_answer)(const struct probe_question *of, const uint8_t *packet,
			    size_t length, struct probe_answer *ret);
};

/* As much of a packet as parse_answer() looks at: IPv4 with all its options (60 octets)
 * stands in front of ICMP. */
#define PROBE_ANSWER_MAX 128

extern const struct probe_wire probe_stamp, probe_icmp;
