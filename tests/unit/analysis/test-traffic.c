/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "analysis/outside.h"
#include "analysis/passage.h"
#include "analysis/traffic.h"
#include "base/memory.h"
#include "base/time.h"

#define MS NS_PER_MS

static const struct stream stream = { .name = (char[]){ "voice" }, .every_ns = 20 * MS };

static void sent(struct traffic_stream *t, uint32_t sequence, uint64_t at_ms)
{
	struct probe_sent probe = { .sequence = sequence, .at_ns = at_ms * MS };
	struct event event = { .kind = EVENT_PROBES };

	event.probes.sent = &probe;
	event.probes.sent_count = 1;
	traffic_batch(t, &event);
}

static void answered(struct traffic_stream *t, uint32_t sequence, uint32_t reflected,
		     uint64_t up_ms, uint64_t at_ms)
{
	struct probe_received probe = {
		.sequence = sequence,
		.at_ns = at_ms * MS,
		.reflector_sequence = reflected,
		.reflected_ns = up_ms * MS,
	};
	struct event event = { .kind = EVENT_PROBES };

	event.probes.received = &probe;
	event.probes.received_count = 1;
	traffic_batch(t, &event);
}

/* A probe every 20 ms from sequence first to last; to and fro take 1 ms each. */
static void flow(struct traffic_stream *t, uint32_t first, uint32_t last,
		 uint32_t reflected)
{
	for (uint32_t s = first; s <= last; s++) {
		sent(t, s, s * 20);
		answered(t, s, reflected++, s * 20 + 1, s * 20 + 2);
	}
}

static struct traffic finish(struct traffic_stream *t)
{
	struct traffic traffic;

	traffic_finish(t, &traffic);
	free(traffic.name);
	free(traffic.through);
	free(traffic.silences);
	traffic_stream_free(t);
	return traffic;
}

static void nothing_is_lost_where_all_is_answered(void **state)
{
	struct traffic_stream *t = traffic_stream_new(&stream, NULL);
	struct traffic traffic;

	(void)state;
	flow(t, 0, 9, 0);
	traffic = finish(t);
	assert_int_equal(traffic.sent, 10);
	assert_int_equal(traffic.received, 10);
	assert_int_equal(traffic.lost_up + traffic.lost_down + traffic.lost_unknown, 0);
	assert_int_equal(traffic.round_trip.max_ns, 2 * MS);
	assert_int_equal(traffic.gap_up_ns, 20 * MS);
}

static void the_reflectors_count_tells_the_direction_of_a_loss(void **state)
{
	struct traffic_stream *t = traffic_stream_new(&stream, NULL);
	struct traffic traffic;

	(void)state;
	flow(t, 0, 1, 0);
	for (uint32_t s = 2; s <= 6; s++) /* 2 and 3 lost up, 4 to 6 lost down */
		sent(t, s, s * 20);
	flow(t, 7, 8, 5);
	sent(t, 9, 180); /* no later answer tells */
	traffic = finish(t);
	assert_int_equal(traffic.lost_up, 2);
	assert_int_equal(traffic.lost_down, 3);
	assert_int_equal(traffic.lost_unknown, 1);
}

static void an_answer_that_comes_twice_is_a_duplicate(void **state)
{
	struct traffic_stream *t = traffic_stream_new(&stream, NULL);
	struct traffic traffic;

	(void)state;
	flow(t, 0, 3, 0);
	answered(t, 3, 3, 61, 63); /* the answer was doubled */
	answered(t, 3, 4, 62, 64); /* the probe was doubled */
	flow(t, 4, 5, 5);
	traffic = finish(t);
	assert_int_equal(traffic.duplicates, 2);
	assert_int_equal(traffic.received, 6);
	assert_int_equal(traffic.lost_up, 0);
	assert_int_equal(traffic.lost_down, 0);
}

static void a_probe_that_was_overtaken_is_not_lost(void **state)
{
	struct traffic_stream *t = traffic_stream_new(&stream, NULL);
	struct traffic traffic;

	(void)state;
	for (uint32_t s = 0; s <= 5; s++)
		sent(t, s, s * 20);
	answered(t, 0, 0, 1, 2);
	answered(t, 2, 1, 41, 42); /* overtaken on the way up */
	answered(t, 1, 2, 43, 44);
	answered(t, 4, 4, 81, 82); /* overtaken on the way down */
	answered(t, 3, 3, 61, 83);
	answered(t, 5, 5, 101, 102);
	traffic = finish(t);
	assert_int_equal(traffic.reordered, 2);
	assert_int_equal(traffic.lost_up, 0);
	assert_int_equal(traffic.lost_down, 0);
}

/* Closes the window of a roam from start to start + total. */
static struct roam close_window(struct traffic_stream *t, uint64_t start_ms,
				uint64_t total_ms, uint64_t closed_ms, bool recovered,
				uint64_t *recovery_ns)
{
	static const struct access_point ap;
	struct roam roam = { .start_ns = start_ms * MS, .total_ns = total_ms * MS };
	const struct window seen = {
		.from = &ap,
		.target = &ap,
		.start_ns = start_ms * MS,
		.end_ns = (start_ms + total_ms) * MS,
		.closed_ns = closed_ms * MS,
		.recovered = recovered,
	};

	traffic_window_close(t, &seen, &(struct outside){ 0 }, &(struct passage){ 0 },
			     &roam, recovery_ns);
	traffic_stream_free(t);
	return roam;
}

static void the_gap_is_the_longest_silence_that_touches_the_window(void **state)
{
	struct traffic_stream *t = traffic_stream_new(&stream, NULL);
	uint64_t recovery_ns;
	struct roam roam;

	(void)state;
	flow(t, 0, 1, 0);
	for (uint32_t s = 2; s <= 9; s++) /* before the window: not its gap */
		sent(t, s, s * 20);
	flow(t, 10, 12, 2);
	traffic_window_open(t, 245 * MS);
	for (uint32_t s = 13; s <= 14; s++)
		sent(t, s, s * 20);
	traffic_window_associated(t, 280 * MS);
	traffic_window_ended(t, 285 * MS);
	flow(t, 15, 16, 5);
	roam = close_window(t, 245, 40, 330, true, &recovery_ns);
	assert_int_equal(roam.gap_count, 1);
	assert_string_equal(roam.gaps[0].stream, "voice");
	assert_int_equal(roam.gaps[0].up_ns, 60 * MS);
	assert_int_equal(roam.gaps[0].up_at_ns, 241 * MS);
	assert_int_equal(roam.gaps[0].down_ns, 60 * MS);
	assert_int_equal(roam.gaps[0].lost_up, 2);
	assert_int_equal(roam.gaps[0].lost_down, 0);
	assert_int_equal(recovery_ns, 17 * MS);
	assert_int_equal(roam.first_packet_count, 2);
	assert_true(roam.first_packets[0].up);
	assert_int_equal(roam.first_packets[0].at_ns, 301 * MS);
	assert_int_equal(roam.first_packets[1].after_ns, 57 * MS);
	roam_clear(&roam);
}

/* What was queued during a roam comes in a burst, and the answers to most of it are
 * lost: only the reflector knows when the probes arrived. */
static void what_the_reflector_heard_is_not_guessed(void **state)
{
	struct traffic_stream *t = traffic_stream_new(&stream, NULL);
	struct probe_time burst[10];
	struct event event = { .kind = EVENT_PROBES };
	struct traffic traffic;

	(void)state;
	for (uint32_t s = 0; s < 10; s++) {
		sent(t, s, s * 20);
		burst[s] = (struct probe_time){ s, (s == 0 ? 1 : 300) * MS };
	}
	event.probes.heard = burst;
	event.probes.heard_count = 10;
	traffic_batch(t, &event);
	answered(t, 0, 0, 1, 2);
	answered(t, 9, 9, 300, 301);
	traffic = finish(t);
	assert_int_equal(traffic.gap_up_ns, 299 * MS);
	assert_int_equal(traffic.gap_up_at_ns, 1 * MS);
	assert_int_equal(traffic.lost_down, 8);
	assert_int_equal(traffic.lost_up, 0);
}

static void the_silence_before_the_first_answer_is_one_of_the_run_too(void **state)
{
	struct traffic_stream *t = traffic_stream_new(&stream, NULL);
	struct traffic traffic;

	(void)state;
	for (uint32_t s = 0; s <= 4; s++)
		sent(t, s, s * 20);
	flow(t, 5, 9, 0);
	traffic = finish(t);
	assert_int_equal(traffic.gap_up_ns, 101 * MS);
	assert_int_equal(traffic.gap_up_at_ns, 0);
	assert_int_equal(traffic.gap_down_ns, 102 * MS);
}

static void a_stream_that_is_never_answered_is_one_silence(void **state)
{
	struct traffic_stream *t = traffic_stream_new(&stream, NULL);
	struct traffic traffic;

	(void)state;
	for (uint32_t s = 1; s <= 9; s++)
		sent(t, s, s * 20);
	traffic = finish(t);
	assert_int_equal(traffic.gap_up_ns, 160 * MS);
	assert_int_equal(traffic.gap_up_at_ns, 20 * MS);
	assert_int_equal(traffic.gap_down_ns, 160 * MS);
}

static void what_came_before_the_window_and_was_told_in_it_does_not_count(void **state)
{
	struct traffic_stream *t = traffic_stream_new(&stream, NULL);
	uint64_t recovery_ns;
	struct roam roam;

	(void)state;
	flow(t, 0, 1, 0);
	traffic_window_open(t, 245 * MS);
	for (uint32_t s = 2; s <= 9; s++)
		sent(t, s, s * 20);
	flow(t, 10, 13, 2); /* a batch of which most is older than the window */
	roam = close_window(t, 245, 5, 270, true, &recovery_ns);
	assert_int_equal(roam.gaps[0].up_ns, 20 * MS);
	assert_int_equal(roam.gaps[0].down_ns, 20 * MS);
	assert_int_equal(roam.gaps[0].lost_up, 0);
	roam_clear(&roam);
}

static void answers_lost_on_the_way_back_are_forwarding(void **state)
{
	struct traffic_stream *t = traffic_stream_new(&stream, NULL);
	uint64_t recovery_ns;
	struct roam roam;

	(void)state;
	flow(t, 0, 1, 0);
	traffic_window_open(t, 25 * MS);
	for (uint32_t s = 2; s <= 6; s++)
		sent(t, s, s * 20);
	flow(t, 7, 7, 7);
	roam = close_window(t, 25, 30, 150, true, &recovery_ns);
	/* All five arrived up: only the way down was silent. */
	assert_int_equal(roam.gaps[0].up_ns, 20 * MS);
	assert_int_equal(roam.gaps[0].down_ns, 120 * MS);
	assert_int_equal(roam.gaps[0].lost_down, 5);
	assert_int_equal(roam.gaps[0].down_part_count, 4);
	assert_string_equal(roam.gaps[0].down_parts[0].name, "forwarding");
	assert_int_equal(roam.gaps[0].down_parts[0].ns, 98 * MS);
	assert_string_equal(roam.gaps[0].down_parts[1].name, "transit");
	assert_int_equal(roam.gaps[0].down_parts[1].ns, 2 * MS); /* the last one's */
	assert_string_equal(roam.gaps[0].down_parts[2].name, "interval");
	assert_int_equal(roam.gaps[0].down_parts[2].ns, 18 * MS);
	assert_string_equal(roam.gaps[0].down_parts[3].name, "unattributed");
	assert_int_equal(roam.gaps[0].down_parts[3].ns, 2 * MS); /* the first one's */
	roam_clear(&roam);
}

static void a_gap_that_had_not_ended_is_open(void **state)
{
	struct traffic_stream *t = traffic_stream_new(&stream, NULL);
	uint64_t recovery_ns;
	struct roam roam;

	(void)state;
	flow(t, 0, 1, 0);
	traffic_window_open(t, 25 * MS);
	traffic_window_ended(t, 40 * MS);
	for (uint32_t s = 2; s <= 50; s++)
		sent(t, s, s * 20);
	roam = close_window(t, 25, 15, 1022, false, &recovery_ns);
	assert_true(roam.gaps[0].up_open);
	assert_true(roam.gaps[0].down_open);
	assert_int_equal(roam.gaps[0].down_ns, 1000 * MS);
	assert_int_equal(recovery_ns, UINT64_MAX);
	roam_clear(&roam);
}

static void an_answer_to_a_probe_from_before_the_end_is_no_recovery(void **state)
{
	struct traffic_stream *t = traffic_stream_new(&stream, NULL);
	uint64_t recovery_ns;
	struct roam roam;

	(void)state;
	flow(t, 0, 1, 0);
	traffic_window_open(t, 25 * MS);
	sent(t, 2, 40);
	traffic_window_ended(t, 45 * MS);
	answered(t, 2, 2, 50, 51);
	roam = close_window(t, 25, 20, 60, false, &recovery_ns);
	assert_int_equal(recovery_ns, UINT64_MAX);
	roam_clear(&roam);
}

/* The station came to another address: to the reflector it is another sender. */
static void a_reflector_that_counts_anew_has_lost_nothing_else(void **state)
{
	struct traffic_stream *t = traffic_stream_new(&stream, NULL);
	struct traffic traffic;

	(void)state;
	flow(t, 0, 19, 0);
	for (uint32_t s = 20; s <= 24; s++)
		sent(t, s, s * 20);
	flow(t, 25, 39, 0);
	traffic = finish(t);
	assert_int_equal(traffic.lost_up, 0);
	assert_int_equal(traffic.lost_down, 0);
	assert_int_equal(traffic.lost_unknown, 5);
	assert_int_equal(traffic.reordered, 0);
}

/* Sent at 0, at its interface after 3 ms, at the far end after 10, answered after 14. */
static void one_clock_at_both_ends_tells_the_delay_of_each_way(void **state)
{
	struct traffic_stream *t = traffic_stream_new(&stream, NULL);
	struct probe_time left = { .at_ns = 3 * MS }, heard = { .at_ns = 10 * MS };
	struct event event = { .kind = EVENT_PROBES };
	struct traffic traffic;

	(void)state;
	sent(t, 0, 0);
	event.probes.left = &left;
	event.probes.heard = &heard;
	event.probes.left_count = event.probes.heard_count = 1;
	traffic_batch(t, &event);
	answered(t, 0, 0, 10, 14);
	traffic = finish(t);
	assert_int_equal(traffic.send_delay.max_ns, 3 * MS);
	assert_int_equal(traffic.delay_up.max_ns, 10 * MS);
	assert_int_equal(traffic.delay_down.max_ns, 4 * MS);
}

static void a_distant_clock_tells_no_delay(void **state)
{
	struct traffic_stream *t = traffic_stream_new(&stream, NULL);
	struct traffic traffic;

	(void)state;
	flow(t, 0, 9, 0);
	traffic = finish(t);
	assert_int_equal(traffic.round_trip.n, 10);
	assert_int_equal(traffic.delay_up.n + traffic.delay_down.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_lost_where_all_is_answered),
		cmocka_unit_test(the_reflectors_count_tells_the_direction_of_a_loss),
		cmocka_unit_test(an_answer_that_comes_twice_is_a_duplicate),
		cmocka_unit_test(a_probe_that_was_overtaken_is_not_lost),
		cmocka_unit_test(the_gap_is_the_longest_silence_that_touches_the_window),
		cmocka_unit_test(what_the_reflector_heard_is_not_guessed),
		cmocka_unit_test(
			the_silence_before_the_first_answer_is_one_of_the_run_too),
		cmocka_unit_test(a_stream_that_is_never_answered_is_one_silence),
		cmocka_unit_test(
			what_came_before_the_window_and_was_told_in_it_does_not_count),
		cmocka_unit_test(answers_lost_on_the_way_back_are_forwarding),
		cmocka_unit_test(one_clock_at_both_ends_tells_the_delay_of_each_way),
		cmocka_unit_test(a_distant_clock_tells_no_delay),
		cmocka_unit_test(a_reflector_that_counts_anew_has_lost_nothing_else),
		cmocka_unit_test(a_gap_that_had_not_ended_is_open),
		cmocka_unit_test(an_answer_to_a_probe_from_before_the_end_is_no_recovery),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
