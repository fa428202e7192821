/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/absence.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define UDP 0
#define TCP 1

static struct stream streams[] = { { .probe = PROBE_STAMP, .through = THROUGH_WIFI },
				   { .probe = PROBE_TCP, .through = THROUGH_WIFI } };
static const struct scenario scenario = { .streams = streams, .stream_count = 2 };

static void address(struct absences *absences, uint64_t at_ns, const char *text,
		    bool removed)
{
	struct event event = { .kind = EVENT_LINK, .time_ns = at_ns };

	event.link.what = LINK_ADDRESS;
	event.link.removed = removed;
	event.link.text = (char *)(uintptr_t)text;
	absences_take(absences, &scenario, &event);
}

/* NULL: nothing goes out. */
static void next_hop(struct absences *absences, uint64_t at_ns, const char *by)
{
	for (size_t i = 0; i < 2; i++) {
		struct event event = { .kind = EVENT_NEXT_HOP, .time_ns = at_ns };

		event.next_hop.stream = i;
		event.next_hop.destination = (char[]){ "10.77.0.1" };
		event.next_hop.address = (char *)(uintptr_t)by;
		absences_take(absences, &scenario, &event);
	}
}

static void assert_address_gone(const struct absences *absences, size_t stream,
				uint64_t since_ns)
{
	assert_int_equal(absences->since_ns[stream][ABSENCE_ADDRESS], since_ns);
}

static void a_connection_needs_the_address_that_it_was_made_with(void **state)
{
	struct absences absences = { 0 };

	(void)state;
	address(&absences, 10, "10.77.0.107/24", false);
	next_hop(&absences, 20, "10.77.0.1");
	address(&absences, 30, "10.77.0.107/24", true);
	next_hop(&absences, 31, NULL);
	assert_address_gone(&absences, UDP, 31);
	assert_address_gone(&absences, TCP, 30);
	/* Another one is as good for probes. */
	address(&absences, 40, "10.77.2.107/24", false);
	next_hop(&absences, 41, "10.77.2.1");
	assert_address_gone(&absences, UDP, 0);
	assert_address_gone(&absences, TCP, 30);
	address(&absences, 50, "10.77.2.107/24", true);
	address(&absences, 60, "10.77.0.107/24", false);
	assert_address_gone(&absences, TCP, 0);
}

static void where_no_address_was_told_a_connection_is_as_any_other(void **state)
{
	struct absences absences = { 0 };

	(void)state;
	next_hop(&absences, 20, "10.77.0.1");
	next_hop(&absences, 30, NULL);
	assert_address_gone(&absences, UDP, 30);
	assert_address_gone(&absences, TCP, 30);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_connection_needs_the_address_that_it_was_made_with),
		cmocka_unit_test(where_no_address_was_told_a_connection_is_as_any_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
