/* SPDX-License-Identifier: BSD-3-Clause */
/* cmocka's prerequisites */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <string.h>

#include "net/link-watch.h"

#define IFINDEX 3

static struct nl_msg *message(int type, const void *header, size_t length)
{
	struct nl_msg *msg = nlmsg_alloc_simple(type, 0);

	assert_non_null(msg);
	assert_int_equal(
		nlmsg_append(msg, (void *)(uintptr_t)header, length, NLMSG_ALIGNTO), 0);
	return msg;
}

static bool parse(struct nl_msg *msg, struct event *ret)
{
	bool ours = link_parse_event(nlmsg_hdr(msg), IFINDEX, ret);

	nlmsg_free(msg);
	return ours;
}

static void put_address(struct nl_msg *msg, int attribute, int family, const char *text)
{
	uint8_t octets[16];

	assert_int_equal(inet_pton(family, text, octets), 1);
	assert_int_equal(nla_put(msg, attribute, family == AF_INET ? 4 : 16, octets), 0);
}

static struct nl_msg *link_message(int type, int ifindex, uint8_t operstate)
{
	const struct ifinfomsg header = { .ifi_index = ifindex };
	struct nl_msg *msg = message(type, &header, sizeof(header));

	nla_put_u8(msg, IFLA_OPERSTATE, operstate);
	nla_put_u8(msg, IFLA_CARRIER, 1);
	return msg;
}

static void a_link_has_carrier_and_operational_state(void **state)
{
	struct event event;

	(void)state;
	assert_true(parse(link_message(RTM_NEWLINK, IFINDEX, 5 /* IF_OPER_DORMANT */),
			  &event));
	assert_int_equal(event.kind, EVENT_LINK);
	assert_int_equal(event.link.what, LINK_STATE);
	assert_true(event.link.carrier);
	assert_string_equal(event.link.operstate, "dormant");
	event_clear(&event);
	assert_true(
		parse(link_message(RTM_NEWLINK, IFINDEX, 6 /* IF_OPER_UP */), &event));
	assert_string_equal(event.link.operstate, "up");
	event_clear(&event);
	assert_true(parse(link_message(RTM_DELLINK, IFINDEX, 2), &event));
	assert_false(event.link.carrier);
	assert_string_equal(event.link.operstate, "notpresent");
	event_clear(&event);
}

static void links_without_state_and_bridge_ports_are_left_out(void **state)
{
	const struct ifinfomsg plain = { .ifi_index = IFINDEX };
	const struct ifinfomsg port = { .ifi_index = IFINDEX, .ifi_family = AF_BRIDGE };
	struct nl_msg *msg = message(RTM_NEWLINK, &port, sizeof(port));
	struct event event;

	(void)state;
	nla_put_u8(msg, IFLA_OPERSTATE, 6);
	nla_put_u8(msg, IFLA_CARRIER, 1);
	assert_false(parse(msg, &event));
	assert_false(parse(message(RTM_NEWLINK, &plain, sizeof(plain)), &event));
	assert_false(parse(link_message(RTM_NEWLINK, IFINDEX + 1, 6), &event));
}

static struct nl_msg *address_message(int type, int family, const char *address,
				      unsigned prefix, unsigned flags)
{
	const struct ifaddrmsg header = { .ifa_family = (uint8_t)family,
					  .ifa_prefixlen = (uint8_t)prefix,
					  .ifa_index = IFINDEX };
	struct nl_msg *msg = message(type, &header, sizeof(header));

	put_address(msg, IFA_ADDRESS, family, address);
	nla_put_u32(msg, IFA_FLAGS, flags);
	return msg;
}

static void an_address_has_its_prefix(void **state)
{
	struct nl_msg *msg = address_message(RTM_NEWADDR, AF_INET, "192.0.2.9", 24, 0);
	struct event event;

	(void)state;
	put_address(msg, IFA_LOCAL, AF_INET, "192.0.2.1"); /* the other end: .9 */
	assert_true(parse(msg, &event));
	assert_int_equal(event.link.what, LINK_ADDRESS);
	assert_false(event.link.removed);
	assert_string_equal(event.link.text, "192.0.2.1/24");
	event_clear(&event);
	assert_true(parse(address_message(RTM_DELADDR, AF_INET6, "2001:db8::1", 64, 0),
			  &event));
	assert_true(event.link.removed);
	assert_string_equal(event.link.text, "2001:db8::1/64");
	event_clear(&event);
}

static void a_tentative_address_is_not_there_yet(void **state)
{
	struct event event;

	(void)state;
	assert_false(parse(address_message(RTM_NEWADDR, AF_INET6, "2001:db8::1", 64,
					   IFA_F_TENTATIVE),
			   &event));
	assert_true(parse(address_message(RTM_NEWADDR, AF_INET6, "2001:db8::1", 64,
					  IFA_F_PERMANENT),
			  &event));
	event_clear(&event);
}

static struct nl_msg *route_message(uint8_t type, uint8_t table, uint8_t prefix)
{
	const struct rtmsg header = { .rtm_family = AF_INET,
				      .rtm_type = type,
				      .rtm_table = table,
				      .rtm_dst_len = prefix };
	struct nl_msg *msg = message(RTM_NEWROUTE, &header, sizeof(header));

	nla_put_u32(msg, RTA_OIF, IFINDEX);
	if (prefix > 0)
		put_address(msg, RTA_DST, AF_INET, "192.0.2.0");
	return msg;
}

static void a_route_is_written_as_ip_route_does(void **state)
{
	struct nl_msg *msg = route_message(RTN_UNICAST, RT_TABLE_MAIN, 0);
	struct event event;

	(void)state;
	put_address(msg, RTA_GATEWAY, AF_INET, "192.0.2.254");
	nla_put_u32(msg, RTA_PRIORITY, 600);
	assert_true(parse(msg, &event));
	assert_int_equal(event.link.what, LINK_ROUTE);
	assert_string_equal(event.link.text, "default via 192.0.2.254 metric 600");
	event_clear(&event);
	assert_true(parse(route_message(RTN_UNICAST, RT_TABLE_MAIN, 24), &event));
	assert_string_equal(event.link.text, "192.0.2.0/24");
	event_clear(&event);
	assert_true(parse(route_message(RTN_UNICAST, 100, 24), &event));
	assert_string_equal(event.link.text, "192.0.2.0/24 table 100");
	event_clear(&event);
}

static void routes_that_carry_nothing_out_are_left_out(void **state)
{
	struct event event;

	(void)state;
	assert_false(parse(route_message(RTN_LOCAL, RT_TABLE_LOCAL, 32), &event));
	assert_false(parse(route_message(RTN_BROADCAST, RT_TABLE_LOCAL, 32), &event));
	assert_false(parse(route_message(RTN_UNICAST, RT_TABLE_LOCAL, 24), &event));
}

static struct nl_msg *neighbour_message(int type, uint16_t neighbour_state)
{
	const struct ndmsg header = { .ndm_family = AF_INET,
				      .ndm_ifindex = IFINDEX,
				      .ndm_state = neighbour_state };
	struct nl_msg *msg = message(type, &header, sizeof(header));

	put_address(msg, NDA_DST, AF_INET, "192.0.2.254");
	return msg;
}

static void a_neighbour_has_address_and_state(void **state)
{
	static const struct {
		uint16_t state;
		const char *name;
	} states[] = {
		{ NUD_NONE, "none" },		{ NUD_INCOMPLETE, "incomplete" },
		{ NUD_STALE, "stale" },		{ NUD_DELAY, "delay" },
		{ NUD_PROBE, "probe" },		{ NUD_FAILED, "failed" },
		{ NUD_REACHABLE, "reachable" }, { NUD_PERMANENT, "permanent" },
	};
	static const uint8_t mac[MAC_LENGTH] = { 2, 0, 0, 0, 9, 9 };
	struct nl_msg *msg = neighbour_message(RTM_NEWNEIGH, NUD_REACHABLE);
	struct event event;

	(void)state;
	nla_put(msg, NDA_LLADDR, MAC_LENGTH, mac);
	assert_true(parse(msg, &event));
	assert_int_equal(event.link.what, LINK_NEIGHBOUR);
	assert_string_equal(event.link.text, "192.0.2.254");
	assert_memory_equal(event.link.mac, mac, MAC_LENGTH);
	event_clear(&event);
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		assert_true(
			parse(neighbour_message(RTM_NEWNEIGH, states[i].state), &event));
		assert_string_equal(event.link.state, states[i].name);
		event_clear(&event);
	}
	assert_true(parse(neighbour_message(RTM_DELNEIGH, NUD_FAILED), &event));
	assert_true(event.link.removed);
	event_clear(&event);
	assert_false(parse(neighbour_message(RTM_NEWNEIGH, NUD_NOARP), &event));
}

static void a_message_cut_short_is_no_event(void **state)
{
	struct event event;

	(void)state;
	for (uint32_t length = 0; length < 48; length += 4) {
		struct nl_msg *msg = neighbour_message(RTM_NEWNEIGH, NUD_REACHABLE);

		assert_true(nlmsg_hdr(msg)->nlmsg_len >= 36);
		nlmsg_hdr(msg)->nlmsg_len = length;
		if (length < 36)
			assert_false(parse(msg, &event));
		else
			nlmsg_free(msg);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_link_has_carrier_and_operational_state),
		cmocka_unit_test(links_without_state_and_bridge_ports_are_left_out),
		cmocka_unit_test(an_address_has_its_prefix),
		cmocka_unit_test(a_tentative_address_is_not_there_yet),
		cmocka_unit_test(a_route_is_written_as_ip_route_does),
		cmocka_unit_test(routes_that_carry_nothing_out_are_left_out),
		cmocka_unit_test(a_neighbour_has_address_and_state),
		cmocka_unit_test(a_message_cut_short_is_no_event),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
