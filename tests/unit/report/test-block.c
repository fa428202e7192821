/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/block.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void what_is_to_be_typed_is_never_broken(void **state)
{
	cleanup_text_ struct text out = { 0 };

	(void)state;
	block_add_typed(&out, "  hostapd", NULL);
	assert_int_equal(out.length, 0);
	block_add_typed(&out, "  hostapd", "channel=6\nhw_mode=g");
	assert_string_equal(out.data, "  hostapd    channel=6\n"
				      "             hw_mode=g\n");
}

static void what_is_too_wide_to_stand_beside_its_label_stands_below_it(void **state)
{
	cleanup_text_ struct text out = { 0 };

	(void)state;
	block_add_typed(&out, "  OpenWrt",
			"uci add_list wireless.<iface>.r0kh='02:00:00:00:01:00,hall,"
			"<64 hex digits>'\nwifi");
	assert_string_equal(out.data, "  OpenWrt\n"
				      "  uci add_list wireless.<iface>.r0kh="
				      "'02:00:00:00:01:00,hall,<64 hex digits>'\n"
				      "             wifi\n");
}

static void what_is_cut_has_an_ellipsis_within_the_width(void **state)
{
	cleanup_text_ struct text out = { 0 };

	(void)state;
	assert_true(block_add_cut(&out, "evidence", "one two", 1));
	assert_string_equal(out.data, "evidence     one two\n");
	text_reset(&out);
	assert_false(block_add_cut(&out, "evidence",
				   "0123456789 0123456789 0123456789 0123456789 "
				   "0123456789 012345678 x",
				   1));
	assert_string_equal(out.data, "evidence     0123456789 0123456789 0123456789 "
				      "0123456789 0123456789 012345678...\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_to_be_typed_is_never_broken),
		cmocka_unit_test(
			what_is_too_wide_to_stand_beside_its_label_stands_below_it),
		cmocka_unit_test(what_is_cut_has_an_ellipsis_within_the_width),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
