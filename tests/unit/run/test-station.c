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

static void tell_link(struct run *run, enum link_event what, bool removed,
		      const char *text)
{
	struct event event = { .kind = EVENT_LINK };

	event.link.what = what;
	event.link.removed = removed;
	event.link.text = (char *)(uintptr_t)text;
	station_link_event(run, &event);
}

static void a_default_route_is_there_until_the_last_one_goes(void **state)
{
	struct recording recording;
	struct run *run;

	(void)state;
	recording_begin(&recording);
	run = recording.run;
	tell_link(run, LINK_ADDRESS, false, "10.77.0.107/24");
	tell_link(run, LINK_ROUTE, false, "10.77.0.0/24 metric 3006");
	tell_link(run, LINK_ROUTE, false, "default via fe80::1");
	tell_link(run, LINK_NEIGHBOUR, false, NULL);
	assert_int_equal(run->default_routes, 0);
	tell_link(run, LINK_ROUTE, false, "default via 10.77.0.1 metric 3006");
	tell_link(run, LINK_ROUTE, false, "default via 10.77.0.1 metric 2003006");
	tell_link(run, LINK_ROUTE, true, "default via 10.77.0.1 metric 3006");
	assert_int_equal(run->default_routes, 1);
	tell_link(run, LINK_ROUTE, true, "default via 10.77.0.1 metric 2003006");
	/* It was there before the run, and nobody has told of it. */
	tell_link(run, LINK_ROUTE, true, "default via 10.77.0.1");
	assert_int_equal(run->default_routes, 0);
	recording_end(&recording);
}

static void only_an_address_that_will_be_told_of_is_waited_for(void **state)
{
	struct recording recording;
	struct run *run;

	(void)state;
	recording_begin(&recording);
	run = recording.run;
	assert_int_equal(station_await_address(run), 0); /* no rtnetlink */
	run->sources.link = (void *)run;
	recording.station.address.s_addr = 1;
	assert_int_equal(station_await_address(run), 0); /* a fixed one */
	recording.station.address.s_addr = 0;
	tell_link(run, LINK_ROUTE, false, "default via 10.77.0.1 metric 3006");
	assert_int_equal(station_await_address(run), 0);
	run->sources.link = NULL;
	recording_end(&recording);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_disconnection_that_is_read_after_what_came_of_it_is_past),
		cmocka_unit_test(one_that_comes_once_all_was_read_holds),
		cmocka_unit_test(an_attempt_begins_when_all_before_it_was_read),
		cmocka_unit_test(a_default_route_is_there_until_the_last_one_goes),
		cmocka_unit_test(only_an_address_that_will_be_told_of_is_waited_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
