/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/connection.h"
#include "analysis/loss.h"
#include "analysis/silence.h"
#include "analysis/silences.h"
#include "analysis/traffic.h"
#include "base/time.h"

/* What traffic.c, which takes the probes, and traffic-window.c, which judges by them what
 * a roam did, share. */

/* How far back a probe is remembered; at most a thousand a second. An answer that is
 * older counts as received, but its round trip is not known. */
#define SENT_MEMORY_NS (16 * NS_PER_S)
#define SENT_RING_MIN 1024
#define SENT_RING_MAX 16384

/* In a second or two. */
#define ADDRESS_CHANGES_MAX 8

struct sent {
	uint64_t at_ns;
	uint32_t sequence;
	uint32_t reflector_sequence; /* of its answer */
	bool used, heard, answered;
};

struct traffic_window {
	bool open;
	uint64_t start_ns;
	bool associated, ended;
	uint64_t associated_ns, ended_ns;
	bool counting; /* the first answer after start_ns has come */
	int64_t lost_up_before, lost_down_before;
	struct silence up, down;
	uint64_t up_before_ns, down_before_ns; /* last arrivals before the start, or 0 */
	bool has_first_up, has_first_down;
	uint64_t first_up_ns, first_down_ns;
	uint64_t recovery_ns; /* UINT64_MAX: not yet */
};

struct traffic_stream {
	const struct stream *stream;
	struct sent *ring; /* by sequence modulo ring_size */
	uint32_t ring_size;
	uint64_t sent, received, duplicates, reordered;
	uint64_t first_sent_ns, last_sent_ns;
	struct loss loss;
	/* When the station's address changed and no later answer was taken yet: some, in
	 * order, since answers are told in batches. */
	uint64_t address_changes_ns[ADDRESS_CHANGES_MAX];
	size_t address_change_count;
	uint64_t last_up_ns, last_down_ns;
	/* The reflector tells of every arrival: nothing about them is to be guessed. */
	bool hears;
	uint32_t heard_sequence;   /* the highest that it told of */
	uint64_t up_since_down_ns; /* the first arrival up since the last down, or 0 */
	uint64_t quickest_ns;	   /* round trip of all so far; 0: none was answered */
	struct silence longest_up, longest_down; /* of the run */
	struct silences silences;
	struct samples round_trip, timer_error;
	struct samples delay_up, delay_down; /* where both ends have one clock */
	struct samples send_delay;	     /* within this machine */
	struct connection *connection;	     /* of a TCP stream, else NULL */
	struct traffic_window window;
};

static inline struct sent *sent_find(const struct traffic_stream *t, uint32_t sequence)
{
	struct sent *sent = &t->ring[sequence % t->ring_size];

	return sent->used && sent->sequence == sequence ? sent : NULL;
}

/* Below zero only while an overtaken probe is on its way. */
static inline uint64_t not_negative(int64_t count)
{
	return count > 0 ? (uint64_t)count : 0;
}

/* The last arrival; before the first one, when the stream began. */
static inline uint64_t traffic_last_up(const struct traffic_stream *t)
{
	return t->hears || t->loss.answered ? t->last_up_ns : t->first_sent_ns;
}

static inline uint64_t traffic_last_down(const struct traffic_stream *t)
{
	return t->loss.answered ? t->last_down_ns : t->first_sent_ns;
}

/* Nobody tells in which direction a packet was lost. */
static inline bool traffic_lacks_direction(const struct traffic_stream *t)
{
	return t->stream->probe == PROBE_ICMP;
}

/* Up to end_ns the message of a TCP stream that is owed next was owed, if it was sent and
 * nothing has been echoed since. */
void traffic_note_stall(struct traffic_stream *t, uint64_t end_ns);
