/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "base/cleanup.h"
#include "base/hex.h"
#include "base/memory.h"
#include "config/lint-parts.h"

/* Keys between access points that are no secret, or not what was meant: all zeros, from
 * a guide, cut off; and what of them OpenWrt has made by itself. They are looked at as
 * the files have them, and replaced in the model. */

#define NEW_KEY "<a new key, 64 hex digits>"

enum fault { FAULT_NONE, FAULT_KNOWN, FAULT_LENGTH };

/* One digit over and over, or those of hostapd.conf's and others' examples. */
static bool is_known(const char *digits, size_t count)
{
	static const char *const examples[] = {
		"000102030405060708090a0b0c0d0e0f",
		"00112233445566778899aabbccddeeff",
		"0123456789abcdef0123456789abcdef",
	};

	if (count > 0 && strspn(digits, (const char[]){ digits[0], '\0' }) >= count)
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(examples); i++)
		if (strncasecmp(digits, examples[i], strlen(examples[i])) == 0)
			return true;
	return false;
}

static enum fault fault_of(const char *key)
{
	size_t digits = 0;

	while (hex_digit(key[digits]) >= 0)
		digits++;
	if (is_known(key, digits))
		return FAULT_KNOWN;
	return key[digits] || (digits != (size_t)2 * RRB_KEY_OCTETS &&
			       digits != (size_t)2 * SHORT_RRB_KEY_OCTETS)
		       ? FAULT_LENGTH
		       : FAULT_NONE;
}

/* The key as the file has it; NULL: the entry is in no file. */
static const char *written_key(const struct config_bss *bss,
			       const struct key_entry *entry)
{
	const struct setting *setting;
	const char *blank;

	if (entry->setting >= bss->settings.count)
		return NULL;
	setting = &bss->settings.items[entry->setting];
	blank = strrchr(setting->value, ' ');
	return setting->origin == ORIGIN_FILE && blank ? blank + 1 : NULL;
}

/* What the entry's key is shared with: a BSS, itself, or all of the site (of wildcards).
 * SIZE_MAX: nobody who is here. */
static size_t peer_of(const struct lint *lint, size_t bss, const struct key_entry *entry)
{
	if (key_entry_is_wildcard(entry))
		return bss;
	return lint_find_bssid(lint, entry->mac);
}

/* All wildcards have one key, which is that of the first BSS with itself. */
static const struct rrb_key *new_key(struct lint *lint, size_t bss,
				     const struct key_entry *entry)
{
	size_t peer = peer_of(lint, bss, entry);

	if (key_entry_is_wildcard(entry))
		return lint_pair_key(lint, 0, 0);
	return peer == SIZE_MAX ? NULL : lint_pair_key(lint, bss, peer);
}

struct collection {
	struct finding *known, *length;
	bool *pairs; /* unordered pairs whose keys are to be new: high * count + low */
	bool wildcards;
};

static bool *pair_of(const struct lint *lint, struct collection *c, size_t a, size_t b)
{
	size_t low = a < b ? a : b, high = a < b ? b : a;

	return &c->pairs[high * lint->site->bss_count + low];
}

static void tell_known(struct lint *lint, struct collection *c,
		       const struct config_bss *bss, const struct key_entry *entry,
		       bool r1kh, const char *key)
{
	bool zeros = strspn(key, "0") == strlen(key);

	if (!c->known) {
		c->known = finding_add_cause(
			lint->findings, FINDING_HARMS, CAUSE_RRB_KEY_ZERO,
			zeros ? "keys between access points are all zeros"
			      : "keys between access points are ones that everybody "
				"knows");
		c->known->correct =
			config_key_holder_line(lint->site, bss, entry, r1kh, NEW_KEY);
		c->known->mended = true;
	}
	finding_add_line(c->known, bss->access_point, lint_entry_place(bss, entry), "%s",
			 bss->name);
}

static void tell_length(struct lint *lint, struct collection *c,
			const struct config_bss *bss, const struct key_entry *entry,
			bool r1kh, const char *key)
{
	size_t length = strlen(key);

	if (!c->length) {
		c->length = finding_add_cause(
			lint->findings, FINDING_HARMS, CAUSE_RRB_KEY_LENGTH,
			"a key of %s has %zu digits, and hostapd takes the first %d of "
			"them",
			bss->name, length, entry->key.octets == RRB_KEY_OCTETS ? 64 : 32);
		c->length->correct =
			config_key_holder_line(lint->site, bss, entry, r1kh, NEW_KEY);
		c->length->mended = true;
	}
	finding_add_line(c->length, bss->access_point, lint_entry_place(bss, entry),
			 "%s: %zu digits", bss->name, length);
}

static void look_at_list(struct lint *lint, struct collection *c, size_t index, bool r1kh)
{
	const struct config_bss *bss = &lint->site->bsss[index];
	const struct key_list *list = r1kh ? &bss->ft.r1kh : &bss->ft.r0kh;

	for (size_t i = 0; i < list->count; i++) {
		const struct key_entry *entry = &list->items[i];
		const char *key = written_key(bss, entry);
		enum fault fault = key ? fault_of(key) : FAULT_NONE;
		size_t peer = peer_of(lint, index, entry);

		if (fault == FAULT_NONE)
			continue;
		if (fault == FAULT_KNOWN)
			tell_known(lint, c, bss, entry, r1kh, key);
		else
			tell_length(lint, c, bss, entry, r1kh, key);
		if (key_entry_is_wildcard(entry))
			c->wildcards = true;
		else if (peer != SIZE_MAX)
			*pair_of(lint, c, index, peer) = true;
	}
}

/* Both ends of a pair get the new key, also that which was right. */
static void replace_in_list(struct lint *lint, struct collection *c, size_t index,
			    struct key_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		struct key_entry *entry = &list->items[i];
		size_t peer = peer_of(lint, index, entry);
		const struct rrb_key *key;

		if (key_entry_is_wildcard(entry)
			    ? !c->wildcards
			    : peer == SIZE_MAX || !*pair_of(lint, c, index, peer))
			continue;
		key = new_key(lint, index, entry);
		rrb_key_clear(&entry->key);
		rrb_key_copy(&entry->key, key);
	}
}

static bool is_of_release(const struct config_bss *bss, const struct key_list *list)
{
	return list->count > 0 && list->items[0].setting < bss->settings.count &&
	       bss->settings.items[list->items[0].setting].origin == ORIGIN_RELEASE;
}

/* Wildcards that OpenWrt has made. */
static void look_at_derived(struct lint *lint, struct collection *c)
{
	const struct config_site *site = lint->site;
	struct finding *weak = NULL, *derived = NULL;

	for (size_t i = 0; i < site->bss_count; i++) {
		const struct config_bss *bss = &site->bsss[i];
		const struct config_ap *ap = &site->access_points[bss->access_point];
		bool without_password = openwrt_defaults_of(&ap->release)->wildcards ==
					WILDCARDS_WITHOUT_PASSWORD;
		struct finding **finding = without_password ? &weak : &derived;

		if (!bss->section || (!is_of_release(bss, &bss->ft.r0kh) &&
				      !is_of_release(bss, &bss->ft.r1kh)))
			continue;
		if (!*finding && without_password) {
			*finding = finding_add_cause(
				lint->findings, FINDING_HARMS, CAUSE_RRB_KEY_ZERO,
				"the key between access points is OpenWrt 21.02's, which "
				"follows from the mobility domain alone");
			(*finding)->correct = config_line(site, bss, "r0kh",
							  "ff:ff:ff:ff:ff:ff,*," NEW_KEY);
			(*finding)->mended = true;
			c->wildcards = true;
		}
		if (!*finding)
			*finding = finding_add_rule(
				lint->findings, FINDING_STYLE, RULE_RRB_KEY_DERIVED,
				"the key between access points is OpenWrt's, made of the "
				"password");
		finding_add_line(*finding, bss->access_point, bss->place, "%s",
				 bss->name);
	}
}

void lint_key_values(struct lint *lint)
{
	size_t count = lint->site->bss_count;
	cleanup_free_ bool *pairs = memory_zero(count * count, sizeof(*pairs));
	struct collection c = { .pairs = pairs };

	look_at_derived(lint, &c);
	for (size_t i = 0; i < count; i++) {
		if (!lint_uses_ft(&lint->site->bsss[i]))
			continue;
		look_at_list(lint, &c, i, false);
		look_at_list(lint, &c, i, true);
	}
	for (size_t i = 0; i < count; i++) {
		replace_in_list(lint, &c, i, &lint->site->bsss[i].ft.r0kh);
		replace_in_list(lint, &c, i, &lint->site->bsss[i].ft.r1kh);
	}
}
