/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/pull.h"

#include <stdio.h>

#include "site-sample.h"

#define SITE __attribute__((cleanup(config_site_clear))) struct config_site

/* Two access points; the first one's file, and the second one's. */
static void two(struct config_site *site, const char *ap1, const char *ap2)
{
	const struct sample_file files[] = { { "ap1", NULL, ap1 }, { "ap2", NULL, ap2 } };

	sample_build(site, files, 2, NULL);
}

static enum pull_end end_of(const struct config_site *site, size_t from, size_t to)
{
	struct pull pull;

	pull_try_all(&site->bsss[from], &site->bsss[to], &pull);
	return pull.end;
}

#define AP_1(LISTS) IFACE("radio0", MAC_1, ID_1, LISTS)
#define AP_2(LISTS) IFACE("radio0", MAC_2, ID_2, LISTS)
#define GOOD_1 AP_1(HOLDER(MAC_2, ID_2, MAC_2, KEY_1))
#define GOOD_2 AP_2(HOLDER(MAC_1, ID_1, MAC_1, KEY_1))

#define R0KH(MAC, ID, KEY) "\tlist r0kh '" MAC "," ID "," KEY "'\n"
#define R1KH(MAC, ID, KEY) "\tlist r1kh '" MAC "," ID "," KEY "'\n"

static void with_matching_lines_the_key_gets_across_both_ways(void **state)
{
	SITE site = { 0 };

	(void)state;
	two(&site, GOOD_1, GOOD_2);
	assert_int_equal(end_of(&site, 0, 1), PULL_OK);
	assert_int_equal(end_of(&site, 1, 0), PULL_OK);
}

/* What the second access point's lists say, and how the roam to it and the one from it
 * end. */
static const struct {
	const char *lists;
	enum pull_end to_it, from_it;
} cases[] = {
	/* The target's r0kh entry. */
	{ R0KH(MAC_1, "other", KEY_1) R1KH(MAC_1, MAC_1, KEY_1), PULL_NO_R0KH, PULL_OK },
	{ R0KH(MAC_3, ID_1, KEY_1) R1KH(MAC_1, MAC_1, KEY_1), PULL_WRONG_MAC, PULL_OK },
	{ R0KH(MAC_2, ID_1, KEY_1) R1KH(MAC_1, MAC_1, KEY_1), PULL_TO_SELF, PULL_OK },
	{ R0KH("00:00:00:00:00:00", ID_1, KEY_1) R1KH(MAC_1, MAC_1, KEY_1),
	  PULL_WRONG_MAC, PULL_OK },
	{ R0KH(MAC_1, ID_1, KEY_2) R1KH(MAC_1, MAC_1, KEY_1), PULL_KEYS, PULL_OK },
	/* A group's address gets there, but the answer's sender is another. */
	{ R0KH("ff:ff:ff:ff:ff:ff", ID_1, KEY_1) R1KH(MAC_1, MAC_1, KEY_1), PULL_R0KH_MAC,
	  PULL_OK },
	/* Of two lines with one identifier the first one counts. */
	{ R0KH(MAC_3, ID_1, KEY_1) R0KH(MAC_1, ID_1, KEY_1) R1KH(MAC_1, MAC_1, KEY_1),
	  PULL_WRONG_MAC, PULL_OK },
	{ R0KH(MAC_1, ID_1, KEY_1) R0KH(MAC_3, ID_1, KEY_1) R1KH(MAC_1, MAC_1, KEY_1),
	  PULL_OK, PULL_OK },
	/* The R0KH's r1kh entry. */
	{ R0KH(MAC_1, ID_1, KEY_1) R1KH(MAC_1, MAC_3, KEY_1), PULL_OK, PULL_NO_R1KH },
	{ R0KH(MAC_1, ID_1, KEY_1) R1KH(MAC_3, MAC_1, KEY_1), PULL_OK, PULL_R1KH_MAC },
	{ R0KH(MAC_1, ID_1, KEY_1) R1KH(MAC_1, MAC_1, KEY_3), PULL_OK, PULL_KEYS },
	/* Wildcards take anybody who has the key; an entry before them counts. */
	{ R0KH("ff:ff:ff:ff:ff:ff", "*", KEY_1)
		  R1KH("00:00:00:00:00:00", "00:00:00:00:00:00", KEY_1),
	  PULL_OK, PULL_OK },
	{ R0KH("ff:ff:ff:ff:ff:ff", "*", KEY_2)
		  R1KH("00:00:00:00:00:00", "00:00:00:00:00:00", KEY_2),
	  PULL_KEYS, PULL_KEYS },
	{ R0KH("ff:ff:ff:ff:ff:ff", "*", KEY_2) R0KH(MAC_1, ID_1, KEY_1)
		  R1KH("00:00:00:00:00:00", "00:00:00:00:00:00", KEY_1),
	  PULL_OK, PULL_OK },
	/* Beside a wildcard the sender's address does not matter. */
	{ R0KH(MAC_1, ID_1, KEY_1) R1KH(MAC_3, MAC_1, KEY_1)
		  R1KH("00:00:00:00:00:00", "00:00:00:00:00:00", KEY_2),
	  PULL_OK, PULL_OK },
};

static void each_line_decides_as_hostapd_decides(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_free_ char *text = NULL;
		SITE site = { 0 };

		assert_true(asprintf(&text, "%s%s", AP_2(""), cases[i].lists) > 0);
		two(&site, GOOD_1, text);
		assert_int_equal(end_of(&site, 0, 1), cases[i].to_it);
		assert_int_equal(end_of(&site, 1, 0), cases[i].from_it);
	}
}

static void identifiers_that_both_have_lead_nowhere(void **state)
{
	SITE same_r0kh = { 0 }, same_r1kh = { 0 };

	(void)state;
	two(&same_r0kh, IFACE("radio0", MAC_1, ID_1, HOLDER(MAC_2, ID_1, MAC_2, KEY_1)),
	    "config wifi-iface\n\toption ssid corridor\n\toption encryption sae\n"
	    "\toption key 'correct horse'\n\toption ieee80211r 1\n\toption macaddr " MAC_2
	    "\n\toption nasid " ID_1 "\n" HOLDER(MAC_1, ID_1, MAC_1, KEY_1));
	assert_int_equal(end_of(&same_r0kh, 0, 1), PULL_SAME_R0KH_ID);
	assert_int_equal(end_of(&same_r0kh, 1, 0), PULL_SAME_R0KH_ID);
	two(&same_r1kh, AP_1(HOLDER(MAC_2, ID_2, MAC_1, KEY_1)),
	    "config wifi-iface\n\toption ssid corridor\n\toption encryption sae\n"
	    "\toption key 'correct horse'\n\toption ieee80211r 1\n\toption macaddr " MAC_2
	    "\n\toption nasid " ID_2 "\n\toption r1_key_holder " ID_1
	    "\n" HOLDER(MAC_1, ID_1, MAC_1, KEY_1));
	assert_int_equal(end_of(&same_r1kh, 0, 1), PULL_SAME_R1KH_ID);
}

#define PSK(MAC, LOCAL)                                                               \
	"config wifi-iface\n\toption ssid x\n\toption encryption psk2\n\toption key " \
	"12345678\n\toption ieee80211r 1\n\toption macaddr " MAC                      \
	"\n\toption ft_psk_generate_local " LOCAL "\n"

static void keys_made_locally_are_not_to_be_pulled(void **state)
{
	SITE site = { 0 };

	(void)state;
	two(&site, PSK(MAC_1, "1"), PSK(MAC_2, "0"));
	assert_int_equal(end_of(&site, 0, 1), PULL_GENERATED_NOT);
	assert_int_equal(end_of(&site, 1, 0), PULL_OK);
}

static void what_has_no_ft_in_common_or_does_not_start_is_told_apart(void **state)
{
	SITE none = { 0 }, broken = { 0 };

	(void)state;
	two(&none, PSK(MAC_1, "1") "\toption ssid corridor\n", GOOD_2);
	assert_int_equal(end_of(&none, 0, 1), PULL_NO_FT);
	two(&broken, GOOD_1, AP_2("\toption mobility_domain 12345\n"));
	assert_int_equal(end_of(&broken, 0, 1), PULL_NOT_STARTED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(with_matching_lines_the_key_gets_across_both_ways),
		cmocka_unit_test(each_line_decides_as_hostapd_decides),
		cmocka_unit_test(identifiers_that_both_have_lead_nowhere),
		cmocka_unit_test(keys_made_locally_are_not_to_be_pulled),
		cmocka_unit_test(
			what_has_no_ft_in_common_or_does_not_start_is_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
