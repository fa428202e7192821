/* SPDX-License-Identifier: BSD-3-Clause */
#include "parsing.h"

#include "base/time.h"

#define BASE NETWORK SITE STEPS VOICE TUNNEL

static void assert_expectation(const struct expectation *e, enum metric metric,
			       enum statistic statistic, size_t stream, uint64_t limit,
			       unsigned column)
{
	assert_int_equal(e->metric, metric);
	assert_int_equal(e->statistic, statistic);
	assert_int_equal(e->stream, stream);
	assert_int_equal(e->limit, limit);
	assert_int_equal(e->place.column, column);
	assert_false(e->implicit);
}

static void expectations_stand_in_the_order_of_the_file(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(BASE "expect:\n"
			   "  loss: { voice: 1% }\n"
			   "  roam-time: { max: 150ms, p95: 50ms }\n"
			   "  gap: { voice: 2s, tunnel-probe: { p99: 3s } }\n"
			   "  round-trip: { voice: { p50: 10ms } }\n"
			   "  fast-transition: never\n"
			   "  tunnel: { handshakes: 2, survives: false }\n");
	const struct expectation *e = p.scenario->expectations;

	(void)state;
	assert_int_equal(p.scenario->expectation_count, 9);
	assert_expectation(&e[0], METRIC_LOSS, STATISTIC_MIN, 0, 10000, 18);
	assert_expectation(&e[1], METRIC_ROAM_TIME, STATISTIC_MAX, 0, 150 * NS_PER_MS,
			   21);
	assert_expectation(&e[2], METRIC_ROAM_TIME, STATISTIC_P95, 0, 50 * NS_PER_MS, 33);
	assert_expectation(&e[3], METRIC_GAP, STATISTIC_MAX, 0, 2 * NS_PER_S, 17);
	assert_expectation(&e[4], METRIC_GAP, STATISTIC_P99, 1, 3 * NS_PER_S, 42);
	assert_expectation(&e[5], METRIC_ROUND_TRIP, STATISTIC_P50, 0, 10 * NS_PER_MS,
			   31);
	assert_int_equal(e[6].metric, METRIC_FAST_TRANSITION);
	assert_false(e[6].wanted);
	assert_expectation(&e[7], METRIC_TUNNEL_HANDSHAKES, STATISTIC_MIN, 0, 2, 25);
	assert_int_equal(e[8].metric, METRIC_TUNNEL_SURVIVES);
	assert_false(e[8].wanted);
	assert_int_equal(e[8].place.line, 14);
}

static void a_connection_can_be_expected_to_survive_and_to_retransmit_little(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(NETWORK SITE STEPS
		      "traffic: [ { name: a, through: wifi, every: 1s },\n"
		      "  { name: ssh, through: wifi, every: 1s, probe: tcp } ]\n"
		      "expect: { connection: {\n"
		      "  ssh: { retransmissions: 10, survives: true } } }\n");
	const struct expectation *e = p.scenario->expectations;

	(void)state;
	assert_expectation(&e[0], METRIC_CONNECTION_RETRANSMISSIONS, STATISTIC_MIN, 1, 10,
			   27);
	assert_int_equal(e[1].metric, METRIC_CONNECTION_SURVIVES);
	assert_true(e[1].wanted);
	assert_int_equal(e[1].stream, 1);
}

static void a_gap_s_largest_part_can_be_named(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(BASE "expect:\n  gap: { voice: { largest-part: radio, max: 1s }, "
			   "tunnel-probe: { largest-part: unattributed } }\n");
	const struct expectation *e = p.scenario->expectations;

	(void)state;
	assert_int_equal(p.scenario->expectation_count, 4); /* and fast-transition */
	assert_int_equal(e[0].metric, METRIC_GAP_PART);
	assert_int_equal(e[0].part, GAP_RADIO);
	assert_int_equal(e[0].stream, 0);
	assert_int_equal(e[0].place.line, 9);
	assert_int_equal(e[0].place.column, 33);
	assert_expectation(&e[1], METRIC_GAP, STATISTIC_MAX, 0, 1 * NS_PER_S, 45);
	assert_int_equal(e[2].metric, METRIC_GAP_PART);
	assert_int_equal(e[2].part, GAP_UNATTRIBUTED);
	assert_int_equal(e[2].stream, 1);
}

/* What is said of a text's one mistake, and what of mending it. */
static void assert_advice(const char *text, const char *message, const char *suggestion)
{
	cleanup_parsed_ struct parsed p = parse_file("test.yaml", text);

	assert_int_equal(p.diagnostics.count, 1);
	assert_string_equal(p.diagnostics.items[0].message, message);
	assert_non_null(p.diagnostics.items[0].suggestion);
	assert_string_equal(p.diagnostics.items[0].suggestion, suggestion);
}

static void only_a_gap_has_parts_of_which_one_is_the_largest(void **state)
{
	(void)state;
	assert_advice(BASE "expect: { gap: { voice: { largest-part: raido } } }\n",
		      "\"largest-part\" cannot be \"raido\"", "did you mean \"radio\"?");
	assert_advice(BASE "expect: { gap: { voice: { largest: radio } } }\n",
		      "there is no statistic \"largest\"",
		      "it is one of: min, p50, p95, p99, max; or largest-part");
	assert_advice(BASE "expect: { round-trip: { voice: { largest-part: radio } } }\n",
		      "there is no statistic \"largest-part\"",
		      "it is one of: min, p50, p95, p99, max");
	assert_advice(BASE "expect: { roam-time: { largest-part: radio } }\n",
		      "there is no statistic \"largest-part\"",
		      "it is one of: min, p50, p95, p99, max");
}

static void a_bare_duration_is_the_maximum(void **state)
{
	cleanup_parsed_ struct parsed p = parse(BASE "expect: { roam-time: 50ms }\n");

	(void)state;
	assert_expectation(&p.scenario->expectations[0], METRIC_ROAM_TIME, STATISTIC_MAX,
			   0, 50 * NS_PER_MS, 22);
}

static void within_sets_the_recovery_limit_and_expects_survival(void **state)
{
	cleanup_parsed_ struct parsed plain = parse(BASE);
	cleanup_parsed_ struct parsed alone =
		parse(BASE "expect: { tunnel: { within: 2s } }\n");
	cleanup_parsed_ struct parsed both =
		parse(BASE "expect: { tunnel: { within: 2s, survives: false } }\n");

	(void)state;
	assert_int_equal(plain.scenario->recovery_limit_ns, SCENARIO_RECOVERY_NS);
	assert_int_equal(alone.scenario->recovery_limit_ns, 2 * NS_PER_S);
	assert_int_equal(alone.scenario->expectations[0].metric, METRIC_TUNNEL_SURVIVES);
	assert_true(alone.scenario->expectations[0].wanted);
	assert_int_equal(both.scenario->recovery_limit_ns, 2 * NS_PER_S);
	assert_false(both.scenario->expectations[0].wanted);
	assert_int_equal(both.scenario->expectations[1].metric, METRIC_FAST_TRANSITION);
	assert_int_equal(both.scenario->expectation_count, 2);
}

static void an_ft_network_expects_ft_without_being_told(void **state)
{
	cleanup_parsed_ struct parsed p = parse(BASE "expect: { roam-time: 50ms }\n");
	const struct expectation *e = &p.scenario->expectations[1];

	(void)state;
	assert_int_equal(p.scenario->expectation_count, 2);
	assert_int_equal(e->metric, METRIC_FAST_TRANSITION);
	assert_true(e->wanted);
	assert_true(e->implicit);
	assert_int_equal(e->place.line, 1);
	assert_int_equal(e->place.column, 38);
}

static void no_ft_is_expected_where_it_is_said_otherwise(void **state)
{
	static const char *const texts[] = {
		/* no FT network, no roam, every roam judged by its own step */
		"network: { ssid: x, security: sae, password: y }\n" SITE STEPS,
		NETWORK SITE "steps: [ associate: hall ]\n",
		NETWORK SITE
		"steps: [ associate: hall, { roam: stairs, expect: { used: full } "
		"} ]\n",
		NETWORK SITE
		"steps: [ associate: hall, { roam: stairs, expect: { result: "
		"rejected } } ]\n",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		cleanup_parsed_ struct parsed p = parse(texts[i]);

		assert_int_equal(p.scenario->expectation_count, 0);
	}
}

static void ft_is_still_expected_of_the_roams_that_say_nothing(void **state)
{
	cleanup_parsed_ struct parsed p = parse(
		NETWORK SITE "steps: [ associate: hall, { roam: stairs, expect: { used: "
			     "full } }, roam: hall ]\n");

	(void)state;
	assert_int_equal(p.scenario->expectation_count, 1);
	assert_true(p.scenario->expectations[0].implicit);
}

static void mistakes_of_expectations_are_told(void **state)
{
	(void)state;
	assert_mistake(BASE "expect: { roam-tme: 50ms }\n", 8, 11,
		       "there is no metric \"roam-tme\"");
	assert_mistake(BASE "expect: { status: 53 }\n", 8, 11,
		       "there is no metric \"status\"");
	assert_mistake(BASE "expect: { roam-time: { p90: 50ms } }\n", 8, 24,
		       "there is no statistic \"p90\"");
	assert_mistake(BASE "expect: { roam-time: {} }\n", 8, 22, "this limits nothing");
	assert_mistake(BASE "expect: { roam-time: 50 }\n", 8, 22,
		       "\"50\" needs a unit, such as 50ms");
	assert_mistake(BASE "expect: { gap: { vioce: 1s } }\n", 8, 18,
		       "there is no stream \"vioce\"");
	assert_mistake(BASE "expect: { gap: 1s }\n", 8, 16,
		       "\"gap\" must be a mapping, not a text");
	assert_mistake(BASE "expect: { fast-transition: yes }\n", 8, 28,
		       "\"fast-transition\" cannot be \"yes\"");
	assert_mistake(NETWORK SITE STEPS "expect: { tunnel: { survives: true } }\n", 6,
		       11, "the scenario has no tunnel");
	assert_mistake(NETWORK SITE
		       "steps: [ associate: hall ]\nexpect: { roam-time: 1s }\n",
		       6, 11, "\"roam-time\" judges roams, and no step is one");
	assert_mistake("network: { ssid: x, security: sae, password: y }\n" SITE STEPS
		       "expect: { fast-transition: always }\n",
		       6, 28, "the network's security has no FT");
	assert_mistake(BASE "expect: { tunnel: { within: 2h } }\n", 8, 29,
		       "\"2h\" is out of range: it must be from 1ms to 1h");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(expectations_stand_in_the_order_of_the_file),
		cmocka_unit_test(
			a_connection_can_be_expected_to_survive_and_to_retransmit_little),
		cmocka_unit_test(a_gap_s_largest_part_can_be_named),
		cmocka_unit_test(only_a_gap_has_parts_of_which_one_is_the_largest),
		cmocka_unit_test(a_bare_duration_is_the_maximum),
		cmocka_unit_test(within_sets_the_recovery_limit_and_expects_survival),
		cmocka_unit_test(an_ft_network_expects_ft_without_being_told),
		cmocka_unit_test(no_ft_is_expected_where_it_is_said_otherwise),
		cmocka_unit_test(ft_is_still_expected_of_the_roams_that_say_nothing),
		cmocka_unit_test(mistakes_of_expectations_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
