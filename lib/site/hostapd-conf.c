/* SPDX-License-Identifier: BSD-3-Clause */
#include "site/hostapd-conf.h"

#include <openssl/evp.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/hex.h"
#include "base/memory.h"
#include "scenario/wg-quick.h"
#include "site/conceal.h"
#include "site/hostapd-faults.h"
#include "site/hostapd-lines.h"
#include "site/passphrase.h"

#define MOBILITY_DOMAIN "a1b2"
#define OTHER_MOBILITY_DOMAIN "b2b2" /* FAULT_MOBILITY_DOMAIN */
/* Apple's devices are reported not to roam with 1000 TU. */
#define REASSOCIATION_DEADLINE_TU 20000
#define SA_QUERY_LIMIT_TU 50
#define SA_QUERY_RETRY_TU 20

static void add_radio(struct hostapd_lines *lines, const struct access_point *ap)
{
	bool five = ap->frequency_mhz >= 5000;

	hostapd_lines_add(lines, "country_code", "US");
	hostapd_lines_add(lines, "ieee80211d", "1");
	/* DFS channels start with a channel availability check of a minute. */
	if (five && ap->channel >= 52 && ap->channel <= 144)
		hostapd_lines_add(lines, "ieee80211h", "1");
	hostapd_lines_add(lines, "hw_mode", "%s", five ? "a" : "g");
	hostapd_lines_add(lines, "channel", "%u", ap->channel);
	hostapd_lines_add(lines, "ieee80211n", "1");
	/* As access points in that band have it. Linux 6.12 (6.1 does not) also refuses
	 * to reassociate there over the DS without it: with no authentication before, it
	 * does not see that the access point has no VHT (net/mac80211/mlme.c,
	 * ieee80211_mgd_get_ap_ht_vht_capa()). */
	if (five)
		hostapd_lines_add(lines, "ieee80211ac", "1");
	hostapd_lines_add(lines, "wmm_enabled", "1");
}

static void add_ssid(struct hostapd_lines *lines, const char *ssid)
{
	char hex[2 * SSID_MAX + 1];
	bool plain = true;

	for (const char *c = ssid; *c; c++)
		plain = plain && (unsigned char)*c > ' ' && (unsigned char)*c < 0x7f;
	if (plain) {
		hostapd_lines_add(lines, "ssid", "%s", ssid);
		return;
	}
	hex_format(hex, ssid, strnlen(ssid, SSID_MAX));
	hostapd_lines_add(lines, "ssid2", "%s", hex);
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

static void add_key_management(struct hostapd_lines *lines,
			       const struct scenario *scenario)
{
	char list[64];

	key_management_list(scenario, list, sizeof(list));
	hostapd_lines_add(lines, "wpa_key_mgmt", "%s", list);
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

static void add_passwords(struct hostapd_lines *lines, const struct scenario *scenario)
{
	const char *password = scenario->password ? scenario->password : "";
	bool by_passphrase = uses_psk(scenario);

	if (uses_sae(scenario)) {
		/* Without sae_password hostapd takes the passphrase. */
		if (looks_like_parameters(password))
			by_passphrase = true;
		else
			hostapd_lines_add(lines, "sae_password", "%s", password);
	}
	if (by_passphrase)
		hostapd_lines_add(lines,
				  psk_is_raw(password) ? "wpa_psk" : "wpa_passphrase",
				  "%s", password);
}

static void add_security(struct hostapd_lines *lines, const struct scenario *scenario)
{
	bool psk = uses_psk(scenario), sae = uses_sae(scenario);

	if (!psk && !sae)
		return;
	hostapd_lines_add(lines, "wpa", "2");
	add_key_management(lines, scenario);
	hostapd_lines_add(lines, "rsn_pairwise", "CCMP");
	add_passwords(lines, scenario);
	/* Management frame protection: WPA3 requires it, where both are offered it is
	 * for those who use SAE (WPA3 specification, 2.3 and 2.4). */
	if (sae) {
		hostapd_lines_add(lines, "ieee80211w", "%d", psk ? 1 : 2);
		hostapd_lines_add(lines, "sae_require_mfp", "1");
		/* A station leaves without a word (mac80211 sends no deauthentication
		 * when it roams). When it comes back without FT, the access point asks
		 * the old association whether it is alive, 1000 TU long by default, and
		 * mac80211 may give up before that: hwsim's answer can overtake the
		 * request's own status, whose handling then shortens the wait
		 * (net/mac80211/mlme.c, comeback). */
		hostapd_lines_add(lines, "assoc_sa_query_max_timeout", "%d",
				  SA_QUERY_LIMIT_TU);
		hostapd_lines_add(lines, "assoc_sa_query_retry_timeout", "%d",
				  SA_QUERY_RETRY_TU);
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

static const char *generated_mobility_domain(const struct scenario *scenario,
					     size_t index)
{
	return scenario_find_fault(scenario, FAULT_MOBILITY_DOMAIN, index, FAULT_EVERY)
		       ? OTHER_MOBILITY_DOMAIN
		       : MOBILITY_DOMAIN;
}

static const char *mobility_domain(const struct scenario *scenario, size_t index)
{
	const char *value =
		overridden(&scenario->access_points[index].hostapd, "mobility_domain");

	if (!value)
		value = overridden(&scenario->hostapd, "mobility_domain");
	return value ? value : generated_mobility_domain(scenario, index);
}

/* Access points list the key holders of their own mobility domain. That is also what
 * keeps wpa_supplicant 2.10 from FT across domains: it tries (mended in 2.11 by
 * bbe5f0c1e), and an access point that can pull the key lets it. */
static void add_key_holders(struct hostapd_lines *lines, const struct scenario *scenario,
			    size_t index, const struct pair_keys *keys)
{
	if (key_holders_add_wildcard(lines, scenario, index, keys))
		return;
	for (size_t i = 0; i < scenario->access_point_count; i++)
		if (i != index && strcasecmp(mobility_domain(scenario, i),
					     mobility_domain(scenario, index)) == 0)
			key_holders_add(lines, scenario, index, i, keys);
}

static void add_fast_transition(struct hostapd_lines *lines,
				const struct scenario *scenario, size_t index,
				const struct pair_keys *keys)
{
	char r0kh_id[NAS_IDENTIFIER_MAX], r1kh_id_hex[2 * MAC_LENGTH + 1];
	uint8_t r1kh_id[MAC_LENGTH];

	key_holder_r0kh_id(scenario, index, true, r0kh_id);
	key_holder_r1kh_id(scenario, index, true, r1kh_id);
	hex_format(r1kh_id_hex, r1kh_id, MAC_LENGTH);
	hostapd_lines_add(lines, "mobility_domain", "%s",
			  generated_mobility_domain(scenario, index));
	hostapd_lines_add(lines, "nas_identifier", "%s", r0kh_id);
	hostapd_lines_add(lines, "r1_key_holder", "%s", r1kh_id_hex);
	hostapd_lines_add(lines, "ft_over_ds", "1");
	hostapd_lines_add(lines, "pmk_r1_push", "0");
	hostapd_lines_add(lines, "reassociation_deadline", "%d",
			  REASSOCIATION_DEADLINE_TU);
	add_key_holders(lines, scenario, index, keys);
}

static void override(struct hostapd_lines *lines, const struct hostapd_option *option)
{
	hostapd_lines_remove(lines, option->key);
	/* One that is removed has no values. */
	for (size_t i = 0; i < option->value_count; i++)
		hostapd_lines_add(lines, option->key, "%s", option->values[i]);
}

void hostapd_conf_format(const struct scenario *scenario, size_t index,
			 const struct hostapd_place *place, const struct pair_keys *keys,
			 struct text *out)
{
	const struct access_point *ap = &scenario->access_points[index];
	struct hostapd_lines lines = { 0 };

	hostapd_lines_add(&lines, "interface", "%s", place->interface);
	hostapd_lines_add(&lines, "bridge", "%s", place->bridge);
	hostapd_lines_add(&lines, "driver", "nl80211");
	hostapd_lines_add(&lines, "ctrl_interface", "%s", place->control_folder);
	/* What it says of a station through its logger: no LOG_LEVEL changes that. */
	hostapd_lines_add(&lines, "logger_stdout_level", "1");
	add_ssid(&lines, scenario->ssid);
	add_radio(&lines, ap);
	add_security(&lines, scenario);
	if (scenario_uses_ft(scenario))
		add_fast_transition(&lines, scenario, index, keys);
	hostapd_faults_apply(&lines, scenario, index, place);
	for (size_t i = 0; i < scenario->hostapd.count; i++)
		override(&lines, &scenario->hostapd.items[i]);
	for (size_t i = 0; i < ap->hostapd.count; i++)
		override(&lines, &ap->hostapd.items[i]);
	hostapd_lines_format(&lines, out);
	hostapd_lines_clear(&lines);
}

/* The key, and, of a value that hostapd refuses and quotes, its last word. */
static void add_key_secrets(const char *value, struct secrets *out)
{
	const char *last = strrchr(value, ' ');
	size_t length;
	const char *secret = key_holder_secret(value, &length);
	char *key = memory_strndup(secret, length);

	secrets_add(out, key);
	if (last && strcmp(last + 1, key) != 0)
		secrets_add(out, last + 1);
	explicit_bzero(key, length);
	free(key);
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
			if (key_holder)
				add_key_secrets(option->values[j], out);
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
	char psk[PSK_DIGITS + 1];

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
	key_holders_secrets(scenario, keys, out);
	add_tunnel_secrets(scenario->tunnel.wg_quick, out);
}
