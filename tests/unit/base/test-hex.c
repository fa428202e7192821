/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/hex.h"

#include <errno.h>

#include "../cmocka-all.h"

static void octets_are_read_in_either_case_and_written_in_lower(void **state)
{
	static const uint8_t expected[] = { 0x00, 0x9a, 0xbf, 0xff };
	struct text out = { 0 };
	uint8_t octets[4];
	char digits[9];

	(void)state;
	assert_int_equal(hex_parse("009aBFfF", octets, 4), 0);
	assert_memory_equal(octets, expected, 4);
	assert_string_equal(hex_format(digits, octets, 4), "009abfff");
	text_add_hex(&out, octets, 4);
	assert_string_equal(out.data, "009abfff");
	text_clear(&out);
}

static void what_is_no_digit_is_refused(void **state)
{
	uint8_t octet;

	(void)state;
	assert_int_equal(hex_parse("0g", &octet, 1), -EINVAL);
	assert_int_equal(hex_parse("/0", &octet, 1), -EINVAL);
	assert_int_equal(hex_parse(":0", &octet, 1), -EINVAL);
	/* The end of a string is no digit either, and nothing after it is looked at. */
	assert_int_equal(hex_parse("", &octet, 1), -EINVAL);
	assert_int_equal(hex_parse("0", &octet, 1), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(octets_are_read_in_either_case_and_written_in_lower),
		cmocka_unit_test(what_is_no_digit_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
