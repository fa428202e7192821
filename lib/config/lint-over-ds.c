/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/cleanup.h"
#include "config/lint-parts.h"
#include "config/roam-rules.h"

/* A BSS that offers FT over the DS to others, whose AKMs are not its own. That the AKMs
 * of FT differ is told elsewhere, as is all else of the RSNE; here only over the DS
 * fails, and without it nothing does. */

static struct finding *add(struct lint *lint, size_t from, size_t to)
{
	const struct config_bss *bss = &lint->site->bsss[from],
				*other = &lint->site->bsss[to];
	const char *name = config_option_name(lint->site, bss, "ft_over_ds");
	struct finding *finding = finding_add_rule(
		lint->findings, FINDING_BREAKS, RULE_OVER_DS_AKMS,
		"%s offers FT over the DS, and its AKMs are %s; those of %s are %s",
		bss->name, setting_value(&bss->settings, "wpa_key_mgmt"), other->name,
		setting_value(&other->settings, "wpa_key_mgmt"));

	lint_add_line(lint, finding, from, "ft_over_ds", NULL);
	lint_add_line(lint, finding, from, "wpa_key_mgmt", "its AKMs");
	lint_add_line(lint, finding, to, "wpa_key_mgmt", "%s's", other->name);
	finding->correct = config_line(lint->site, bss, name, "0");
	finding->mended = true;
	config_edit_add(lint->site, from, name, "0");
	return finding;
}

void lint_over_ds_akms(struct lint *lint)
{
	const struct config_site *site = lint->site;

	for (size_t from = 0; from < site->bss_count; from++) {
		struct finding *finding = NULL;

		for (size_t to = 0; to < site->bss_count; to++) {
			if (!lint_is_pair(lint, from, to) ||
			    !roam_breaks_by_other_akms(&site->bsss[from],
						       &site->bsss[to]))
				continue;
			if (!finding)
				finding = add(lint, from, to);
			finding_add_pair(finding, from, to);
		}
	}
}
