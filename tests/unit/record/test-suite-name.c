/* SPDX-License-Identifier: BSD-3-Clause */
#include "record/suite-name.h"

#include "../cmocka-all.h"
#include <string.h>

static void suites_have_the_names_of_the_standard(void **state)
{
	char name[SUITE_NAME_MAX];

	(void)state;
	assert_string_equal(akm_name(name, 0x000fac02), "PSK");
	assert_string_equal(akm_name(name, 0x000fac04), "FT-PSK");
	assert_string_equal(akm_name(name, 0x000fac09), "FT-SAE");
	assert_string_equal(akm_name(name, 0x000fac0d), "FT-802.1X-SHA384");
	assert_string_equal(akm_name(name, 0x000fac19), "FT-SAE-EXT-KEY");
	assert_string_equal(cipher_name(name, 0x000fac04), "CCMP-128");
	assert_string_equal(cipher_name(name, 0x000fac06), "BIP-CMAC-128");
	assert_string_equal(cipher_name(name, 0x000fac09), "GCMP-256");
}

static void a_suite_without_a_name_shows_its_oui_and_number(void **state)
{
	char name[SUITE_NAME_MAX];

	(void)state;
	assert_string_equal(akm_name(name, 0x000fac63), "00-0F-AC:99");
	assert_string_equal(akm_name(name, 0x000fac07), "00-0F-AC:7");
	assert_string_equal(akm_name(name, 0x0050f202), "00-50-F2:2");
	assert_string_equal(cipher_name(name, 0xffffffff), "FF-FF-FF:255");
}

static void names_are_read_back(void **state)
{
	char name[SUITE_NAME_MAX];
	uint32_t suite;

	(void)state;
	for (uint32_t i = 0; i < 2 * 256; i++) {
		uint32_t expected = (i < 256 ? 0x000fac00 : 0x506f9a00) | (i & 0xff);

		assert_true(akm_parse(akm_name(name, expected), &suite));
		assert_int_equal(suite, expected);
		assert_true(cipher_parse(cipher_name(name, expected), &suite));
		assert_int_equal(suite, expected);
	}
}

static void what_is_no_name_is_refused(void **state)
{
	static const char *const names[] = {
		"",
		"ft-psk",
		"FT-PSK ",
		"00-0F-AC",
		"00-0F-AC:",
		"00-0F-AC:256",
		"00-0F-AC:4x",
		"00-0F-AC:0004",
		"-1-0F-AC:4",
		"00-+F-AC:4",
		"00- F-AC:4",
		"00-0F-AC:-4",
		"00-0F-AC: 4",
		"000-0F-AC:4",
		"CCMP-128 CCMP",
	};
	uint32_t suite = 7;

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (akm_parse(names[i], &suite) || cipher_parse(names[i], &suite))
			fail_msg("\"%s\" was taken for %08x", names[i], suite);
	assert_int_equal(suite, 7);
	assert_false(akm_parse("CCMP-128", &suite));
	assert_false(cipher_parse("FT-PSK", &suite));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(suites_have_the_names_of_the_standard),
		cmocka_unit_test(a_suite_without_a_name_shows_its_oui_and_number),
		cmocka_unit_test(names_are_read_back),
		cmocka_unit_test(what_is_no_name_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
