/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <netinet/in.h>
#include <systemd/sd-event.h>

#include "base/error.h"
#include "record/event.h"

/* A stream of STAMP probes: sent on absolute timers, answers read as they come.
 * Sending never waits: what the socket does not take counts as sent and lost (the
 * error is remembered for the caller to tell). */
struct probe_stream;

struct probe_stream_config {
	int netns;		    /* to open the socket in, -1: here */
	struct in_addr source;	    /* local address to bind to; zero: any */
	uint16_t source_port;	    /* host order, 0: any */
	struct in_addr destination; /* the reflector */
	uint16_t port;
	uint64_t every_ns;
	unsigned size; /* UDP payload, octets, >= STAMP_PACKET_MIN */
};

/* Called when a probe was sent, and when an answer came; times are
 * CLOCK_MONOTONIC. sequence counts from 0.
 *
 * reflected_ns is the reflector's CLOCK_REALTIME, less the difference between this
 * machine's CLOCK_REALTIME and CLOCK_MONOTONIC when the stream was opened. That is
 * the sender's own clock where both run on one machine whose time nobody sets, as in
 * the lab; against a distant reflector it is off by the difference of the clocks. */
struct probe_callbacks {
	void (*sent)(void *userdata, const struct probe_sent *sent);
	void (*received)(void *userdata, const struct probe_received *received);
};

/* Opens the socket and begins to send at once. */
int probe_stream_open(struct probe_stream **ret, sd_event *loop,
		      const struct probe_stream_config *config,
		      const struct probe_callbacks *callbacks, void *userdata,
		      struct error *error);
/* The last send that failed, -errno, or 0. */
int probe_stream_last_error(const struct probe_stream *stream);
/* No more probes; answers are still read. */
void probe_stream_stop(struct probe_stream *stream);
struct probe_stream *probe_stream_close(struct probe_stream *stream);

/* The stateful reflector (RFC 8762 4.3): one sequence a sender address and port. */
struct reflector;
/* A probe came in, from a port (host order), at CLOCK_MONOTONIC at_ns. */
typedef void (*reflector_heard_fn)(void *userdata, uint16_t from_port, uint32_t sequence,
				   uint64_t at_ns);
/* heard may be NULL. */
int reflector_open(struct reflector **ret, sd_event *loop, int netns,
		   struct in_addr address, uint16_t port, reflector_heard_fn heard,
		   void *userdata, struct error *error);
struct reflector *reflector_close(struct reflector *reflector);
