/* SPDX-License-Identifier: BSD-3-Clause */
#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "site/topology.h"

static void the_station_has_no_access_point_s_address(void **state)
{
	struct access_point access_points[] = {
		{ .bssid = { 0x02, 0, 0, 0, 0xff, 0x00 } },
		{ .bssid = { 0x02, 0, 0, 0, 0xff, 0x01 } },
		{ .bssid = { 0x02, 0, 0, 0, 0x01, 0x00 } },
	};
	struct scenario scenario = { .access_points = access_points,
				     .access_point_count = 3 };
	uint8_t mac[MAC_LENGTH];

	(void)state;
	topology_station_mac(&scenario, mac);
	assert_memory_equal(mac, ((uint8_t[]){ 0x02, 0, 0, 0, 0xff, 0x02 }), MAC_LENGTH);
	scenario.access_point_count = 0;
	topology_station_mac(&scenario, mac);
	assert_memory_equal(mac, ((uint8_t[]){ 0x02, 0, 0, 0, 0xff, 0x00 }), MAC_LENGTH);
}

static void assert_address(struct in_addr address, const char *text)
{
	char buffer[INET_ADDRSTRLEN];

	assert_string_equal(inet_ntop(AF_INET, &address, buffer, sizeof(buffer)), text);
}

static void no_two_networks_are_the_same(void **state)
{
	(void)state;
	assert_address(topology_router_inside(0), "10.77.1.1");
	assert_address(topology_router_inside(SCENARIO_AP_MAX - 1), "10.77.64.1");
	assert_address(topology_router_outside(0), "10.77.0.11");
	/* Below what the server gives away. */
	assert_address(topology_router_outside(SCENARIO_AP_MAX - 1), "10.77.0.74");
	assert_address(topology_vlan_server(1), "10.80.1.1");
	assert_address(topology_vlan_server(256), "10.81.0.1");
	assert_address(topology_vlan_server(4094), "10.95.254.1");
}

static void a_vlan_behind_several_access_points_is_one(void **state)
{
	struct access_point access_points[] = {
		{ .vlan = 0 },	{ .vlan = 20 }, { .vlan = 0 },
		{ .vlan = 20 }, { .vlan = 21 },
	};
	const struct scenario scenario = { .access_points = access_points,
					   .access_point_count = 5 };
	char name[IF_NAMESIZE];

	(void)state;
	assert_false(topology_vlan_is_first(&scenario, 0));
	assert_true(topology_vlan_is_first(&scenario, 1));
	assert_false(topology_vlan_is_first(&scenario, 2));
	assert_false(topology_vlan_is_first(&scenario, 3));
	assert_true(topology_vlan_is_first(&scenario, 4));
	topology_vlan_name(4094, "eth0", name);
	assert_string_equal(name, "eth0.4094");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_station_has_no_access_point_s_address),
		cmocka_unit_test(no_two_networks_are_the_same),
		cmocka_unit_test(a_vlan_behind_several_access_points_is_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
