/* SPDX-License-Identifier: BSD-3-Clause */
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_station_has_no_access_point_s_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
