/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "explain/code.h"

static void the_codes_of_ft_have_their_names(void **state)
{
	(void)state;
	assert_string_equal(status_code_name(28), "R0KH unreachable");
	assert_string_equal(status_code_name(53), "invalid PMKID");
	assert_string_equal(status_code_name(54), "invalid MDE");
	assert_string_equal(status_code_name(55), "invalid FTE");
	assert_string_equal(reason_code_name(15), "4-way handshake timeout");
}

static void a_code_without_a_name_is_told_by_its_number(void **state)
{
	cleanup_text_ struct text out = { 0 };

	(void)state;
	assert_null(status_code_name(9999));
	status_code_add(&out, 9999);
	text_add_char(&out, ',');
	reason_code_add(&out, 3);
	assert_string_equal(out.data, "status 9999,reason 3 (station is leaving)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_codes_of_ft_have_their_names),
		cmocka_unit_test(a_code_without_a_name_is_told_by_its_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
