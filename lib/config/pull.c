/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/pull.h"

#include <stdint.h>
#include <string.h>

static bool is_group_address(const uint8_t *mac)
{
	return mac[0] & 1;
}

/* hostapd puts each line before those that it has, and the last match of its search
 * counts: of lines with the same identifier the first one of the file. */
static size_t find_r0kh(const struct key_list *list, const char *id)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i].id, id) == 0)
			return i;
	return SIZE_MAX;
}

static size_t find_r1kh(const struct key_list *list, const uint8_t *id)
{
	for (size_t i = 0; i < list->count; i++)
		if (mac_equal(list->items[i].r1kh_id, id))
			return i;
	return SIZE_MAX;
}

static size_t find_wildcard(struct key_list list)
{
	const struct key_entry *entry = key_list_wildcard(&list);

	return entry ? (size_t)(entry - list.items) : SIZE_MAX;
}

/* The target's side: whom it asks. */
static bool ask(const struct config_bss *r0kh, const struct config_bss *target,
		struct pull *pull)
{
	const struct key_list *list = &target->ft.r0kh;
	const uint8_t *mac;

	pull->r0kh = find_r0kh(list, r0kh->ft.nas_identifier);
	if (pull->r0kh == SIZE_MAX) {
		pull->r0kh = find_wildcard(*list);
		pull->by_wildcard = true;
	}
	if (pull->r0kh == SIZE_MAX) {
		pull->end = PULL_NO_R0KH;
		return false;
	}
	mac = list->items[pull->r0kh].mac;
	if (mac_equal(mac, target->bssid)) {
		pull->end = PULL_TO_SELF;
		return false;
	}
	/* All zeros: it counts as blocked. */
	if (!mac_equal(mac, r0kh->bssid) && !is_group_address(mac)) {
		pull->end = PULL_WRONG_MAC;
		return false;
	}
	return true;
}

/* The R0KH's side: whether it can read the question, and answers. */
static bool answer(const struct config_bss *r0kh, const struct config_bss *target,
		   struct pull *pull)
{
	const struct key_list *list = &r0kh->ft.r1kh;

	pull->r1kh = find_r1kh(list, target->ft.r1kh_id);
	if (pull->r1kh == SIZE_MAX)
		pull->r1kh = find_wildcard(*list);
	if (pull->r1kh == SIZE_MAX) {
		pull->end = PULL_NO_R1KH;
		return false;
	}
	if (!rrb_key_equal(&target->ft.r0kh.items[pull->r0kh].key,
			   &list->items[pull->r1kh].key)) {
		pull->end = PULL_KEYS;
		return false;
	}
	return true;
}

/* Before it takes a first message from the other, each asks it for its sequence number.
 * To whom such a message is follows from the identifiers in it: one of the two must be
 * the receiver's own, and not both. And where there is no wildcard, the sender's address
 * has to be that of the entry. */
static enum pull_end greet(const struct config_bss *r0kh, const struct config_bss *target,
			   const struct pull *pull)
{
	const struct key_entry *to = &target->ft.r0kh.items[pull->r0kh],
			       *from = &r0kh->ft.r1kh.items[pull->r1kh];

	if (target->ft.nas_identifier &&
	    strcmp(target->ft.nas_identifier, r0kh->ft.nas_identifier) == 0)
		return PULL_SAME_R0KH_ID;
	if (mac_equal(target->ft.r1kh_id, r0kh->ft.r1kh_id))
		return PULL_SAME_R1KH_ID;
	if (find_wildcard(r0kh->ft.r1kh) == SIZE_MAX &&
	    !mac_equal(from->mac, target->bssid))
		return PULL_R1KH_MAC;
	if (find_wildcard(target->ft.r0kh) == SIZE_MAX &&
	    !mac_equal(to->mac, r0kh->bssid))
		return PULL_R0KH_MAC;
	return PULL_OK;
}

void pull_try(const struct config_bss *r0kh, const struct config_bss *target,
	      enum akm akm, struct pull *ret)
{
	struct pull pull = { .r0kh = SIZE_MAX, .r1kh = SIZE_MAX };
	unsigned bit = 1u << akm;

	if (!(r0kh->ft.akms & bit) || !(target->ft.akms & bit)) {
		pull.end = PULL_NO_FT;
	} else if (r0kh->ft.refusal_count > 0 || target->ft.refusal_count > 0) {
		pull.end = PULL_NOT_STARTED;
	} else if (akm == AKM_FT_PSK && target->ft.generate_local) {
		pull.locally = true;
		pull.end = PULL_OK;
	} else if (akm == AKM_FT_PSK && r0kh->ft.generate_local) {
		pull.end = PULL_GENERATED_NOT;
	} else if (ask(r0kh, target, &pull) && answer(r0kh, target, &pull)) {
		pull.end = greet(r0kh, target, &pull);
	}
	*ret = pull;
}

void pull_try_all(const struct config_bss *r0kh, const struct config_bss *target,
		  struct pull *ret)
{
	struct pull worst = { .end = PULL_NO_FT, .r0kh = SIZE_MAX, .r1kh = SIZE_MAX };
	bool any = false;

	for (enum akm akm = 0; akm < AKM_MAX; akm++) {
		struct pull pull;

		if (!config_akm_is_ft(akm))
			continue;
		pull_try(r0kh, target, akm, &pull);
		if (pull.end == PULL_NO_FT)
			continue;
		if (!any || pull.end < worst.end ||
		    (pull.end == worst.end && worst.locally))
			worst = pull;
		any = true;
	}
	*ret = worst;
}
