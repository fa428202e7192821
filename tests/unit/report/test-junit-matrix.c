/* SPDX-License-Identifier: BSD-3-Clause */
#include "matrix-run.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "report/report.h"

static void assert_contains(struct results *results, const char *passage)
{
	cleanup_text_ struct text out = { 0 };

	report_junit(results, &out);
	if (!strstr(out.data, passage))
		fail_msg("not there: %s\n%s", passage, out.data);
	results_free(results);
}

static void each_pair_in_each_way_is_a_case(void **state)
{
	(void)state;
	assert_contains(matrix_run(2, VIA_DS, 3),
			"tests=\"4\" failures=\"0\" errors=\"0\" skipped=\"0\"");
	assert_contains(matrix_run(2, VIA_DS, 3),
			"<testcase name=\"matrix ap1 -&gt; ap2 over the DS (line 12)\" "
			"classname=\"m\" file=\"m.yaml\" line=\"12\" time=\"0\"/>");
}

static void a_leg_that_fails_fails_its_pair(void **state)
{
	struct results *results = matrix_run(2, VIA_DS, 3);

	(void)state;
	matrix_run_refuse(results, 0, 1, VIA_AIR, 53);
	results->roams[0].explanation = memory_strdup("ap2 said no");
	assert_contains(results,
			"<failure message=\"cold: rejected, used none, status 53\" "
			"type=\"matrix\">ap2 said no</failure>");
	results = matrix_run(2, VIA_DS, 3);
	results->roams[1].used = METHOD_FULL;
	results->roams[1].passed = false;
	assert_contains(results, "<failure message=\"back: ok, used full\" "
				 "type=\"matrix\"/>");
	results = matrix_run(2, VIA_DS, 3);
	matrix_run_refuse(results, 1, 0, VIA_DS, 53);
	assert_contains(results, "tests=\"4\" failures=\"1\" errors=\"0\" skipped=\"0\"");
}

static void a_failure_that_was_expected_is_none(void **state)
{
	struct results *results = matrix_run(2, VIA_AIR, 1);

	(void)state;
	matrix_run_refuse(results, 0, 1, VIA_AIR, 53);
	results->roams[0].passed = true;
	assert_contains(results, "tests=\"2\" failures=\"0\" errors=\"0\" skipped=\"0\"");
}

static void a_pair_that_was_not_run_is_skipped(void **state)
{
	struct results *results = matrix_run(2, VIA_AIR, 2);

	(void)state;
	results->matrices[0].iteration = 3;
	for (size_t i = 0; i < 2; i++) {
		results->matrices[0].cells[i].roam = 0;
		results->matrices[0].cells[i].skipped = true;
	}
	assert_contains(results,
			"name=\"matrix ap1 -&gt; ap2 over the air (line 12, round 3)\" "
			"classname=\"m\" file=\"m.yaml\" line=\"12\" time=\"0\">\n"
			"      <skipped message=\"not run\"/>");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_pair_in_each_way_is_a_case),
		cmocka_unit_test(a_leg_that_fails_fails_its_pair),
		cmocka_unit_test(a_failure_that_was_expected_is_none),
		cmocka_unit_test(a_pair_that_was_not_run_is_skipped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
