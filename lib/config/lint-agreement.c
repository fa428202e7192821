/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/hex.h"
#include "base/memory.h"
#include "base/text.h"
#include "config/lint-parts.h"
#include "config/roam-rules.h"

/* What has to be the same on all access points of an SSID. The most common value is taken
 * for the one that is meant; of equally common ones that which stands in a file, before
 * one that is made up by default. */

/* What a BSS has, as text to be compared; NULL: it does not matter there. Owned by the
 * caller. */
typedef char *(*value_fn)(const struct config_bss *bss);

struct agreement {
	value_fn value;
	const char *key; /* where it stands, in hostapd's words */
};

static bool is_told(const struct config_bss *bss, const char *key)
{
	const struct setting *setting = setting_get(&bss->settings, key);

	return setting && setting->origin == ORIGIN_FILE;
}

/* The index of a BSS that has what is meant; SIZE_MAX: all agree. values is one a BSS. */
static size_t find_reference(const struct lint *lint, const struct agreement *agreement,
			     char **values)
{
	const struct config_site *site = lint->site;
	size_t best = SIZE_MAX, best_votes = 0;
	bool differ = false;

	for (size_t i = 0; i < site->bss_count; i++) {
		size_t votes = 0;

		if (!values[i])
			continue;
		for (size_t j = 0; j < site->bss_count; j++) {
			if (!values[j])
				continue;
			if (strcmp(values[i], values[j]) != 0)
				differ = true;
			else
				votes += 2;
		}
		votes += is_told(&site->bsss[i], agreement->key);
		if (votes > best_votes) {
			best = i;
			best_votes = votes;
		}
	}
	return differ ? best : SIZE_MAX;
}

static char **values_of(const struct lint *lint, const struct agreement *agreement)
{
	const struct config_site *site = lint->site;
	char **values = memory_zero(site->bss_count, sizeof(*values));

	for (size_t i = 0; i < site->bss_count; i++)
		values[i] = agreement->value(&site->bsss[i]);
	return values;
}

static void values_free(char **values, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (values[i])
			explicit_bzero(values[i], strlen(values[i]));
		free(values[i]);
	}
	free(values);
}

/* Those of the BSS with others, that are as they are meant to be, which it breaks. False:
 * there are none. */
static bool add_pairs(struct lint *lint, struct finding *finding, char **values,
		      size_t reference, size_t odd,
		      bool (*breaks)(const struct config_bss *from,
				     const struct config_bss *to))
{
	const struct config_bss *bsss = lint->site->bsss;

	for (size_t i = 0; i < lint->site->bss_count; i++) {
		if (!values[i] || strcmp(values[i], values[reference]) != 0)
			continue;
		if (breaks(&bsss[i], &bsss[odd]))
			finding_add_pair(finding, i, odd);
		if (breaks(&bsss[odd], &bsss[i]))
			finding_add_pair(finding, odd, i);
	}
	return finding->pair_count > 0;
}

/* The line, the other one, and the option's value as it is there. */
static void add_lines(struct lint *lint, struct finding *finding, const char *key,
		      size_t reference, size_t odd)
{
	const struct config_bss *other = &lint->site->bsss[reference];
	const struct setting *setting = setting_get(&other->settings, key);

	lint_add_line(lint, finding, odd, key, NULL);
	if (setting && setting->why)
		lint_add_line(lint, finding, reference, key, "%s's: %s", other->name,
			      setting->why);
	else
		lint_add_line(lint, finding, reference, key, "%s's", other->name);
}

/* Lets the BSS have the other one's value. */
static void take_over(struct lint *lint, struct finding *finding, const char *key,
		      size_t odd, const char *value)
{
	const struct config_bss *bss = &lint->site->bsss[odd];
	const char *name = config_option_name(lint->site, bss, key);

	free(finding->correct);
	finding->correct = config_line(lint->site, bss, name, value);
	finding->mended = true;
	config_edit_add(lint->site, odd, name, value);
}

static char *mobility_domain_of(const struct config_bss *bss)
{
	char digits[5];

	if (!lint_uses_ft(bss))
		return NULL;
	return memory_strdup(hex_format(digits, bss->ft.mobility_domain, 2));
}

static bool always(const struct config_bss *from, const struct config_bss *to)
{
	(void)from;
	(void)to;
	return true;
}

static void lint_mobility_domain(struct lint *lint)
{
	static const struct agreement agreement = { mobility_domain_of,
						    "mobility_domain" };
	char **values = values_of(lint, &agreement);
	size_t reference = find_reference(lint, &agreement, values);

	for (size_t i = 0; reference != SIZE_MAX && i < lint->site->bss_count; i++) {
		struct finding *finding;

		if (!values[i] || strcmp(values[i], values[reference]) == 0)
			continue;
		finding = finding_add_cause(
			lint->findings, FINDING_BREAKS, CAUSE_MOBILITY_DOMAIN,
			"the mobility domain of %s is %s, and that of %s is %s",
			lint->site->bsss[i].name, values[i],
			lint->site->bsss[reference].name, values[reference]);
		add_lines(lint, finding, agreement.key, reference, i);
		add_pairs(lint, finding, values, reference, i, always);
		take_over(lint, finding, agreement.key, i, values[reference]);
	}
	values_free(values, lint->site->bss_count);
}

static char *ft_akms_of(const struct config_bss *bss)
{
	struct text out = { 0 };

	text_add(&out, "");
	for (enum akm akm = 0; akm < AKM_MAX; akm++)
		if (config_akm_is_ft(akm) && (bss->ft.akms & 1u << akm))
			text_printf(&out, "%s%s", out.length ? " " : "",
				    config_akm_name(akm));
	return text_steal(&out);
}

/* The line that has to change so that the BSS has the FT AKMs of another. */
static void mend_akms(struct lint *lint, struct finding *finding, size_t reference,
		      size_t odd)
{
	const struct config_bss *bss = &lint->site->bsss[odd],
				*other = &lint->site->bsss[reference];
	const struct config_value *encryption;
	const char *akms;

	if (bss->hostapd) {
		akms = setting_value(&other->settings, "wpa_key_mgmt");
		if (akms && bss->ft.akms)
			take_over(lint, finding, "wpa_key_mgmt", odd, akms);
		return;
	}
	if (!lint_uses_ft(bss))
		take_over(lint, finding, "ieee80211r", odd, "1");
	if (!other->section)
		return;
	encryption = uci_get_value(other->section, "encryption");
	/* Another security may want another password, which is not for a program to say.
	 */
	if (encryption &&
	    (!uci_get_value(bss->section, "encryption") ||
	     strcmp(uci_get_value(bss->section, "encryption")->text, encryption->text) !=
		     0) &&
	    uci_get_value(bss->section, "key"))
		take_over(lint, finding, "encryption", odd, encryption->text);
}

static void lint_akms(struct lint *lint)
{
	static const struct agreement agreement = { ft_akms_of, "wpa_key_mgmt" };
	char **values = values_of(lint, &agreement);
	size_t reference = find_reference(lint, &agreement, values);
	const struct config_site *site = lint->site;

	/* That all others have no FT is not what is meant. */
	for (size_t i = 0; reference != SIZE_MAX && i < site->bss_count; i++)
		if (!*values[reference] && *values[i])
			reference = i;
	for (size_t i = 0; reference != SIZE_MAX && i < site->bss_count; i++) {
		const struct config_bss *bss = &site->bsss[i];
		struct finding *finding;

		if (strcmp(values[i], values[reference]) == 0)
			continue;
		finding =
			finding_add_cause(lint->findings, FINDING_BREAKS, CAUSE_NO_FT_AKM,
					  *values[i]
						  ? "%s offers %s, and %s offers %s"
						  : "%s offers no FT%s, and %s offers %s",
					  bss->name, values[i],
					  site->bsss[reference].name, values[reference]);
		lint_add_line(lint, finding, i,
			      *values[i] || !bss->section ? agreement.key : "ieee80211r",
			      NULL);
		if (!*values[i] && bss->section &&
		    uci_get_value(bss->section, "ieee80211r"))
			finding->lines[0].place =
				uci_get_value(bss->section, "ieee80211r")->place;
		lint_add_line(lint, finding, reference, agreement.key, "%s's",
			      site->bsss[reference].name);
		/* Else it harms only those stations that cannot do the best. */
		if (!add_pairs(lint, finding, values, reference, i, roam_breaks_by_akm))
			finding->severity = FINDING_HARMS;
		mend_akms(lint, finding, reference, i);
	}
	values_free(values, site->bss_count);
}

/* Nobody has FT. */
static void lint_any_ft(struct lint *lint)
{
	const struct config_site *site = lint->site;
	struct finding *finding;

	for (size_t i = 0; i < site->bss_count; i++)
		if (lint_uses_ft(&site->bsss[i]))
			return;
	if (site->bss_count == 0)
		return;
	finding = finding_add_cause(lint->findings, FINDING_BREAKS, CAUSE_NO_FT_AKM,
				    "no access point offers FT for \"%s\"", site->ssid);
	for (size_t i = 0; i < site->bss_count; i++)
		lint_add_line(lint, finding, i, "wpa_key_mgmt", "%s's",
			      site->bsss[i].name);
	for (size_t i = 0; i < site->bss_count; i++)
		if (site->bsss[i].section && site->bsss[i].ft.akms)
			take_over(lint, finding, "ieee80211r", i, "1");
}

static char *ciphers_of(const struct config_bss *bss)
{
	struct text out = { 0 };

	if (!bss->ft.akms)
		return NULL;
	text_add(&out, "");
	for (enum cipher cipher = 0; cipher < CIPHER_MAX; cipher++)
		if (bss->ft.ciphers & 1u << cipher)
			text_printf(&out, "%s%s", out.length ? " " : "",
				    config_cipher_name(cipher));
	return text_steal(&out);
}

static void lint_ciphers(struct lint *lint)
{
	static const struct agreement agreement = { ciphers_of, "wpa_pairwise" };
	char **values = values_of(lint, &agreement);
	size_t reference = find_reference(lint, &agreement, values);
	const struct config_site *site = lint->site;

	for (size_t i = 0; reference != SIZE_MAX && i < site->bss_count; i++) {
		const struct config_bss *bss = &site->bsss[i],
					*other = &site->bsss[reference];
		const char *key = setting_get(&bss->settings, "rsn_pairwise")
					  ? "rsn_pairwise"
					  : "wpa_pairwise";
		struct finding *finding;

		if (!values[i] || strcmp(values[i], values[reference]) == 0)
			continue;
		finding = finding_add_cause(lint->findings, FINDING_BREAKS, CAUSE_CIPHER,
					    "%s has the ciphers %s, and %s has %s",
					    bss->name, values[i], other->name,
					    values[reference]);
		add_lines(lint, finding, key, reference, i);
		if (!add_pairs(lint, finding, values, reference, i,
			       roam_breaks_by_cipher))
			finding->severity = FINDING_HARMS;
		if (bss->hostapd)
			take_over(lint, finding, "rsn_pairwise", i, values[reference]);
		else if (other->section && uci_get_value(other->section, "encryption"))
			take_over(lint, finding, "encryption", i,
				  uci_get_value(other->section, "encryption")->text);
	}
	values_free(values, site->bss_count);
}

static char *frame_protection_of(const struct config_bss *bss)
{
	return bss->ft.akms ? memory_printf("%u", bss->ft.pmf) : NULL;
}

static void lint_frame_protection(struct lint *lint)
{
	static const struct agreement agreement = { frame_protection_of, "ieee80211w" };
	static const char *const words[] = { "off", "optional", "required" };
	char **values = values_of(lint, &agreement);
	size_t reference = find_reference(lint, &agreement, values);
	const struct config_site *site = lint->site;

	for (size_t i = 0; reference != SIZE_MAX && i < site->bss_count; i++) {
		const struct config_bss *bss = &site->bsss[i],
					*other = &site->bsss[reference];
		struct finding *finding;

		if (!values[i] || strcmp(values[i], values[reference]) == 0 ||
		    bss->ft.pmf > 2 || other->ft.pmf > 2)
			continue;
		finding = finding_add_cause(
			lint->findings, FINDING_BREAKS, CAUSE_PMF,
			"management frame protection is %s on %s, and %s on %s",
			words[bss->ft.pmf], bss->name, words[other->ft.pmf], other->name);
		add_lines(lint, finding, agreement.key, reference, i);
		if (!add_pairs(lint, finding, values, reference, i,
			       roam_breaks_by_protection))
			finding->severity = FINDING_HARMS;
		take_over(lint, finding, agreement.key, i, values[reference]);
	}
	values_free(values, site->bss_count);
}

static char *rsnxe_of(const struct config_bss *bss)
{
	const unsigned sae = 1u << AKM_SAE | 1u << AKM_FT_SAE;

	return bss->ft.akms & sae ? memory_printf("%u", bss->ft.sae_pwe) : NULL;
}

static void lint_rsnxe(struct lint *lint)
{
	static const struct agreement agreement = { rsnxe_of, "sae_pwe" };
	char **values = values_of(lint, &agreement);
	size_t reference = find_reference(lint, &agreement, values);

	for (size_t i = 0; reference != SIZE_MAX && i < lint->site->bss_count; i++) {
		struct finding *finding;

		if (!values[i] || strcmp(values[i], values[reference]) == 0)
			continue;
		finding = finding_add_rule(lint->findings, FINDING_BREAKS, RULE_RSNXE,
					   "sae_pwe is %s on %s, and %s on %s", values[i],
					   lint->site->bsss[i].name, values[reference],
					   lint->site->bsss[reference].name);
		add_lines(lint, finding, agreement.key, reference, i);
		if (!add_pairs(lint, finding, values, reference, i, roam_breaks_by_rsnxe))
			finding->severity = FINDING_HARMS;
		take_over(lint, finding, agreement.key, i, values[reference]);
	}
	values_free(values, lint->site->bss_count);
}

static const char *password_key(const struct config_bss *bss)
{
	static const char *const keys[] = { "sae_password", "wpa_passphrase", "wpa_psk" };

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (setting_get(&bss->settings, keys[i]))
			return keys[i];
	return NULL;
}

static char *password_of(const struct config_bss *bss)
{
	const char *key = password_key(bss);

	return key ? memory_strdup(setting_value(&bss->settings, key)) : NULL;
}

/* From it nothing works, since no station that knows the others' gets onto it. To it FT
 * does where it pulls the key from the access point of the first association. */
static void add_password_pairs(struct lint *lint, struct finding *finding, char **values,
			       size_t odd)
{
	const struct config_site *site = lint->site;

	for (size_t i = 0; i < site->bss_count; i++) {
		struct pull pull;

		if (!values[i] || strcmp(values[i], values[odd]) == 0)
			continue;
		pull_try_all(&site->bsss[i], &site->bsss[odd], &pull);
		/* OpenWrt makes the key of a wildcard from the password. */
		if (!lint_is_pair(lint, i, odd) || pull.locally ||
		    (pull.end == PULL_KEYS && pull.by_wildcard))
			finding_add_pair(finding, i, odd);
		finding_add_pair(finding, odd, i);
	}
}

static void lint_password(struct lint *lint)
{
	static const struct agreement agreement = { password_of, "wpa_passphrase" };
	char **values = values_of(lint, &agreement);
	size_t reference = find_reference(lint, &agreement, values);
	const struct config_site *site = lint->site;

	for (size_t i = 0; reference != SIZE_MAX && i < site->bss_count; i++) {
		const struct config_bss *bss = &site->bsss[i],
					*other = &site->bsss[reference];
		cleanup_free_ char *place = NULL, *described = NULL;
		struct finding *finding;
		const char *name;

		if (!values[i] || strcmp(values[i], values[reference]) == 0)
			continue;
		finding =
			finding_add_cause(lint->findings, FINDING_BREAKS, CAUSE_PASSWORD,
					  "the password of %s is not that of %s",
					  bss->name, other->name);
		lint_add_line(lint, finding, i, password_key(bss), NULL);
		lint_add_line(lint, finding, reference, password_key(other), "%s's",
			      other->name);
		add_password_pairs(lint, finding, values, i);
		name = config_option_name(site, bss, password_key(bss));
		place = config_site_place(site, other->access_point,
					  lint_place(other, password_key(other)));
		described = memory_printf("<the password of %s>", place);
		finding->correct = config_line(site, bss, name, described);
		finding->mended = true;
		config_edit_add(lint->site, i, name, values[reference]);
	}
	values_free(values, site->bss_count);
}

void lint_agreement(struct lint *lint)
{
	lint_any_ft(lint);
	lint_akms(lint);
	lint_mobility_domain(lint);
	lint_ciphers(lint);
	lint_frame_protection(lint);
	lint_rsnxe(lint);
	lint_password(lint);
}
