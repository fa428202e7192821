/* SPDX-License-Identifier: BSD-3-Clause */
#include "recording.h"

/* A run that finds no supplicant. */
static void run_in_vain(struct recording *recording, const char *started)
{
	cleanup_error_ struct error error = { 0 };

	recording_begin(recording);
	recording->station.started = started;
	recording->station.environment =
		(struct environment){ .has_seed = true, .seed = 7 };
	assert_true(run_execute(recording->run, &error) < 0);
}

static void a_run_starts_when_its_caller_says(void **state)
{
	struct recording recording;
	struct event start;

	(void)state;
	run_in_vain(&recording, "2026-01-02T03:04:05Z");
	assert_true(recording_next(&recording, &start));
	assert_int_equal(start.kind, EVENT_RUN_START);
	assert_string_equal(start.run_start.started, "2026-01-02T03:04:05Z");
	assert_true(start.run_start.environment.has_seed);
	assert_int_equal(start.run_start.environment.seed, 7);
	event_clear(&start);
	recording_end(&recording);
}

static void or_now(void **state)
{
	time_t from = time(NULL), at;
	struct recording recording;
	struct tm tm = { 0 };
	struct event start;

	(void)state;
	run_in_vain(&recording, NULL);
	assert_true(recording_next(&recording, &start));
	assert_non_null(strptime(start.run_start.started, "%Y-%m-%dT%H:%M:%SZ", &tm));
	at = timegm(&tm);
	assert_true(from <= at && at <= time(NULL));
	event_clear(&start);
	recording_end(&recording);
}

static void one_that_cannot_go_on_says_last_why(void **state)
{
	enum event_kind last = EVENT_KIND_MAX;
	struct recording recording;
	struct event event;
	bool has_source = false;

	(void)state;
	run_in_vain(&recording, NULL);
	while (recording_next(&recording, &event)) {
		last = event.kind;
		if (event.kind == EVENT_SOURCE && event.source.source == SOURCE_CONTROL) {
			assert_int_equal(event.source.state, SOURCE_UNAVAILABLE);
			assert_non_null(event.source.reason);
			has_source = true;
		}
		event_clear(&event);
	}
	assert_true(has_source);
	assert_int_equal(last, EVENT_PROBLEM);
	recording_end(&recording);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_run_starts_when_its_caller_says),
		cmocka_unit_test(or_now),
		cmocka_unit_test(one_that_cannot_go_on_says_last_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
