/* SPDX-License-Identifier: BSD-3-Clause */
#include "parsing.h"

static void the_air_loses_a_share_of_the_attempts(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK SITE STEPS "lab: { air: { loss: 12.5% } }\n");
	cleanup_parsed_ struct parsed all =
		parse(NETWORK SITE STEPS "lab: { air: { loss: 100% } }\n");
	cleanup_parsed_ struct parsed empty =
		parse(NETWORK SITE STEPS "lab: { air: {} }\n");
	cleanup_parsed_ struct parsed none = parse(NETWORK SITE STEPS "lab: {}\n");

	(void)state;
	assert_int_equal(p.scenario->air.loss_ppm, 125000);
	assert_int_equal(all.scenario->air.loss_ppm, 1000000);
	assert_int_equal(empty.scenario->air.loss_ppm, 0);
	assert_int_equal(none.scenario->air.loss_ppm, 0);
}

static void anything_else_is_a_mistake(void **state)
{
	(void)state;
	assert_mistake(NETWORK SITE STEPS "lab: { air: { loss: 101% } }\n", 6, 21,
		       "\"101%\" is not a percentage");
	assert_mistake(NETWORK SITE STEPS "lab: { air: { delay: 1ms } }\n", 6, 15,
		       "there is no key \"delay\" of the air");
	assert_mistake(NETWORK SITE STEPS "lab: { air: 30% }\n", 6, 13,
		       "\"air\" must be a mapping, not a text");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_air_loses_a_share_of_the_attempts),
		cmocka_unit_test(anything_else_is_a_mistake),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
