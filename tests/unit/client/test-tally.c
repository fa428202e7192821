/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "base/time.h"
#include "exit-code.h"
#include "tally.h"

static const struct text_style plain = { 0 };

static void what_was_not_measured_is_graver_than_what_failed(void **state)
{
	static const int order[] = { EXIT_PASSED,     EXIT_SKIPPED,	 EXIT_FAILED,
				     EXIT_USAGE,      EXIT_NOT_MEASURED, EXIT_INTERNAL,
				     EXIT_INTERRUPTED };

	(void)state;
	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++) {
		for (size_t j = 0; j <= i; j++) {
			assert_int_equal(tally_graver(order[i], order[j]), order[i]);
			assert_int_equal(tally_graver(order[j], order[i]), order[i]);
		}
	}
}

static void every_scenario_has_a_line(void **state)
{
	static const struct tally_line lines[] = {
		{ .file = "a.yaml",
		  .name = "corridor",
		  .code = EXIT_PASSED,
		  .started = true,
		  .measured = true,
		  .duration_ns = 3250 * NS_PER_MS,
		  .met = 7,
		  .expectations = 7 },
		{ .file = "b.yaml",
		  .name = "stairs",
		  .code = EXIT_FAILED,
		  .started = true,
		  .measured = true,
		  .duration_ns = 128 * NS_PER_MS,
		  .met = 0,
		  .expectations = 12 },
		{ .file = "c.yaml",
		  .name = "a name that is wider than the heading",
		  .code = EXIT_SKIPPED,
		  .started = true },
	};
	cleanup_text_ struct text out = { 0 };

	(void)state;
	tally_format(lines, 3, &plain, &out);
	assert_string_equal(
		out.data,
		"verdict     scenario                               time     "
		"expectations\n"
		"PASSED      corridor                               3.25s    7 of 7 met\n"
		"FAILED      stairs                                 128ms    0 of 12 "
		"met\n"
		"SKIPPED     a name that is wider than the heading  -        -\n"
		"\n"
		"1 of 3 scenarios passed\n");
}

static void what_was_not_started_is_named_by_its_file(void **state)
{
	static const struct tally_line lines[] = {
		{ .file = "a.yaml",
		  .name = "a",
		  .code = EXIT_INTERRUPTED,
		  .started = true },
		{ .file = "b.yaml", .name = "b", .code = EXIT_INTERRUPTED },
		{ .file = "\033[31m.yaml", .name = "c", .code = EXIT_INTERRUPTED },
	};
	cleanup_text_ struct text out = { 0 };

	(void)state;
	tally_format(lines, 3, &plain, &out);
	assert_string_equal(out.data, "verdict     scenario  time     expectations\n"
				      "INCOMPLETE  a         -        -\n"
				      "not started: b.yaml, ?[31m.yaml\n"
				      "\n"
				      "0 of 3 scenarios passed\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_not_measured_is_graver_than_what_failed),
		cmocka_unit_test(every_scenario_has_a_line),
		cmocka_unit_test(what_was_not_started_is_named_by_its_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
