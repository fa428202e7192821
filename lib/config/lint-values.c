/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "config/lint-parts.h"

/* Numbers, and settings beside FT. */

/* Below it, Apple's devices are reported not to roam (OpenWrt has 20000 since 25.12). */
#define DEADLINE_MIN_TU 20000
#define DEADLINE_WANTED "20000"

/* More minutes than a key is meant to be kept: 70 days. */
#define LIFETIME_MAX_MINUTES 100800

static bool announces_deadline(const struct config_bss *bss)
{
	return lint_uses_ft(bss) && bss->ft.deadline_tu > 0;
}

/* A finding of several BSSs is one: the first one is its place. */
static void lint_short_deadline(struct lint *lint)
{
	struct config_site *site = lint->site;
	struct finding *finding = NULL;

	for (size_t i = 0; i < site->bss_count; i++) {
		const struct config_bss *bss = &site->bsss[i];
		const struct setting *setting;

		if (!announces_deadline(bss) || bss->ft.deadline_tu < 1000 ||
		    bss->ft.deadline_tu >= DEADLINE_MIN_TU)
			continue;
		setting = setting_get(&bss->settings, "reassociation_deadline");
		if (!finding) {
			finding = finding_add_cause(
				lint->findings, FINDING_HARMS,
				CAUSE_REASSOCIATION_DEADLINE,
				"%s gives stations a reassociation deadline of %u TU%s%s",
				bss->name, bss->ft.deadline_tu, setting->why ? ", " : "",
				setting->why ? setting->why : "");
			finding->correct = config_line(
				site, bss, "reassociation_deadline", DEADLINE_WANTED);
			finding->mended = true;
		}
		lint_add_line(lint, finding, i, "reassociation_deadline", "%s: %u TU",
			      bss->name, bss->ft.deadline_tu);
		config_edit_add(site, i, "reassociation_deadline", DEADLINE_WANTED);
	}
}

static void lint_deadlines_differ(struct lint *lint)
{
	const struct config_site *site = lint->site;
	const struct config_bss *first = NULL;

	for (size_t i = 0; i < site->bss_count; i++) {
		const struct config_bss *bss = &site->bsss[i];
		struct finding *finding;

		/* Those that are too short are told already. */
		if (!announces_deadline(bss) || bss->ft.deadline_tu < DEADLINE_MIN_TU)
			continue;
		if (!first)
			first = bss;
		if (bss->ft.deadline_tu == first->ft.deadline_tu)
			continue;
		finding = finding_add_rule(lint->findings, FINDING_STYLE,
					   RULE_DEADLINE_DIFFERS,
					   "%s announces %u TU, and %s %u TU", bss->name,
					   bss->ft.deadline_tu, first->name,
					   first->ft.deadline_tu);
		lint_add_line(lint, finding, i, "reassociation_deadline", NULL);
		finding_add_line(finding, first->access_point,
				 lint_place(first, "reassociation_deadline"), "%s's",
				 first->name);
		return;
	}
}

static void lint_over_ds(struct lint *lint)
{
	const struct config_site *site = lint->site;
	size_t on = 0, off = 0;
	struct finding *finding;

	for (size_t i = 0; i < site->bss_count; i++)
		if (lint_uses_ft(&site->bsss[i])) {
			if (site->bsss[i].ft.over_ds)
				on++;
			else
				off++;
		}
	if (off == 0)
		return;
	if (on == 0)
		finding = finding_add_cause(lint->findings, FINDING_STYLE,
					    CAUSE_OVER_DS_OFF,
					    "FT over the DS is not offered: stations go "
					    "over the air, and nothing fails by it");
	else
		finding = finding_add_rule(
			lint->findings, FINDING_STYLE, RULE_OVER_DS_DIFFERS,
			"%zu of %zu access points offer FT over the DS", on, on + off);
	for (size_t i = 0; i < site->bss_count; i++)
		if (lint_uses_ft(&site->bsss[i]) && !site->bsss[i].ft.over_ds)
			lint_add_line(lint, finding, i, "ft_over_ds", "%s",
				      site->bsss[i].name);
}

static void lint_lifetime(struct lint *lint, size_t index)
{
	const struct config_bss *bss = &lint->site->bsss[index];
	const struct setting *setting = setting_get(&bss->settings, "r0_key_lifetime");
	unsigned long minutes;
	struct finding *finding;

	if (!setting || setting->origin != ORIGIN_FILE)
		return;
	minutes = strtoul(setting->value, NULL, 10);
	if (minutes <= LIFETIME_MAX_MINUTES)
		return;
	finding = finding_add_rule(lint->findings, FINDING_HARMS, RULE_LIFETIME_UNIT,
				   "the r0_key_lifetime of %s is %lu minutes, %lu days",
				   bss->name, minutes, minutes / 1440);
	lint_add_line(lint, finding, index, "r0_key_lifetime", NULL);
	finding->correct = config_line(lint->site, bss, "r0_key_lifetime", "10000");
	finding->mended = true;
	config_edit_add(lint->site, index, "r0_key_lifetime", "10000");
}

static void lint_nas_identifier_length(struct lint *lint, size_t index)
{
	const struct config_bss *bss = &lint->site->bsss[index];
	struct finding *finding;

	if (!lint_uses_ft(bss) || !bss->ft.nas_identifier ||
	    strlen(bss->ft.nas_identifier) != NAS_IDENTIFIER_OCTETS_MAX)
		return;
	finding = finding_add_rule(lint->findings, FINDING_HARMS,
				   RULE_NAS_IDENTIFIER_LENGTH,
				   "the nas_identifier of %s has 48 octets, and no r0kh "
				   "entry can have it",
				   bss->name);
	lint_add_line(lint, finding, index, "nas_identifier", NULL);
}

/* SAE without protected frames: hostapd refuses stations that do as WPA3 wants. */
static void lint_sae_protection(struct lint *lint, size_t index)
{
	const struct config_bss *bss = &lint->site->bsss[index];
	const unsigned sae = 1u << AKM_SAE | 1u << AKM_FT_SAE;
	const char *wanted = bss->ft.akms & 1u << AKM_PSK ? "1" : "2";
	struct finding *finding;

	if (!(bss->ft.akms & sae) || bss->ft.pmf > 0)
		return;
	finding = finding_add_cause(lint->findings, FINDING_HARMS, CAUSE_PMF,
				    "%s offers SAE without management frame protection, "
				    "which WPA3 requires",
				    bss->name);
	lint_add_line(lint, finding, index, "ieee80211w", NULL);
	finding->correct = config_line(lint->site, bss, "ieee80211w", wanted);
	finding->mended = true;
	config_edit_add(lint->site, index, "ieee80211w", wanted);
}

static void lint_neighbours(struct lint *lint)
{
	const struct config_site *site = lint->site;
	struct finding *finding = NULL;

	for (size_t i = 0; i < site->bss_count; i++) {
		const struct config_bss *bss = &site->bsss[i];
		const char *report = setting_value(&bss->settings, "rrm_neighbor_report");

		if (!report || strcmp(report, "0") == 0)
			continue;
		if (!finding)
			finding = finding_add_rule(lint->findings, FINDING_STYLE,
						   RULE_NEIGHBOURS,
						   "%s offers neighbour reports, and no "
						   "file fills its list",
						   bss->name);
		lint_add_line(lint, finding, i, "rrm_neighbor_report", "%s", bss->name);
	}
}

void lint_values(struct lint *lint)
{
	lint_short_deadline(lint);
	lint_deadlines_differ(lint);
	lint_over_ds(lint);
	lint_neighbours(lint);
	for (size_t i = 0; i < lint->site->bss_count; i++) {
		lint_lifetime(lint, i);
		lint_nas_identifier_length(lint, i);
		lint_sae_protection(lint, i);
	}
}
