/* SPDX-License-Identifier: BSD-3-Clause */
#include "wifi/nl80211-message.h"

#include <errno.h>
#include <string.h>

#include "base/memory.h"
#include "wifi/scan.h"

static const uint8_t hall[MAC_LENGTH] = { 2, 0, 0, 0, 1, 0 };

/* SSID, RSNE (FT-SAE, CCMP, PMF required), MDE (a1b2, over the DS). */
static const uint8_t elements[] = {
	0,    8,    'c',  'o',	'r',  'r',  'i',  'd', 'o', 'r', /* SSID */
	48,   20,   1,	  0,	0x00, 0x0f, 0xac, 4,		 /* RSNE, group CCMP */
	1,    0,    0x00, 0x0f, 0xac, 4,			 /* pairwise CCMP */
	1,    0,    0x00, 0x0f, 0xac, 9,			 /* FT-SAE */
	0xc0, 0x00,						 /* MFPR, MFPC */
	54,   3,    0xa1, 0xb2, 1,				 /* MDE */
};

struct bss_message {
	const void *elements;
	size_t length;
	int32_t signal_mbm;
	bool associated;
};

static struct nl_msg *bss_message(const struct bss_message *m)
{
	struct nl_msg *msg = message_new(NL80211_CMD_NEW_SCAN_RESULTS);
	struct nlattr *nest = nla_nest_start(msg, NL80211_ATTR_BSS);

	nla_put(msg, NL80211_BSS_BSSID, sizeof(hall), hall);
	nla_put_u32(msg, NL80211_BSS_FREQUENCY, 2412);
	nla_put_u16(msg, NL80211_BSS_CAPABILITY, 0x0411);
	nla_put_u32(msg, NL80211_BSS_SEEN_MS_AGO, 1500);
	if (m->signal_mbm)
		nla_put_u32(msg, NL80211_BSS_SIGNAL_MBM, (uint32_t)m->signal_mbm);
	if (m->associated)
		nla_put_u32(msg, NL80211_BSS_STATUS, NL80211_BSS_STATUS_ASSOCIATED);
	nla_put(msg, NL80211_BSS_INFORMATION_ELEMENTS, (int)m->length, m->elements);
	nla_nest_end(msg, nest);
	return msg;
}

static int parse(const struct bss_message *m, struct scanned_bss *ret)
{
	struct nl_msg *msg = bss_message(m);
	size_t length;
	const void *octets = message_octets(msg, &length);
	int r = scanned_bss_parse(octets, length, ret);

	nlmsg_free(msg);
	return r;
}

static void a_bss_has_what_its_beacon_says(void **state)
{
	const struct bss_message m = { elements, sizeof(elements), -4875, true };
	struct scanned_bss bss;

	(void)state;
	assert_int_equal(parse(&m, &bss), 0);
	assert_memory_equal(bss.bssid, hall, MAC_LENGTH);
	assert_int_equal(bss.ssid_length, 8);
	assert_memory_equal(bss.ssid, "corridor", 8);
	assert_int_equal(bss.frequency_mhz, 2412);
	assert_true(bss.has_signal);
	assert_int_equal(bss.signal_dbm, -48);
	assert_true(bss.associated);
	assert_true(bss.privacy);
	assert_int_equal(bss.seen_ms_ago, 1500);
	assert_false(bss.malformed);
	assert_true(bss.elements.has_mde);
	assert_int_equal(bss.elements.mobility_domain, 0xa1b2);
	assert_int_equal(bss.elements.akms[0], 0x000fac09);
}

static void a_hidden_ssid_is_none(void **state)
{
	static const uint8_t empty[] = { 0, 0 }, zeros[] = { 0, 3, 0, 0, 0 };
	struct bss_message m = { empty, sizeof(empty), 0, false };
	struct scanned_bss bss;

	(void)state;
	assert_int_equal(parse(&m, &bss), 0);
	assert_int_equal(bss.ssid_length, 0);
	assert_false(bss.has_signal);
	m.elements = zeros;
	m.length = sizeof(zeros);
	assert_int_equal(parse(&m, &bss), 0);
	assert_int_equal(bss.ssid_length, 0);
	assert_false(bss.malformed);
}

static void elements_that_end_too_early_are_told(void **state)
{
	const struct bss_message m = { elements, sizeof(elements) - 1, 0, false };
	struct scanned_bss bss;

	(void)state;
	assert_int_equal(parse(&m, &bss), 0);
	assert_true(bss.malformed);
	assert_false(bss.elements.has_rsne);
	assert_int_equal(bss.ssid_length, 8);
}

static void wpa_before_rsn_is_known(void **state)
{
	static const uint8_t wpa[] = { 221, 6, 0x00, 0x50, 0xf2, 1, 1, 0 };
	static const uint8_t wmm[] = { 221, 6, 0x00, 0x50, 0xf2, 2, 1, 0 };
	struct bss_message m = { wpa, sizeof(wpa), 0, false };
	struct scanned_bss bss;

	(void)state;
	assert_int_equal(parse(&m, &bss), 0);
	assert_true(bss.has_wpa);
	m.elements = wmm;
	assert_int_equal(parse(&m, &bss), 0);
	assert_false(bss.has_wpa);
}

static void what_is_no_bss_is_refused(void **state)
{
	struct nl_msg *msg = message_new(NL80211_CMD_NEW_SCAN_RESULTS);
	struct scanned_bss bss;
	const void *octets;
	size_t length;

	(void)state;
	octets = message_octets(msg, &length);
	assert_int_equal(scanned_bss_parse(octets, length, &bss), -EBADMSG);
	nlmsg_free(msg);
	assert_int_equal(scanned_bss_parse("", 1, &bss), -EBADMSG);
}

static void add(struct scan_results *results, uint8_t last, int signal, bool associated)
{
	struct scanned_bss *bss =
		array_add(results->items, results->count, results->capacity);

	*bss = (struct scanned_bss){
		.bssid = { 2, 0, 0, 0, 0, last },
		.frequency_mhz = 2412,
		.has_signal = true,
		.signal_dbm = signal,
		.associated = associated,
		.seen_ms_ago = 100,
	};
}

static void a_later_reading_adds_and_replaces(void **state)
{
	struct scan_results results = { 0 }, later = { 0 };

	(void)state;
	add(&results, 1, -50, true);
	add(&results, 2, -60, false);
	add(&later, 2, -61, true);
	add(&later, 3, -70, false);
	scan_results_merge(&results, &later, 5000);
	assert_int_equal(later.count, 0);
	assert_int_equal(results.count, 3);
	/* The kernel has forgotten it; it is not where the station is any more. */
	assert_int_equal(results.items[0].seen_ms_ago, 5100);
	assert_false(results.items[0].associated);
	assert_int_equal(results.items[1].signal_dbm, -61);
	assert_int_equal(results.items[1].seen_ms_ago, 100);
	assert_true(results.items[1].associated);
	assert_int_equal(results.items[2].bssid[5], 3);
	scan_results_clear(&results);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bss_has_what_its_beacon_says),
		cmocka_unit_test(a_hidden_ssid_is_none),
		cmocka_unit_test(elements_that_end_too_early_are_told),
		cmocka_unit_test(wpa_before_rsn_is_known),
		cmocka_unit_test(what_is_no_bss_is_refused),
		cmocka_unit_test(a_later_reading_adds_and_replaces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
