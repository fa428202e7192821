/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/udp.h"

#include <errno.h>
#include <string.h>

#include "../cmocka-all.h"

static void addresses_are_written_as_they_are_read(void **state)
{
	static const struct {
		const char *literal, *written;
	} cases[] = {
		{ "192.0.2.1", "192.0.2.1:8620" },
		{ "0.0.0.0", "0.0.0.0:8620" },
		{ "::", "[::]:8620" },
		{ "2001:0db8::0001", "[2001:db8::1]:8620" },
		{ "::ffff:192.0.2.1", "[::ffff:192.0.2.1]:8620" },
		{ "fe80::1%1", "[fe80::1%1]:8620" },
	};
	char text[UDP_ADDRESS_FORMAT_MAX];
	union udp_address address;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_int_equal(udp_address_parse(cases[i].literal, 8620, &address), 0);
		assert_string_equal(udp_address_format(text, &address), cases[i].written);
		assert_int_equal(udp_address_port(&address), 8620);
	}
}

static void the_longest_address_fits(void **state)
{
	char text[UDP_ADDRESS_FORMAT_MAX];
	union udp_address address = {
		.v6 = { .sin6_family = AF_INET6,
			.sin6_port = 0xffff,
			.sin6_scope_id = UINT32_MAX },
	};

	(void)state;
	memset(&address.v6.sin6_addr, 0xff, sizeof(address.v6.sin6_addr));
	assert_string_equal(udp_address_format(text, &address),
			    "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff%4294967295]:65535");
}

static void names_and_halves_are_no_addresses(void **state)
{
	static const char *const literals[] = {
		"",
		"localhost",
		"1",
		"192.0.2",
		"192.0.2.256",
		"192.0.2.1 ",
		"[::1]",
		"::1:",
		"2001:db8::g",
		"fe80::1%no-such-interface",
	};
	union udp_address address;

	(void)state;
	for (size_t i = 0; i < sizeof(literals) / sizeof(*literals); i++)
		assert_int_equal(udp_address_parse(literals[i], 1, &address), -EINVAL);
}

static void an_ipv4_host_is_the_same_on_both_kinds_of_socket(void **state)
{
	union udp_address v4, v6;
	struct in6_addr a, b;

	(void)state;
	assert_int_equal(udp_address_parse("192.0.2.1", 1, &v4), 0);
	assert_int_equal(udp_address_parse("::ffff:192.0.2.1", 1, &v6), 0);
	a = udp_address_host(&v4);
	b = udp_address_host(&v6);
	assert_memory_equal(&a, &b, sizeof(a));
	assert_int_equal(udp_address_length(&v4), sizeof(struct sockaddr_in));
	assert_int_equal(udp_address_length(&v6), sizeof(struct sockaddr_in6));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_are_written_as_they_are_read),
		cmocka_unit_test(the_longest_address_fits),
		cmocka_unit_test(names_and_halves_are_no_addresses),
		cmocka_unit_test(an_ipv4_host_is_the_same_on_both_kinds_of_socket),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
