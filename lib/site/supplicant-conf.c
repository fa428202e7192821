/* SPDX-License-Identifier: BSD-3-Clause */
#include "site/supplicant-conf.h"

#include <stdbool.h>
#include <string.h>

#include "base/hex.h"
#include "site/passphrase.h"

/* A string of wpa_supplicant.conf in quotes, or in hexadecimal where the octets would
 * not survive: what comes behind a second '"' loses everything from a '#' on
 * (wpa_supplicant/config_file.c, wpa_config_get_line()), and a line break ends it. */
static void add_string(struct text *out, const char *key, const char *value)
{
	bool plain = *value != '\0';

	for (const char *c = value; *c; c++)
		plain = plain && (unsigned char)*c >= ' ' && (unsigned char)*c < 0x7f &&
			*c != '"';
	if (plain) {
		text_printf(out, "\t%s=\"%s\"\n", key, value);
		return;
	}
	text_printf(out, "\t%s=", key);
	text_add_hex(out, value, strlen(value));
	text_add_char(out, '\n');
}

/* A passphrase in hexadecimal would be taken for the PSK; so where quotes will not do
 * it is that. */
static void add_passphrase(struct text *out, const char *ssid, const char *passphrase)
{
	char psk[PSK_DIGITS + 1];

	if (!passphrase_needs_psk(passphrase)) {
		text_printf(out, "\tpsk=\"%s\"\n", passphrase);
		return;
	}
	passphrase_to_psk(passphrase, ssid, psk);
	text_printf(out, "\tpsk=%s\n", psk);
	explicit_bzero(psk, sizeof(psk));
}

static void add_frequencies(struct text *out, const struct scenario *scenario)
{
	text_add(out, "\tscan_freq=");
	for (size_t i = 0; i < scenario->access_point_count; i++) {
		unsigned frequency = scenario->access_points[i].frequency_mhz;
		bool known = false;

		for (size_t j = 0; j < i && !known; j++)
			known = scenario->access_points[j].frequency_mhz == frequency;
		if (!known)
			text_printf(out, "%s%u", i ? " " : "", frequency);
	}
	text_add_char(out, '\n');
}

/* mac80211_hwsim does not tell what became of a frame of a block ack session. So the rate
 * control learns nothing from it, and where one is lost no BlockAckReq tells the
 * receiver, which holds what comes after it back for 100 ms. Without 802.11n there are no
 * such sessions. Not the access points' ieee80211n=0: of those mac80211 takes no FT over
 * the DS (Linux 6.12, ieee80211_mgd_get_ap_ht_vht_capa()). */
static void add_air(struct text *out, const struct scenario *scenario)
{
	if (scenario->air.loss_ppm)
		text_add(out, "\tdisable_ht=1\n");
}

static void add_security(struct text *out, const struct scenario *scenario)
{
	bool psk = scenario->securities[SECURITY_PSK] ||
		   scenario->securities[SECURITY_FT_PSK];
	bool sae = scenario->securities[SECURITY_SAE] ||
		   scenario->securities[SECURITY_FT_SAE];
	const char *password = scenario->password ? scenario->password : "";
	char list[64];

	key_management_list(scenario, list, sizeof(list));
	text_printf(out, "\tkey_mgmt=%s\n", list);
	if (!psk && !sae)
		return;
	/* Any that an access point's override may ask for. */
	text_add(out, "\tproto=RSN\n"
		      "\tpairwise=GCMP-256 CCMP-256 GCMP CCMP\n"
		      "\tgroup=GCMP-256 CCMP-256 GCMP CCMP TKIP\n");
	if (psk && psk_is_raw(password))
		text_printf(out, "\tpsk=%s\n", password);
	else if (psk)
		add_passphrase(out, scenario->ssid, password);
	if (sae)
		add_string(out, "sae_password", password);
	text_printf(out, "\tieee80211w=%d\n", sae && !psk ? 2 : 1);
}

static bool wants_hash_to_element(const struct hostapd_options *options)
{
	for (size_t i = 0; i < options->count; i++)
		if (strcmp(options->items[i].key, "sae_pwe") == 0 &&
		    options->items[i].value_count > 0 &&
		    strcmp(options->items[i].values[0], "1") == 0)
			return true;
	return false;
}

/* Stations that can do both ways to SAE's element are common; wpa_supplicant can if it is
 * told. It is where an access point knows no other. */
static void add_element(struct text *out, const struct scenario *scenario)
{
	bool wanted = wants_hash_to_element(&scenario->hostapd);

	for (size_t i = 0; i < scenario->access_point_count; i++)
		wanted |= wants_hash_to_element(&scenario->access_points[i].hostapd);
	if (wanted)
		text_add(out, "sae_pwe=2\n");
}

void supplicant_conf_format(const struct scenario *scenario, const char *control_folder,
			    const char *country, struct text *out)
{
	text_printf(out,
		    "ctrl_interface=DIR=%s\n"
		    "update_config=0\n",
		    control_folder);
	if (country)
		text_printf(out, "country=%s\n", country);
	add_element(out, scenario);
	text_add(out, "network={\n");
	add_string(out, "ssid", scenario->ssid);
	/* Nobody but the run decides where the station goes. */
	text_add(out, "\tdisabled=1\n"
		      "\tscan_ssid=0\n"
		      "\tbgscan=\"\"\n");
	add_frequencies(out, scenario);
	add_air(out, scenario);
	add_security(out, scenario);
	text_add(out, "}\n");
}
