/* SPDX-License-Identifier: BSD-3-Clause */
#include "explain/option.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void each_option_is_told_in_full(void **state)
{
	(void)state;
	for (size_t i = 0; i < option_count(); i++) {
		const struct option_text *option = option_text(i);

		assert_non_null(option->hostapd);
		assert_non_null(option->meaning);
		assert_non_null(option->values);
		assert_non_null(option->agreement);
		/* A note on OpenWrt is on an option that it has. */
		assert_true(option->openwrt || !option->openwrt_note);
	}
}

static void no_option_is_told_twice(void **state)
{
	(void)state;
	for (size_t i = 0; i < option_count(); i++)
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(option_text(i)->hostapd,
						option_text(j)->hostapd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_option_is_told_in_full),
		cmocka_unit_test(no_option_is_told_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
