/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"

#include "site/programs.h"

static void assert_needs(const struct scenario *scenario, bool nft, bool dhcp)
{
	assert_int_equal(site_needs(scenario, PROGRAM_NFT), nft);
	assert_int_equal(site_needs(scenario, PROGRAM_DNSMASQ), dhcp);
	assert_int_equal(site_needs(scenario, PROGRAM_DHCPCD), dhcp);
}

static void a_site_needs_a_program_only_for_what_it_does(void **state)
{
	struct access_point access_points[] = { { .name = (char *)"hall" },
						{ .name = (char *)"stairs" } };
	struct fault fault = { .kind = FAULT_SILENT_BRIDGE };
	struct scenario scenario = { .access_points = access_points,
				     .access_point_count = 2,
				     .faults = &fault,
				     .fault_count = 1 };

	(void)state;
	assert_needs(&scenario, false, false);
	assert_int_equal(site_check_programs(&scenario, NULL), 0);
	scenario.station.dhcp = true;
	assert_needs(&scenario, false, true);
	access_points[1].router = true;
	assert_needs(&scenario, true, true);
	access_points[1].router = false;
	access_points[1].vlan = 20;
	assert_needs(&scenario, true, true);
	access_points[1].vlan = 0;
	scenario.station.dhcp = false;
	for (enum fault_kind kind = 0; kind < FAULT_MAX; kind++) {
		fault.kind = kind;
		assert_needs(&scenario,
			     kind == FAULT_ENDPOINT_UNREACHABLE ||
				     kind == FAULT_RRB_BLOCKED ||
				     kind == FAULT_RELAY_BLOCKED,
			     false);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_site_needs_a_program_only_for_what_it_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
