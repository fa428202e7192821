/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"

#include "live/networks.h"

static void a_list_of_networks_has_a_heading_and_a_line_each(void **state)
{
	cleanup_saved_networks_ struct saved_networks networks = { 0 };
	const struct saved_network *network;

	(void)state;
	assert_int_equal(saved_networks_parse("network id / ssid / bssid / flags\n"
					      "0\tcorridor\tany\t[CURRENT]\n"
					      "3\ta\\tb\t02:00:00:00:01:00\t[DISABLED]"
					      "[TEMP-DISABLED]\n"
					      "12\t\tany\t[DISABLED][P2P-PERSISTENT]",
					      &networks),
			 12);
	assert_int_equal(networks.count, 3);
	network = saved_networks_find(&networks, 0);
	assert_true(network->current && !network->disabled && !network->has_pin);
	network = saved_networks_find(&networks, 3);
	assert_true(!network->current && network->disabled && network->has_pin);
	assert_int_equal(network->pin[4], 1);
	network = saved_networks_find(&networks, 12);
	assert_true(network->persistent && network->disabled);
	assert_null(saved_networks_find(&networks, 1));
}

static void a_list_without_networks_ends_the_asking(void **state)
{
	cleanup_saved_networks_ struct saved_networks networks = { 0 };

	(void)state;
	assert_int_equal(saved_networks_parse("network id / ssid / bssid / flags\n",
					      &networks),
			 -1);
	assert_int_equal(saved_networks_parse("", &networks), -1);
	assert_int_equal(saved_networks_parse("1\n2\tx\nx\ty\tany\t\n", &networks), -1);
	assert_int_equal(networks.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_of_networks_has_a_heading_and_a_line_each),
		cmocka_unit_test(a_list_without_networks_ends_the_asking),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
