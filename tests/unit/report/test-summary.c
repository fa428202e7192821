/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/text.h"
#include "base/time.h"
#include "report/report.h"

static const struct text_style plain = { 0 };

static struct expectation_result expectation = {
	.line = 12,
	.metric = (char[]){ "fast-transition" },
	.wanted = (char[]){ "always" },
	.got = (char[]){ "0 of 2 roams" },
	.detail = (char[]){ "roam 1: a\nroam 2: b" },
	.verdict = VERDICT_FAIL,
};

static const struct results base = {
	.version = (char[]){ "0" },
	.scenario_file = (char[]){ "a.yaml" },
	.scenario_name = (char[]){ "a" },
	.started = (char[]){ "" },
	.environment = { .lab = (char[]){ "uml" },
			 .clock = (char[]){ "virtual" },
			 .driver = (char[]){ "mac80211_hwsim" } },
	.expectations = &expectation,
	.expectation_count = 1,
	.verdict = VERDICT_FAIL,
};

static void assert_contains(const struct results *results, const char *passage)
{
	cleanup_text_ struct text out = { 0 };

	report_summary(results, &plain, &out);
	if (!strstr(out.data, passage))
		fail_msg("not there: %s\n%s", passage, out.data);
}

static void results_of_a_virtual_clock_and_a_simulated_air_are_labelled(void **state)
{
	(void)state;
	assert_contains(&base,
			"The air is simulated: mac80211_hwsim takes no airtime.\n");
	assert_contains(&base, "The clock is virtual: work takes no time, only waiting "
			       "does.\n");
	assert_contains(&base, "Compare these times with each other, not with a real "
			       "network.\n");
}

static void what_a_virtual_clock_counts_depends_on_the_engine(void **state)
{
	struct results results = base;

	(void)state;
	results.environment.lab = (char[]){ "qemu" };
	assert_contains(&results, "The clock is virtual: it counts the guest's work, not "
				  "the host's time.\n");
}

static void a_seed_is_shown_where_there_is_one(void **state)
{
	struct results results = base;

	(void)state;
	assert_contains(&results, "environment  lab uml, virtual clock\n");
	results.environment.has_seed = true;
	results.environment.seed = UINT32_MAX;
	results.environment.kernel = (char[]){ "6.12" };
	assert_contains(&results, "environment  lab uml, virtual clock, seed 4294967295, "
				  "Linux 6.12\n");
}

static void real_air_and_a_real_clock_need_no_label(void **state)
{
	cleanup_text_ struct text out = { 0 };
	struct results results = base;

	(void)state;
	results.environment.clock = (char[]){ "real" };
	results.environment.driver = (char[]){ "iwlwifi" };
	report_summary(&results, &plain, &out);
	assert_null(strstr(out.data, "Compare these"));
	assert_null(strstr(out.data, "simulated"));
}

static void a_real_interface_is_named_and_how_it_was_left(void **state)
{
	struct results results = base;

	(void)state;
	results.environment.lab = (char[]){ "none" };
	results.environment.clock = (char[]){ "real" };
	results.environment.interface = (char[]){ "wlp3s0" };
	assert_contains(&results, "environment  interface wlp3s0, real clock");
	results.has_station_end = true;
	assert_contains(&results, "station      as before the run\n");
	results.station_end = STATION_SELECTED_AGAIN;
	assert_contains(&results, "station      lost its association; its network was "
				  "chosen again\n");
	results.station_problem = (char[]){ "wg0 stays" };
	assert_contains(&results, "chosen again; not all could be put back: wg0 stays\n");
	results.station_end = STATION_OFFLINE;
	results.station_problem = (char[]){ "no answer" };
	assert_contains(&results, "station      off its network: no answer\n");
}

static void an_expectation_has_its_place_and_what_broke_it(void **state)
{
	(void)state;
	assert_contains(&base,
			"FAIL     a.yaml:12: fast-transition: wanted always, got 0 of 2 "
			"roams\n           roam 1: a\n           roam 2: b\n");
}

static void the_verdict_comes_last(void **state)
{
	(void)state;
	assert_contains(&base, "\na: FAILED, 0 of 1 expectations met in 0ns\n");
}

static void a_problem_comes_with_its_remedy(void **state)
{
	struct results results = base;

	(void)state;
	results.problem = (char[]){ "the guest died" };
	results.problem_remedy = (char[]){ "look at its console" };
	results.verdict = VERDICT_ERROR;
	assert_contains(&results, "could not measure: the guest died\n"
				  "what to do: look at its console\n"
				  "a: ERROR");
}

static void the_timeline_has_its_sources_and_a_table_of_phases(void **state)
{
	struct metric_result metrics[] = {
		{ .name = (char[]){ "roam-time" }, .values = { .n = 1 } },
		{ .name = (char[]){ "phase.keys" }, .values = { .n = 1 } },
	};
	struct phase_row row = { .name = (char[]){ "keys" },
				 .sources = (char[]){ "control interface" },
				 .values = { .n = 1 } };
	struct phase_table table = { .exchange = (char[]){ "pmksa" },
				     .total = { .n = 1 },
				     .rows = &row,
				     .row_count = 1 };
	struct roam roam = { .to = (char[]){ "stairs" },
			     .negotiated = { .has_security = true,
					     .akm = 0x000fac08,
					     .pairwise_cipher = 0x000fac04 } };
	struct results results = base;
	cleanup_text_ struct text out = { 0 };
	const char *sources, *negotiated, *metric, *phases;

	(void)state;
	results.metrics = metrics;
	results.metric_count = 2;
	results.phase_tables = &table;
	results.phase_table_count = 1;
	results.roams = &roam;
	results.roam_count = 1;
	results.sources[SOURCE_CONTROL].known = true;
	report_summary(&results, &plain, &out);
	sources = strstr(out.data, "\nsources      control interface\n");
	negotiated = strstr(out.data, "\nnegotiated   stairs: SAE, CCMP-128, no PMF\n");
	metric = strstr(out.data, "\nroam-time ");
	phases = strstr(out.data, "\na cached PMKSA ");
	assert_non_null(sources);
	assert_true(sources < negotiated && negotiated < metric && metric < phases);
	assert_non_null(strstr(phases, "\n  keys "));
	/* The phases are not told of twice. */
	assert_null(strstr(out.data, "phase.keys"));
}

static struct distribution of_two(uint64_t max_ns)
{
	return (struct distribution){ .n = 2, .max_ns = max_ns };
}

static void the_roam_time_is_split_by_the_kind_of_roam(void **state)
{
	struct metric_split kinds[] = { { .key = (char[]){ "ft-air" } },
					{ .key = (char[]){ "full-sae" } } };
	struct metric_split vias[] = { { .key = (char[]){ "air" } },
				       { .key = (char[]){ "ds" } } };
	struct metric_result metrics[] = {
		{ .name = (char[]){ "roam-time" },
		  .values = of_two(9 * NS_PER_MS),
		  .by_exchange = kinds,
		  .by_exchange_count = 2,
		  .by_via = vias,
		  .by_via_count = 2 },
		{ .name = (char[]){ "gap.voice" },
		  .values = of_two(8 * NS_PER_MS),
		  .by_exchange = kinds,
		  .by_exchange_count = 2 },
	};
	struct results results = base;
	cleanup_text_ struct text out = { 0 };
	const char *ft;

	(void)state;
	results.metrics = metrics;
	results.metric_count = 2;
	report_summary(&results, &plain, &out);
	ft = strstr(out.data, "\n  FT over the air ");
	assert_true(ft > strstr(out.data, "\nroam-time "));
	assert_non_null(strstr(ft, "\n  full authentication, SAE "));
	assert_null(strstr(ft + 1, "\n  FT over the air ")); /* of the gap, none */
	/* One kind alone needs no line. */
	metrics[0].by_exchange_count = 1;
	text_clear(&out);
	report_summary(&results, &plain, &out);
	assert_null(strstr(out.data, "\n  FT over the air "));
	assert_null(strstr(out.data, "over the DS"));
}

static void a_gap_has_one_row_for_both_directions(void **state)
{
	struct metric_result metrics[] = {
		{ .name = (char[]){ "gap.voice" }, .values = of_two(1) },
		{ .name = (char[]){ "gap.voice.up" }, .values = of_two(1) },
		{ .name = (char[]){ "gap.voice.down" }, .values = of_two(1) },
		/* Streams of these names. */
		{ .name = (char[]){ "gap.up" }, .values = of_two(1) },
		{ .name = (char[]){ "gap.up.up" }, .values = of_two(1) },
		{ .name = (char[]){ "gap.hall.down" }, .values = of_two(1) },
		{ .name = (char[]){ "round-trip.up" }, .values = of_two(1) },
	};
	struct results results = base;
	cleanup_text_ struct text out = { 0 };

	(void)state;
	results.metrics = metrics;
	results.metric_count = 7;
	report_summary(&results, &plain, &out);
	assert_non_null(strstr(out.data, "\ngap.voice "));
	assert_null(strstr(out.data, "gap.voice.up"));
	assert_null(strstr(out.data, "gap.voice.down"));
	assert_non_null(strstr(out.data, "\ngap.up "));
	assert_null(strstr(out.data, "gap.up.up"));
	assert_non_null(strstr(out.data, "\ngap.hall.down "));
	assert_non_null(strstr(out.data, "\nround-trip.up "));
}

static void what_single_steps_met_is_one_line(void **state)
{
	static char value[] = "x";
	struct expectation_result several[] = {
		{ .line = 9, .metric = (char[]){ "result" }, .verdict = VERDICT_PASS },
		{ .line = 10, .metric = (char[]){ "result" }, .verdict = VERDICT_FAIL },
		{ .line = 11, .metric = (char[]){ "status" }, .verdict = VERDICT_PASS },
		{ .line = 12, .metric = (char[]){ "used" }, .verdict = VERDICT_PASS },
		{ .line = 13, .metric = (char[]){ "used" }, .verdict = VERDICT_ERROR },
		{ .line = 14,
		  .metric = (char[]){ "roam-time.max" },
		  .verdict = VERDICT_PASS },
	};
	struct results results = base;
	cleanup_text_ struct text out = { 0 };

	(void)state;
	for (size_t i = 0; i < 6; i++)
		several[i].wanted = several[i].got = value;
	results.expectations = several;
	results.expectation_count = 6;
	assert_contains(&results, "\nok       3 expectations of single steps\n"
				  "FAIL     a.yaml:10: result: wanted x, got x\n"
				  "error    a.yaml:13: used: wanted x, got x\n"
				  "ok       a.yaml:14: roam-time.max: wanted x, got x\n"
				  "\na: FAILED, 4 of 6 expectations met");
	results.expectation_count = 1;
	assert_contains(&results, "\nok       1 expectation of single steps\n\na: ");
	/* Where none was met, nothing is said of them. */
	results.expectations = &several[1];
	text_clear(&out);
	report_summary(&results, &plain, &out);
	assert_null(strstr(out.data, "of single steps"));
}

static void below_a_stream_stand_the_parts_of_its_gaps_the_largest_first(void **state)
{
	struct gap_part up[] = { { .name = (char[]){ "radio" }, .ns = 30 * NS_PER_MS },
				 { .name = (char[]){ "neighbour" },
				   .ns = 900 * NS_PER_MS } };
	struct gap gaps[] = { { .up_ns = 930 * NS_PER_MS,
				.up_parts = up,
				.up_part_count = 2,
				.neighbour_evicted = true },
			      { 0 } };
	struct roam roam = { .to = (char[]){ "stairs" }, .gaps = gaps, .gap_count = 2 };
	struct traffic traffic[] = { { .name = (char[]){ "voice" }, .sent = 9 },
				     { .name = (char[]){ "plain" }, .sent = 9 } };
	struct results results = base;
	cleanup_text_ struct text out = { 0 };
	const char *voice, *plain_stream, *parts;

	(void)state;
	results.roams = &roam;
	results.roam_count = 1;
	results.traffic = traffic;
	results.traffic_count = 2;
	report_summary(&results, &plain, &out);
	voice = strstr(out.data, "voice ");
	plain_stream = strstr(out.data, "plain ");
	parts = strstr(out.data, "\n             in all gaps together: neighbour 900ms, "
				 "radio 30.0ms\n");
	assert_non_null(parts);
	assert_true(voice < parts && parts < plain_stream);
	/* The other one had none. */
	assert_null(strstr(plain_stream, "in all gaps together"));
	/* What helps is said once, behind all of them. */
	assert_non_null(strstr(plain_stream, "arp_evict_nocarrier"));
}

static void where_neighbours_take_most_the_setting_that_keeps_them_is_named(void **state)
{
	struct gap_part part = { .name = (char[]){ "neighbour" }, .ns = NS_PER_S };
	struct gap gap = { .neighbour_evicted = true,
			   .down_ns = NS_PER_S,
			   .down_parts = &part,
			   .down_part_count = 1 };
	struct roam roam = { .to = (char[]){ "stairs" }, .gaps = &gap, .gap_count = 1 };
	struct traffic traffic = { .name = (char[]){ "voice" }, .sent = 9 };
	struct results results = base;
	cleanup_text_ struct text out = { 0 };

	(void)state;
	results.roams = &roam;
	results.roam_count = 1;
	results.traffic = &traffic;
	results.traffic_count = 1;
	assert_contains(&results, "sysctl -w net.ipv4.conf.all.arp_evict_nocarrier=0\n");
	traffic.ipv6 = true;
	assert_contains(&results, "voice (wifi, IPv6): 9 sent");
	assert_contains(&results, "forgets IPv6 neighbours with the carrier");
	assert_contains(&results,
			"sysctl -w net.ipv6.conf.all.ndisc_evict_nocarrier=0\n");
	/* The tunnel's own packets are of IPv4. */
	traffic.through = (char[]){ "tunnel" };
	assert_contains(&results, "sysctl -w net.ipv4.conf.all.arp_evict_nocarrier=0\n");
	part.name = (char[]){ "radio" };
	report_summary(&results, &plain, &out);
	assert_non_null(strstr(out.data, "in all gaps together: radio"));
	assert_null(strstr(out.data, "arp_evict_nocarrier"));
}

static void a_tcp_stream_says_how_its_connection_is(void **state)
{
	struct traffic traffic = {
		.name = (char[]){ "ssh" },
		.through = (char[]){ "wifi" },
		.probe = PROBE_TCP,
		.sent = 9,
		.received = 8,
		.connection = { .present = true,
				.alive = true,
				.stall_ns = 1060 * NS_PER_MS,
				.retransmissions = 7,
				.rto_max_ns = 820 * NS_PER_MS },
	};
	struct results results = base;

	(void)state;
	results.traffic = &traffic;
	results.traffic_count = 1;
	assert_contains(&results,
			"stream       ssh (tcp, wifi): alive, longest stall 1.06s, 7 "
			"retransmissions, RTO up to 820ms\n"
			"             9 sent, 8 echoed, lost 0 up, 0 down\n");
	traffic.connection.alive = false;
	traffic.connection.died_at_ns = 12 * NS_PER_S;
	traffic.connection.reason = (char[]){ "Connection reset by peer" };
	traffic.connection.retransmissions = 1;
	traffic.connection.far_retransmissions = 3;
	assert_contains(
		&results,
		"ssh (tcp, wifi): died at 12.0s (Connection reset by peer), longest "
		"stall 1.06s, 1 retransmission and 3 of the far end, RTO up to "
		"820ms\n");
}

static void of_icmp_the_direction_is_said_to_be_unknown(void **state)
{
	struct traffic traffic = {
		.name = (char[]){ "ping" },
		.through = (char[]){ "tunnel" },
		.probe = PROBE_ICMP,
		.sent = 9,
		.received = 8,
		.lost_unknown = 1,
	};
	struct results results = base;

	(void)state;
	results.traffic = &traffic;
	results.traffic_count = 1;
	assert_contains(&results, "ping (icmp, tunnel): 9 sent, 8 answered, lost 1, "
				  "direction unknown: ICMP\n");
}

static void verbose_folds_no_expectation(void **state)
{
	static const struct text_style verbose = { .verbose = true };
	struct expectation_result met = { .line = 9,
					  .metric = (char[]){ "result" },
					  .wanted = (char[]){ "ok" },
					  .got = (char[]){ "1 of 1 ok" },
					  .verdict = VERDICT_PASS };
	struct results results = base;
	cleanup_text_ struct text out = { 0 };

	(void)state;
	results.expectations = &met;
	assert_contains(&results, "ok       1 expectation of single steps\n");
	report_summary(&results, &verbose, &out);
	assert_non_null(strstr(out.data,
			       "ok       a.yaml:9: result: wanted ok, got 1 of 1 "
			       "ok\n"));
	assert_null(strstr(out.data, "single steps"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verbose_folds_no_expectation),
		cmocka_unit_test(
			results_of_a_virtual_clock_and_a_simulated_air_are_labelled),
		cmocka_unit_test(what_a_virtual_clock_counts_depends_on_the_engine),
		cmocka_unit_test(a_seed_is_shown_where_there_is_one),
		cmocka_unit_test(real_air_and_a_real_clock_need_no_label),
		cmocka_unit_test(a_real_interface_is_named_and_how_it_was_left),
		cmocka_unit_test(an_expectation_has_its_place_and_what_broke_it),
		cmocka_unit_test(the_verdict_comes_last),
		cmocka_unit_test(a_problem_comes_with_its_remedy),
		cmocka_unit_test(the_timeline_has_its_sources_and_a_table_of_phases),
		cmocka_unit_test(the_roam_time_is_split_by_the_kind_of_roam),
		cmocka_unit_test(a_gap_has_one_row_for_both_directions),
		cmocka_unit_test(what_single_steps_met_is_one_line),
		cmocka_unit_test(
			below_a_stream_stand_the_parts_of_its_gaps_the_largest_first),
		cmocka_unit_test(
			where_neighbours_take_most_the_setting_that_keeps_them_is_named),
		cmocka_unit_test(a_tcp_stream_says_how_its_connection_is),
		cmocka_unit_test(of_icmp_the_direction_is_said_to_be_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
