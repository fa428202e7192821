/* SPDX-License-Identifier: BSD-3-Clause */
#include "site/hostapd-conf.h"

#include <ctype.h>
#include <openssl/evp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/hex.h"
#include "base/memory.h"
#include "base/seed.h"
#include "scenario/wg-quick.h"
#include "site/conceal.h"
#include "site/passphrase.h"

#define MOBILITY_DOMAIN "a1b2"
#define REASSOCIATION_DEADLINE_TU 1000
#define SA_QUERY_LIMIT_TU 50
#define SA_QUERY_RETRY_TU 20

/* hostapd.conf in the making. */
struct line {
	char *key, *value;
};

struct lines {
	struct line *items;
	size_t count, capacity;
};

static __attribute__((format(printf, 3, 4))) void
add(struct lines *lines, const char *key, const char *fmt, ...)
{
	struct line *line = array_add(lines->items, lines->count, lines->capacity);
	va_list ap;

	va_start(ap, fmt);
	line->key = memory_strdup(key);
	line->value = memory_vprintf(fmt, ap);
	va_end(ap);
}

static void line_clear(struct line *line)
{
	free(line->key);
	explicit_bzero(line->value, strlen(line->value));
	free(line->value);
}

static void lines_clear(struct lines *lines)
{
	for (size_t i = 0; i < lines->count; i++)
		line_clear(&lines->items[i]);
	free(lines->items);
}

static size_t pair_count(size_t access_points)
{
	return access_points ? access_points * (access_points - 1) / 2 : 0;
}

void pair_keys_make(size_t access_points, uint32_t seed, struct pair_keys *ret)
{
	size_t size = pair_count(access_points) * RRB_KEY_LENGTH;

	*ret = (struct pair_keys){ .keys = memory_zero(1, size ? size : 1),
				   .access_points = access_points };
	seed_octets(seed, "rrb-keys", ret->keys, size);
}

void pair_keys_clear(struct pair_keys *keys)
{
	if (keys->keys)
		explicit_bzero(keys->keys,
			       pair_count(keys->access_points) * RRB_KEY_LENGTH);
	free(keys->keys);
	*keys = (struct pair_keys){ 0 };
}

const uint8_t *pair_key(const struct pair_keys *keys, size_t a, size_t b)
{
	size_t low = a < b ? a : b, high = a < b ? b : a;

	/* The triangle below the diagonal, row by row. */
	return keys->keys[high * (high - 1) / 2 + low];
}

void hostapd_nas_identifier(const struct scenario *scenario, size_t index,
			    char ret[static NAS_IDENTIFIER_MAX])
{
	static const char suffix[] = ".roamtest";
	const char *name = scenario->access_points[index].name;
	size_t length = strlen(name);
	bool plain = length + sizeof(suffix) <= NAS_IDENTIFIER_MAX;

	/* An r0kh line is split at blanks. */
	for (size_t i = 0; i < length && plain; i++)
		plain = isalnum((unsigned char)name[i]) || strchr("-_.", name[i]);
	if (plain)
		snprintf(ret, NAS_IDENTIFIER_MAX, "%s%s", name, suffix);
	else
		/* With a colon, so that no name can be the same. */
		snprintf(ret, NAS_IDENTIFIER_MAX, "ap:%zu%s", index + 1, suffix);
}

static void add_radio(struct lines *lines, const struct access_point *ap)
{
	bool five = ap->frequency_mhz >= 5000;

	add(lines, "country_code", "US");
	add(lines, "ieee80211d", "1");
	/* DFS channels start with a channel availability check of a minute. */
	if (five && ap->channel >= 52 && ap->channel <= 144)
		add(lines, "ieee80211h", "1");
	add(lines, "hw_mode", "%s", five ? "a" : "g");
	add(lines, "channel", "%u", ap->channel);
	add(lines, "ieee80211n", "1");
	/* As access points in that band have it. Linux 6.12 (6.1 does not) also refuses
	 * to reassociate there over the DS without it: with no authentication before, it
	 * does not see that the access point has no VHT (net/mac80211/mlme.c,
	 * ieee80211_mgd_get_ap_ht_vht_capa()). */
	if (five)
		add(lines, "ieee80211ac", "1");
	add(lines, "wmm_enabled", "1");
}

static void add_ssid(struct lines *lines, const char *ssid)
{
	char hex[2 * SSID_MAX + 1];
	bool plain = true;

	for (const char *c = ssid; *c; c++)
		plain = plain && (unsigned char)*c > ' ' && (unsigned char)*c < 0x7f;
	if (plain) {
		add(lines, "ssid", "%s", ssid);
		return;
	}
	hex_format(hex, ssid, strnlen(ssid, SSID_MAX));
	add(lines, "ssid2", "%s", hex);
}

static bool uses_psk(const struct scenario *scenario)
{
	return scenario->securities[SECURITY_PSK] ||
	       scenario->securities[SECURITY_FT_PSK];
}

static bool uses_sae(const struct scenario *scenario)
{
	return scenario->securities[SECURITY_SAE] ||
	       scenario->securities[SECURITY_FT_SAE];
}

static void add_key_management(struct lines *lines, const struct scenario *scenario)
{
	char list[64];

	key_management_list(scenario, list, sizeof(list));
	add(lines, "wpa_key_mgmt", "%s", list);
}

/* hostapd takes these after a password as parameters of it (config_file.c,
 * parse_sae_password()). */
static bool looks_like_parameters(const char *password)
{
	static const char *const marks[] = { "|mac=", "|vlanid=", "|pk=", "|id=" };

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		if (strstr(password, marks[i]))
			return true;
	}
	return false;
}

static void add_passwords(struct lines *lines, const struct scenario *scenario)
{
	const char *password = scenario->password ? scenario->password : "";
	bool by_passphrase = uses_psk(scenario);

	if (uses_sae(scenario)) {
		/* Without sae_password hostapd takes the passphrase. */
		if (looks_like_parameters(password))
			by_passphrase = true;
		else
			add(lines, "sae_password", "%s", password);
	}
	if (by_passphrase)
		add(lines, psk_is_raw(password) ? "wpa_psk" : "wpa_passphrase", "%s",
		    password);
}

static void add_security(struct lines *lines, const struct scenario *scenario)
{
	bool psk = uses_psk(scenario), sae = uses_sae(scenario);

	if (!psk && !sae)
		return;
	add(lines, "wpa", "2");
	add_key_management(lines, scenario);
	add(lines, "rsn_pairwise", "CCMP");
	add_passwords(lines, scenario);
	/* Management frame protection: WPA3 requires it, where both are offered it is
	 * for those who use SAE (WPA3 specification, 2.3 and 2.4). */
	if (sae) {
		add(lines, "ieee80211w", "%d", psk ? 1 : 2);
		add(lines, "sae_require_mfp", "1");
		/* A station leaves without a word (mac80211 sends no deauthentication
		 * when it roams). When it comes back without FT, the access point asks
		 * the old association whether it is alive, 1000 TU long by default, and
		 * mac80211 may give up before that: hwsim's answer can overtake the
		 * request's own status, whose handling then shortens the wait
		 * (net/mac80211/mlme.c, comeback). */
		add(lines, "assoc_sa_query_max_timeout", "%d", SA_QUERY_LIMIT_TU);
		add(lines, "assoc_sa_query_retry_timeout", "%d", SA_QUERY_RETRY_TU);
	}
}

/* The value of an option that the scenario overrides, or NULL where it does not. */
static const char *overridden(const struct hostapd_options *options, const char *key)
{
	for (size_t i = 0; i < options->count; i++) {
		const struct hostapd_option *option = &options->items[i];

		if (strcmp(option->key, key) == 0)
			return option->removed || option->value_count == 0
				       ? ""
				       : option->values[option->value_count - 1];
	}
	return NULL;
}

static const char *mobility_domain(const struct scenario *scenario, size_t index)
{
	const char *value =
		overridden(&scenario->access_points[index].hostapd, "mobility_domain");

	if (!value)
		value = overridden(&scenario->hostapd, "mobility_domain");
	return value ? value : MOBILITY_DOMAIN;
}

/* Access points list the key holders of their own mobility domain. That is also what
 * keeps wpa_supplicant 2.10 from FT across domains: it tries (mended in 2.11 by
 * bbe5f0c1e), and an access point that can pull the key lets it. */
static void add_key_holders(struct lines *lines, const struct scenario *scenario,
			    size_t index, const struct pair_keys *keys)
{
	for (size_t i = 0; i < scenario->access_point_count; i++) {
		char bssid[MAC_FORMAT_MAX], nas_identifier[NAS_IDENTIFIER_MAX];
		char key[2 * RRB_KEY_LENGTH + 1];

		if (i == index || strcasecmp(mobility_domain(scenario, i),
					     mobility_domain(scenario, index)) != 0)
			continue;
		mac_format(bssid, scenario->access_points[i].bssid);
		hostapd_nas_identifier(scenario, i, nas_identifier);
		hex_format(key, pair_key(keys, index, i), RRB_KEY_LENGTH);
		add(lines, "r0kh", "%s %s %s", bssid, nas_identifier, key);
		add(lines, "r1kh", "%s %s %s", bssid, bssid, key);
		explicit_bzero(key, sizeof(key));
	}
}

static void add_fast_transition(struct lines *lines, const struct scenario *scenario,
				size_t index, const struct pair_keys *keys)
{
	char nas_identifier[NAS_IDENTIFIER_MAX], r1kh_id[2 * MAC_LENGTH + 1];

	hostapd_nas_identifier(scenario, index, nas_identifier);
	hex_format(r1kh_id, scenario->access_points[index].bssid, MAC_LENGTH);
	add(lines, "mobility_domain", MOBILITY_DOMAIN);
	add(lines, "nas_identifier", "%s", nas_identifier);
	add(lines, "r1_key_holder", "%s", r1kh_id);
	add(lines, "ft_over_ds", "1");
	add(lines, "pmk_r1_push", "0");
	add(lines, "reassociation_deadline", "%d", REASSOCIATION_DEADLINE_TU);
	add_key_holders(lines, scenario, index, keys);
}

static void override(struct lines *lines, const struct hostapd_option *option)
{
	struct lines kept = { 0 };

	for (size_t i = 0; i < lines->count; i++) {
		struct line *line = &lines->items[i];

		if (strcmp(line->key, option->key) == 0)
			line_clear(line);
		else
			*array_add(kept.items, kept.count, kept.capacity) = *line;
	}
	free(lines->items);
	*lines = kept;
	/* One that is removed has no values. */
	for (size_t i = 0; i < option->value_count; i++)
		add(lines, option->key, "%s", option->values[i]);
}

void hostapd_conf_format(const struct scenario *scenario, size_t index,
			 const struct hostapd_place *place, const struct pair_keys *keys,
			 struct text *out)
{
	const struct access_point *ap = &scenario->access_points[index];
	struct lines lines = { 0 };

	add(&lines, "interface", "%s", place->interface);
	add(&lines, "bridge", "%s", place->bridge);
	add(&lines, "driver", "nl80211");
	add(&lines, "ctrl_interface", "%s", place->control_folder);
	add_ssid(&lines, scenario->ssid);
	add_radio(&lines, ap);
	add_security(&lines, scenario);
	if (scenario_uses_ft(scenario))
		add_fast_transition(&lines, scenario, index, keys);
	for (size_t i = 0; i < scenario->hostapd.count; i++)
		override(&lines, &scenario->hostapd.items[i]);
	for (size_t i = 0; i < ap->hostapd.count; i++)
		override(&lines, &ap->hostapd.items[i]);
	for (size_t i = 0; i < lines.count; i++)
		text_printf(out, "%s=%s\n", lines.items[i].key, lines.items[i].value);
	lines_clear(&lines);
}

static void add_option_secrets(const struct hostapd_options *options, struct secrets *out)
{
	for (size_t i = 0; i < options->count; i++) {
		const struct hostapd_option *option = &options->items[i];
		bool key_holder = strcmp(option->key, "r0kh") == 0 ||
				  strcmp(option->key, "r1kh") == 0;

		if (!hostapd_option_is_secret(option->key))
			continue;
		for (size_t j = 0; j < option->value_count; j++) {
			const char *last = strrchr(option->values[j], ' ');

			if (key_holder && last)
				secrets_add(out, last + 1);
			else
				secrets_add(out, option->values[j]);
		}
	}
}

/* As WireGuard's tools print it. */
static void add_wireguard_key(const uint8_t key[static WG_QUICK_KEY_LENGTH],
			      struct secrets *out)
{
	unsigned char text[4 * (WG_QUICK_KEY_LENGTH + 2) / 3 + 1];

	EVP_EncodeBlock(text, key, WG_QUICK_KEY_LENGTH);
	secrets_add(out, (const char *)text);
	explicit_bzero(text, sizeof(text));
}

static void add_tunnel_secrets(const struct wg_quick *tunnel, struct secrets *out)
{
	if (!tunnel)
		return;
	if (tunnel->has_private_key)
		add_wireguard_key(tunnel->private_key, out);
	for (size_t i = 0; i < tunnel->peer_count; i++)
		if (tunnel->peers[i].has_preshared_key)
			add_wireguard_key(tunnel->peers[i].preshared_key, out);
}

void hostapd_conf_secrets(const struct scenario *scenario, const struct pair_keys *keys,
			  struct secrets *out)
{
	char hex[2 * RRB_KEY_LENGTH + 1], psk[PSK_DIGITS + 1];

	secrets_add(out, scenario->password);
	if (uses_psk(scenario) && scenario->password &&
	    passphrase_needs_psk(scenario->password)) {
		passphrase_to_psk(scenario->password, scenario->ssid, psk);
		secrets_add(out, psk);
		explicit_bzero(psk, sizeof(psk));
	}
	add_option_secrets(&scenario->hostapd, out);
	for (size_t i = 0; i < scenario->access_point_count; i++)
		add_option_secrets(&scenario->access_points[i].hostapd, out);
	for (size_t i = 0; i < pair_count(keys->access_points); i++) {
		hex_format(hex, keys->keys[i], RRB_KEY_LENGTH);
		secrets_add(out, hex);
	}
	explicit_bzero(hex, sizeof(hex));
	add_tunnel_secrets(scenario->tunnel.wg_quick, out);
}
