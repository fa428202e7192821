/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>

#include "site-sample.h"

#define SITE __attribute__((cleanup(config_site_clear))) struct config_site

#define IFACE_OF(RADIO, SSID, MORE)   \
	"config wifi-iface\n"         \
	"\toption device " RADIO "\n" \
	"\toption ssid " SSID "\n" MORE
#define FT "\toption encryption sae\n\toption key 12345678\n\toption ieee80211r 1\n"

static void the_ssid_that_all_share_is_taken(void **state)
{
	const struct sample_file files[] = {
		{ "ap1", NULL,
		  IFACE_OF("radio0", "guest", "") IFACE_OF("radio0", "x", "") },
		{ "ap2", NULL, IFACE_OF("radio0", "x", "") },
	};
	SITE site = { 0 };

	(void)state;
	sample_build(&site, files, 2, NULL);
	assert_string_equal(site.ssid, "x");
	assert_int_equal(site.bss_count, 2);
	assert_true(has_note(&site.access_points[0],
			     "the SSID \"guest\" is not the one in question"));
}

static void of_several_the_one_with_ft_is_taken(void **state)
{
	const struct sample_file files[] = {
		{ "ap1", NULL,
		  IFACE_OF("radio0", "guest", "") IFACE_OF("radio0", "x", FT) },
		{ "ap2", NULL,
		  IFACE_OF("radio0", "guest", "") IFACE_OF("radio0", "x", FT) },
	};
	SITE site = { 0 };

	(void)state;
	sample_build(&site, files, 2, NULL);
	assert_string_equal(site.ssid, "x");
}

static void an_ssid_can_be_chosen_that_not_all_have(void **state)
{
	const struct sample_file files[] = {
		{ "ap1", NULL,
		  IFACE_OF("radio0", "guest", "") IFACE_OF("radio0", "x", FT) },
		{ "ap2", NULL, IFACE_OF("radio0", "x", FT) },
	};
	SITE site = { 0 };

	(void)state;
	sample_build(&site, files, 2, "guest");
	assert_string_equal(site.ssid, "guest");
	assert_int_equal(site.bss_count, 1);
}

static void where_none_is_shared_all_are_named(void **state)
{
	const struct sample_file files[] = {
		{ "ap1", NULL, IFACE_OF("radio0", "x", "") IFACE_OF("radio0", "y", "") },
		{ "ap2", NULL, IFACE_OF("radio0", "z", "\toption disabled 1\n") },
	};
	struct error error = { 0 };
	SITE site = { 0 };

	(void)state;
	sample_add(&site, &files[0]);
	sample_add(&site, &files[1]);
	assert_int_equal(config_site_build(&site, NULL, &error), -ENOENT);
	assert_string_equal(error.reason,
			    "no SSID is in all files: ap1 has \"x\", \"y\"; "
			    "ap2 has none");
	error_clear(&error);
}

static void a_bss_is_named_after_its_radio_where_there_are_several(void **state)
{
	const struct sample_file files[] = {
		{ "ap1", NULL,
		  IFACE_OF("radio0", "x", "") IFACE_OF("radio1", "x", "")
			  IFACE_OF("radio1", "x", "") },
		{ "ap2", NULL, IFACE_OF("radio0", "x", "") },
	};
	SITE site = { 0 };

	(void)state;
	sample_build(&site, files, 2, NULL);
	assert_string_equal(site.bsss[0].name, "ap1-radio0");
	assert_string_equal(site.bsss[1].name, "ap1-radio1");
	assert_string_equal(site.bsss[2].name, "ap1-2");
	assert_string_equal(site.bsss[3].name, "ap2");
}

static void hostapds_own_file_is_taken_as_it_is(void **state)
{
	SITE site = { 0 };

	(void)state;
	sample_one(&site, NULL,
		   "interface=wlan0\nhw_mode=a\nssid2=\"x y\"\nbssid=" MAC_1
		   "\nwpa=2\nwpa_key_mgmt=SAE FT-SAE\nrsn_pairwise=CCMP\nnas_identifier="
		   "hall\n"
		   "r0kh=" MAC_2 " stairs " KEY_1 "\n"
		   "bss=wlan0_1\nssid=guest\nchannel=44\n");
	assert_string_equal(site.ssid, "x y");
	assert_int_equal(site.bss_count, 1);
	assert_int_equal(site.bsss[0].radio.band, BAND_5GHZ);
	assert_int_equal(site.bsss[0].radio.channel, 44);
	assert_true(site.bsss[0].ft.akms & 1u << AKM_FT_SAE);
	assert_true(site.bsss[0].ft.over_ds); /* hostapd's own default */
	assert_int_equal(site.bsss[0].ft.r0kh.count, 1);
	assert_int_equal(site.bsss[0].ft.refusal_count, 0);
}

static void a_missing_radio_is_noted(void **state)
{
	SITE site = { 0 };

	(void)state;
	sample_one(&site, NULL, IFACE_OF("radio0", "x", ""));
	assert_true(has_note(&site.access_points[0],
			     "the file has no wifi-device radio0: band and channel are "
			     "made up"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_ssid_that_all_share_is_taken),
		cmocka_unit_test(of_several_the_one_with_ft_is_taken),
		cmocka_unit_test(an_ssid_can_be_chosen_that_not_all_have),
		cmocka_unit_test(where_none_is_shared_all_are_named),
		cmocka_unit_test(a_bss_is_named_after_its_radio_where_there_are_several),
		cmocka_unit_test(hostapds_own_file_is_taken_as_it_is),
		cmocka_unit_test(a_missing_radio_is_noted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
