/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "base/cleanup.h"
#include "config/repair.h"

/* How much in a site's files speaks for a repair. */

/* Entries that say this of the BSS. */
static unsigned count_r0kh(const struct config_site *site, const uint8_t *mac,
			   const char *id)
{
	unsigned count = 0;

	for (size_t i = 0; i < site->bss_count; i++)
		for (size_t j = 0; j < site->bsss[i].ft.r0kh.count; j++) {
			const struct key_entry *entry = &site->bsss[i].ft.r0kh.items[j];

			count += mac_equal(entry->mac, mac) && strcmp(entry->id, id) == 0;
		}
	return count;
}

static unsigned count_r1kh(const struct config_site *site, const uint8_t *mac,
			   const uint8_t *id)
{
	unsigned count = 0;

	for (size_t i = 0; i < site->bss_count; i++)
		for (size_t j = 0; j < site->bsss[i].ft.r1kh.count; j++) {
			const struct key_entry *entry = &site->bsss[i].ft.r1kh.items[j];

			count += mac_equal(entry->mac, mac) &&
				 mac_equal(entry->r1kh_id, id);
		}
	return count;
}

/* A key of OpenWrt 21.02's wildcards, which anybody can compute; as the release makes it,
 * whatever has been repaired since. */
static bool is_weak(const struct config_site *site, const struct rrb_key *key)
{
	for (size_t i = 0; i < site->bss_count; i++) {
		const struct config_bss *bss = &site->bsss[i];
		const struct config_ap *ap = &site->access_points[bss->access_point];
		const struct setting *setting = setting_get(&bss->settings, "r0kh");
		struct key_entry made;
		bool same;

		if (!bss->section || !setting || setting->origin != ORIGIN_RELEASE ||
		    openwrt_defaults_of(&ap->release)->wildcards !=
			    WILDCARDS_WITHOUT_PASSWORD ||
		    key_entry_parse(setting->value, false, &made))
			continue;
		same = rrb_key_equal(&made.key, key);
		key_entry_clear(&made);
		if (same)
			return true;
	}
	return false;
}

/* Entries with that key; those between these two count for more than all others. */
static unsigned count_key(const struct config_site *site, const struct repair *repair)
{
	const unsigned of_pair = 1000;
	unsigned count = 1;

	if (is_weak(site, &repair->key))
		return 0;
	for (size_t i = 0; i < site->bss_count; i++) {
		const struct ft_config *ft = &site->bsss[i].ft;
		const struct key_list *lists[] = { &ft->r0kh, &ft->r1kh };
		const uint8_t *peer = i == repair->bss ? site->bsss[repair->other].bssid
				      : i == repair->other ? site->bsss[repair->bss].bssid
							   : NULL;

		for (size_t j = 0; j < ARRAY_SIZE(lists); j++)
			for (size_t k = 0; k < lists[j]->count; k++) {
				const struct key_entry *entry = &lists[j]->items[k];

				if (!rrb_key_equal(&entry->key, &repair->key))
					continue;
				count +=
					peer && mac_equal(entry->mac, peer) ? of_pair : 1;
			}
	}
	return count;
}

unsigned repair_support(const struct config_site *site, const struct repair *repair)
{
	const struct config_bss *bss = &site->bsss[repair->bss],
				*other = &site->bsss[repair->other];

	switch (repair->kind) {
	case REPAIR_R0KH_MAC:
		return count_r0kh(site, repair->mac, other->ft.nas_identifier) + 1;
	case REPAIR_R0KH_ID:
		return count_r0kh(site, other->bssid, repair->text) + 1;
	case REPAIR_R1KH_MAC:
		return count_r1kh(site, repair->mac, other->ft.r1kh_id) + 1;
	case REPAIR_R1KH_ID:
		return count_r1kh(site, other->bssid, repair->mac) + 1;
	case REPAIR_NAS_IDENTIFIER:
		return count_r0kh(site, bss->bssid, repair->text);
	case REPAIR_R1_KEY_HOLDER:
		return count_r1kh(site, bss->bssid, repair->mac);
	case REPAIR_R0KH_KEY:
	case REPAIR_R1KH_KEY:
		return count_key(site, repair);
	case REPAIR_ADD_R0KH:
	case REPAIR_ADD_R1KH:
		break;
	}
	return 0;
}
