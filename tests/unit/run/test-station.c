/* SPDX-License-Identifier: BSD-3-Clause */
#include "recording.h"

/* The kernel says that the station has left its access point; read now. */
static void tell_disconnect(struct run *run)
{
	struct event event = { .kind = EVENT_KERNEL };

	event.kernel.what = KERNEL_DISCONNECT;
	station_kernel_event(run, clock_monotonic_ns(), &event);
}

/* As CTRL-EVENT-CONNECTED does. */
static void connect_now(struct run *run)
{
	run->associated = true;
	run->associated_ns = run_now(run);
}

static void a_disconnection_that_is_read_after_what_came_of_it_is_past(void **state)
{
	struct recording recording;

	(void)state;
	recording_begin(&recording);
	run_write(recording.run);
	connect_now(recording.run);
	tell_disconnect(recording.run);
	assert_true(recording.run->associated);
	recording_end(&recording);
}

static void one_that_comes_once_all_was_read_holds(void **state)
{
	struct recording recording;

	(void)state;
	recording_begin(&recording);
	connect_now(recording.run);
	run_write(recording.run);
	tell_disconnect(recording.run);
	assert_false(recording.run->associated);
	recording_end(&recording);
}

static void an_attempt_begins_when_all_before_it_was_read(void **state)
{
	static const struct access_point ap = { .name = (char *)"hall" };
	struct recording recording;

	(void)state;
	recording_begin(&recording);
	connect_now(recording.run);
	attempt_begin(recording.run, &ap);
	tell_disconnect(recording.run);
	assert_false(recording.run->associated);
	recording_end(&recording);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_disconnection_that_is_read_after_what_came_of_it_is_past),
		cmocka_unit_test(one_that_comes_once_all_was_read_holds),
		cmocka_unit_test(an_attempt_begins_when_all_before_it_was_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
