/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/passage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/time.h"

#define MS NS_PER_MS

struct scene {
	struct stream streams[2];
	struct scenario scenario;
	struct traffic_stream *traffic[2];
	struct passage passage;
};

static void begin(struct scene *scene)
{
	*scene = (struct scene){
		.streams = { { .name = (char[]){ "voice" }, .every_ns = 20 * MS },
			     { .name = (char[]){ "plain" }, .every_ns = 20 * MS } },
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

/* It reaches the far end, which tells; no answer comes. */
static void arrives(struct scene *scene, size_t stream, uint64_t at_ms)
{
	struct probe_sent sent = { .sequence = 0, .at_ns = at_ms * MS };
	struct probe_time heard = { .sequence = 0, .at_ns = (at_ms + 1) * MS };
	struct event event = { .kind = EVENT_PROBES };

	event.probes.sent = &sent;
	event.probes.sent_count = 1;
	event.probes.heard = &heard;
	event.probes.heard_count = 1;
	traffic_batch(scene->traffic[stream], &event);
}

static void roam(struct scene *scene, uint64_t start_ms, bool associated)
{
	for (size_t i = 0; i < 2; i++) {
		traffic_window_open(scene->traffic[i], start_ms * MS);
		if (associated)
			traffic_window_associated(scene->traffic[i], (start_ms + 5) * MS);
	}
}

static void find(struct scene *scene, uint64_t start_ms, enum outcome outcome)
{
	const struct window window = {
		.start_ns = start_ms * MS,
		.end_ns = (start_ms + 10) * MS,
		.outcome = outcome,
	};

	passage_find(&scene->passage, &scene->scenario, scene->traffic, &window);
}

static void assert_passage(const struct scene *scene, unsigned nothing_ms,
			   unsigned before_ms)
{
	assert_int_equal(scene->passage.nothing_ns, nothing_ms * MS);
	assert_int_equal(scene->passage.nothing_before_ns, before_ms * MS);
}

static void one_packet_of_one_stream_is_something(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene);
	roam(&scene, 100, true);
	find(&scene, 100, OUTCOME_OK);
	assert_passage(&scene, 110, 0);
	roam(&scene, 200, true);
	arrives(&scene, 1, 220);
	find(&scene, 200, OUTCOME_OK);
	assert_passage(&scene, 0, 110);
	roam(&scene, 300, true);
	find(&scene, 300, OUTCOME_OK);
	assert_passage(&scene, 310, 0);
	end(&scene);
}

/* It came late, but before the next roam. */
static void what_came_after_the_window_counts_for_the_next(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene);
	roam(&scene, 100, true);
	find(&scene, 100, OUTCOME_OK);
	arrives(&scene, 0, 150);
	roam(&scene, 200, true);
	find(&scene, 200, OUTCOME_OK);
	assert_passage(&scene, 210, 0);
	end(&scene);
}

static void with_the_tunnel_alone_it_may_be_the_tunnel(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene);
	scene.streams[0].through = scene.streams[1].through = THROUGH_TUNNEL;
	roam(&scene, 100, true);
	find(&scene, 100, OUTCOME_OK);
	assert_passage(&scene, 0, 0);
	end(&scene);
}

static void who_was_not_let_in_sends_nothing(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene);
	roam(&scene, 100, true);
	find(&scene, 100, OUTCOME_REJECTED);
	assert_passage(&scene, 0, 0);
	end(&scene);
}

static void without_a_sight_of_the_association_nothing_is_said(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene);
	roam(&scene, 100, false);
	find(&scene, 100, OUTCOME_OK);
	assert_passage(&scene, 0, 0);
	end(&scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_packet_of_one_stream_is_something),
		cmocka_unit_test(what_came_after_the_window_counts_for_the_next),
		cmocka_unit_test(with_the_tunnel_alone_it_may_be_the_tunnel),
		cmocka_unit_test(who_was_not_let_in_sends_nothing),
		cmocka_unit_test(without_a_sight_of_the_association_nothing_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
