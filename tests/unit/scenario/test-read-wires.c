/* SPDX-License-Identifier: BSD-3-Clause */
#include "parsing.h"

static void the_station_s_address_is_fixed_or_a_dhcp_server_s(void **state)
{
	cleanup_parsed_ struct parsed fixed = parse(NETWORK SITE STEPS "lab: {}\n");
	cleanup_parsed_ struct parsed given =
		parse(NETWORK SITE STEPS "lab: { station: { dhcp: true } }\n");
	cleanup_parsed_ struct parsed kept =
		parse(NETWORK SITE STEPS
		      "lab: { station: { keep-address: true, dhcp: true } }\n");

	(void)state;
	assert_false(fixed.scenario->station.dhcp);
	assert_true(given.scenario->station.dhcp);
	assert_false(given.scenario->station.keep_address);
	assert_true(kept.scenario->station.keep_address);
	assert_mistake(NETWORK SITE STEPS "lab: { station: { dhcp: yes } }\n", 6, 25,
		       "\"yes\" is neither true nor false");
	assert_mistake(NETWORK SITE STEPS "lab: { station: { keep-address: true } }\n", 6,
		       19, "the station's address is fixed: it is kept in any case");
}

static void an_access_point_routes_or_has_a_vlan_behind_it(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK SITE STEPS "lab:\n"
					 "  station: { dhcp: true }\n"
					 "  access-points:\n"
					 "    hall: { router: true }\n"
					 "    stairs: { router: false, vlan: 4094 }\n");
	const struct access_point *aps = p.scenario->access_points;

	(void)state;
	assert_true(aps[0].router);
	assert_int_equal(aps[0].router_place.line, 9);
	assert_int_equal(aps[0].router_place.column, 13);
	assert_int_equal(aps[0].vlan, 0);
	assert_false(aps[1].router);
	assert_int_equal(aps[1].vlan, 4094);
	assert_mistake(NETWORK SITE STEPS
		       "lab: { access-points: { hall: { vlan: 0 } } }\n",
		       6, 39, "\"0\" is out of range: it must be from 1 to 4094");
	assert_mistake(NETWORK SITE STEPS
		       "lab: { station: { dhcp: true }, access-points: "
		       "{ hall: { router: true, vlan: 2 } } }\n",
		       6, 72, "a router has a network of its own, and no VLAN");
}

static void a_router_needs_dhcp(void **state)
{
	(void)state;
	assert_mistake(NETWORK SITE STEPS
		       "lab: { access-points: { hall: { router: true } } }\n",
		       6, 33,
		       "a router has a network of its own, and the station's address is "
		       "fixed");
	/* It is not known to be fixed. */
	assert_mistake(NETWORK SITE STEPS "lab: { station: { dhcp: yes }, access-points: "
					  "{ hall: { router: true } } }\n",
		       6, 25, "\"yes\" is neither true nor false");
}

static void an_endpoint_is_a_tunnel_s(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK SITE STEPS TUNNEL
		      "lab: { faults: [ endpoint-unreachable: stairs ] }\n");

	(void)state;
	assert_int_equal(p.scenario->fault_count, 1);
	assert_int_equal(p.scenario->faults[0].kind, FAULT_ENDPOINT_UNREACHABLE);
	assert_int_equal(p.scenario->faults[0].access_point, 1);
	assert_mistake(NETWORK SITE STEPS
		       "lab: { faults: [ endpoint-unreachable: stairs ] }\n",
		       6, 18, "there is no tunnel whose endpoint it could be");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_station_s_address_is_fixed_or_a_dhcp_server_s),
		cmocka_unit_test(an_access_point_routes_or_has_a_vlan_behind_it),
		cmocka_unit_test(a_router_needs_dhcp),
		cmocka_unit_test(an_endpoint_is_a_tunnel_s),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
