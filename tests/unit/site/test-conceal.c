/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "site/conceal.h"

#define KEY "00112233445566778899aabbccddeeff"

static void check(struct concealment *c, const char *conf, const char *expected)
{
	cleanup_text_ struct text out = { 0 };

	hostapd_conf_conceal(c, conf, &out);
	assert_string_equal(out.data, expected);
}

static void a_secret_is_told_by_a_number_and_equal_ones_by_the_same(void **state)
{
	struct concealment c = { 0 };

	(void)state;
	check(&c, "ssid=corridor\nsae_password=correct horse\n",
	      "ssid=corridor\nsae_password=secret-1\n");
	check(&c, "sae_password=battery horse\nwpa_passphrase=correct horse\n",
	      "sae_password=secret-2\nwpa_passphrase=secret-1\n");
	concealment_clear(&c);
}

static void of_a_key_its_length_is_left_and_that_it_is_zero(void **state)
{
	struct concealment c = { 0 };

	(void)state;
	check(&c,
	      "r0kh=02:00:00:00:02:00 stairs " KEY "\n"
	      "r1kh=02:00:00:00:02:00 02:00:00:00:02:00 " KEY "\n"
	      "r0kh=02:00:00:00:03:00 attic 0000000000000000\n",
	      "r0kh=02:00:00:00:02:00 stairs key-1:32\n"
	      "r1kh=02:00:00:00:02:00 02:00:00:00:02:00 key-1:32\n"
	      "r0kh=02:00:00:00:03:00 attic key-zero:16\n");
	concealment_clear(&c);
}

static void a_key_holder_without_blanks_shows_nothing(void **state)
{
	struct concealment c = { 0 };

	(void)state;
	check(&c, "r0kh=" KEY "\nr1kh=\n", "r0kh=key-1:32\nr1kh=key-2:0\n");
	concealment_clear(&c);
}

static void what_follows_a_key_does_not_show_it(void **state)
{
	struct concealment c = { 0 };

	(void)state;
	check(&c,
	      "r0kh=02:00:00:00:02:00 stairs " KEY " \n"
	      "r0kh=02:00:00:00:02:00 stairs " KEY " " KEY "\n"
	      "r0kh=stairs " KEY "\n",
	      "r0kh=02:00:00:00:02:00 stairs key-1:32\n"
	      "r0kh=02:00:00:00:02:00 stairs key-2:65\n"
	      "r0kh=key-3:39\n");
	concealment_clear(&c);
}

static void hex_digits_of_either_case_are_one_key(void **state)
{
	struct concealment c = { 0 };

	(void)state;
	check(&c, "r0kh=02:00:00:00:02:00 stairs ABCD\nsae_password=Horse\n",
	      "r0kh=02:00:00:00:02:00 stairs key-1:4\nsae_password=secret-2\n");
	check(&c, "r1kh=02:00:00:00:02:00 02:00:00:00:02:00 abcd\nsae_password=horse\n",
	      "r1kh=02:00:00:00:02:00 02:00:00:00:02:00 key-1:4\n"
	      "sae_password=secret-3\n");
	concealment_clear(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_secret_is_told_by_a_number_and_equal_ones_by_the_same),
		cmocka_unit_test(of_a_key_its_length_is_left_and_that_it_is_zero),
		cmocka_unit_test(a_key_holder_without_blanks_shows_nothing),
		cmocka_unit_test(what_follows_a_key_does_not_show_it),
		cmocka_unit_test(hex_digits_of_either_case_are_one_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
