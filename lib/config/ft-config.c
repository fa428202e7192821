/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/ft-config.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/hex.h"
#include "base/memory.h"

static const char *const akm_names[AKM_MAX] = {
	[AKM_PSK] = "WPA-PSK",
	[AKM_PSK_SHA256] = "WPA-PSK-SHA256",
	[AKM_SAE] = "SAE",
	[AKM_SAE_EXT_KEY] = "SAE-EXT-KEY",
	[AKM_EAP] = "WPA-EAP",
	[AKM_EAP_SHA256] = "WPA-EAP-SHA256",
	[AKM_SUITE_B_192] = "WPA-EAP-SUITE-B-192",
	[AKM_OWE] = "OWE",
	[AKM_FT_PSK] = "FT-PSK",
	[AKM_FT_SAE] = "FT-SAE",
	[AKM_FT_SAE_EXT_KEY] = "FT-SAE-EXT-KEY",
	[AKM_FT_EAP] = "FT-EAP",
	[AKM_FT_EAP_SHA384] = "FT-EAP-SHA384",
};

static const char *const cipher_names[CIPHER_MAX] = {
	[CIPHER_TKIP] = "TKIP",		[CIPHER_CCMP] = "CCMP",
	[CIPHER_GCMP] = "GCMP",		[CIPHER_CCMP_256] = "CCMP-256",
	[CIPHER_GCMP_256] = "GCMP-256",
};

const char *config_akm_name(enum akm akm)
{
	return akm_names[akm];
}

const char *config_cipher_name(enum cipher cipher)
{
	return cipher_names[cipher];
}

bool config_akm_is_ft(enum akm akm)
{
	return strncmp(akm_names[akm], "FT-", 3) == 0;
}

bool rrb_key_parse(const char *text, struct rrb_key *ret)
{
	size_t digits = 0, octets;

	while (hex_digit(text[digits]) >= 0)
		digits++;
	if (digits >= (size_t)2 * RRB_KEY_OCTETS)
		octets = RRB_KEY_OCTETS;
	else if (digits >= (size_t)2 * SHORT_RRB_KEY_OCTETS)
		octets = SHORT_RRB_KEY_OCTETS;
	else
		return false;
	*ret = (struct rrb_key){ .text = memory_strdup(text), .octets = octets };
	hex_parse(text, ret->value, octets);
	return true;
}

void rrb_key_copy(struct rrb_key *to, const struct rrb_key *from)
{
	*to = *from;
	to->text = memory_strdup(from->text);
}

void rrb_key_clear(struct rrb_key *key)
{
	if (key->text)
		explicit_bzero(key->text, strlen(key->text));
	free(key->text);
	explicit_bzero(key, sizeof(*key));
}

bool rrb_key_equal(const struct rrb_key *a, const struct rrb_key *b)
{
	return a->octets == b->octets && memcmp(a->value, b->value, a->octets) == 0;
}

void key_entry_clear(struct key_entry *entry)
{
	free(entry->id);
	rrb_key_clear(&entry->key);
	*entry = (struct key_entry){ 0 };
}

/* hwaddr_aton() does not look at what stands behind an address. */
static bool parse_mac(const char *text, uint8_t ret[static MAC_LENGTH])
{
	char mac[MAC_FORMAT_MAX] = "";

	memcpy(mac, text, strnlen(text, sizeof(mac) - 1));
	return mac_parse(mac, ret) == 0;
}

/* Up to a blank, which is taken, too; NULL where there is none. */
static char *take_field(const char **rest)
{
	const char *blank = strchr(*rest, ' ');
	char *field;

	if (!blank)
		return NULL;
	field = memory_strndup(*rest, (size_t)(blank - *rest));
	*rest = blank + 1;
	return field;
}

const char *key_entry_parse(const char *value, bool r1kh, struct key_entry *ret)
{
	cleanup_free_ char *mac = take_field(&value), *id = NULL;
	struct key_entry entry = { .setting = SIZE_MAX };

	if (!mac || !parse_mac(mac, entry.mac))
		return "it does not begin with a MAC address (aa:bb:cc:dd:ee:ff)";
	id = take_field(&value);
	if (!id)
		return "it is not an address, an identifier and a key";
	if (r1kh && !parse_mac(id, entry.r1kh_id))
		return "its R1KH-ID is not written as a MAC address (aa:bb:cc:dd:ee:ff)";
	if (!r1kh && strlen(id) > R0KH_ID_OCTETS_MAX)
		return "its R0KH-ID is longer than the 47 octets that such a line takes";
	if (!rrb_key_parse(value, &entry.key))
		return "its key does not begin with 32 or 64 hex digits";
	if (!r1kh)
		entry.id = TAKE_PTR(id);
	*ret = entry;
	return NULL;
}

bool key_entry_is_wildcard(const struct key_entry *entry)
{
	if (entry->id)
		return strcmp(entry->id, "*") == 0;
	return mac_is_zero(entry->mac) && mac_is_zero(entry->r1kh_id);
}

struct key_entry *key_list_wildcard(const struct key_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (key_entry_is_wildcard(&list->items[i]))
			return &list->items[i];
	return NULL;
}

void ft_config_refuse(struct ft_config *config, size_t setting, const char *fmt, ...)
{
	struct refusal *refusal = array_add(config->refusals, config->refusal_count,
					    config->refusal_capacity);
	va_list ap;

	va_start(ap, fmt);
	refusal->setting = setting;
	refusal->text = memory_vprintf(fmt, ap);
	va_end(ap);
}

static void key_list_clear(struct key_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		key_entry_clear(&list->items[i]);
	free(list->items);
}

void ft_config_clear(struct ft_config *config)
{
	free(config->nas_identifier);
	key_list_clear(&config->r0kh);
	key_list_clear(&config->r1kh);
	for (size_t i = 0; i < config->refusal_count; i++)
		free(config->refusals[i].text);
	free(config->refusals);
	*config = (struct ft_config){ 0 };
}

static size_t index_of(const struct settings *settings, const struct setting *setting)
{
	return (size_t)(setting - settings->items);
}

static unsigned number(const struct settings *settings, const char *key,
		       unsigned otherwise)
{
	const char *value = setting_value(settings, key);

	return value ? (unsigned)strtoul(value, NULL, 10) : otherwise;
}

/* The bits of the words that are among the names. */
static unsigned parse_words(const char *value, const char *(*name)(unsigned index),
			    unsigned count)
{
	unsigned bits = 0;

	while (value && *value) {
		size_t length = strcspn(value, " \t");

		for (unsigned i = 0; i < count; i++)
			if (strlen(name(i)) == length &&
			    strncmp(name(i), value, length) == 0)
				bits |= 1u << i;
		value += length;
		value += strspn(value, " \t");
	}
	return bits;
}

static const char *akm_word(unsigned index)
{
	return config_akm_name((enum akm)index);
}

static const char *cipher_word(unsigned index)
{
	return config_cipher_name((enum cipher)index);
}

static void parse_security(const struct settings *settings, struct ft_config *config)
{
	unsigned wpa = number(settings, "wpa", 0);
	const char *ciphers = setting_value(settings, "rsn_pairwise");
	const char *key_management = setting_value(settings, "wpa_key_mgmt");

	config->pmf = number(settings, "ieee80211w", 0);
	config->sae_pwe = number(settings, "sae_pwe", 0);
	if (!wpa)
		return;
	if (!key_management)
		key_management = "WPA-PSK"; /* set_security_params() */
	config->akms = parse_words(key_management, akm_word, AKM_MAX);
	/* FT is a matter of RSN. */
	if (!(wpa & 2))
		for (enum akm akm = 0; akm < AKM_MAX; akm++)
			if (config_akm_is_ft(akm))
				config->akms &= ~(1u << akm);
	if (!ciphers)
		ciphers = setting_value(settings, "wpa_pairwise");
	config->ciphers = ciphers ? parse_words(ciphers, cipher_word, CIPHER_MAX)
				  : 1u << CIPHER_TKIP;
}

static bool has_ft(const struct ft_config *config)
{
	for (enum akm akm = 0; akm < AKM_MAX; akm++)
		if (config_akm_is_ft(akm) && (config->akms & 1u << akm))
			return true;
	return false;
}

static void parse_identifiers(const struct settings *settings, struct ft_config *config)
{
	const struct setting *domain = setting_get(settings, "mobility_domain"),
			     *name = setting_get(settings, "nas_identifier"),
			     *holder = setting_get(settings, "r1_key_holder");
	size_t length = name ? strlen(name->value) : 0;

	if (domain && (strlen(domain->value) != 4 ||
		       hex_parse(domain->value, config->mobility_domain, 2) < 0))
		ft_config_refuse(
			config, index_of(settings, domain),
			"a mobility domain has 4 hex digits, and \"%s\" does not",
			domain->value);
	if (holder) {
		uint8_t id[MAC_LENGTH];

		if (strlen(holder->value) != (size_t)2 * MAC_LENGTH ||
		    hex_parse(holder->value, id, MAC_LENGTH) < 0)
			ft_config_refuse(
				config, index_of(settings, holder),
				"r1_key_holder has 12 hex digits without colons, "
				"and \"%s\" does not",
				holder->value);
		else if (!mac_is_zero(id))
			memcpy(config->r1kh_id, id, MAC_LENGTH);
	}
	if (length > 0)
		config->nas_identifier = memory_strdup(name->value);
	if (!has_ft(config))
		return;
	if (length == 0)
		ft_config_refuse(config, SIZE_MAX,
				 "with FT it needs a nas_identifier, and has none");
	else if (length > NAS_IDENTIFIER_OCTETS_MAX)
		ft_config_refuse(config, index_of(settings, name),
				 "a nas_identifier has at most %d octets, and this has "
				 "%zu",
				 NAS_IDENTIFIER_OCTETS_MAX, length);
}

static void parse_list(const struct settings *settings, const char *key, bool r1kh,
		       struct ft_config *config)
{
	struct key_list *list = r1kh ? &config->r1kh : &config->r0kh;

	for (size_t i = 0; i < settings->count; i++) {
		struct key_entry entry;
		const char *wrong;

		if (strcmp(settings->items[i].key, key) != 0)
			continue;
		wrong = key_entry_parse(settings->items[i].value, r1kh, &entry);
		if (wrong) {
			ft_config_refuse(config, i, "this %s line is not valid: %s", key,
					 wrong);
			continue;
		}
		entry.setting = i;
		*array_add(list->items, list->count, list->capacity) = entry;
	}
}

void ft_config_parse(const struct settings *settings,
		     const uint8_t bssid[static MAC_LENGTH], struct ft_config *ret)
{
	struct ft_config config = {
		.generate_local = number(settings, "ft_psk_generate_local", 0) != 0,
		.over_ds = number(settings, "ft_over_ds", 1) != 0,
		.deadline_tu = number(settings, "reassociation_deadline", 0),
	};

	memcpy(config.r1kh_id, bssid, MAC_LENGTH);
	parse_security(settings, &config);
	parse_identifiers(settings, &config);
	parse_list(settings, "r0kh", false, &config);
	parse_list(settings, "r1kh", true, &config);
	*ret = config;
}
