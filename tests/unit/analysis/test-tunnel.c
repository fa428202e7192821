/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/tunnel.h"

#include <stdlib.h>
#include <string.h>

#include "../cmocka-all.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"

/* A watch on a tunnel of which stream 0 goes through it, and stream 1 does not. */
struct scene {
	struct stream streams[2];
	struct scenario scenario;
	struct tunnel_watch *watch;
	struct event reading;
	uint64_t now_ns;
};

static void begin(struct scene *scene, enum tunnel_kind kind)
{
	*scene = (struct scene){
		.streams = { { .through = THROUGH_TUNNEL }, { .through = THROUGH_WIFI } },
		.reading = { .kind = EVENT_TUNNEL },
	};
	scene->scenario.has_tunnel = true;
	scene->scenario.tunnel.kind = kind;
	scene->scenario.streams = scene->streams;
	scene->scenario.stream_count = 2;
	scene->watch = tunnel_watch_new(&scene->scenario);
}

static bool reading(struct scene *scene, uint64_t received, uint64_t sent,
		    uint64_t handshake_s)
{
	scene->now_ns += NS_PER_S;
	scene->reading.time_ns = scene->now_ns;
	scene->reading.tunnel.received_bytes = received;
	scene->reading.tunnel.sent_bytes = sent;
	scene->reading.tunnel.has_handshake = handshake_s > 0;
	scene->reading.tunnel.handshake_ns = handshake_s * NS_PER_S;
	scene->reading.tunnel.handshake_at_ns = scene->now_ns - 1;
	return tunnel_watch_reading(scene->watch, &scene->reading, true);
}

static void answer(struct scene *scene, size_t stream, uint64_t at_ns)
{
	struct probe_received received = { .at_ns = at_ns };
	struct event event = { .kind = EVENT_PROBES };

	event.probes.stream = stream;
	event.probes.received = &received;
	event.probes.received_count = 1;
	tunnel_watch_probes(scene->watch, &event);
}

static struct roam_tunnel end(struct scene *scene, bool survived)
{
	struct roam roam = { .tunnel_survived = survived };
	struct roam_tunnel tunnel;

	tunnel_watch_close(scene->watch, &roam);
	tunnel = roam.tunnel;
	/* Constant strings, or none, in these tests. */
	free(roam.tunnel.endpoint);
	free(roam.tunnel.last.source);
	tunnel.endpoint = tunnel.last.source = NULL;
	tunnel_watch_free(scene->watch);
	return tunnel;
}

static void assert_last(const struct scene *scene, uint64_t at_ns, uint64_t within_ns,
			const char *source)
{
	struct results results = { 0 };

	tunnel_watch_finish(scene->watch, &results);
	assert_true(results.tunnel_last.known);
	assert_int_equal(results.tunnel_last.at_ns, at_ns);
	assert_int_equal(results.tunnel_last.within_ns, within_ns);
	assert_string_equal(results.tunnel_last.source, source);
	free(results.tunnel_endpoint);
	free(results.tunnel_last.source);
}

static void a_session_that_goes_on_is_told_from_a_new_one(void **state)
{
	static const struct {
		uint64_t handshake_s;
		bool survived;
		enum tunnel_state state;
	} cases[] = {
		{ 1000, true, TUNNEL_CONTINUED },    { 1119, true, TUNNEL_NEW_HANDSHAKE },
		{ 1120, true, TUNNEL_REKEYED },	     { 1015, false, TUNNEL_DIED },
		{ 900, true, TUNNEL_NEW_HANDSHAKE }, /* the clock was set back */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct scene scene;
		bool fresh;

		begin(&scene, TUNNEL_LAB);
		reading(&scene, 92, 148, 1000);
		tunnel_watch_open(scene.watch);
		fresh = reading(&scene, 92, 148, cases[i].handshake_s);
		assert_int_equal(fresh, cases[i].handshake_s != 1000);
		assert_int_equal(end(&scene, cases[i].survived).state, cases[i].state);
	}
}

static void bytes_are_those_of_the_roam(void **state)
{
	struct roam_tunnel tunnel;
	struct scene scene;

	(void)state;
	begin(&scene, TUNNEL_LAB);
	reading(&scene, 1000, 2000, 1000);
	tunnel_watch_open(scene.watch);
	reading(&scene, 1224, 2448, 1000);
	tunnel = end(&scene, true);
	assert_int_equal(tunnel.received_bytes, 224);
	assert_int_equal(tunnel.sent_bytes, 448);
	/* An interface that was made anew begins with zero. */
	begin(&scene, TUNNEL_LAB);
	reading(&scene, 1000, 2000, 1000);
	tunnel_watch_open(scene.watch);
	reading(&scene, 10, 20, 1000);
	tunnel = end(&scene, true);
	assert_int_equal(tunnel.received_bytes, 0);
	assert_int_equal(tunnel.sent_bytes, 0);
}

static void what_was_before_the_run_is_none_of_it(void **state)
{
	struct results results = { 0 };
	struct scene scene;

	(void)state;
	begin(&scene, TUNNEL_EXISTING);
	assert_false(reading(&scene, 100000, 200000, 1000));
	reading(&scene, 100032, 200064, 1000);
	tunnel_watch_finish(scene.watch, &results);
	assert_int_equal(results.tunnel_received_bytes, 32);
	assert_int_equal(results.tunnel_sent_bytes, 64);
	assert_int_equal(results.tunnel_handshakes, 0);
	assert_true(results.tunnel_had_session);
	free(results.tunnel_last.source);
	end(&scene, true);
}

static void an_endpoint_that_changes_is_seen(void **state)
{
	struct results results = { 0 };
	struct scene scene;

	(void)state;
	begin(&scene, TUNNEL_LAB);
	scene.reading.tunnel.endpoint = (char *)"192.0.2.1:51820";
	reading(&scene, 0, 0, 0);
	tunnel_watch_open(scene.watch);
	reading(&scene, 0, 0, 0);
	scene.reading.tunnel.endpoint = (char *)"[2001:db8::1]:51820";
	reading(&scene, 0, 0, 0);
	tunnel_watch_finish(scene.watch, &results);
	assert_string_equal(results.tunnel_endpoint, "[2001:db8::1]:51820");
	assert_int_equal(results.tunnel_endpoint_changes, 1);
	free(results.tunnel_endpoint);
	assert_true(end(&scene, true).endpoint_changed);
}

static void an_answer_through_the_tunnel_is_authenticated(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene, TUNNEL_LAB);
	reading(&scene, 0, 0, 0);
	answer(&scene, 0, 1500000000);
	answer(&scene, 1, 1600000000); /* outside the tunnel: says nothing of it */
	reading(&scene, 160, 160, 0);
	assert_last(&scene, 1500000000, 0, "probes");
	end(&scene, true);
}

static void counters_tell_of_what_nothing_else_does(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene, TUNNEL_LAB);
	reading(&scene, 0, 0, 0);
	reading(&scene, 92, 148, 1000);
	assert_last(&scene, 2 * NS_PER_S - 1, 0, "WireGuard handshake");
	reading(&scene, 124, 148, 1000);
	assert_last(&scene, 3 * NS_PER_S, NS_PER_S, "WireGuard counters");
	end(&scene, true);
}

static void initiations_without_an_answer_are_counted(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene, TUNNEL_LAB);
	reading(&scene, 0, 0, 0);
	reading(&scene, 0, 148, 0);		   /* one */
	reading(&scene, 0, 148 + 480, 0);	   /* data */
	reading(&scene, 0, 2 * 148 + 960, 0);	   /* another, with data */
	reading(&scene, 0, 2 * 148 + 960 + 92, 0); /* an answer of ours to theirs */
	assert_int_equal(end(&scene, false).unanswered, 2);
	begin(&scene, TUNNEL_LAB);
	reading(&scene, 0, 0, 0);
	reading(&scene, 0, 148, 0);
	reading(&scene, 92, 296, 1000); /* it was answered */
	assert_int_equal(end(&scene, true).unanswered, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_session_that_goes_on_is_told_from_a_new_one),
		cmocka_unit_test(bytes_are_those_of_the_roam),
		cmocka_unit_test(what_was_before_the_run_is_none_of_it),
		cmocka_unit_test(an_endpoint_that_changes_is_seen),
		cmocka_unit_test(an_answer_through_the_tunnel_is_authenticated),
		cmocka_unit_test(counters_tell_of_what_nothing_else_does),
		cmocka_unit_test(initiations_without_an_answer_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
