/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/scenario-text.h"

#include <errno.h>
#include <string.h>

#include "base/cleanup.h"

/* The options of a BSS that the lab takes over; the others are the radio's, name files
 * and interfaces of the access point, or are none of FT. */
static const char *const taken_over[] = {
	"wpa",
	"wpa_key_mgmt",
	"wpa_pairwise",
	"rsn_pairwise",
	"wpa_passphrase",
	"wpa_psk",
	"sae_password",
	"sae_pwe",
	"sae_groups",
	"sae_require_mfp",
	"ieee80211w",
	"group_mgmt_cipher",
	"ocv",
	"mobility_domain",
	"nas_identifier",
	"r1_key_holder",
	"r0kh",
	"r1kh",
	"ft_over_ds",
	"ft_psk_generate_local",
	"pmk_r1_push",
	"reassociation_deadline",
	"ft_r0_key_lifetime",
	"r0_key_lifetime",
	"r1_max_key_lifetime",
	"rkh_pos_timeout",
	"rkh_neg_timeout",
	"rkh_pull_timeout",
	"rkh_pull_retries",
	"okc",
	"disable_pmksa_caching",
	"rrm_neighbor_report",
	"rrm_beacon_report",
	"bss_transition",
	"max_num_sta",
	"ap_max_inactivity",
	"disassoc_low_ack",
	"ap_isolate",
	"dtim_period",
};

/* What the lab's access points have by themselves, and this one does without. */
static const char *const of_lab[] = {
	"wpa",
	"wpa_key_mgmt",
	"rsn_pairwise",
	"wpa_passphrase",
	"wpa_psk",
	"sae_password",
	"sae_require_mfp",
	"ieee80211w",
	"mobility_domain",
	"nas_identifier",
	"r1_key_holder",
	"r0kh",
	"r1kh",
	"ft_over_ds",
	"pmk_r1_push",
	"reassociation_deadline",
};

/* In double quotes. */
static void add_quoted(struct text *out, const char *value)
{
	text_add_char(out, '"');
	for (; *value; value++) {
		unsigned char c = (unsigned char)*value;

		if (c == '"' || c == '\\')
			text_printf(out, "\\%c", c);
		else if (c < 0x20 || c == 0x7f)
			text_printf(out, "\\x%02x", c);
		else
			text_add_char(out, (char)c);
	}
	text_add_char(out, '"');
}

/* All of that key: of a list each line, else the last, which is the one that counts. */
static void add_option(struct text *out, const struct settings *settings, const char *key)
{
	bool list = strcmp(key, "r0kh") == 0 || strcmp(key, "r1kh") == 0 ||
		    strcmp(key, "sae_password") == 0;
	bool first = true;

	if (!setting_get(settings, key))
		return;
	text_printf(out, "        %s:", key);
	if (!list) {
		text_add_char(out, ' ');
		add_quoted(out, setting_value(settings, key));
		text_add_char(out, '\n');
		return;
	}
	for (size_t i = 0; i < settings->count; i++) {
		if (strcmp(settings->items[i].key, key) != 0)
			continue;
		text_add(out, first ? "\n          - " : "          - ");
		add_quoted(out, settings->items[i].value);
		text_add_char(out, '\n');
		first = false;
	}
}

static void add_access_point(struct text *out, const struct config_bss *bss)
{
	text_printf(out, "    %s:\n      hostapd:\n", bss->name);
	for (size_t i = 0; i < ARRAY_SIZE(taken_over); i++)
		add_option(out, &bss->settings, taken_over[i]);
	for (size_t i = 0; i < ARRAY_SIZE(of_lab); i++)
		if (!setting_get(&bss->settings, of_lab[i]))
			text_printf(out, "        %s: null\n", of_lab[i]);
}

static const unsigned channels_2ghz[] = { 1, 6, 11 };
static const unsigned channels_5ghz[] = { 36, 40, 44, 48, 149, 153, 157, 161 };

/* Without radar detection, and without 6 GHz. */
static bool lab_has(unsigned channel)
{
	return (channel >= 1 && channel <= 13) ||
	       (channel >= 36 && channel <= 48 && channel % 4 == 0) ||
	       (channel >= 149 && channel <= 165 && channel % 4 == 1);
}

unsigned config_lab_channel(const struct config_site *site, size_t bss)
{
	const struct config_radio *radio = &site->bsss[bss].radio;
	enum band band = radio->band;
	size_t before = 0;

	if (band != BAND_6GHZ && lab_has(radio->channel))
		return radio->channel;
	/* Radios of which nothing is known are of the two bands in turn. */
	if (band == BAND_UNKNOWN)
		band = bss % 2 ? BAND_5GHZ : BAND_2GHZ;
	for (size_t i = 0; i < bss; i++)
		before += site->bsss[i].radio.band == radio->band;
	if (band == BAND_2GHZ)
		return channels_2ghz[before % ARRAY_SIZE(channels_2ghz)];
	return channels_5ghz[before % ARRAY_SIZE(channels_5ghz)];
}

static bool is_in(const struct config_scenario *scenario, size_t bss)
{
	return !scenario->without || !scenario->without[bss];
}

static bool any_has(const struct config_site *site,
		    const struct config_scenario *scenario, enum akm akm)
{
	for (size_t i = 0; i < site->bss_count; i++)
		if (is_in(scenario, i) && site->bsss[i].ft.akms & 1u << akm)
			return true;
	return false;
}

/* What the station is to use: FT where any access point has it. */
static bool add_securities(struct text *out, const struct config_site *site,
			   const struct config_scenario *scenario)
{
	static const struct {
		enum akm akm;
		const char *name;
	} ft[] = { { AKM_FT_PSK, "ft-psk" }, { AKM_FT_SAE, "ft-sae" } },
	  plain[] = { { AKM_PSK, "psk" }, { AKM_SAE, "sae" } };
	bool any = false;

	for (size_t i = 0; i < ARRAY_SIZE(ft); i++)
		if (any_has(site, scenario, ft[i].akm)) {
			text_printf(out, "%s%s", any ? ", " : "", ft[i].name);
			any = true;
		}
	for (size_t i = 0; !any && i < ARRAY_SIZE(plain); i++)
		if (any_has(site, scenario, plain[i].akm)) {
			text_printf(out, "%s", plain[i].name);
			any = true;
		}
	return any;
}

/* The one that most have: those of others are options of theirs. */
static const char *password_of(const struct config_site *site,
			       const struct config_scenario *scenario)
{
	static const char *const keys[] = { "sae_password", "wpa_passphrase", "wpa_psk" };
	const char *best = NULL;
	size_t best_count = 0;

	for (size_t i = 0; i < site->bss_count; i++)
		for (size_t k = 0; k < ARRAY_SIZE(keys); k++) {
			const char *password =
				setting_value(&site->bsss[i].settings, keys[k]);
			size_t count = 0;

			if (!is_in(scenario, i))
				continue;
			for (size_t j = 0; password && j < site->bss_count; j++) {
				const char *other =
					setting_value(&site->bsss[j].settings, keys[k]);

				count += is_in(scenario, j) && other &&
					 strcmp(other, password) == 0;
			}
			if (count > best_count) {
				best = password;
				best_count = count;
			}
		}
	return best;
}

static void add_lab(struct text *out, const struct config_site *site,
		    const struct config_scenario *scenario)
{
	text_add(out, "lab:\n  access-points:\n");
	for (size_t i = 0; i < site->bss_count; i++)
		if (is_in(scenario, i))
			add_access_point(out, &site->bsss[i]);
}

/* "  hall: { bssid: …", on the site itself with what its file does not tell. */
static void add_radio(struct text *out, const struct config_site *site, size_t index,
		      bool live)
{
	const struct config_bss *bss = &site->bsss[index];
	const char *untold = NULL;
	char mac[MAC_FORMAT_MAX];

	if (!bss->bssid_from)
		untold = bss->radio.channel ? "the BSSID" : "BSSID and channel";
	else if (!bss->radio.channel)
		untold = "the channel";
	if (live && untold)
		text_printf(out, "  # Its file does not tell %s:\n", untold);
	text_printf(out, "  %s: { bssid: \"%s\", channel: %u, device: \"%s\" }\n",
		    bss->name, mac_format(mac, bss->bssid),
		    live && bss->radio.channel ? bss->radio.channel
					       : config_lab_channel(site, index),
		    site->access_points[bss->access_point].name);
}

int config_scenario_format(const struct config_site *site,
			   const struct config_scenario *scenario, struct text *out,
			   struct error *error)
{
	cleanup_text_ struct text securities = { 0 };
	const char *password = password_of(site, scenario);

	if (!add_securities(&securities, site, scenario) || !password) {
		error_set(
			error, -EOPNOTSUPP,
			"the lab has networks with a password (PSK, SAE), and \"%s\" is "
			"none",
			site->ssid);
		return -EOPNOTSUPP;
	}
	text_printf(out, "name: %s\nnetwork:\n  ssid: ", scenario->name);
	add_quoted(out, site->ssid);
	text_printf(out, "\n  security: [%s]\n", securities.data);
	if (!scenario->live) {
		text_add(out, "  password: ");
		add_quoted(out, password);
		text_add_char(out, '\n');
	}
	text_add(out, "access-points:\n");
	for (size_t i = 0; i < site->bss_count; i++)
		if (is_in(scenario, i))
			add_radio(out, site, i, scenario->live);
	if (!scenario->live)
		add_lab(out, site, scenario);
	if (scenario->rest)
		text_add(out, scenario->rest);
	return 0;
}
