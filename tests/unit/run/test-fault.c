/* SPDX-License-Identifier: BSD-3-Clause */
#include "recording.h"

/* What the site was asked for. */
static struct {
	unsigned times;
	enum fault_kind kind;
	bool begin;
	void *userdata;
	int answer;
	unsigned turns; /* until it is done */
	int result;
} asked;

static int change_faults(void *userdata, enum fault_kind kind, bool begin,
			 struct error *error)
{
	asked.times++;
	asked.userdata = userdata;
	asked.kind = kind;
	asked.begin = begin;
	return asked.answer < 0 ? error_set(error, asked.answer, "it does not want to")
				: 0;
}

/* Once the loop has run that often. */
static int faults_changed(void *userdata, struct error *error)
{
	(void)userdata;
	if (asked.turns > 0)
		return 0;
	return asked.result < 0 ? error_set(error, asked.result, "it broke on the way")
				: 1;
}

static int on_turn(sd_event_source *source, uint64_t usec, void *userdata)
{
	(void)userdata;
	if (--asked.turns > 0) {
		sd_event_source_set_time(source, usec + 1);
		sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
	}
	return 0;
}

static void begin(struct recording *recording, int answer, int result)
{
	memset(&asked, 0, sizeof(asked));
	asked.answer = answer;
	asked.result = result;
	recording_begin(recording);
	recording->station.change_faults = change_faults;
	recording->station.faults_changed = faults_changed;
}

static const struct step begins = { .kind = STEP_FAULT,
				    .fault = FAULT_SILENT_BRIDGE,
				    .begins = true };

static void the_site_is_asked_to_begin_or_end_a_fault(void **state)
{
	const struct step ends = { .kind = STEP_FAULT, .fault = FAULT_STALE_FORWARDING };
	struct recording recording;

	(void)state;
	begin(&recording, 0, 0);
	assert_int_equal(fault_step(recording.run, &begins, NULL), 0);
	assert_int_equal(asked.kind, FAULT_SILENT_BRIDGE);
	assert_true(asked.begin);
	assert_ptr_equal(asked.userdata, &recording);
	assert_int_equal(fault_step(recording.run, &ends, NULL), 0);
	assert_int_equal(asked.kind, FAULT_STALE_FORWARDING);
	assert_false(asked.begin);
	recording_end(&recording);
}

static void where_it_cannot_the_run_ends_with_its_reason(void **state)
{
	cleanup_error_ struct error error = { 0 };
	struct recording recording;

	(void)state;
	begin(&recording, -EIO, 0);
	assert_int_equal(fault_step(recording.run, &begins, &error), -EIO);
	assert_string_equal(error.reason, "it does not want to");
	recording_end(&recording);
}

static void the_step_ends_when_the_change_is_done(void **state)
{
	struct recording recording;
	sd_event_source *timer = NULL;

	(void)state;
	begin(&recording, 0, 0);
	asked.turns = 3;
	assert_true(sd_event_add_time_relative(recording.loop, &timer, CLOCK_MONOTONIC, 1,
					       1, on_turn, NULL) >= 0);
	assert_int_equal(fault_step(recording.run, &begins, NULL), 0);
	assert_int_equal(asked.turns, 0);
	sd_event_source_disable_unref(timer);
	recording_end(&recording);
}

static void a_change_that_comes_to_nothing_ends_the_run(void **state)
{
	cleanup_error_ struct error error = { 0 };
	struct recording recording;

	(void)state;
	begin(&recording, 0, -EIO);
	assert_int_equal(fault_step(recording.run, &begins, &error), -EIO);
	assert_string_equal(error.reason, "it broke on the way");
	recording_end(&recording);
}

/* The site's part that was to change has died. */
static void so_does_a_problem_of_the_run(void **state)
{
	struct error why = { .reason = (char *)"hostapd of hall ended" };
	struct recording recording;

	(void)state;
	begin(&recording, 0, 0);
	asked.turns = 1;
	run_abort(recording.run, &why);
	assert_true(fault_step(recording.run, &begins, NULL) < 0);
	recording_end(&recording);
}

static void without_a_site_there_is_a_remedy(void **state)
{
	cleanup_error_ struct error error = { 0 };
	struct recording recording;

	(void)state;
	recording_begin(&recording);
	assert_int_equal(fault_step(recording.run, &begins, &error), -ENOTSUP);
	assert_string_equal(error.reason,
			    "the fault silent-bridge is to begin, and nobody "
			    "can make it do so");
	assert_non_null(error.remedy);
	recording_end(&recording);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_site_is_asked_to_begin_or_end_a_fault),
		cmocka_unit_test(where_it_cannot_the_run_ends_with_its_reason),
		cmocka_unit_test(the_step_ends_when_the_change_is_done),
		cmocka_unit_test(a_change_that_comes_to_nothing_ends_the_run),
		cmocka_unit_test(so_does_a_problem_of_the_run),
		cmocka_unit_test(without_a_site_there_is_a_remedy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
