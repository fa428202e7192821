/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"
#include "diagnosed.h"
#include "report/report.h"

static struct expectation_result expectations[] = {
	{ .line = 7,
	  .metric = (char[]){ "result" },
	  .wanted = (char[]){ "ok" },
	  .got = (char[]){ "1 of 1 ok" },
	  .verdict = VERDICT_PASS },
	{ .line = 9,
	  .metric = (char[]){ "fast-transition" },
	  .wanted = (char[]){ "always" },
	  .got = (char[]){ "0 of 1" },
	  .detail = (char[]){ "hall -> stairs" },
	  .verdict = VERDICT_FAIL },
	{ .line = 10,
	  .metric = (char[]){ "roam-time.max" },
	  .wanted = (char[]){ "1s" },
	  .got = (char[]){ "nothing" },
	  .verdict = VERDICT_ERROR },
	{ .line = 11,
	  .metric = (char[]){ "gap.x.max" },
	  .wanted = (char[]){ "1s" },
	  .got = (char[]){ "nothing" },
	  .verdict = VERDICT_SKIP },
};

static const struct results base = {
	.version = (char[]){ "0" },
	.scenario_file = (char[]){ "a.yaml" },
	.scenario_name = (char[]){ "a<b" },
	.started = (char[]){ "2026-01-02T03:04:05Z" },
	.duration_ns = UINT64_C(1500000000),
	.expectations = expectations,
	.expectation_count = 4,
};

static void assert_contains(const struct results *results, const char *passage)
{
	cleanup_text_ struct text out = { 0 };

	report_junit(results, &out);
	if (!strstr(out.data, passage))
		fail_msg("not there: %s\n%s", passage, out.data);
}

static void a_suite_is_a_scenario_with_its_counts(void **state)
{
	(void)state;
	assert_contains(&base, "<testsuite name=\"a&lt;b\" tests=\"4\" failures=\"1\" "
			       "errors=\"1\" skipped=\"1\" time=\"1.500000\"");
}

static void a_case_is_an_expectation_with_file_and_line(void **state)
{
	(void)state;
	assert_contains(&base, "<testcase name=\"result (line 7)\" classname=\"a&lt;b\" "
			       "file=\"a.yaml\" line=\"7\" time=\"0\"/>");
}

static void what_was_not_met_is_a_failure_and_what_was_not_judged_an_error(void **state)
{
	(void)state;
	assert_contains(&base, "<failure message=\"wanted always, got 0 of 1\" "
			       "type=\"fast-transition\">hall -&gt; stairs</failure>");
	assert_contains(&base, "<error message=\"wanted 1s, got nothing\" "
			       "type=\"roam-time.max\"/>");
	assert_contains(&base, "<skipped message=");
}

static void a_run_that_broke_off_has_a_case_of_its_own(void **state)
{
	struct results results = base;

	(void)state;
	results.problem = (char[]){ "the guest died" };
	results.problem_remedy = (char[]){ "look at its console" };
	assert_contains(&results, "errors=\"2\"");
	assert_contains(&results, "<error message=\"the guest died\" type=\"run\">look "
				  "at its console</error>");
}

static void a_seed_is_a_property_where_there_is_one(void **state)
{
	cleanup_text_ struct text out = { 0 };
	struct results results = base;

	(void)state;
	report_junit(&results, &out);
	assert_null(strstr(out.data, "\"seed\""));
	results.environment.has_seed = true;
	results.environment.seed = UINT32_MAX;
	assert_contains(&results, "<property name=\"seed\" value=\"4294967295\"/>");
}

static void a_failure_names_the_causes_of_the_steps_that_broke_it(void **state)
{
	cleanup_(results_freep) struct results *results = diagnosed_results();
	struct expectation_result *e =
		array_add(results->expectations, results->expectation_count,
			  results->expectation_capacity);
	struct roam *roam =
		diagnosed_roam(results, "hall", "stairs", OUTCOME_REJECTED, 53);

	(void)state;
	diagnosed_as(&roam->diagnosis, CAUSE_R0KH_MISSING, "stairs");
	diagnosed_evidence(&roam->diagnosis, "stairs said: <no>");
	roam = diagnosed_roam(results, "hall", "stairs", OUTCOME_TIMEOUT, -1);
	diagnosed_as(&roam->diagnosis, CAUSE_PMF, "stairs");
	e->metric = memory_strdup("result");
	e->wanted = memory_strdup("ok");
	e->got = memory_strdup("0 of 1 ok");
	e->detail = memory_strdup("roam 1");
	e->verdict = VERDICT_FAIL;
	*array_add(e->roams, e->roam_count, e->roam_capacity) = 1;
	assert_contains(results,
			"<failure message=\"r0kh-missing: wanted ok, got 0 of 1 ok\" "
			"type=\"result\">roam 1\n\nwhy          roam 1, hall -&gt; "
			"stairs over the air, rejected, status 53 (invalid\n"
			"             PMKID)\n"
			"cause        r0kh-missing: The target has no r0kh entry");
	assert_contains(results, "\nevidence     stairs said: &lt;no&gt;\n"
				 "what to do   on stairs: On the target, list");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_failure_names_the_causes_of_the_steps_that_broke_it),
		cmocka_unit_test(a_suite_is_a_scenario_with_its_counts),
		cmocka_unit_test(a_case_is_an_expectation_with_file_and_line),
		cmocka_unit_test(
			what_was_not_met_is_a_failure_and_what_was_not_judged_an_error),
		cmocka_unit_test(a_run_that_broke_off_has_a_case_of_its_own),
		cmocka_unit_test(a_seed_is_a_property_where_there_is_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
