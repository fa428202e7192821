/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "analysis/outside.h"
#include "analysis/passage.h"
#include "analysis/silences.h"
#include "analysis/traffic.h"
#include "base/time.h"

#define MS NS_PER_MS
#define EVERY (20 * MS)

static void add(struct silences *s, bool up, uint64_t at_ms, uint64_t ms, bool lost)
{
	silences_add(s, &(struct stream_silence){ up, at_ms * MS, ms * MS, 0 }, EVERY,
		     lost);
}

static void a_silence_is_kept_if_a_packet_that_was_due_is_missing(void **state)
{
	struct silences s = { 0 };

	(void)state;
	add(&s, true, 0, 20, true); /* the last answer may be on its way */
	add(&s, true, 20, 40, false);
	assert_int_equal(s.count, 0);
	add(&s, true, 60, 21, true);
	add(&s, true, 81, 41, false);
	assert_int_equal(s.count, 2);
	assert_int_equal(s.items[0].at_ns, 60 * MS);
	assert_int_equal(s.items[1].ns, 41 * MS);
	silences_clear(&s);
}

static void a_roam_has_those_that_touch_it_and_no_earlier_one_has(void **state)
{
	struct silences s = { 0 };

	(void)state;
	add(&s, true, 0, 100, true); /* over when the roam begins */
	add(&s, true, 200, 100, true);
	silences_claim(&s, 250 * MS, 1);
	add(&s, false, 400, 100, true);
	silences_claim(&s, 270 * MS, 2);
	assert_int_equal(s.items[0].roam, 0);
	assert_int_equal(s.items[1].roam, 1);
	assert_int_equal(s.items[2].roam, 2);
	silences_clear(&s);
}

static void
a_silence_that_a_roam_leaves_behind_is_its_own_through_all_that_follow(void **state)
{
	struct silences s = { 0 };

	(void)state;
	silences_claim(&s, 100 * MS, 1);
	silences_claim_open(&s, false, 90 * MS, 1);
	silences_claim_open(&s, true, 95 * MS, 1);
	add(&s, true, 105, 100, true); /* another one */
	silences_claim(&s, 300 * MS, 2);
	silences_claim_open(&s, false, 90 * MS, 2);
	add(&s, false, 90, 900, true);
	silences_claim(&s, 800 * MS, 3);
	assert_int_equal(s.items[0].roam, 0);
	assert_int_equal(s.items[1].roam, 1);
	silences_clear(&s);
}

static const struct stream stream = { .name = (char[]){ "voice" }, .every_ns = EVERY };

static void sent(struct traffic_stream *t, uint32_t first, uint32_t last)
{
	for (uint32_t s = first; s <= last; s++) {
		struct probe_sent probe = { .sequence = s, .at_ns = s * EVERY };
		struct event event = { .kind = EVENT_PROBES };

		event.probes.sent = &probe;
		event.probes.sent_count = 1;
		traffic_batch(t, &event);
	}
}

/* Arrives up after 1 ms and is answered after 2; heard: by a reflector of our own. */
static void flow(struct traffic_stream *t, bool heard, uint32_t first, uint32_t last,
		 uint32_t reflected)
{
	for (uint32_t s = first; s <= last; s++) {
		struct probe_time up = { s, s * EVERY + 1 * MS };
		struct probe_received answer = {
			.sequence = s,
			.at_ns = s * EVERY + 2 * MS,
			.reflector_sequence = reflected++,
			.reflected_ns = s * EVERY + 1 * MS,
		};
		struct event event = { .kind = EVENT_PROBES };

		sent(t, s, s);
		event.probes.heard = &up;
		event.probes.heard_count = heard;
		event.probes.received = &answer;
		event.probes.received_count = 1;
		traffic_batch(t, &event);
	}
}

static struct traffic finish(struct traffic_stream *t)
{
	struct traffic traffic;

	traffic_finish(t, &traffic);
	free(traffic.name);
	free(traffic.through);
	traffic_stream_free(t);
	return traffic;
}

static void assert_silence(const struct traffic *t, size_t index, bool up, uint64_t at_ms,
			   uint64_t ms)
{
	assert_true(index < t->silence_count);
	assert_int_equal(t->silences[index].up, up);
	assert_int_equal(t->silences[index].at_ns, at_ms * MS);
	assert_int_equal(t->silences[index].ns, ms * MS);
}

static void one_lost_probe_makes_a_silence_in_each_direction_that_lacks_it(void **state)
{
	(void)state;
	for (int heard = 0; heard < 2; heard++) {
		struct traffic_stream *t = traffic_stream_new(&stream, NULL);
		struct traffic traffic;

		flow(t, heard, 0, 2, 0);
		sent(t, 3, 3);
		flow(t, heard, 4, 6, 3);
		traffic = finish(t);
		assert_true(traffic.has_silences);
		assert_int_equal(traffic.first_sent_ns, 0);
		assert_int_equal(traffic.last_sent_ns, 120 * MS);
		assert_int_equal(traffic.silence_count, 2);
		assert_silence(&traffic, 0, true, 41, 40);
		assert_silence(&traffic, 1, false, 42, 40);
		free(traffic.silences);
	}
}

static void where_only_the_answers_are_lost_the_way_up_is_not_silent(void **state)
{
	(void)state;
	for (int heard = 0; heard < 2; heard++) {
		struct traffic_stream *t = traffic_stream_new(&stream, NULL);
		struct probe_time up[3];
		struct event event = { .kind = EVENT_PROBES };
		struct traffic traffic;

		flow(t, heard, 0, 2, 0);
		sent(t, 3, 5);
		for (uint32_t i = 0; i < 3; i++)
			up[i] = (struct probe_time){ 3 + i, (3 + i) * EVERY + 1 * MS };
		event.probes.heard = up;
		event.probes.heard_count = heard ? 3 : 0;
		traffic_batch(t, &event);
		flow(t, heard, 6, 8, 6);
		traffic = finish(t);
		assert_int_equal(traffic.silence_count, 1);
		assert_silence(&traffic, 0, false, 42, 80);
		free(traffic.silences);
	}
}

static void a_stream_has_silences_before_its_first_answer_and_after_its_last(void **state)
{
	struct traffic_stream *t = traffic_stream_new(&stream, NULL);
	struct traffic traffic;

	(void)state;
	sent(t, 0, 4);
	flow(t, true, 5, 6, 0);
	sent(t, 7, 10);
	traffic = finish(t);
	assert_int_equal(traffic.silence_count, 4);
	assert_silence(&traffic, 0, true, 0, 101);
	assert_silence(&traffic, 1, false, 0, 102);
	assert_silence(&traffic, 2, true, 121, 79);
	assert_silence(&traffic, 3, false, 122, 78);
	free(traffic.silences);
}

static void close_window(struct traffic_stream *t, unsigned index, uint64_t closed_ms,
			 bool recovered)
{
	static const struct access_point ap;
	struct roam roam = { .index = index };
	uint64_t recovery_ns;
	const struct window seen = {
		.from = &ap,
		.target = &ap,
		.closed_ns = closed_ms * MS,
		.recovered = recovered,
	};

	traffic_window_close(t, &seen, &(struct outside){ 0 }, &(struct passage){ 0 },
			     &roam, &recovery_ns);
	roam_clear(&roam);
}

static void a_silence_names_the_roam_that_it_belongs_to(void **state)
{
	struct traffic_stream *t = traffic_stream_new(&stream, NULL);
	struct traffic traffic;

	(void)state;
	flow(t, true, 0, 2, 0);
	sent(t, 3, 4);
	flow(t, true, 5, 9, 3); /* of none */
	traffic_window_open(t, 185 * MS);
	sent(t, 10, 12);
	flow(t, true, 13, 13, 8);
	close_window(t, 1, 270, true);
	flow(t, true, 14, 14, 9);
	traffic_window_open(t, 290 * MS);
	sent(t, 15, 40);
	close_window(t, 2, 810, false);
	traffic_window_open(t, 815 * MS);
	flow(t, true, 41, 41, 10);
	close_window(t, 3, 830, true);
	traffic = finish(t);
	assert_int_equal(traffic.silence_count, 6);
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(traffic.silences[i].roam, i / 2);
	free(traffic.silences);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_silence_is_kept_if_a_packet_that_was_due_is_missing),
		cmocka_unit_test(a_roam_has_those_that_touch_it_and_no_earlier_one_has),
		cmocka_unit_test(
			a_silence_that_a_roam_leaves_behind_is_its_own_through_all_that_follow),
		cmocka_unit_test(
			one_lost_probe_makes_a_silence_in_each_direction_that_lacks_it),
		cmocka_unit_test(
			where_only_the_answers_are_lost_the_way_up_is_not_silent),
		cmocka_unit_test(
			a_stream_has_silences_before_its_first_answer_and_after_its_last),
		cmocka_unit_test(a_silence_names_the_roam_that_it_belongs_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
