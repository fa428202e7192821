/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/tunnel.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/time.h"

/* WireGuard makes a new handshake when a session is that old and data is sent
 * (REKEY_AFTER_TIME, drivers/net/wireguard/messages.h). */
#define REKEY_AFTER_NS (120 * NS_PER_S)
/* Once it is that old nothing goes through it (REJECT_AFTER_TIME, likewise). */
#define REJECT_AFTER_NS (180 * NS_PER_S)

/* Data is padded to a multiple of it (MESSAGE_PADDING_MULTIPLE), and is sent in messages
 * of 32 octets more; a keepalive has these 32. The 148 octets of a handshake initiation
 * leave 4 of it. */
#define PADDING 16
#define INITIATION_LENGTH 148

struct authenticated {
	bool known;
	uint64_t at_ns;
	uint64_t within_ns; /* it came at most so long before */
	const char *source;
};

struct tunnel_watch {
	const struct scenario *scenario;
	bool has_reading;
	uint64_t read_ns; /* when that was */
	uint64_t received_bytes, sent_bytes;
	uint64_t first_received_bytes, first_sent_bytes; /* from before the run */
	char *endpoint;					 /* or NULL */
	unsigned endpoint_changes;
	bool has_handshake;
	uint64_t handshake_ns; /* of the last reading; CLOCK_REALTIME */
	unsigned handshakes;   /* of the run */
	uint64_t answer_ns;    /* the last answer to a probe */
	struct authenticated last;
	unsigned unanswered; /* initiations since then */
	/* As it was when the window was opened, and what came in it. */
	uint64_t window_received_bytes, window_sent_bytes;
	unsigned window_endpoint_changes;
	unsigned window_handshakes, window_rekeys;
};

struct tunnel_watch *tunnel_watch_new(const struct scenario *scenario)
{
	struct tunnel_watch *watch = memory_zero(1, sizeof(*watch));

	watch->scenario = scenario;
	return watch;
}

struct tunnel_watch *tunnel_watch_free(struct tunnel_watch *watch)
{
	if (!watch)
		return NULL;
	free(watch->endpoint);
	free(watch);
	return NULL;
}

void tunnel_watch_open(struct tunnel_watch *watch)
{
	watch->window_received_bytes = watch->received_bytes;
	watch->window_sent_bytes = watch->sent_bytes;
	watch->window_endpoint_changes = watch->endpoint_changes;
	watch->window_handshakes = watch->window_rekeys = 0;
}

static void authenticate(struct tunnel_watch *watch, uint64_t at_ns, uint64_t within_ns,
			 const char *source)
{
	watch->unanswered = 0;
	if (watch->last.known && at_ns <= watch->last.at_ns)
		return;
	watch->last = (struct authenticated){ true, at_ns, within_ns, source };
}

void tunnel_watch_probes(struct tunnel_watch *watch, const struct event *event)
{
	const struct scenario *scenario = watch->scenario;

	if (event->probes.stream >= scenario->stream_count ||
	    scenario->streams[event->probes.stream].through != THROUGH_TUNNEL)
		return;
	for (size_t i = 0; i < event->probes.received_count; i++) {
		uint64_t at_ns = event->probes.received[i].at_ns;

		if (at_ns > watch->answer_ns)
			watch->answer_ns = at_ns;
		authenticate(watch, at_ns, 0, source_title(SOURCE_PROBES));
	}
}

/* The counters count authenticated packets only (drivers/net/wireguard/receive.c,
 * update_rx_stats()). What brought them up is known better where it can be: an answer or
 * a handshake has a time of its own. */
static void take_counters(struct tunnel_watch *watch, const struct event *event,
			  bool new_handshake)
{
	uint64_t received = event->tunnel.received_bytes, sent = event->tunnel.sent_bytes;

	if (new_handshake && event->tunnel.handshake_at_ns > 0)
		authenticate(watch, event->tunnel.handshake_at_ns, 0,
			     "WireGuard handshake");
	if (watch->has_reading && received > watch->received_bytes) {
		watch->unanswered = 0;
		if (!new_handshake && watch->answer_ns <= watch->read_ns)
			authenticate(watch, event->time_ns,
				     event->time_ns - watch->read_ns,
				     "WireGuard counters");
	} else if (watch->has_reading && received == watch->received_bytes &&
		   sent > watch->sent_bytes &&
		   (sent - watch->sent_bytes) % PADDING == INITIATION_LENGTH % PADDING) {
		watch->unanswered++;
	}
	watch->received_bytes = received;
	watch->sent_bytes = sent;
	watch->read_ns = event->time_ns;
}

static void take_endpoint(struct tunnel_watch *watch, const char *endpoint)
{
	if (!endpoint || (watch->endpoint && strcmp(endpoint, watch->endpoint) == 0))
		return;
	watch->endpoint_changes += watch->endpoint != NULL;
	free(watch->endpoint);
	watch->endpoint = memory_strdup(endpoint);
}

/* What an interface that was there has been through is none of the run's. */
static void take_first(struct tunnel_watch *watch, const struct event *event)
{
	if (watch->scenario->tunnel.kind != TUNNEL_EXISTING)
		return;
	watch->first_received_bytes = watch->window_received_bytes =
		event->tunnel.received_bytes;
	watch->first_sent_bytes = watch->window_sent_bytes = event->tunnel.sent_bytes;
	watch->has_handshake = event->tunnel.has_handshake;
	watch->handshake_ns = event->tunnel.handshake_ns;
}

bool tunnel_watch_reading(struct tunnel_watch *watch, const struct event *event,
			  bool roaming)
{
	uint64_t handshake_ns = event->tunnel.handshake_ns;
	bool fresh;

	if (!watch->has_reading)
		take_first(watch, event);
	fresh = event->tunnel.has_handshake &&
		(!watch->has_handshake || handshake_ns != watch->handshake_ns);
	take_counters(watch, event, fresh);
	take_endpoint(watch, event->tunnel.endpoint);
	watch->has_reading = true;
	if (!fresh)
		return false;
	watch->handshakes++;
	if (roaming && watch->has_handshake && handshake_ns > watch->handshake_ns &&
	    handshake_ns - watch->handshake_ns >= REKEY_AFTER_NS &&
	    handshake_ns - watch->handshake_ns < REJECT_AFTER_NS)
		watch->window_rekeys++;
	else if (roaming)
		watch->window_handshakes++;
	watch->has_handshake = true;
	watch->handshake_ns = handshake_ns;
	return roaming;
}

/* Whoever makes the interface anew sets its counters back. */
static uint64_t grown(uint64_t now, uint64_t before)
{
	return now > before ? now - before : 0;
}

static struct last_authenticated last_packet(const struct tunnel_watch *watch)
{
	return (struct last_authenticated){
		.known = watch->last.known,
		.at_ns = watch->last.at_ns,
		.within_ns = watch->last.within_ns,
		.source = watch->last.known ? memory_strdup(watch->last.source) : NULL,
	};
}

static enum tunnel_state judge(const struct tunnel_watch *watch, bool survived)
{
	if (!survived)
		return TUNNEL_DIED;
	if (watch->window_handshakes > 0)
		return TUNNEL_NEW_HANDSHAKE;
	return watch->window_rekeys > 0 ? TUNNEL_REKEYED : TUNNEL_CONTINUED;
}

void tunnel_watch_close(const struct tunnel_watch *watch, struct roam *roam)
{
	roam->tunnel_handshakes = watch->window_handshakes;
	roam->tunnel_rekeys = watch->window_rekeys;
	roam->tunnel = (struct roam_tunnel){
		.state = judge(watch, roam->tunnel_survived),
		.endpoint = watch->endpoint ? memory_strdup(watch->endpoint) : NULL,
		.endpoint_changed =
			watch->endpoint_changes != watch->window_endpoint_changes,
		.received_bytes =
			grown(watch->received_bytes, watch->window_received_bytes),
		.sent_bytes = grown(watch->sent_bytes, watch->window_sent_bytes),
		.unanswered = watch->unanswered,
		.last = last_packet(watch),
	};
}

void tunnel_watch_finish(const struct tunnel_watch *watch, struct results *results)
{
	results->has_tunnel = watch->scenario->has_tunnel;
	if (!results->has_tunnel)
		return;
	results->tunnel_handshakes = watch->handshakes;
	results->tunnel_had_session = watch->has_handshake;
	results->tunnel_received_bytes =
		grown(watch->received_bytes, watch->first_received_bytes);
	results->tunnel_sent_bytes = grown(watch->sent_bytes, watch->first_sent_bytes);
	results->tunnel_endpoint =
		watch->endpoint ? memory_strdup(watch->endpoint) : NULL;
	results->tunnel_endpoint_changes = watch->endpoint_changes;
	results->tunnel_last = last_packet(watch);
}
