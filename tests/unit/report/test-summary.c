/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/text.h"
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
	struct roam roam = { .negotiated = { .has_security = true,
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
	negotiated = strstr(out.data, "\nnegotiated   SAE, CCMP-128, no PMF\n");
	metric = strstr(out.data, "\nroam-time ");
	phases = strstr(out.data, "\na cached PMKSA ");
	assert_non_null(sources);
	assert_true(sources < negotiated && negotiated < metric && metric < phases);
	assert_non_null(strstr(phases, "\n  keys "));
	/* The phases are not told of twice. */
	assert_null(strstr(out.data, "phase.keys"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			results_of_a_virtual_clock_and_a_simulated_air_are_labelled),
		cmocka_unit_test(what_a_virtual_clock_counts_depends_on_the_engine),
		cmocka_unit_test(a_seed_is_shown_where_there_is_one),
		cmocka_unit_test(real_air_and_a_real_clock_need_no_label),
		cmocka_unit_test(an_expectation_has_its_place_and_what_broke_it),
		cmocka_unit_test(the_verdict_comes_last),
		cmocka_unit_test(a_problem_comes_with_its_remedy),
		cmocka_unit_test(the_timeline_has_its_sources_and_a_table_of_phases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
