/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/traffic-stream.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static uint32_t ring_size(const struct stream *stream)
{
	uint64_t probes = stream->every_ns ? SENT_MEMORY_NS / stream->every_ns : 0;

	if (probes < SENT_RING_MIN)
		return SENT_RING_MIN;
	return probes < SENT_RING_MAX ? (uint32_t)probes : SENT_RING_MAX;
}

struct traffic_stream *traffic_stream_new(const struct stream *stream,
					  struct spill *spill)
{
	struct traffic_stream *t = memory_zero(1, sizeof(*t));

	t->stream = stream;
	if (stream->probe == PROBE_TCP)
		t->connection = connection_new();
	t->ring_size = ring_size(stream);
	t->ring = memory_zero(t->ring_size, sizeof(*t->ring));
	/* Resident from the beginning, not as it is filled: memory does not grow then. */
	explicit_bzero(t->ring, t->ring_size * sizeof(*t->ring));
	t->silences.spill = t->round_trip.spill = t->timer_error.spill = spill;
	t->delay_up.spill = t->delay_down.spill = t->send_delay.spill = spill;
	return t;
}

struct traffic_stream *traffic_stream_free(struct traffic_stream *t)
{
	if (!t)
		return NULL;
	free(t->ring);
	silences_clear(&t->silences);
	connection_free(t->connection);
	samples_clear(&t->round_trip);
	samples_clear(&t->timer_error);
	samples_clear(&t->delay_up);
	samples_clear(&t->delay_down);
	samples_clear(&t->send_delay);
	free(t);
	return NULL;
}

/* A silence in one direction has ended. */
static void silence_ended(struct traffic_stream *t, struct silence *longest,
			  struct silence *in_window, struct silence silence)
{
	silence_keep_longer(longest, &silence);
	if (t->window.open && silence.end_ns > t->window.start_ns)
		silence_keep_longer(in_window, &silence);
	if (silence.end_ns > silence.begin_ns)
		silences_add(&t->silences,
			     &(struct stream_silence){ longest == &t->longest_up,
						       silence.begin_ns,
						       silence_ns(&silence), 0 },
			     t->stream->every_ns, silence.lost);
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

	if (lost >= missing || missing >= t->ring_size || !before || !after ||
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
	if (!t->hears && !r->echo)
		window_note_before(w, &w->up_before_ns, r->reflected_ns);
	window_note_before(w, &w->down_before_ns, r->at_ns);
	if (!t->hears && !r->echo && w->associated &&
	    r->reflected_ns >= w->associated_ns &&
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

static void note_delay(struct samples *delays, uint64_t from_ns, uint64_t to_ns)
{
	samples_add(delays, to_ns > from_ns ? to_ns - from_ns : 0);
}

static void left(struct traffic_stream *t, const struct probe_time *l)
{
	const struct sent *sent = sent_find(t, l->sequence);

	if (sent)
		note_delay(&t->send_delay, sent->at_ns, l->at_ns);
}

static void heard(struct traffic_stream *t, const struct probe_time *h)
{
	struct sent *sent = sent_find(t, h->sequence);
	struct traffic_window *w = &t->window;

	if (sent && !sent->heard) {
		sent->heard = true;
		note_delay(&t->delay_up, sent->at_ns, h->at_ns);
	}
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
	if (!t->hears && !r->echo)
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

/* Whether there were any before until_ns; these are done with. */
static bool take_address_changes(struct traffic_stream *t, uint64_t until_ns)
{
	size_t taken = 0;

	while (taken < t->address_change_count && t->address_changes_ns[taken] < until_ns)
		taken++;
	t->address_change_count -= taken;
	memmove(t->address_changes_ns, t->address_changes_ns + taken,
		t->address_change_count * sizeof(*t->address_changes_ns));
	return taken > 0;
}

/* The answer is in order and its number is lower than that of the one before: unless the
 * two have overtaken one another, the reflector counts anew. It does so for certain if
 * the number was another's before. After a change of address it may count on from any
 * number, and it is not asked if somebody else tells what has reached it. */
static bool counts_anew(const struct traffic_stream *t, const struct probe_received *r,
			bool address_changed)
{
	const struct loss *loss = &t->loss;
	uint32_t back = loss->reflector_sequence - r->reflector_sequence;

	if (!loss->answered || r->sequence <= loss->sequence)
		return false;
	if (t->hears && address_changed)
		return true;
	if (r->reflector_sequence > loss->reflector_sequence)
		return false;
	if (back > REORDER_MAX)
		return true;
	for (uint32_t i = 0; i <= loss->sequence - loss->first && i < t->ring_size; i++) {
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
	if (second - first > t->ring_size)
		first = second - t->ring_size;
	for (uint32_t sequence = first + 1; sequence < second; sequence++) {
		const struct sent *sent = sent_find(t, sequence);

		count += sent && sent->heard;
	}
	return count;
}

void traffic_note_stall(struct traffic_stream *t, uint64_t end_ns)
{
	const struct sent *owed =
		sent_find(t, t->loss.answered ? t->loss.sequence + 1 : 0);

	if (t->connection && owed)
		connection_stall(t->connection,
				 owed->at_ns > t->last_down_ns ? owed->at_ns
							       : t->last_down_ns,
				 end_ns);
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
		/* Who tells of every arrival does so by this machine's clock. */
		if (t->hears && !r->echo)
			note_delay(&t->delay_down, r->reflected_ns, r->at_ns);
	}
	t->received++;
	traffic_note_stall(t, r->at_ns);
	if (counts_anew(t, r, take_address_changes(t, r->at_ns)))
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
		t->ring[sent->sequence % t->ring_size] = (struct sent){
			.at_ns = sent->at_ns,
			.sequence = sent->sequence,
			.used = true,
		};
		samples_add(&t->timer_error, sent->late_ns);
	}
	for (size_t i = 0; i < event->probes.left_count; i++)
		left(t, &event->probes.left[i]);
	for (size_t i = 0; i < event->probes.heard_count; i++)
		heard(t, &event->probes.heard[i]);
	for (size_t i = 0; i < event->probes.received_count; i++) {
		struct probe_received r = event->probes.received[i];

		/* As if every echo request had arrived: what is lost is then lost on the
		 * way down, and said to be lost in either direction. */
		if (r.echo)
			r.reflector_sequence = r.sequence;
		received(t, &r);
	}
}

void traffic_address_changed(struct traffic_stream *t, uint64_t time_ns)
{
	if (t->address_change_count == ADDRESS_CHANGES_MAX)
		t->address_change_count--;
	t->address_changes_ns[t->address_change_count++] = time_ns;
}

void traffic_connection(struct traffic_stream *t, const struct event *event)
{
	if (t->connection)
		connection_take(t->connection, event);
}

void traffic_finish(struct traffic_stream *t, struct traffic *ret)
{
	uint64_t passed = t->loss.answered ? (uint64_t)t->loss.sequence + 1 : 0;
	uint64_t lost_down = not_negative(loss_down(&t->loss));
	bool lacks = traffic_lacks_direction(t);

	/* After the last probe there is nothing to answer. */
	if (!lacks)
		silence_ended(t, &t->longest_up, &t->window.up,
			      (struct silence){
				      .begin_ns = traffic_last_up(t),
				      .end_ns = t->last_sent_ns,
				      .lost = t->sent >
					      (t->hears ? (uint64_t)t->heard_sequence + 1
							: passed),
			      });
	silence_ended(t, &t->longest_down, &t->window.down,
		      (struct silence){ .begin_ns = traffic_last_down(t),
					.end_ns = t->last_sent_ns,
					.lost = t->sent > passed });
	*ret = (struct traffic){
		.name = memory_strdup(t->stream->name),
		.through = memory_strdup(t->stream->through == THROUGH_TUNNEL ? "tunnel"
									      : "wifi"),
		.ipv6 = t->stream->ipv6,
		.probe = t->stream->probe,
		.sent = t->sent,
		.received = t->received,
		.lost_up = not_negative(loss_up(&t->loss)),
		.lost_down = lacks ? 0 : lost_down,
		.lost_unknown = loss_unknown(&t->loss) + (lacks ? lost_down : 0) +
				(t->sent > passed ? t->sent - passed : 0),
		.duplicates = t->duplicates,
		.reordered = t->reordered,
		.round_trip = samples_distribution(&t->round_trip),
		.timer_error = samples_distribution(&t->timer_error),
		.delay_up = samples_distribution(&t->delay_up),
		.delay_down = samples_distribution(&t->delay_down),
		.send_delay = samples_distribution(&t->send_delay),
		.gap_up_ns = silence_ns(&t->longest_up),
		.gap_up_at_ns = t->longest_up.begin_ns,
		.gap_down_ns = silence_ns(&t->longest_down),
		.gap_down_at_ns = t->longest_down.begin_ns,
		.first_sent_ns = t->first_sent_ns,
		.last_sent_ns = t->last_sent_ns,
	};
	silences_take(&t->silences, ret);
	if (!t->connection)
		return;
	traffic_note_stall(t, connection_end(t->connection, t->last_sent_ns));
	connection_result(t->connection, &ret->connection);
}
