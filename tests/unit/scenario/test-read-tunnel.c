/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "parsing.h"
#include "scenario/wg-quick.h"

#define BASE NETWORK SITE STEPS
#define LAB_WITH_WG0 "lab: { station: { wireguard: wg0 } }\n"

/* Made up; octets 0 to 31, and 32 to 63. */
#define KEY "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
#define OTHER "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="
#define CONF                                                         \
	"[Interface]\nPrivateKey = " KEY "\nAddress = 10.8.0.2/24\n" \
	"[Peer]\nPublicKey = " OTHER "\nAllowedIPs = 10.8.0.0/24\n"  \
	"Endpoint = 192.0.2.1:51820\n"

static void the_labs_own_tunnel_needs_nothing_more(void **state)
{
	cleanup_parsed_ struct parsed p = parse(BASE TUNNEL);

	(void)state;
	assert_int_equal(p.scenario->tunnel.kind, TUNNEL_LAB);
	assert_null(p.scenario->tunnel.interface);
	assert_int_equal(p.scenario->tunnel.far_end.family, 0);
	assert_mistake(BASE "tunnel: { wireguard: lab, far-end: 10.8.0.1 }\n", 6, 27,
		       "the lab's own tunnel has a far end already");
	assert_mistake(BASE "tunnel: lab\n", 6, 9,
		       "\"tunnel\" must be a mapping, not a text");
	assert_mistake(BASE "tunnel: { wiregaurd: lab }\n", 6, 11,
		       "there is no key \"wiregaurd\" in \"tunnel\"");
}

static void an_interface_that_exists_is_called_by_its_name(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(BASE "tunnel: { wireguard: wg0, far-end: fd08::1 }\n");
	cleanup_parsed_ struct parsed lab = parse(
		BASE LAB_WITH_WG0 "tunnel: { wireguard: wg0, far-end: 10.8.0.1 }\n");

	(void)state;
	assert_int_equal(p.scenario->tunnel.kind, TUNNEL_EXISTING);
	assert_string_equal(p.scenario->tunnel.interface, "wg0");
	assert_int_equal(p.scenario->tunnel.far_end.family, AF_INET6);
	assert_string_equal(lab.scenario->station.wireguard, "wg0");
	assert_mistake(BASE "tunnel: { wireguard: wg0 }\n", 6, 1,
		       "\"tunnel\" has no \"far-end\"");
	assert_mistake(BASE "tunnel: { wireguard: \"wg 0\", far-end: 10.8.0.1 }\n", 6, 22,
		       "\"wg 0\" cannot be the name of an interface");
	assert_mistake(BASE
		       "tunnel: { wireguard: a123456789012345, far-end: 10.8.0.1 }\n",
		       6, 22, "\"a123456789012345\" cannot be the name of an interface");
}

static void probes_are_of_the_far_ends_family(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(BASE "tunnel: { wireguard: wg0, far-end: fd08::1 }\n"
			   "traffic: [ { name: a, through: tunnel, every: 1s },\n"
			   "  { name: b, through: wifi, every: 1s } ]\n");

	(void)state;
	assert_true(p.scenario->streams[0].ipv6);
	assert_false(p.scenario->streams[1].ipv6);
	assert_mistake(BASE
		       "tunnel: { wireguard: wg0, far-end: fd08::1 }\n"
		       "traffic: [ { name: a, through: tunnel, every: 1s, ip: 4 } ]\n",
		       7, 55, "the far end of the tunnel has an IPv6 address");
}

static void a_far_end_is_one_hosts_address(void **state)
{
	static const char *const wrong[] = { "0.0.0.0",	    "127.0.0.1", "224.0.0.1",
					     "::1",	    "ff02::1",	 "fe80::1",
					     "10.8.0.0/24", "vpn",	 "10.8.0" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		cleanup_free_ char *text = memory_printf(
			BASE "tunnel: { wireguard: wg0, far-end: \"%s\" }\n", wrong[i]);
		cleanup_free_ char *message =
			memory_printf("\"%s\" is not the address of a far end", wrong[i]);

		assert_mistake(text, 6, 36, message);
	}
}

static void the_lab_has_what_is_watched_and_no_more(void **state)
{
	(void)state;
	assert_mistake(BASE "lab: {}\n"
			    "tunnel: { wireguard: wg0, far-end: 10.8.0.1 }\n",
		       7, 22, "the lab's station has no interface \"wg0\"");
	assert_mistake(BASE LAB_WITH_WG0
		       "tunnel: { wireguard: wg1, far-end: 10.8.0.1 }\n",
		       7, 22, "the lab's station has no interface \"wg1\"");
	assert_mistake(BASE LAB_WITH_WG0 TUNNEL, 6, 30,
		       "no tunnel watches the interface \"wg0\"");
	assert_mistake(BASE LAB_WITH_WG0, 6, 30,
		       "no tunnel watches the interface \"wg0\"");
	assert_mistake(BASE "lab: { station: { wireguard: wlan0 } }\n", 6, 30,
		       "the station has an interface \"wlan0\" already");
}

static void a_name_near_to_lab_was_meant_so(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse_file("test.yaml", BASE
			   "lab: {}\ntunnel: { wireguard: Lab, far-end: 10.8.0.1 }\n");

	(void)state;
	assert_string_equal(p.diagnostics.items[0].suggestion, "did you mean \"lab\"?");
}

/* A scenario with a file beside it, in a folder of their own. */
static struct parsed parse_with(const char *name, const char *conf, const char *far_end)
{
	char folder[] = "/tmp/roamtest-test-XXXXXX";
	cleanup_free_ char *text = memory_printf(
		BASE "tunnel: { wireguard: %s, far-end: %s }\n", name, far_end);
	cleanup_free_ char *path = NULL, *file = NULL;
	struct parsed p;

	assert_non_null(mkdtemp(folder));
	path = memory_printf("%s/%s", folder, name);
	file = memory_printf("%s/test.yaml", folder);
	assert_int_equal(file_write(path, conf, strlen(conf), 0600, NULL), 0);
	p = parse_file(file, text);
	unlink(path);
	rmdir(folder);
	return p;
}

static void a_file_is_read_beside_the_scenario(void **state)
{
	cleanup_parsed_ struct parsed p = parse_with("client.conf", CONF, "10.8.0.1");
	const struct tunnel *tunnel = &p.scenario->tunnel;

	(void)state;
	assert_int_equal(tunnel->kind, TUNNEL_WG_QUICK);
	assert_string_equal(tunnel->interface, "client");
	assert_string_equal(tunnel->file, "client.conf");
	assert_string_equal(tunnel->text, CONF);
	assert_int_equal(tunnel->wg_quick->listen_port, 0);
	assert_mistake(BASE "tunnel: { wireguard: a/no.conf, far-end: 10.8.0.1 }\n", 6,
		       22,
		       "the WireGuard file \"a/no.conf\" cannot be read: No such file or "
		       "directory");
	assert_mistake(BASE "tunnel: { wireguard: a-very-long-name.conf, far-end: "
			    "10.8.0.1 }\n",
		       6, 22, "no interface can have the name of this file");
}

static void a_mistake_in_the_file_stands_in_the_file(void **state)
{
	cleanup_parsed_ struct parsed p = parse_with(
		"client.conf", "[Interface]\nPrivateKey = " KEY "x\n", "10.8.0.1");
	cleanup_text_ struct text out = { 0 };

	(void)state;
	assert_int_equal(p.diagnostics.count, 1);
	diagnostics_format(&p.diagnostics, "test.yaml", "", 0, &out);
	assert_non_null(strstr(out.data, "client.conf:2:14: error: a key has 44 "
					 "characters of base64, this one has 45\n"
					 "    2 | PrivateKey = *****"));
	assert_null(strstr(out.data, "AAEC"));
}

static void the_file_has_to_lead_to_the_far_end(void **state)
{
	static const struct {
		const char *conf, *far_end, *message;
	} cases[] = {
		{ CONF, "10.9.0.1",
		  "no peer in \"a.conf\" has this among its AllowedIPs" },
		{ CONF, "10.8.0.2", "this is the station's own address in the tunnel" },
		{ CONF "AllowedIPs = fd08::/64\n", "fd08::1",
		  "the station has no IPv6 address in \"a.conf\"" },
		{ "[Interface]\nPrivateKey = " KEY "\nAddress = 10.8.0.2/24\n"
		  "[Peer]\nPublicKey = " OTHER "\nAllowedIPs = 10.8.0.0/24\n",
		  "10.8.0.1",
		  "neither end can begin: this peer has no Endpoint, and [Interface] no "
		  "ListenPort" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_parsed_ struct parsed p =
			parse_with("a.conf", cases[i].conf, cases[i].far_end);

		assert_int_equal(p.diagnostics.count, 1);
		assert_string_equal(p.diagnostics.items[0].message, cases[i].message);
	}
}

#define ELSEWHERE BASE "tunnel: { wireguard: /no/such/client.conf, far-end: 10.8.0.1 }\n"

static void a_file_read_elsewhere_is_not_looked_for_here(void **state)
{
	const struct scenario_secrets secrets = {
		.password = "correct horse",
		.wg_quick = CONF,
		.wg_quick_length = strlen(CONF),
	};
	cleanup_parsed_ struct parsed p = { 0 };

	(void)state;
	p.status = scenario_parse_with_secrets("test.yaml", ELSEWHERE, strlen(ELSEWHERE),
					       &secrets, &p.diagnostics, &p.scenario);
	assert_int_equal(p.status, 0);
	assert_int_equal(p.scenario->tunnel.wg_quick->peer_count, 1);
}

static void a_recording_is_judged_without_the_file(void **state)
{
	cleanup_parsed_ struct parsed p = { 0 };
	cleanup_free_ char *kept = NULL;
	size_t length;

	(void)state;
	kept = scenario_conceal(ELSEWHERE, strlen(ELSEWHERE), &length);
	p.status = scenario_parse_with_secrets("test.yaml", kept, length,
					       &(struct scenario_secrets){ 0 },
					       &p.diagnostics, &p.scenario);
	assert_int_equal(p.status, 0);
	assert_true(p.scenario->has_tunnel);
	assert_int_equal(p.scenario->tunnel.kind, TUNNEL_WG_QUICK);
	assert_null(p.scenario->tunnel.wg_quick);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_labs_own_tunnel_needs_nothing_more),
		cmocka_unit_test(an_interface_that_exists_is_called_by_its_name),
		cmocka_unit_test(probes_are_of_the_far_ends_family),
		cmocka_unit_test(a_far_end_is_one_hosts_address),
		cmocka_unit_test(the_lab_has_what_is_watched_and_no_more),
		cmocka_unit_test(a_name_near_to_lab_was_meant_so),
		cmocka_unit_test(a_file_is_read_beside_the_scenario),
		cmocka_unit_test(a_mistake_in_the_file_stands_in_the_file),
		cmocka_unit_test(the_file_has_to_lead_to_the_far_end),
		cmocka_unit_test(a_file_read_elsewhere_is_not_looked_for_here),
		cmocka_unit_test(a_recording_is_judged_without_the_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
