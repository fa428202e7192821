/* SPDX-License-Identifier: BSD-3-Clause */
#include "scenario/wg-quick.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "scenario/wg-quick-parser.h"
#include "scenario/words.h"
#include "scenario/yaml.h"

/* Sections and lines of a WireGuard configuration; their values are in
 * wg-quick-values.c. */

static const char *const section_names[] = {
	[WG_INTERFACE] = "[Interface]",
	[WG_PEER] = "[Peer]",
};

struct wg_quick *wg_quick_free(struct wg_quick *config)
{
	if (!config)
		return NULL;
	for (size_t i = 0; i < config->peer_count; i++) {
		free(config->peers[i].allowed.items);
		free(config->peers[i].endpoint_host);
	}
	if (config->peers)
		explicit_bzero(config->peers,
			       config->peer_count * sizeof(*config->peers));
	free(config->peers);
	free(config->addresses.items);
	explicit_bzero(config, sizeof(*config));
	free(config);
	return NULL;
}

struct diagnostic *wg_mistake(struct wg_parser *p, struct place place, const char *fmt,
			      ...)
{
	cleanup_free_ char *message = NULL;
	struct diagnostic *d;
	va_list ap;

	va_start(ap, fmt);
	message = memory_vprintf(fmt, ap);
	va_end(ap);
	d = diagnostics_add(p->diagnostics, place, "%s", message);
	d->file = p->file;
	return d;
}

static unsigned characters(const char *text, size_t length)
{
	unsigned count = 0;

	for (size_t i = 0; i < length; i++)
		count += ((unsigned char)text[i] & 0xc0) != 0x80;
	return count;
}

bool wg_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* From and to are offsets into the piece. */
struct wg_piece wg_part_of(const struct wg_piece *piece, size_t from, size_t to)
{
	struct wg_piece part = { .place = piece->place };

	while (from < to && wg_is_blank(piece->text[from]))
		from++;
	while (to > from && wg_is_blank(piece->text[to - 1]))
		to--;
	part.text = piece->text + from;
	part.length = to - from;
	part.place.column += characters(piece->text, from);
	part.place.length = characters(part.text, part.length);
	return part;
}

bool wg_next_item(struct wg_piece *rest, struct wg_piece *ret)
{
	const char *comma;
	size_t length;

	if (!rest->text)
		return false;
	comma = memchr(rest->text, ',', rest->length);
	length = comma ? (size_t)(comma - rest->text) : rest->length;
	*ret = wg_part_of(rest, 0, length);
	*rest = comma ? wg_part_of(rest, length + 1, rest->length)
		      : (struct wg_piece){ .text = NULL };
	return true;
}

struct reading {
	struct wg_parser parser;
	enum wg_section section;
	bool has_interface;
	unsigned *seen; /* by key: its line in this section, or 0 */
};

static void forget_seen(struct reading *r)
{
	memset(r->seen, 0, wg_key_count * sizeof(*r->seen));
}

static void begin_peer(struct reading *r, const struct wg_piece *line)
{
	struct wg_quick *config = r->parser.config;
	struct wg_quick_peer *peer;

	if (config->peer_count == WG_QUICK_PEER_MAX) {
		wg_mistake(&r->parser, line->place, "more than %d peers",
			   WG_QUICK_PEER_MAX);
		r->section = WG_UNKNOWN;
		return;
	}
	peer = array_add(config->peers, config->peer_count, config->peer_capacity);
	peer->place = line->place;
	r->section = WG_PEER;
	forget_seen(r);
}

static void begin_interface(struct reading *r, const struct wg_piece *line)
{
	struct wg_quick *config = r->parser.config;

	r->section = WG_INTERFACE;
	if (r->has_interface) {
		wg_mistake(&r->parser, line->place,
			   "there is an [Interface] already, on line %u",
			   config->place.line);
		r->section = WG_UNKNOWN;
		return;
	}
	r->has_interface = true;
	config->place = line->place;
	forget_seen(r);
}

static bool is_word(const struct wg_piece *piece, const char *word)
{
	return piece->length == strlen(word) &&
	       strncasecmp(piece->text, word, piece->length) == 0;
}

/* Letters of one case, so that only spelling counts. */
static char *lower_copy(const char *text, size_t length)
{
	char *lower = memory_strndup(text, length);

	for (char *c = lower; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	return lower;
}

static void begin_section(struct reading *r, const struct wg_piece *line)
{
	static const char *const words[] = { "[interface]", "[peer]" };
	cleanup_free_ char *lower = NULL;
	struct diagnostic *d;
	const char *near;

	if (is_word(line, section_names[WG_INTERFACE])) {
		begin_interface(r, line);
		return;
	}
	if (is_word(line, section_names[WG_PEER])) {
		begin_peer(r, line);
		return;
	}
	r->section = WG_UNKNOWN;
	lower = lower_copy(line->text, line->length);
	near = suggest_nearest(lower, words, ARRAY_SIZE(words));
	d = wg_mistake(&r->parser, line->place, "there is no such section");
	if (near)
		diagnostic_suggest(d, "did you mean %s?",
				   near == words[0] ? section_names[WG_INTERFACE]
						    : section_names[WG_PEER]);
	else
		diagnostic_suggest(d, "the sections are [Interface] and [Peer]");
}

bool wg_name_is_near(const char *name, size_t length)
{
	cleanup_free_ char *lower = lower_copy(name, length);

	if (length > WG_NAME_SHOWN_MAX ||
	    lower[strspn(lower, "abcdefghijklmnopqrstuvwxyz")] != '\0')
		return false;
	for (size_t i = 0; i < wg_key_count; i++) {
		cleanup_free_ char *known =
			lower_copy(wg_keys[i].name, strlen(wg_keys[i].name));

		if (suggest_nearest(lower, (const char *[]){ known }, 1))
			return true;
	}
	return false;
}

static void suggest_key(struct diagnostic *d, const struct wg_piece *name,
			enum wg_section section)
{
	cleanup_free_ char *lower = lower_copy(name->text, name->length);
	cleanup_text_ struct text list = { 0 };

	for (size_t i = 0; i < wg_key_count; i++) {
		cleanup_free_ char *known =
			lower_copy(wg_keys[i].name, strlen(wg_keys[i].name));

		if (wg_keys[i].section != section)
			continue;
		if (suggest_nearest(lower, (const char *[]){ known }, 1)) {
			diagnostic_suggest(d, "did you mean \"%s\"?", wg_keys[i].name);
			return;
		}
		text_printf(&list, "%s%s", list.length ? ", " : "", wg_keys[i].name);
	}
	diagnostic_suggest(d, "the keys are: %s", list.data);
}

static void unknown_key(struct reading *r, const struct wg_piece *name,
			const struct wg_key *elsewhere)
{
	struct diagnostic *d;

	if (elsewhere) {
		wg_mistake(&r->parser, name->place, "\"%s\" belongs in %s",
			   elsewhere->name, section_names[elsewhere->section]);
		return;
	}
	if (wg_name_is_near(name->text, name->length)) {
		cleanup_free_ char *shown = memory_strndup(name->text, name->length);

		d = wg_mistake(&r->parser, name->place, "there is no key \"%s\" in %s",
			       SHOWN(shown), section_names[r->section]);
	} else {
		d = wg_mistake(&r->parser, name->place, "there is no such key in %s",
			       section_names[r->section]);
	}
	suggest_key(d, name, r->section);
}

static void read_key(struct reading *r, const struct wg_piece *name,
		     const struct wg_piece *value)
{
	const struct wg_key *key = wg_find_key(name->text, name->length);
	unsigned *seen;

	if (r->section == WG_UNKNOWN)
		return;
	if (r->section == WG_NOWHERE) {
		diagnostic_suggest(wg_mistake(&r->parser, name->place,
					      "this stands before any section"),
				   "begin with [Interface]");
		r->section = WG_UNKNOWN;
		return;
	}
	if (!key || key->section != r->section) {
		unknown_key(r, name, key);
		return;
	}
	seen = &r->seen[key - wg_keys];
	if (*seen && !key->repeated) {
		wg_mistake(&r->parser, name->place, "\"%s\" is given already, on line %u",
			   key->name, *seen);
		return;
	}
	*seen = name->place.line;
	/* wg(8) takes AllowedIPs without a value for none. */
	if (value->length == 0 && !key->repeated) {
		wg_mistake(&r->parser, name->place, "\"%s\" has no value", key->name);
		return;
	}
	if (value->length > 0)
		key->read(&r->parser, value);
}

static void read_line(struct reading *r, const struct wg_piece *line)
{
	const char *comment = memchr(line->text, '#', line->length), *equals;
	struct wg_piece whole, name, value;

	whole = wg_part_of(line, 0,
			   comment ? (size_t)(comment - line->text) : line->length);
	if (whole.length == 0)
		return;
	if (whole.text[0] == '[') {
		begin_section(r, &whole);
		return;
	}
	equals = memchr(whole.text, '=', whole.length);
	if (!equals) {
		if (r->section != WG_UNKNOWN)
			wg_mistake(&r->parser, whole.place,
				   "a line is KEY = VALUE, a section, or a comment");
		return;
	}
	name = wg_part_of(&whole, 0, (size_t)(equals - whole.text));
	value = wg_part_of(&whole, (size_t)(equals - whole.text) + 1, whole.length);
	if (name.length == 0)
		wg_mistake(&r->parser, whole.place, "there is no key before the \"=\"");
	else
		read_key(r, &name, &value);
}

static void read_lines(struct reading *r, const char *text, size_t length)
{
	unsigned number = 1;

	for (size_t at = 0; at < length; number++) {
		const char *newline = memchr(text + at, '\n', length - at);
		size_t octets = newline ? (size_t)(newline - text) - at : length - at;
		const struct wg_piece line = { text + at, octets, { number, 1, 0 } };

		read_line(r, &line);
		at += octets + 1;
	}
}

static void check_peers(struct wg_parser *p)
{
	const struct wg_quick *config = p->config;

	for (size_t i = 0; i < config->peer_count; i++) {
		const struct wg_quick_peer *peer = &config->peers[i];

		if (!peer->has_public_key) {
			wg_mistake(p, peer->place, "this peer has no PublicKey");
			continue;
		}
		for (size_t j = 0; j < i; j++) {
			if (!config->peers[j].has_public_key ||
			    memcmp(peer->public_key, config->peers[j].public_key,
				   WG_QUICK_KEY_LENGTH) != 0)
				continue;
			wg_mistake(p, peer->place,
				   "the peer of line %u has the same PublicKey",
				   config->peers[j].place.line);
			break;
		}
	}
}

/* RFC 8200 5 */
#define IPV6_MTU_MIN 1280

static void check_whole(struct reading *r)
{
	struct wg_parser *p = &r->parser;
	const struct wg_quick *config = p->config;
	struct diagnostic *d;

	if (!r->has_interface) {
		wg_mistake(p, (struct place){ 1, 1, 1 }, "there is no [Interface]");
		return;
	}
	if (!config->has_private_key) {
		d = wg_mistake(p, config->place, "[Interface] has no PrivateKey");
		diagnostic_suggest(d, "roamtest never runs a command that would set it");
	}
	if (config->peer_count == 0)
		wg_mistake(p, config->place, "there is no [Peer]");
	if (config->mtu && config->mtu < IPV6_MTU_MIN &&
	    wg_quick_address_of(config, AF_INET6))
		wg_mistake(p, p->mtu_place, "IPv6 needs an MTU of %d at least",
			   IPV6_MTU_MIN);
	check_peers(p);
}

const char *wg_without_mark(const char *text, size_t *length)
{
	static const char mark[] = { '\xef', '\xbb', '\xbf' };

	if (*length < sizeof(mark) || memcmp(text, mark, sizeof(mark)) != 0)
		return text;
	*length -= sizeof(mark);
	return text + sizeof(mark);
}

struct wg_quick *wg_quick_parse(const char *text, size_t length,
				struct diagnostics *diagnostics, size_t file)
{
	cleanup_(wg_quick_freep) struct wg_quick *config =
		memory_zero(1, sizeof(*config));
	cleanup_free_ unsigned *seen = memory_zero(wg_key_count, sizeof(*seen));
	struct reading reading = {
		.parser = { diagnostics, file, config, { 0 }, 0 },
		.seen = seen,
	};
	size_t before = diagnostics->count;

	text = wg_without_mark(text, &length);
	if (length > WG_QUICK_SIZE_MAX) {
		wg_mistake(&reading.parser, (struct place){ 0 },
			   "a WireGuard configuration has at most %u octets",
			   WG_QUICK_SIZE_MAX);
		return NULL;
	}
	if (!characters_check(text, length, diagnostics)) {
		diagnostics->items[diagnostics->count - 1].file = file;
		return NULL;
	}
	read_lines(&reading, text, length);
	/* What is missing may be what was not understood. */
	if (diagnostics->count == before)
		check_whole(&reading);
	return diagnostics->count == before ? TAKE_PTR(config) : NULL;
}

const struct wg_quick_peer *wg_quick_peer_of(const struct wg_quick *config,
					     const struct ip_address *address)
{
	const struct wg_quick_peer *best = NULL;
	unsigned longest = 0;

	for (size_t i = 0; i < config->peer_count; i++) {
		const struct wg_quick_peer *peer = &config->peers[i];

		for (size_t j = 0; j < peer->allowed.count; j++) {
			const struct ip_network *network = &peer->allowed.items[j];

			if (!ip_network_holds(network, address) ||
			    (best && network->prefix < longest))
				continue;
			best = peer;
			longest = network->prefix;
		}
	}
	return best;
}

const struct ip_network *wg_quick_address_of(const struct wg_quick *config,
					     sa_family_t family)
{
	for (size_t i = 0; i < config->addresses.count; i++)
		if (config->addresses.items[i].address.family == family)
			return &config->addresses.items[i];
	return NULL;
}
