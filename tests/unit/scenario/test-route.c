/* SPDX-License-Identifier: BSD-3-Clause */
#include "parsing.h"

static void a_roam_needs_an_association_before_it(void **state)
{
	(void)state;
	assert_mistake(NETWORK SITE "steps: [ roam: hall, roam: stairs ]\n", 5, 16,
		       "a roam before any association");
	assert_mistake(NETWORK SITE
		       "steps: [ { associate: hall, expect: { result: rejected } "
		       "}, roam: stairs ]\n",
		       5, 67, "a roam before any association");
}

static void a_roam_goes_to_another_access_point(void **state)
{
	(void)state;
	assert_mistake(NETWORK SITE "steps: [ associate: hall, roam: hall ]\n", 5, 33,
		       "a roam to \"hall\", where the station stands already");
}

static void a_roam_that_is_to_fail_leaves_the_station_where_it_was(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK SITE "steps: [ associate: hall, { roam: stairs, expect: { "
				   "result: rejected } }, roam: stairs ]\n");

	(void)state;
	assert_int_equal(p.scenario->step_count, 3);
	assert_mistake(NETWORK SITE "steps: [ associate: hall, { roam: stairs, expect: { "
				    "result: rejected } }, roam: hall ]\n",
		       5, 81, "a roam to \"hall\", where the station stands already");
}

static void the_second_round_of_a_repeat_is_looked_at(void **state)
{
	cleanup_parsed_ struct parsed p = parse(
		NETWORK SITE "steps: [ associate: hall, repeat: { times: 1, steps: [ "
			     "roam: stairs ] } ]\n");

	(void)state;
	assert_int_equal(p.scenario->step_count, 2);
	assert_mistake(NETWORK SITE
		       "steps: [ associate: hall, repeat: { times: 2, steps: [ "
		       "roam: stairs ] } ]\n",
		       5, 62,
		       "a roam to \"stairs\", where the station stands already when the "
		       "steps are repeated");
	assert_mistake(NETWORK SITE
		       "steps: [ associate: hall, repeat: { for: 2h, steps: [ "
		       "roam: stairs ] } ]\n",
		       5, 61,
		       "a roam to \"stairs\", where the station stands already when the "
		       "steps are repeated");
	assert_mistake(NETWORK SITE
		       "steps:\n"
		       "  - associate: hall\n"
		       "  - repeat:\n"
		       "      times: 2\n"
		       "      steps:\n"
		       "        - roam: stairs\n"
		       "        - repeat: { times: 5, steps: [ wait: 1s ] }\n"
		       "        - { associate: hall, expect: { result: timeout } }\n",
		       10, 17,
		       "a roam before any association, when the steps are repeated");
}

static void an_access_point_that_is_not_listed_is_one_mistake(void **state)
{
	(void)state;
	assert_mistake(NETWORK SITE
		       "steps: [ associate: attic, roam: hall, roam: stairs ]\n",
		       5, 21, "there is no access point \"attic\"");
	assert_mistake(NETWORK SITE
		       "steps: [ associate: hall, roam: attic, roam: hall ]\n",
		       5, 33, "there is no access point \"attic\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_roam_needs_an_association_before_it),
		cmocka_unit_test(a_roam_goes_to_another_access_point),
		cmocka_unit_test(a_roam_that_is_to_fail_leaves_the_station_where_it_was),
		cmocka_unit_test(the_second_round_of_a_repeat_is_looked_at),
		cmocka_unit_test(an_access_point_that_is_not_listed_is_one_mistake),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
