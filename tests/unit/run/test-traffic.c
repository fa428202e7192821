/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"
#include "run/engine.h"

static void every_stream_has_a_dynamic_port_that_nobody_else_has(void **state)
{
	(void)state;
	/* Enough seeds for every port there is to be one that a run begins with. */
	for (uint32_t seed = 0; seed < 200000; seed++) {
		for (size_t i = 0; i < 2; i++) {
			uint16_t port = traffic_port(seed, i);

			assert_true(port >= 49152);
			assert_int_not_equal(port, TUNNEL_PORT);
		}
		assert_int_not_equal(traffic_port(seed, 0), traffic_port(seed, 1));
	}
	for (size_t i = 0; i < SCENARIO_STREAM_MAX; i++)
		for (size_t j = 0; j < i; j++)
			assert_int_not_equal(traffic_port(1, i), traffic_port(1, j));
}

static void the_ports_follow_from_the_seed(void **state)
{
	(void)state;
	assert_int_equal(traffic_port(1, 0), traffic_port(1, 0));
	assert_int_not_equal(traffic_port(1, 0), traffic_port(2, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_stream_has_a_dynamic_port_that_nobody_else_has),
		cmocka_unit_test(the_ports_follow_from_the_seed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
