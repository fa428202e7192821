/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/wrap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_wrapped(const char *string, unsigned column, unsigned indent,
			   unsigned width, const char *wrapped)
{
	cleanup_text_ struct text out = { 0 };

	text_add_wrapped(&out, string, column, indent, width);
	assert_string_equal(out.data, wrapped);
}

static void a_line_ends_before_the_word_that_would_be_too_much(void **state)
{
	(void)state;
	assert_wrapped("one two three", 0, 0, 7, "one two\nthree\n");
	assert_wrapped("one two three", 0, 0, 6, "one\ntwo\nthree\n");
	assert_wrapped("one  two", 0, 0, 80, "one two\n");
	assert_wrapped("", 0, 0, 80, "\n");
}

static void lines_that_follow_are_indented(void **state)
{
	(void)state;
	assert_wrapped("one two", 2, 2, 7, "one\n  two\n");
	/* Behind what stands on the line. */
	assert_wrapped("one two", 6, 2, 9, "\n  one two\n");
}

static void a_word_that_is_too_wide_is_not_broken(void **state)
{
	(void)state;
	assert_wrapped("a wireless.<iface>.r0kh b", 0, 0, 5,
		       "a\nwireless.<iface>.r0kh\nb\n");
}

static void a_character_is_a_column_however_many_octets_it_has(void **state)
{
	(void)state;
	assert_wrapped("äöü …", 0, 0, 5, "äöü …\n");
	assert_int_equal(text_columns("aa:bb:…"), 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_ends_before_the_word_that_would_be_too_much),
		cmocka_unit_test(lines_that_follow_are_indented),
		cmocka_unit_test(a_word_that_is_too_wide_is_not_broken),
		cmocka_unit_test(a_character_is_a_column_however_many_octets_it_has),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
