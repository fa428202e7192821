/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/ft-config.h"

#include <stdio.h>
#include <string.h>

#include "../cmocka-all.h"

#define LONG_KEY "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define SHORT_KEY "000102030405060708090a0b0c0d0e0f"

static void a_key_of_33_to_63_digits_is_its_first_32(void **state)
{
	struct rrb_key whole, cut, longer, brief;

	(void)state;
	assert_true(rrb_key_parse(SHORT_KEY, &brief));
	assert_true(rrb_key_parse(SHORT_KEY "ffffff", &cut));
	assert_true(rrb_key_parse(LONG_KEY, &whole));
	assert_true(rrb_key_parse(LONG_KEY "ff", &longer));
	assert_int_equal(brief.octets, SHORT_RRB_KEY_OCTETS);
	assert_true(rrb_key_equal(&brief, &cut));
	assert_true(rrb_key_equal(&whole, &longer));
	/* hostapd stretches the short one: they are not the same. */
	assert_false(rrb_key_equal(&brief, &whole));
	rrb_key_clear(&brief);
	rrb_key_clear(&cut);
	rrb_key_clear(&whole);
	rrb_key_clear(&longer);
	assert_false(rrb_key_parse("0001", &brief));
	assert_false(rrb_key_parse("", &brief));
}

static void assert_wrong(const char *line, bool r1kh, const char *part)
{
	struct key_entry entry;
	const char *wrong = key_entry_parse(line, r1kh, &entry);

	assert_non_null(wrong);
	assert_non_null(strstr(wrong, part));
}

static void a_line_of_a_key_holder_is_taken_as_hostapd_takes_it(void **state)
{
	struct key_entry entry;
	char line[256];

	(void)state;
	assert_null(key_entry_parse("02:00:00:00:01:00 hall.example " LONG_KEY, false,
				    &entry));
	assert_string_equal(entry.id, "hall.example");
	assert_false(key_entry_is_wildcard(&entry));
	key_entry_clear(&entry);
	assert_null(key_entry_parse("ff:ff:ff:ff:ff:ff * " SHORT_KEY, false, &entry));
	assert_true(key_entry_is_wildcard(&entry));
	key_entry_clear(&entry);
	assert_null(key_entry_parse("00:00:00:00:00:00 00:00:00:00:00:00 " LONG_KEY, true,
				    &entry));
	assert_true(key_entry_is_wildcard(&entry));
	key_entry_clear(&entry);
	/* 47 octets are the most of a line, though an R0KH-ID may have 48. */
	snprintf(line, sizeof(line), "02:00:00:00:01:00 %047d " LONG_KEY, 1);
	assert_null(key_entry_parse(line, false, &entry));
	key_entry_clear(&entry);
	snprintf(line, sizeof(line), "02:00:00:00:01:00 %048d " LONG_KEY, 1);
	assert_wrong(line, false, "47 octets");
	assert_wrong("02-00-00-00-01-00 hall " LONG_KEY, false, "MAC address");
	assert_wrong("02:00:00:00:01:00 020000000100 " LONG_KEY, true, "R1KH-ID");
	assert_wrong("02:00:00:00:01:00 hall 1234", false, "hex digits");
	assert_wrong("02:00:00:00:01:00  hall " LONG_KEY, false, "hex digits");
	assert_wrong("02:00:00:00:01:00 hall", false, "identifier");
}

static void assert_refused(const char *key, const char *value, const char *part)
{
	static const uint8_t bssid[MAC_LENGTH] = { 2 };
	struct settings settings = { 0 };
	struct ft_config config;

	setting_add(&settings, ORIGIN_FILLED_IN, "", "wpa", "2");
	setting_add(&settings, ORIGIN_FILLED_IN, "", "wpa_key_mgmt", "FT-PSK");
	setting_add(&settings, ORIGIN_FILLED_IN, "", "nas_identifier", "x");
	setting_add(&settings, ORIGIN_FILLED_IN, "", key, "%s", value);
	ft_config_parse(&settings, bssid, &config);
	assert_int_equal(config.refusal_count, 1);
	assert_non_null(strstr(config.refusals[0].text, part));
	ft_config_clear(&config);
	settings_clear(&settings);
}

static void what_hostapd_does_not_start_with_is_told(void **state)
{
	(void)state;
	assert_refused("mobility_domain", "a1b", "4 hex digits");
	assert_refused("r1_key_holder", "02:00:00:00:01:00", "without colons");
	assert_refused("nas_identifier",
		       "0123456789012345678901234567890123456789012345678", "at most 48");
	assert_refused("nas_identifier", "", "needs a nas_identifier");
	assert_refused("r0kh", "x", "r0kh line is not valid");
}

static void ft_goes_with_rsn_only(void **state)
{
	static const uint8_t bssid[MAC_LENGTH] = { 2 };
	struct settings settings = { 0 };
	struct ft_config config;

	(void)state;
	setting_add(&settings, ORIGIN_FILLED_IN, "", "wpa", "1");
	setting_add(&settings, ORIGIN_FILLED_IN, "", "wpa_key_mgmt", "WPA-PSK FT-PSK");
	setting_add(&settings, ORIGIN_FILLED_IN, "", "wpa_pairwise", "CCMP TKIP");
	ft_config_parse(&settings, bssid, &config);
	assert_int_equal(config.akms, 1u << AKM_PSK);
	assert_int_equal(config.ciphers, 1u << CIPHER_CCMP | 1u << CIPHER_TKIP);
	assert_memory_equal(config.r1kh_id, bssid, MAC_LENGTH);
	ft_config_clear(&config);
	settings_clear(&settings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_of_33_to_63_digits_is_its_first_32),
		cmocka_unit_test(a_line_of_a_key_holder_is_taken_as_hostapd_takes_it),
		cmocka_unit_test(what_hostapd_does_not_start_with_is_told),
		cmocka_unit_test(ft_goes_with_rsn_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
