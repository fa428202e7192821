/* SPDX-License-Identifier: BSD-3-Clause */
#include <linux/nl80211.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "live/check.h"
#include "record/suite-name.h"

static void check_state_of(const struct interface_facts *facts, struct checks *checks)
{
	const struct wireless_interface *interface = &facts->interface;
	char mac[MAC_FORMAT_MAX];
	struct check *check;

	mac_format(mac, interface->mac);
	if (facts->hard_blocked) {
		check = checks_add(checks, CHECK_INTERFACE, CHECK_MISSING, "hard-blocked",
				   "the radio is switched off by a switch or key");
		check_remedy(check, "switch it on; 'rfkill list' shows it");
	} else if (facts->soft_blocked) {
		check = checks_add(checks, CHECK_INTERFACE, CHECK_MISSING, "soft-blocked",
				   "the radio is switched off");
		check_remedy(check, "rfkill unblock wifi");
	} else if (interface->type != NL80211_IFTYPE_STATION) {
		check = checks_add(checks, CHECK_INTERFACE, CHECK_MISSING, "no-station",
				   "this interface is no station: it is of another type");
		check_remedy(check,
			     "sudo ip link set %s down && sudo iw dev %s set type "
			     "managed",
			     interface->name, interface->name);
	} else if (!facts->up) {
		check = checks_add(checks, CHECK_INTERFACE, CHECK_WARNING, "down",
				   "the interface is down");
		check_remedy(check, "sudo ip link set %s up", interface->name);
	} else {
		checks_add(checks, CHECK_INTERFACE, CHECK_OK, "up",
			   "a station with the address %s, on the radio %s", mac,
			   facts->wiphy.name);
	}
}

/* Drivers with which FT is known not to work, by the beginning of their name. */
static const struct {
	const char *driver, *trouble;
} troubled[] = {
	{ "brcmfmac", "its firmware does the 4-way handshake and roams by itself" },
	{ "mwifiex", "its firmware is known to fail at FT" },
	{ "rtl88x2b", "FT is known to fail with this driver, which is not Linux's own" },
	{ "88x2b", "FT is known to fail with this driver, which is not Linux's own" },
	{ "rtl8852b", "FT is known to fail with this driver, which is not Linux's own" },
	{ "8852b", "FT is known to fail with this driver, which is not Linux's own" },
};

/* Said once, at the gravest. */
static void use_other_radio(struct check *check, const struct wiphy *wiphy)
{
	if (wiphy_sme(wiphy) == SME_SUPPLICANT)
		check_remedy(check, OTHER_RADIO);
}

static void check_driver(const struct interface_facts *facts, struct checks *checks)
{
	bool firmware = facts->firmware && *facts->firmware;

	if (!facts->driver) {
		checks_add(checks, CHECK_DRIVER, CHECK_OK, NULL,
			   "which driver this is cannot be told");
		return;
	}
	for (size_t i = 0; i < ARRAY_SIZE(troubled); i++) {
		const char *name = troubled[i].driver;

		if (strncmp(facts->driver, name, strlen(name)) != 0)
			continue;
		use_other_radio(checks_add(checks, CHECK_DRIVER, CHECK_WARNING,
					   facts->driver, "driver %s: %s", facts->driver,
					   troubled[i].trouble),
				&facts->wiphy);
		return;
	}
	checks_add(checks, CHECK_DRIVER, CHECK_OK, facts->driver, "driver %s%s%s",
		   facts->driver, firmware ? ", firmware " : "",
		   firmware ? facts->firmware : "");
}

static void check_sme(const struct wiphy *wiphy, struct checks *checks)
{
	struct check *check;

	switch (wiphy_sme(wiphy)) {
	case SME_SUPPLICANT:
		checks_add(checks, CHECK_SME, CHECK_OK, "supplicant",
			   "authentication and association are wpa_supplicant's: FT over "
			   "the air and over the DS can be forced");
		return;
	case SME_FIRMWARE:
		if (wiphy_has_command(wiphy, NL80211_CMD_UPDATE_FT_IES))
			check = checks_add(checks, CHECK_SME, CHECK_WARNING, "firmware",
					   "authentication and association are the "
					   "firmware's, which "
					   "takes FT's elements from wpa_supplicant: "
					   "over the air it "
					   "may use FT, over the DS it cannot");
		else
			check = checks_add(
				checks, CHECK_SME, CHECK_MISSING, "firmware",
				"authentication and association are the firmware's, "
				"without FT's elements (UPDATE_FT_IES): wpa_supplicant "
				"never chooses FT here");
		check_remedy(check, OTHER_RADIO);
		return;
	case SME_NONE:
	case SME_MAX:
		break;
	}
	check = checks_add(checks, CHECK_SME, CHECK_MISSING, "none",
			   "the driver has no command with which to associate");
	check_remedy(check, OTHER_RADIO);
}

static void check_commands(const struct wiphy *wiphy, struct checks *checks)
{
	static const struct {
		unsigned command;
		const char *name;
	} commands[] = {
		{ NL80211_CMD_AUTHENTICATE, "authenticate" },
		{ NL80211_CMD_ASSOCIATE, "associate" },
		{ NL80211_CMD_CONNECT, "connect" },
		{ NL80211_CMD_UPDATE_FT_IES, "update_ft_ies" },
		{ NL80211_CMD_REMAIN_ON_CHANNEL, "remain_on_channel" },
	};
	cleanup_text_ struct text there = { 0 }, absent = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		struct text *list =
			wiphy_has_command(wiphy, commands[i].command) ? &there : &absent;

		text_printf(list, "%s%s", list->length ? " " : "", commands[i].name);
	}
	checks_add(checks, CHECK_COMMANDS, CHECK_OK, there.data, "nl80211 takes %s%s%s",
		   there.data ? there.data : "none of them",
		   absent.data ? ", and not " : "", absent.data ? absent.data : "");
}

static void check_features(const struct wiphy *wiphy, struct checks *checks)
{
	static const struct {
		unsigned feature;
		const char *name;
		bool of_keys; /* EAPOL or SAE may not pass wpa_supplicant */
	} features[] = {
		{ NL80211_EXT_FEATURE_4WAY_HANDSHAKE_STA_PSK, "4way_handshake_sta_psk",
		  true },
		{ NL80211_EXT_FEATURE_4WAY_HANDSHAKE_STA_1X, "4way_handshake_sta_1x",
		  true },
		{ NL80211_EXT_FEATURE_SAE_OFFLOAD, "sae_offload", true },
		{ NL80211_EXT_FEATURE_FILS_STA, "fils_sta", false },
		{ NL80211_EXT_FEATURE_CAN_REPLACE_PTK0, "can_replace_ptk0", false },
		{ NL80211_EXT_FEATURE_EXT_KEY_ID, "ext_key_id", false },
		{ NL80211_EXT_FEATURE_CONTROL_PORT_OVER_NL80211,
		  "control_port_over_nl80211", false },
		{ NL80211_EXT_FEATURE_CONTROL_PORT_OVER_NL80211_TX_STATUS,
		  "control_port_tx_status", false },
		{ NL80211_EXT_FEATURE_BEACON_PROTECTION, "beacon_protection", false },
		{ NL80211_EXT_FEATURE_BEACON_PROTECTION_CLIENT,
		  "beacon_protection_client", false },
		{ NL80211_EXT_FEATURE_OPERATING_CHANNEL_VALIDATION,
		  "operating_channel_validation", false },
	};
	cleanup_text_ struct text names = { 0 };
	bool of_keys = false;
	struct check *check;

	for (size_t i = 0; i < ARRAY_SIZE(features); i++) {
		if (!wiphy_has_feature(wiphy, features[i].feature))
			continue;
		text_printf(&names, "%s%s", names.length ? " " : "", features[i].name);
		of_keys |= features[i].of_keys;
	}
	if (of_keys) {
		check = checks_add(checks, CHECK_FEATURES, CHECK_WARNING, names.data,
				   "the firmware can do handshakes by itself, of which "
				   "nothing is seen then: %s",
				   names.data);
		use_other_radio(check, wiphy);
	} else {
		checks_add(checks, CHECK_FEATURES, CHECK_OK, names.data,
			   "extended features that matter to keys: %s",
			   names.data ? names.data : "none");
	}
}

static void check_driver_akms(const struct wiphy *wiphy, struct checks *checks)
{
	cleanup_text_ struct text names = { 0 };
	struct check *check;

	/* That is what mac80211's drivers say. */
	if (wiphy->akm_count == 0) {
		checks_add(checks, CHECK_DRIVER_AKMS, CHECK_OK, "any",
			   "the driver takes any AKM");
		return;
	}
	for (size_t i = 0; i < wiphy->akm_count; i++) {
		char name[SUITE_NAME_MAX];

		text_printf(&names, "%s%s", i ? " " : "", akm_name(name, wiphy->akms[i]));
	}
	if (words_have(names.data, "FT-PSK") || words_have(names.data, "FT-SAE")) {
		checks_add(checks, CHECK_DRIVER_AKMS, CHECK_OK, names.data,
			   "the driver takes the AKMs %s", names.data);
		return;
	}
	check = checks_add(checks, CHECK_DRIVER_AKMS, CHECK_MISSING, names.data,
			   "the driver takes no AKM of FT that roamtest knows, but %s",
			   names.data);
	use_other_radio(check, wiphy);
}

static void check_monitor(const struct wiphy *wiphy, struct checks *checks)
{
	struct check *check;

	if (wiphy_can_monitor_beside_station(wiphy)) {
		checks_add(checks, CHECK_MONITOR, CHECK_OK, "beside",
			   "a monitor interface can stand beside the station: frames are "
			   "seen");
		return;
	}
	check = checks_add(checks, CHECK_MONITOR, CHECK_WARNING, "none",
			   "no monitor interface can stand beside the station: no frame "
			   "is seen, and what FT used is told from the kernel's "
			   "messages");
	use_other_radio(check, wiphy);
}

static void check_power_save(const struct interface_facts *facts, struct checks *checks)
{
	struct check *check;

	if (!facts->has_power_save)
		return;
	if (!facts->power_save) {
		checks_add(checks, CHECK_POWER_SAVE, CHECK_OK, "off",
			   "power save is "
			   "off");
		return;
	}
	check = checks_add(checks, CHECK_POWER_SAVE, CHECK_WARNING, "on",
			   "power save is on: what is sent to the station can wait for a "
			   "beacon, and shows as delay and gaps");
	check_remedy(check, "sudo iw dev %s set power_save off", facts->interface.name);
}

void checks_of_interface(const struct interface_facts *facts, struct checks *checks)
{
	checks_section(checks, SCOPE_INTERFACE, facts->interface.name);
	check_state_of(facts, checks);
	check_driver(facts, checks);
	check_sme(&facts->wiphy, checks);
	check_commands(&facts->wiphy, checks);
	check_features(&facts->wiphy, checks);
	check_driver_akms(&facts->wiphy, checks);
	check_monitor(&facts->wiphy, checks);
	check_power_save(facts, checks);
	checks_of_connection(facts, checks);
}

static const char *manager_name(enum manager manager)
{
	switch (manager) {
	case MANAGER_NETWORK_MANAGER:
		return "managed by NetworkManager";
	case MANAGER_SUPPLICANT:
		return "with a wpa_supplicant of its own";
	case MANAGER_IWD:
		return "managed by iwd";
	case MANAGER_NONE:
	case MANAGER_MAX:
		break;
	}
	return "managed by nobody";
}

void checks_of_interface_briefly(const struct interface_facts *facts,
				 struct checks *checks)
{
	cleanup_checks_ struct checks all = { 0 };
	size_t missing, warnings;
	struct check *check;

	if (checks->count == 0 ||
	    checks->sections[checks->count - 1].scope != SCOPE_INTERFACE)
		checks_section(checks, SCOPE_INTERFACE, NULL);
	checks_of_interface(facts, &all);
	missing = checks_count(&all, CHECK_MISSING);
	warnings = checks_count(&all, CHECK_WARNING);
	/* What one interface lacks, another may have, and a lab needs none. */
	check = checks_add(checks, CHECK_INTERFACE,
			   missing || warnings ? CHECK_WARNING : CHECK_OK,
			   facts->interface.name,
			   "%s: %s, %s%s%s%s: %zu missing, %zu "
			   "warning%s",
			   facts->interface.name,
			   facts->driver ? facts->driver : "driver unknown",
			   manager_name(facts->managed.manager),
			   facts->associated ? ", on \"" : ", on no network",
			   facts->associated && facts->ssid ? facts->ssid : "",
			   facts->associated ? "\"" : "", missing, warnings,
			   warnings == 1 ? "" : "s");
	check_remedy(check, "roamtest doctor %s", facts->interface.name);
}
