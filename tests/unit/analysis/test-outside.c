/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/outside.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/window.h"
#include "base/time.h"

#define MS NS_PER_MS

/* One stream outside the tunnel, one inside. */
struct scene {
	struct stream streams[2];
	struct scenario scenario;
	struct traffic_stream *traffic[2];
	struct outside outside;
};

static void begin(struct scene *scene)
{
	*scene = (struct scene){
		.streams = { { .name = (char[]){ "voice" },
			       .through = THROUGH_TUNNEL,
			       .every_ns = 20 * MS },
			     { .name = (char[]){ "plain" },
			       .through = THROUGH_WIFI,
			       .every_ns = 20 * MS } },
	};
	scene->scenario.streams = scene->streams;
	scene->scenario.stream_count = 2;
	for (size_t i = 0; i < 2; i++)
		scene->traffic[i] = traffic_stream_new(&scene->streams[i], NULL);
}

static void end(struct scene *scene)
{
	for (size_t i = 0; i < 2; i++)
		traffic_stream_free(scene->traffic[i]);
}

/* Sent, 1 ms later at the far end, and 1 ms later answered. */
static void flow(struct scene *scene, size_t stream, uint32_t first, uint32_t last)
{
	for (uint32_t s = first; s <= last; s++) {
		struct probe_sent sent = { .sequence = s, .at_ns = s * 20 * MS };
		struct probe_received received = {
			.sequence = s,
			.reflector_sequence = s,
			.reflected_ns = (s * 20 + 1) * MS,
			.at_ns = (s * 20 + 2) * MS,
		};
		struct event event = { .kind = EVENT_PROBES };

		event.probes.sent = &sent;
		event.probes.sent_count = 1;
		event.probes.received = &received;
		event.probes.received_count = 1;
		traffic_batch(scene->traffic[stream], &event);
	}
}

static void roam(struct scene *scene, uint64_t start_ms)
{
	for (size_t i = 0; i < 2; i++) {
		traffic_window_open(scene->traffic[i], start_ms * MS);
		traffic_window_associated(scene->traffic[i], (start_ms + 5) * MS);
	}
}

static void find(struct scene *scene, uint64_t start_ms)
{
	outside_find(&scene->outside, &scene->scenario, scene->traffic, start_ms * MS);
}

static void assert_ways(const struct scene *scene, unsigned up_ms, unsigned down_ms,
			unsigned up_before_ms, unsigned down_before_ms)
{
	assert_int_equal(scene->outside.up.since_ns, up_ms * MS);
	assert_int_equal(scene->outside.down.since_ns, down_ms * MS);
	assert_int_equal(scene->outside.up.before_ns, up_before_ms * MS);
	assert_int_equal(scene->outside.down.before_ns, down_before_ms * MS);
}

static void only_what_goes_outside_counts(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene);
	flow(&scene, 0, 1, 4);
	roam(&scene, 100);
	flow(&scene, 0, 6, 9);
	find(&scene, 100);
	assert_ways(&scene, 0, 0, 0, 0);
	end(&scene);
}

static void the_next_roam_knows_since_when_they_flow(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene);
	flow(&scene, 1, 1, 4);
	roam(&scene, 100);
	flow(&scene, 1, 6, 9);
	find(&scene, 100);
	assert_ways(&scene, 121, 122, 0, 0);
	roam(&scene, 200);
	flow(&scene, 1, 11, 14);
	find(&scene, 200);
	assert_ways(&scene, 221, 222, 121, 122);
	end(&scene);
}

static void what_had_stopped_before_the_roam_did_not_flow_until_it(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene);
	roam(&scene, 10);
	flow(&scene, 1, 1, 4);
	find(&scene, 10);
	assert_ways(&scene, 21, 22, 0, 0);
	roam(&scene, 200);
	flow(&scene, 1, 11, 14);
	find(&scene, 200);
	assert_ways(&scene, 221, 222, 0, 0);
	end(&scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_what_goes_outside_counts),
		cmocka_unit_test(the_next_roam_knows_since_when_they_flow),
		cmocka_unit_test(what_had_stopped_before_the_roam_did_not_flow_until_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
