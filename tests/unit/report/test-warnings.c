/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/warnings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "diagnosed.h"

static const struct text_style plain = { 0 };

static void a_warning_says_where_and_what_to_do(void **state)
{
	cleanup_(results_freep) struct results *results = diagnosed_results();
	cleanup_text_ struct text out = { 0 };
	bool named[CAUSE_MAX] = { false };

	(void)state;
	diagnosed_warning(results, CAUSE_REASSOCIATION_DEADLINE, "hall",
			  "hall announces 1000 TU");
	diagnosed_warning(results, CAUSE_REASSOCIATION_DEADLINE, "stairs",
			  "stairs announces 1 TU");
	assert_true(warnings_add(results, &plain, named, &out));
	assert_true(named[CAUSE_REASSOCIATION_DEADLINE]);
	assert_string_equal(
		out.data,
		"\n"
		"warning      reassociation-deadline: The reassociation deadline is too "
		"short for\n"
		"             some devices: Apple's are reported not to roam with 1000 "
		"TU.\n"
		"evidence     hall announces 1000 TU\n"
		"             stairs announces 1 TU\n"
		"what to do   on hall, stairs: Set it to 20000 TU (20.48 s) on all "
		"access points;\n"
		"             hostapd only announces it.\n"
		"  hostapd    reassociation_deadline=20000\n"
		"  OpenWrt    uci set wireless.<iface>.reassociation_deadline='20000'\n");
}

static void many_that_differ_are_told_in_a_line_each(void **state)
{
	cleanup_(results_freep) struct results *results = diagnosed_results();
	cleanup_text_ struct text out = { 0 };
	bool named[CAUSE_MAX] = { false };

	(void)state;
	for (int i = 0; i < 5; i++) {
		cleanup_free_ char *evidence = memory_printf("ap%d has zeros", i);
		struct warning *warning;

		diagnosed_warning(results, CAUSE_RRB_KEY_ZERO, NULL, evidence);
		warning = &results->warnings[i];
		free(warning->remedy.hostapd);
		warning->remedy.hostapd = memory_printf("r0kh=%d", i);
	}
	assert_false(warnings_add(results, &plain, named, &out));
	assert_non_null(strstr(out.data, "  hostapd    r0kh=2\n"));
	assert_null(strstr(out.data, "  hostapd    r0kh=3\n"));
	assert_non_null(strstr(out.data, "\nalso         rrb-key-zero: ap3 has zeros\n"
					 "             rrb-key-zero: ap4 has zeros\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_warning_says_where_and_what_to_do),
		cmocka_unit_test(many_that_differ_are_told_in_a_line_each),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
