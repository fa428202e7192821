/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <netinet/in.h>
#include <systemd/sd-event.h>

#include "base/error.h"
#include "net/reflector.h"
#include "record/event.h"

struct realtime;

/* A stream of probes, STAMP (RFC 8762) or ICMP echo: sent on absolute timers, answers
 * read as they come. Sending never waits: what the socket does not take counts as sent
 * and lost (the error is remembered for the caller to tell). */
struct probe_stream;

struct probe_stream_config {
	/* PROBE_STAMP, or PROBE_ICMP, which takes CAP_NET_RAW, or, without, a group that
	 * net.ipv4.ping_group_range names. */
	enum probe_kind kind;
	int netns;	       /* to open the socket in, -1: here */
	const char *interface; /* the only one to use; NULL: as the routes have it */
	/* To bind to; of family 0: any, of the destination's. ICMP has no ports: the
	 * source's is the identifier of the echo requests (RFC 792). */
	union udp_address source;
	union udp_address destination; /* the reflector */
	uint64_t every_ns;
	unsigned size; /* payload of UDP or ICMP, octets */
	/* Borrowed until the stream is closed; NULL: of its own. */
	struct realtime *realtime;
};

/* Called when a probe was sent, and when an answer came; times are
 * CLOCK_MONOTONIC. sequence counts from 0.
 *
 * sent->at_ns is when the send call was made: what a probe waits in this machine is part
 * of its delay. received->at_ns is the kernel's stamp of the answer.
 *
 * reflected_ns is the reflector's CLOCK_REALTIME, less the difference between this
 * machine's CLOCK_REALTIME and CLOCK_MONOTONIC. That is the sender's own clock where both
 * run on one machine, as in the lab; against a distant reflector it is off by the
 * difference of the clocks. An answer to ICMP echo has neither that nor the reflector's
 * sequence (received->echo).
 *
 * left (may be NULL, and then costs nothing) tells when the kernel handed a probe to its
 * interface: the next hop's link-layer address was known by then, the queueing discipline
 * is still to come (SOF_TIMESTAMPING_TX_SCHED; the stamp behind it, TX_SOFTWARE, is the
 * driver's to make, and those of mac80211 make none). It comes after sent, at once or,
 * where neighbour resolution took its time, later; never for a probe that did not get so
 * far or was sent in fragments. */
struct probe_callbacks {
	void (*sent)(void *userdata, const struct probe_sent *sent);
	void (*received)(void *userdata, const struct probe_received *received);
	void (*left)(void *userdata, uint32_t sequence, uint64_t at_ns);
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
