/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "config/lint-parts.h"

/* "Generate PMK locally": a matter of FT-PSK, of which each side has to be of the same
 * mind, and which with SAE only stands in the way. */

static bool has(const struct config_bss *bss, enum akm akm)
{
	return bss->ft.akms & 1u << akm;
}

static void set(struct lint *lint, struct finding *finding, size_t bss, const char *value)
{
	finding->correct = config_line(lint->site, &lint->site->bsss[bss],
				       "ft_psk_generate_local", value);
	finding->mended = true;
	config_edit_add(lint->site, bss, "ft_psk_generate_local", value);
}

/* OpenWrt leaves the lists of key holders out, so that there are none for FT-SAE. */
static void lint_sae(struct lint *lint, size_t index)
{
	const struct config_bss *bss = &lint->site->bsss[index];
	const struct setting *setting =
		setting_get(&bss->settings, "ft_psk_generate_local");
	struct finding *finding;

	if (!has(bss, AKM_FT_SAE) || !bss->ft.generate_local || bss->ft.r0kh.count > 0 ||
	    bss->ft.r1kh.count > 0)
		return;
	finding = finding_add_cause(lint->findings, FINDING_BREAKS,
				    CAUSE_GENERATE_LOCAL_SAE,
				    "%s has SAE, and is to generate keys locally%s%s",
				    bss->name, setting && setting->why ? ": " : "",
				    setting && setting->why ? setting->why : "");
	lint_add_line(lint, finding, index, "ft_psk_generate_local", NULL);
	for (size_t i = 0; i < lint->site->bss_count; i++)
		if (i != index && has(&lint->site->bsss[i], AKM_FT_SAE)) {
			finding_add_pair(finding, i, index);
			finding_add_pair(finding, index, i);
		}
	set(lint, finding, index, "0");
}

/* Where they differ with FT-PSK, those that are fewer, or that want no SAE. */
static bool majority_generates(const struct lint *lint)
{
	size_t generate = 0, pull = 0;

	for (size_t i = 0; i < lint->site->bss_count; i++) {
		const struct config_bss *bss = &lint->site->bsss[i];

		if (!has(bss, AKM_FT_PSK))
			continue;
		/* With SAE beside it keys have to be pulled anyway. */
		if (has(bss, AKM_FT_SAE))
			return false;
		if (bss->ft.generate_local)
			generate++;
		else
			pull++;
	}
	return generate >= pull;
}

void lint_generate_local(struct lint *lint)
{
	const struct config_site *site = lint->site;
	bool wanted = majority_generates(lint), differ = false;

	for (size_t i = 0; i < site->bss_count; i++) {
		lint_sae(lint, i);
		for (size_t j = 0; j < i; j++)
			if (has(&site->bsss[i], AKM_FT_PSK) &&
			    has(&site->bsss[j], AKM_FT_PSK) &&
			    site->bsss[i].ft.generate_local !=
				    site->bsss[j].ft.generate_local)
				differ = true;
	}
	for (size_t i = 0; differ && i < site->bss_count; i++) {
		const struct config_bss *bss = &site->bsss[i];
		struct finding *finding;

		if (!has(bss, AKM_FT_PSK) || bss->ft.generate_local == wanted)
			continue;
		finding =
			finding_add_rule(lint->findings, FINDING_BREAKS,
					 RULE_GENERATE_LOCAL_DIFFERS,
					 wanted ? "%s pulls the keys of FT-PSK, and "
						  "others generate them"
						: "%s generates the keys of FT-PSK, and "
						  "others pull them",
					 bss->name);
		lint_add_line(lint, finding, i, "ft_psk_generate_local", NULL);
		for (size_t j = 0; j < site->bss_count; j++) {
			/* From one that generates to one that pulls. */
			if (j == i || !has(&site->bsss[j], AKM_FT_PSK) ||
			    site->bsss[j].ft.generate_local != wanted)
				continue;
			if (wanted)
				finding_add_pair(finding, j, i);
			else
				finding_add_pair(finding, i, j);
		}
		set(lint, finding, i, wanted ? "1" : "0");
	}
}
