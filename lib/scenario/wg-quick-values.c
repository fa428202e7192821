/* SPDX-License-Identifier: BSD-3-Clause */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "scenario/wg-quick-parser.h"

/* The values of a WireGuard configuration. */

/* A copy for what wants a string; NULL: longer than any value of use. */
static const char *string_of(const struct wg_piece *value,
			     char buffer[static WG_QUICK_HOST_MAX + 16])
{
	if (value->length >= WG_QUICK_HOST_MAX + 16)
		return NULL;
	memcpy(buffer, value->text, value->length);
	buffer[value->length] = '\0';
	return buffer;
}
#define STRING_OF(value) string_of(value, (char[WG_QUICK_HOST_MAX + 16]){ 0 })

static bool is_word(const struct wg_piece *value, const char *word)
{
	return value->length == strlen(word) &&
	       strncasecmp(value->text, word, value->length) == 0;
}

static struct wg_quick_peer *last_peer(struct wg_parser *p)
{
	return &p->config->peers[p->config->peer_count - 1];
}

/* Decimal, or hexadecimal behind 0x where that is said to be right; up to 32 bits. */
static bool number_of(const struct wg_piece *value, bool hexadecimal, uint32_t max,
		      uint32_t *ret)
{
	bool hex = hexadecimal && value->length > 2 && value->text[0] == '0' &&
		   tolower((unsigned char)value->text[1]) == 'x';
	uint64_t number = 0;

	for (size_t i = hex ? 2 : 0; i < value->length; i++) {
		int c = tolower((unsigned char)value->text[i]);

		if (isdigit(c))
			number = number * (hex ? 16 : 10) + (uint64_t)(c - '0');
		else if (hex && c >= 'a' && c <= 'f')
			number = number * 16 + (uint64_t)(c - 'a' + 10);
		else
			return false;
		if (number > max)
			return false;
	}
	*ret = (uint32_t)number;
	return true;
}

static int sextet(char c)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *found = c ? strchr(alphabet, c) : NULL;

	return found ? (int)(found - alphabet) : -1;
}

#define KEY_DIGITS 44 /* base64 of 32 octets, with its padding (RFC 4648 4) */

static bool read_key(struct wg_parser *p, const struct wg_piece *value,
		     uint8_t ret[static WG_QUICK_KEY_LENGTH], bool may_be_zero)
{
	uint8_t key[WG_QUICK_KEY_LENGTH + 1] = { 0 }, any = 0;
	unsigned bits = 0, held = 0;
	size_t octet = 0;

	if (value->length != KEY_DIGITS) {
		wg_mistake(p, value->place,
			   "a key has %d characters of base64, this one has %zu",
			   KEY_DIGITS, value->length);
		return false;
	}
	for (size_t i = 0; i < KEY_DIGITS - 1; i++) {
		int six = sextet(value->text[i]);

		if (six < 0) {
			explicit_bzero(key, sizeof(key));
			wg_mistake(p, value->place, "this key is not base64");
			return false;
		}
		bits = (bits << 6 | (unsigned)six) & 0xffff;
		held += 6;
		if (held >= 8) {
			held -= 8;
			key[octet++] = (uint8_t)(bits >> held);
		}
	}
	/* 43 digits have two bits too many. */
	if (value->text[KEY_DIGITS - 1] != '=' || (bits & 3) != 0) {
		explicit_bzero(key, sizeof(key));
		wg_mistake(p, value->place, "this key is not 32 octets in base64");
		return false;
	}
	for (size_t i = 0; i < WG_QUICK_KEY_LENGTH; i++)
		any |= key[i];
	memcpy(ret, key, WG_QUICK_KEY_LENGTH);
	explicit_bzero(key, sizeof(key));
	if (any == 0 && !may_be_zero)
		wg_mistake(p, value->place, "this key is all zeros");
	return any != 0;
}

static void read_private_key(struct wg_parser *p, const struct wg_piece *value)
{
	p->config->has_private_key = read_key(p, value, p->config->private_key, false);
}

static void read_public_key(struct wg_parser *p, const struct wg_piece *value)
{
	last_peer(p)->has_public_key =
		read_key(p, value, last_peer(p)->public_key, false);
}

/* Zeros are none (wg(8)). */
static void read_preshared_key(struct wg_parser *p, const struct wg_piece *value)
{
	last_peer(p)->has_preshared_key =
		read_key(p, value, last_peer(p)->preshared_key, true);
}

static void read_address(struct wg_parser *p, const struct wg_piece *value)
{
	struct ip_networks *addresses = &p->config->addresses;
	struct wg_piece rest = *value, item;
	struct ip_network network;

	while (wg_next_item(&rest, &item)) {
		const char *text = STRING_OF(&item);

		/* wg-quick(8) takes a comma for a blank. */
		if (item.length == 0)
			continue;
		if (!text || ip_network_parse(text, &network) < 0) {
			wg_mistake(p, item.place,
				   "this is not an address such as 10.8.0.2/24 or "
				   "fd00::2/64");
			continue;
		}
		if (addresses->count == WG_QUICK_ADDRESS_MAX) {
			wg_mistake(p, item.place, "more than %d addresses",
				   WG_QUICK_ADDRESS_MAX);
			return;
		}
		*array_add(addresses->items, addresses->count, addresses->capacity) =
			network;
	}
}

static void read_allowed_ips(struct wg_parser *p, const struct wg_piece *value)
{
	struct ip_networks *allowed = &last_peer(p)->allowed;
	struct wg_piece rest = *value, item;
	struct ip_network network;

	while (wg_next_item(&rest, &item)) {
		const char *text = STRING_OF(&item);

		if (!text || ip_network_parse(text, &network) < 0) {
			wg_mistake(p, item.place,
				   "this is not a network such as 10.8.0.0/24 or "
				   "fd00::/64");
			continue;
		}
		if (p->allowed_count++ == WG_QUICK_ALLOWED_MAX) {
			wg_mistake(p, item.place, "more than %d allowed IPs",
				   WG_QUICK_ALLOWED_MAX);
			return;
		}
		if (p->allowed_count <= WG_QUICK_ALLOWED_MAX)
			*array_add(allowed->items, allowed->count, allowed->capacity) =
				ip_network_masked(&network);
	}
}

static void read_listen_port(struct wg_parser *p, const struct wg_piece *value)
{
	uint32_t port;

	if (number_of(value, false, UINT16_MAX, &port))
		p->config->listen_port = (uint16_t)port;
	else
		wg_mistake(p, value->place, "a port is a number from 0 to 65535");
}

/* RFC 791 3.2: what every module must forward. */
#define MTU_MIN 68
#define MTU_MAX 65535

static void read_mtu(struct wg_parser *p, const struct wg_piece *value)
{
	uint32_t mtu;

	p->mtu_place = value->place;
	if (number_of(value, false, MTU_MAX, &mtu) && mtu >= MTU_MIN)
		p->config->mtu = mtu;
	else
		wg_mistake(p, value->place, "an MTU is a number from %d to %d", MTU_MIN,
			   MTU_MAX);
}

static void read_fw_mark(struct wg_parser *p, const struct wg_piece *value)
{
	if (!is_word(value, "off") &&
	    !number_of(value, true, UINT32_MAX, &p->config->fw_mark))
		wg_mistake(p, value->place,
			   "a mark is \"off\", or a number from 0 to 0xffffffff");
}

static void read_table(struct wg_parser *p, const struct wg_piece *value)
{
	uint32_t number;

	if (is_word(value, "auto"))
		return;
	p->config->ignored.table = value->place.line;
	if (is_word(value, "off"))
		p->config->table = WG_QUICK_TABLE_OFF;
	else if (number_of(value, true, UINT32_MAX, &number) && number > 0)
		p->config->table = WG_QUICK_TABLE_NUMBER;
	else
		wg_mistake(p, value->place, "a table is \"off\", \"auto\" or a number");
}

static void note_line(unsigned *line, const struct wg_piece *value)
{
	if (*line == 0)
		*line = value->place.line;
}

static void read_dns(struct wg_parser *p, const struct wg_piece *value)
{
	note_line(&p->config->ignored.dns, value);
}

static void read_command(struct wg_parser *p, const struct wg_piece *value)
{
	note_line(&p->config->ignored.command, value);
}

static void read_save_config(struct wg_parser *p, const struct wg_piece *value)
{
	if (is_word(value, "true"))
		note_line(&p->config->ignored.save_config, value);
	else if (!is_word(value, "false"))
		wg_mistake(p, value->place, "this is \"true\" or \"false\"");
}

static void read_keepalive(struct wg_parser *p, const struct wg_piece *value)
{
	uint32_t seconds = 0;

	if (is_word(value, "off") || number_of(value, false, UINT16_MAX, &seconds))
		last_peer(p)->keepalive_s = (uint16_t)seconds;
	else
		wg_mistake(p, value->place,
			   "an interval is \"off\", or 0 to 65535 seconds");
}

static bool is_host_name(const char *host)
{
	size_t length = strlen(host);

	/* A zone is for getaddrinfo(3) to know: "fe80::1%wlan0". */
	if (strchr(host, ':'))
		return strchr(host, '%') != NULL;
	return length > 0 && length <= WG_QUICK_HOST_MAX && host[0] != '-' &&
	       host[strspn(host, "abcdefghijklmnopqrstuvwxyz"
				 "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")] == '\0';
}

/* All of it would be a number that is no address. */
static bool is_dotted_number(const char *host)
{
	return host[strspn(host, "0123456789.")] == '\0';
}

static void endpoint_mistake(struct wg_parser *p, const struct wg_piece *value)
{
	struct diagnostic *d = wg_mistake(p, value->place,
					  "this is not an endpoint, which is HOST:PORT");

	if (value->text[0] != '[' && memchr(value->text, ':', value->length) !=
					     memrchr(value->text, ':', value->length))
		diagnostic_suggest(d, "an IPv6 address stands in brackets: "
				      "[2001:db8::1]:51820");
	else
		diagnostic_suggest(d, "write vpn.example.org:51820, 192.0.2.1:51820 or "
				      "[2001:db8::1]:51820");
}

static void read_endpoint(struct wg_parser *p, const struct wg_piece *value)
{
	struct wg_quick_peer *peer = last_peer(p);
	bool brackets = value->text[0] == '[';
	const char *text = STRING_OF(value), *colon, *host_end;
	cleanup_free_ char *host = NULL;
	struct wg_piece port = { 0 };
	uint32_t number;

	colon = text ? strrchr(text, ':') : NULL;
	host_end = colon;
	if (brackets && colon && colon > text && colon[-1] == ']')
		host_end = colon - 1;
	else if (brackets)
		host_end = NULL;
	if (!host_end) {
		endpoint_mistake(p, value);
		return;
	}
	host = memory_strndup(text + brackets, (size_t)(host_end - text) - brackets);
	if (ip_address_parse(host, &peer->endpoint_address) == 0) {
		if (brackets != (peer->endpoint_address.family == AF_INET6)) {
			endpoint_mistake(p, value);
			return;
		}
	} else if (!is_host_name(host) || is_dotted_number(host) ||
		   (strchr(host, ':') && !brackets)) {
		endpoint_mistake(p, value);
		return;
	}
	port.text = colon + 1;
	port.length = strlen(colon + 1);
	if (port.length == 0 || !number_of(&port, false, UINT16_MAX, &number) ||
	    number == 0) {
		wg_mistake(p, value->place,
			   "the port of an endpoint is a number from 1 to 65535");
		return;
	}
	peer->endpoint_port = (uint16_t)number;
	peer->endpoint_host = TAKE_PTR(host);
}

const struct wg_key wg_keys[] = {
	{ "PrivateKey", WG_INTERFACE, false, read_private_key },
	{ "Address", WG_INTERFACE, true, read_address },
	{ "ListenPort", WG_INTERFACE, false, read_listen_port },
	{ "MTU", WG_INTERFACE, false, read_mtu },
	{ "DNS", WG_INTERFACE, true, read_dns },
	{ "Table", WG_INTERFACE, false, read_table },
	{ "FwMark", WG_INTERFACE, false, read_fw_mark },
	{ "PreUp", WG_INTERFACE, true, read_command },
	{ "PostUp", WG_INTERFACE, true, read_command },
	{ "PreDown", WG_INTERFACE, true, read_command },
	{ "PostDown", WG_INTERFACE, true, read_command },
	{ "SaveConfig", WG_INTERFACE, false, read_save_config },
	{ "PublicKey", WG_PEER, false, read_public_key },
	{ "PresharedKey", WG_PEER, false, read_preshared_key },
	{ "AllowedIPs", WG_PEER, true, read_allowed_ips },
	{ "Endpoint", WG_PEER, false, read_endpoint },
	{ "PersistentKeepalive", WG_PEER, false, read_keepalive },
};
const size_t wg_key_count = ARRAY_SIZE(wg_keys);

const struct wg_key *wg_find_key(const char *name, size_t length)
{
	for (size_t i = 0; i < wg_key_count; i++)
		if (strlen(wg_keys[i].name) == length &&
		    strncasecmp(name, wg_keys[i].name, length) == 0)
			return &wg_keys[i];
	return NULL;
}
