/* SPDX-License-Identifier: BSD-3-Clause */
#include "parsing.h"

static void faults_keep_their_order_and_places(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK SITE STEPS "lab:\n"
					 "  faults:\n"
					 "    - silent-bridge: stairs\n"
					 "    - stale-forwarding: hall\n"
					 "    - silent-bridge: hall\n");
	const struct fault *faults = p.scenario->faults;

	(void)state;
	assert_int_equal(p.scenario->fault_count, 3);
	assert_int_equal(faults[0].kind, FAULT_SILENT_BRIDGE);
	assert_int_equal(faults[0].access_point, 1);
	assert_int_equal(faults[0].place.line, 8);
	assert_int_equal(faults[0].place.column, 7);
	assert_int_equal(faults[1].kind, FAULT_STALE_FORWARDING);
	assert_int_equal(faults[1].access_point, 0);
	assert_int_equal(faults[2].access_point, 0);
}

static void the_station_is_believed_behind_one_access_point(void **state)
{
	(void)state;
	assert_mistake(NETWORK SITE STEPS "lab:\n"
					  "  faults:\n"
					  "    - stale-forwarding: stairs\n"
					  "    - stale-forwarding: hall\n",
		       9, 7,
		       "there can be one \"stale-forwarding\", and it is on line 8");
	assert_mistake(NETWORK SITE STEPS "lab:\n"
					  "  faults:\n"
					  "    - silent-bridge: stairs\n"
					  "    - silent-bridge: stairs\n",
		       9, 7, "this fault is there already, on line 8");
}

static void mistakes_of_faults_are_told(void **state)
{
	(void)state;
	assert_mistake(NETWORK SITE STEPS "lab: { faults: { silent-bridge: hall } }\n", 6,
		       16, "\"faults\" must be a list, not a mapping");
	assert_mistake(NETWORK SITE STEPS "lab: { faults: [ silent-bridge ] }\n", 6, 18,
		       "an item of this list must be a mapping, not a text");
	assert_mistake(NETWORK SITE STEPS "lab: { faults: [ {} ] }\n", 6, 18,
		       "an item of this list is one fault, not 0");
	assert_mistake(NETWORK SITE STEPS "lab: { faults: [ { silent-bridge: hall, "
					  "stale-forwarding: hall } ] }\n",
		       6, 20, "an item of this list is one fault, not 2");
	assert_mistake(NETWORK SITE STEPS "lab: { faults: [ silent-brigde: hall ] }\n", 6,
		       18, "there is no key \"silent-brigde\" among the faults");
	assert_mistake(NETWORK SITE STEPS "lab: { faults: [ silent-bridge: attic ] }\n",
		       6, 33, "there is no access point \"attic\"");
	assert_mistake(NETWORK SITE STEPS "lab: { faults: [ silent-bridge: {} ] }\n", 6,
		       33, "\"silent-bridge\" must be one value, not a mapping");
}

/* A scenario with these faults and these steps more. */
static struct parsed parse_faults(const char *faults, const char *steps)
{
	cleanup_free_ char *text =
		memory_printf(NETWORK SITE
			      "lab: { faults: [ %s ] }\n"
			      "steps: [ associate: hall, roam: stairs, %s ]\n",
			      faults, steps);

	return parse(text);
}

static void assert_step_mistake(const char *faults, const char *step, unsigned line,
				unsigned column, const char *message)
{
	cleanup_free_ char *text = memory_printf(NETWORK SITE "lab: { faults: [ %s ] }\n"
							      "steps:\n"
							      "  - associate: hall\n"
							      "  - fault: %s\n",
						 faults, step);

	assert_mistake(text, line, column, message);
}

static void a_list_or_all_makes_a_fault_for_each_access_point(void **state)
{
	cleanup_parsed_ struct parsed list =
		parse_faults("silent-bridge: [stairs, hall]", "roam: hall");
	cleanup_parsed_ struct parsed all =
		parse_faults("silent-bridge: all", "roam: hall");

	(void)state;
	assert_int_equal(list.scenario->fault_count, 2);
	assert_int_equal(list.scenario->faults[0].access_point, 1);
	assert_int_equal(list.scenario->faults[1].access_point, 0);
	assert_int_equal(all.scenario->fault_count, 2);
	assert_int_equal(all.scenario->faults[0].access_point, 0);
	assert_int_equal(all.scenario->faults[1].access_point, 1);
	assert_int_equal(all.scenario->faults[1].place.column,
			 all.scenario->faults[0].place.column);
}

static void an_access_point_may_be_called_all(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK "access-points:\n"
			      "  hall: { bssid: \"02:00:00:00:01:00\", channel: 1 }\n"
			      "  all: { bssid: \"02:00:00:00:02:00\", channel: 36 }\n"
			      "lab: { faults: [ silent-bridge: all ] }\n"
			      "steps: [ associate: hall ]\n");

	(void)state;
	assert_int_equal(p.scenario->fault_count, 1);
	assert_int_equal(p.scenario->faults[0].access_point, 1);
}

static void a_list_has_each_access_point_once(void **state)
{
	(void)state;
	assert_mistake(NETWORK SITE STEPS
		       "lab: { faults: [ silent-bridge: [hall, hall] ] }\n",
		       6, 40, "\"hall\" is in this list already");
	assert_mistake(NETWORK SITE STEPS "lab: { faults: [ silent-bridge: [] ] }\n", 6,
		       33, "this list is empty");
	assert_mistake(NETWORK SITE STEPS "lab: { faults: [ stale-forwarding: all ] }\n",
		       6, 36, "there can be one \"stale-forwarding\"");
	assert_mistake(NETWORK SITE STEPS "lab:\n"
					  "  faults:\n"
					  "    - silent-bridge: [stairs, hall]\n"
					  "    - silent-bridge: all\n",
		       9, 7, "this fault is there already, on line 8");
}

static void a_fault_between_two_is_at_one_and_of_the_other(void **state)
{
	cleanup_parsed_ struct parsed p = parse_faults(
		"r0kh-key: { at: stairs, of: hall }, r0kh-key: { at: hall, of: stairs }, "
		"rrb-key-zero: stairs, rrb-key-zero: { at: stairs, of: hall }",
		"roam: hall");
	const struct fault *faults = p.scenario->faults;

	(void)state;
	assert_int_equal(p.scenario->fault_count, 4);
	assert_int_equal(faults[0].access_point, 1);
	assert_int_equal(faults[0].of, 0);
	assert_int_equal(faults[1].access_point, 0);
	assert_int_equal(faults[1].of, 1);
	assert_true(faults[2].of == FAULT_EVERY);
	assert_int_equal(faults[3].of, 0);
	assert_ptr_equal(scenario_find_fault(p.scenario, FAULT_R0KH_KEY, 1, 0),
			 &faults[0]);
	assert_ptr_equal(scenario_find_fault(p.scenario, FAULT_R0KH_KEY, 0, FAULT_EVERY),
			 &faults[1]);
	assert_ptr_equal(scenario_find_fault(p.scenario, FAULT_RRB_KEY_ZERO, 1, 0),
			 &faults[2]);
	assert_null(scenario_find_fault(p.scenario, FAULT_R0KH_KEY, 1, 1));
	assert_null(scenario_find_fault(p.scenario, FAULT_RRB_KEY_ZERO, 0, 1));
}

static void mistakes_of_pairs_are_told(void **state)
{
	(void)state;
	assert_mistake(NETWORK SITE STEPS "lab: { faults: [ r0kh-key: stairs ] }\n", 6,
		       28, "\"r0kh-key\" must be a mapping, not a text");
	assert_mistake(NETWORK SITE STEPS "lab: { faults: [ r0kh-key: { at: hall } ] }\n",
		       6, 18, "\"r0kh-key\" has no \"of\"");
	assert_mistake(NETWORK SITE STEPS
		       "lab: { faults: [ r0kh-key: { at: hall, off: stairs } ] }\n",
		       6, 40,
		       "there is no key \"off\" of a fault between two access "
		       "points");
	assert_mistake(NETWORK SITE STEPS
		       "lab: { faults: [ r0kh-key: { at: hall, of: hall } ] }\n",
		       6, 44, "the two access points of this fault are the same one");
	assert_mistake(NETWORK SITE STEPS
		       "lab: { faults: [ over-ds-off: { at: hall, of: stairs } ] }\n",
		       6, 31, "\"over-ds-off\" must be one value, not a mapping");
}

#define OPEN "network: { ssid: corridor, security: open }\n"

static void a_fault_needs_what_it_is_about(void **state)
{
	(void)state;
	assert_mistake(OPEN SITE STEPS "lab: { faults: [ over-ds-off: all ] }\n", 6, 18,
		       "this fault is about FT, which the network's security does not "
		       "have");
	assert_mistake(OPEN SITE STEPS "lab: { faults: [ cipher: hall ] }\n", 6, 18,
		       "an open network cannot have the fault \"cipher\"");
	assert_mistake(NETWORK SITE STEPS
		       "lab: { faults: [ endpoint-unreachable: all ] }\n",
		       6, 18, "there is no tunnel whose endpoint it could be");
}

static void a_fault_that_a_step_begins_is_not_there_before(void **state)
{
	cleanup_parsed_ struct parsed p = parse_faults(
		"silent-bridge: all, stale-forwarding: hall",
		"{ repeat: { times: 2, steps: [ fault: { begin: silent-bridge } ] } }, "
		"{ fault: { end: stale-forwarding } }");
	const struct step *repeat = &p.scenario->steps[2], *end = &p.scenario->steps[3];

	(void)state;
	assert_true(p.scenario->faults[0].later);
	assert_true(p.scenario->faults[1].later);
	assert_false(p.scenario->faults[2].later);
	assert_int_equal(repeat->steps[0].kind, STEP_FAULT);
	assert_int_equal(repeat->steps[0].fault, FAULT_SILENT_BRIDGE);
	assert_true(repeat->steps[0].begins);
	assert_int_equal(end->fault, FAULT_STALE_FORWARDING);
	assert_false(end->begins);
}

static void a_step_speaks_of_a_fault_that_the_lab_has(void **state)
{
	(void)state;
	assert_step_mistake("silent-bridge: hall", "{ begin: stale-forwarding }", 8, 21,
			    "the lab has no fault \"stale-forwarding\"");
	assert_mistake(NETWORK SITE "steps:\n"
				    "  - associate: hall\n"
				    "  - fault: { end: silent-bridge }\n",
		       7, 19, "the lab has no fault \"silent-bridge\"");
	assert_step_mistake("cipher: hall", "{ begin: cipher }", 8, 21,
			    "\"cipher\" is in hostapd's configuration: it cannot begin "
			    "in mid-run");
	assert_step_mistake("silent-bridge: hall", "{ end: cipher }", 8, 19,
			    "\"cipher\" is in hostapd's configuration: it cannot end in "
			    "mid-run");
	/* One that has a mistake of its own is there, and one whose name is misspelt may
	 * be it. */
	assert_step_mistake("silent-bridge: attic", "{ begin: silent-bridge }", 5, 33,
			    "there is no access point \"attic\"");
	assert_step_mistake("silent-brigde: hall", "{ begin: silent-bridge }", 5, 18,
			    "there is no key \"silent-brigde\" among the faults");
}

static void mistakes_of_steps_with_faults_are_told(void **state)
{
	static const char faults[] = "silent-bridge: hall";

	(void)state;
	assert_step_mistake(faults, "silent-bridge", 8, 12,
			    "\"fault\" must be a mapping, not a text");
	assert_step_mistake(faults, "{}", 8, 5, "this step does nothing");
	assert_step_mistake(faults, "{ begin: silent-bridge, end: silent-bridge }", 8, 36,
			    "a step begins a fault or ends one");
	assert_step_mistake(faults, "{ begn: silent-bridge }", 8, 14,
			    "there is no key \"begn\" in \"fault\"");
	assert_step_mistake(faults, "{ begin: silent-brigde }", 8, 21,
			    "\"begin\" cannot be \"silent-brigde\"");
}

static void what_happens_in_mid_run_needs_a_step(void **state)
{
	(void)state;
	assert_mistake(NETWORK SITE STEPS "lab: { faults: [ r0kh-restarted: hall ] }\n",
		       6, 18,
		       "\"r0kh-restarted\" happens in mid-run, and no step begins it");
	assert_mistake(NETWORK SITE STEPS "lab: { faults: [ target-off-air: all ] }\n", 6,
		       18,
		       "\"target-off-air\" happens in mid-run, and no step begins it");
	assert_step_mistake(
		"r0kh-restarted: hall", "{ end: r0kh-restarted }", 8, 19,
		"\"r0kh-restarted\" is over as soon as it has begun: it cannot "
		"end");
	/* It may be the one that is misspelt. */
	assert_step_mistake("r0kh-restarted: hall", "{ begin: r0kh-restartet }", 8, 21,
			    "\"begin\" cannot be \"r0kh-restartet\"");
}

static void a_channel_to_move_to_is_said_or_far_away(void **state)
{
	cleanup_parsed_ struct parsed said =
		parse_faults("target-channel: { at: hall, channel: 6 }",
			     "fault: { begin: target-channel }");
	cleanup_parsed_ struct parsed far =
		parse_faults("target-channel: all", "fault: { begin: target-channel }");

	(void)state;
	assert_int_equal(said.scenario->faults[0].access_point, 0);
	assert_int_equal(said.scenario->faults[0].channel, 6);
	assert_int_equal(far.scenario->faults[0].channel, 11);
	assert_int_equal(far.scenario->faults[1].channel, 48);
}

static void assert_channel_mistake(const char *value, unsigned column,
				   const char *message)
{
	cleanup_free_ char *faults = memory_printf("target-channel: %s", value);

	assert_step_mistake(faults, "{ begin: target-channel }", 5, column, message);
}

static void an_access_point_moves_within_its_band(void **state)
{
	(void)state;
	assert_channel_mistake("{ at: hall, channel: 36 }", 55,
			       "channel 36 is not in the band of \"hall\", which is on "
			       "channel 1");
	assert_channel_mistake("{ at: hall, channel: 1 }", 55,
			       "\"hall\" is on channel 1 already");
	assert_channel_mistake("{ at: stairs, channel: 37 }", 57,
			       "there is no channel 37");
	assert_channel_mistake(
		"{ at: stairs, channel: 52 }", 57,
		"channel 52 needs radar detection (DFS), which the lab does "
		"not have");
	assert_channel_mistake("{ channel: 11 }", 18, "\"target-channel\" has no \"at\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(faults_keep_their_order_and_places),
		cmocka_unit_test(the_station_is_believed_behind_one_access_point),
		cmocka_unit_test(mistakes_of_faults_are_told),
		cmocka_unit_test(a_list_or_all_makes_a_fault_for_each_access_point),
		cmocka_unit_test(an_access_point_may_be_called_all),
		cmocka_unit_test(a_list_has_each_access_point_once),
		cmocka_unit_test(a_fault_between_two_is_at_one_and_of_the_other),
		cmocka_unit_test(mistakes_of_pairs_are_told),
		cmocka_unit_test(a_fault_needs_what_it_is_about),
		cmocka_unit_test(a_fault_that_a_step_begins_is_not_there_before),
		cmocka_unit_test(a_step_speaks_of_a_fault_that_the_lab_has),
		cmocka_unit_test(mistakes_of_steps_with_faults_are_told),
		cmocka_unit_test(what_happens_in_mid_run_needs_a_step),
		cmocka_unit_test(a_channel_to_move_to_is_said_or_far_away),
		cmocka_unit_test(an_access_point_moves_within_its_band),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
