/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/warning-verdict.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/cleanup.h"

static struct warning deadline = { .cause = CAUSE_REASSOCIATION_DEADLINE,
				   .evidence = (char[]){ "hall says 1000 TU" } };

/* Of a run with the warning above, or without it. */
static void assert_verdict(const struct expectation *e, bool warned, bool complete,
			   enum verdict verdict, const char *wanted, const char *got,
			   const char *detail)
{
	struct results results = { .warnings = &deadline,
				   .warning_count = warned,
				   .interrupted = !complete };
	const struct judgement judgement = { .results = &results, .complete = complete };
	struct expectation_result result = { 0 };

	verdict_of_warnings(&judgement, e, &result);
	assert_int_equal(result.verdict, verdict);
	assert_string_equal(result.wanted, wanted);
	assert_string_equal(result.got, got);
	if (detail)
		assert_string_equal(result.detail, detail);
	else
		assert_null(result.detail);
	free(result.wanted);
	free(result.got);
	free(result.detail);
}

#define ID "reassociation-deadline"

static void exactly_the_warnings_that_are_listed_are_wanted(void **state)
{
	static const struct expectation none = { .metric = METRIC_WARNINGS };
	static const struct expectation one = {
		.warnings = { [CAUSE_REASSOCIATION_DEADLINE] = true }
	};

	(void)state;
	assert_verdict(&none, false, true, VERDICT_PASS, "none", "none", NULL);
	assert_verdict(&one, true, true, VERDICT_PASS, ID, ID, NULL);
	assert_verdict(&none, true, true, VERDICT_FAIL, "none", ID,
		       ID ": hall says 1000 TU");
	assert_verdict(&one, false, true, VERDICT_FAIL, ID, "none", ID ": not seen");
}

static void a_run_that_broke_off_may_have_missed_one(void **state)
{
	static const struct expectation one = {
		.warnings = { [CAUSE_REASSOCIATION_DEADLINE] = true }
	};
	static const struct expectation none = { .metric = METRIC_WARNINGS };

	(void)state;
	assert_verdict(&one, false, false, VERDICT_SKIP, ID, "none", ID ": not seen");
	assert_verdict(&none, true, false, VERDICT_FAIL, "none", ID,
		       ID ": hall says 1000 TU");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(exactly_the_warnings_that_are_listed_are_wanted),
		cmocka_unit_test(a_run_that_broke_off_may_have_missed_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
