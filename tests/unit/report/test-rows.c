/* SPDX-License-Identifier: BSD-3-Clause */
#include "matrix-run.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "report/report.h"

static const struct text_style plain = { 0 }, colourful = { .colour = true };

/* A roam of a matrix in line 12, or one on its own. */
static struct roam roam(unsigned index, bool of_matrix, bool passed)
{
	return (struct roam){
		.index = index,
		.line = of_matrix ? 12 : 13,
		.iteration = 1,
		.from = (char[]){ "hall" },
		.to = (char[]){ "stairs" },
		.used = METHOD_FT_AIR,
		.total_ns = 10 * NS_PER_MS,
		.passed = passed,
		.of_matrix = of_matrix,
	};
}

static void add_roam(struct report_rows *rows, unsigned index, bool of_matrix,
		     bool passed, struct text *out)
{
	char from[] = "hall", to[] = "stairs";
	struct roam r = roam(index, of_matrix, passed);

	r.from = from;
	r.to = to;
	report_rows_roam(rows, &r, out);
}

#define LINE(index, verdict) \
	"  " index "  hall -> stairs        air  ft-air  10.0ms   " verdict "\n"

static void what_passed_in_a_matrix_is_told_in_one_line(void **state)
{
	struct report_rows rows = { .style = &plain };
	cleanup_text_ struct text out = { 0 };

	(void)state;
	add_roam(&rows, 1, false, true, &out);
	add_roam(&rows, 2, true, true, &out);
	add_roam(&rows, 3, true, true, &out);
	add_roam(&rows, 4, false, true, &out);
	report_rows_end(&rows, &out);
	assert_string_equal(
		out.data,
		LINE("1", "ok") "  -  matrix of line 12: 2 roams, all as expected\n" LINE(
			"4", "ok"));
}

static void what_failed_in_a_matrix_is_told_as_ever(void **state)
{
	struct report_rows rows = { .style = &plain };
	cleanup_text_ struct text out = { 0 };

	(void)state;
	add_roam(&rows, 1, true, true, &out);
	add_roam(&rows, 2, true, false, &out);
	report_rows_end(&rows, &out);
	assert_string_equal(out.data,
			    LINE("2", "FAIL") "  -  matrix of line 12: 1 of 2 roams as "
					      "expected\n");
}

static void whoever_wants_to_see_all_does(void **state)
{
	const struct text_style verbose = { .verbose = true };
	struct report_rows rows = { .style = &verbose };
	cleanup_text_ struct text out = { 0 };

	(void)state;
	add_roam(&rows, 1, true, true, &out);
	report_rows_end(&rows, &out);
	assert_string_equal(out.data, LINE("1", "ok"));
}

/* Without colours: nobody knows where it goes. */
static void what_is_left_out_can_be_had(void **state)
{
	cleanup_text_ struct text out = { 0 }, folded = { 0 };
	struct report_rows rows = { .style = &colourful, .folded = &folded };
	char to[] = "hall";
	struct association association = {
		.line = 12,
		.iteration = 1,
		.to = to,
		.used = METHOD_FULL,
		.total_ns = 10 * NS_PER_MS,
		.passed = true,
		.of_matrix = true,
	};

	(void)state;
	report_rows_association(&rows, &association, &out);
	add_roam(&rows, 1, true, true, &out);
	assert_null(out.data);
	assert_string_equal(
		folded.data,
		"  -  associate hall             full    10.0ms   ok\n" LINE("1", "ok"));
}

static void an_association_that_fails_is_told(void **state)
{
	struct report_rows rows = { .style = &plain };
	cleanup_text_ struct text out = { 0 };
	char to[] = "hall";
	struct association association = {
		.line = 12,
		.iteration = 1,
		.to = to,
		.result = OUTCOME_TIMEOUT,
		.of_matrix = true,
	};

	(void)state;
	report_rows_association(&rows, &association, &out);
	assert_string_equal(out.data,
			    "  -  associate hall             none    0ns      FAIL "
			    "(timeout)\n");
}

static void each_round_of_a_matrix_is_told_by_itself(void **state)
{
	struct report_rows rows = { .style = &plain };
	cleanup_text_ struct text out = { 0 };
	struct roam second = roam(2, true, true);

	(void)state;
	add_roam(&rows, 1, true, true, &out);
	second.iteration = 2;
	second.from = second.to = NULL; /* not shown */
	report_rows_roam(&rows, &second, &out);
	report_rows_end(&rows, &out);
	report_rows_end(&rows, &out);
	assert_string_equal(out.data,
			    "  -  matrix of line 12: 1 roam, all as expected\n"
			    "  -  matrix of line 12, round 2: 1 roam, all as expected\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_passed_in_a_matrix_is_told_in_one_line),
		cmocka_unit_test(what_failed_in_a_matrix_is_told_as_ever),
		cmocka_unit_test(whoever_wants_to_see_all_does),
		cmocka_unit_test(what_is_left_out_can_be_had),
		cmocka_unit_test(an_association_that_fails_is_told),
		cmocka_unit_test(each_round_of_a_matrix_is_told_by_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
