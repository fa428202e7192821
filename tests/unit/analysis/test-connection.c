/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/connection.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/time.h"

#define MS NS_PER_MS

static void reading(struct connection *c, uint64_t at_ms, uint32_t retransmissions,
		    uint64_t rto_ms)
{
	const struct event event = {
		.kind = EVENT_CONNECTION,
		.time_ns = at_ms * MS,
		.connection.reading = { .state = CONNECTION_ESTABLISHED,
					.retransmissions = retransmissions,
					.rto_ns = rto_ms * MS },
	};

	connection_take(c, &event);
}

static void died(struct connection *c, uint64_t at_ms, const char *reason)
{
	const struct event event = {
		.kind = EVENT_CONNECTION,
		.time_ns = at_ms * MS,
		.connection = { .reading = { .state = CONNECTION_CLOSED },
				.died = true,
				.reason = (char *)(uintptr_t)reason },
	};

	connection_take(c, &event);
}

static void a_window_has_what_was_counted_in_it_and_the_run_has_all(void **state)
{
	struct connection *c = connection_new();
	struct connection_result result;

	(void)state;
	reading(c, 10, 2, 400);
	connection_window_open(c, 100 * MS);
	assert_false(connection_retransmitted(c));
	reading(c, 300, 4, 816);
	reading(c, 400, 5, 204);
	assert_true(connection_retransmitted(c));
	connection_window_result(c, &result);
	assert_true(result.present && result.alive);
	assert_int_equal(result.retransmissions, 3);
	assert_int_equal(result.rto_max_ns, 816 * MS);
	connection_window_open(c, 500 * MS);
	reading(c, 600, 5, 204);
	assert_false(connection_retransmitted(c));
	connection_window_result(c, &result);
	assert_int_equal(result.retransmissions, 0);
	assert_int_equal(result.rto_max_ns, 204 * MS);
	connection_result(c, &result);
	assert_int_equal(result.retransmissions, 5);
	assert_int_equal(result.rto_max_ns, 816 * MS);
	connection_free(c);
}

static void the_far_ends_retransmissions_are_its_own_count(void **state)
{
	struct event event = { .kind = EVENT_CONNECTION };
	struct connection *c = connection_new();
	struct connection_result result;

	(void)state;
	connection_window_open(c, 100 * MS);
	event.connection.reading.far_retransmissions = 3;
	connection_take(c, &event);
	assert_true(connection_retransmitted(c));
	connection_window_result(c, &result);
	assert_int_equal(result.retransmissions, 0);
	assert_int_equal(result.far_retransmissions, 3);
	connection_free(c);
}

static void a_stall_counts_for_the_window_that_it_reaches_into(void **state)
{
	struct connection *c = connection_new();
	struct connection_result result;

	(void)state;
	connection_stall(c, 10 * MS, 90 * MS);
	connection_window_open(c, 100 * MS);
	connection_stall(c, 20 * MS, 95 * MS); /* told late */
	connection_stall(c, 95 * MS, 135 * MS);
	connection_stall(c, 140 * MS, 150 * MS);
	connection_window_result(c, &result);
	assert_int_equal(result.stall_ns, 40 * MS);
	connection_result(c, &result);
	assert_int_equal(result.stall_ns, 80 * MS);
	connection_free(c);
}

static void the_timer_of_the_handshake_is_not_counted(void **state)
{
	struct event event = { .kind = EVENT_CONNECTION };
	struct connection *c = connection_new();
	struct connection_result result;

	(void)state;
	event.connection.reading.state = CONNECTION_SYN_SENT;
	event.connection.reading.rto_ns = NS_PER_S;
	connection_take(c, &event);
	reading(c, 20, 0, 204);
	connection_result(c, &result);
	assert_int_equal(result.rto_max_ns, 204 * MS);
	connection_free(c);
}

static void what_has_died_stays_so_and_says_when_and_why(void **state)
{
	struct connection *c = connection_new();
	struct connection_result result;

	(void)state;
	connection_window_open(c, 100 * MS);
	assert_int_equal(connection_end(c, 500 * MS), 500 * MS);
	died(c, 300, "Connection reset by peer");
	reading(c, 400, 9, 204);
	assert_false(connection_is_alive(c));
	assert_int_equal(connection_end(c, 500 * MS), 300 * MS);
	assert_int_equal(connection_end(c, 200 * MS), 200 * MS);
	connection_window_result(c, &result);
	assert_false(result.alive);
	assert_null(result.reason);
	connection_result(c, &result);
	assert_false(result.alive);
	assert_int_equal(result.died_at_ns, 300 * MS);
	assert_string_equal(result.reason, "Connection reset by peer");
	assert_int_equal(result.retransmissions, 0);
	free(result.reason);
	connection_free(c);
}

static void counters_that_go_back_are_no_retransmissions(void **state)
{
	struct connection *c = connection_new();
	struct connection_result result;

	(void)state;
	reading(c, 10, 7, 204);
	connection_window_open(c, 100 * MS);
	reading(c, 110, 3, 204);
	connection_window_result(c, &result);
	assert_int_equal(result.retransmissions, 0);
	connection_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_window_has_what_was_counted_in_it_and_the_run_has_all),
		cmocka_unit_test(the_far_ends_retransmissions_are_its_own_count),
		cmocka_unit_test(a_stall_counts_for_the_window_that_it_reaches_into),
		cmocka_unit_test(the_timer_of_the_handshake_is_not_counted),
		cmocka_unit_test(what_has_died_stays_so_and_says_when_and_why),
		cmocka_unit_test(counters_that_go_back_are_no_retransmissions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
