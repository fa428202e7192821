/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/window.h"

static void a_command_is_known_by_its_first_word(void **state)
{
	(void)state;
	assert_int_equal(command_word("SCAN TYPE=ONLY freq=2412"), COMMAND_SCAN);
	assert_int_equal(command_word("SCAN_RESULTS"), COMMAND_QUERY);
	assert_int_equal(command_word("BSS 02:00:00:00:01:00"), COMMAND_QUERY);
	assert_int_equal(command_word("BSSID 0 02:00:00:00:01:00"), COMMAND_OTHER);
	assert_int_equal(command_word("ROAM 02:00:00:00:01:00"), COMMAND_ROAM);
	assert_int_equal(command_word("FT_DS 02:00:00:00:01:00"), COMMAND_ROAM);
	assert_int_equal(command_word("SELECT_NETWORK 0"), COMMAND_SELECT);
	assert_int_equal(command_word(""), COMMAND_OTHER);
	assert_int_equal(command_word(NULL), COMMAND_OTHER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_command_is_known_by_its_first_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
