/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/secret.h"

#include <string.h>

#include "../cmocka-all.h"
#include "base/cleanup.h"

#define KEY "00112233445566778899aabbccddeeff"

static void assert_redacted(const char *text, const char *wanted)
{
	size_t length;
	cleanup_free_ char *redacted = config_redact(text, strlen(text), &length);

	assert_string_equal(redacted, wanted);
	assert_int_equal(length, strlen(wanted));
}

static void passwords_and_keys_are_stars_that_keep_places(void **state)
{
	(void)state;
	assert_redacted("\toption key 'geheim'\n\toption ssid 'geheim'\n",
			"\toption key ********\n\toption ssid 'geheim'\n");
	assert_redacted("wpa_passphrase=übel\r\nssid=x\n",
			"wpa_passphrase*****\r\nssid=x\n");
	assert_redacted("wireless.a.key='x'\n", "wireless.a.key****\n");
	assert_redacted("list r0kh 'a,b,c'\n", "list r0kh *******\n");
}

static void a_secret_that_goes_on_over_lines_stays_one(void **state)
{
	(void)state;
	assert_redacted("option key 'one\ntwo'\noption ssid x\n",
			"option key ****\n****\noption ssid x\n");
}

static void a_key_is_one_wherever_it_stands(void **state)
{
	(void)state;
	assert_redacted("what is " KEY "?\n",
			"what is ********************************?\n");
}

static void what_sounds_like_a_secret_counts_as_one(void **state)
{
	(void)state;
	assert_true(config_option_is_secret("wpa_passphrase"));
	assert_true(config_option_is_secret("kkey"));
	assert_true(config_option_is_secret("auth_secret"));
	assert_false(config_option_is_secret("r1_key_holder"));
	assert_false(config_option_is_secret("wpa_key_mgmt"));
	assert_false(config_option_is_secret("ft_psk_generate_local"));
	assert_false(config_option_is_secret("ssid"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(passwords_and_keys_are_stars_that_keep_places),
		cmocka_unit_test(a_secret_that_goes_on_over_lines_stays_one),
		cmocka_unit_test(a_key_is_one_wherever_it_stands),
		cmocka_unit_test(what_sounds_like_a_secret_counts_as_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
