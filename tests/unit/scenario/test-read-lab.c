/* SPDX-License-Identifier: BSD-3-Clause */
#include "parsing.h"

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

static void a_lab_on_demand_says_how_and_is_none_by_default(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse("network: { ssid: corridor, security: ft-psk }\n" SITE STEPS
		      "lab: { by-default: false, hostapd: { ft_over_ds: 0 } }\n");
	cleanup_parsed_ struct parsed yes =
		parse(NETWORK SITE STEPS "lab: { by-default: true }\n");

	(void)state;
	assert_false(p.scenario->has_lab);
	assert_int_equal(p.scenario->hostapd.count, 1);
	assert_true(yes.scenario->has_lab);
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

static void the_station_s_kernel_forgets_or_keeps_its_arp_entries(void **state)
{
	cleanup_parsed_ struct parsed silent = parse(NETWORK SITE STEPS "lab: {}\n");
	cleanup_parsed_ struct parsed keeps =
		parse(NETWORK SITE STEPS "lab: { station: { arp-evict: false } }\n");
	cleanup_parsed_ struct parsed forgets =
		parse(NETWORK SITE STEPS "lab: { station: { arp-evict: true } }\n");

	(void)state;
	assert_false(silent.scenario->station.has_arp_evict);
	assert_true(keeps.scenario->station.has_arp_evict);
	assert_false(keeps.scenario->station.arp_evict);
	assert_true(forgets.scenario->station.arp_evict);
	assert_mistake(NETWORK SITE STEPS "lab: { station: { arp-evict: no } }\n", 6, 30,
		       "\"no\" is neither true nor false");
	assert_mistake(NETWORK SITE STEPS "lab: { station: { arp_evict: true } }\n", 6,
		       19, "there is no key \"arp_evict\" of the station in the lab");
}

static void it_forgets_or_keeps_its_ipv6_neighbours(void **state)
{
	cleanup_parsed_ struct parsed silent =
		parse(NETWORK SITE STEPS "lab: { station: { arp-evict: true } }\n");
	cleanup_parsed_ struct parsed keeps =
		parse(NETWORK SITE STEPS "lab: { station: { ndisc-evict: false } }\n");
	cleanup_parsed_ struct parsed forgets =
		parse(NETWORK SITE STEPS "lab: { station: { ndisc-evict: true } }\n");

	(void)state;
	assert_false(silent.scenario->station.has_ndisc_evict);
	assert_false(scenario_uses_ipv6(silent.scenario));
	assert_true(keeps.scenario->station.has_ndisc_evict);
	assert_false(keeps.scenario->station.has_arp_evict);
	assert_false(keeps.scenario->station.ndisc_evict);
	assert_true(forgets.scenario->station.ndisc_evict);
	assert_true(scenario_uses_ipv6(forgets.scenario));
	assert_mistake(NETWORK SITE STEPS "lab: { station: { ndisc-evict: 1 } }\n", 6, 32,
		       "\"1\" is neither true nor false");
}

static void the_backbone_has_delay_jitter_and_loss(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK SITE STEPS "lab: { backbone: { delay: 100ms, jitter: 10ms, "
					 "loss: 0.5% } }\n");
	cleanup_parsed_ struct parsed none = parse(NETWORK SITE STEPS "lab: {}\n");

	(void)state;
	assert_int_equal(p.scenario->backbone.delay_ns, 100000000);
	assert_int_equal(p.scenario->backbone.jitter_ns, 10000000);
	assert_int_equal(p.scenario->backbone.loss_ppm, 5000);
	assert_int_equal(none.scenario->backbone.delay_ns, 0);
	assert_int_equal(none.scenario->backbone.loss_ppm, 0);
}

static void jitter_is_at_most_the_delay(void **state)
{
	cleanup_parsed_ struct parsed same = parse(
		NETWORK SITE STEPS "lab: { backbone: { delay: 2s, jitter: 2s } }\n");

	(void)state;
	assert_int_equal(same.scenario->backbone.jitter_ns, 2000000000);
	assert_mistake(NETWORK SITE STEPS
		       "lab: { backbone: { jitter: 2ms, delay: 1ms } }\n",
		       6, 28, "the jitter cannot be more than the delay, 1ms");
	assert_mistake(NETWORK SITE STEPS "lab: { backbone: { jitter: 2ms } }\n", 6, 28,
		       "jitter needs a delay around which it is");
	assert_mistake(NETWORK SITE STEPS
		       "lab: { backbone: { delay: 9s, jitter: 3s } }\n",
		       6, 39, "\"3s\" is out of range: it must be from 0ns to 2s");
}

static void a_wrong_delay_is_no_mistake_of_the_jitter(void **state)
{
	(void)state;
	assert_mistake(NETWORK SITE STEPS
		       "lab: { backbone: { delay: 100, jitter: 1ms } }\n",
		       6, 27, "\"100\" needs a unit, such as 100ms");
	assert_mistake(NETWORK SITE STEPS
		       "lab: { backbone: { dealy: 10ms, jitter: 1ms } }\n",
		       6, 20, "there is no key \"dealy\" of the backbone");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hostapd_options_are_lines_lists_of_lines_or_removed),
		cmocka_unit_test(a_lab_may_be_empty_in_either_way_or_absent),
		cmocka_unit_test(a_lab_on_demand_says_how_and_is_none_by_default),
		cmocka_unit_test(options_that_belong_to_the_lab_are_refused),
		cmocka_unit_test(an_option_cannot_smuggle_in_another_line),
		cmocka_unit_test(the_station_s_kernel_forgets_or_keeps_its_arp_entries),
		cmocka_unit_test(it_forgets_or_keeps_its_ipv6_neighbours),
		cmocka_unit_test(the_backbone_has_delay_jitter_and_loss),
		cmocka_unit_test(jitter_is_at_most_the_delay),
		cmocka_unit_test(a_wrong_delay_is_no_mistake_of_the_jitter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
