/* SPDX-License-Identifier: BSD-3-Clause */
#include "parsing.h"

#include "scenario/yaml.h"

static void assert_refused(const char *text, size_t length, unsigned line,
			   unsigned column, const char *message)
{
	cleanup_diagnostics_ struct diagnostics d = { 0 };

	assert_false(characters_check(text, length, &d));
	assert_int_equal(d.count, 1);
	assert_int_equal(d.items[0].place.line, line);
	assert_int_equal(d.items[0].place.column, column);
	assert_string_equal(d.items[0].message, message);
}

static void ordinary_text_is_accepted(void **state)
{
	static const char text[] =
		"a: \"Gr\xc3\xbc\xc3\x9f\x65\"\r\n\tb: \xf0\x9f\x93\xb6\n";
	cleanup_diagnostics_ struct diagnostics d = { 0 };

	(void)state;
	assert_true(characters_check(text, sizeof(text) - 1, &d));
	assert_int_equal(d.count, 0);
}

static void octets_that_are_not_utf8_are_refused_at_their_column(void **state)
{
	(void)state;
	assert_refused("x\n\xc3\xbc\xff", 5, 2, 2, "octet 0xff is not UTF-8 text");
	/* cut short, overlong, a surrogate, past U+10FFFF */
	assert_refused("\xe2\x82", 2, 1, 1, "octet 0xe2 is not UTF-8 text");
	assert_refused("\xc0\xaf", 2, 1, 1, "octet 0xc0 is not UTF-8 text");
	assert_refused("\xed\xa0\x80", 3, 1, 1, "octet 0xed is not UTF-8 text");
	assert_refused("\xf4\x90\x80\x80", 4, 1, 1, "octet 0xf4 is not UTF-8 text");
}

static void control_characters_are_refused(void **state)
{
	(void)state;
	assert_refused("ab\0c", 4, 1, 3, "a NUL character");
	assert_refused("a\x1b[31m", 6, 1, 2, "a control character (U+001B)");
	assert_refused("\x7f", 1, 1, 1, "a control character (U+007F)");
}

static void line_ends_that_only_yaml_knows_are_refused(void **state)
{
	(void)state;
	assert_refused("a\rb", 3, 1, 2, "a line end other than LF or CR LF (U+000D)");
	assert_refused("a\r", 2, 1, 2, "a line end other than LF or CR LF (U+000D)");
	assert_refused("\xc2\x85", 2, 1, 1, "a line end other than LF or CR LF (U+0085)");
	assert_refused("\xe2\x80\xa8", 3, 1, 1,
		       "a line end other than LF or CR LF (U+2028)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ordinary_text_is_accepted),
		cmocka_unit_test(octets_that_are_not_utf8_are_refused_at_their_column),
		cmocka_unit_test(control_characters_are_refused),
		cmocka_unit_test(line_ends_that_only_yaml_knows_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
