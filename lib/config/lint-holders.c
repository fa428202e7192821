/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "config/build.h"
#include "config/lint-parts.h"

/* Lines of key holders by which nothing fails: those for somebody who is not there, for
 * the access point itself, those that come second, and those that are not used. */

static const char *list_name(bool r1kh)
{
	return r1kh ? "r1kh" : "r0kh";
}

static bool same_id(const struct key_entry *a, const struct key_entry *b, bool r1kh)
{
	return r1kh ? mac_equal(a->r1kh_id, b->r1kh_id) : strcmp(a->id, b->id) == 0;
}

static bool has_id(const struct config_bss *bss, const struct key_entry *entry, bool r1kh)
{
	if (r1kh)
		return mac_equal(bss->ft.r1kh_id, entry->r1kh_id);
	return bss->ft.nas_identifier && strcmp(bss->ft.nas_identifier, entry->id) == 0;
}

static size_t find_id(const struct lint *lint, const struct key_entry *entry, bool r1kh)
{
	for (size_t i = 0; i < lint->site->bss_count; i++)
		if (has_id(&lint->site->bsss[i], entry, r1kh))
			return i;
	return SIZE_MAX;
}

/* Neither the address nor the identifier is anybody's. Where one of the two is, it is a
 * slip, which shows in the roams between the two. */
static void lint_unknown(struct lint *lint, size_t index, const struct key_entry *entry,
			 bool r1kh)
{
	const struct config_bss *bss = &lint->site->bsss[index];
	struct finding *finding;
	char mac[MAC_FORMAT_MAX];

	if (lint_find_bssid(lint, entry->mac) != SIZE_MAX ||
	    find_id(lint, entry, r1kh) != SIZE_MAX)
		return;
	finding =
		finding_add_rule(lint->findings, FINDING_STYLE, RULE_KEY_HOLDER_UNKNOWN,
				 "%s's %s entry for %s is for no access point of these "
				 "files",
				 bss->name, list_name(r1kh), mac_format(mac, entry->mac));
	finding_add_line(finding, bss->access_point, lint_entry_place(bss, entry), NULL);
}

/* The access point's own address with another's identifier, or the other way round: what
 * stood in somebody's way has been mended before. */
static void lint_self(struct lint *lint, size_t index, struct key_entry *entry, bool r1kh)
{
	const struct config_bss *bss = &lint->site->bsss[index];
	bool own_mac = mac_equal(entry->mac, bss->bssid),
	     own_id = has_id(bss, entry, r1kh);
	struct finding *finding;

	if (own_mac == own_id)
		return;
	finding = finding_add_rule(
		lint->findings, FINDING_STYLE, RULE_KEY_HOLDER_SELF,
		own_mac ? "%s's %s entry for itself has another identifier"
			: "%s's %s entry for itself has an address that is not its BSSID",
		bss->name, list_name(r1kh));
	finding_add_line(finding, bss->access_point, lint_entry_place(bss, entry), NULL);
	memcpy(entry->mac, bss->bssid, MAC_LENGTH);
	if (r1kh) {
		memcpy(entry->r1kh_id, bss->ft.r1kh_id, MAC_LENGTH);
	} else {
		free(entry->id);
		entry->id = memory_strdup(bss->ft.nas_identifier);
	}
	finding->correct =
		config_key_holder_line(lint->site, bss, entry, r1kh, "<its key>");
	finding->mended = true;
}

static void lint_twice(struct lint *lint, size_t index, const struct key_list *list,
		       size_t at, bool r1kh)
{
	const struct config_bss *bss = &lint->site->bsss[index];
	const struct key_entry *entry = &list->items[at];

	for (size_t i = 0; i < at; i++) {
		const struct key_entry *first = &list->items[i];
		struct finding *finding;

		if (!same_id(first, entry, r1kh) || key_entry_is_wildcard(entry) ||
		    !mac_equal(first->mac, entry->mac))
			continue;
		finding = finding_add_rule(lint->findings, FINDING_STYLE,
					   RULE_KEY_HOLDER_TWICE,
					   "%s has this %s entry twice: the first one "
					   "counts",
					   bss->name, list_name(r1kh));
		finding_add_line(finding, bss->access_point, lint_entry_place(bss, entry),
				 NULL);
		finding_add_line(finding, bss->access_point, lint_entry_place(bss, first),
				 "the first one");
		return;
	}
}

static void lint_list(struct lint *lint, size_t index, bool r1kh)
{
	struct ft_config *ft = &lint->site->bsss[index].ft;
	struct key_list *list = r1kh ? &ft->r1kh : &ft->r0kh;

	for (size_t i = 0; i < list->count; i++) {
		if (key_entry_is_wildcard(&list->items[i]))
			continue;
		lint_unknown(lint, index, &list->items[i], r1kh);
		lint_twice(lint, index, list, i, r1kh);
		lint_self(lint, index, &list->items[i], r1kh);
	}
}

/* In the file, and left out by OpenWrt. */
static void lint_unused(struct lint *lint, size_t index)
{
	const struct config_bss *bss = &lint->site->bsss[index];
	const struct uci_option *option;
	struct finding *finding;

	if (!bss->section || !bss->ft.generate_local || !lint_uses_ft(bss) ||
	    (bss->ft.akms & 1u << AKM_FT_SAE))
		return;
	option = uci_get(bss->section, "r0kh");
	if (!option)
		option = uci_get(bss->section, "r1kh");
	if (!option)
		return;
	finding = finding_add_rule(lint->findings, FINDING_STYLE, RULE_KEY_HOLDERS_UNUSED,
				   "%s generates keys locally, and so takes no notice of "
				   "its r0kh and r1kh entries",
				   bss->name);
	finding_add_line(finding, bss->access_point, option->place, NULL);
	lint_add_line(lint, finding, index, "ft_psk_generate_local", "decides");
}

void lint_key_holders(struct lint *lint)
{
	for (size_t i = 0; i < lint->site->bss_count; i++) {
		lint_unused(lint, i);
		if (lint->site->bsss[i].ft.refusal_count > 0 ||
		    !lint_uses_ft(&lint->site->bsss[i]))
			continue;
		lint_list(lint, i, false);
		lint_list(lint, i, true);
	}
}
