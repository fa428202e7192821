/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"

#include <string.h>

#include "base/cleanup.h"
#include "site/uplink.h"

static void an_access_point_that_bridges_has_no_rules(void **state)
{
	const struct access_point ap = { .name = (char *)"hall" };
	cleanup_text_ struct text rules = { 0 };

	(void)state;
	assert_false(uplink_rules(&ap, &rules));
	assert_int_equal(rules.length, 0);
}

static void a_router_lets_the_rrb_pass_and_translates_addresses(void **state)
{
	const struct access_point ap = { .router = true };
	cleanup_text_ struct text rules = { 0 };

	(void)state;
	assert_true(uplink_rules(&ap, &rules));
	assert_non_null(strstr(rules.data, "devices = { rrb, rrb-trunk }"));
	assert_non_null(strstr(rules.data, "ether type != { 0x890d, 0x88b7 } drop"));
	assert_non_null(strstr(rules.data, "oifname \"trunk\" masquerade"));
}

static void beside_a_vlan_the_rrb_passes_and_nothing_is_translated(void **state)
{
	const struct access_point ap = { .vlan = 4094 };
	cleanup_text_ struct text rules = { 0 };

	(void)state;
	assert_true(uplink_rules(&ap, &rules));
	assert_non_null(strstr(rules.data, "ether type != { 0x890d, 0x88b7 } drop"));
	assert_null(strstr(rules.data, "masquerade"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_access_point_that_bridges_has_no_rules),
		cmocka_unit_test(a_router_lets_the_rrb_pass_and_translates_addresses),
		cmocka_unit_test(beside_a_vlan_the_rrb_passes_and_nothing_is_translated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
