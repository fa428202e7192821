/* SPDX-License-Identifier: BSD-3-Clause */
#include "parsing.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
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

static void an_access_point_can_be_one_radio_of_a_device(void **state)
{
	cleanup_parsed_ struct parsed p = parse(
		OPEN "access-points:\n"
		     "  a: { bssid: \"02:00:00:00:01:00\", channel: 1, device: box-1 }\n"
		     "  b: { bssid: \"02:00:00:00:02:00\", channel: 36 }\n"
		     "steps: [ associate: a ]\n");

	(void)state;
	assert_string_equal(p.scenario->access_points[0].device, "box-1");
	assert_null(p.scenario->access_points[1].device);
	assert_mistake(OPEN "access-points: { a: { bssid: \"02:00:00:00:01:00\", "
			    "channel: 1, device: \"a box\" } }\n"
			    "steps: [ associate: a ]\n",
		       2, 71, "\"a box\" cannot be the name of a device");
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

#define AP "access-points: { a: { bssid: \"02:00:00:00:01:00\", channel: 1, log: %s } }\n"

static void a_log_is_looked_for_in_the_scenarios_folder(void **state)
{
	cleanup_free_ char *text =
		memory_printf(OPEN AP "steps: [ associate: a ]\n", "access-points.log");
	char folder[] = "/tmp/roamtest-test-XXXXXX";
	cleanup_free_ char *scenario = NULL, *log = NULL;

	(void)state;
	assert_non_null(mkdtemp(folder));
	scenario = memory_printf("%s/site.yaml", folder);
	log = memory_printf("%s/access-points.log", folder);
	assert_mistake(text, 2, 68,
		       "the log \"access-points.log\" cannot be read: No such file or "
		       "directory");
	assert_int_equal(file_write(log, "", 0, 0644, NULL), 0);
	{
		cleanup_parsed_ struct parsed p = parse_file(scenario, text);

		assert_int_equal(p.status, 0);
		assert_string_equal(p.scenario->access_points[0].log, log);
		assert_int_equal(p.scenario->access_points[0].log_place.column, 68);
	}
	unlink(log);
	rmdir(folder);
}

static void a_log_is_a_regular_file(void **state)
{
	cleanup_free_ char *text =
		memory_printf(OPEN AP "steps: [ associate: a ]\n", "/dev/null");

	(void)state;
	assert_mistake(text, 2, 68, "the log \"/dev/null\" is not a regular file");
}

static void in_a_lab_or_on_another_machine_it_need_not_be_there(void **state)
{
	static const struct scenario_secrets none = { 0 };
	cleanup_free_ char *text =
		memory_printf(OPEN AP "steps: [ associate: a ]\n", "/nowhere/at/all.log");
	cleanup_free_ char *with_lab = memory_printf("%slab: {}\n", text);
	cleanup_parsed_ struct parsed p = parse(with_lab);
	cleanup_parsed_ struct parsed elsewhere = { 0 };

	(void)state;
	assert_string_equal(p.scenario->access_points[0].log, "/nowhere/at/all.log");
	elsewhere.status =
		scenario_parse_with_secrets("test.yaml", text, strlen(text), &none,
					    &elsewhere.diagnostics, &elsewhere.scenario);
	assert_int_equal(elsewhere.status, 0);
	assert_string_equal(elsewhere.scenario->access_points[0].log,
			    "/nowhere/at/all.log");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(access_points_keep_their_order_and_places),
		cmocka_unit_test(an_access_point_can_be_one_radio_of_a_device),
		cmocka_unit_test(mistakes_of_access_points_are_told),
		cmocka_unit_test(the_number_of_access_points_is_limited),
		cmocka_unit_test(
			channels_that_need_radar_detection_are_refused_in_a_lab_only),
		cmocka_unit_test(a_log_is_looked_for_in_the_scenarios_folder),
		cmocka_unit_test(a_log_is_a_regular_file),
		cmocka_unit_test(in_a_lab_or_on_another_machine_it_need_not_be_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
