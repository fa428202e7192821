/* SPDX-License-Identifier: BSD-3-Clause */
#include "parsing.h"

static void assert_redacted(const char *text, const char *expected)
{
	cleanup_free_ char *shown = NULL;
	size_t length;

	shown = scenario_redact(text, strlen(text), &length);
	assert_string_equal(shown, expected);
	assert_int_equal(length, strlen(expected));
}

static void the_password_is_starred_out_wherever_it_stands(void **state)
{
	(void)state;
	assert_redacted("network:\n  password: s3 cret # c\n",
			"network:\n  password: ******* # c\n");
	assert_redacted("network: { password: \"s3cret\", ssid: x }\n",
			"network: { password: ********, ssid: x }\n");
	assert_redacted("password:\n  - a\n  - { b: cd }\n",
			"password:\n  - *\n  - { *: ** }\n");
	assert_redacted("password: |\n  one\n  two\nssid: x\n",
			"password: *\n*****\n*****\nssid: x\n");
}

static void misspelt_and_doubled_passwords_are_starred_out(void **state)
{
	(void)state;
	assert_redacted(
		"pasword: abc\npassword: abc\npassword: def\nPASSWORD: g\nkey: h\n",
		"pasword: ***\npassword: ***\npassword: ***\nPASSWORD: *\nkey: *\n");
}

static void secrets_among_hostapd_options_are_starred_out(void **state)
{
	(void)state;
	assert_redacted(
		"sae_password: abc\nwpa_passphrase: abc\nwpa_psk: abc\nr0kh: [a, b]\n",
		"sae_password: ***\nwpa_passphrase: ***\nwpa_psk: ***\nr0kh: [*, *]\n");
}

static void what_is_no_secret_stays(void **state)
{
	static const char text[] = "ssid: corridor\nsecurity: ft-psk\n"
				   "password-env: NAME\npassword-file: PATH\n"
				   "ft_psk_generate_local: 1\nwpa_key_mgmt: FT-SAE\n";

	(void)state;
	assert_redacted(text, text);
}

static void characters_keep_their_columns(void **state)
{
	(void)state;
	assert_redacted("{ password: \"\xc3\xbc\xe2\x82\xac\", \xc3\xbc: x }",
			"{ password: ****, \xc3\xbc: x }");
}

static void text_that_is_no_yaml_is_redacted_by_the_look_of_its_keys(void **state)
{
	(void)state;
	assert_redacted("network:\n  password: a: b\n  ssid: x\n",
			"network:\n  password: ** *\n  ssid: x\n");
	assert_redacted("network: { \"password\" : ab, ssid: x\n",
			"network: { \"password\" : *** ***** *\n");
	assert_redacted("password: |\n  one\n\n  two\nssid: \"x\n",
			"password: *\n  ***\n\n  ***\nssid: \"x\n");
	assert_redacted("ssid: \xff\npassword: \xff\xc3\xbc\n",
			"ssid: ?\npassword: ?*\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_password_is_starred_out_wherever_it_stands),
		cmocka_unit_test(misspelt_and_doubled_passwords_are_starred_out),
		cmocka_unit_test(secrets_among_hostapd_options_are_starred_out),
		cmocka_unit_test(what_is_no_secret_stays),
		cmocka_unit_test(characters_keep_their_columns),
		cmocka_unit_test(
			text_that_is_no_yaml_is_redacted_by_the_look_of_its_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
