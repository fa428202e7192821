/* SPDX-License-Identifier: BSD-3-Clause */
#include "netlink/namespace.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <string.h>

#include "net/gateway.h"
#include "net/udp.h"

/* "a" has 192.0.2.2/24 and 2001:db8:1::2/64, "b", its other end, 198.51.100.2/24. */
static int open_fixture(void **state)
{
	static struct nl_sock *rt;
	struct in_addr four, other;
	struct in6_addr six;
	int r;

	rt = NULL;
	*state = &rt;
	if (!in_own_namespace() || rtnetlink_open(&rt, NULL) < 0)
		return 0;
	inet_pton(AF_INET, "192.0.2.2", &four);
	inet_pton(AF_INET, "198.51.100.2", &other);
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
	if (r == 0)
		r = address_add(rt, "b", other, 24, NULL);
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

/* A default route; gateway NULL: on the link. */
static void add_default(struct nl_sock *rt, int family, const char *interface,
			const char *gateway, uint32_t metric)
{
	const struct rtmsg header = {
		.rtm_family = (unsigned char)family,
		.rtm_table = RT_TABLE_MAIN,
		.rtm_protocol = RTPROT_STATIC,
		.rtm_scope = gateway ? RT_SCOPE_UNIVERSE : RT_SCOPE_LINK,
		.rtm_type = RTN_UNICAST,
	};
	struct nl_msg *msg =
		nlmsg_alloc_simple(RTM_NEWROUTE, NLM_F_REQUEST | NLM_F_CREATE);
	struct in6_addr host;

	assert_int_equal(nlmsg_append(msg, (void *)(uintptr_t)&header, sizeof(header),
				      NLMSG_ALIGNTO),
			 0);
	nla_put_u32(msg, RTA_OIF, if_nametoindex(interface));
	nla_put_u32(msg, RTA_PRIORITY, metric);
	if (gateway) {
		assert_int_equal(inet_pton(family, gateway, &host), 1);
		nla_put(msg, RTA_GATEWAY, family == AF_INET ? 4 : 16, &host);
	}
	assert_int_equal(netlink_request(rt, msg, NULL, NULL, "add a route", NULL), 0);
}

static void assert_gateway(const char *interface, const char *expected)
{
	union udp_address wanted;
	struct in6_addr host, found;

	assert_int_equal(udp_address_parse(expected, 0, &wanted), 0);
	host = udp_address_host(&wanted);
	assert_int_equal(gateway_find(-1, interface, wanted.any.sa_family, &found, NULL),
			 0);
	assert_memory_equal(&found, &host, sizeof(host));
}

static void an_interface_has_its_own_gateway_whatever_is_preferred(void **state)
{
	struct nl_sock **rt = *state;

	if (!*rt)
		skip();
	add_default(*rt, AF_INET, "a", "192.0.2.253", 700);
	add_default(*rt, AF_INET, "b", "198.51.100.1", 100);
	add_default(*rt, AF_INET, "a", "192.0.2.254", 600);
	add_default(*rt, AF_INET, "a", "192.0.2.252", 650);
	add_default(*rt, AF_INET6, "a", "2001:db8:1::fe", 600);
	assert_gateway("a", "192.0.2.254");
	assert_gateway("b", "198.51.100.1");
	assert_gateway("a", "2001:db8:1::fe");
}

static void one_without_a_gateway_has_none(void **state)
{
	struct nl_sock **rt = *state;
	struct in6_addr found;

	if (!*rt)
		skip();
	assert_int_equal(gateway_find(-1, "a", AF_INET, &found, NULL), -ENETUNREACH);
	add_default(*rt, AF_INET, "a", NULL, 600);
	add_default(*rt, AF_INET, "b", "198.51.100.1", 100);
	assert_int_equal(gateway_find(-1, "a", AF_INET, &found, NULL), -ENETUNREACH);
	assert_int_equal(gateway_find(-1, "a", AF_INET6, &found, NULL), -ENETUNREACH);
	assert_int_equal(gateway_find(-1, "c", AF_INET, &found, NULL), -ENODEV);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			an_interface_has_its_own_gateway_whatever_is_preferred,
			open_fixture, close_fixture),
		cmocka_unit_test_setup_teardown(one_without_a_gateway_has_none,
						open_fixture, close_fixture),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
