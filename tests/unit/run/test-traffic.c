/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"
#include "run/tunnel.h"

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

static void assert_ends(const struct run *run, const struct stream *stream,
			const char *near, const char *far)
{
	const union udp_address ends[] = { traffic_address(run, stream, true, 7),
					   traffic_address(run, stream, false, 8) };
	char text[UDP_ADDRESS_FORMAT_MAX];

	assert_string_equal(udp_address_format(text, &ends[0]), near);
	assert_string_equal(udp_address_format(text, &ends[1]), far);
}

static void a_stream_s_addresses_are_of_its_version_and_its_path(void **state)
{
	const struct run_station station = {
		.address = { htonl(0x0a4d0002) },
		.server = { htonl(0x0a4d0001) },
		.address_v6 = { .s6_addr = { 0xfd, 0x0a, [15] = 2 } },
		.server_v6 = { .s6_addr = { 0xfd, 0x0a, [15] = 1 } },
	};
	struct scenario scenario = { 0 };
	struct plan plan = { .scenario = &scenario };
	const struct run run = { .station = &station, .plan = &plan };
	struct stream stream = { .through = THROUGH_WIFI };

	(void)state;
	assert_ends(&run, &stream, "10.77.0.2:7", "10.77.0.1:8");
	stream.ipv6 = true;
	assert_ends(&run, &stream, "[fd0a::2]:7", "[fd0a::1]:8");
	stream.through = THROUGH_TUNNEL;
	assert_ends(&run, &stream, "[" TUNNEL_STATION_ADDRESS_V6 "]:7",
		    "[" TUNNEL_SERVER_ADDRESS_V6 "]:8");
	stream.ipv6 = false;
	assert_ends(&run, &stream, TUNNEL_STATION_ADDRESS ":7",
		    TUNNEL_SERVER_ADDRESS ":8");
	/* Of an interface that exists the far end is known, and the kernel chooses. */
	scenario.tunnel.kind = TUNNEL_EXISTING;
	scenario.tunnel.far_end = tunnel_literal("10.9.0.1");
	assert_ends(&run, &stream, "0.0.0.0:7", "10.9.0.1:8");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_stream_has_a_dynamic_port_that_nobody_else_has),
		cmocka_unit_test(the_ports_follow_from_the_seed),
		cmocka_unit_test(a_stream_s_addresses_are_of_its_version_and_its_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
