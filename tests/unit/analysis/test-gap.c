/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/gap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "base/time.h"

#define MS NS_PER_MS

static const uint8_t hall[MAC_LENGTH] = { 2, 0, 0, 0, 1, 0 };
static const uint8_t stairs[MAC_LENGTH] = { 2, 0, 0, 0, 2, 0 };

/* A roam from hall to stairs that began at 100 ms and was connected at 130 ms, with a
 * probe every 20 ms. */
struct scene {
	struct access_point aps[2];
	struct moment moments[16];
	struct window window;
	struct gap_silence silence;
};

static void begin(struct scene *scene, uint64_t from_ms, uint64_t to_ms)
{
	*scene = (struct scene){ 0 };
	memcpy(scene->aps[0].bssid, hall, MAC_LENGTH);
	memcpy(scene->aps[1].bssid, stairs, MAC_LENGTH);
	scene->window = (struct window){
		.open = true,
		.from = &scene->aps[0],
		.target = &scene->aps[1],
		.start_ns = 100 * MS,
		.end_ns = 130 * MS,
		.closed_ns = 5000 * MS,
		.outcome = OUTCOME_OK,
		.moments = scene->moments,
	};
	scene->silence = (struct gap_silence){
		.begin_ns = from_ms * MS,
		.end_ns = to_ms * MS,
		.up = true,
		.every_ns = 20 * MS,
		.transit_max_ns = 15 * MS,
		.next_sent_ns = (from_ms + 20) * MS,
	};
}

static struct moment *at(struct scene *scene, uint64_t ms, enum event_kind kind)
{
	struct moment *moment = &scene->moments[scene->window.count++];

	moment->time_ns = ms * MS;
	moment->kind = kind;
	return moment;
}

static void dropped(struct scene *scene, uint64_t ms)
{
	struct moment *moment = at(scene, ms, EVENT_KERNEL);

	moment->kernel.what = KERNEL_DEL_STATION;
	memcpy(moment->kernel.mac, hall, MAC_LENGTH);
}

static void port_open(struct scene *scene, uint64_t ms)
{
	struct moment *moment = at(scene, ms, EVENT_TRACE);

	moment->trace.what = TRACE_STATION_STATE;
	moment->trace.authorized = true;
	memcpy(moment->trace.mac, stairs, MAC_LENGTH);
}

static void link_is(struct scene *scene, uint64_t ms, bool up)
{
	struct moment *moment = at(scene, ms, EVENT_LINK);

	moment->link.what = LINK_STATE;
	moment->link.carrier = moment->link.up = up;
}

static void neighbour_is(struct scene *scene, uint64_t ms, bool usable)
{
	struct moment *moment = at(scene, ms, EVENT_LINK);

	moment->link.what = LINK_NEIGHBOUR;
	moment->link.usable = usable;
	moment->link.address = (struct in6_addr){
		.s6_addr = { [10] = 0xff, 0xff, 10, 77, 0, 1 },
	};
}

static void address_is(struct scene *scene, uint64_t ms, bool there)
{
	struct moment *moment = at(scene, ms, EVENT_LINK);

	moment->link.what = LINK_ADDRESS;
	moment->link.removed = !there;
}

/* "radio:30 interval:20": milliseconds. Their sum is the silence. */
static void assert_parts(const struct scene *scene, const char *expected)
{
	cleanup_text_ struct text out = { 0 };
	struct gap_part *parts = NULL;
	size_t count = 0, capacity = 0;
	uint64_t sum = 0;

	gap_split(&scene->window, &scene->silence, &parts, &count, &capacity);
	for (size_t i = 0; i < count; i++) {
		text_printf(&out, "%s%s:%u", i > 0 ? " " : "", parts[i].name,
			    (unsigned)(parts[i].ns / MS));
		sum += parts[i].ns;
		free(parts[i].name);
	}
	free(parts);
	assert_string_equal(out.data ? out.data : "", expected);
	assert_int_equal(sum, scene->silence.end_ns - scene->silence.begin_ns);
}

static void a_stream_that_the_roam_did_not_touch_has_its_own_spacing(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene, 95, 115);
	dropped(&scene, 101);
	port_open(&scene, 110);
	assert_parts(&scene, "interval:20");
}

static void until_the_port_is_open_it_is_the_radio(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene, 85, 145);
	dropped(&scene, 101);
	port_open(&scene, 140);
	/* Sent at 105, lost until 140; the next one was due at 145. */
	assert_parts(&scene, "radio:35 interval:25");
}

static void without_a_sight_of_the_port_connected_ends_the_radio(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene, 85, 145);
	dropped(&scene, 101);
	assert_parts(&scene, "radio:25 interval:35");
}

static void
what_a_connection_waits_for_behind_the_last_obstacle_is_its_timer(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene, 85, 345);
	dropped(&scene, 101);
	port_open(&scene, 140);
	scene.silence.ender_sent_ns = 105 * MS;
	assert_parts(&scene, "radio:35 transit:15 interval:20 unattributed:190");
	scene.silence.retransmitted = true;
	assert_parts(&scene, "radio:35 retransmission:190 transit:15 interval:20");
	/* None has ended it yet. */
	scene.silence.ender_sent_ns = 0;
	assert_parts(&scene, "radio:35 retransmission:185 interval:40");
}

static void a_forgotten_neighbour_is_told_from_the_radio(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene, 85, 1145);
	dropped(&scene, 101);
	neighbour_is(&scene, 101, false);
	link_is(&scene, 101, false);
	port_open(&scene, 135);
	link_is(&scene, 140, true);
	neighbour_is(&scene, 1140, true);
	assert_parts(&scene, "radio:30 carrier:5 neighbour:1000 interval:25");
}

static void an_address_counts_before_the_neighbour(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene, 85, 1145);
	dropped(&scene, 101);
	neighbour_is(&scene, 101, false);
	address_is(&scene, 101, false);
	address_is(&scene, 900, true);
	neighbour_is(&scene, 1140, true);
	assert_parts(&scene, "radio:25 address:770 neighbour:240 interval:25");
}

static void a_tunnel_counts_for_what_goes_through_it(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene, 85, 635);
	dropped(&scene, 101);
	scene.window.handshake_ns = 630 * MS;
	assert_parts(&scene, "radio:25 interval:40 unattributed:485");
	scene.silence.through_tunnel = true;
	assert_parts(&scene, "radio:25 tunnel:500 interval:25");
}

static void answers_that_still_go_to_the_old_access_point_are_forwarding(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene, 85, 645);
	dropped(&scene, 101);
	scene.silence.up = false;
	scene.silence.other_flows_ns = 145 * MS;
	assert_parts(&scene, "radio:25 forwarding:500 interval:20 unattributed:15");
	/* The way back of the first packet is none. */
	scene.silence.end_ns = 146 * MS;
	assert_parts(&scene, "radio:25 interval:36");
}

static void what_takes_longer_than_the_path_was_held_up_somewhere(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene, 85, 645);
	dropped(&scene, 101);
	scene.silence.ender_sent_ns = 145 * MS;
	assert_parts(&scene, "radio:25 transit:15 interval:35 unattributed:485");
}

static void what_nothing_explains_is_not_explained(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene, 85, 645);
	assert_parts(&scene, "interval:40 unattributed:520");
}

static void a_station_that_never_arrived_has_no_radio(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene, 85, 4000);
	scene.window.outcome = OUTCOME_REJECTED;
	dropped(&scene, 101);
	assert_parts(&scene, "radio:3895 interval:20");
}

static void the_packet_that_ended_it_was_under_way(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene, 85, 152);
	dropped(&scene, 101);
	port_open(&scene, 140);
	scene.silence.ender_sent_ns = 145 * MS;
	assert_parts(&scene, "radio:35 transit:7 interval:25");
	/* While something stood in the way it waited for that. */
	scene.silence.ender_sent_ns = 125 * MS;
	assert_parts(&scene, "radio:35 transit:12 interval:20");
}

static void what_an_earlier_roam_left_without_answers_is_forwarding_too(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene, 20, 115);
	scene.silence.up = false;
	scene.silence.up_flows_ns = 41 * MS;
	assert_parts(&scene, "forwarding:59 interval:35 unattributed:1");
	scene.silence.up = true;
	assert_parts(&scene, "interval:40 unattributed:55");
}

/* From the first packet that was sent when others flowed already. */
static void what_flows_outside_the_tunnel_shows_that_it_is_the_tunnel(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene, 90, 1130);
	dropped(&scene, 100);
	port_open(&scene, 131);
	scene.silence.through_tunnel = true;
	scene.silence.outside_sent_ns = 150 * MS;
	scene.silence.ender_sent_ns = 1120 * MS;
	assert_parts(&scene,
		     "radio:21 tunnel:970 transit:10 interval:20 unattributed:19");
}

static void a_tunnel_that_was_silent_before_the_roam_is_the_tunnel_too(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene, 20, 151);
	dropped(&scene, 100);
	port_open(&scene, 131);
	scene.silence.through_tunnel = true;
	scene.silence.outside_before_ns = 40 * MS;
	scene.silence.ender_sent_ns = 151 * MS;
	assert_parts(&scene, "radio:31 tunnel:60 interval:40");
}

static void nothing_passes_a_port_that_is_closed(void **state)
{
	struct scene scene;
	struct moment *moment;

	(void)state;
	begin(&scene, 90, 151);
	moment = at(&scene, 101, EVENT_TRACE);
	moment->trace.what = TRACE_SET_STATION;
	memcpy(moment->trace.mac, hall, MAC_LENGTH);
	moment = at(&scene, 112, EVENT_TRACE);
	moment->trace.what = TRACE_AUTH;
	memcpy(moment->trace.mac, stairs, MAC_LENGTH);
	dropped(&scene, 128);
	port_open(&scene, 131);
	scene.silence.ender_sent_ns = 150 * MS;
	assert_parts(&scene, "radio:21 transit:1 interval:39");
}

static void agreement_is(struct scene *scene, uint64_t ms, unsigned tid, bool held)
{
	struct moment *moment = at(scene, ms, EVENT_TRACE);

	moment->trace.what = TRACE_AMPDU;
	moment->trace.tid = tid;
	moment->trace.held = held;
	memcpy(moment->trace.mac, stairs, MAC_LENGTH);
}

/* The answer to the request never came. */
static void what_waits_for_a_block_ack_agreement_is_in_the_queue(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene, 90, 1151);
	dropped(&scene, 110);
	port_open(&scene, 131);
	agreement_is(&scene, 140, 5, true); /* of others' packets */
	agreement_is(&scene, 141, 0, true);
	agreement_is(&scene, 1141, 0, false);
	scene.silence.ender_sent_ns = 1141 * MS;
	assert_parts(&scene,
		     "radio:21 queue:1000 transit:10 interval:20 unattributed:10");
}

/* The kernel tells late that it has left, once the call that made it leave goes on. */
static void the_radio_begins_with_the_call_that_leaves(void **state)
{
	struct scene scene;
	struct moment *moment;

	(void)state;
	begin(&scene, 90, 151);
	moment = at(&scene, 112, EVENT_TRACE);
	moment->trace.what = TRACE_AUTH;
	memcpy(moment->trace.mac, stairs, MAC_LENGTH);
	dropped(&scene, 128);
	port_open(&scene, 131);
	scene.silence.ender_sent_ns = 150 * MS;
	assert_parts(&scene, "radio:19 transit:1 interval:39 unattributed:2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_waits_for_a_block_ack_agreement_is_in_the_queue),
		cmocka_unit_test(the_radio_begins_with_the_call_that_leaves),
		cmocka_unit_test(nothing_passes_a_port_that_is_closed),
		cmocka_unit_test(
			what_flows_outside_the_tunnel_shows_that_it_is_the_tunnel),
		cmocka_unit_test(
			a_tunnel_that_was_silent_before_the_roam_is_the_tunnel_too),
		cmocka_unit_test(
			a_stream_that_the_roam_did_not_touch_has_its_own_spacing),
		cmocka_unit_test(until_the_port_is_open_it_is_the_radio),
		cmocka_unit_test(without_a_sight_of_the_port_connected_ends_the_radio),
		cmocka_unit_test(
			what_a_connection_waits_for_behind_the_last_obstacle_is_its_timer),
		cmocka_unit_test(a_forgotten_neighbour_is_told_from_the_radio),
		cmocka_unit_test(an_address_counts_before_the_neighbour),
		cmocka_unit_test(a_tunnel_counts_for_what_goes_through_it),
		cmocka_unit_test(
			answers_that_still_go_to_the_old_access_point_are_forwarding),
		cmocka_unit_test(what_takes_longer_than_the_path_was_held_up_somewhere),
		cmocka_unit_test(what_nothing_explains_is_not_explained),
		cmocka_unit_test(a_station_that_never_arrived_has_no_radio),
		cmocka_unit_test(the_packet_that_ended_it_was_under_way),
		cmocka_unit_test(
			what_an_earlier_roam_left_without_answers_is_forwarding_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
