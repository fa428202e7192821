/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"

#include <string.h>

#include "analysis/gap.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "base/time.h"
#include "story.h"

#define MS NS_PER_MS

/* A silence from 85 ms to 1145 ms of a stream with a probe every 20 ms, in a window that
 * began at 100 ms, told by events. */
struct scene {
	struct story *story;
	struct window window;
	struct gap_silence silence;
};

static void begin(struct scene *scene)
{
	*scene = (struct scene){ .silence = { .begin_ns = 85 * MS,
					      .end_ns = 1145 * MS,
					      .up = true,
					      .every_ns = 20 * MS,
					      .next_sent_ns = 105 * MS } };
	scene->story = story_begin("ft-sae", "steps: [ associate: hall, "
					     "roam: { to: stairs, via: air } ]\n");
	window_open(&scene->window, scene->story->scenario, scene->story->plan, 1);
	scene->window.start_ns = 100 * MS;
}

static void next_hop(struct scene *scene, uint64_t ms, size_t stream,
		     const char *destination, const char *address)
{
	struct event event = { .kind = EVENT_NEXT_HOP, .time_ns = ms * MS };

	event.next_hop.stream = stream;
	event.next_hop.destination = (char *)(uintptr_t)destination;
	event.next_hop.address = (char *)(uintptr_t)address;
	if (ms == 0)
		scene->window.absences.hops[stream] = hop_of(&event);
	else
		window_add(&scene->window, &event);
}

static void link_event(struct scene *scene, uint64_t ms, enum link_event what,
		       const char *text, const char *state)
{
	struct event event = { .kind = EVENT_LINK, .time_ns = ms * MS };

	event.link.what = what;
	event.link.text = (char *)(uintptr_t)text;
	event.link.removed = !state;
	event.link.state = (char *)(uintptr_t)state;
	window_add(&scene->window, &event);
}

/* state NULL: the entry is gone. */
static void neighbour(struct scene *scene, uint64_t ms, const char *text,
		      const char *state)
{
	link_event(scene, ms, LINK_NEIGHBOUR, text, state);
}

static void address(struct scene *scene, uint64_t ms, const char *text, bool there)
{
	link_event(scene, ms, LINK_ADDRESS, text, there ? "" : NULL);
}

static void assert_part(const struct scene *scene, enum gap_part_kind part,
			uint64_t expected_ms)
{
	struct gap_part *parts = NULL;
	size_t count = 0, capacity = 0;
	uint64_t ns = 0, sum = 0;

	gap_split(&scene->window, &scene->silence, &parts, &count, &capacity);
	for (size_t i = 0; i < count; i++) {
		if (strcmp(parts[i].name, gap_part_name(part)) == 0)
			ns += parts[i].ns;
		sum += parts[i].ns;
		free(parts[i].name);
	}
	free(parts);
	assert_int_equal(ns / MS, expected_ms);
	assert_int_equal(sum, scene->silence.end_ns - scene->silence.begin_ns);
}

static void end(struct scene *scene)
{
	window_clear(&scene->window);
	story_end(scene->story);
}

static void only_the_next_hop_s_entry_counts(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene);
	next_hop(&scene, 0, 0, "10.77.0.1", "10.77.0.1");
	next_hop(&scene, 0, 1, "192.0.2.1", "10.77.0.254");
	neighbour(&scene, 200, "10.77.0.1", NULL);
	neighbour(&scene, 200, "10.77.0.254", NULL);
	neighbour(&scene, 300, "10.77.0.1", "reachable");
	neighbour(&scene, 900, "10.77.0.254", "reachable");
	window_close(&scene.window, 2000 * MS, true);
	assert_part(&scene, GAP_NEIGHBOUR, 100);
	scene.silence.stream = 1;
	assert_part(&scene, GAP_NEIGHBOUR, 700);
	end(&scene);
}

static void a_neighbour_of_ipv6_is_no_matter_of_a_stream_of_ipv4(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene);
	next_hop(&scene, 0, 0, "10.77.0.1", "10.77.0.1");
	next_hop(&scene, 0, 1, "fd0a:4d::1", "fd0a:4d::1");
	neighbour(&scene, 200, "fd0a:4d::1", NULL);
	neighbour(&scene, 300, "fe80::1", "stale");
	neighbour(&scene, 400, "fe80::1", NULL);
	neighbour(&scene, 900, "fd0a:4d::1", "reachable");
	window_close(&scene.window, 2000 * MS, true);
	assert_part(&scene, GAP_NEIGHBOUR, 0);
	scene.silence.stream = 1;
	scene.silence.ipv6 = true;
	assert_part(&scene, GAP_NEIGHBOUR, 700);
	end(&scene);
}

static void where_nothing_is_told_any_of_the_family_may_be_it(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene);
	neighbour(&scene, 200, "fd0a:4d::1", NULL);
	neighbour(&scene, 300, "10.77.0.1", NULL);
	neighbour(&scene, 500, "10.77.0.1", "stale");
	neighbour(&scene, 900, "fd0a:4d::1", "reachable");
	window_close(&scene.window, 2000 * MS, true);
	assert_part(&scene, GAP_NEIGHBOUR, 200);
	scene.silence.ipv6 = true;
	assert_part(&scene, GAP_NEIGHBOUR, 700);
	/* The tunnel's own packets are of IPv4. */
	scene.silence.through_tunnel = true;
	assert_part(&scene, GAP_NEIGHBOUR, 200);
	end(&scene);
}

static void another_next_hop_is_asked_for_until_it_is_found(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene);
	next_hop(&scene, 0, 0, "192.0.2.1", "10.77.0.254");
	neighbour(&scene, 200, "10.77.0.254", NULL);
	next_hop(&scene, 300, 0, "192.0.2.1", "10.79.0.254");
	neighbour(&scene, 500, "10.79.0.254", "reachable");
	neighbour(&scene, 900, "10.77.0.254", "reachable");
	window_close(&scene.window, 2000 * MS, true);
	assert_part(&scene, GAP_NEIGHBOUR, 300);
	end(&scene);
}

static void another_next_hop_that_is_known_is_not(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene);
	next_hop(&scene, 0, 0, "192.0.2.1", "10.77.0.254");
	neighbour(&scene, 200, "10.77.0.254", NULL);
	next_hop(&scene, 300, 0, "192.0.2.1", "10.79.0.254");
	neighbour(&scene, 500, "10.79.0.254", "delay");
	neighbour(&scene, 600, "10.79.0.254", "reachable");
	window_close(&scene.window, 2000 * MS, true);
	assert_part(&scene, GAP_NEIGHBOUR, 100);
	end(&scene);
}

static void another_next_hop_that_was_lost_before_is_gone_from_then_on(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene);
	next_hop(&scene, 0, 0, "192.0.2.1", "10.77.0.254");
	neighbour(&scene, 200, "10.79.0.254", NULL);
	next_hop(&scene, 300, 0, "192.0.2.1", "10.79.0.254");
	neighbour(&scene, 900, "10.79.0.254", "stale");
	window_close(&scene.window, 2000 * MS, true);
	assert_part(&scene, GAP_NEIGHBOUR, 600);
	end(&scene);
}

static void the_change_of_another_stream_s_next_hop_is_none_of_this_one(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene);
	next_hop(&scene, 0, 0, "10.77.0.1", "10.77.0.1");
	neighbour(&scene, 200, "10.77.0.1", NULL);
	next_hop(&scene, 300, 1, "10.77.0.1", NULL);
	neighbour(&scene, 900, "10.77.0.1", "reachable");
	window_close(&scene.window, 2000 * MS, true);
	assert_part(&scene, GAP_NEIGHBOUR, 700);
	assert_part(&scene, GAP_ADDRESS, 0);
	end(&scene);
}

static void addresses_and_routes_are_of_the_stream_s_family(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene);
	next_hop(&scene, 0, 0, "10.77.0.1", "10.77.0.1");
	next_hop(&scene, 0, 1, "fd0a:4d::1", "fd0a:4d::1");
	address(&scene, 200, "fd0a:4d::2/64", false);
	address(&scene, 300, "fe80::2/64", true);
	address(&scene, 400, "fd0a:4d::2/64", true);
	address(&scene, 500, "10.77.0.2/24", false);
	address(&scene, 600, "10.77.0.2/24", true);
	address(&scene, 700, "fe80::2/64", false);
	window_close(&scene.window, 2000 * MS, true);
	assert_part(&scene, GAP_ADDRESS, 100);
	scene.silence.stream = 1;
	scene.silence.ipv6 = true;
	assert_part(&scene, GAP_ADDRESS, 200);
	end(&scene);
}

static void an_address_that_does_not_lead_there_is_of_no_use(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene);
	next_hop(&scene, 0, 0, "192.0.2.1", "10.77.0.254");
	address(&scene, 200, "10.77.0.2/24", false);
	next_hop(&scene, 200, 0, "192.0.2.1", NULL);
	address(&scene, 300, "10.79.0.2/24", true);
	next_hop(&scene, 600, 0, "192.0.2.1", "10.79.0.254");
	window_close(&scene.window, 2000 * MS, true);
	assert_part(&scene, GAP_ADDRESS, 400);
	assert_part(&scene, GAP_NEIGHBOUR, 0);
	end(&scene);
}

static void a_roam_can_begin_without_a_route(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene);
	next_hop(&scene, 0, 0, "192.0.2.1", NULL);
	next_hop(&scene, 600, 0, "192.0.2.1", "10.79.0.254");
	window_close(&scene.window, 2000 * MS, true);
	assert_part(&scene, GAP_ADDRESS, 600 - 105);
	end(&scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_next_hop_s_entry_counts),
		cmocka_unit_test(a_neighbour_of_ipv6_is_no_matter_of_a_stream_of_ipv4),
		cmocka_unit_test(where_nothing_is_told_any_of_the_family_may_be_it),
		cmocka_unit_test(another_next_hop_is_asked_for_until_it_is_found),
		cmocka_unit_test(another_next_hop_that_is_known_is_not),
		cmocka_unit_test(
			another_next_hop_that_was_lost_before_is_gone_from_then_on),
		cmocka_unit_test(
			the_change_of_another_stream_s_next_hop_is_none_of_this_one),
		cmocka_unit_test(addresses_and_routes_are_of_the_stream_s_family),
		cmocka_unit_test(an_address_that_does_not_lead_there_is_of_no_use),
		cmocka_unit_test(a_roam_can_begin_without_a_route),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
