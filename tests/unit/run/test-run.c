/* SPDX-License-Identifier: BSD-3-Clause */
#include "run/run.h"

#include <string.h>

#include "../cmocka-all.h"
#include "base/memory.h"

static void keep_start(void *userdata, const struct event *event)
{
	struct event *start = userdata;

	if (event->kind != EVENT_RUN_START)
		return;
	*start = *event;
	start->run_start.started = memory_strdup(event->run_start.started);
}

/* The first event of a run that then finds no supplicant. */
static void start_of(const char *started, struct event *ret)
{
	static const struct scenario scenario;
	static const struct plan plan = { .scenario = &scenario };
	const struct run_station station = {
		.netns = -1,
		.interface = "none",
		.control_path = "/nonexistent/none",
		.started = started,
		.environment = { .has_seed = true, .seed = 7 },
	};
	cleanup_error_ struct error error = { 0 };
	sd_event *loop = NULL;
	struct run *run;

	assert_true(sd_event_new(&loop) >= 0);
	run = run_new(loop, &plan, &station, keep_start, ret);
	assert_true(run_execute(run, &error) < 0);
	run_free(run);
	sd_event_unref(loop);
}

static void a_run_starts_when_its_caller_says(void **state)
{
	struct event start = { 0 };

	(void)state;
	start_of("2026-01-02T03:04:05Z", &start);
	assert_string_equal(start.run_start.started, "2026-01-02T03:04:05Z");
	assert_true(start.run_start.environment.has_seed);
	assert_int_equal(start.run_start.environment.seed, 7);
	event_clear(&start);
}

static void or_now(void **state)
{
	struct event start = { 0 };
	time_t from = time(NULL), at;
	struct tm tm = { 0 };

	(void)state;
	start_of(NULL, &start);
	assert_non_null(strptime(start.run_start.started, "%Y-%m-%dT%H:%M:%SZ", &tm));
	at = timegm(&tm);
	assert_true(from <= at && at <= time(NULL));
	event_clear(&start);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_run_starts_when_its_caller_says),
		cmocka_unit_test(or_now),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
