/* SPDX-License-Identifier: BSD-3-Clause */
#include "parsing.h"

#define ATTIC "  attic: { bssid: \"02:00:00:00:03:00\", channel: 149 }\n"
#define MATRIX(what) NETWORK SITE ATTIC "steps: [ matrix: " what " ]\n"

static void a_matrix_is_of_all_access_points_in_all_ways(void **state)
{
	cleanup_parsed_ struct parsed p = parse(MATRIX("{}"));
	const struct step *step = &p.scenario->steps[0];

	(void)state;
	assert_int_equal(step->kind, STEP_MATRIX);
	assert_int_equal(step->matrix.count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(step->matrix.access_points[i], i);
	assert_true(step->matrix.vias[VIA_AIR] && step->matrix.vias[VIA_DS]);
	for (enum leg leg = 0; leg < LEG_MAX; leg++)
		assert_true(matrix_has_leg(step, leg));
	assert_int_equal(matrix_end(step), 1);
}

static void a_matrix_can_be_of_less(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(MATRIX("{ via: ds, among: [ attic, hall ], legs: back }"));
	const struct step *step = &p.scenario->steps[0];

	(void)state;
	assert_int_equal(step->matrix.count, 2);
	assert_int_equal(step->matrix.access_points[0], 2);
	assert_int_equal(step->matrix.access_points[1], 0);
	assert_false(step->matrix.vias[VIA_AIR]);
	assert_true(step->matrix.vias[VIA_DS]);
	assert_true(matrix_has_leg(step, LEG_COLD));
	assert_true(matrix_has_leg(step, LEG_BACK));
	assert_false(matrix_has_leg(step, LEG_WARM));
	assert_int_equal(matrix_end(step), 0);
}

static void there_is_no_second_time_without_a_way_back(void **state)
{
	cleanup_parsed_ struct parsed p = parse(MATRIX("{ legs: [ warm ] }"));
	cleanup_parsed_ struct parsed cold = parse(MATRIX("{ legs: [ cold ] }"));

	(void)state;
	assert_true(matrix_has_leg(&p.scenario->steps[0], LEG_BACK));
	assert_false(matrix_has_leg(&cold.scenario->steps[0], LEG_BACK));
	assert_false(matrix_has_leg(&cold.scenario->steps[0], LEG_WARM));
}

static void without_ft_there_is_only_the_air(void **state)
{
	cleanup_parsed_ struct parsed p = parse(
		"network: { ssid: x, security: psk, password: correct horse }\n" SITE
		"steps: [ matrix: {} ]\n");

	(void)state;
	assert_true(p.scenario->steps[0].matrix.vias[VIA_AIR]);
	assert_false(p.scenario->steps[0].matrix.vias[VIA_DS]);
	assert_mistake(
		"network: { ssid: x, security: psk, password: correct horse }\n" SITE
		"steps: [ matrix: { via: [ air, ds ] } ]\n",
		5, 32,
		"a roam over the DS needs FT, which the network's security does "
		"not have");
}

static void where_the_roams_are_not_to_arrive_no_leg_follows(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK SITE "steps: [ { matrix: {}, expect: { status: 53 } } ]\n");
	const struct step *step = &p.scenario->steps[0];

	(void)state;
	assert_true(step->expect.has_status);
	assert_true(matrix_has_leg(step, LEG_COLD));
	assert_false(matrix_has_leg(step, LEG_BACK));
	assert_false(matrix_has_leg(step, LEG_WARM));
	assert_int_equal(matrix_end(step), 1); /* where the last pair began */
}

static void the_station_stands_where_the_matrix_ends(void **state)
{
	(void)state;
	/* stairs -> hall is the last pair, and hall the last one roamed to. */
	assert_mistake(NETWORK SITE "steps: [ matrix: {}, roam: hall ]\n", 5, 28,
		       "a roam to \"hall\", where the station stands already");
	assert_mistake(NETWORK SITE "steps: [ matrix: { legs: back }, roam: stairs ]\n",
		       5, 40, "a roam to \"stairs\", where the station stands already");
}

static void nobody_knows_where_a_matrix_with_a_mistake_ends(void **state)
{
	(void)state;
	assert_mistake(NETWORK SITE "steps: [ { matrix: {}, expect: { result: okay } }, "
				    "roam: hall ]\n",
		       5, 42, "\"result\" cannot be \"okay\"");
}

static void mistakes_of_a_matrix_are_told_once(void **state)
{
	(void)state;
	assert_mistake(MATRIX("hall"), 6, 18, "\"matrix\" must be a mapping, not a text");
	assert_mistake(MATRIX("{ amung: [ hall, stairs ] }"), 6, 20,
		       "there is no key \"amung\" in \"matrix\"");
	assert_mistake(MATRIX("{ among: [ hall, cellar ] }"), 6, 35,
		       "there is no access point \"cellar\"");
	assert_mistake(MATRIX("{ among: [ hall, stairs, hall ] }"), 6, 43,
		       "\"hall\" is given twice");
	assert_mistake(MATRIX("{ among: [ hall ] }"), 6, 27,
		       "a matrix is of two access points or more");
	assert_mistake(MATRIX("{ via: [ air, air ] }"), 6, 32, "\"air\" is given twice");
	assert_mistake(MATRIX("{ legs: [] }"), 6, 26, "this list is empty");
	assert_mistake(MATRIX("{ legs: hot }"), 6, 26, "\"legs\" cannot be \"hot\"");
	assert_mistake(NETWORK "access-points: { hall: { bssid: \"02:00:00:00:01:00\", "
			       "channel: 1 } }\nsteps: [ matrix: {} ]\n",
		       3, 10,
		       "a matrix is of two access points or more, and only one is "
		       "listed");
}

static void what_a_matrix_unrolls_to_is_limited(void **state)
{
	/* Two pairs in two ways, four steps each. */
	cleanup_parsed_ struct parsed p =
		parse(NETWORK SITE "steps: [ repeat: { times: 6250, steps: [ matrix: {} "
				   "] } ]\n");

	(void)state;
	assert_int_equal(p.scenario->step_count, 1);
	assert_mistake(NETWORK SITE "steps: [ repeat: { times: 6251, steps: [ matrix: {} "
				    "] } ]\n",
		       5, 27, "this makes more than 100000 steps");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_matrix_is_of_all_access_points_in_all_ways),
		cmocka_unit_test(a_matrix_can_be_of_less),
		cmocka_unit_test(there_is_no_second_time_without_a_way_back),
		cmocka_unit_test(without_ft_there_is_only_the_air),
		cmocka_unit_test(where_the_roams_are_not_to_arrive_no_leg_follows),
		cmocka_unit_test(the_station_stands_where_the_matrix_ends),
		cmocka_unit_test(nobody_knows_where_a_matrix_with_a_mistake_ends),
		cmocka_unit_test(mistakes_of_a_matrix_are_told_once),
		cmocka_unit_test(what_a_matrix_unrolls_to_is_limited),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
