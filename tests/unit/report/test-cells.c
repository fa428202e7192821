/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report/cells.h"

static const struct text_style plain = { 0 };

static void what_is_not_written_is_blank_and_may_be_trimmed(void **state)
{
	cleanup_text_ struct text whole = { 0 }, trimmed = { 0 };
	cleanup_cells_ struct cells cells;

	(void)state;
	cells_make(&cells, 6);
	cells_put(&cells, 1, "x", COLOUR_NONE);
	cells_put(&cells, 3, " ", COLOUR_NONE);
	cells_add(&cells, &plain, false, &whole);
	cells_add(&cells, &plain, true, &trimmed);
	assert_string_equal(whole.data, " x    ");
	assert_string_equal(trimmed.data, " x");
}

static void a_character_takes_one_cell_and_none_is_cut_in_two(void **state)
{
	cleanup_text_ struct text out = { 0 };
	cleanup_cells_ struct cells cells;

	(void)state;
	cells_make(&cells, 4);
	assert_int_equal(cells_write(&cells, 0, 2, "äöü", COLOUR_NONE), 2);
	assert_int_equal(cells_write(&cells, 3, 9, "€uro", COLOUR_NONE), 4);
	cells_put(&cells, 4, "x", COLOUR_NONE);
	cells_add(&cells, &plain, false, &out);
	assert_string_equal(out.data, "äö €");
}

static void octets_that_are_no_utf_8_do_no_harm(void **state)
{
	cleanup_text_ struct text out = { 0 };
	cleanup_cells_ struct cells cells;

	(void)state;
	cells_make(&cells, 3);
	cells_write(&cells, 0, 3, "\x80\x80\x80\x80\x80\x80\xff\n", COLOUR_NONE);
	cells_add(&cells, &plain, false, &out);
	assert_string_equal(out.data, "\x80\x80\x80\x80\x80\x80\xff");
	text_reset(&out);
	cells_write(&cells, 0, 3, "\033[m", COLOUR_NONE);
	cells_add(&cells, &plain, false, &out);
	assert_string_equal(out.data, "?[m");
}

static void neighbours_of_one_colour_are_coloured_together(void **state)
{
	static const struct text_style coloured = { .colour = true };
	cleanup_text_ struct text out = { 0 };
	cleanup_cells_ struct cells cells;

	(void)state;
	cells_make(&cells, 4);
	cells_write(&cells, 0, 3, "abc", COLOUR_GOOD);
	cells_put(&cells, 3, "d", COLOUR_NONE);
	cells_add(&cells, &coloured, false, &out);
	assert_string_equal(out.data, "\033[32mabc\033[0md");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_not_written_is_blank_and_may_be_trimmed),
		cmocka_unit_test(a_character_takes_one_cell_and_none_is_cut_in_two),
		cmocka_unit_test(octets_that_are_no_utf_8_do_no_harm),
		cmocka_unit_test(neighbours_of_one_colour_are_coloured_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
