/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "analysis/outside.h"
#include "analysis/passage.h"
#include "analysis/traffic.h"
#include "base/memory.h"
#include "base/time.h"

/* What a roam does to streams that are none of STAMP; of STAMP's: test-traffic.c. */

#define MS NS_PER_MS

static const struct stream ping = { .name = (char[]){ "ping" },
				    .probe = PROBE_ICMP,
				    .every_ns = 20 * MS };
static const struct stream ssh = { .name = (char[]){ "ssh" },
				   .probe = PROBE_TCP,
				   .every_ns = 20 * MS };

static void sent(struct traffic_stream *t, uint32_t sequence, uint64_t at_ms)
{
	struct probe_sent probe = { .sequence = sequence, .at_ns = at_ms * MS };
	struct event event = { .kind = EVENT_PROBES };

	event.probes.sent = &probe;
	event.probes.sent_count = 1;
	traffic_batch(t, &event);
}

/* Of a TCP stream the far end tells of each arrival. */
static void answered(struct traffic_stream *t, bool echo, uint32_t sequence,
		     uint64_t at_ms)
{
	struct probe_time heard = { .sequence = sequence, .at_ns = at_ms * MS - MS };
	struct probe_received probe = {
		.sequence = sequence,
		.at_ns = at_ms * MS,
		.echo = echo,
		.reflector_sequence = echo ? 0 : sequence,
		.reflected_ns = echo ? 0 : heard.at_ns,
	};
	struct event event = { .kind = EVENT_PROBES };

	event.probes.heard = &heard;
	event.probes.heard_count = !echo;
	event.probes.received = &probe;
	event.probes.received_count = 1;
	traffic_batch(t, &event);
}

static void reading(struct traffic_stream *t, uint64_t at_ms, uint32_t retransmissions,
		    const char *reason)
{
	const struct event event = {
		.kind = EVENT_CONNECTION,
		.time_ns = at_ms * MS,
		.connection = { .reading = { .state = CONNECTION_ESTABLISHED,
					     .retransmissions = retransmissions,
					     .rto_ns = 408 * MS },
				.died = reason != NULL,
				.reason = (char *)(uintptr_t)reason },
	};

	traffic_connection(t, &event);
}

/* Closes the window of a roam that began at 100 ms and was connected at 120 ms. The old
 * association ended at 101 ms. */
static struct roam close_window(struct traffic_stream *t, uint64_t closed_ms)
{
	static const struct access_point ap;
	struct moment dropped = { .time_ns = 101 * MS, .kind = EVENT_KERNEL };
	struct roam roam = { .start_ns = 100 * MS, .total_ns = 20 * MS };
	const struct window seen = {
		.from = &ap,
		.target = &ap,
		.start_ns = 100 * MS,
		.end_ns = 120 * MS,
		.closed_ns = closed_ms * MS,
		.recovered = true,
		.outcome = OUTCOME_OK,
		.moments = &dropped,
		.count = 1,
	};
	uint64_t recovery_ns;

	dropped.kernel.what = KERNEL_DEL_STATION;
	traffic_window_close(t, &seen, &(struct outside){ 0 }, &(struct passage){ 0 },
			     &roam, &recovery_ns);
	return roam;
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

static uint64_t part_of(const struct gap_part *parts, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(parts[i].name, name) == 0)
			return parts[i].ns / MS;
	return 0;
}

static void of_icmp_nobody_tells_in_which_direction_it_was_lost(void **state)
{
	struct traffic_stream *t = traffic_stream_new(&ping, NULL);
	struct traffic traffic;
	const struct gap *gap;
	struct roam roam;

	(void)state;
	for (uint32_t s = 0; s <= 4; s++) {
		sent(t, s, s * 20);
		if (s != 2) /* lost before the roam */
			answered(t, true, s, s * 20 + 2);
	}
	traffic_window_open(t, 100 * MS);
	traffic_window_associated(t, 119 * MS);
	for (uint32_t s = 5; s <= 8; s++)
		sent(t, s, s * 20);
	answered(t, true, 8, 162);
	sent(t, 9, 180);
	roam = close_window(t, 182);
	gap = &roam.gaps[0];
	assert_true(gap->lacks_direction);
	assert_int_equal(gap->lost_unknown, 3);
	assert_int_equal(gap->lost_up + gap->lost_down, 0);
	assert_int_equal(gap->up_ns, 0);
	assert_int_equal(gap->up_part_count, 0);
	assert_int_equal(gap->down_ns, 80 * MS);
	/* Sent at 100, and the way is free from 120 on: 5 was lost then, 6 too. */
	assert_int_equal(part_of(gap->down_parts, gap->down_part_count, "radio"), 19);
	assert_int_equal(part_of(gap->down_parts, gap->down_part_count, "forwarding"), 0);
	/* What went up is not known. */
	assert_int_equal(roam.first_packet_count, 1);
	assert_false(roam.first_packets[0].up);
	roam_clear(&roam);
	traffic = finish(t);
	assert_int_equal(traffic.probe, PROBE_ICMP);
	assert_int_equal(traffic.received, 5);
	assert_int_equal(traffic.lost_up + traffic.lost_down, 0);
	assert_int_equal(traffic.lost_unknown, 5);
	assert_int_equal(traffic.gap_up_ns, 0);
	assert_int_equal(traffic.gap_down_ns, 80 * MS);
}

/* Five messages before the roam, a sixth sent in it; all that were sent come at once. */
static struct traffic_stream *stalled(uint64_t until_ms)
{
	struct traffic_stream *t = traffic_stream_new(&ssh, NULL);
	uint32_t s = 0;

	for (; s <= 4; s++) {
		sent(t, s, s * 20);
		answered(t, false, s, s * 20 + 2);
	}
	reading(t, 82, 0, NULL);
	traffic_window_open(t, 100 * MS);
	traffic_window_associated(t, 119 * MS);
	for (; s * 20 < until_ms; s++)
		sent(t, s, s * 20);
	return t;
}

static void what_tcp_waits_for_its_timer_is_retransmission(void **state)
{
	struct traffic_stream *t = stalled(320);
	const struct gap *gap;
	struct roam roam;

	(void)state;
	reading(t, 310, 2, NULL);
	for (uint32_t s = 5; s < 16; s++)
		answered(t, false, s, 322);
	roam = close_window(t, 330);
	gap = &roam.gaps[0];
	assert_int_equal(gap->up_ns, 240 * MS); /* 81 to 321 */
	assert_int_equal(part_of(gap->up_parts, gap->up_part_count, "interval"), 19);
	assert_int_equal(part_of(gap->up_parts, gap->up_part_count, "radio"), 19);
	/* Twice the quickest round trip is the path's. */
	assert_int_equal(part_of(gap->up_parts, gap->up_part_count, "transit"), 5);
	assert_int_equal(part_of(gap->up_parts, gap->up_part_count, "retransmission"),
			 197);
	assert_int_equal(part_of(gap->down_parts, gap->down_part_count, "retransmission"),
			 198);
	assert_int_equal(gap->connection.stall_ns, 222 * MS); /* owed since 100 */
	assert_int_equal(gap->connection.retransmissions, 2);
	assert_int_equal(gap->connection.rto_max_ns, 408 * MS);
	assert_true(gap->connection.alive);
	roam_clear(&roam);
	traffic_stream_free(t);
}

static void without_retransmissions_it_is_not_attributed(void **state)
{
	struct traffic_stream *t = stalled(320);
	struct roam roam;

	(void)state;
	reading(t, 310, 0, NULL);
	for (uint32_t s = 5; s < 16; s++)
		answered(t, false, s, 322);
	roam = close_window(t, 330);
	assert_int_equal(part_of(roam.gaps[0].up_parts, roam.gaps[0].up_part_count,
				 "unattributed"),
			 197);
	roam_clear(&roam);
	traffic_stream_free(t);
}

static void a_connection_that_died_is_owed_nothing_after_that(void **state)
{
	struct traffic_stream *t = stalled(320);
	struct traffic traffic;
	struct roam roam;

	(void)state;
	reading(t, 300, 0, "Connection reset by peer");
	roam = close_window(t, 1000);
	assert_false(roam.gaps[0].connection.alive);
	assert_int_equal(roam.gaps[0].connection.stall_ns, 200 * MS);
	/* Whoever waited did not wait for it: the gap has not ended. */
	assert_true(roam.gaps[0].up_open && roam.gaps[0].down_open);
	assert_int_equal(roam.gaps[0].down_ns, 218 * MS);
	roam_clear(&roam);
	/* A later roam has no gap of it. */
	traffic_window_open(t, 400 * MS);
	roam = close_window(t, 1500);
	assert_false(roam.gaps[0].connection.alive);
	assert_int_equal(roam.gaps[0].down_ns, 0);
	assert_int_equal(roam.gaps[0].connection.stall_ns, 0);
	assert_false(roam.gaps[0].up_open || roam.gaps[0].down_open);
	roam_clear(&roam);
	traffic = finish(t);
	assert_false(traffic.connection.alive);
	assert_int_equal(traffic.connection.died_at_ns, 300 * MS);
	assert_string_equal(traffic.connection.reason, "Connection reset by peer");
	assert_int_equal(traffic.connection.stall_ns, 200 * MS);
	assert_int_equal(traffic.lost_unknown, 11);
	free(traffic.connection.reason);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_icmp_nobody_tells_in_which_direction_it_was_lost),
		cmocka_unit_test(what_tcp_waits_for_its_timer_is_retransmission),
		cmocka_unit_test(without_retransmissions_it_is_not_attributed),
		cmocka_unit_test(a_connection_that_died_is_owed_nothing_after_that),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
