/* SPDX-License-Identifier: BSD-3-Clause */
#include "run/tunnel.h"

#include <stdlib.h>
#include <string.h>

#include "../cmocka-all.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"

/* Made up; octets 0 to 31, and 32 to 63. */
#define KEY "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
#define OTHER "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="

/* The routes in their order, " 10.0.0.0/8 10.8.0.1/32", with a word for what was left
 * out. */
static void assert_routes(const char *interface, const char *allowed,
			  const char *endpoint, const char *far_end, const char *expected)
{
	cleanup_free_ char *text =
		memory_printf("[Interface]\nPrivateKey = " KEY
			      "\n%s\n[Peer]\nPublicKey = " OTHER "\nAllowedIPs = %s\n",
			      interface, allowed);
	cleanup_diagnostics_ struct diagnostics diagnostics = { 0 };
	cleanup_(wg_quick_freep) struct wg_quick *config = NULL;
	const struct ip_address address = tunnel_literal(far_end);
	cleanup_text_ struct text got = { 0 };
	union udp_address peer = { 0 };
	struct tunnel_routes routes;

	config = wg_quick_parse(text, strlen(text), &diagnostics, 0);
	assert_non_null(config);
	if (endpoint)
		assert_int_equal(udp_address_parse(endpoint, 51820, &peer), 0);
	routes = tunnel_routes_of(config, &address, &peer);
	for (size_t i = 0; i < routes.count; i++) {
		char shown[IP_NETWORK_FORMAT_MAX];

		text_printf(&got, " %s", ip_network_format(shown, &routes.items[i]));
	}
	text_add(&got, routes.far_end_alone ? " alone" : "");
	text_add(&got, routes.default_left_out ? " default" : "");
	text_add(&got, routes.own_left_out ? " own" : "");
	assert_string_equal(got.data, expected);
	free(routes.items);
}

static void allowed_ips_get_routes_the_longest_prefix_first(void **state)
{
	(void)state;
	assert_routes("Address = 10.8.0.2", "10.0.0.0/8, 10.9.0.0/16", "192.0.2.1",
		      "10.8.0.1", " 10.9.0.0/16 10.0.0.0/8");
}

static void what_an_address_brings_with_it_gets_none(void **state)
{
	(void)state;
	assert_routes("Address = 10.8.0.2/24, fd08::2/64",
		      "10.8.0.0/24, 10.8.0.1/32, fd08::/64", "192.0.2.1", "10.8.0.1", "");
}

static void everything_gets_none_and_the_far_end_one(void **state)
{
	(void)state;
	assert_routes("Address = 10.8.0.2", "0.0.0.0/0", NULL, "10.8.0.1",
		      " 10.8.0.1/32 alone default");
	assert_routes("Address = fd08::2", "::/0", NULL, "fd08::1",
		      " fd08::1/128 alone default");
}

static void the_tunnels_own_packets_stay_out_of_it(void **state)
{
	(void)state;
	assert_routes("Address = 10.8.0.2", "0.0.0.0/1, 128.0.0.0/1", "192.0.2.1",
		      "10.8.0.1", " 0.0.0.0/1 own");
	assert_routes("Address = fd08::2", "2001:db8::/32, fd08::/64", "2001:db8::1",
		      "fd08::1", " fd08::/64 own");
}

static void a_family_without_an_address_gets_none(void **state)
{
	(void)state;
	assert_routes("Address = 10.8.0.2/24", "10.8.0.0/24, fd08::/64, ::/0", NULL,
		      "10.8.0.1", "");
}

static void with_a_table_there_is_one_to_the_far_end(void **state)
{
	(void)state;
	assert_routes("Address = 10.8.0.2\nTable = off", "10.0.0.0/8", NULL, "10.8.0.1",
		      " 10.8.0.1/32 alone");
	assert_routes("Address = 10.8.0.2\nTable = 7", "10.0.0.0/8", NULL, "10.8.0.1",
		      " 10.8.0.1/32 alone");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(allowed_ips_get_routes_the_longest_prefix_first),
		cmocka_unit_test(what_an_address_brings_with_it_gets_none),
		cmocka_unit_test(everything_gets_none_and_the_far_end_one),
		cmocka_unit_test(the_tunnels_own_packets_stay_out_of_it),
		cmocka_unit_test(a_family_without_an_address_gets_none),
		cmocka_unit_test(with_a_table_there_is_one_to_the_far_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
