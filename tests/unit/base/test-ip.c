/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/ip.h"

#include <errno.h>

#include "../cmocka-all.h"

static struct ip_network network(const char *text)
{
	struct ip_network network;

	assert_int_equal(ip_network_parse(text, &network), 0);
	return network;
}

static struct ip_address address(const char *literal)
{
	struct ip_address address;

	assert_int_equal(ip_address_parse(literal, &address), 0);
	return address;
}

static void addresses_and_networks_are_written_as_they_are_read(void **state)
{
	static const char *const networks[] = { "10.8.0.2/24", "0.0.0.0/0", "fd00::2/64",
						"::/0", "2001:db8::1/128" };
	char buffer[IP_NETWORK_FORMAT_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(networks) / sizeof(*networks); i++) {
		struct ip_network n = network(networks[i]);

		assert_string_equal(ip_network_format(buffer, &n), networks[i]);
	}
	struct ip_address a = address("192.0.2.1");

	assert_string_equal(ip_address_format(buffer, &a), "192.0.2.1");
}

static void an_address_alone_is_a_network_of_one(void **state)
{
	(void)state;
	assert_int_equal(network("192.0.2.1").prefix, 32);
	assert_int_equal(network("fd00::1").prefix, 128);
}

static void what_is_no_network_is_refused(void **state)
{
	static const char *const wrong[] = {
		"",
		"10.8.0/24",
		"10.8.0.0/33",
		"10.8.0.0/",
		"10.8.0.0/ 24",
		"10.8.0.0/-1",
		"fd00::/129",
		"fd00::1%lo",
		"10.8.0.0/24/24",
		"a/24",
		"::/0128",
		"1111:2222:3333:4444:5555:6666:7777:8888:9999"
	};
	struct ip_network n;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_int_equal(ip_network_parse(wrong[i], &n), -EINVAL);
}

static void a_network_holds_the_addresses_with_its_prefix(void **state)
{
	const struct ip_network ten = network("10.8.0.200/23"),
				odd = network("fd00::/63"), all = network("0.0.0.0/0");
	const struct ip_address in = address("10.8.1.7"), out = address("10.8.2.0"),
				in6 = address("fd00:0:0:1::9"),
				out6 = address("fd00:0:0:2::9");

	(void)state;
	assert_true(ip_network_holds(&ten, &in));
	assert_false(ip_network_holds(&ten, &out));
	assert_true(ip_network_holds(&odd, &in6));
	assert_false(ip_network_holds(&odd, &out6));
	assert_true(ip_network_holds(&all, &out));
	assert_false(ip_network_holds(&all, &in6)); /* of another family */
}

static void addresses_of_two_families_differ(void **state)
{
	const struct ip_address none = address("0.0.0.0"), none6 = address("::"),
				one = address("0.0.0.1");

	(void)state;
	assert_false(ip_address_equal(&none, &none6));
	assert_false(ip_address_equal(&none, &one));
	assert_true(ip_address_equal(&none, &none));
}

static void the_host_part_can_be_taken_off(void **state)
{
	struct ip_network n = network("10.8.1.200/23");
	char buffer[IP_NETWORK_FORMAT_MAX];

	(void)state;
	n = ip_network_masked(&n);
	assert_string_equal(ip_network_format(buffer, &n), "10.8.0.0/23");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_and_networks_are_written_as_they_are_read),
		cmocka_unit_test(an_address_alone_is_a_network_of_one),
		cmocka_unit_test(what_is_no_network_is_refused),
		cmocka_unit_test(a_network_holds_the_addresses_with_its_prefix),
		cmocka_unit_test(addresses_of_two_families_differ),
		cmocka_unit_test(the_host_part_can_be_taken_off),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
