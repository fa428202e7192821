/* SPDX-License-Identifier: BSD-3-Clause */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "scenario/read.h"
#include "scenario/wg-quick.h"

/* The tunnel, and the file or the interface that it names. */

static const char example[] = "write tunnel: { wireguard: lab }";

bool check_interface(struct reader *r, const struct node *node)
{
	const char *text = node->text;
	struct diagnostic *d;
	bool good = *text && strlen(text) <= SCENARIO_INTERFACE_MAX &&
		    strcmp(text, ".") != 0 && strcmp(text, "..") != 0;

	for (const char *c = text; *c; c++)
		good &= isgraph((unsigned char)*c) && *c != '/' && *c != ':';
	if (good)
		return true;
	d = reader_error(r, node->place, "\"%s\" cannot be the name of an interface",
			 SHOWN(text));
	diagnostic_suggest(d,
			   "it has 1 to %d characters, none of them a blank, \"/\" or "
			   "\":\"",
			   SCENARIO_INTERFACE_MAX);
	return false;
}

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), wanted = strlen(end);

	return length >= wanted && strcmp(text + length - wanted, end) == 0;
}

static bool is_file(const char *text)
{
	return strchr(text, '/') || ends_with(text, ".conf");
}

/* wg-quick(8) names the interface so. */
static bool name_interface(struct reader *r, const struct node *node)
{
	struct tunnel *tunnel = &r->scenario->tunnel;
	const char *slash = strrchr(node->text, '/');
	const char *base = slash ? slash + 1 : node->text;
	size_t length = strlen(base) - (ends_with(base, ".conf") ? strlen(".conf") : 0);
	struct diagnostic *d;

	if (length >= 1 && length <= SCENARIO_INTERFACE_MAX &&
	    strspn(base, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			 "0123456789_=+.-") >= length) {
		tunnel->interface = memory_strndup(base, length);
		return true;
	}
	d = reader_error(r, node->place, "no interface can have the name of this file");
	diagnostic_suggest(d,
			   "as with wg-quick(8), the file is called NAME.conf, and NAME "
			   "has 1 to %d letters, digits, \"_\", \"=\", \"+\", \".\" "
			   "or \"-\"",
			   SCENARIO_INTERFACE_MAX);
	return false;
}

static bool load_file(struct reader *r, const struct node *node)
{
	struct tunnel *tunnel = &r->scenario->tunnel;
	cleanup_free_ char *path = scenario_path(r, node->text);
	cleanup_error_ struct error error = { 0 };
	struct diagnostic *d;
	int status;

	if (r->secrets) {
		const struct scenario_secrets *secrets = r->secrets;

		if (!secrets->wg_quick)
			return false;
		tunnel->text =
			memory_strndup(secrets->wg_quick, secrets->wg_quick_length);
		tunnel->text_length = secrets->wg_quick_length;
		return true;
	}
	status = file_read(path, WG_QUICK_SIZE_MAX, &tunnel->text, &tunnel->text_length,
			   &error);
	if (status >= 0)
		return true;
	d = reader_error(r, node->place, "the WireGuard file \"%s\" cannot be read: %s",
			 SHOWN(node->text), strerror(-status));
	if (node->text[0] != '/')
		diagnostic_suggest(d, "a relative path starts at the scenario's folder");
	return false;
}

/* The far end of the lab, too, has to be told where its peer is. */
static void check_beginning(struct reader *r, size_t file)
{
	const struct wg_quick *config = r->scenario->tunnel.wg_quick;
	const struct wg_quick_peer *peer =
		wg_quick_peer_of(config, &r->scenario->tunnel.far_end);
	struct diagnostic *d;

	if (!peer || peer->endpoint_host || config->listen_port)
		return;
	d = reader_error(r, peer->place,
			 "neither end can begin: this peer has no Endpoint, and "
			 "[Interface] no ListenPort");
	d->file = file;
}

static void read_file(struct reader *r, const struct node *node)
{
	struct tunnel *tunnel = &r->scenario->tunnel;
	cleanup_free_ char *path = scenario_path(r, node->text);
	const char *shown = strncmp(path, "./", 2) == 0 ? path + 2 : path;
	size_t length, file;
	char *redacted;

	tunnel->kind = TUNNEL_WG_QUICK;
	tunnel->file = memory_strdup(node->text);
	if (!name_interface(r, node) || !load_file(r, node))
		return;
	redacted = wg_quick_redact(tunnel->text, tunnel->text_length, &length);
	file = diagnostics_add_file(r->diagnostics, shown, redacted, length);
	tunnel->wg_quick =
		wg_quick_parse(tunnel->text, tunnel->text_length, r->diagnostics, file);
	if (tunnel->wg_quick)
		check_beginning(r, file);
}

static bool is_unicast(const struct ip_address *address)
{
	if (address->family == AF_INET6)
		return !IN6_IS_ADDR_UNSPECIFIED(&address->v6) &&
		       !IN6_IS_ADDR_LOOPBACK(&address->v6) &&
		       !IN6_IS_ADDR_MULTICAST(&address->v6) &&
		       !IN6_IS_ADDR_LINKLOCAL(&address->v6) &&
		       !IN6_IS_ADDR_V4MAPPED(&address->v6);
	return address->octets[0] != 0 && address->octets[0] != 127 &&
	       address->octets[0] < 224;
}

static void read_far_end(struct reader *r, const struct node *key,
			 const struct node *node)
{
	struct ip_address *far_end = &r->scenario->tunnel.far_end;
	struct ip_address address;
	struct diagnostic *d;
	const char *text;

	if (!read_text(r, key, node, &text))
		return;
	if (ip_address_parse(text, &address) == 0 && is_unicast(&address)) {
		*far_end = address;
		return;
	}
	d = reader_error(r, node->place, "\"%s\" is not the address of a far end",
			 SHOWN(text));
	diagnostic_suggest(d, "write its address inside the tunnel, such as 10.8.0.1 or "
			      "fd00::1");
}

static void check_far_end(struct reader *r, const struct node *node)
{
	const struct tunnel *tunnel = &r->scenario->tunnel;
	const struct wg_quick *config = tunnel->wg_quick;
	const struct ip_address *far_end = &tunnel->far_end;
	struct diagnostic *d;

	if (!config || far_end->family == 0)
		return;
	for (size_t i = 0; i < config->addresses.count; i++) {
		if (!ip_address_equal(&config->addresses.items[i].address, far_end))
			continue;
		reader_error(r, node->place,
			     "this is the station's own address in the tunnel");
		return;
	}
	if (!wg_quick_address_of(config, far_end->family)) {
		d = reader_error(r, node->place,
				 "the station has no %s address in \"%s\"",
				 far_end->family == AF_INET6 ? "IPv6" : "IPv4",
				 SHOWN(tunnel->file));
		diagnostic_suggest(d, "add one with Address = under [Interface]");
	}
	if (!wg_quick_peer_of(config, far_end)) {
		d = reader_error(r, node->place,
				 "no peer in \"%s\" has this among its AllowedIPs",
				 SHOWN(tunnel->file));
		diagnostic_suggest(d, "WireGuard sends an address to the peer whose "
				      "AllowedIPs hold it");
	}
}

static void read_interface(struct reader *r, const struct node *node)
{
	struct tunnel *tunnel = &r->scenario->tunnel;

	tunnel->kind = TUNNEL_EXISTING;
	if (check_interface(r, node))
		tunnel->interface = memory_strdup(node->text);
}

void read_tunnel(struct reader *r, const struct node *key, const struct node *node)
{
	static const char *const names[] = { "wireguard", "far-end" };
	static const struct words known = { names, ARRAY_SIZE(names) };
	const struct node *value, *far_end, *far_end_key;
	struct diagnostic *d;
	const char *text;

	/* Even if it is wrong, there is one: nothing else is to complain. */
	r->scenario->has_tunnel = true;
	r->scenario->tunnel_place = r->scenario->tunnel.place = key->place;
	if (!read_mapping(r, key, node, example))
		return;
	check_known_keys(r, node, &known, "in \"tunnel\"");
	value = node_require(r, key->place, "\"tunnel\"", node, &known, "wireguard",
			     example);
	if (!value || !read_text(r, node_get_key(node, "wireguard"), value, &text))
		return;
	r->scenario->tunnel.place = value->place;
	far_end = node_get(node, "far-end");
	far_end_key = node_get_key(node, "far-end");
	if (strcmp(text, "lab") == 0) {
		if (far_end) {
			d = reader_error(r, far_end_key->place,
					 "the lab's own tunnel has a far end already");
			diagnostic_suggest(d, "leave \"far-end\" out");
		}
		return;
	}
	if (far_end)
		read_far_end(r, far_end_key, far_end);
	else
		node_require(r, key->place, "\"tunnel\"", node, &known, "far-end",
			     "add the address inside the tunnel at which the far end of "
			     "the probes answers, such as far-end: 10.8.0.1");
	if (is_file(text))
		read_file(r, value);
	else
		read_interface(r, value);
	if (far_end)
		check_far_end(r, far_end);
}

/* Probes to a far end that has an address are of its family. */
static void check_families(struct reader *r)
{
	struct scenario *s = r->scenario;
	bool ipv6 = s->tunnel.far_end.family == AF_INET6;

	for (size_t i = 0; i < s->stream_count; i++) {
		struct stream *stream = &s->streams[i];
		struct diagnostic *d;

		if (stream->through != THROUGH_TUNNEL)
			continue;
		if (stream->ip_place.line > 0 && stream->ipv6 != ipv6) {
			d = reader_error(r, stream->ip_place,
					 "the far end of the tunnel has an IPv%d address",
					 ipv6 ? 6 : 4);
			diagnostic_suggest(d, "leave \"ip\" out");
		}
		stream->ipv6 = ipv6;
	}
}

/* What the lab's station does not have cannot be watched, and what nobody watches is not
 * made. */
void check_tunnel(struct reader *r)
{
	const struct scenario *s = r->scenario;
	const struct lab_station *station = &s->station;
	const struct tunnel *tunnel = &s->tunnel;
	bool watches =
		s->has_tunnel && tunnel->kind == TUNNEL_EXISTING && tunnel->interface;
	bool same = watches && station->wireguard &&
		    strcmp(tunnel->interface, station->wireguard) == 0;
	struct diagnostic *d;

	if (tunnel->far_end.family)
		check_families(r);
	if (same)
		return;
	if (watches && s->has_lab) {
		d = reader_error(r, tunnel->place,
				 "the lab's station has no interface \"%s\"",
				 SHOWN(tunnel->interface));
		if (station->wireguard)
			diagnostic_suggest(d, "did you mean \"%s\"?", station->wireguard);
		else if (!suggest_name(d, tunnel->interface,
				       (const char *const[]){ "lab" }, 1))
			diagnostic_suggest(d,
					   "add lab: { station: { wireguard: %s } }, or "
					   "write tunnel: { wireguard: lab }",
					   tunnel->interface);
	} else if (station->wireguard) {
		d = reader_error(r, station->wireguard_place,
				 "no tunnel watches the interface \"%s\"",
				 SHOWN(station->wireguard));
		diagnostic_suggest(d,
				   "write tunnel: { wireguard: %s, far-end: 10.8.0.1 }",
				   station->wireguard);
	}
}
