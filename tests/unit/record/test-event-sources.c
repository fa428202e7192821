/* SPDX-License-Identifier: BSD-3-Clause */
#include "record/event.h"

#include <errno.h>
#include <string.h>

#include "../cmocka-all.h"
#include "base/cleanup.h"
#include "check-line.h"

/* Events that tell of sources, and those that only some sources tell. */

static void a_warning_is_a_note_that_says_so(void **state)
{
	const struct event event = {
		.kind = EVENT_NOTE,
		.time_ns = 4,
		.step = 1,
		.note = { .text = (char[]){ "look here" }, .warning = true },
	};

	(void)state;
	check_line(&event, "{\"t\":4,\"event\":\"note\",\"step\":1,\"warning\":true,"
			   "\"text\":\"look here\"}\n");
}

static void a_run_start_holds_its_scenario(void **state)
{
	const struct event event = {
		.kind = EVENT_RUN_START,
		.time_ns = 1,
		.step = -1,
		.run_start = { .roamtest = (char *)"0.1",
			       .scenario = { .file = (char *)"a/b.yaml",
					     .sha256 = (char *)"00ff",
					     .text = (char *)"name: \"a\"\n" } },
	};

	(void)state;
	check_line(&event, "{\"t\":1,\"event\":\"run-start\",\"roamtest\":\"0.1\","
			   "\"scenario\":{\"file\":\"a/b.yaml\",\"sha256\":\"00ff\","
			   "\"text\":\"name: \\\"a\\\"\\n\"}}\n");
}

static void a_link_event_holds_what_rtnetlink_said(void **state)
{
	const struct event carrier = {
		.kind = EVENT_LINK,
		.time_ns = 5,
		.step = 1,
		.link = { .what = LINK_STATE,
			  .carrier = true,
			  .operstate = (char *)"dormant" },
	};
	const struct event no_carrier = { .kind = EVENT_LINK,
					  .time_ns = 5,
					  .step = 1,
					  .link = { .what = LINK_STATE } };
	const struct event route = {
		.kind = EVENT_LINK,
		.time_ns = 6,
		.step = -1,
		.link = { .what = LINK_ROUTE,
			  .removed = true,
			  .text = (char *)"default via 10.0.0.1" },
	};
	const struct event neighbour = {
		.kind = EVENT_LINK,
		.time_ns = 7,
		.step = -1,
		.link = { .what = LINK_NEIGHBOUR,
			  .text = (char *)"10.0.0.1",
			  .mac = BSSID,
			  .state = (char *)"reachable" },
	};

	(void)state;
	check_line(&carrier, "{\"t\":5,\"event\":\"link\",\"step\":1,\"what\":\"state\","
			     "\"carrier\":true,\"operstate\":\"dormant\"}\n");
	check_line(&no_carrier, "{\"t\":5,\"event\":\"link\",\"step\":1,"
				"\"what\":\"state\"}\n");
	check_line(&route, "{\"t\":6,\"event\":\"link\",\"what\":\"route\","
			   "\"removed\":true,\"text\":\"default via 10.0.0.1\"}\n");
	check_line(&neighbour, "{\"t\":7,\"event\":\"link\",\"what\":\"neighbour\","
			       "\"text\":\"10.0.0.1\",\"mac\":\"02:00:00:00:01:00\","
			       "\"state\":\"reachable\"}\n");
}

static void a_call_has_its_start_and_its_result(void **state)
{
	const struct event key = {
		.kind = EVENT_TRACE,
		.time_ns = 9,
		.step = 2,
		.trace = { .what = TRACE_ADD_KEY,
			   .mac = BSSID,
			   .pairwise = true,
			   .result = -2,
			   .began_ns = 8 },
	};
	const struct event group_key = {
		.kind = EVENT_TRACE,
		.time_ns = 9,
		.step = 2,
		.trace = { .what = TRACE_ADD_KEY, .key_index = 4, .began_ns = 8 },
	};
	const struct event port = {
		.kind = EVENT_TRACE,
		.time_ns = 9,
		.step = 2,
		.trace = { .what = TRACE_STATION_STATE,
			   .mac = BSSID,
			   .authorized = true,
			   .began_ns = 9 },
	};

	(void)state;
	check_line(&key, "{\"t\":9,\"event\":\"trace\",\"step\":2,"
			 "\"what\":\"rdev_add_key\",\"mac\":\"02:00:00:00:01:00\","
			 "\"pairwise\":true,\"key_index\":0,\"result\":-2,"
			 "\"began\":8}\n");
	check_line(&group_key, "{\"t\":9,\"event\":\"trace\",\"step\":2,"
			       "\"what\":\"rdev_add_key\",\"key_index\":4,"
			       "\"began\":8}\n");
	check_line(&port, "{\"t\":9,\"event\":\"trace\",\"step\":2,"
			  "\"what\":\"drv_sta_state\",\"mac\":\"02:00:00:00:01:00\","
			  "\"authorized\":true,\"began\":9}\n");
}

static void a_key_check_holds_what_was_expected_and_what_was_found(void **state)
{
	const struct event matches = {
		.kind = EVENT_FT_KEYS,
		.time_ns = 3,
		.step = 1,
		.ft_keys = { .check = FT_CHECK_MIC_AP,
			     .bssid = BSSID,
			     .matches = true,
			     .expected = { 1, 2, 0xff },
			     .found = { 1, 2, 0xff },
			     .length = 3 },
	};
	struct event longest = matches;

	(void)state;
	check_line(&matches,
		   "{\"t\":3,\"event\":\"ft-keys\",\"step\":1,\"check\":\"mic-ap\","
		   "\"bssid\":\"02:00:00:00:01:00\",\"matches\":true,"
		   "\"expected\":\"0102ff\",\"found\":\"0102ff\"}\n");
	longest.ft_keys.matches = false;
	longest.ft_keys.length = sizeof(longest.ft_keys.found);
	check_line(
		&longest,
		"{\"t\":3,\"event\":\"ft-keys\",\"step\":1,\"check\":\"mic-ap\","
		"\"bssid\":\"02:00:00:00:01:00\",\"expected\":\"0102ff"
		"0000000000000000000000000000000000000000000000000000000000\",\"found\":"
		"\"0102ff0000000000000000000000000000000000000000000000000000000000\"}"
		"\n");
}

static void a_source_has_its_state_reason_and_error(void **state)
{
	const struct event used = {
		.kind = EVENT_SOURCE,
		.time_ns = 3,
		.step = -1,
		.source = { .source = SOURCE_CAPTURE,
			    .state = SOURCE_USED,
			    .clock_error_ns = 256 },
	};
	const struct event lost = {
		.kind = EVENT_SOURCE,
		.time_ns = 4,
		.step = 0,
		.source = { .source = SOURCE_TRACEFS,
			    .state = SOURCE_LOST,
			    .reason = (char *)"overrun" },
	};

	(void)state;
	check_line(&used, "{\"t\":3,\"event\":\"source\",\"source\":\"capture\","
			  "\"state\":\"used\",\"clock_error_ns\":256}\n");
	check_line(&lost, "{\"t\":4,\"event\":\"source\",\"step\":0,"
			  "\"source\":\"tracefs\",\"state\":\"lost\","
			  "\"reason\":\"overrun\"}\n");
}

static void an_interruption_holds_its_time_alone(void **state)
{
	const struct event event = { .kind = EVENT_INTERRUPTED,
				     .time_ns = 3,
				     .step = -1 };

	(void)state;
	check_line(&event, "{\"t\":3,\"event\":\"interrupted\"}\n");
}

static void what_was_put_back_is_told_with_what_was_not(void **state)
{
	static const char nothing[] = "{\"t\":3,\"event\":\"restored\"}";
	struct event event = { .kind = EVENT_RESTORED, .time_ns = 3, .step = -1 };

	(void)state;
	check_line(&event, "{\"t\":3,\"event\":\"restored\",\"state\":\"as-before\"}\n");
	event.restored.end = STATION_OFFLINE;
	event.restored.problem = (char *)"no answer";
	check_line(&event, "{\"t\":3,\"event\":\"restored\",\"state\":\"offline\","
			   "\"problem\":\"no answer\"}\n");
	assert_int_equal(event_parse(nothing, strlen(nothing), &event, NULL), -EBADMSG);
}

/* Each name is read back as what it was written for. */
static void every_name_of_the_new_kinds_is_read_back(void **state)
{
	struct event parsed;

	(void)state;
	for (unsigned i = 0; i < LINK_EVENT_MAX; i++) {
		struct event event = { .kind = EVENT_LINK,
				       .link.what = (enum link_event)i };
		cleanup_text_ struct text line = { 0 };

		event_format(&event, &line);
		assert_int_equal(event_parse(line.data, line.length, &parsed, NULL), 0);
		assert_int_equal(parsed.link.what, i);
		event_clear(&parsed);
	}
	for (unsigned i = 0; i < TRACE_EVENT_MAX; i++) {
		struct event event = { .kind = EVENT_TRACE,
				       .trace.what = (enum trace_event)i };
		cleanup_text_ struct text line = { 0 };

		event_format(&event, &line);
		assert_int_equal(event_parse(line.data, line.length, &parsed, NULL), 0);
		assert_int_equal(parsed.trace.what, i);
		event_clear(&parsed);
	}
	for (unsigned i = 0; i < FT_CHECK_MAX; i++) {
		struct event event = { .kind = EVENT_FT_KEYS,
				       .ft_keys.check = (enum ft_check)i };
		cleanup_text_ struct text line = { 0 };

		event_format(&event, &line);
		assert_int_equal(event_parse(line.data, line.length, &parsed, NULL), 0);
		assert_int_equal(parsed.ft_keys.check, i);
		event_clear(&parsed);
	}
	for (unsigned i = 0; i < SOURCE_MAX * SOURCE_STATE_MAX; i++) {
		struct event event = { .kind = EVENT_SOURCE };
		cleanup_text_ struct text line = { 0 };

		event.source.source = (enum source)(i % SOURCE_MAX);
		event.source.state = (enum source_state)(i / SOURCE_MAX);
		event_format(&event, &line);
		assert_int_equal(event_parse(line.data, line.length, &parsed, NULL), 0);
		assert_int_equal(parsed.source.source, event.source.source);
		assert_int_equal(parsed.source.state, event.source.state);
		event_clear(&parsed);
	}
}

static void what_is_malformed_in_the_new_kinds_is_refused(void **state)
{
	static const struct {
		const char *body, *reason;
	} cases[] = {
		{ "\"link\"", "\"what\" must be a name" },
		{ "\"link\",\"what\":\"carrier\"", "\"what\" must be a name" },
		{ "\"link\",\"what\":5", "\"what\" must be a name" },
		{ "\"link\",\"what\":\"state\",\"carrier\":1",
		  "\"carrier\" must be true" },
		{ "\"link\",\"what\":\"state\",\"operstate\":true",
		  "\"operstate\" must be a string" },
		{ "\"link\",\"what\":\"neighbour\",\"mac\":\"02:00:00:00:01\"",
		  "\"mac\" must be an address" },
		{ "\"link\",\"what\":\"route\",\"removed\":null",
		  "\"removed\" must be true" },
		{ "\"trace\",\"what\":\"add_key\"", "\"what\" must be a name" },
		{ "\"trace\",\"what\":\"rdev_auth\",\"began\":-1",
		  "\"began\" must be a whole number" },
		{ "\"trace\",\"what\":\"rdev_auth\",\"began\":1.5",
		  "\"began\" must be a whole number" },
		{ "\"trace\",\"what\":\"rdev_auth\",\"result\":\"-2\"",
		  "\"result\" must be a whole number" },
		{ "\"trace\",\"what\":\"rdev_auth\",\"result\":2147483648",
		  "\"result\" must be a whole number" },
		{ "\"trace\",\"what\":\"rdev_auth\",\"result\":-2147483649",
		  "\"result\" must be a whole number" },
		{ "\"trace\",\"what\":\"rdev_add_key\",\"key_index\":256",
		  "\"key_index\" must be a whole number" },
		{ "\"trace\",\"what\":\"rdev_add_key\",\"pairwise\":0",
		  "\"pairwise\" must be true" },
		{ "\"ft-keys\"", "\"check\" must be a name" },
		{ "\"ft-keys\",\"check\":\"mic\",\"expected\":\"00\"",
		  "\"found\" must be as long" },
		{ "\"ft-keys\",\"check\":\"mic\",\"found\":\"00\"",
		  "\"found\" must be as long" },
		{ "\"ft-keys\",\"check\":\"mic\",\"expected\":\"0\"",
		  "\"expected\" must be octets" },
		{ "\"ft-keys\",\"check\":\"mic\",\"expected\":\"0g\"",
		  "\"expected\" must be octets" },
		{ "\"ft-keys\",\"check\":\"mic\",\"expected\":"
		  "\"000000000000000000000000000000000000000000000000000000000000000000"
		  "\"",
		  "\"expected\" must be octets" },
		{ "\"ft-keys\",\"check\":\"mic\",\"matches\":\"yes\"",
		  "\"matches\" must be true" },
		{ "\"source\",\"source\":\"radar\",\"state\":\"used\"",
		  "\"source\" must be a name" },
		{ "\"source\",\"source\":\"capture\"", "\"state\" must be a name" },
		{ "\"source\",\"source\":\"capture\",\"state\":\"unused\"",
		  "\"state\" must be a name" },
		{ "\"source\",\"source\":\"capture\",\"state\":\"used\","
		  "\"clock_error_ns\":-1",
		  "\"clock_error_ns\" must be a whole number" },
		{ "\"source\",\"source\":\"capture\",\"state\":\"used\","
		  "\"reason\":[]",
		  "\"reason\" must be a string" },
		{ "\"run-start\",\"scenario\":\"a.yaml\"",
		  "\"scenario\" must be an object" },
		{ "\"run-start\",\"scenario\":{\"text\":5}",
		  "\"text\" must be a string" },
		{ "\"run-start\",\"scenario\":{\"file\":\"a\",\"sha256\":false}",
		  "\"sha256\" must be a string" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		cleanup_error_ struct error error = { 0 };
		cleanup_text_ struct text line = { 0 };
		struct event event;

		text_printf(&line, "{\"t\":1,\"event\":%s}", cases[i].body);
		assert_int_equal(event_parse(line.data, line.length, &event, &error),
				 -EBADMSG);
		if (!strstr(error.reason, cases[i].reason))
			fail_msg("%s: %s", line.data, error.reason);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_warning_is_a_note_that_says_so),
		cmocka_unit_test(a_run_start_holds_its_scenario),
		cmocka_unit_test(a_link_event_holds_what_rtnetlink_said),
		cmocka_unit_test(a_call_has_its_start_and_its_result),
		cmocka_unit_test(a_key_check_holds_what_was_expected_and_what_was_found),
		cmocka_unit_test(a_source_has_its_state_reason_and_error),
		cmocka_unit_test(an_interruption_holds_its_time_alone),
		cmocka_unit_test(what_was_put_back_is_told_with_what_was_not),
		cmocka_unit_test(every_name_of_the_new_kinds_is_read_back),
		cmocka_unit_test(what_is_malformed_in_the_new_kinds_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
