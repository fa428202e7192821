/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/repair.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/hex.h"
#include "base/memory.h"

static struct repair *add(struct repairs *repairs, enum repair_kind kind, size_t bss,
			  size_t entry, size_t other)
{
	struct repair *repair;

	if (repairs->count == REPAIRS_MAX)
		return NULL;
	repair = &repairs->items[repairs->count++];
	*repair = (struct repair){
		.kind = kind, .bss = bss, .entry = entry, .other = other
	};
	return repair;
}

static void add_text(struct repairs *repairs, enum repair_kind kind, size_t bss,
		     size_t entry, size_t other, const char *text)
{
	struct repair *repair = add(repairs, kind, bss, entry, other);

	if (repair)
		repair->text = memory_strdup(text);
}

static void add_mac(struct repairs *repairs, enum repair_kind kind, size_t bss,
		    size_t entry, size_t other, const uint8_t *mac)
{
	struct repair *repair = add(repairs, kind, bss, entry, other);

	if (repair)
		memcpy(repair->mac, mac, MAC_LENGTH);
}

static void add_key(struct repairs *repairs, enum repair_kind kind, size_t bss,
		    size_t entry, size_t other, const struct rrb_key *key)
{
	struct repair *repair = add(repairs, kind, bss, entry, other);

	if (repair)
		rrb_key_copy(&repair->key, key);
}

/* Another name by which an entry somewhere calls the BSS; NULL: none does. */
static const char *other_nas_identifier(const struct config_site *site, size_t bss)
{
	const struct config_bss *of = &site->bsss[bss];

	for (size_t i = 0; i < site->bss_count; i++) {
		const struct key_list *list = &site->bsss[i].ft.r0kh;

		for (size_t j = 0; j < list->count; j++)
			if (mac_equal(list->items[j].mac, of->bssid) &&
			    !key_entry_is_wildcard(&list->items[j]) &&
			    (!of->ft.nas_identifier ||
			     strcmp(list->items[j].id, of->ft.nas_identifier) != 0))
				return list->items[j].id;
	}
	return NULL;
}

static const uint8_t *other_r1kh_id(const struct config_site *site, size_t bss)
{
	const struct config_bss *of = &site->bsss[bss];

	for (size_t i = 0; i < site->bss_count; i++) {
		const struct key_list *list = &site->bsss[i].ft.r1kh;

		for (size_t j = 0; j < list->count; j++)
			if (mac_equal(list->items[j].mac, of->bssid) &&
			    !mac_equal(list->items[j].r1kh_id, of->ft.r1kh_id))
				return list->items[j].r1kh_id;
	}
	return NULL;
}

static void rename_r0kh(struct lint *lint, size_t bss, struct repairs *ret)
{
	const char *name = other_nas_identifier(lint->site, bss);
	char digits[2 * MAC_LENGTH + 1];

	hex_format(digits, lint->site->bsss[bss].bssid, MAC_LENGTH);
	add_text(ret, REPAIR_NAS_IDENTIFIER, bss, 0, bss, name ? name : digits);
}

static void rename_r1kh(struct lint *lint, size_t bss, struct repairs *ret)
{
	const uint8_t *id = other_r1kh_id(lint->site, bss);

	add_mac(ret, REPAIR_R1_KEY_HOLDER, bss, 0, bss,
		id ? id : lint->site->bsss[bss].bssid);
}

/* A key that one of the two has for the other already, a in its r1kh entry before all.
 * NULL: they have none. */
static const struct rrb_key *shared_key(const struct config_site *site, size_t a,
					size_t b)
{
	for (size_t turn = 0; turn < 2; turn++) {
		const struct config_bss *of = &site->bsss[turn ? b : a];
		const uint8_t *peer = site->bsss[turn ? a : b].bssid;
		const struct key_list *lists[] = { &of->ft.r1kh, &of->ft.r0kh };

		for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
			for (size_t j = 0; j < lists[i]->count; j++)
				if (mac_equal(lists[i]->items[j].mac, peer))
					return &lists[i]->items[j].key;
	}
	return NULL;
}

static void add_entry(struct lint *lint, enum repair_kind kind, size_t bss, size_t peer,
		      const struct rrb_key *key, struct repairs *ret)
{
	struct config_bss *of = &lint->site->bsss[peer];
	struct repair *repair = add(ret, kind, bss, 0, peer);

	if (!repair)
		return;
	if (!key)
		key = shared_key(lint->site, peer, bss);
	if (!key && kind == REPAIR_ADD_R0KH && key_list_wildcard(&of->ft.r1kh))
		key = &key_list_wildcard(&of->ft.r1kh)->key;
	if (!key)
		key = lint_pair_key(lint, bss, peer);
	rrb_key_copy(&repair->key, key);
	if (kind == REPAIR_ADD_R0KH)
		repair->text = memory_strdup(of->ft.nas_identifier);
	else
		memcpy(repair->mac, of->ft.r1kh_id, MAC_LENGTH);
}

static void without_r0kh(struct lint *lint, size_t from, size_t to, struct repairs *ret)
{
	const struct config_bss *r0kh = &lint->site->bsss[from];
	const struct key_list *list = &lint->site->bsss[to].ft.r0kh;

	for (size_t i = 0; i < list->count; i++) {
		if (!mac_equal(list->items[i].mac, r0kh->bssid))
			continue;
		add_text(ret, REPAIR_R0KH_ID, to, i, from, r0kh->ft.nas_identifier);
		add_text(ret, REPAIR_NAS_IDENTIFIER, from, 0, from, list->items[i].id);
		break;
	}
	if (strlen(r0kh->ft.nas_identifier) <= R0KH_ID_OCTETS_MAX)
		add_entry(lint, REPAIR_ADD_R0KH, to, from, NULL, ret);
	else
		rename_r0kh(lint, from, ret);
}

/* Whether a right entry is there, too, which comes too late. */
static bool has_r0kh(const struct key_list *list, const struct config_bss *bss)
{
	for (size_t i = 0; i < list->count; i++)
		if (mac_equal(list->items[i].mac, bss->bssid) &&
		    strcmp(list->items[i].id, bss->ft.nas_identifier) == 0)
			return true;
	return false;
}

static bool has_r1kh(const struct key_list *list, const struct config_bss *bss)
{
	for (size_t i = 0; i < list->count; i++)
		if (mac_equal(list->items[i].mac, bss->bssid) &&
		    mac_equal(list->items[i].r1kh_id, bss->ft.r1kh_id))
			return true;
	return false;
}

/* The entry that counts has the right identifier and another's address. */
static void with_wrong_mac(struct lint *lint, size_t from, size_t to, size_t entry,
			   struct repairs *ret)
{
	const struct config_bss *r0kh = &lint->site->bsss[from], *owner;
	const struct key_entry *it = &lint->site->bsss[to].ft.r0kh.items[entry];
	size_t other = lint_find_bssid(lint, it->mac);

	if (other == SIZE_MAX || !has_r0kh(&lint->site->bsss[to].ft.r0kh, r0kh))
		add_mac(ret, REPAIR_R0KH_MAC, to, entry, from, r0kh->bssid);
	if (other == SIZE_MAX || !lint->site->bsss[other].ft.nas_identifier)
		return;
	owner = &lint->site->bsss[other];
	if (strcmp(owner->ft.nas_identifier, r0kh->ft.nas_identifier) != 0) {
		add_text(ret, REPAIR_R0KH_ID, to, entry, other, owner->ft.nas_identifier);
		return;
	}
	rename_r0kh(lint, from, ret);
	rename_r0kh(lint, other, ret);
}

static void without_r1kh(struct lint *lint, size_t from, size_t to,
			 const struct rrb_key *key, struct repairs *ret)
{
	const struct config_bss *target = &lint->site->bsss[to];
	const struct key_list *list = &lint->site->bsss[from].ft.r1kh;

	for (size_t i = 0; i < list->count; i++) {
		if (!mac_equal(list->items[i].mac, target->bssid))
			continue;
		add_mac(ret, REPAIR_R1KH_ID, from, i, to, target->ft.r1kh_id);
		add_mac(ret, REPAIR_R1_KEY_HOLDER, to, 0, to, list->items[i].r1kh_id);
		break;
	}
	add_entry(lint, REPAIR_ADD_R1KH, from, to, key, ret);
}

static void with_wrong_r1kh_mac(struct lint *lint, size_t from, size_t to, size_t entry,
				struct repairs *ret)
{
	const struct config_bss *target = &lint->site->bsss[to], *owner;
	const struct key_entry *it = &lint->site->bsss[from].ft.r1kh.items[entry];
	size_t other = lint_find_bssid(lint, it->mac);

	if (mac_equal(it->mac, target->bssid))
		return;
	if (other == SIZE_MAX || !has_r1kh(&lint->site->bsss[from].ft.r1kh, target))
		add_mac(ret, REPAIR_R1KH_MAC, from, entry, to, target->bssid);
	if (other == SIZE_MAX)
		return;
	owner = &lint->site->bsss[other];
	if (!mac_equal(owner->ft.r1kh_id, target->ft.r1kh_id)) {
		add_mac(ret, REPAIR_R1KH_ID, from, entry, other, owner->ft.r1kh_id);
		return;
	}
	rename_r1kh(lint, to, ret);
	rename_r1kh(lint, other, ret);
}

void repairs_find(struct lint *lint, size_t from, size_t to, const struct pull *pull,
		  struct repairs *ret)
{
	const struct config_bss *r0kh = &lint->site->bsss[from],
				*target = &lint->site->bsss[to];
	const struct key_entry *asked = pull->r0kh < target->ft.r0kh.count
						? &target->ft.r0kh.items[pull->r0kh]
						: NULL;

	*ret = (struct repairs){ 0 };
	switch (pull->end) {
	case PULL_NO_FT:
	case PULL_NOT_STARTED:
	case PULL_GENERATED_NOT:
	case PULL_OK:
		break;
	case PULL_NO_R0KH:
		without_r0kh(lint, from, to, ret);
		break;
	case PULL_TO_SELF:
	case PULL_WRONG_MAC:
	case PULL_R0KH_MAC:
		with_wrong_mac(lint, from, to, pull->r0kh, ret);
		break;
	case PULL_NO_R1KH:
		without_r1kh(lint, from, to, &asked->key, ret);
		break;
	case PULL_KEYS:
		add_key(ret, REPAIR_R0KH_KEY, to, pull->r0kh, from,
			&r0kh->ft.r1kh.items[pull->r1kh].key);
		add_key(ret, REPAIR_R1KH_KEY, from, pull->r1kh, to, &asked->key);
		if (!key_entry_is_wildcard(&r0kh->ft.r1kh.items[pull->r1kh]))
			with_wrong_r1kh_mac(lint, from, to, pull->r1kh, ret);
		break;
	case PULL_SAME_R0KH_ID:
		rename_r0kh(lint, from, ret);
		rename_r0kh(lint, to, ret);
		break;
	case PULL_SAME_R1KH_ID:
		rename_r1kh(lint, from, ret);
		rename_r1kh(lint, to, ret);
		break;
	case PULL_R1KH_MAC:
		with_wrong_r1kh_mac(lint, from, to, pull->r1kh, ret);
		break;
	}
}

static void swap_octets(uint8_t *a, uint8_t *b)
{
	for (size_t i = 0; i < MAC_LENGTH; i++) {
		uint8_t octet = a[i];

		a[i] = b[i];
		b[i] = octet;
	}
}

static void swap_text(char **a, char **b)
{
	char *text = *a;

	*a = *b;
	*b = text;
}

static void swap_key(struct rrb_key *a, struct rrb_key *b)
{
	struct rrb_key key = *a;

	*a = *b;
	*b = key;
}

static void add_to_list(struct config_site *site, struct repair *repair, bool r1kh)
{
	struct ft_config *ft = &site->bsss[repair->bss].ft;
	struct key_list *list = r1kh ? &ft->r1kh : &ft->r0kh;
	struct key_entry *entry = array_add(list->items, list->count, list->capacity);

	entry->setting = SIZE_MAX;
	memcpy(entry->mac, site->bsss[repair->other].bssid, MAC_LENGTH);
	rrb_key_copy(&entry->key, &repair->key);
	repair->entry = list->count - 1;
	if (r1kh)
		memcpy(entry->r1kh_id, repair->mac, MAC_LENGTH);
	else
		entry->id = memory_strdup(repair->text);
}

void repair_apply(struct config_site *site, struct repair *repair)
{
	struct ft_config *ft = &site->bsss[repair->bss].ft;

	switch (repair->kind) {
	case REPAIR_R0KH_MAC:
		swap_octets(ft->r0kh.items[repair->entry].mac, repair->mac);
		break;
	case REPAIR_R0KH_ID:
		swap_text(&ft->r0kh.items[repair->entry].id, &repair->text);
		break;
	case REPAIR_R0KH_KEY:
		swap_key(&ft->r0kh.items[repair->entry].key, &repair->key);
		break;
	case REPAIR_R1KH_MAC:
		swap_octets(ft->r1kh.items[repair->entry].mac, repair->mac);
		break;
	case REPAIR_R1KH_ID:
		swap_octets(ft->r1kh.items[repair->entry].r1kh_id, repair->mac);
		break;
	case REPAIR_R1KH_KEY:
		swap_key(&ft->r1kh.items[repair->entry].key, &repair->key);
		break;
	case REPAIR_NAS_IDENTIFIER:
		swap_text(&ft->nas_identifier, &repair->text);
		break;
	case REPAIR_R1_KEY_HOLDER:
		swap_octets(ft->r1kh_id, repair->mac);
		break;
	case REPAIR_ADD_R0KH:
		add_to_list(site, repair, false);
		break;
	case REPAIR_ADD_R1KH:
		add_to_list(site, repair, true);
		break;
	}
}

void repair_take_back(struct config_site *site, struct repair *repair)
{
	struct ft_config *ft = &site->bsss[repair->bss].ft;

	switch (repair->kind) {
	case REPAIR_ADD_R0KH:
		key_entry_clear(&ft->r0kh.items[--ft->r0kh.count]);
		break;
	case REPAIR_ADD_R1KH:
		key_entry_clear(&ft->r1kh.items[--ft->r1kh.count]);
		break;
	case REPAIR_R0KH_MAC:
	case REPAIR_R0KH_ID:
	case REPAIR_R0KH_KEY:
	case REPAIR_R1KH_MAC:
	case REPAIR_R1KH_ID:
	case REPAIR_R1KH_KEY:
	case REPAIR_NAS_IDENTIFIER:
	case REPAIR_R1_KEY_HOLDER:
		repair_apply(site, repair); /* they change places */
		break;
	}
}

void repairs_clear(struct repairs *repairs)
{
	for (size_t i = 0; i < repairs->count; i++) {
		free(repairs->items[i].text);
		rrb_key_clear(&repairs->items[i].key);
	}
	repairs->count = 0;
}
