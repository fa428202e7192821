/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"

#include <arpa/inet.h>

#include "analysis/hop.h"

static void an_address_of_ipv4_is_a_mapped_one(void **state)
{
	static const uint8_t four[] = { 10, 77, 0, 1 };
	struct in6_addr address, six;

	(void)state;
	assert_true(hop_parse("10.77.0.1", &address));
	assert_true(IN6_IS_ADDR_V4MAPPED(&address));
	assert_memory_equal(&address.s6_addr[12], four, sizeof(four));
	assert_true(hop_parse("fd0a:4d::1", &address));
	assert_int_equal(inet_pton(AF_INET6, "fd0a:4d::1", &six), 1);
	assert_memory_equal(&address, &six, sizeof(six));
}

static void what_is_no_address_is_none(void **state)
{
	struct in6_addr address;

	(void)state;
	assert_false(hop_parse(NULL, &address));
	assert_false(hop_parse("", &address));
	assert_false(hop_parse("10.77.0.1/24", &address));
	assert_false(hop_parse("fd0a:4d::1%3", &address));
}

static void the_destination_tells_which_routes_matter(void **state)
{
	struct event event = { .kind = EVENT_NEXT_HOP };
	struct hop hop;

	(void)state;
	event.next_hop.destination = (char[]){ "10.77.0.1" };
	event.next_hop.address = (char[]){ "fe80::1" }; /* RFC 8950 */
	hop = hop_of(&event);
	assert_true(hop.told && hop.there);
	assert_false(hop.ipv6);
	event.next_hop.destination = (char[]){ "2001:db8::1" };
	assert_true(hop_of(&event).ipv6);
}

static void without_a_route_there_is_none(void **state)
{
	struct event event = { .kind = EVENT_NEXT_HOP };

	(void)state;
	event.next_hop.destination = (char[]){ "10.77.0.1" };
	assert_true(hop_of(&event).told);
	assert_false(hop_of(&event).there);
}

static void a_route_is_of_the_link_alone_by_where_it_leads(void **state)
{
	(void)state;
	assert_true(hop_text_is_link_local("fe80::/64 metric 256"));
	assert_true(hop_text_is_link_local("fe80::1/64"));
	assert_false(hop_text_is_link_local("default via fe80::1"));
	assert_false(hop_text_is_link_local("fd0a:4d::1/64"));
	assert_false(hop_text_is_link_local(NULL));
	assert_true(hop_text_is_ipv6("default via fe80::1"));
	assert_false(hop_text_is_ipv6("default via 10.77.0.1"));
	assert_false(hop_text_is_ipv6(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_of_ipv4_is_a_mapped_one),
		cmocka_unit_test(what_is_no_address_is_none),
		cmocka_unit_test(the_destination_tells_which_routes_matter),
		cmocka_unit_test(without_a_route_there_is_none),
		cmocka_unit_test(a_route_is_of_the_link_alone_by_where_it_leads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
