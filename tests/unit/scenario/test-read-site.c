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

static void hostapd_options_are_lines_lists_of_lines_or_removed(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK SITE STEPS
		      "lab:\n"
		      "  hostapd: { ft_over_ds: 0, r0kh: [a, b], okc: null }\n"
		      "  access-points:\n"
		      "    stairs: { hostapd: { mobility_domain: b2b2 } }\n");
	const struct hostapd_options *all = &p.scenario->hostapd;
	const struct hostapd_options *stairs = &p.scenario->access_points[1].hostapd;

	(void)state;
	assert_true(p.scenario->has_lab);
	assert_int_equal(all->count, 3);
	assert_string_equal(all->items[0].key, "ft_over_ds");
	assert_int_equal(all->items[0].value_count, 1);
	assert_string_equal(all->items[0].values[0], "0");
	assert_int_equal(all->items[1].value_count, 2);
	assert_string_equal(all->items[1].values[1], "b");
	assert_true(all->items[2].removed);
	assert_int_equal(all->items[2].value_count, 0);
	assert_int_equal(all->items[1].place.line, 7);
	assert_int_equal(all->items[1].place.column, 29);
	assert_int_equal(p.scenario->access_points[0].hostapd.count, 0);
	assert_int_equal(stairs->count, 1);
	assert_string_equal(stairs->items[0].values[0], "b2b2");
}

static void a_lab_may_be_empty_in_either_way_or_absent(void **state)
{
	cleanup_parsed_ struct parsed absent = parse(NETWORK SITE STEPS);
	cleanup_parsed_ struct parsed empty = parse(NETWORK SITE STEPS "lab: {}\n");
	cleanup_parsed_ struct parsed nothing = parse(NETWORK SITE STEPS "lab:\n");

	(void)state;
	assert_false(absent.scenario->has_lab);
	assert_true(empty.scenario->has_lab);
	assert_true(nothing.scenario->has_lab);
}

static void options_that_belong_to_the_lab_are_refused(void **state)
{
	static const char *const options[] = { "interface",
					       "bridge",
					       "ctrl_interface",
					       "ctrl_interface_group",
					       "logger_stdout",
					       "driver",
					       "bss",
					       "bssid",
					       "channel",
					       "ssid" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(options); i++) {
		cleanup_free_ char *text = memory_printf(
			NETWORK SITE STEPS "lab: { hostapd: { %s: x } }\n", options[i]);
		cleanup_free_ char *message = memory_printf(
			"the hostapd option \"%s\" belongs to the lab", options[i]);

		assert_mistake(text, 6, 19, message);
	}
}

static void an_option_cannot_smuggle_in_another_line(void **state)
{
	(void)state;
	assert_mistake(NETWORK SITE STEPS
		       "lab: { hostapd: { okc: \"1\\ninterface=x\" } }\n",
		       6, 24,
		       "a hostapd option has no line end or other control character");
	assert_mistake(NETWORK SITE STEPS "lab: { hostapd: { \"okc=1\\nx\": 1 } }\n", 6,
		       19, "\"okc=1?x\" is not the name of a hostapd option");
	assert_mistake(NETWORK SITE STEPS "lab: { access-points: { attic: {} } }\n", 6,
		       25, "there is no access point \"attic\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(access_points_keep_their_order_and_places),
		cmocka_unit_test(mistakes_of_access_points_are_told),
		cmocka_unit_test(the_number_of_access_points_is_limited),
		cmocka_unit_test(
			channels_that_need_radar_detection_are_refused_in_a_lab_only),
		cmocka_unit_test(hostapd_options_are_lines_lists_of_lines_or_removed),
		cmocka_unit_test(a_lab_may_be_empty_in_either_way_or_absent),
		cmocka_unit_test(options_that_belong_to_the_lab_are_refused),
		cmocka_unit_test(an_option_cannot_smuggle_in_another_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
