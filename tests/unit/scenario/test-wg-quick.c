/* SPDX-License-Identifier: BSD-3-Clause */
#include "scenario/wg-quick.h"

#include <stdio.h>
#include <string.h>

#include "../cmocka-all.h"
#include "base/cleanup.h"
#include "base/memory.h"

/* Made up; octets 0 to 31, and 32 to 63. */
#define KEY "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
#define OTHER "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="
#define ZERO "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

#define INTERFACE "[Interface]\nPrivateKey = " KEY "\nAddress = 10.8.0.2/24\n"
#define PEER "[Peer]\nPublicKey = " OTHER "\n"

struct parsed {
	struct diagnostics diagnostics;
	struct wg_quick *config;
};

static struct parsed parse(const char *text)
{
	struct parsed p = { 0 };

	p.config = wg_quick_parse(text, strlen(text), &p.diagnostics, 1);
	assert_int_equal(p.config == NULL, p.diagnostics.count > 0);
	for (size_t i = 0; i < p.diagnostics.count; i++)
		assert_int_equal(p.diagnostics.items[i].file, 1);
	return p;
}

static void parsed_clear(struct parsed *p)
{
	wg_quick_free(p->config);
	diagnostics_clear(&p->diagnostics);
}
#define cleanup_parsed_ __attribute__((cleanup(parsed_clear)))

static void assert_mistake(const char *text, unsigned line, unsigned column,
			   const char *message)
{
	cleanup_parsed_ struct parsed p = parse(text);

	assert_int_equal(p.diagnostics.count, 1);
	assert_string_equal(p.diagnostics.items[0].message, message);
	assert_int_equal(p.diagnostics.items[0].place.line, line);
	assert_int_equal(p.diagnostics.items[0].place.column, column);
}

static void a_file_is_read_as_wg_quick_reads_it(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse("\xef\xbb\xbf# from my provider\r\n"
		      "[interface]\r\n"
		      "  privatekey=" KEY " # mine\r\n"
		      "ADDRESS = 10.8.0.2/24,fd00::2/64\r\n"
		      "Address = 10.9.0.2\r\n"
		      "ListenPort = 51821\r\nMTU = 1380\r\nFwMark = 0xCa6c\r\n"
		      "DNS = 10.8.0.1, example.org\r\nDNS = 9.9.9.9\r\n"
		      "Table = off\r\nPostUp = iptables -A a = b; echo \"#\"\r\n"
		      "PreDown = x\r\nSaveConfig = true\r\n"
		      "\r\n"
		      "[Peer]\r\n"
		      "PublicKey = " OTHER "\r\nPresharedKey = " KEY "\r\n"
		      "AllowedIPs = 10.8.0.77/24, fd00::/64");

	(void)state;
	assert_non_null(p.config);
	assert_int_equal(p.config->addresses.count, 3);
	assert_int_equal(p.config->peers[0].allowed.count, 2);
}

static void only_addresses_may_have_a_comma_too_many(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse("[Interface]\nPrivateKey = " KEY "\nAddress = ,10.8.0.2,\n" PEER);

	(void)state;
	assert_int_equal(p.config->addresses.count, 1);
	assert_mistake(INTERFACE PEER "AllowedIPs = ::/0,\n", 6, 19,
		       "this is not a network such as 10.8.0.0/24 or fd00::/64");
}

static void all_values_are_kept(void **state)
{
	cleanup_parsed_ struct parsed p = parse(
		"[Interface]\nPrivateKey = " KEY "\nAddress = 10.8.0.2/24,fd00::2/64\n"
		"Address = 10.9.0.2\nListenPort = 51821\nMTU = 1380\nFwMark = 0xCa6c\n"
		"DNS = 10.8.0.1\nPreUp = a\nPostUp = b\nSaveConfig = true\nTable = 5\n"
		"[Peer]\nAllowedIPs = 10.8.0.77/24, fd00::/64\nAllowedIPs =\n"
		"AllowedIPs = 192.0.2.1\nPublicKey = " OTHER "\nPresharedKey = " KEY "\n"
		"Endpoint = vpn.example.org:443\nPersistentKeepalive = 25\n"
		"[Peer]\nPublicKey = " KEY "\nEndpoint = [2001:db8::1]:1\n"
		"PresharedKey = " ZERO "\nPersistentKeepalive = off\n");
	const struct wg_quick *c = p.config;

	(void)state;
	assert_non_null(c);
	for (uint8_t i = 0; i < 32; i++) {
		assert_int_equal(c->private_key[i], i);
		assert_int_equal(c->peers[0].public_key[i], 32 + i);
		assert_int_equal(c->peers[0].preshared_key[i], i);
	}
	assert_int_equal(c->addresses.count, 3);
	assert_int_equal(c->addresses.items[0].prefix, 24);
	assert_int_equal(c->addresses.items[0].address.octets[3], 2);
	assert_int_equal(c->addresses.items[2].prefix, 32);
	assert_ptr_equal(wg_quick_address_of(c, AF_INET6), &c->addresses.items[1]);
	assert_int_equal(c->listen_port, 51821);
	assert_int_equal(c->mtu, 1380);
	assert_int_equal(c->fw_mark, 0xca6c);
	assert_int_equal(c->table, WG_QUICK_TABLE_NUMBER);
	assert_int_equal(c->ignored.dns, 8);
	assert_int_equal(c->ignored.command, 9);
	assert_int_equal(c->ignored.save_config, 11);
	assert_int_equal(c->ignored.table, 12);
	assert_int_equal(c->peer_count, 2);
	assert_int_equal(c->peers[0].place.line, 13);
	assert_int_equal(c->peers[0].allowed.count, 3);
	/* Its host part is none of a network's. */
	assert_int_equal(c->peers[0].allowed.items[0].address.octets[3], 0);
	assert_string_equal(c->peers[0].endpoint_host, "vpn.example.org");
	assert_int_equal(c->peers[0].endpoint_address.family, 0);
	assert_int_equal(c->peers[0].endpoint_port, 443);
	assert_int_equal(c->peers[0].keepalive_s, 25);
	assert_int_equal(c->peers[1].endpoint_address.family, AF_INET6);
	assert_false(c->peers[1].has_preshared_key);
	assert_int_equal(c->peers[1].keepalive_s, 0);
}

static void mistakes_are_told_without_their_value(void **state)
{
	(void)state;
	assert_mistake("", 1, 1, "there is no [Interface]");
	assert_mistake("PrivateKey = " KEY "\n", 1, 1, "this stands before any section");
	assert_mistake("[Interface]\nAddress = 10.8.0.2\n" PEER, 1, 1,
		       "[Interface] has no PrivateKey");
	assert_mistake(INTERFACE, 1, 1, "there is no [Peer]");
	assert_mistake(INTERFACE "[Peer]\n", 4, 1, "this peer has no PublicKey");
	assert_mistake(INTERFACE PEER INTERFACE, 6, 1,
		       "there is an [Interface] already, on line 1");
	assert_mistake(INTERFACE PEER PEER, 6, 1,
		       "the peer of line 4 has the same PublicKey");
	assert_mistake(INTERFACE "[Pear]\nPublicKey = " OTHER "\n", 4, 1,
		       "there is no such section");
	assert_mistake(INTERFACE "MTU\n" PEER, 4, 1,
		       "a line is KEY = VALUE, a section, or a comment");
	assert_mistake(INTERFACE " = 5\n" PEER, 4, 2, "there is no key before the \"=\"");
	assert_mistake(INTERFACE "MTU =\n" PEER, 4, 1, "\"MTU\" has no value");
	assert_mistake(INTERFACE "mtu = 1400\nMTU = 1400\n" PEER, 5, 1,
		       "\"MTU\" is given already, on line 4");
	assert_mistake(INTERFACE "PublicKey = " OTHER "\n" PEER, 4, 1,
		       "\"PublicKey\" belongs in [Peer]");
	assert_mistake(INTERFACE "Jc = 5\n" PEER, 4, 1,
		       "there is no such key in [Interface]");
	/* What stands before the padding of a key. */
	assert_mistake(INTERFACE PEER KEY "\n", 6, 1, "there is no such key in [Peer]");
	assert_mistake(INTERFACE PEER "Endpoint = 192.0.2.1:http\n", 6, 12,
		       "the port of an endpoint is a number from 1 to 65535");
	assert_mistake(INTERFACE PEER "AllowedIPs = 10.0.0.0/8,10.0.0.0/40\n", 6, 25,
		       "this is not a network such as 10.8.0.0/24 or fd00::/64");
}

static void wrong_values_are_refused(void **state)
{
	static const char *const of_interface[] = {
		"ListenPort = 65536", "ListenPort = -1",  "MTU = 67",
		"MTU = 1380x",	      "FwMark = 0x",	  "FwMark = 4294967296",
		"Table = main",	      "Table = 0",	  "SaveConfig = yes",
		"Address = 10.8.0",   "Address = a, b/c", "Address = 10.8.0.2/33",
	};
	static const char *const of_peer[] = {
		"PersistentKeepalive = 65536",
		"PersistentKeepalive = 25s",
		"Endpoint = 192.0.2.1",
		"Endpoint = 192.0.2.1:",
		"Endpoint = 192.0.2.1:0",
		"Endpoint = 192.0.2.1:65536",
		"Endpoint = 300.0.2.1:51820",
		"Endpoint = :51820",
		"Endpoint = 2001:db8::1:51820",
		"Endpoint = [192.0.2.1]:51820",
		"Endpoint = [2001:db8::1]",
		"Endpoint = [2001:db8::1",
		"Endpoint = [2001:db8::1]51820",
		"Endpoint = vpn/example:51820",
		"AllowedIPs = +10.0.0.0/8",
		"PresharedKey = AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
		"PresharedKey = AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9=",
		"PresharedKey = AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8A",
		"PresharedKey = AAECAwQFBgcICQoLDA0ODxARE*MUFRYXGBkaGxwdHh8=",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(of_interface); i++) {
		cleanup_free_ char *text =
			memory_printf(INTERFACE "%s\n" PEER, of_interface[i]);
		cleanup_parsed_ struct parsed p = parse(text);

		assert_null(p.config);
		assert_int_equal(p.diagnostics.items[0].place.line, 4);
	}
	for (size_t i = 0; i < ARRAY_SIZE(of_peer); i++) {
		cleanup_free_ char *text =
			memory_printf(INTERFACE PEER "%s\n", of_peer[i]);
		cleanup_parsed_ struct parsed p = parse(text);

		assert_int_equal(p.diagnostics.count, 1);
		assert_int_equal(p.diagnostics.items[0].place.line, 6);
	}
	assert_mistake("[Interface]\nPrivateKey = " ZERO "\n" PEER, 2, 14,
		       "this key is all zeros");
	assert_mistake(INTERFACE "Address = fd00::1\nMTU = 1279\n" PEER, 5, 7,
		       "IPv6 needs an MTU of 1280 at least");
}

static void a_zone_is_left_to_getaddrinfo(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(INTERFACE PEER "Endpoint = [fe80::1%wlan0]:51820\n");

	(void)state;
	assert_string_equal(p.config->peers[0].endpoint_host, "fe80::1%wlan0");
	assert_int_equal(p.config->peers[0].endpoint_address.family, 0);
}

static void what_a_file_asks_for_is_limited(void **state)
{
	cleanup_text_ struct text text = { 0 };

	(void)state;
	text_add(&text, INTERFACE PEER "AllowedIPs = 10.0.0.0/8");
	for (unsigned i = 0; i < WG_QUICK_ALLOWED_MAX; i++)
		text_add(&text, ",::/0");
	assert_mistake(text.data, 6, 24 + 5 * (WG_QUICK_ALLOWED_MAX - 1) + 1,
		       "more than 16384 allowed IPs");
	text_reset(&text);
	text_add(&text, INTERFACE);
	for (unsigned i = 0; i <= WG_QUICK_PEER_MAX; i++)
		text_add(&text, "[Peer]\n");
	assert_mistake(text.data, 4 + WG_QUICK_PEER_MAX, 1, "more than 1024 peers");
}

static void an_address_is_for_the_peer_with_the_longest_prefix(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse(INTERFACE PEER "AllowedIPs = 0.0.0.0/0, 10.8.0.0/24\n"
				     "[Peer]\nPublicKey = " KEY "\n"
				     "AllowedIPs = 10.8.0.77, 10.8.0.0/24\n");
	static const struct {
		const char *address;
		int peer;
	} cases[] = {
		{ "192.0.2.1", 0 },
		{ "10.8.0.77", 1 },
		{ "10.8.0.1", 1 }, /* the last one to name it has it */
		{ "fd00::1", -1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct ip_address address;

		ip_address_parse(cases[i].address, &address);
		assert_ptr_equal(wg_quick_peer_of(p.config, &address),
				 cases[i].peer < 0 ? NULL
						   : &p.config->peers[cases[i].peer]);
	}
}

static void keys_and_comments_are_not_shown(void **state)
{
	static const struct {
		const char *line, *shown;
	} cases[] = {
		{ "PrivateKey = abc", "PrivateKey = ***" },
		{ "privatekey=abc==", "privatekey=*****" },
		{ "PresharedKey = a b", "PresharedKey = * *" },
		{ "PrivateKye = abc", "PrivateKye = ***" },
		{ "PrivateKey abc", "PrivateKey ***" },
		{ "PrivateKey : abc = d", "PrivateKey * *** * *" },
		{ "MTU = 5 # \xc3\xa4\xc3\xb6", "MTU = 5 # **" },
		{ "#PrivateKey = "
		  "abc",
		  "#********** * ***" },
		{ "PublicKey = " OTHER, "PublicKey = " OTHER },
		{ "[Peer] # a", "[Peer] # *" },
		{ "\xef\xbb\xbf[Peer]", "[Peer]" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		size_t length;
		cleanup_free_ char *shown =
			wg_quick_redact(cases[i].line, strlen(cases[i].line), &length);

		assert_string_equal(shown, cases[i].shown);
		assert_int_equal(length, strlen(shown));
	}
}

static void a_key_in_the_wrong_place_is_not_shown_either(void **state)
{
	static const char *const lines[] = { "Address = " KEY, KEY, "[" KEY "]",
					     "Endpoint = " KEY ":1", "x" KEY " = 5" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		size_t length;
		cleanup_free_ char *shown =
			wg_quick_redact(lines[i], strlen(lines[i]), &length);

		assert_int_equal(length, strlen(lines[i]));
		assert_null(strstr(shown, "AAECAwQF"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_is_read_as_wg_quick_reads_it),
		cmocka_unit_test(only_addresses_may_have_a_comma_too_many),
		cmocka_unit_test(all_values_are_kept),
		cmocka_unit_test(mistakes_are_told_without_their_value),
		cmocka_unit_test(wrong_values_are_refused),
		cmocka_unit_test(a_zone_is_left_to_getaddrinfo),
		cmocka_unit_test(what_a_file_asks_for_is_limited),
		cmocka_unit_test(an_address_is_for_the_peer_with_the_longest_prefix),
		cmocka_unit_test(keys_and_comments_are_not_shown),
		cmocka_unit_test(a_key_in_the_wrong_place_is_not_shown_either),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
