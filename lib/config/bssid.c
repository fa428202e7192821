/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/hex.h"
#include "base/memory.h"
#include "config/build.h"

/* A file of OpenWrt seldom says an access point's BSSID: it is the hardware's. But the
 * lists of key holders do, and as a rule the identifiers as well. Each place that says
 * something has a vote, so that one slip of the pen does not move a BSSID. */

struct vote {
	size_t bss;
	uint8_t mac[MAC_LENGTH];
	unsigned count;
};

struct votes {
	struct vote *items;
	size_t count, capacity;
};

/* What a list's line says: there is someone with this address who has this name. */
struct statement {
	bool r1kh;
	uint8_t mac[MAC_LENGTH];
	char *id;
	uint8_t r1kh_id[MAC_LENGTH];
};

struct statements {
	struct statement *items;
	size_t count, capacity;
};

static bool is_address_of_one(const uint8_t *mac)
{
	return !mac_is_zero(mac) && !(mac[0] & 1);
}

/* With colons, dashes or nothing between the octets. */
static bool parse_loosely(const char *text, uint8_t ret[static MAC_LENGTH])
{
	char digits[2 * MAC_LENGTH + 1];
	size_t count = 0;

	for (; *text; text++) {
		if (*text == ':' || *text == '-')
			continue;
		if (hex_digit(*text) < 0 || count == sizeof(digits) - 1)
			return false;
		digits[count++] = *text;
	}
	digits[count] = '\0';
	return count == sizeof(digits) - 1 && hex_parse(digits, ret, MAC_LENGTH) == 0;
}

static void add_vote(struct votes *votes, size_t bss, const uint8_t *mac)
{
	struct vote *vote;

	if (!is_address_of_one(mac))
		return;
	for (size_t i = 0; i < votes->count; i++) {
		vote = &votes->items[i];
		if (vote->bss == bss && mac_equal(vote->mac, mac)) {
			vote->count++;
			return;
		}
	}
	vote = array_add(votes->items, votes->count, votes->capacity);
	vote->bss = bss;
	memcpy(vote->mac, mac, MAC_LENGTH);
	vote->count = 1;
}

static void add_statement(struct statements *statements, const char *line, bool r1kh)
{
	struct key_entry entry;
	struct statement *statement;

	if (key_entry_parse(line, r1kh, &entry))
		return;
	if (!key_entry_is_wildcard(&entry) && is_address_of_one(entry.mac)) {
		statement = array_add(statements->items, statements->count,
				      statements->capacity);
		statement->r1kh = r1kh;
		memcpy(statement->mac, entry.mac, MAC_LENGTH);
		memcpy(statement->r1kh_id, entry.r1kh_id, MAC_LENGTH);
		statement->id = TAKE_PTR(entry.id);
	}
	key_entry_clear(&entry);
}

static void collect_uci(struct statements *statements, const struct config_ap *ap,
			const struct config_bss *bss, const char *option, bool r1kh)
{
	struct openwrt_key_holder *holders;
	size_t count = openwrt_key_holders(ap, bss->section, option, &holders);

	for (size_t i = 0; i < count; i++) {
		add_statement(statements, holders[i].line, r1kh);
		explicit_bzero(holders[i].line, strlen(holders[i].line));
		free(holders[i].line);
	}
	free(holders);
}

static void collect(struct statements *statements, const struct config_site *site,
		    const struct config_bss *bss)
{
	const struct config_ap *ap = &site->access_points[bss->access_point];

	if (bss->section) {
		collect_uci(statements, ap, bss, "r0kh", false);
		collect_uci(statements, ap, bss, "r1kh", true);
		return;
	}
	for (size_t i = 0; i < bss->hostapd->count; i++) {
		const struct hostapd_line *line = &bss->hostapd->lines[i];

		if (strcmp(line->key, "r0kh") == 0 || strcmp(line->key, "r1kh") == 0)
			add_statement(statements, line->value.text,
				      strcmp(line->key, "r1kh") == 0);
	}
}

/* What the BSS's own file says under either of two names. */
static const char *own(const struct config_bss *bss, const char *uci, const char *hostapd)
{
	const struct hostapd_line *line;
	const struct config_value *value;

	if (!bss->section) {
		line = hostapd_section_get(bss->hostapd, hostapd);
		return line ? line->value.text : NULL;
	}
	value = uci_get_value(bss->section, uci);
	if (!value)
		value = uci_get_value(bss->section, hostapd);
	return value ? value->text : NULL;
}

static void vote_for(struct votes *votes, const struct statements *statements,
		     const struct config_bss *bss, size_t index)
{
	const char *name = own(bss, "nasid", "nas_identifier"),
		   *holder = own(bss, "r1_key_holder", "r1_key_holder");
	uint8_t mac[MAC_LENGTH], r1kh_id[MAC_LENGTH];
	bool has_holder = holder && parse_loosely(holder, r1kh_id);

	if (name && parse_loosely(name, mac))
		add_vote(votes, index, mac);
	if (has_holder)
		add_vote(votes, index, r1kh_id);
	for (size_t i = 0; i < statements->count; i++) {
		const struct statement *s = &statements->items[i];

		if (s->r1kh ? has_holder && mac_equal(s->r1kh_id, r1kh_id)
			    : name && strcmp(s->id, name) == 0)
			add_vote(votes, index, s->mac);
	}
}

static bool is_taken(const struct config_site *site, const bool *known,
		     const uint8_t *mac)
{
	for (size_t i = 0; i < site->bss_count; i++)
		if (known[i] && mac_equal(site->bsss[i].bssid, mac))
			return true;
	return false;
}

/* The strongest vote for an address that is still free decides first. */
static bool decide_next(struct config_site *site, const struct votes *votes, bool *known,
			unsigned *by_votes)
{
	const struct vote *best = NULL;

	for (size_t i = 0; i < votes->count; i++) {
		const struct vote *vote = &votes->items[i];

		if (!known[vote->bss] && !is_taken(site, known, vote->mac) &&
		    (!best || vote->count > best->count))
			best = vote;
	}
	if (!best)
		return false;
	memcpy(site->bsss[best->bss].bssid, best->mac, MAC_LENGTH);
	known[best->bss] = true;
	by_votes[best->bss] = best->count;
	return true;
}

/* One BSS that nobody calls by name, and one address in the lists that is nobody's. */
static void decide_last(struct config_site *site, const struct statements *statements,
			bool *known, unsigned *by_votes)
{
	const uint8_t *mac = NULL;
	size_t bss = SIZE_MAX;

	for (size_t i = 0; i < site->bss_count; i++) {
		if (known[i])
			continue;
		if (bss != SIZE_MAX)
			return;
		bss = i;
	}
	for (size_t i = 0; bss != SIZE_MAX && i < statements->count; i++) {
		const uint8_t *next = statements->items[i].mac;

		if (is_taken(site, known, next) || (mac && mac_equal(mac, next)))
			continue;
		if (mac)
			return;
		mac = next;
	}
	if (!mac || bss == SIZE_MAX)
		return;
	memcpy(site->bsss[bss].bssid, mac, MAC_LENGTH);
	known[bss] = true;
	by_votes[bss] = 1;
}

static void note(struct config_site *site, const struct config_bss *bss, unsigned votes)
{
	struct config_ap *ap = &site->access_points[bss->access_point];
	char mac[MAC_FORMAT_MAX];

	mac_format(mac, bss->bssid);
	if (votes > 0)
		config_note_add(&ap->notes, CONFIG_NOTE_FILLED_IN, bss->place,
				"the file does not say the BSSID: taken to be %s, as %u "
				"place%s in the site's files say",
				mac, votes, votes == 1 ? "" : "s");
	else
		config_note_add(&ap->notes, CONFIG_NOTE_FILLED_IN, bss->place,
				"the file does not say the BSSID: %s is made up (option "
				"macaddr, or bssid= of hostapd.conf, says it)",
				mac);
}

static void make_up(struct config_site *site, size_t index, bool *known)
{
	uint8_t mac[MAC_LENGTH] = { 0x02, 0, 0, 0, 0, 0 };

	/* The 64 BSSs of a site at most have room beside whatever addresses there are. */
	for (unsigned i = (unsigned)index + 1;; i++) {
		mac[4] = (uint8_t)i;
		mac[3] = (uint8_t)(i >> 8);
		if (!is_taken(site, known, mac))
			break;
	}
	memcpy(site->bsss[index].bssid, mac, MAC_LENGTH);
	known[index] = true;
}

void bssids_find(struct config_site *site)
{
	cleanup_free_ bool *known = memory_zero(site->bss_count, sizeof(*known));
	cleanup_free_ unsigned *by_votes =
		memory_zero(site->bss_count, sizeof(*by_votes));
	struct statements statements = { 0 };
	struct votes votes = { 0 };

	for (size_t i = 0; i < site->bss_count; i++) {
		known[i] = site->bsss[i].bssid_from != NULL;
		collect(&statements, site, &site->bsss[i]);
	}
	for (size_t i = 0; i < site->bss_count; i++)
		if (!known[i])
			vote_for(&votes, &statements, &site->bsss[i], i);
	while (decide_next(site, &votes, known, by_votes))
		;
	decide_last(site, &statements, known, by_votes);
	for (size_t i = 0; i < site->bss_count; i++) {
		if (site->bsss[i].bssid_from)
			continue;
		if (!known[i])
			make_up(site, i, known);
		note(site, &site->bsss[i], by_votes[i]);
	}
	for (size_t i = 0; i < statements.count; i++)
		free(statements.items[i].id);
	free(statements.items);
	free(votes.items);
}
