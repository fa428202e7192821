/* SPDX-License-Identifier: BSD-3-Clause */
#include "parsing.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define REST SITE "steps: [ associate: hall ]\n"
#define HEX64 "0123456789abcdef0123456789abcdef0123456789ABCDEF0123456789ABCDEF"

/* Of a network with that security and password, NULL where it is refused. */
static const char *mistake(const char *security, const char *password)
{
	static char message[200];
	cleanup_free_ char *text = memory_printf(
		"network: { ssid: x, security: %s, password: \"%s\" }\n" REST, security,
		password);
	cleanup_parsed_ struct parsed p = parse_file("test.yaml", text);

	if (p.status == 0) {
		assert_string_equal(p.scenario->password, password);
		return NULL;
	}
	assert_int_equal(p.diagnostics.count, 1);
	snprintf(message, sizeof(message), "%s", p.diagnostics.items[0].message);
	return message;
}

static void a_wpa2_passphrase_has_8_to_63_characters_or_64_hex_digits(void **state)
{
	static const char *const securities[] = { "psk", "ft-psk", "[sae, ft-psk]" };
	char longest[65];

	(void)state;
	memset(longest, 'x', sizeof(longest));
	for (size_t i = 0; i < ARRAY_SIZE(securities); i++) {
		longest[63] = '\0';
		assert_null(mistake(securities[i], "12345678"));
		assert_null(mistake(securities[i], longest));
		assert_null(mistake(securities[i], HEX64));
		assert_string_equal(
			mistake(securities[i], "1234567"),
			"the password of a WPA2 network has 8 to 63 characters, "
			"this one has 7");
		longest[63] = 'x';
		longest[64] = '\0';
		assert_string_equal(
			mistake(securities[i], longest),
			"the password of a WPA2 network has 8 to 63 characters, "
			"this one has 64");
		assert_string_equal(mistake(securities[i], "caf\xc3\xa9 caf\xc3\xa9"),
				    "the password of a WPA2 network has ASCII characters "
				    "only");
	}
}

static void an_sae_password_has_1_to_128_octets(void **state)
{
	char longest[130];

	(void)state;
	memset(longest, 'x', sizeof(longest));
	longest[128] = '\0';
	assert_null(mistake("ft-sae", "x"));
	assert_null(mistake("sae", "\xc3\xa9"));
	assert_null(mistake("sae", longest));
	longest[128] = 'x';
	longest[129] = '\0';
	assert_string_equal(
		mistake("sae", longest),
		"the password of a WPA3 network has 1 to 128 octets, this one has 129");
	assert_string_equal(
		mistake("sae", ""),
		"the password of a WPA3 network has 1 to 128 octets, this one has 0");
	assert_string_equal(mistake("sae", "a\\nb"),
			    "the password has a control character in it");
}

static void an_open_network_has_none_and_others_have_one_in_a_lab(void **state)
{
	static const char site[] = "network: { ssid: x, security: sae }\n" REST;
	cleanup_parsed_ struct parsed p = parse(site);

	(void)state;
	assert_null(p.scenario->password);
	assert_mistake("network: { ssid: x, security: open, password: y }\n" REST, 1, 37,
		       "an open network has no password");
	assert_mistake("network: { ssid: x, security: sae }\nlab: {}\n" REST, 1, 1,
		       "\"network\" has no \"password\"");
	assert_mistake("network: { ssid: x, security: sae, password: }\n" REST, 1, 36,
		       "\"password\" has no value");
	assert_mistake("network: { ssid: x, security: sae, password: y, "
		       "password-file: z }\n" REST,
		       1, 49, "\"password\" is given already, on line 1");
}

static void a_password_comes_from_the_environment(void **state)
{
	static const char text[] =
		"network: { ssid: x, security: psk, password-env: RT_TEST }\n" REST;

	(void)state;
	setenv("RT_TEST", "from outside", 1);
	{
		cleanup_parsed_ struct parsed p = parse(text);

		assert_string_equal(p.scenario->password, "from outside");
	}
	setenv("RT_TEST", "short", 1);
	assert_mistake(text, 1, 50,
		       "the password of a WPA2 network has 8 to 63 characters, this one "
		       "has 5");
	unsetenv("RT_TEST");
	assert_mistake(text, 1, 50, "the environment variable RT_TEST is not set");
	assert_mistake("network: { ssid: x, security: psk, password-env: A=B }\n" REST, 1,
		       50, "\"A=B\" is not the name of an environment variable");
}

static void write_file(const char *path, const char *content)
{
	FILE *f = fopen(path, "we");

	assert_non_null(f);
	fputs(content, f);
	fclose(f);
}

static void a_password_comes_from_a_file_beside_the_scenario(void **state)
{
	static const char text[] =
		"network: { ssid: x, security: psk, password-file: secret }\n" REST;
	char folder[] = "/tmp/roamtest-test-XXXXXX";
	cleanup_free_ char *file = NULL, *scenario = NULL;

	(void)state;
	assert_non_null(mkdtemp(folder));
	file = memory_printf("%s/secret", folder);
	scenario = memory_printf("%s/test.yaml", folder);
	for (int i = 0; i < 3; i++) {
		static const char *const contents[] = { "out of a file",
							"out of a file\n",
							"out of a file\r\n" };
		cleanup_parsed_ struct parsed p = { 0 };

		write_file(file, contents[i]);
		p = parse_file(scenario, text);
		assert_int_equal(p.status, 0);
		assert_string_equal(p.scenario->password, "out of a file");
	}
	unlink(file);
	{
		cleanup_parsed_ struct parsed p = parse_file(scenario, text);

		assert_int_equal(p.diagnostics.count, 1);
		assert_string_equal(
			p.diagnostics.items[0].message,
			"the password file \"secret\" cannot be read: No such "
			"file or directory");
	}
	rmdir(folder);
}

static void a_password_resolved_elsewhere_needs_no_environment_and_no_file(void **state)
{
	static const char *const keys[] = { "password-env: RT_NOT_SET",
					    "password-file: /no/such/file",
					    "password: something else" };
	const struct scenario_secrets secrets = { .password = "from the host" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		cleanup_free_ char *text = memory_printf(
			"network: { ssid: x, security: psk, %s }\n" REST, keys[i]);
		cleanup_parsed_ struct parsed p = { 0 };

		p.status = scenario_parse_with_secrets("test.yaml", text, strlen(text),
						       &secrets, &p.diagnostics,
						       &p.scenario);
		assert_int_equal(p.status, 0);
		assert_string_equal(p.scenario->password, "from the host");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_wpa2_passphrase_has_8_to_63_characters_or_64_hex_digits),
		cmocka_unit_test(an_sae_password_has_1_to_128_octets),
		cmocka_unit_test(an_open_network_has_none_and_others_have_one_in_a_lab),
		cmocka_unit_test(a_password_comes_from_the_environment),
		cmocka_unit_test(a_password_comes_from_a_file_beside_the_scenario),
		cmocka_unit_test(
			a_password_resolved_elsewhere_needs_no_environment_and_no_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
