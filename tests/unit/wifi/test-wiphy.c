/* SPDX-License-Identifier: BSD-3-Clause */
#include "wifi/nl80211-message.h"

#include <errno.h>

#include "base/cleanup.h"
#include "wifi/wiphy.h"

#define STATION (1 << NL80211_IFTYPE_STATION)
#define MONITOR (1 << NL80211_IFTYPE_MONITOR)

static int take(struct nl_msg *msg, struct wiphy *wiphy)
{
	size_t length;
	const void *octets = message_octets(msg, &length);
	int r = wiphy_take(octets, length, wiphy);

	nlmsg_free(msg);
	return r;
}

static void put_types(struct nl_msg *msg, int attribute, uint32_t types)
{
	struct nlattr *nest = nla_nest_start(msg, attribute);

	for (int type = 0; type < 32; type++)
		if (types & UINT32_C(1) << type)
			nla_put_flag(msg, type);
	nla_nest_end(msg, nest);
}

static void take_commands(struct wiphy *wiphy, const uint32_t *commands, size_t count)
{
	struct nl_msg *msg = message_new(NL80211_CMD_NEW_WIPHY);
	struct nlattr *nest = nla_nest_start(msg, NL80211_ATTR_SUPPORTED_COMMANDS);

	for (size_t i = 0; i < count; i++)
		nla_put_u32(msg, (int)i + 1, commands[i]);
	nla_nest_end(msg, nest);
	assert_int_equal(take(msg, wiphy), 0);
}

static void messages_of_one_answer_add_up(void **state)
{
	static const uint32_t commands[] = { NL80211_CMD_AUTHENTICATE,
					     NL80211_CMD_ASSOCIATE };
	struct nl_msg *msg = message_new(NL80211_CMD_NEW_WIPHY);
	static const uint32_t akms[] = { 0x000fac04, 0x000fac09 };
	const uint8_t features[] = { 0, 1 << (NL80211_EXT_FEATURE_FILS_STA - 8) };
	struct wiphy wiphy = { 0 };

	(void)state;
	nla_put_string(msg, NL80211_ATTR_WIPHY_NAME, "phy7");
	nla_put_u8(msg, NL80211_ATTR_MAX_NUM_SCAN_SSIDS, 4);
	assert_int_equal(take(msg, &wiphy), 0);
	take_commands(&wiphy, commands, 2);
	msg = message_new(NL80211_CMD_NEW_WIPHY);
	nla_put(msg, NL80211_ATTR_AKM_SUITES, sizeof(akms), akms);
	nla_put(msg, NL80211_ATTR_EXT_FEATURES, sizeof(features), features);
	nla_put_flag(msg, NL80211_ATTR_ROAM_SUPPORT);
	assert_int_equal(take(msg, &wiphy), 0);

	assert_string_equal(wiphy.name, "phy7");
	assert_int_equal(wiphy.scan_ssids, 4);
	assert_true(wiphy_has_command(&wiphy, NL80211_CMD_ASSOCIATE));
	assert_false(wiphy_has_command(&wiphy, NL80211_CMD_CONNECT));
	assert_false(wiphy_has_command(&wiphy, 1000));
	assert_int_equal(wiphy.akm_count, 2);
	assert_int_equal(wiphy.akms[1], 0x000fac09);
	assert_true(wiphy_has_feature(&wiphy, NL80211_EXT_FEATURE_FILS_STA));
	assert_false(wiphy_has_feature(&wiphy, NL80211_EXT_FEATURE_RRM));
	assert_false(wiphy_has_feature(&wiphy, 100000));
	assert_true(wiphy.firmware_roams);
}

static void who_authenticates_follows_from_the_commands(void **state)
{
	static const uint32_t all[] = { NL80211_CMD_CONNECT, NL80211_CMD_AUTHENTICATE,
					NL80211_CMD_ASSOCIATE };
	struct wiphy mac = { 0 }, full = { 0 }, none = { 0 };

	(void)state;
	take_commands(&mac, all, 3);
	take_commands(&full, all, 1);
	assert_int_equal(wiphy_sme(&mac), SME_SUPPLICANT);
	assert_int_equal(wiphy_sme(&full), SME_FIRMWARE);
	assert_int_equal(wiphy_sme(&none), SME_NONE);
}

/* One combination: up to count of first, and up to one of second. */
static void take_combination(struct wiphy *wiphy, unsigned max, uint32_t first,
			     unsigned count, uint32_t second)
{
	struct nl_msg *msg = message_new(NL80211_CMD_NEW_WIPHY);
	struct nlattr *all = nla_nest_start(msg, NL80211_ATTR_INTERFACE_COMBINATIONS);
	struct nlattr *one = nla_nest_start(msg, 1);
	struct nlattr *limits = nla_nest_start(msg, NL80211_IFACE_COMB_LIMITS);
	struct nlattr *limit = nla_nest_start(msg, 1);

	nla_put_u32(msg, NL80211_IFACE_LIMIT_MAX, count);
	put_types(msg, NL80211_IFACE_LIMIT_TYPES, first);
	nla_nest_end(msg, limit);
	if (second) {
		limit = nla_nest_start(msg, 2);
		nla_put_u32(msg, NL80211_IFACE_LIMIT_MAX, 1);
		put_types(msg, NL80211_IFACE_LIMIT_TYPES, second);
		nla_nest_end(msg, limit);
	}
	nla_nest_end(msg, limits);
	nla_put_u32(msg, NL80211_IFACE_COMB_MAXNUM, max);
	nla_put_u32(msg, NL80211_IFACE_COMB_NUM_CHANNELS, 1);
	nla_nest_end(msg, one);
	nla_nest_end(msg, all);
	assert_int_equal(take(msg, wiphy), 0);
}

static struct wiphy of_types(uint32_t types, uint32_t software)
{
	struct nl_msg *msg = message_new(NL80211_CMD_NEW_WIPHY);
	struct wiphy wiphy = { 0 };

	put_types(msg, NL80211_ATTR_SUPPORTED_IFTYPES, types);
	put_types(msg, NL80211_ATTR_SOFTWARE_IFTYPES, software);
	assert_int_equal(take(msg, &wiphy), 0);
	return wiphy;
}

static void a_software_monitor_stands_beside_anything(void **state)
{
	struct wiphy wiphy = of_types(STATION | MONITOR, MONITOR);

	(void)state;
	assert_true(wiphy_can_monitor_beside_station(&wiphy));
	wiphy.types = STATION;
	assert_false(wiphy_can_monitor_beside_station(&wiphy));
}

static void any_other_needs_a_combination(void **state)
{
	struct wiphy wiphy = of_types(STATION | MONITOR, 0);

	(void)state;
	assert_false(wiphy_can_monitor_beside_station(&wiphy));
	take_combination(&wiphy, 2, STATION, 2, 0);
	assert_false(wiphy_can_monitor_beside_station(&wiphy));
	/* Either, but one of them. */
	take_combination(&wiphy, 2, STATION | MONITOR, 1, 0);
	assert_false(wiphy_can_monitor_beside_station(&wiphy));
	take_combination(&wiphy, 1, STATION, 1, MONITOR);
	assert_false(wiphy_can_monitor_beside_station(&wiphy));
	take_combination(&wiphy, 2, STATION, 1, MONITOR);
	assert_true(wiphy_can_monitor_beside_station(&wiphy));
}

static void two_of_one_limit_are_two(void **state)
{
	struct wiphy wiphy = of_types(STATION | MONITOR, 0);

	(void)state;
	take_combination(&wiphy, 2, STATION | MONITOR, 2, 0);
	assert_true(wiphy_can_monitor_beside_station(&wiphy));
}

static void more_than_is_kept_does_no_harm(void **state)
{
	struct wiphy wiphy = of_types(STATION | MONITOR, 0);

	(void)state;
	for (unsigned i = 0; i < 2 * WIPHY_COMBINATIONS_MAX; i++)
		take_combination(&wiphy, 1, STATION, 1, 0);
	assert_int_equal(wiphy.combination_count, WIPHY_COMBINATIONS_MAX);
}

/* A band with these channels; disabled: one of them, or 0. */
static void take_band(struct wiphy *wiphy, int band, const unsigned *mhz,
		      unsigned disabled)
{
	struct nl_msg *msg = message_new(NL80211_CMD_NEW_WIPHY);
	struct nlattr *bands = nla_nest_start(msg, NL80211_ATTR_WIPHY_BANDS);
	struct nlattr *one = nla_nest_start(msg, band);
	struct nlattr *frequencies = nla_nest_start(msg, NL80211_BAND_ATTR_FREQS);

	for (int i = 0; mhz[i]; i++) {
		struct nlattr *frequency = nla_nest_start(msg, i);

		nla_put_u32(msg, NL80211_FREQUENCY_ATTR_FREQ, mhz[i]);
		if (mhz[i] == disabled)
			nla_put_flag(msg, NL80211_FREQUENCY_ATTR_DISABLED);
		nla_nest_end(msg, frequency);
	}
	nla_nest_end(msg, frequencies);
	nla_nest_end(msg, one);
	nla_nest_end(msg, bands);
	assert_int_equal(take(msg, wiphy), 0);
}

static void access_points_are_looked_for_where_they_can_be(void **state)
{
	static const unsigned wanted[] = { 2412, 5180, 5200, 5975, 6055 };
	struct wiphy wiphy = { 0 };

	(void)state;
	take_band(&wiphy, NL80211_BAND_2GHZ, (unsigned[]){ 2412, 2484, 0 }, 2484);
	/* One band may come in several messages. */
	take_band(&wiphy, NL80211_BAND_5GHZ, (unsigned[]){ 5180, 0 }, 0);
	take_band(&wiphy, NL80211_BAND_5GHZ, (unsigned[]){ 5200, 0 }, 0);
	take_band(&wiphy, NL80211_BAND_6GHZ,
		  (unsigned[]){ 5935, 5955, 5975, 5995, 6055, 6135, 0 }, 6135);
	take_band(&wiphy, NL80211_BAND_S1GHZ, (unsigned[]){ 902, 0 }, 0);
	take_band(&wiphy, NL80211_BAND_60GHZ, (unsigned[]){ 58320, 0 }, 0);
	assert_int_equal(wiphy.frequency_count, ARRAY_SIZE(wanted));
	assert_memory_equal(wiphy.frequencies, wanted, sizeof(wanted));
	for (int i = 0; i < WIPHY_FREQUENCIES_MAX; i++)
		take_band(&wiphy, NL80211_BAND_2GHZ, (unsigned[]){ 2412, 0 }, 0);
	assert_int_equal(wiphy.frequency_count, WIPHY_FREQUENCIES_MAX);
}

static void a_broken_message_is_refused(void **state)
{
	struct nl_msg *msg = message_new(NL80211_CMD_NEW_WIPHY);
	struct wiphy wiphy = { 0 };
	const void *octets;
	size_t length;

	(void)state;
	nla_put_u8(msg, NL80211_ATTR_MAX_NUM_SCAN_SSIDS, 4);
	octets = message_octets(msg, &length);
	assert_int_equal(wiphy_take(octets, 3, &wiphy), -EBADMSG);
	assert_int_equal(wiphy_take(octets, length, &wiphy), 0);
	nlmsg_free(msg);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages_of_one_answer_add_up),
		cmocka_unit_test(who_authenticates_follows_from_the_commands),
		cmocka_unit_test(a_software_monitor_stands_beside_anything),
		cmocka_unit_test(any_other_needs_a_combination),
		cmocka_unit_test(two_of_one_limit_are_two),
		cmocka_unit_test(more_than_is_kept_does_no_harm),
		cmocka_unit_test(access_points_are_looked_for_where_they_can_be),
		cmocka_unit_test(a_broken_message_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
