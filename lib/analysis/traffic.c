/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/traffic.h"

#include <stdlib.h>

#include "analysis/gap.h"
#include "analysis/loss.h"
#include "analysis/outside.h"
#include "analysis/silences.h"
#include "base/memory.h"

/* How far back a probe is remembered: 16 s of a thousand a second. An answer that
 * is older counts as received, but its round trip is not known. */
#define SENT_RING 16384

/* What takes so much longer than the path needs was held up somewhere. */
#define TRANSIT_FACTOR 2

struct sent {
	uint64_t at_ns;
	uint32_t sequence;
	uint32_t reflector_sequence; /* of its answer */
	bool used, heard, answered;
};

struct silence {
	uint64_t begin_ns, end_ns;
	uint64_t ender_sent_ns; /* the packet that ended it was sent then; 0: not known */
	uint64_t up_flows_ns; /* of one on the way down: the first arrival up in it, or 0
			       */
	bool lost;	      /* a probe was, in it */
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
	struct sent *ring; /* by sequence modulo SENT_RING */
	uint64_t sent, received, duplicates, reordered;
	uint64_t first_sent_ns, last_sent_ns;
	struct loss loss;
	uint64_t last_up_ns, last_down_ns;
	/* The reflector tells of every arrival: nothing about them is to be guessed. */
	bool hears;
	uint32_t heard_sequence;   /* the highest that it told of */
	uint64_t up_since_down_ns; /* the first arrival up since the last down, or 0 */
	uint64_t quickest_ns;	   /* round trip of all so far; 0: none was answered */
	struct silence longest_up, longest_down; /* of the run */
	struct silences silences;
	struct samples round_trip, timer_error;
	struct traffic_window window;
};

struct traffic_stream *traffic_stream_new(const struct stream *stream)
{
	struct traffic_stream *t = memory_zero(1, sizeof(*t));

	t->stream = stream;
	t->ring = memory_zero(SENT_RING, sizeof(*t->ring));
	return t;
}

struct traffic_stream *traffic_stream_free(struct traffic_stream *t)
{
	if (!t)
		return NULL;
	free(t->ring);
	silences_clear(&t->silences);
	samples_clear(&t->round_trip);
	samples_clear(&t->timer_error);
	free(t);
	return NULL;
}

static struct sent *sent_find(const struct traffic_stream *t, uint32_t sequence)
{
	struct sent *sent = &t->ring[sequence % SENT_RING];

	return sent->used && sent->sequence == sequence ? sent : NULL;
}

static uint64_t silence_ns(const struct silence *silence)
{
	return silence->end_ns - silence->begin_ns;
}

static void keep_longer(struct silence *longest, const struct silence *silence)
{
	if (silence->end_ns > silence->begin_ns &&
	    silence_ns(silence) > silence_ns(longest))
		*longest = *silence;
}

static void silence_longer(struct silence *longest, uint64_t begin_ns, uint64_t end_ns)
{
	keep_longer(longest, &(struct silence){ .begin_ns = begin_ns, .end_ns = end_ns });
}

/* A silence in one direction has ended. */
static void silence_ended(struct traffic_stream *t, struct silence *longest,
			  struct silence *in_window, struct silence silence)
{
	keep_longer(longest, &silence);
	if (t->window.open && silence.end_ns > t->window.start_ns)
		keep_longer(in_window, &silence);
	if (silence.end_ns > silence.begin_ns)
		silences_add(&t->silences,
			     &(struct stream_silence){ longest == &t->longest_up,
						       silence.begin_ns,
						       silence_ns(&silence), 0 },
			     t->stream->every_ns, silence.lost);
}

/* The last arrival; before the first one, when the stream began. */
static uint64_t last_up(const struct traffic_stream *t)
{
	return t->hears || t->loss.answered ? t->last_up_ns : t->first_sent_ns;
}

static uint64_t last_down(const struct traffic_stream *t)
{
	return t->loss.answered ? t->last_down_ns : t->first_sent_ns;
}

/* When a probe without an answer reached the reflector, if it did: it took as long
 * as its quicker neighbour that was answered, and came between the two. */
static uint64_t arrival_guess(const struct traffic_stream *t, uint32_t sequence,
			      uint64_t delay_ns, const struct silence *between)
{
	const struct sent *sent = sent_find(t, sequence);
	uint64_t at = sent ? sent->at_ns + delay_ns : between->begin_ns;

	if (at < between->begin_ns)
		return between->begin_ns;
	return at > between->end_ns ? between->end_ns : at;
}

/* The longest silence that the reflector can have had between two answers that
 * reached us. Where it did answer others whose answers were lost on the way back,
 * some of the probes in between did arrive: the silence is then only as long as the
 * lost ones make it, if they were lost in a row. */
static struct silence silence_up(const struct traffic_stream *t, uint32_t sequence,
				 uint64_t lost, uint64_t up_ns)
{
	struct silence whole = { .begin_ns = t->last_up_ns, .end_ns = up_ns };
	struct silence longest = { 0 };
	uint64_t missing = sequence - t->loss.sequence - 1, delay_ns, other_ns;
	const struct sent *before = sent_find(t, t->loss.sequence);
	const struct sent *after = sent_find(t, sequence);

	if (lost >= missing || missing >= SENT_RING || !before || !after ||
	    t->last_up_ns < before->at_ns || up_ns < after->at_ns ||
	    up_ns < t->last_up_ns)
		return whole;
	delay_ns = t->last_up_ns - before->at_ns;
	other_ns = up_ns - after->at_ns;
	if (other_ns < delay_ns)
		delay_ns = other_ns;
	for (uint64_t i = 0; i + lost <= missing; i++) {
		uint64_t end = i + lost + 1;
		uint64_t begin_ns =
			i == 0 ? whole.begin_ns
			       : arrival_guess(t, t->loss.sequence + (uint32_t)i,
					       delay_ns, &whole);
		uint64_t end_ns =
			end > missing ? whole.end_ns
				      : arrival_guess(t, t->loss.sequence + (uint32_t)end,
						      delay_ns, &whole);

		silence_longer(&longest, begin_ns, end_ns);
	}
	return longest;
}

/* The answer is the first to come after the window's start: what was lost before it
 * came, since the answer before, counts for the window. */
static void window_count_from_here(struct traffic_stream *t, uint64_t at_ns)
{
	if (!t->window.open || t->window.counting || at_ns <= t->window.start_ns)
		return;
	t->window.counting = true;
	t->window.lost_up_before = loss_up(&t->loss);
	t->window.lost_down_before = loss_down(&t->loss);
}

static void window_note_before(const struct traffic_window *w, uint64_t *before_ns,
			       uint64_t at_ns)
{
	if (w->open && at_ns <= w->start_ns && at_ns > *before_ns)
		*before_ns = at_ns;
}

static void window_arrival(struct traffic_stream *t, const struct probe_received *r,
			   const struct sent *sent)
{
	struct traffic_window *w = &t->window;

	if (!w->open)
		return;
	if (!t->hears)
		window_note_before(w, &w->up_before_ns, r->reflected_ns);
	window_note_before(w, &w->down_before_ns, r->at_ns);
	if (!t->hears && w->associated && r->reflected_ns >= w->associated_ns &&
	    (!w->has_first_up || r->reflected_ns < w->first_up_ns)) {
		w->has_first_up = true;
		w->first_up_ns = r->reflected_ns;
	}
	if (w->associated && r->at_ns >= w->associated_ns &&
	    (!w->has_first_down || r->at_ns < w->first_down_ns)) {
		w->has_first_down = true;
		w->first_down_ns = r->at_ns;
	}
	if (w->ended && sent && sent->at_ns >= w->ended_ns &&
	    r->at_ns - w->ended_ns < w->recovery_ns)
		w->recovery_ns = r->at_ns - w->ended_ns;
}

static void heard(struct traffic_stream *t, const struct probe_heard *h)
{
	struct sent *sent = sent_find(t, h->sequence);
	struct traffic_window *w = &t->window;

	if (sent)
		sent->heard = true;
	window_note_before(w, &w->up_before_ns, h->at_ns);
	silence_ended(t, &t->longest_up, &w->up,
		      (struct silence){
			      .begin_ns = t->hears ? t->last_up_ns : t->first_sent_ns,
			      .end_ns = h->at_ns,
			      .ender_sent_ns = sent ? sent->at_ns : 0,
			      .lost = h->sequence >
				      (t->hears ? t->heard_sequence + 1 : 0),
		      });
	if (!t->hears || h->sequence > t->heard_sequence)
		t->heard_sequence = h->sequence;
	t->hears = true;
	if (!t->up_since_down_ns)
		t->up_since_down_ns = h->at_ns;
	t->last_up_ns = h->at_ns;
	if (w->open && w->associated && h->at_ns >= w->associated_ns &&
	    !w->has_first_up) {
		w->has_first_up = true;
		w->first_up_ns = h->at_ns;
	}
}

/* The arrival, seen as traffic that flows in both directions. */
static void arrival(struct traffic_stream *t, const struct probe_received *r,
		    const struct sent *sent)
{
	bool in_order =
		!t->loss.answered || (r->sequence > t->loss.sequence &&
				      r->reflector_sequence > t->loss.reflector_sequence);
	/* At first nothing has come back since the stream began. */
	struct silence up = {
		.begin_ns = t->loss.answered ? t->last_up_ns : t->first_sent_ns,
		.end_ns = r->reflected_ns,
	};
	struct silence down = {
		.begin_ns = t->loss.answered ? t->last_down_ns : t->first_sent_ns,
		.end_ns = r->at_ns,
		.ender_sent_ns = sent ? sent->at_ns : 0,
		.up_flows_ns = t->up_since_down_ns,
		.lost = r->sequence > (t->loss.answered ? t->loss.sequence + 1 : 0),
	};

	if (t->loss.answered && in_order && !t->hears) {
		uint64_t answered = r->reflector_sequence - t->loss.reflector_sequence;
		uint64_t passed = r->sequence - t->loss.sequence;

		up = silence_up(t, r->sequence, passed > answered ? passed - answered : 0,
				r->reflected_ns);
		up.lost = passed > answered;
	}
	up.ender_sent_ns = down.ender_sent_ns;
	t->up_since_down_ns = 0;
	if (!t->hears)
		silence_ended(t, &t->longest_up, &t->window.up, up);
	silence_ended(t, &t->longest_down, &t->window.down, down);
	if (!t->hears && r->reflected_ns > t->last_up_ns)
		t->last_up_ns = r->reflected_ns;
	if (r->at_ns > t->last_down_ns)
		t->last_down_ns = r->at_ns;
}

static void note_round_trip(struct traffic_stream *t, uint64_t ns)
{
	samples_add(&t->round_trip, ns);
	if (t->quickest_ns == 0 || ns < t->quickest_ns)
		t->quickest_ns = ns;
}

/* Answers that overtake one another do not come from further apart. */
#define REORDER_MAX 64

/* The answer is in order and its number is lower than that of the one before: unless the
 * two have overtaken one another, the reflector counts anew. It does so for certain if
 * the number was another's before. */
static bool counts_anew(const struct traffic_stream *t, const struct probe_received *r)
{
	const struct loss *loss = &t->loss;
	uint32_t back = loss->reflector_sequence - r->reflector_sequence;

	if (!loss->answered || r->sequence <= loss->sequence ||
	    r->reflector_sequence > loss->reflector_sequence)
		return false;
	if (back > REORDER_MAX)
		return true;
	for (uint32_t i = 0; i <= loss->sequence - loss->first && i < SENT_RING; i++) {
		const struct sent *sent = sent_find(t, loss->sequence - i);

		if (sent && sent->answered &&
		    sent->reflector_sequence == r->reflector_sequence)
			return true;
	}
	return false;
}

/* Of the probes between two, those that are known to have reached the reflector; -1: it
 * does not tell. */
static int64_t heard_between(const struct traffic_stream *t, uint32_t first,
			     uint32_t second)
{
	int64_t count = 0;

	if (!t->hears)
		return -1;
	for (uint32_t sequence = first + 1; sequence < second; sequence++) {
		const struct sent *sent = sent_find(t, sequence);

		count += sent && sent->heard;
	}
	return count;
}

static void received(struct traffic_stream *t, const struct probe_received *r)
{
	struct sent *sent = sent_find(t, r->sequence);

	window_count_from_here(t, r->at_ns);
	if (sent && sent->answered) {
		t->duplicates++;
		/* Of another number: the probe itself came twice, and each was answered.
		 */
		loss_duplicate(&t->loss, r->reflector_sequence,
			       sent->reflector_sequence != r->reflector_sequence);
		return;
	}
	if (sent) {
		sent->answered = true;
		sent->reflector_sequence = r->reflector_sequence;
		note_round_trip(t, r->at_ns > sent->at_ns ? r->at_ns - sent->at_ns : 0);
	}
	t->received++;
	if (counts_anew(t, r))
		loss_anew(&t->loss, r->sequence, r->reflector_sequence,
			  heard_between(t, t->loss.sequence, r->sequence));
	window_arrival(t, r, sent);
	arrival(t, r, sent);
	if (t->loss.answered && r->sequence < t->loss.sequence)
		t->reordered++;
	loss_answer(&t->loss, r->sequence, r->reflector_sequence);
}

void traffic_batch(struct traffic_stream *t, const struct event *event)
{
	for (size_t i = 0; i < event->probes.sent_count; i++) {
		const struct probe_sent *sent = &event->probes.sent[i];

		if (t->sent++ == 0)
			t->first_sent_ns = sent->at_ns;
		t->last_sent_ns = sent->at_ns;
		t->ring[sent->sequence % SENT_RING] = (struct sent){
			.at_ns = sent->at_ns,
			.sequence = sent->sequence,
			.used = true,
		};
		samples_add(&t->timer_error, sent->late_ns);
	}
	for (size_t i = 0; i < event->probes.heard_count; i++)
		heard(t, &event->probes.heard[i]);
	for (size_t i = 0; i < event->probes.received_count; i++)
		received(t, &event->probes.received[i]);
}

void traffic_window_open(struct traffic_stream *t, uint64_t start_ns)
{
	t->window = (struct traffic_window){
		.open = true,
		.start_ns = start_ns,
		.up_before_ns = t->last_up_ns,
		.down_before_ns = t->last_down_ns,
		.recovery_ns = UINT64_MAX,
	};
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

	if (t->sent == 0 || closed_ns <= begin_ns ||
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

static uint64_t not_negative(int64_t count)
{
	/* Below zero only while an overtaken probe is on its way. */
	return count > 0 ? (uint64_t)count : 0;
}

/* When the first probe after that time was sent, as far as they are remembered; 0: none
 * was. */
static uint64_t next_sent(const struct traffic_stream *t, uint64_t after_ns)
{
	uint64_t next_ns = 0;

	for (uint64_t i = 0; i < t->sent && i < SENT_RING; i++) {
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

/* The parts of both directions. */
static void split(const struct traffic_stream *t, size_t index, const struct window *seen,
		  const struct outside *outside, struct gap *gap)
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
	else if (!t->hears && gap->lost_down * t->stream->every_ns < down.end_ns)
		down.other_flows_ns = down.end_ns - gap->lost_down * t->stream->every_ns;
	look_outside(t, &outside->up, &up);
	look_outside(t, &outside->down, &down);
	gap_split(seen, &up, &gap->up_parts, &gap->up_part_count, &gap->up_part_capacity);
	gap_split(seen, &down, &gap->down_parts, &gap->down_part_count,
		  &gap->down_part_capacity);
}

void traffic_window_close(struct traffic_stream *t, const struct window *seen,
			  const struct outside *outside, struct roam *roam,
			  uint64_t *ret_recovery_ns)
{
	struct traffic_window *w = &t->window;
	struct gap *gap = array_add(roam->gaps, roam->gap_count, roam->gap_capacity);
	bool recovered = seen->recovered;
	bool up_open, down_open;

	up_open = silence_still_open(t, &w->up, t->last_up_ns, seen->closed_ns);
	down_open = silence_still_open(t, &w->down, t->last_down_ns, seen->closed_ns);
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
	split(t, roam->gap_count - 1, seen, outside, gap);
	silences_claim(&t->silences, w->start_ns, roam->index);
	if (!recovered) {
		silences_claim_open(&t->silences, true, last_up(t), roam->index);
		silences_claim_open(&t->silences, false, last_down(t), roam->index);
	}
	if (w->has_first_up)
		first_packet_add(roam, t, true, w->first_up_ns);
	if (w->has_first_down)
		first_packet_add(roam, t, false, w->first_down_ns);
	*ret_recovery_ns = w->recovery_ns;
	w->open = false;
}

void traffic_finish(struct traffic_stream *t, struct traffic *ret)
{
	uint64_t passed = t->loss.answered ? (uint64_t)t->loss.sequence + 1 : 0;

	/* After the last probe there is nothing to answer. */
	silence_ended(
		t, &t->longest_up, &t->window.up,
		(struct silence){
			.begin_ns = last_up(t),
			.end_ns = t->last_sent_ns,
			.lost = t->sent >
				(t->hears ? (uint64_t)t->heard_sequence + 1 : passed),
		});
	silence_ended(t, &t->longest_down, &t->window.down,
		      (struct silence){ .begin_ns = last_down(t),
					.end_ns = t->last_sent_ns,
					.lost = t->sent > passed });
	*ret = (struct traffic){
		.name = memory_strdup(t->stream->name),
		.through = memory_strdup(t->stream->through == THROUGH_TUNNEL ? "tunnel"
									      : "wifi"),
		.ipv6 = t->stream->ipv6,
		.sent = t->sent,
		.received = t->received,
		.lost_up = not_negative(loss_up(&t->loss)),
		.lost_down = not_negative(loss_down(&t->loss)),
		.lost_unknown = loss_unknown(&t->loss) +
				(t->sent > passed ? t->sent - passed : 0),
		.duplicates = t->duplicates,
		.reordered = t->reordered,
		.round_trip = samples_distribution(&t->round_trip),
		.timer_error = samples_distribution(&t->timer_error),
		.gap_up_ns = silence_ns(&t->longest_up),
		.gap_up_at_ns = t->longest_up.begin_ns,
		.gap_down_ns = silence_ns(&t->longest_down),
		.gap_down_at_ns = t->longest_down.begin_ns,
		.first_sent_ns = t->first_sent_ns,
		.last_sent_ns = t->last_sent_ns,
	};
	silences_take(&t->silences, ret);
}
