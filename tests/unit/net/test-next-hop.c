/* SPDX-License-Identifier: BSD-3-Clause */
#include "netlink/namespace.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <string.h>

#include "net/next-hop.h"

/* "a" has 192.0.2.2/24 and 2001:db8:1::2/64. */
static int open_fixture(void **state)
{
	static struct nl_sock *rt;
	struct in_addr four;
	struct in6_addr six;
	int r;

	rt = NULL;
	*state = &rt;
	if (!in_own_namespace() || rtnetlink_open(&rt, NULL) < 0)
		return 0;
	inet_pton(AF_INET, "192.0.2.2", &four);
	inet_pton(AF_INET6, "2001:db8:1::2", &six);
	r = link_make_veth(rt, "a", "b", -1, NULL);
	if (r == -EOPNOTSUPP) {
		netlink_close(rt);
		rt = NULL;
		return 0;
	}
	if (r == 0)
		r = link_set_up(rt, "b", true, NULL);
	if (r == 0)
		r = link_set_up(rt, "a", true, NULL);
	if (r == 0)
		r = address_add(rt, "a", four, 24, NULL);
	return r < 0 ? r : address_add_v6(rt, "a", &six, 64, NULL);
}

static int close_fixture(void **state)
{
	struct nl_sock **rt = *state;

	if (*rt) {
		link_delete(*rt, "a", NULL);
		netlink_close(*rt);
	}
	return 0;
}

static union udp_address address(const char *literal)
{
	union udp_address parsed;

	assert_int_equal(udp_address_parse(literal, 0, &parsed), 0);
	return parsed;
}

static void put_host(struct nl_msg *msg, int type, const union udp_address *host)
{
	bool six = host->any.sa_family == AF_INET6;

	assert_int_equal(nla_put(msg, type, six ? 16 : 4,
				 six ? (const void *)&host->v6.sin6_addr
				     : (const void *)&host->v4.sin_addr),
			 0);
}

/* To a host by way of "a"; gateway NULL: of a type that leads nowhere. */
static void add_route(struct nl_sock *rt, const char *to, const char *gateway)
{
	const union udp_address host = address(to);
	const bool six = host.any.sa_family == AF_INET6;
	struct rtmsg header = {
		.rtm_family = (unsigned char)host.any.sa_family,
		.rtm_dst_len = six ? 128 : 32,
		.rtm_table = RT_TABLE_MAIN,
		.rtm_protocol = RTPROT_STATIC,
		.rtm_type = gateway ? RTN_UNICAST : RTN_UNREACHABLE,
	};
	struct nl_msg *msg =
		nlmsg_alloc_simple(RTM_NEWROUTE, NLM_F_REQUEST | NLM_F_CREATE);

	assert_int_equal(nlmsg_append(msg, &header, sizeof(header), NLMSG_ALIGNTO), 0);
	put_host(msg, RTA_DST, &host);
	if (gateway) {
		const union udp_address by = address(gateway);

		nla_put_u32(msg, RTA_OIF, if_nametoindex("a"));
		if (by.any.sa_family == host.any.sa_family) {
			put_host(msg, RTA_GATEWAY, &by);
		} else {
			const uint16_t family = AF_INET6;
			uint8_t via[sizeof(family) + sizeof(by.v6.sin6_addr)];

			memcpy(via, &family, sizeof(family));
			memcpy(via + sizeof(family), &by.v6.sin6_addr,
			       sizeof(by.v6.sin6_addr));
			assert_int_equal(nla_put(msg, RTA_VIA, sizeof(via), via), 0);
		}
	}
	assert_int_equal(netlink_request(rt, msg, NULL, NULL, "add a route", NULL), 0);
}

static void assert_hop(const char *to, const char *expected)
{
	const union udp_address destination = address(to), by = address(expected);
	const struct in6_addr wanted = udp_address_host(&by);
	struct in6_addr hop;

	assert_int_equal(next_hop_find(-1, "a", false, &destination, &hop, NULL), 0);
	assert_memory_equal(&hop, &wanted, sizeof(hop));
}

static void on_the_link_it_is_the_destination(void **state)
{
	struct nl_sock **rt = *state;

	if (!*rt)
		skip();
	assert_hop("192.0.2.1", "192.0.2.1");
	assert_hop("2001:db8:1::1", "2001:db8:1::1");
}

static void behind_a_gateway_it_is_the_gateway(void **state)
{
	struct nl_sock **rt = *state;

	if (!*rt)
		skip();
	add_route(*rt, "198.51.100.1", "192.0.2.254");
	add_route(*rt, "2001:db8:2::1", "2001:db8:1::fe");
	add_route(*rt, "198.51.100.2", "2001:db8:1::fe");
	assert_hop("198.51.100.1", "192.0.2.254");
	assert_hop("2001:db8:2::1", "2001:db8:1::fe");
	assert_hop("198.51.100.2", "2001:db8:1::fe");
}

static void what_does_not_go_out_there_has_none(void **state)
{
	struct nl_sock **rt = *state;
	/* No own address of IPv6: the route to it comes some time after it. */
	union udp_address nowhere[] = {
		address("203.0.113.1"),	  address("2001:db8:3::1"), address("192.0.2.9"),
		address("2001:db8:1::9"), address("192.0.2.2"),
	};
	const union udp_address there = address("192.0.2.1");
	struct in6_addr hop;

	if (!*rt)
		skip();
	add_route(*rt, "192.0.2.9", NULL);
	add_route(*rt, "2001:db8:1::9", NULL);
	for (size_t i = 0; i < sizeof(nowhere) / sizeof(*nowhere); i++)
		assert_int_equal(next_hop_find(-1, "a", false, &nowhere[i], &hop, NULL),
				 -ENETUNREACH);
	assert_int_equal(next_hop_find(-1, "b", false, &there, &hop, NULL), -ENETUNREACH);
	assert_int_equal(next_hop_find(-1, "c", false, &there, &hop, NULL), -ENODEV);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(on_the_link_it_is_the_destination,
						open_fixture, close_fixture),
		cmocka_unit_test_setup_teardown(behind_a_gateway_it_is_the_gateway,
						open_fixture, close_fixture),
		cmocka_unit_test_setup_teardown(what_does_not_go_out_there_has_none,
						open_fixture, close_fixture),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
