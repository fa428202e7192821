/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "site-sample.h"

/* What OpenWrt makes of a wifi-iface: openwrt*.c. The MD5 sums are md5sum's own. */

#define SITE __attribute__((cleanup(config_site_clear))) struct config_site

#define MINIMAL(ENCRYPTION)                    \
	"config wifi-iface\n"                  \
	"\toption device radio0\n"             \
	"\toption ssid corridor\n"             \
	"\toption encryption " ENCRYPTION "\n" \
	"\toption key 'correct horse'\n"       \
	"\toption macaddr 02:00:00:00:01:00\n" \
	"\toption ieee80211r 1\n"

static void a_mobility_domain_is_the_ssids_unless_it_is_said(void **state)
{
	static const struct {
		const char *release, *domain;
	} cases[] = {
		{ "17.01", "4f57" },
		{ "23.05", "da16" },
		{ "25.12.0-rc3", "b254" },
		{ "25.12", "da16" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		SITE site = { 0 };

		sample_one(&site, cases[i].release, MINIMAL("psk2"));
		assert_setting(&site, 0, "mobility_domain", cases[i].domain);
	}
	SITE site = { 0 };

	sample_one(&site, "23.05", MINIMAL("psk2") "\toption mobility_domain a1b2\n");
	assert_setting(&site, 0, "mobility_domain", "a1b2");
}

static void keys_are_generated_locally_where_the_release_does_so(void **state)
{
	static const struct {
		const char *release, *encryption, *local;
	} cases[] = {
		{ "17.01", "psk2", NULL },     { "19.07", "sae", "1" },
		{ "21.02.1", "sae", "1" },     { "23.05.2", "sae-mixed", "1" },
		{ "23.05.3", "sae", "0" },     { "23.05.3", "psk2", "1" },
		{ "25.12", "sae-mixed", "0" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_free_ char *text = NULL;
		SITE site = { 0 };

		assert_true(asprintf(&text,
				     "config wifi-iface\noption ssid x\noption key "
				     "12345678\noption ieee80211r 1\noption encryption "
				     "%s\n",
				     cases[i].encryption) > 0);
		sample_one(&site, cases[i].release, text);
		assert_setting(&site, 0, "ft_psk_generate_local", cases[i].local);
		/* Then lists of key holders are left out. */
		if (cases[i].local && cases[i].local[0] == '1')
			assert_setting(&site, 0, "r0_key_lifetime", NULL);
	}
}

static void wildcards_are_made_with_the_releases_key(void **state)
{
	static const struct {
		const char *release, *r0kh;
	} cases[] = {
		{ "21.02.3", "ff:ff:ff:ff:ff:ff * 46ce8a28ac730da9fd103327085b3c76" },
		{ "23.05", "ff:ff:ff:ff:ff:ff * 85e39cc4c9ee7c7516ddc8187571a9fd" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		SITE site = { 0 };

		sample_one(&site, cases[i].release,
			   MINIMAL("sae") "\toption ft_psk_generate_local 0\n");
		assert_setting(&site, 0, "r0kh", cases[i].r0kh);
		assert_non_null(key_list_wildcard(&site.bsss[0].ft.r1kh));
	}
	SITE site = { 0 };

	sample_one(&site, "21.02.1", MINIMAL("sae") "\toption ft_psk_generate_local 0\n");
	assert_setting(&site, 0, "r0kh", NULL);
}

static void a_list_alone_gets_the_other_ones_wildcard(void **state)
{
	SITE site = { 0 };

	(void)state;
	sample_one(&site, "24.10",
		   MINIMAL("sae") "\tlist r0kh '" MAC_2 "," ID_2 "," KEY_1 "'\n");
	assert_setting(&site, 0, "r0kh", MAC_2 " " ID_2 " " KEY_1);
	assert_int_equal(setting_get(&site.bsss[0].settings, "r0kh")->origin,
			 ORIGIN_FILE);
	assert_int_equal(setting_get(&site.bsss[0].settings, "r1kh")->origin,
			 ORIGIN_RELEASE);
	assert_string_equal(setting_get(&site.bsss[0].settings, "r1kh")->why,
			    "OpenWrt 24.10's default");
}

static void a_key_holder_with_blanks_is_split_by_the_shell_only(void **state)
{
	static const char text[] = MINIMAL("sae") "\tlist r0kh '" MAC_2 " " ID_2 " " KEY_1
						  "'\n\tlist r1kh x\n";
	SITE shell = { 0 }, ucode = { 0 };

	(void)state;
	sample_one(&shell, "24.10", text);
	assert_setting(&shell, 0, "r0kh", KEY_1);
	assert_true(shell.bsss[0].ft.refusal_count > 0);
	sample_one(&ucode, "25.12", text);
	assert_setting(&ucode, 0, "r0kh", MAC_2 " " ID_2 " " KEY_1);
}

static void the_r0kh_id_is_the_bssid_unless_it_is_said(void **state)
{
	SITE old = { 0 }, upper = { 0 }, none = { 0 };

	(void)state;
	sample_one(&none, "17.01", MINIMAL("psk2"));
	assert_setting(&none, 0, "nas_identifier", NULL);
	assert_true(none.bsss[0].ft.refusal_count > 0);
	assert_setting(&none, 0, "r1_key_holder", "00004f577274");
	sample_one(&old, "22.03", MINIMAL("psk2"));
	assert_setting(&old, 0, "nas_identifier", "020000000100");
	sample_one(
		&upper, "23.05",
		"config wifi-iface\noption ssid x\noption macaddr E8:9F:80:00:00:01\n");
	assert_setting(&upper, 0, "nas_identifier", "E89F80000001");
}

static void encryption_is_taken_apart(void **state)
{
	static const struct {
		const char *release, *encryption, *wpa, *akms, *pairwise, *pmf, *pwe;
	} cases[] = {
		{ "23.05", "psk2", "2", "WPA-PSK FT-PSK", "CCMP", NULL, NULL },
		{ "23.05", "psk2+tkip+ccmp", "2", "WPA-PSK FT-PSK", "CCMP TKIP", NULL,
		  NULL },
		{ "23.05", "psk-mixed", "3", "WPA-PSK FT-PSK", "CCMP", NULL, NULL },
		{ "23.05", "psk", "1", "WPA-PSK", "CCMP", NULL, NULL },
		{ "22.03.6", "psk", "1", "WPA-PSK FT-PSK", "CCMP", NULL, NULL },
		{ "23.05", "sae", "2", "SAE FT-SAE", "CCMP", "2", "2" },
		{ "21.02", "sae", "2", "SAE FT-SAE", "CCMP", "2", NULL },
		{ "23.05", "sae-mixed", "2", "WPA-PSK FT-PSK WPA-PSK-SHA256 SAE FT-SAE",
		  "CCMP", "1", "2" },
		{ "25.12", "sae", "2", "SAE FT-SAE", "CCMP", "2", "2" },
		{ "25.12", "wpa3-192", "2", "WPA-EAP-SUITE-B-192 FT-EAP-SHA384",
		  "GCMP-256", "2", "2" },
		{ "23.05", "wpa2", "2", "WPA-EAP FT-EAP", "CCMP", NULL, NULL },
		{ "23.05", "none", "0", NULL, NULL, NULL, NULL },
		{ "18.06", "sae", "0", NULL, NULL, NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_free_ char *text = NULL;
		SITE site = { 0 };

		assert_true(asprintf(&text,
				     "config wifi-iface\noption ssid x\noption key "
				     "12345678\noption ieee80211r 1\noption encryption "
				     "%s\n",
				     cases[i].encryption) > 0);
		sample_one(&site, cases[i].release, text);
		assert_setting(&site, 0, "wpa", cases[i].wpa);
		assert_setting(&site, 0, "wpa_key_mgmt", cases[i].akms);
		assert_setting(&site, 0, "wpa_pairwise", cases[i].pairwise);
		assert_setting(&site, 0, "ieee80211w", cases[i].pmf);
		assert_setting(&site, 0, "sae_pwe", cases[i].pwe);
	}
}

static void a_boolean_that_is_none_is_noted_and_not_there(void **state)
{
	SITE site = { 0 };

	(void)state;
	sample_one(&site, "23.05",
		   "config wifi-iface\noption ssid x\noption encryption psk2\noption key "
		   "12345678\noption ieee80211r on\n");
	assert_setting(&site, 0, "wpa_key_mgmt", "WPA-PSK");
	assert_true(has_note(&site.access_points[0],
			     "ieee80211r is neither 0 nor 1, and OpenWrt 23.05 takes no "
			     "notice of it"));
}

static void an_unknown_option_is_noted_with_what_was_meant(void **state)
{
	SITE site = { 0 };

	(void)state;
	sample_one(&site, "23.05", MINIMAL("psk2") "\toption mobilty_domain a1b2\n");
	assert_true(has_note(&site.access_points[0],
			     "OpenWrt has no option \"mobilty_domain\"; was "
			     "\"mobility_domain\" meant?"));
}

static void hostapds_own_lines_come_last(void **state)
{
	SITE site = { 0 };

	(void)state;
	sample_one(&site, "23.05",
		   MINIMAL("psk2") "\tlist hostapd_bss_options 'ft_over_ds=1'\n");
	assert_setting(&site, 0, "ft_over_ds", "1");
	assert_true(site.bsss[0].ft.over_ds);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mobility_domain_is_the_ssids_unless_it_is_said),
		cmocka_unit_test(keys_are_generated_locally_where_the_release_does_so),
		cmocka_unit_test(wildcards_are_made_with_the_releases_key),
		cmocka_unit_test(a_list_alone_gets_the_other_ones_wildcard),
		cmocka_unit_test(a_key_holder_with_blanks_is_split_by_the_shell_only),
		cmocka_unit_test(the_r0kh_id_is_the_bssid_unless_it_is_said),
		cmocka_unit_test(encryption_is_taken_apart),
		cmocka_unit_test(a_boolean_that_is_none_is_noted_and_not_there),
		cmocka_unit_test(an_unknown_option_is_noted_with_what_was_meant),
		cmocka_unit_test(hostapds_own_lines_come_last),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
