/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "live/check.h"

/* Who manages the interface, its wpa_supplicant, and the network that it is on. */

static void check_manager(const struct interface_facts *facts, struct checks *checks)
{
	const char *version = facts->managed.version ? facts->managed.version : "";
	const char *name = facts->interface.name;
	struct check *check;

	switch (facts->managed.manager) {
	case MANAGER_NETWORK_MANAGER:
		checks_add(checks, CHECK_MANAGER, CHECK_OK, "network-manager",
			   "NetworkManager%s%s manages it", *version ? " " : "", version);
		return;
	case MANAGER_SUPPLICANT:
		checks_add(checks, CHECK_MANAGER, CHECK_OK, "wpa_supplicant",
			   "a wpa_supplicant of its own manages it");
		return;
	case MANAGER_IWD:
		check = checks_add(checks, CHECK_MANAGER, CHECK_MISSING, "iwd",
				   "iwd manages it, which cannot be made to roam to a "
				   "chosen access point: roamtest drives wpa_supplicant");
		check_remedy(check, "sudo systemctl stop iwd, and let wpa_supplicant "
				    "have the interface");
		return;
	case MANAGER_NONE:
		/* Another user's wpa_supplicant need not show itself. */
		if (facts->interface.ssid_length > 0) {
			check = checks_add(checks, CHECK_MANAGER, CHECK_MISSING,
					   "unknown",
					   "it is on a network, and who manages it does "
					   "not answer");
			check_remedy(check, "run roamtest as root");
			return;
		}
		check = checks_add(
			checks, CHECK_MANAGER, CHECK_WARNING, "none",
			"nothing manages it: roamtest starts a wpa_supplicant "
			"of its own, which needs the password in the scenario");
		check_remedy(check,
			     "nmcli device set %s managed yes, if NetworkManager "
			     "is to have it",
			     name);
		return;
	case MANAGER_MAX:
		break;
	}
}

static void check_socket(const struct interface_facts *facts, struct checks *checks)
{
	struct check *check;

	if (facts->managed.control_path) {
		checks_add(checks, CHECK_CONTROL, CHECK_OK, facts->managed.control_path,
			   "wpa_supplicant answers at %s", facts->managed.control_path);
		return;
	}
	check = checks_add(checks, CHECK_CONTROL, CHECK_MISSING, NULL, "%s",
			   facts->managed.why.reason ? facts->managed.why.reason
						     : "wpa_supplicant does not answer");
	if (facts->managed.why.remedy)
		check_remedy(check, "%s", facts->managed.why.remedy);
}

/* The list names FT-SAE only where the driver lists its AKMs, which those of mac80211 do
 * not (driver_nl80211_capa.c, wpa_driver_nl80211_capa()); it is there where FT and SAE
 * are. */
static void check_supplicant_ft(const struct interface_facts *facts,
				struct checks *checks)
{
	struct check *check;

	if (!words_have(facts->key_mgmt, "FT-")) {
		check = checks_add(checks, CHECK_SUPPLICANT_FT, CHECK_MISSING,
				   facts->key_mgmt,
				   "it has no FT: it was built without, or the driver "
				   "cannot");
		check_remedy(check,
			     "use a wpa_supplicant built with CONFIG_IEEE80211R=y");
	} else if (!words_have(facts->key_mgmt, "SAE") &&
		   !words_have(facts->key_mgmt, "FT-SAE")) {
		check = checks_add(checks, CHECK_SUPPLICANT_FT, CHECK_WARNING,
				   facts->key_mgmt, "it has FT, but no SAE: no WPA3");
		check_remedy(check, "use a wpa_supplicant built with CONFIG_SAE=y");
	} else {
		checks_add(checks, CHECK_SUPPLICANT_FT, CHECK_OK, facts->key_mgmt,
			   "it has FT, and SAE");
	}
}

static bool is_ft(const char *key_mgmt)
{
	return words_have(key_mgmt, "FT-");
}

static void check_profile(const struct interface_facts *facts, struct checks *checks)
{
	const char *key_mgmt = facts->profile_key_mgmt;
	struct check *check;

	if (!facts->has_profile || !key_mgmt)
		return;
	if (is_ft(key_mgmt)) {
		checks_add(checks, CHECK_PROFILE, CHECK_OK, key_mgmt,
			   "the network's profile allows FT (%s)", key_mgmt);
		return;
	}
	if (strcmp(key_mgmt, "NONE") == 0) {
		checks_add(checks, CHECK_PROFILE, CHECK_WARNING, key_mgmt,
			   "the network is open: there is no FT");
		return;
	}
	check = checks_add(checks, CHECK_PROFILE, CHECK_MISSING, key_mgmt,
			   "the network's profile allows no FT (%s)", key_mgmt);
	if (facts->managed.manager == MANAGER_NETWORK_MANAGER)
		check_remedy(check, "NetworkManager adds FT by itself where "
				    "wpa_supplicant has it: restart both");
	else
		check_remedy(check, "wpa_cli -i %s set_network %d key_mgmt \"%s%s%s\"",
			     facts->interface.name, facts->profile_id,
			     words_have(key_mgmt, "SAE") ? "FT-SAE " : "",
			     words_have(key_mgmt, "WPA-PSK") ? "FT-PSK " : "", key_mgmt);
}

static void check_association(const struct interface_facts *facts, struct checks *checks)
{
	char bssid[MAC_FORMAT_MAX];
	struct check *check;

	if (facts->associated) {
		mac_format(bssid, facts->bssid);
		checks_add(checks, CHECK_ASSOCIATION, CHECK_OK, bssid,
			   "associated with %s of \"%s\"", bssid,
			   facts->ssid ? facts->ssid : "");
		return;
	}
	check = checks_add(checks, CHECK_ASSOCIATION, CHECK_WARNING, facts->state,
			   "not associated%s%s", facts->state ? ": " : "",
			   facts->state ? facts->state : "");
	if (facts->managed.manager == MANAGER_NETWORK_MANAGER)
		check_remedy(check, "nmcli device connect %s", facts->interface.name);
	else if (facts->managed.control_path)
		check_remedy(check, "wpa_cli -i %s reconnect", facts->interface.name);
}

void checks_of_connection(const struct interface_facts *facts, struct checks *checks)
{
	check_manager(facts, checks);
	if (facts->managed.manager == MANAGER_NONE ||
	    facts->managed.manager == MANAGER_IWD)
		return;
	check_socket(facts, checks);
	if (facts->supplicant_version) {
		checks_add(checks, CHECK_SUPPLICANT, CHECK_OK, facts->supplicant_version,
			   "wpa_supplicant %s", facts->supplicant_version);
		checks_of_supplicant(facts->supplicant_version,
				     wiphy_can_monitor_beside_station(&facts->wiphy),
				     checks);
	}
	if (facts->key_mgmt)
		check_supplicant_ft(facts, checks);
	check_profile(facts, checks);
	if (facts->managed.control_path)
		check_association(facts, checks);
}
