/* SPDX-License-Identifier: BSD-3-Clause */
#include "parsing.h"

#include "base/time.h"

/* Values are tried where a scenario has them. */

static uint64_t every_of(const char *value)
{
	cleanup_free_ char *text =
		memory_printf(NETWORK SITE STEPS
			      "traffic: [ { name: a, through: wifi, every: %s } ]\n",
			      value);
	cleanup_parsed_ struct parsed p = parse(text);

	return p.scenario->streams[0].every_ns;
}

static void assert_every_refused(const char *value, const char *message)
{
	cleanup_free_ char *text =
		memory_printf(NETWORK SITE STEPS
			      "traffic: [ { name: a, through: wifi, every: %s } ]\n",
			      value);

	assert_mistake(text, 6, 45, message);
}

static void durations_have_a_unit_and_stay_in_range(void **state)
{
	(void)state;
	assert_int_equal(every_of("20ms"), 20 * NS_PER_MS);
	assert_int_equal(every_of("\"1.5s\""), 1500 * NS_PER_MS);
	assert_int_equal(every_of("1ms"), NS_PER_MS);
	assert_int_equal(every_of("4.5s"), 4500 * NS_PER_MS);
	assert_every_refused("999us",
			     "\"999us\" is out of range: it must be from 1ms to 1h");
	assert_every_refused("3601s",
			     "\"3601s\" is out of range: it must be from 1ms to 1h");
	assert_every_refused("99999999999999999h",
			     "\"99999999999999999h\" is out of range: "
			     "it must be from 1ms to 1h");
	assert_every_refused("50", "\"50\" needs a unit, such as 50ms");
	assert_every_refused("-1ms", "a duration cannot be negative");
	assert_every_refused("20 ms", "\"20 ms\" is not a duration");
	assert_every_refused("5x", "\"5x\" is not a duration");
	assert_every_refused("''", "\"\" is not a duration");
}

static void a_unit_of_other_programs_is_translated(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse_file("test.yaml",
			   NETWORK SITE "steps: [ wait: 50 msec, wait: 2min, "
					"wait: 3 fortnights ]\n");

	(void)state;
	assert_int_equal(p.diagnostics.count, 3);
	assert_string_equal(p.diagnostics.items[0].suggestion, "did you mean \"50ms\"?");
	assert_string_equal(p.diagnostics.items[1].suggestion, "did you mean \"2m\"?");
	assert_string_equal(p.diagnostics.items[2].suggestion,
			    "the units are ns, us, ms, s, m (minutes) and h");
}

static void assert_times_refused(const char *value, const char *message)
{
	cleanup_free_ char *text =
		memory_printf(NETWORK SITE
			      "steps: [ repeat: { times: %s, steps: [ wait: 1s ] } ]\n",
			      value);

	assert_mistake(text, 5, 27, message);
}

static void whole_numbers_are_decimal_unquoted_and_in_range(void **state)
{
	(void)state;
	assert_times_refused("0", "\"0\" is out of range: it must be from 1 to 100000");
	assert_times_refused("100001",
			     "\"100001\" is out of range: it must be from 1 to 100000");
	assert_times_refused("18446744073709551617",
			     "\"18446744073709551617\" is out of "
			     "range: it must be from 1 to 100000");
	assert_times_refused("\"3\"", "\"3\" is not a whole number");
	assert_times_refused("0x3", "\"0x3\" is not a whole number");
	assert_times_refused("3.0", "\"3.0\" is not a whole number");
	assert_times_refused("-3", "\"-3\" is not a whole number");
	assert_times_refused("5x", "\"5x\" is not a whole number");
	assert_times_refused("[3]", "\"times\" must be one value, not a list");
}

static uint64_t loss_of(const char *value)
{
	cleanup_free_ char *text = memory_printf(
		NETWORK SITE STEPS VOICE "expect: { loss: { voice: %s } }\n", value);
	cleanup_parsed_ struct parsed p = parse(text);

	assert_int_equal(p.scenario->expectations[0].metric, METRIC_LOSS);
	return p.scenario->expectations[0].limit;
}

static void assert_loss_refused(const char *value, const char *message)
{
	cleanup_free_ char *text = memory_printf(
		NETWORK SITE STEPS VOICE "expect: { loss: { voice: %s } }\n", value);

	assert_mistake(text, 7, 26, message);
}

static void percentages_become_parts_per_million(void **state)
{
	(void)state;
	assert_int_equal(loss_of("1%"), 10000);
	assert_int_equal(loss_of("0%"), 0);
	assert_int_equal(loss_of("100%"), 1000000);
	assert_int_equal(loss_of("0.0001%"), 1);
	assert_int_equal(loss_of("2.5%"), 25000);
	assert_loss_refused("1", "\"1\" needs a percent sign");
	assert_loss_refused("101%", "\"101%\" is not a percentage");
	assert_loss_refused("100.0001%", "\"100.0001%\" is not a percentage");
	assert_loss_refused("0.00001%", "\"0.00001%\" is not a percentage");
	assert_loss_refused("1.%", "\"1.%\" is not a percentage");
	assert_loss_refused("-1%", "\"-1%\" is not a percentage");
}

static void booleans_are_true_and_false_only(void **state)
{
	static const char *const words[] = {
		"yes", "True", "1", "on", "\"true\"", "maybe"
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		cleanup_free_ char *text =
			memory_printf(NETWORK SITE STEPS TUNNEL
				      "expect: { tunnel: { survives: %s } }\n",
				      words[i]);
		cleanup_parsed_ struct parsed p = parse_file("test.yaml", text);

		assert_int_equal(p.diagnostics.count, 1);
		assert_int_equal(p.diagnostics.items[0].place.column, 31);
	}
}

static void assert_bssid_refused(const char *value, const char *message)
{
	cleanup_free_ char *text =
		memory_printf(NETWORK
			      "access-points: { hall: { channel: 1, bssid: %s } }\n"
			      "steps: [ associate: hall ]\n",
			      value);

	assert_mistake(text, 2, 45, message);
}

static void a_bssid_is_one_stations_address(void **state)
{
	(void)state;
	assert_bssid_refused("\"02:00:00:00:01\"", "\"02:00:00:00:01\" is not a BSSID");
	assert_bssid_refused("\"02:00:00:00:01:00:00\"",
			     "\"02:00:00:00:01:00:00\" is not a BSSID");
	assert_bssid_refused("\"0g:00:00:00:01:00\"",
			     "\"0g:00:00:00:01:00\" is not a BSSID");
	assert_bssid_refused("\"00:00:00:00:00:00\"", "a BSSID cannot be all zeros");
	assert_bssid_refused("\"ff:ff:ff:ff:ff:ff\"",
			     "\"ff:ff:ff:ff:ff:ff\" is a group address, not a BSSID");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(durations_have_a_unit_and_stay_in_range),
		cmocka_unit_test(a_unit_of_other_programs_is_translated),
		cmocka_unit_test(whole_numbers_are_decimal_unquoted_and_in_range),
		cmocka_unit_test(percentages_become_parts_per_million),
		cmocka_unit_test(booleans_are_true_and_false_only),
		cmocka_unit_test(a_bssid_is_one_stations_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
