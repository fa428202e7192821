/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "base/cleanup.h"
#include "base/hex.h"
#include "base/memory.h"
#include "base/text.h"
#include "config/build.h"
#include "config/lint-parts.h"

/* Whether each access point starts at all, has the SSID, and an address of its own. */

static const struct setting *setting_of(const struct config_bss *bss, size_t index)
{
	return index < bss->settings.count ? &bss->settings.items[index] : NULL;
}

/* "02:00:00:00:01:00" where "020000000100" belongs. False: no change of form does. */
static bool without_separators(const char *value, char ret[static 2 * MAC_LENGTH + 1])
{
	size_t count = 0;

	for (; *value; value++) {
		if (*value == ':' || *value == '-')
			continue;
		if (hex_digit(*value) < 0 || count == (size_t)2 * MAC_LENGTH)
			return false;
		ret[count++] = *value;
	}
	ret[count] = '\0';
	return count == (size_t)2 * MAC_LENGTH;
}

/* What the value is most likely to be; NULL: that is not for a program to say. Owned by
 * the caller. */
static char *corrected(const struct config_bss *bss, const struct setting *setting)
{
	char digits[2 * MAC_LENGTH + 1];

	if (!setting) /* FT without nas_identifier */
		return memory_strdup(hex_format(digits, bss->bssid, MAC_LENGTH));
	if (strcmp(setting->key, "r1_key_holder") == 0 &&
	    without_separators(setting->value, digits))
		return memory_strdup(digits);
	if (strcmp(setting->key, "r1_key_holder") == 0 ||
	    strcmp(setting->key, "nas_identifier") == 0)
		return memory_strdup(hex_format(digits, bss->bssid, MAC_LENGTH));
	return NULL;
}

/* Nothing works to it, nor from it. */
static void add_all_pairs(const struct lint *lint, struct finding *finding, size_t index)
{
	for (size_t i = 0; i < lint->site->bss_count; i++) {
		if (i == index)
			continue;
		finding_add_pair(finding, i, index);
		finding_add_pair(finding, index, i);
	}
}

struct finding *lint_add_refusal(struct lint *lint, size_t index,
				 const struct refusal *refusal)
{
	const struct config_bss *bss = &lint->site->bsss[index];
	struct finding *finding =
		finding_add_rule(lint->findings, FINDING_BREAKS, RULE_NOT_STARTED,
				 "%s does not start: %s", bss->name, refusal->text);

	finding_add_line(finding, bss->access_point,
			 config_bss_place(bss, setting_of(bss, refusal->setting)), NULL);
	add_all_pairs(lint, finding, index);
	return finding;
}

bool lint_is_entry(const struct config_bss *bss, size_t setting)
{
	const struct setting *line = setting_of(bss, setting);

	return line && (strcmp(line->key, "r0kh") == 0 || strcmp(line->key, "r1kh") == 0);
}

static void lint_refusals(struct lint *lint, size_t index)
{
	const struct config_bss *bss = &lint->site->bsss[index];

	for (size_t i = 0; i < bss->ft.refusal_count; i++) {
		const struct refusal *refusal = &bss->ft.refusals[i];
		const struct setting *setting = setting_of(bss, refusal->setting);
		const char *key = setting ? setting->key : "nas_identifier", *name;
		cleanup_free_ char *value = NULL;
		struct finding *finding;

		if (lint_is_entry(bss, refusal->setting))
			continue; /* lint_refused_entries() */
		finding = lint_add_refusal(lint, index, refusal);
		value = corrected(bss, setting);
		if (!value)
			continue;
		name = config_option_name(lint->site, bss, key);
		finding->correct = config_line(lint->site, bss, name, value);
		finding->mended = true;
		config_edit_add(lint->site, index, name, value);
	}
}

/* OpenWrt does not bring up a BSS without a valid password (INVALID_WPA_PSK). */
static bool lacks_password(const struct config_bss *bss)
{
	const unsigned personal = 1u << AKM_PSK | 1u << AKM_SAE;

	return bss->section && bss->ft.akms & personal &&
	       !setting_get(&bss->settings, "wpa_passphrase") &&
	       !setting_get(&bss->settings, "wpa_psk");
}

static void lint_password_length(struct lint *lint, size_t index)
{
	const struct config_bss *bss = &lint->site->bsss[index];
	const struct config_value *key;
	struct finding *finding;

	if (!lacks_password(bss))
		return;
	key = uci_get_value(bss->section, "key");
	finding = finding_add_rule(
		lint->findings, FINDING_BREAKS, RULE_NOT_STARTED,
		key ? "%s does not start: its key has %zu octets, and a passphrase has 8 "
		      "to 63 (or 64 hex digits)"
		    : "%s does not start: it has no key",
		bss->name, key ? strlen(key->text) : 0);
	finding_add_line(finding, bss->access_point, key ? key->place : bss->place, NULL);
	add_all_pairs(lint, finding, index);
}

static bool has_odd_deadline(const struct config_bss *bss)
{
	return setting_get(&bss->settings, "reassociation_deadline") &&
	       lint_uses_ft(bss) &&
	       (bss->ft.deadline_tu < 1000 || bss->ft.deadline_tu > 65535);
}

/* OpenWrt from 25.12 on stops at a number out of range; before, it is passed on. */
static bool checks_ranges(const struct config_ap *ap)
{
	return ap->format == CONFIG_UCI && openwrt_defaults_of(&ap->release)->ucode;
}

bool config_bss_starts(const struct config_site *site, size_t index)
{
	const struct config_bss *bss = &site->bsss[index];

	return bss->ft.refusal_count == 0 && !lacks_password(bss) &&
	       !(has_odd_deadline(bss) &&
		 checks_ranges(&site->access_points[bss->access_point]));
}

static void lint_deadline_range(struct lint *lint, size_t index)
{
	const struct config_bss *bss = &lint->site->bsss[index];
	const struct config_ap *ap = &lint->site->access_points[bss->access_point];
	const struct setting *setting =
		setting_get(&bss->settings, "reassociation_deadline");
	bool ucode = checks_ranges(ap);
	struct finding *finding;

	if (!has_odd_deadline(bss))
		return;
	finding = finding_add_rule(lint->findings, ucode ? FINDING_BREAKS : FINDING_HARMS,
				   RULE_DEADLINE_RANGE,
				   "the reassociation deadline of %s, %s TU, is not "
				   "between 1000 and 65535%s",
				   bss->name, setting->value,
				   ucode ? ": OpenWrt does not start it" : "");
	lint_add_line(lint, finding, index, "reassociation_deadline", NULL);
	if (ucode)
		add_all_pairs(lint, finding, index);
	finding->correct =
		config_line(lint->site, bss, "reassociation_deadline", "20000");
	finding->mended = true;
	config_edit_add(lint->site, index, "reassociation_deadline", "20000");
}

static void lint_bssids(struct lint *lint)
{
	const struct config_site *site = lint->site;
	char mac[MAC_FORMAT_MAX];

	for (size_t i = 0; i < site->bss_count; i++) {
		const struct config_bss *bss = &site->bsss[i];
		size_t first = lint_find_bssid(lint, bss->bssid);
		struct finding *finding;

		if (first == i)
			continue;
		finding = finding_add_rule(lint->findings, FINDING_BREAKS,
					   RULE_BSSID_DUPLICATE,
					   "%s has the BSSID of %s, %s", bss->name,
					   site->bsss[first].name,
					   mac_format(mac, bss->bssid));
		finding_add_line(finding, bss->access_point,
				 bss->bssid_from ? bss->bssid_from->place : bss->place,
				 NULL);
		finding_add_line(finding, site->bsss[first].access_point,
				 site->bsss[first].bssid_from
					 ? site->bsss[first].bssid_from->place
					 : site->bsss[first].place,
				 "%s's", site->bsss[first].name);
		finding_add_pair(finding, first, i);
		finding_add_pair(finding, i, first);
	}
}

/* An SSID that differs in capitals and blanks only. */
static bool looks_like(const char *a, const char *b)
{
	for (;;) {
		while (*a == ' ' || *a == '-' || *a == '_')
			a++;
		while (*b == ' ' || *b == '-' || *b == '_')
			b++;
		if (strncasecmp(a, b, 1) != 0)
			return false;
		if (!*a)
			return true;
		a++;
		b++;
	}
}

/* The wifi-iface whose SSID was meant to be the site's; NULL: none looks like it. */
static const struct config_value *similar_ssid(const struct config_site *site,
					       const struct config_ap *ap)
{
	if (ap->format == CONFIG_HOSTAPD) {
		for (size_t i = 0; i < ap->hostapd->count; i++) {
			const struct hostapd_line *line =
				hostapd_section_get(&ap->hostapd->sections[i], "ssid");

			if (line && looks_like(line->value.text, site->ssid))
				return &line->value;
		}
		return NULL;
	}
	for (size_t i = 0; i < ap->uci->count; i++) {
		const struct uci_section *section = &ap->uci->sections[i];

		if (uci_is_access_point(section) &&
		    looks_like(uci_get_value(section, "ssid")->text, site->ssid))
			return uci_get_value(section, "ssid");
	}
	return NULL;
}

static void lint_ssid(struct lint *lint, size_t index)
{
	const struct config_site *site = lint->site;
	const struct config_ap *ap = &site->access_points[index];
	const struct config_value *similar;
	struct place top = { 1, 1, 1 };
	struct finding *finding;

	for (size_t i = 0; i < site->bss_count; i++)
		if (site->bsss[i].access_point == index)
			return;
	similar = similar_ssid(site, ap);
	if (similar)
		finding = finding_add_rule(lint->findings, FINDING_BREAKS, RULE_SSID,
					   "%s has the SSID \"%s\", and not \"%s\"",
					   ap->name, similar->text, site->ssid);
	else
		finding = finding_add_rule(lint->findings, FINDING_BREAKS, RULE_SSID,
					   "%s does not have the SSID \"%s\"", ap->name,
					   site->ssid);
	finding_add_line(finding, index, similar ? similar->place : top, NULL);
}

void lint_starts(struct lint *lint)
{
	for (size_t i = 0; i < lint->site->access_point_count; i++)
		lint_ssid(lint, i);
	for (size_t i = 0; i < lint->site->bss_count; i++) {
		lint_refusals(lint, i);
		lint_password_length(lint, i);
		lint_deadline_range(lint, i);
	}
	lint_bssids(lint);
}
