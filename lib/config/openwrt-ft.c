/* SPDX-License-Identifier: BSD-3-Clause */
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/hex.h"
#include "base/memory.h"
#include "config/translate.h"

/* 802.11r of OpenWrt, and what it makes up where nothing is configured. */

#define MD5_OCTETS 16

static void md5_of(const char *text, char ret_hex[static 2 * MD5_OCTETS + 1])
{
	uint8_t digest[MD5_OCTETS] = { 0 };

	EVP_Digest(text, strlen(text), digest, NULL, EVP_md5(), NULL);
	hex_format(ret_hex, digest, sizeof(digest));
}

size_t openwrt_key_holders(const struct config_ap *ap, const struct uci_section *section,
			   const char *option, struct openwrt_key_holder **ret)
{
	const struct openwrt_defaults *defaults = openwrt_defaults_of(&ap->release);
	const struct uci_option *found = uci_get(section, option);
	struct openwrt_key_holder *holders = NULL;
	size_t count = 0, capacity = 0;

	for (size_t i = 0; found && i < found->count; i++) {
		const char *rest = found->values[i].text;
		/* The shell, and an option in place of a list, split at blanks. */
		bool split = !defaults->ucode || !found->list;

		while (*rest) {
			size_t length = split ? strcspn(rest, " \t\r\n") : strlen(rest);
			struct openwrt_key_holder *holder;

			if (length > 0) {
				holder = array_add(holders, count, capacity);
				holder->line = memory_strndup(rest, length);
				holder->from = &found->values[i];
				for (char *c = holder->line; *c; c++)
					if (*c == ',')
						*c = ' ';
			}
			rest += length;
			rest += strspn(rest, " \t\r\n");
		}
	}
	*ret = holders;
	return count;
}

static void put_mobility_domain(struct translation *t)
{
	const struct config_value *domain = option_value(t, "mobility_domain");
	const char *ssid = option_value(t, "ssid")->text;
	cleanup_free_ char *line = memory_printf("%s\n", ssid);
	char sum[2 * MD5_OCTETS + 1];

	switch (t->defaults->mobility_domain) {
	case MOBILITY_DOMAIN_4F57:
		strcpy(sum, "4f57");
		break;
	case MOBILITY_DOMAIN_SSID_LF:
		md5_of(line, sum);
		break;
	case MOBILITY_DOMAIN_SSID:
		md5_of(ssid, sum);
		break;
	}
	if (domain)
		put(t, domain, "mobility_domain", "%s", domain->text);
	else
		put(t, NULL, "mobility_domain", "%.4s", sum);
}

static void put_generate_local(struct translation *t)
{
	bool otherwise = false;

	switch (t->defaults->generate_local) {
	case GENERATE_LOCAL_UNKNOWN:
		if (option_value(t, "ft_psk_generate_local"))
			config_note_add(&t->ap->notes, CONFIG_NOTE_IGNORED,
					option_value(t, "ft_psk_generate_local")->place,
					"%s does not know ft_psk_generate_local",
					t->release);
		return;
	case GENERATE_LOCAL_ALWAYS:
		otherwise = true;
		break;
	case GENERATE_LOCAL_PSK_SAE:
		otherwise = t->auth == AUTH_PSK || t->auth == AUTH_SAE ||
			    t->auth == AUTH_PSK_SAE;
		break;
	case GENERATE_LOCAL_PSK:
		otherwise = t->auth == AUTH_PSK;
		break;
	}
	put_boolean(t, "ft_psk_generate_local", "ft_psk_generate_local", otherwise);
}

static void put_nas_identifier(struct translation *t)
{
	const struct config_value *name = option_value(t, "nasid");
	char digits[2 * MAC_LENGTH + 1];

	/* The ucode has it under hostapd's name, too. */
	if (!name && t->defaults->ucode)
		name = option_value(t, "nas_identifier");
	if (name) {
		put(t, name, "nas_identifier", "%s", name->text);
		return;
	}
	if (t->defaults->nas_identifier == NAS_IDENTIFIER_NONE)
		return;
	/* As the address is written: some write it in capitals. */
	if (t->bss->bssid_from) {
		const char *c = t->bss->bssid_from->text;
		size_t length = 0;

		for (; *c && length < sizeof(digits) - 1; c++)
			if (*c != ':')
				digits[length++] = *c;
		digits[length] = '\0';
	} else {
		hex_format(digits, t->bss->bssid, MAC_LENGTH);
	}
	put(t, NULL, "nas_identifier", "%s", digits);
}

static void put_key_holders(struct translation *t, const char *key,
			    const struct openwrt_key_holder *holders, size_t count,
			    const char *wildcard)
{
	for (size_t i = 0; i < count; i++)
		put(t, holders[i].from, key, "%s", holders[i].line);
	if (count == 0 && wildcard)
		put(t, NULL, key, "%s", wildcard);
}

static void holders_free(struct openwrt_key_holder *holders, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		explicit_bzero(holders[i].line, strlen(holders[i].line));
		free(holders[i].line);
	}
	free(holders);
}

/* What OpenWrt fills in where one of the lists is missing, even if the other is there. */
static void put_lists(struct translation *t, const char *mobility_domain)
{
	struct openwrt_key_holder *r0kh, *r1kh;
	size_t r0kh_count = openwrt_key_holders(t->ap, t->section, "r0kh", &r0kh);
	size_t r1kh_count = openwrt_key_holders(t->ap, t->section, "r1kh", &r1kh);
	const struct config_value *secret = option_value(t, "auth_secret");
	cleanup_free_ char *seed = NULL, *all_r0kh = NULL, *all_r1kh = NULL;
	char key[2 * MD5_OCTETS + 1];

	if (t->defaults->wildcards == WILDCARDS_WITH_PASSWORD && !secret)
		secret = option_value(t, "key");
	if (t->defaults->wildcards != WILDCARDS_NONE) {
		seed = memory_printf("%s/%s", mobility_domain,
				     secret ? secret->text : "");
		md5_of(seed, key);
		explicit_bzero(seed, strlen(seed));
		all_r0kh = memory_printf("ff:ff:ff:ff:ff:ff * %s", key);
		all_r1kh = memory_printf("00:00:00:00:00:00 00:00:00:00:00:00 %s", key);
	}
	put_key_holders(t, "r0kh", r0kh, r0kh_count, all_r0kh);
	put_key_holders(t, "r1kh", r1kh, r1kh_count, all_r1kh);
	holders_free(r0kh, r0kh_count);
	holders_free(r1kh, r1kh_count);
}

static void put_r1_key_holder(struct translation *t)
{
	if (option_value(t, "r1_key_holder"))
		put_option(t, "r1_key_holder", "r1_key_holder");
	else if (t->defaults->r1_key_holder)
		put(t, NULL, "r1_key_holder", "00004f577274");
}

static void translate_keys(struct translation *t, const char *mobility_domain)
{
	const char *local = setting_value(&t->bss->settings, "ft_psk_generate_local");

	if (local && strcmp(local, "1") == 0)
		return;
	put_r1_key_holder(t);
	/* In minutes. */
	if (t->defaults->ucode)
		put_option(t, "r0_key_lifetime", "r0_key_lifetime");
	else
		put_number(t, "r0_key_lifetime", "r0_key_lifetime", 10000);
	put_boolean(t, "pmk_r1_push", "pmk_r1_push", false);
	put_lists(t, mobility_domain);
}

/* Without authentication servers, which only 802.1X has. */
static void translate_caching(struct translation *t)
{
	bool sae = t->auth == AUTH_SAE || t->auth == AUTH_PSK_SAE || t->auth == AUTH_OWE;
	const struct config_value *from;
	bool cache = option_boolean(t, "auth_cache", sae, &from);

	put(t, from, "okc", "%d", cache);
	if (!cache)
		put(t, from, "disable_pmksa_caching", "1");
}

void translate_fast_transition(struct translation *t)
{
	if (t->ft && ((t->wpa & 2) || (t->wpa && t->defaults->wpa1_ft))) {
		put_mobility_domain(t);
		put_generate_local(t);
		/* 17.01 leaves it to hostapd. */
		if (t->defaults->generate_local != GENERATE_LOCAL_UNKNOWN)
			put_boolean(t, "ft_over_ds", "ft_over_ds", t->defaults->over_ds);
		put_number(t, "reassociation_deadline", "reassociation_deadline",
			   t->defaults->deadline_tu);
		put_nas_identifier(t);
		translate_keys(t, setting_value(&t->bss->settings, "mobility_domain"));
	} else if (t->defaults->nas_identifier == NAS_IDENTIFIER_BSSID ||
		   option_value(t, "nasid")) {
		put_nas_identifier(t);
	}
	if (t->wpa & 2)
		translate_caching(t);
}
