/* SPDX-License-Identifier: BSD-3-Clause */
#include <fnmatch.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "config/translate.h"

/* "encryption", the password, and management frame protection
 * (wireless_vif_parse_encryption() of netifd-wireless.sh, parse_encryption() of
 * wifi/iface.uc). */

struct pattern {
	const char *pattern;
	unsigned meaning;
};

static bool match(const struct pattern *patterns, size_t count, const char *text,
		  unsigned *ret)
{
	for (size_t i = 0; i < count; i++) {
		if (fnmatch(patterns[i].pattern, text, 0) != 0)
			continue;
		*ret = patterns[i].meaning;
		return true;
	}
	return false;
}

static const struct pattern auth_types[] = {
	{ "owe*", AUTH_OWE },
	{ "wpa3-192*", AUTH_EAP192 },
	{ "wpa3-mixed*", AUTH_EAP_EAP2 },
	{ "wpa3*", AUTH_EAP2 },
	{ "psk3-mixed*", AUTH_PSK_SAE },
	{ "sae-mixed*", AUTH_PSK_SAE },
	{ "psk3*", AUTH_SAE },
	{ "sae*", AUTH_SAE },
	{ "*psk*", AUTH_PSK },
	{ "*wpa*", AUTH_EAP },
	{ "*8021x*", AUTH_EAP },
	{ "*wep*", AUTH_WEP },
};

/* 18.06 and older know neither SAE nor OWE: the network is an open one then. */
static const struct pattern old_auth_types[] = {
	{ "*psk*", AUTH_PSK },
	{ "*wpa*", AUTH_EAP },
	{ "*8021x*", AUTH_EAP },
	{ "*wep*", AUTH_WEP },
};

static const struct pattern wpa_versions[] = {
	{ "wpa2*", 2 }, { "wpa3*", 2 }, { "*psk2*", 2 },     { "psk3*", 2 },
	{ "sae*", 2 },	{ "owe*", 2 },	{ "wpa*mixed*", 3 }, { "*psk*mixed*", 3 },
	{ "wpa*", 1 },	{ "*psk*", 1 },
};

static const struct pattern old_wpa_versions[] = {
	{ "wpa2*", 2 },	      { "*psk2*", 2 }, { "wpa*mixed*", 3 },
	{ "*psk*mixed*", 3 }, { "wpa*", 1 },   { "*psk*", 1 },
};

/* The ucode takes what stands before "+" as a whole word. */
static const struct pattern ucode_auth_types[] = {
	{ "owe", AUTH_OWE },
	{ "wpa3-192", AUTH_EAP192 },
	{ "wpa3-mixed", AUTH_EAP_EAP2 },
	{ "wpa3", AUTH_EAP2 },
	{ "psk", AUTH_PSK },
	{ "psk2", AUTH_PSK },
	{ "psk-mixed", AUTH_PSK },
	{ "sae", AUTH_SAE },
	{ "psk3", AUTH_SAE },
	{ "psk3-mixed", AUTH_PSK_SAE },
	{ "sae-mixed", AUTH_PSK_SAE },
	{ "wpa", AUTH_EAP },
	{ "wpa2", AUTH_EAP },
	{ "wpa-mixed", AUTH_EAP },
};

static const char *pairwise_of(const char *encryption)
{
	static const struct {
		const char *pattern, *cipher;
	} ciphers[] = {
		{ "*tkip+aes", "CCMP TKIP" }, { "*tkip+ccmp", "CCMP TKIP" },
		{ "*aes+tkip", "CCMP TKIP" }, { "*ccmp+tkip", "CCMP TKIP" },
		{ "*ccmp256", "CCMP-256" },   { "*aes", "CCMP" },
		{ "*ccmp", "CCMP" },	      { "*tkip", "TKIP" },
		{ "*gcmp256", "GCMP-256" },   { "*gcmp", "GCMP" },
		{ "wpa3-192*", "GCMP-256" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(ciphers); i++)
		if (fnmatch(ciphers[i].pattern, encryption, 0) == 0)
			return ciphers[i].cipher;
	return "CCMP";
}

static void parse_ucode(struct translation *t, const char *encryption)
{
	char type[32] = "";
	size_t length = strcspn(encryption, "+");
	unsigned meaning = AUTH_NONE, wpa = 0;

	if (length < sizeof(type))
		memcpy(type, encryption, length);
	match(wpa_versions, ARRAY_SIZE(wpa_versions), encryption, &wpa);
	if (!match(ucode_auth_types, ARRAY_SIZE(ucode_auth_types), type, &meaning))
		wpa = 0;
	t->auth = (enum auth_type)meaning;
	t->wpa = wpa;
}

static void parse_shell(struct translation *t, const char *encryption)
{
	unsigned meaning = AUTH_NONE, wpa = 0;

	if (t->defaults->sae) {
		match(auth_types, ARRAY_SIZE(auth_types), encryption, &meaning);
		match(wpa_versions, ARRAY_SIZE(wpa_versions), encryption, &wpa);
	} else {
		match(old_auth_types, ARRAY_SIZE(old_auth_types), encryption, &meaning);
		match(old_wpa_versions, ARRAY_SIZE(old_wpa_versions), encryption, &wpa);
	}
	t->auth = (enum auth_type)meaning;
	t->wpa = wpa;
}

/* Radios with 802.11n add CCMP where TKIP stands alone; the ucode does not. */
static const char *with_high_throughput(const struct translation *t, const char *cipher)
{
	const struct config_value *mode =
		t->bss->device ? uci_get_value(t->bss->device, "htmode") : NULL;

	if (t->defaults->ucode || strcmp(cipher, "TKIP") != 0)
		return cipher;
	if (mode && (strcmp(mode->text, "NOHT") == 0 || strcmp(mode->text, "NONE") == 0))
		return cipher;
	return "CCMP TKIP";
}

void translate_encryption(struct translation *t)
{
	const struct config_value *value = option_value(t, "encryption");
	const char *encryption = value ? value->text : "none";

	if (t->defaults->ucode)
		parse_ucode(t, encryption);
	else
		parse_shell(t, encryption);
	if (t->auth == AUTH_NONE && strcmp(encryption, "none") != 0)
		config_note_add(&t->ap->notes, CONFIG_NOTE_IGNORED, value->place,
				"%s does not know the encryption \"%s\": the network is "
				"open",
				t->release, encryption);
	t->pairwise = t->wpa ? with_high_throughput(t, pairwise_of(encryption)) : NULL;
	put(t, value, "wpa", "%u", t->wpa);
	if (t->pairwise)
		put(t, value, "wpa_pairwise", "%s", t->pairwise);
}

static bool uses_password(enum auth_type auth)
{
	return auth == AUTH_PSK || auth == AUTH_SAE || auth == AUTH_PSK_SAE;
}

static void translate_password(struct translation *t)
{
	const struct config_value *key = option_value(t, "key");
	size_t length = key ? strlen(key->text) : 0;

	if (!uses_password(t->auth))
		return;
	if (length == 64)
		put(t, key, "wpa_psk", "%s", key->text);
	else if (length >= 8 && length <= 63)
		put(t, key, "wpa_passphrase", "%s", key->text);
}

/* Of SAE, OWE and WPA3-Enterprise, and of their mixtures with WPA2. */
static bool is_pure(enum auth_type auth)
{
	return auth == AUTH_SAE || auth == AUTH_OWE || auth == AUTH_EAP2 ||
	       auth == AUTH_EAP192;
}

static bool is_mixed(enum auth_type auth)
{
	return auth == AUTH_PSK_SAE || auth == AUTH_EAP_EAP2;
}

static void translate_frame_protection(struct translation *t)
{
	bool pure = is_pure(t->auth), mixed = is_mixed(t->auth);
	unsigned otherwise = pure ? 2 : mixed ? 1 : 0, wanted;
	const struct config_value *from;
	bool forced =
		t->defaults->ucode && (pure || (mixed && t->defaults->mixed_pmf_forced));

	wanted = option_number(t, "ieee80211w", otherwise, &from);
	if (from && wanted > 2) {
		config_note_add(&t->ap->notes, CONFIG_NOTE_IGNORED, from->place,
				"ieee80211w is 0, 1 or 2, and %s takes no notice of "
				"others",
				t->release);
		wanted = 0;
		from = NULL;
	}
	if (from && forced && wanted != otherwise) {
		config_note_add(&t->ap->notes, CONFIG_NOTE_IGNORED, from->place,
				"%s takes no notice of ieee80211w with this encryption: "
				"it is %u",
				t->release, otherwise);
		wanted = otherwise;
		from = NULL;
	}
	t->pmf = wanted;
	if (!(t->wpa & 2))
		return;
	if (from || wanted || pure || mixed)
		put(t, from, "ieee80211w", "%u", wanted);
}

static void translate_sae(struct translation *t)
{
	bool used = is_pure(t->auth) || is_mixed(t->auth);

	if (used)
		put_boolean(t, "sae_require_mfp", "sae_require_mfp", true);
	if (used && t->defaults->sae_pwe)
		put_number(t, "sae_pwe", "sae_pwe", 2);
	else
		put_option(t, "sae_pwe", "sae_pwe");
	put_option(t, "ocv", "ocv");
}

void translate_security(struct translation *t)
{
	const struct config_value *from;

	t->ft = option_boolean(t, "ieee80211r", false, &from);
	translate_password(t);
	translate_frame_protection(t);
	translate_sae(t);
}

/* Words for wpa_key_mgmt; FT's are left out where 802.11r is off. */
static void add_words(struct text *out, const struct translation *t, const char *words)
{
	bool ft = t->ft && ((t->wpa & 2) || t->defaults->wpa1_ft);

	while (*words) {
		size_t length = strcspn(words, " ");

		if (ft || strncmp(words, "FT-", 3) != 0)
			text_printf(out, "%s%.*s", out->length ? " " : "", (int)length,
				    words);
		words += length;
		words += strspn(words, " ");
	}
}

void translate_key_management(struct translation *t)
{
	cleanup_text_ struct text words = { 0 };
	bool pmf = t->pmf > 0;

	switch (t->auth) {
	case AUTH_NONE:
	case AUTH_WEP:
		break;
	case AUTH_OWE:
		add_words(&words, t, "OWE");
		break;
	case AUTH_PSK:
		add_words(&words, t,
			  pmf ? "WPA-PSK FT-PSK WPA-PSK-SHA256" : "WPA-PSK FT-PSK");
		break;
	case AUTH_SAE:
		add_words(&words, t, "SAE FT-SAE");
		break;
	case AUTH_PSK_SAE:
		add_words(&words, t,
			  pmf ? "WPA-PSK FT-PSK WPA-PSK-SHA256 SAE FT-SAE"
			      : "WPA-PSK FT-PSK SAE FT-SAE");
		break;
	case AUTH_EAP:
		add_words(&words, t,
			  pmf ? "WPA-EAP FT-EAP WPA-EAP-SHA256" : "WPA-EAP FT-EAP");
		break;
	case AUTH_EAP_EAP2:
		add_words(&words, t, "WPA-EAP WPA-EAP-SHA256 FT-EAP");
		break;
	case AUTH_EAP2:
		add_words(&words, t, "FT-EAP WPA-EAP-SHA256");
		break;
	case AUTH_EAP192:
		add_words(&words, t, "WPA-EAP-SUITE-B-192 FT-EAP-SHA384");
		break;
	}
	if (t->wpa && words.length > 0)
		put(t, option_value(t, "encryption"), "wpa_key_mgmt", "%s", words.data);
}
