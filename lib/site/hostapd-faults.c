/* SPDX-License-Identifier: BSD-3-Clause */
#include "site/hostapd-faults.h"

#include <string.h>

#include "base/cleanup.h"

#define OTHER_PASSWORD "not the same password"

/* As OpenWrt 21.02 and 22.03 wrote it for FT-SAE, too, which does not know this. */
static void generate_local(struct hostapd_lines *lines)
{
	hostapd_lines_set(lines, "ft_psk_generate_local", "1");
	hostapd_lines_remove(lines, "r1_key_holder");
	hostapd_lines_remove(lines, "r0kh");
	hostapd_lines_remove(lines, "r1kh");
}

static void do_without_ft(struct hostapd_lines *lines, const struct scenario *scenario)
{
	static const char *const keys[] = { "mobility_domain",
					    "nas_identifier",
					    "r1_key_holder",
					    "ft_over_ds",
					    "pmk_r1_push",
					    "reassociation_deadline",
					    "r0kh",
					    "r1kh" };
	bool psk = scenario->securities[SECURITY_PSK] ||
		   scenario->securities[SECURITY_FT_PSK];
	bool sae = scenario->securities[SECURITY_SAE] ||
		   scenario->securities[SECURITY_FT_SAE];

	hostapd_lines_set(lines, "wpa_key_mgmt",
			  psk && sae ? "WPA-PSK SAE"
			  : sae	     ? "SAE"
				     : "WPA-PSK");
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		hostapd_lines_remove(lines, keys[i]);
}

/* Required where the others do not have it, absent where they require it. */
static void change_pmf(struct hostapd_lines *lines, const struct scenario *scenario)
{
	bool required = scenario->securities[SECURITY_SAE] ||
			scenario->securities[SECURITY_FT_SAE];

	for (enum security s = SECURITY_PSK; s < SECURITY_MAX; s++)
		if (scenario->securities[s] && s != SECURITY_SAE && s != SECURITY_FT_SAE)
			required = false;
	hostapd_lines_set(lines, "ieee80211w", required ? "0" : "2");
	if (required)
		hostapd_lines_remove(lines, "sae_require_mfp");
}

static void change_password(struct hostapd_lines *lines)
{
	/* A PSK or a passphrase, and never both. */
	if (hostapd_lines_remove(lines, "wpa_psk") ||
	    hostapd_lines_remove(lines, "wpa_passphrase"))
		hostapd_lines_add(lines, "wpa_passphrase", OTHER_PASSWORD);
	if (hostapd_lines_remove(lines, "sae_password"))
		hostapd_lines_add(lines, "sae_password", OTHER_PASSWORD);
}

static void apply(struct hostapd_lines *lines, const struct scenario *scenario,
		  enum fault_kind kind, const struct hostapd_place *place)
{
	switch (kind) {
	case FAULT_GENERATE_LOCAL_SAE:
		generate_local(lines);
		break;
	case FAULT_OVER_DS_OFF:
		hostapd_lines_set(lines, "ft_over_ds", "0");
		break;
	case FAULT_NO_FT_AKM:
		do_without_ft(lines, scenario);
		break;
	case FAULT_CIPHER:
		hostapd_lines_set(lines, "rsn_pairwise", "GCMP");
		break;
	case FAULT_PMF:
		change_pmf(lines, scenario);
		break;
	case FAULT_PASSWORD:
		change_password(lines);
		break;
	case FAULT_ACCESS_LIST:
		hostapd_lines_set(lines, "macaddr_acl", "0");
		hostapd_lines_set(lines, "deny_mac_file", place->deny_file);
		break;
	case FAULT_ACCESS_POINT_FULL:
		hostapd_lines_set(lines, "max_num_sta", "0");
		break;
	case FAULT_REASSOCIATION_DEADLINE:
		hostapd_lines_set(lines, "reassociation_deadline", "1000");
		break;
	/* site/key-holders.c */
	case FAULT_R0KH_MISSING:
	case FAULT_R0KH_MAC:
	case FAULT_R0KH_KEY:
	case FAULT_R1KH_MISSING:
	case FAULT_R1KH_KEY:
	case FAULT_R1KH_ID:
	case FAULT_R1KH_ID_DUPLICATE:
	case FAULT_NAS_IDENTIFIER:
	case FAULT_NAS_IDENTIFIER_DUPLICATE:
	case FAULT_WILDCARD_DISCOVERY:
	case FAULT_RRB_KEY_ZERO:
	case FAULT_RRB_KEY_LENGTH:
	/* site/hostapd-conf.c */
	case FAULT_MOBILITY_DOMAIN:
	/* site/faults.c */
	case FAULT_STALE_FORWARDING:
	case FAULT_SILENT_BRIDGE:
	case FAULT_ENDPOINT_UNREACHABLE:
	case FAULT_RRB_BLOCKED:
	case FAULT_RELAY_BLOCKED:
	/* site/mid-run.c */
	case FAULT_R0KH_RESTARTED:
	case FAULT_TARGET_OFF_AIR:
	case FAULT_TARGET_CHANNEL:
	case FAULT_DEAUTHENTICATED_AFTER:
	case FAULT_MAX:
		break;
	}
}

void hostapd_faults_apply(struct hostapd_lines *lines, const struct scenario *scenario,
			  size_t index, const struct hostapd_place *place)
{
	for (size_t i = 0; i < scenario->fault_count; i++) {
		const struct fault *fault = &scenario->faults[i];

		if (fault->access_point == index)
			apply(lines, scenario, fault->kind, place);
	}
}
