/* SPDX-License-Identifier: BSD-3-Clause */
#include "site-sample.h"

#define SITE __attribute__((cleanup(config_site_clear))) struct config_site

static void assert_bssid(const struct config_site *site, size_t bss, const char *wanted)
{
	char mac[MAC_FORMAT_MAX];

	assert_string_equal(mac_format(mac, site->bsss[bss].bssid), wanted);
}

#define ONE(RADIO, ID, MORE)          \
	"config wifi-iface\n"         \
	"\toption device " RADIO "\n" \
	"\toption ssid x\n"           \
	"\toption nasid '" ID "'\n" MORE

static void what_the_file_says_counts(void **state)
{
	SITE site = { 0 };

	(void)state;
	sample_one(&site, NULL,
		   "config wifi-device radio0\n\toption macaddr 02:00:00:00:00:aa\n"
		   "config wifi-iface\n\toption device radio0\n\toption ssid x\n"
		   "config wifi-iface\n\toption device radio0\n\toption ssid x\n"
		   "\toption macaddr 02:00:00:00:00:bb\n");
	assert_bssid(&site, 0, "02:00:00:00:00:aa");
	assert_bssid(&site, 1, "02:00:00:00:00:bb");
}

static void otherwise_the_sites_lists_say_it_and_outvote_a_slip(void **state)
{
	const struct sample_file files[] = {
		/* The R1KH-ID is somebody else's. */
		{ "ap1", NULL,
		  ONE("radio0", "hall", "\toption r1_key_holder 0200000009ff\n")
			  HOLDER(MAC_1, "hall", MAC_1, KEY_1)
				  HOLDER(MAC_2, "stairs", MAC_2, KEY_1) },
		{ "ap2", NULL,
		  ONE("radio0", "stairs", "") HOLDER(MAC_1, "hall", MAC_1, KEY_1)
			  HOLDER(MAC_2, "stairs", MAC_2, KEY_1) },
	};
	SITE site = { 0 };

	(void)state;
	sample_build(&site, files, 2, NULL);
	assert_bssid(&site, 0, MAC_1);
	assert_bssid(&site, 1, MAC_2);
	assert_true(has_note(&site.access_points[0],
			     "the file does not say the BSSID: taken to be " MAC_1
			     ", as 2 places in the site's files say"));
}

static void an_address_that_is_nobodys_is_the_last_ones(void **state)
{
	const struct sample_file files[] = {
		{ "ap1", NULL, ONE("radio0", ID_1, "") HOLDER(MAC_2, "?", MAC_2, KEY_1) },
		{ "ap2", NULL, "config wifi-iface\n\toption ssid x\n" },
	};
	SITE site = { 0 };

	(void)state;
	sample_build(&site, files, 2, NULL);
	assert_bssid(&site, 0, MAC_1);
	assert_bssid(&site, 1, MAC_2);
}

static void and_otherwise_one_is_made_up_that_is_free(void **state)
{
	const struct sample_file files[] = {
		{ "ap1", NULL,
		  "config wifi-iface\n\toption ssid x\n\toption macaddr " MAC_2 "\n" },
		{ "ap2", NULL, "config wifi-iface\n\toption ssid x\n" },
	};
	SITE site = { 0 };

	(void)state;
	sample_build(&site, files, 2, NULL);
	assert_bssid(&site, 0, MAC_2);
	assert_bssid(&site, 1, "02:00:00:00:03:00");
	assert_true(has_note(&site.access_points[1], "is made up"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_file_says_counts),
		cmocka_unit_test(otherwise_the_sites_lists_say_it_and_outvote_a_slip),
		cmocka_unit_test(an_address_that_is_nobodys_is_the_last_ones),
		cmocka_unit_test(and_otherwise_one_is_made_up_that_is_free),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
