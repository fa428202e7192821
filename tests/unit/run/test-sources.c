/* SPDX-License-Identifier: BSD-3-Clause */
#include "recording.h"

static void a_list_names_what_a_run_does_without(void **state)
{
	bool without[SOURCE_MAX] = { false };

	(void)state;
	assert_int_equal(run_without("", without), 0);
	for (size_t i = 0; i < SOURCE_MAX; i++)
		assert_false(without[i]);
	assert_int_equal(run_without("capture,nlmon", without), 0);
	assert_int_equal(run_without("tracefs", without), 0);
	assert_true(without[SOURCE_CAPTURE] && without[SOURCE_NLMON]);
	assert_true(without[SOURCE_TRACEFS]);
	assert_false(without[SOURCE_NL80211] || without[SOURCE_RTNETLINK]);
}

static void but_not_what_no_run_can_do_without(void **state)
{
	bool without[SOURCE_MAX] = { false };

	(void)state;
	assert_int_equal(run_without("control", without), -EINVAL);
	assert_int_equal(run_without("capture,probes", without), -EINVAL);
	assert_int_equal(run_without("nl8021", without), -EINVAL);
	assert_int_equal(run_without("nl802111", without), -EINVAL);
	assert_int_equal(run_without(",", without), -EINVAL);
}

static void assert_source(struct recording *recording, enum source source,
			  enum source_state state, const char *reason)
{
	struct event event;

	assert_true(recording_next(recording, &event));
	assert_int_equal(event.kind, EVENT_SOURCE);
	assert_int_equal(event.source.source, source);
	assert_int_equal(event.source.state, state);
	if (reason)
		assert_string_equal(event.source.reason, reason);
	else
		assert_null(event.source.reason);
	event_clear(&event);
}

static void what_is_left_out_is_not_to_be_had(void **state)
{
	static const char reason[] = "left out by --without";
	struct recording recording;
	struct event event;

	(void)state;
	recording_begin(&recording);
	assert_int_equal(run_without("capture,nl80211,rtnetlink,nlmon,tracefs",
				     recording.station.without),
			 0);
	sources_open(recording.run);
	run_write(recording.run);
	for (enum source i = 0; i < RUN_OPTIONAL_SOURCES; i++) {
		assert_true(recording_next(&recording, &event));
		assert_int_equal(event.source.state, SOURCE_UNAVAILABLE);
		assert_string_equal(event.source.reason, reason);
		event_clear(&event);
	}
	assert_false(recording_next(&recording, &event));
	assert_null(recording.run->sources.capture);
	assert_null(recording.run->sources.nl80211);
	assert_null(recording.run->sources.link);
	assert_null(recording.run->sources.nlmon);
	assert_null(recording.run->sources.trace);
	recording_end(&recording);
}

static void a_source_that_is_not_there_says_why(void **state)
{
	struct recording recording;
	struct event event;

	(void)state;
	recording_begin(&recording);
	recording.station.without[SOURCE_NLMON] = true; /* it may be there */
	sources_open(recording.run);
	run_write(recording.run);
	assert_source(&recording, SOURCE_NLMON, SOURCE_UNAVAILABLE,
		      "left out by --without");
	for (enum source i = 0; i < RUN_OPTIONAL_SOURCES - 1; i++) {
		assert_true(recording_next(&recording, &event));
		assert_int_equal(event.source.state, SOURCE_UNAVAILABLE);
		assert_non_null(event.source.reason);
		event_clear(&event);
	}
	recording_end(&recording);
}

static void the_end_tells_what_became_of_each(void **state)
{
	struct recording recording;
	struct event event;

	(void)state;
	recording_begin(&recording);
	source_set(recording.run, SOURCE_CONTROL, SOURCE_USED, NULL);
	source_set(recording.run, SOURCE_CAPTURE, SOURCE_USED, NULL);
	source_set(recording.run, SOURCE_CAPTURE, SOURCE_LOST, "it rained");
	sources_tell(recording.run);
	run_write(recording.run);
	assert_source(&recording, SOURCE_CONTROL, SOURCE_USED, NULL);
	assert_source(&recording, SOURCE_CAPTURE, SOURCE_USED, NULL);
	assert_source(&recording, SOURCE_CAPTURE, SOURCE_LOST, "it rained");
	assert_source(&recording, SOURCE_CAPTURE, SOURCE_LOST, "it rained");
	assert_source(&recording, SOURCE_CONTROL, SOURCE_USED, NULL);
	assert_false(recording_next(&recording, &event));
	recording_end(&recording);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_names_what_a_run_does_without),
		cmocka_unit_test(but_not_what_no_run_can_do_without),
		cmocka_unit_test(what_is_left_out_is_not_to_be_had),
		cmocka_unit_test(a_source_that_is_not_there_says_why),
		cmocka_unit_test(the_end_tells_what_became_of_each),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
