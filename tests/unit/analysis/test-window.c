/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "analysis/window.h"
#include "base/time.h"
#include "story.h"

static void a_command_is_known_by_its_first_word(void **state)
{
	(void)state;
	assert_int_equal(command_word("SCAN TYPE=ONLY freq=2412"), COMMAND_SCAN);
	assert_int_equal(command_word("SCAN_RESULTS"), COMMAND_QUERY);
	assert_int_equal(command_word("BSS 02:00:00:00:01:00"), COMMAND_QUERY);
	assert_int_equal(command_word("BSSID 0 02:00:00:00:01:00"), COMMAND_OTHER);
	assert_int_equal(command_word("ROAM 02:00:00:00:01:00"), COMMAND_ROAM);
	assert_int_equal(command_word("FT_DS 02:00:00:00:01:00"), COMMAND_ROAM);
	assert_int_equal(command_word("SELECT_NETWORK 0"), COMMAND_SELECT);
	assert_int_equal(command_word(""), COMMAND_OTHER);
	assert_int_equal(command_word(NULL), COMMAND_OTHER);
}

static void fill(struct window *window, struct event *event, uint64_t time_ns)
{
	event->time_ns = time_ns;
	window_add(window, event);
}

static void begin(struct window *window, struct story *story)
{
	struct event command = { .kind = EVENT_COMMAND,
				 .time_ns = 100,
				 .command.text = (char[]){ "ROAM 02:00:00:00:02:00" } };

	window_open(window, story->scenario, story->plan, 1);
	window_add(window, &command);
}

static struct event frame_event(bool sent, const uint8_t *to, const uint8_t *from)
{
	struct event event = { .kind = EVENT_FRAME };

	event.frame.sent = sent;
	event.frame.frame = story_auth(AUTH_FT, 1, 0);
	memcpy(event.frame.frame.to, to, MAC_LENGTH);
	memcpy(event.frame.frame.from, from, MAC_LENGTH);
	return event;
}

#define STEPS "steps: [ associate: hall, roam: { to: stairs, via: air } ]\n"

static void a_call_that_begins_something_counts_from_its_start(void **state)
{
	struct story *story = story_begin("ft-sae", STEPS);
	struct window window = { 0 };
	struct event event = { .kind = EVENT_TRACE, .trace.began_ns = 200 };

	(void)state;
	begin(&window, story);
	event.trace.what = TRACE_AUTH;
	fill(&window, &event, 300);
	event.trace.what = TRACE_ADD_KEY;
	fill(&window, &event, 300);
	assert_int_equal(window.count, 3);
	assert_int_equal(window.moments[1].time_ns, 200);
	assert_int_equal(window.moments[2].time_ns, 300);
	window_clear(&window);
	story_end(story);
}

static void received_frames_for_other_stations_are_dropped(void **state)
{
	static const uint8_t other_link[MAC_LENGTH] = { 2, 0, 0, 0, 0xfe, 0 };
	struct story *story = story_begin("ft-sae", STEPS);
	struct window window = { 0 };
	struct event event;

	(void)state;
	begin(&window, story);
	event = frame_event(false, story_elsewhere, story_stairs);
	fill(&window, &event, 200);
	event = frame_event(true, story_stairs, story_station);
	fill(&window, &event, 300);
	event = frame_event(false, story_station, story_stairs);
	fill(&window, &event, 400);
	event = frame_event(false, other_link, story_stairs);
	fill(&window, &event, 500);
	event = frame_event(true, story_stairs, other_link);
	fill(&window, &event, 600);
	window_close(&window, 700, true);
	assert_int_equal(window.count, 5);
	assert_int_equal(window.moments[1].time_ns, 300);
	assert_int_equal(window.moments[2].time_ns, 400);
	assert_int_equal(window.moments[3].time_ns, 500);
	assert_int_equal(window.moments[4].time_ns, 600);
	window_clear(&window);
	story_end(story);
}

static void where_nothing_tells_the_station_s_address_all_frames_stay(void **state)
{
	struct story *story = story_begin("ft-sae", STEPS);
	struct window window = { 0 };
	struct event event = frame_event(false, story_elsewhere, story_stairs);

	(void)state;
	begin(&window, story);
	fill(&window, &event, 200);
	window_close(&window, 700, true);
	assert_int_equal(window.count, 2);
	window_clear(&window);
	story_end(story);
}

static void
what_was_not_understood_and_what_is_of_the_link_alone_are_no_moments(void **state)
{
	struct story *story = story_begin("ft-sae", STEPS);
	struct window window = { 0 };
	struct event frame = { .kind = EVENT_FRAME };
	struct event link = { .kind = EVENT_LINK,
			      .link = { .what = LINK_ADDRESS,
					.text = (char[]){ "fe80::1/64" } } };
	struct event keys = { .kind = EVENT_FT_KEYS };

	(void)state;
	begin(&window, story);
	fill(&window, &frame, 200);
	fill(&window, &link, 200);
	link.link.what = LINK_ROUTE;
	link.link.text = (char[]){ "fe80::/64 metric 256" };
	fill(&window, &link, 200);
	link.link.what = LINK_NEIGHBOUR;
	link.link.text = (char[]){ "stairs" };
	fill(&window, &link, 200);
	fill(&window, &keys, 200); /* of no access point */
	assert_int_equal(window.count, 1);
	assert_int_equal(window.check_count, 0);
	window_clear(&window);
	story_end(story);
}

static void a_neighbour_is_known_by_its_address_whatever_its_family(void **state)
{
	struct story *story = story_begin("ft-sae", STEPS);
	struct window window = { 0 };
	struct event link = { .kind = EVENT_LINK,
			      .link = { .what = LINK_NEIGHBOUR,
					.text = (char[]){ "fe80::1" },
					.state = (char[]){ "stale" } } };

	(void)state;
	begin(&window, story);
	fill(&window, &link, 200);
	link.link.text = (char[]){ "10.77.0.1" };
	link.link.state = (char[]){ "reachable" };
	fill(&window, &link, 300);
	link.link.removed = true;
	fill(&window, &link, 400);
	assert_int_equal(window.count, 4);
	assert_true(IN6_IS_ADDR_LINKLOCAL(&window.moments[1].link.address));
	assert_true(window.moments[1].link.usable);
	assert_false(window.moments[1].link.reachable);
	assert_true(IN6_IS_ADDR_V4MAPPED(&window.moments[2].link.address));
	assert_true(window.moments[2].link.usable && window.moments[2].link.reachable);
	assert_false(window.moments[3].link.usable || window.moments[3].link.reachable);
	window_clear(&window);
	story_end(story);
}

static void command(struct window *window, uint64_t time_ns, const char *text)
{
	struct event event = { .kind = EVENT_COMMAND };

	event.command.text = (char *)text;
	fill(window, &event, time_ns);
}

static void a_roam_began_anew_where_its_station_was_associated_first(void **state)
{
	struct story *story = story_begin("ft-sae", STEPS);
	struct window window = { 0 };

	(void)state;
	window_open(&window, story->scenario, story->plan, 1);
	command(&window, 100, "SCAN TYPE=ONLY freq=2412");
	command(&window, 200, "BSSID 0 02:00:00:00:01:00");
	assert_false(window.began_anew);
	command(&window, 300, "SELECT_NETWORK 0");
	command(&window, 400, "ROAM 02:00:00:00:02:00");
	assert_true(window.began_anew);
	assert_int_equal(window.start_ns, 400);
	/* Its move does not; nor does what cleans up after it. */
	window_open(&window, story->scenario, story->plan, 1);
	assert_false(window.began_anew);
	command(&window, 500, "ROAM 02:00:00:00:02:00");
	command(&window, 600, "SELECT_NETWORK 0");
	assert_false(window.began_anew);
	window_open(&window, story->scenario, story->plan, 0);
	command(&window, 700, "SELECT_NETWORK 0");
	assert_false(window.began_anew);
	window_clear(&window);
	story_end(story);
}

static void checks_of_keys_count_from_the_start(void **state)
{
	struct story *story = story_begin("ft-psk", STEPS);
	struct window window = { 0 };
	struct event keys = { .kind = EVENT_FT_KEYS };

	(void)state;
	memcpy(keys.ft_keys.bssid, story_stairs, MAC_LENGTH);
	keys.ft_keys.check = FT_CHECK_MIC_AP;
	window_open(&window, story->scenario, story->plan, 1);
	command(&window, 100, "SELECT_NETWORK 0");
	fill(&window, &keys, 200);
	assert_int_equal(window.check_count, 1);
	command(&window, 300, "SCAN TYPE=ONLY freq=2437");
	assert_int_equal(window.check_count, 0);
	fill(&window, &keys, 400);
	command(&window, 500, "ROAM 02:00:00:00:02:00");
	assert_int_equal(window.check_count, 1);
	window_clear(&window);
	story_end(story);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_command_is_known_by_its_first_word),
		cmocka_unit_test(a_call_that_begins_something_counts_from_its_start),
		cmocka_unit_test(received_frames_for_other_stations_are_dropped),
		cmocka_unit_test(
			where_nothing_tells_the_station_s_address_all_frames_stay),
		cmocka_unit_test(
			what_was_not_understood_and_what_is_of_the_link_alone_are_no_moments),
		cmocka_unit_test(a_neighbour_is_known_by_its_address_whatever_its_family),
		cmocka_unit_test(
			a_roam_began_anew_where_its_station_was_associated_first),
		cmocka_unit_test(checks_of_keys_count_from_the_start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
