/* SPDX-License-Identifier: BSD-3-Clause */
#include "wifi/nl80211-message.h"

#include <errno.h>
#include <string.h>

#include "wifi/interface.h"

static const uint8_t station[MAC_LENGTH] = { 2, 0, 0, 0, 0xff, 0 };

static struct nl_msg *station_message(void)
{
	struct nl_msg *msg = message_new(NL80211_CMD_NEW_INTERFACE);

	nla_put_u32(msg, NL80211_ATTR_WIPHY, 3);
	nla_put_u32(msg, NL80211_ATTR_IFTYPE, NL80211_IFTYPE_STATION);
	nla_put(msg, NL80211_ATTR_MAC, sizeof(station), station);
	return msg;
}

static int parse(struct nl_msg *msg, struct wireless_interface *ret)
{
	size_t length;
	const void *octets = message_octets(msg, &length);
	int r = wireless_interface_parse(octets, length, ret);

	nlmsg_free(msg);
	return r;
}

static void a_station_on_a_network_has_its_ssid_and_channel(void **state)
{
	struct wireless_interface interface;
	struct nl_msg *msg = station_message();

	(void)state;
	nla_put_u32(msg, NL80211_ATTR_IFINDEX, 7);
	nla_put_string(msg, NL80211_ATTR_IFNAME, "wlan0");
	nla_put_u32(msg, NL80211_ATTR_WIPHY_FREQ, 5180);
	nla_put(msg, NL80211_ATTR_SSID, 8, "corridor");
	assert_int_equal(parse(msg, &interface), 0);
	assert_string_equal(interface.name, "wlan0");
	assert_int_equal(interface.ifindex, 7);
	assert_int_equal(interface.wiphy, 3);
	assert_int_equal(interface.type, NL80211_IFTYPE_STATION);
	assert_memory_equal(interface.mac, station, MAC_LENGTH);
	assert_int_equal(interface.frequency_mhz, 5180);
	assert_int_equal(interface.ssid_length, 8);
	assert_memory_equal(interface.ssid, "corridor", 8);
}

static void one_on_no_network_has_neither(void **state)
{
	struct wireless_interface interface;
	struct nl_msg *msg = station_message();

	(void)state;
	nla_put_u32(msg, NL80211_ATTR_IFINDEX, 7);
	nla_put_string(msg, NL80211_ATTR_IFNAME, "wlan0");
	assert_int_equal(parse(msg, &interface), 0);
	assert_int_equal(interface.ssid_length, 0);
	assert_int_equal(interface.frequency_mhz, 0);
}

static void one_without_a_device_is_none(void **state)
{
	struct wireless_interface interface;

	(void)state;
	assert_int_equal(parse(station_message(), &interface), -ENODEV);
}

static void a_broken_message_is_refused(void **state)
{
	struct wireless_interface interface;
	struct nl_msg *msg = message_new(NL80211_CMD_NEW_INTERFACE);

	(void)state;
	nla_put_u32(msg, NL80211_ATTR_IFINDEX, 7);
	nla_put_string(msg, NL80211_ATTR_IFNAME, "wlan0");
	assert_int_equal(parse(msg, &interface), -EBADMSG);
	assert_int_equal(wireless_interface_parse("", 1, &interface), -EBADMSG);
}

static void one_is_found_by_its_whole_name(void **state)
{
	struct wireless_interface items[] = { { .name = "wlan0" }, { .name = "wlan1" } };
	const struct wireless_interfaces interfaces = { .items = items, .count = 2 };

	(void)state;
	assert_ptr_equal(wireless_interfaces_find(&interfaces, "wlan1"), &items[1]);
	assert_null(wireless_interfaces_find(&interfaces, "wlan"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_station_on_a_network_has_its_ssid_and_channel),
		cmocka_unit_test(one_on_no_network_has_neither),
		cmocka_unit_test(one_without_a_device_is_none),
		cmocka_unit_test(a_broken_message_is_refused),
		cmocka_unit_test(one_is_found_by_its_whole_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
