/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/gap.h"
#include "analysis/outside.h"
#include "analysis/passage.h"
#include "analysis/traffic-stream.h"
#include "base/memory.h"

/* What a roam did to a stream. */

/* What takes so much longer than the path needs was held up somewhere. */
#define TRANSIT_FACTOR 2

void traffic_window_open(struct traffic_stream *t, uint64_t start_ns)
{
	t->window = (struct traffic_window){
		.open = true,
		.start_ns = start_ns,
		.up_before_ns = t->last_up_ns,
		.down_before_ns = t->last_down_ns,
		.recovery_ns = UINT64_MAX,
	};
	if (t->connection)
		connection_window_open(t->connection, start_ns);
}

void traffic_window_associated(struct traffic_stream *t, uint64_t time_ns)
{
	t->window.associated = true;
	t->window.associated_ns = time_ns;
	t->window.has_first_up = t->window.has_first_down = false;
}

void traffic_window_ended(struct traffic_stream *t, uint64_t time_ns)
{
	t->window.ended = true;
	t->window.ended_ns = time_ns;
	t->window.recovery_ns = UINT64_MAX;
}

void traffic_window_flow(const struct traffic_stream *t, struct traffic_flow *ret)
{
	const struct traffic_window *w = &t->window;

	*ret = (struct traffic_flow){
		.associated = w->associated,
		.up_ns = w->has_first_up ? w->first_up_ns : 0,
		.down_ns = w->has_first_down ? w->first_down_ns : 0,
		.up_before_ns = w->up_before_ns,
		.down_before_ns = w->down_before_ns,
	};
}

/* The silence that has not ended when the window closes. True if it is the longest. */
static bool silence_still_open(const struct traffic_stream *t, struct silence *longest,
			       uint64_t last_ns, uint64_t closed_ns)
{
	uint64_t begin_ns = last_ns ? last_ns : t->first_sent_ns;

	if (t->sent == 0 || closed_ns <= begin_ns || closed_ns <= t->window.start_ns ||
	    closed_ns - begin_ns <= silence_ns(longest))
		return false;
	*longest = (struct silence){ .begin_ns = begin_ns, .end_ns = closed_ns };
	return true;
}

static void first_packet_add(struct roam *roam, const struct traffic_stream *t, bool up,
			     uint64_t at_ns)
{
	struct first_packet *packet =
		array_add(roam->first_packets, roam->first_packet_count,
			  roam->first_packet_capacity);

	packet->stream = memory_strdup(t->stream->name);
	packet->up = up;
	packet->at_ns = at_ns;
	packet->after_ns = at_ns > roam->start_ns ? at_ns - roam->start_ns : 0;
	packet->source = memory_strdup(source_title(SOURCE_PROBES));
}

/* When the first probe after that time was sent, as far as they are remembered; 0: none
 * was. */
static uint64_t next_sent(const struct traffic_stream *t, uint64_t after_ns)
{
	uint64_t next_ns = 0;

	for (uint64_t i = 0; i < t->sent && i < t->ring_size; i++) {
		const struct sent *sent = sent_find(t, (uint32_t)(t->sent - 1 - i));

		if (!sent || sent->at_ns <= after_ns)
			break;
		next_ns = sent->at_ns;
	}
	return next_ns;
}

static void look_outside(const struct traffic_stream *t, const struct outside_way *way,
			 struct gap_silence *silence)
{
	uint64_t before_ns =
		way->before_ns > silence->begin_ns ? way->before_ns : silence->begin_ns;

	if (way->since_ns > 0)
		silence->outside_sent_ns = next_sent(t, way->since_ns);
	if (way->before_ns > 0 && before_ns < t->window.start_ns)
		silence->outside_before_ns = next_sent(t, before_ns);
}

static void look_at_passage(const struct traffic_stream *t, const struct passage *passage,
			    struct gap_silence *silence)
{
	uint64_t before_ns = passage->nothing_before_ns;

	if (passage->nothing_ns > 0)
		silence->nothing_sent_ns = next_sent(t, passage->nothing_ns);
	if (before_ns > 0 && before_ns < t->window.start_ns)
		silence->nothing_before_ns = next_sent(
			t, before_ns > silence->begin_ns ? before_ns : silence->begin_ns);
}

/* The parts of both directions. */
static void split(const struct traffic_stream *t, size_t index, const struct window *seen,
		  const struct outside *outside, const struct passage *passage,
		  struct gap *gap)
{
	const struct traffic_window *w = &t->window;
	struct gap_silence up = {
		.begin_ns = w->up.begin_ns,
		.end_ns = w->up.end_ns,
		.ender_sent_ns = w->up.ender_sent_ns,
		.up = true,
		.through_tunnel = t->stream->through == THROUGH_TUNNEL,
		.stream = index,
		.ipv6 = t->stream->ipv6,
		.every_ns = t->stream->every_ns,
		.transit_max_ns = TRANSIT_FACTOR * t->quickest_ns,
		.retransmitted = t->connection && connection_retransmitted(t->connection),
	};
	struct gap_silence down = up;

	up.next_sent_ns = next_sent(t, up.begin_ns);
	down.begin_ns = w->down.begin_ns;
	down.end_ns = w->down.end_ns;
	down.ender_sent_ns = w->down.ender_sent_ns;
	down.up_flows_ns = w->down.up_flows_ns;
	down.next_sent_ns = next_sent(t, down.begin_ns);
	down.up = false;
	/* From one who tells of every arrival it is known without an answer; a distant
	 * reflector's sequence tells how many had come whose answers were lost. */
	if (t->hears && w->has_first_up)
		down.other_flows_ns = w->first_up_ns;
	else if (!t->hears && !gap->lacks_direction &&
		 gap->lost_down * t->stream->every_ns < down.end_ns)
		down.other_flows_ns = down.end_ns - gap->lost_down * t->stream->every_ns;
	look_outside(t, &outside->up, &up);
	look_outside(t, &outside->down, &down);
	look_at_passage(t, passage, &up);
	look_at_passage(t, passage, &down);
	if (!gap->lacks_direction)
		gap_split(seen, &up, &gap->up_parts, &gap->up_part_count,
			  &gap->up_part_capacity);
	gap_split(seen, &down, &gap->down_parts, &gap->down_part_count,
		  &gap->down_part_capacity);
}

static void claim_silences(struct traffic_stream *t, unsigned roam, bool recovered)
{
	silences_claim(&t->silences, t->window.start_ns, roam);
	if (recovered)
		return;
	if (!traffic_lacks_direction(t))
		silences_claim_open(&t->silences, true, traffic_last_up(t), roam);
	silences_claim_open(&t->silences, false, traffic_last_down(t), roam);
}

void traffic_window_close(struct traffic_stream *t, const struct window *seen,
			  const struct outside *outside, const struct passage *passage,
			  struct roam *roam, uint64_t *ret_recovery_ns)
{
	struct traffic_window *w = &t->window;
	struct gap *gap = array_add(roam->gaps, roam->gap_count, roam->gap_capacity);
	bool recovered = seen->recovered;
	uint64_t closed_ns = seen->closed_ns;
	bool up_open = false, down_open;

	if (t->connection) {
		/* After its end there is no silence either. */
		closed_ns = connection_end(t->connection, closed_ns);
		traffic_note_stall(t, closed_ns);
		connection_window_result(t->connection, &gap->connection);
		/* Nobody waited for a connection that has died. */
		recovered &= connection_is_alive(t->connection);
	}
	gap->lacks_direction = traffic_lacks_direction(t);
	if (!gap->lacks_direction)
		up_open = silence_still_open(t, &w->up, t->last_up_ns, closed_ns);
	down_open = silence_still_open(t, &w->down, t->last_down_ns, closed_ns);
	if (down_open)
		w->down.up_flows_ns = t->up_since_down_ns;
	gap->stream = memory_strdup(t->stream->name);
	gap->up_ns = silence_ns(&w->up);
	gap->down_ns = silence_ns(&w->down);
	gap->up_at_ns = w->up.begin_ns;
	gap->down_at_ns = w->down.begin_ns;
	/* When data flows, the time since the last probe is no gap. */
	gap->up_open = up_open && !recovered;
	gap->down_open = down_open && !recovered;
	if (w->counting) {
		gap->lost_up = not_negative(loss_up(&t->loss) - w->lost_up_before);
		gap->lost_down = not_negative(loss_down(&t->loss) - w->lost_down_before);
	}
	if (gap->lacks_direction) {
		gap->lost_unknown = gap->lost_down;
		gap->lost_down = 0;
	}
	gap->neighbour_evicted = absence_by_carrier(seen, roam->gap_count - 1);
	split(t, roam->gap_count - 1, seen, outside, passage, gap);
	claim_silences(t, roam->index, recovered);
	if (w->has_first_up)
		first_packet_add(roam, t, true, w->first_up_ns);
	if (w->has_first_down)
		first_packet_add(roam, t, false, w->first_down_ns);
	*ret_recovery_ns = w->recovery_ns;
	w->open = false;
}
