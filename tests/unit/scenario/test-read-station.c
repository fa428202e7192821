/* SPDX-License-Identifier: BSD-3-Clause */
#include "parsing.h"

#define REST NETWORK SITE STEPS

static void a_real_station_has_an_interface_or_none(void **state)
{
	cleanup_parsed_ struct parsed none = parse(REST);
	cleanup_parsed_ struct parsed p = parse(REST "station: { interface: wlp3s0 }\n");

	(void)state;
	assert_null(none.scenario->interface);
	assert_string_equal(p.scenario->interface, "wlp3s0");
	assert_int_equal(p.scenario->interface_place.line, 6);
	assert_int_equal(p.scenario->interface_place.column, 23);
}

static void a_name_that_no_interface_can_have_is_a_mistake(void **state)
{
	(void)state;
	assert_mistake(REST "station: { interface: a/b }\n", 6, 23,
		       "\"a/b\" cannot be the name of an interface");
	assert_mistake(REST "station: { interface: an-interface-too }\n", 6, 23,
		       "\"an-interface-too\" cannot be the name of an interface");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_real_station_has_an_interface_or_none),
		cmocka_unit_test(a_name_that_no_interface_can_have_is_a_mistake),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
