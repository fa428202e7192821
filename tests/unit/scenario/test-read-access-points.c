/* SPDX-License-Identifier: BSD-3-Clause */
#include "parsing.h"

#include "base/text.h"

#define OPEN "network: { ssid: x, security: open }\n"

static void access_points_keep_their_order_and_places(void **state)
{
	cleanup_parsed_ struct parsed p = parse(NETWORK SITE STEPS);
	static const uint8_t stairs[] = { 2, 0, 0, 0, 2, 0 },
			     other[] = { 2, 0, 0, 0, 3, 0 };
	const struct access_point *ap;

	(void)state;
	assert_int_equal(p.scenario->access_point_count, 2);
	ap = scenario_find_bssid(p.scenario, stairs);
	assert_ptr_equal(ap, &p.scenario->access_points[1]);
	assert_null(scenario_find_bssid(p.scenario, other));
	assert_string_equal(ap->name, "stairs");
	assert_int_equal(ap->channel, 36);
	assert_int_equal(ap->frequency_mhz, 5180);
	assert_int_equal(ap->place.line, 4);
	assert_int_equal(ap->place.column, 3);
	assert_int_equal(ap->bssid_place.column, 20);
	assert_int_equal(ap->channel_place.column, 50);
}

static void mistakes_of_access_points_are_told(void **state)
{
	(void)state;
	assert_mistake(OPEN "access-points: {}\nsteps: [ wait: 1s ]\n", 2, 16,
		       "no access point is listed");
	assert_mistake(OPEN "access-points: [ hall ]\nsteps: [ associate: hall ]\n", 2,
		       16, "\"access-points\" must be a mapping, not a list");
	assert_mistake(OPEN
		       "access-points: { a: { channel: 1 } }\nsteps: [ associate: a ]\n",
		       2, 18, "\"a\" has no \"bssid\"");
	assert_mistake(OPEN "access-points:\n"
			    "  a: { bssid: \"02:00:00:00:01:00\", channel: 1 }\n"
			    "  b: { bssid: \"02:00:00:00:01:00\", channel: 1 }\n"
			    "steps: [ associate: a ]\n",
		       4, 15, "\"a\" has this BSSID already, on line 3");
	assert_mistake(OPEN "access-points: { a: { bssid: \"02:00:00:00:01:00\", "
			    "channel: 37 } }\nsteps: [ associate: a ]\n",
		       2, 60, "there is no channel 37");
	assert_mistake(OPEN "access-points: { a/b: { bssid: \"02:00:00:00:01:00\", "
			    "channel: 1 } }\nsteps: [ associate: a/b ]\n",
		       2, 18, "\"a/b\" cannot be the name of an access point");
}

static void the_number_of_access_points_is_limited(void **state)
{
	cleanup_text_ struct text text = { 0 };

	(void)state;
	text_add(&text, OPEN "steps: [ associate: ap0 ]\naccess-points:\n");
	for (unsigned i = 0; i <= SCENARIO_AP_MAX; i++)
		text_printf(&text,
			    "  ap%u: { bssid: \"02:00:00:00:00:%02x\", channel: 1 }\n", i,
			    i + 1);
	assert_mistake(text.data, 4 + SCENARIO_AP_MAX, 3, "more than 64 access points");
}

static void channels_that_need_radar_detection_are_refused_in_a_lab_only(void **state)
{
	static const char text[] = OPEN
		"access-points: { a: { bssid: \"02:00:00:00:01:00\", channel: 100 } }\n"
		"steps: [ associate: a ]\n";
	cleanup_free_ char *with_lab = memory_printf("%slab: {}\n", text);
	cleanup_parsed_ struct parsed p = parse(text);

	(void)state;
	assert_int_equal(p.scenario->access_points[0].frequency_mhz, 5500);
	assert_mistake(with_lab, 2, 60,
		       "channel 100 needs radar detection (DFS), which the lab does not "
		       "have");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(access_points_keep_their_order_and_places),
		cmocka_unit_test(mistakes_of_access_points_are_told),
		cmocka_unit_test(the_number_of_access_points_is_limited),
		cmocka_unit_test(
			channels_that_need_radar_detection_are_refused_in_a_lab_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
