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
				   "ft_psk_generate_local: 1\nwpa_key_mgmt: FT-SAE\n"
				   "r0kh-missing: { at: hall, of: stairs }\n"
				   "r1kh-id: all\n";

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

static void assert_concealed(const char *text, const char *expected)
{
	cleanup_free_ char *kept = NULL;
	size_t length;

	kept = scenario_conceal(text, strlen(text), &length);
	assert_string_equal(kept, expected);
	assert_int_equal(length, strlen(expected));
}

static void a_recorded_scenario_has_no_password(void **state)
{
	(void)state;
	assert_concealed("network:\n  password: s3 cret \n  ssid: x\n",
			 "network:\n  password: xxxxxxx \n  ssid: x\n");
	assert_concealed("{ network: { password: \"s3\\\"\xc3\xbc\", ssid: x } }",
			 "{ network: { password: \"xxxxx\", ssid: x } }");
	assert_concealed("network: { password: 's3''t' }",
			 "network: { password: 'xxxxx' }");
	assert_concealed("network:\n  password: one\n    two\n  ssid: x\n",
			 "network:\n  password: xxx\n    xxx\n  ssid: x\n");
	assert_concealed(
		"network:\r\n  password: >2-  # c\r\n    one\r\n\r\n     t\r\nlab: "
		"{}\r\n",
		"network:\r\n  password: >2-\r\n    xxx\r\n\r\n     x\r\nlab: {}\r\n");
	assert_concealed("network: { password-env: NAME }\n",
			 "network: { password-env: NAME }\n");
}

static void nor_other_secrets(void **state)
{
	(void)state;
	assert_concealed(
		"lab:\n  hostapd: { r0kh: [a b, \"c\"], wpa_psk: ~, sae_password: }\n",
		"lab:\n  hostapd: { r0kh: [xxx, \"x\"], wpa_psk: ~, sae_password: }\n");
	assert_concealed(
		"lab:\n  access-points:\n    hostapd: { hostapd: { wpa_psk: ab } }\n",
		"lab:\n  access-points:\n    hostapd: { hostapd: { wpa_psk: xx } }\n");
}

static void nor_comments(void **state)
{
	(void)state;
	assert_concealed("# password: old\nname: a#b # c\nlab: { # d\n}\n# end",
			 "\nname: a#b \nlab: { \n}\n");
	assert_concealed("name: |  # c\n  a # b\nlab: '# d'\n",
			 "name: |\n  a # b\nlab: '# d'\n");
}

static void names_that_look_like_secrets_stay_in_it(void **state)
{
	static const char text[] =
		"access-points: { passage: { bssid: a, channel: 1 } }\n"
		"lab: { access-points: { sword: { hostapd: { mobility_domain: a1b2 } } } "
		"}\n"
		"expect: { gap: { passenger: { max: 1s } } }\n";

	(void)state;
	assert_concealed(text, text);
}

/* The text of a valid scenario, recorded, gives the same one. */
static void a_recorded_scenario_keeps_its_places(void **state)
{
	static const char text[] =
		"# one\n"
		"network: { password: \"* & ! { [ #\", ssid: s, security: ft-psk }  # "
		"two\n"
		"access-points:\n"
		"  passage: { bssid: \"02:00:00:00:01:00\", channel: 1 }\n"
		"lab: { hostapd: { wpa_passphrase: \"a\\\"b\", r0kh: [a, b] } }\n"
		"steps: [ associate: passage ]\n";
	cleanup_diagnostics_ struct diagnostics diagnostics = { 0 };
	cleanup_(scenario_freep) struct scenario *scenario = NULL;
	cleanup_free_ char *kept = NULL;
	size_t length;

	(void)state;
	kept = scenario_conceal(text, strlen(text), &length);
	assert_int_equal(scenario_parse_with_secrets("a.yaml", kept, length,
						     &(struct scenario_secrets){ 0 },
						     &diagnostics, &scenario),
			 0);
	assert_string_equal(scenario->access_points[0].name, "passage");
	assert_int_equal(scenario->access_points[0].place.line, 4);
	assert_int_equal(scenario->hostapd.items[1].place.line, 5);
	assert_int_equal(scenario->hostapd.items[1].place.column,
			 strstr(strstr(text, "lab:"), "r0kh") - strstr(text, "lab:") + 1);
	assert_int_equal(scenario->steps[0].to_place.column, 21);
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
		cmocka_unit_test(a_recorded_scenario_has_no_password),
		cmocka_unit_test(nor_other_secrets),
		cmocka_unit_test(nor_comments),
		cmocka_unit_test(names_that_look_like_secrets_stay_in_it),
		cmocka_unit_test(a_recorded_scenario_keeps_its_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
