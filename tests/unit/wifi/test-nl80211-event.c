/* SPDX-License-Identifier: BSD-3-Clause */
/* cmocka's prerequisites */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <linux/nl80211.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <string.h>

#include "frames.h"
#include "wifi/nl80211.h"

#define IFINDEX 7
#define WDEV UINT64_C(0x200000001)

static const uint8_t hall[MAC_LENGTH] = { 2, 0, 0, 0, 0, 0 };
static const uint8_t station[MAC_LENGTH] = { 2, 0, 0, 0, 2, 0 };

static struct nl_msg *message(uint8_t command)
{
	struct nl_msg *msg = nlmsg_alloc();

	assert_non_null(msg);
	assert_non_null(genlmsg_put(msg, 0, 0, 30, 0, 0, command, 1));
	return msg;
}

/* Such a message about the interface. */
static struct nl_msg *own_message(uint8_t command)
{
	struct nl_msg *msg = message(command);

	assert_int_equal(nla_put_u32(msg, NL80211_ATTR_WIPHY, 2), 0);
	assert_int_equal(nla_put_u32(msg, NL80211_ATTR_IFINDEX, IFINDEX), 0);
	return msg;
}

static bool parse(struct nl_msg *msg, struct event *ret)
{
	struct nlmsghdr *header = nlmsg_hdr(msg);
	bool ours = nl80211_parse_event(nlmsg_data(header), (size_t)nlmsg_datalen(header),
					IFINDEX, WDEV, ret);

	nlmsg_free(msg);
	return ours;
}

static struct event parse_with_frame(uint8_t command, const uint8_t *frame, size_t length)
{
	struct nl_msg *msg = own_message(command);
	struct event event;

	assert_int_equal(nla_put(msg, NL80211_ATTR_FRAME, (int)length, frame), 0);
	assert_true(parse(msg, &event));
	assert_int_equal(event.kind, EVENT_KERNEL);
	return event;
}

static void each_command_has_its_event(void **state)
{
	static const struct {
		uint8_t command;
		enum kernel_event what;
	} pairs[] = {
		{ NL80211_CMD_TRIGGER_SCAN, KERNEL_SCAN_STARTED },
		{ NL80211_CMD_NEW_SCAN_RESULTS, KERNEL_SCAN_DONE },
		{ NL80211_CMD_SCAN_ABORTED, KERNEL_SCAN_ABORTED },
		{ NL80211_CMD_AUTHENTICATE, KERNEL_AUTHENTICATE },
		{ NL80211_CMD_ASSOCIATE, KERNEL_ASSOCIATE },
		{ NL80211_CMD_DEAUTHENTICATE, KERNEL_DEAUTHENTICATE },
		{ NL80211_CMD_DISASSOCIATE, KERNEL_DISASSOCIATE },
		{ NL80211_CMD_CONNECT, KERNEL_CONNECT },
		{ NL80211_CMD_DISCONNECT, KERNEL_DISCONNECT },
		{ NL80211_CMD_FRAME_TX_STATUS, KERNEL_FRAME_TX_STATUS },
		{ NL80211_CMD_CONTROL_PORT_FRAME_TX_STATUS, KERNEL_EAPOL_TX_STATUS },
		{ NL80211_CMD_PORT_AUTHORIZED, KERNEL_PORT_AUTHORIZED },
		{ NL80211_CMD_NEW_STATION, KERNEL_NEW_STATION },
		{ NL80211_CMD_DEL_STATION, KERNEL_DEL_STATION },
		{ NL80211_CMD_ASSOC_COMEBACK, KERNEL_ASSOC_COMEBACK },
		{ NL80211_CMD_NOTIFY_CQM, KERNEL_OTHER },
	};
	struct event event;

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		assert_true(parse(own_message(pairs[i].command), &event));
		assert_int_equal(event.kernel.what, pairs[i].what);
	}
}

static void messages_of_other_interfaces_are_left_out(void **state)
{
	struct nl_msg *msg = message(NL80211_CMD_CONNECT);
	struct event event;

	(void)state;
	assert_int_equal(nla_put_u32(msg, NL80211_ATTR_IFINDEX, IFINDEX + 1), 0);
	/* the index decides where there is one */
	assert_int_equal(nla_put_u64(msg, NL80211_ATTR_WDEV, WDEV), 0);
	assert_false(parse(msg, &event));
	msg = message(NL80211_CMD_NEW_WIPHY);
	assert_int_equal(nla_put_u32(msg, NL80211_ATTR_WIPHY, 2), 0);
	assert_false(parse(msg, &event));
}

static void a_wireless_device_without_index_is_known_by_its_number(void **state)
{
	struct nl_msg *msg = message(NL80211_CMD_FRAME_TX_STATUS);
	struct event event;

	(void)state;
	assert_int_equal(nla_put_u64(msg, NL80211_ATTR_WDEV, WDEV), 0);
	assert_true(parse(msg, &event));
	msg = message(NL80211_CMD_FRAME_TX_STATUS);
	assert_int_equal(nla_put_u64(msg, NL80211_ATTR_WDEV, WDEV + 1), 0);
	assert_false(parse(msg, &event));
}

static void an_authentication_brings_its_frame(void **state)
{
	struct event event =
		parse_with_frame(NL80211_CMD_AUTHENTICATE, ft_authentication_response,
				 sizeof(ft_authentication_response));

	(void)state;
	assert_false(event.kernel.timed_out);
	assert_int_equal(event.kernel.frame.kind, FRAME_AUTHENTICATION);
	assert_int_equal(event.kernel.frame.auth_algorithm, AUTH_FT);
	assert_true(event.kernel.frame.has_fte);
}

static void a_timeout_has_an_address_and_no_frame(void **state)
{
	struct nl_msg *msg = own_message(NL80211_CMD_AUTHENTICATE);
	struct event event;

	(void)state;
	assert_int_equal(nla_put_flag(msg, NL80211_ATTR_TIMED_OUT), 0);
	assert_int_equal(nla_put(msg, NL80211_ATTR_MAC, MAC_LENGTH, hall), 0);
	assert_true(parse(msg, &event));
	assert_true(event.kernel.timed_out);
	assert_memory_equal(event.kernel.mac, hall, MAC_LENGTH);
	assert_int_equal(event.kernel.frame.kind, FRAME_NONE);
}

static void a_deauthentication_that_was_protected_comes_decrypted(void **state)
{
	uint8_t octets[sizeof(deauthentication)];
	struct event event;

	(void)state;
	memcpy(octets, deauthentication, sizeof(octets));
	octets[1] |= 0x40;
	event = parse_with_frame(NL80211_CMD_DEAUTHENTICATE, octets, sizeof(octets));
	assert_int_equal(event.kernel.frame.kind, FRAME_DEAUTHENTICATION);
	assert_true(event.kernel.frame.has_reason);
	assert_int_equal(event.kernel.frame.reason, 2);
}

static void an_action_frame_sent_is_acknowledged_or_not(void **state)
{
	struct nl_msg *msg = own_message(NL80211_CMD_FRAME_TX_STATUS);
	struct event event;

	(void)state;
	assert_int_equal(nla_put(msg, NL80211_ATTR_FRAME, sizeof(ft_request), ft_request),
			 0);
	assert_int_equal(nla_put_flag(msg, NL80211_ATTR_ACK), 0);
	assert_true(parse(msg, &event));
	assert_true(event.kernel.acknowledged);
	assert_int_equal(event.kernel.frame.kind, FRAME_FT_REQUEST);
	event = parse_with_frame(NL80211_CMD_FRAME_TX_STATUS, ft_request,
				 sizeof(ft_request));
	assert_false(event.kernel.acknowledged);
}

static void what_went_out_over_the_control_port_is_an_ethernet_frame(void **state)
{
	uint8_t ethernet[14 + sizeof(sae_message_4)];
	struct event event;

	(void)state;
	memcpy(ethernet, hall, MAC_LENGTH);
	memcpy(ethernet + 6, station, MAC_LENGTH);
	ethernet[12] = 0x88;
	ethernet[13] = 0x8e;
	memcpy(ethernet + 14, sae_message_4, sizeof(sae_message_4));
	event = parse_with_frame(NL80211_CMD_CONTROL_PORT_FRAME_TX_STATUS, ethernet,
				 sizeof(ethernet));
	assert_int_equal(event.kernel.frame.kind, FRAME_EAPOL_KEY);
	assert_int_equal(event.kernel.frame.eapol_message, 4);
	assert_memory_equal(event.kernel.frame.to, hall, MAC_LENGTH);
	assert_memory_equal(event.kernel.frame.from, station, MAC_LENGTH);
	ethernet[13] = 0xc7; /* pre-authentication */
	event = parse_with_frame(NL80211_CMD_CONTROL_PORT_FRAME_TX_STATUS, ethernet,
				 sizeof(ethernet));
	assert_int_equal(event.kernel.frame.kind, FRAME_NONE);
	event = parse_with_frame(NL80211_CMD_CONTROL_PORT_FRAME_TX_STATUS, ethernet, 13);
	assert_int_equal(event.kernel.frame.kind, FRAME_NONE);
}

static void a_frame_that_is_not_understood_is_left_out_and_the_event_kept(void **state)
{
	static const uint8_t octets[5000] = { 0x30 };
	struct event event;

	(void)state;
	event = parse_with_frame(NL80211_CMD_ASSOCIATE, octets, 10);
	assert_int_equal(event.kernel.what, KERNEL_ASSOCIATE);
	assert_int_equal(event.kernel.frame.kind, FRAME_NONE);
	event = parse_with_frame(NL80211_CMD_ASSOCIATE, octets, 0);
	assert_int_equal(event.kernel.frame.kind, FRAME_NONE);
}

static void malformed_messages_are_refused(void **state)
{
	struct nl_msg *msg = own_message(NL80211_CMD_CONNECT);
	struct nlmsghdr *header = nlmsg_hdr(msg);
	struct event event;

	(void)state;
	assert_false(nl80211_parse_event(nlmsg_data(header), 0, IFINDEX, WDEV, &event));
	assert_false(nl80211_parse_event(nlmsg_data(header), 3, IFINDEX, WDEV, &event));
	assert_false(nl80211_parse_event(nlmsg_data(header), 4, IFINDEX, WDEV, &event));
	/* an address that is too short */
	assert_int_equal(nla_put(msg, NL80211_ATTR_MAC, 5, hall), 0);
	assert_false(parse(msg, &event));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_command_has_its_event),
		cmocka_unit_test(messages_of_other_interfaces_are_left_out),
		cmocka_unit_test(a_wireless_device_without_index_is_known_by_its_number),
		cmocka_unit_test(an_authentication_brings_its_frame),
		cmocka_unit_test(a_timeout_has_an_address_and_no_frame),
		cmocka_unit_test(a_deauthentication_that_was_protected_comes_decrypted),
		cmocka_unit_test(an_action_frame_sent_is_acknowledged_or_not),
		cmocka_unit_test(
			what_went_out_over_the_control_port_is_an_ethernet_frame),
		cmocka_unit_test(
			a_frame_that_is_not_understood_is_left_out_and_the_event_kept),
		cmocka_unit_test(malformed_messages_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
