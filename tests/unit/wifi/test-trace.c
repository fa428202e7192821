/* SPDX-License-Identifier: BSD-3-Clause */
/* cmocka's prerequisites */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <string.h>

#include "wifi/trace.h"

static const struct trace_callbacks callbacks;

static void an_interface_that_is_not_there_is_told(void **state)
{
	cleanup_error_ struct error error = { 0 };
	struct trace *trace = NULL;

	(void)state;
	assert_int_equal(trace_open(&trace, "no-such", &callbacks, NULL, &error),
			 -ENODEV);
	assert_null(trace);
	assert_non_null(strstr(error.reason, "no-such"));
}

static void an_interface_without_a_radio_is_told(void **state)
{
	struct trace *trace = NULL;

	(void)state;
	/* a kernel without cfg80211: -ENOENT */
	assert_true(trace_open(&trace, "lo", &callbacks, NULL, NULL) < 0);
	assert_null(trace);
}

static void nothing_is_closed_without_harm(void **state)
{
	(void)state;
	assert_null(trace_close(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_interface_that_is_not_there_is_told),
		cmocka_unit_test(an_interface_without_a_radio_is_told),
		cmocka_unit_test(nothing_is_closed_without_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
