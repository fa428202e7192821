/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/suggest.h"
#include "base/text.h"
#include "config/build.h"

/* The options of OpenWrt's wireless configuration: those that the model has, those that
 * it can do without, and all others, which nobody knows (wireless.wifi-iface.json and
 * wireless.wifi-device.json of 25.12, hostapd.sh and mac80211.sh of the releases before).
 */

static const char *const iface_used[] = {
	"device",
	"mode",
	"network",
	"ssid",
	"encryption",
	"key",
	"macaddr",
	"disabled",
	"isolate",
	"hidden",
	"maxassoc",
	"max_inactivity",
	"disassoc_low_ack",
	"dtim_period",
	"ieee80211r",
	"mobility_domain",
	"nasid",
	"r1_key_holder",
	"r0kh",
	"r1kh",
	"r0_key_lifetime",
	"pmk_r1_push",
	"ft_over_ds",
	"ft_psk_generate_local",
	"reassociation_deadline",
	"ieee80211w",
	"sae_pwe",
	"sae_require_mfp",
	"ocv",
	"auth_cache",
	"auth_secret",
	"ieee80211k",
	"rrm_neighbor_report",
	"rrm_beacon_report",
	"bss_transition",
	"wnm_sleep_mode",
	"time_advertisement",
	"time_zone",
	"hostapd_bss_options",
};

/* Of those, what only the ucode of 25.12 and later knows. */
static const char *const iface_ucode[] = { "nas_identifier" };

static const char *const iface_left_out[] = {
	"ifname",
	"wds",
	"wds_bridge",
	"wds_sta",
	"powersave",
	"enable",
	"network_vlan",
	"wmm",
	"uapsd",
	"uapsd_advertisement_enabled",
	"short_preamble",
	"preamble",
	"skip_inactivity_poll",
	"start_disabled",
	"max_listen_int",
	"multicast_to_unicast",
	"multicast_to_unicast_all",
	"proxy_arp",
	"na_mcast_to_ucast",
	"bridge_isolate",
	"per_sta_vif",
	"tdls_prohibit",
	"utf8_ssid",
	"vendor_elements",
	"multi_ap",
	"multi_ap_backhaul_ssid",
	"multi_ap_backhaul_key",
	"multi_ap_profile",
	"multi_ap_vlanid",
	"mcast_rate",
	"basic_rate",
	"supported_rates",
	"spp_amsdu",
	"wpa_group_rekey",
	"wpa_pair_rekey",
	"wpa_master_rekey",
	"wpa_strict_rekey",
	"wpa_disable_eapol_key_retries",
	"eapol_version",
	"ieee80211w_max_timeout",
	"ieee80211w_retry_timeout",
	"ieee80211w_mgmt_cipher",
	"beacon_prot",
	"rsn_preauth",
	"okc",
	"rsn_override",
	"gcmp256",
	"sae_ext_key",
	"sae_track_password",
	"sae_password_file",
	"wpa_psk_file",
	"ppsk",
	"transition_disable",
	"mlo",
	"radios",
	"ft_iface",
	"rxkh_file",
	"ieee80211v",
	"wnm_sleep_mode_no_keys",
	"mbo",
	"rnr",
	"ftm_responder",
	"stationary_ap",
	"lci",
	"civic",
	"no_probe_resp_if_max_sta",
	"airtime_bss_weight",
	"airtime_bss_limit",
	"airtime_sta_weight",
	"bss_load_update_period",
	"chan_util_avg_period",
	"macfilter",
	"maclist",
	"macfile",
	"owe_transition",
	"owe_transition_bssid",
	"owe_transition_ssid",
	"owe_transition_ifname",
	"owe_groups",
	"dynamic_vlan",
	"vlan_file",
	"vlan_naming",
	"vlan_bridge",
	"vlan_no_bridge",
	"vlan_tagged_interface",
	"dynamic_ownip",
	"ownip",
	"radius_client_addr",
	"auth_server",
	"auth_port",
	"acct_server",
	"acct_port",
	"acct_secret",
	"acct_interval",
	"server",
	"port",
	"dae_client",
	"dae_port",
	"dae_secret",
	"radius_auth_req_attr",
	"radius_acct_req_attr",
	"request_cui",
	"eap_reauth_period",
	"eap_server",
	"eap_user_file",
	"ca_cert",
	"server_cert",
	"private_key",
	"private_key_passwd",
	"server_id",
	"fils",
	"fils_dhcp",
	"fils_realm",
	"erp_domain",
	"wps_pushbutton",
	"wps_label",
	"wps_pin",
	"wps_pbc_in_m1",
	"wps_independent",
	"wps_device_type",
	"wps_device_name",
	"wps_manufacturer",
	"wps_ap_setup_locked",
	"ext_registrar",
	"iw_enabled",
	"iw_internet",
	"iw_asra",
	"iw_esr",
	"iw_uesa",
	"iw_access_network_type",
	"iw_hessid",
	"iw_venue_group",
	"iw_venue_type",
	"iw_venue_name",
	"iw_venue_url",
	"iw_network_auth_type",
	"iw_roaming_consortium",
	"iw_domain_name",
	"iw_anqp_3gpp_cell_net",
	"iw_nai_realm",
	"iw_anqp_elem",
	"iw_qos_map_set",
	"iw_ipaddr_type_availability",
	"iw_gas_address3",
	"hs20",
	"disable_dgaf",
	"osen",
	"anqp_domain_id",
	"hs20_deauth_req_timeout",
	"osu_ssid",
	"hs20_wan_metrics",
	"hs20_operating_class",
	"hs20_t_c_filename",
	"hs20_t_c_timestamp",
	"hs20_t_c_server_url",
	"hs20_oper_friendly_name",
	"hs20_conn_capab",
	"osu_provider",
	"operator_icon",
	"iapp_interface",
	"apup",
	"apup_peer_ifname_prefix",
	"key1",
	"key2",
	"key3",
	"key4",
	"wep_rekey",
};

static const char *const device_used[] = { "type",     "channel", "hwmode",
					   "hw_mode",  "band",	  "htmode",
					   "disabled", "macaddr", "country" };

static const char *const device_left_out[] = {
	"path",
	"phy",
	"radio",
	"txpower",
	"diversity",
	"rxantenna",
	"txantenna",
	"antenna",
	"antenna_gain",
	"distance",
	"noscan",
	"ht_coex",
	"ht_capab",
	"channels",
	"chanlist",
	"channel_list",
	"scan_list",
	"basic_rate",
	"supported_rates",
	"beacon_rate",
	"require_mode",
	"legacy_rates",
	"cell_density",
	"rts",
	"rts_threshold",
	"frag",
	"rssi_reject_assoc_rssi",
	"rssi_ignore_probe_request",
	"maxassoc",
	"acs_chan_bias",
	"acs_exclude_dfs",
	"hostapd_options",
	"airtime_mode",
	"mbssid",
	"multiple_bssid",
	"num_global_macaddr",
	"macaddr_base",
	"log_level",
	"log_80211",
	"log_8021x",
	"log_radius",
	"log_wpa",
	"log_driver",
	"log_iapp",
	"log_mlme",
	"country3",
	"country_ie",
	"doth",
	"spectrum_mgmt_required",
	"local_pwr_constraint",
	"beacon_int",
	"chanbw",
	"min_tx_power",
	"tx_burst",
	"background_radar",
	"rxldpc",
	"ldpc",
	"greenfield",
	"short_gi_20",
	"short_gi_40",
	"short_gi_80",
	"short_gi_160",
	"tx_stbc",
	"tx_stbc_2by1",
	"rx_stbc",
	"max_amsdu",
	"dsss_cck_40",
	"su_beamformer",
	"su_beamformee",
	"mu_beamformer",
	"mu_beamformee",
	"he_su_beamformer",
	"he_su_beamformee",
	"he_mu_beamformer",
	"vht_txop_ps",
	"htc_vht",
	"rx_antenna_pattern",
	"tx_antenna_pattern",
	"he_spr_sr_control",
	"he_spr_psr_enabled",
	"he_bss_color_enabled",
	"he_twt_required",
	"beamformer_antennas",
	"beamformee_antennas",
	"vht_max_a_mpdu_len_exp",
	"vht_max_mpdu",
	"vht_link_adapt",
	"vht160",
	"he_bss_color",
	"he_spr_non_srg_obss_pd_max_offset",
	"reg_power_type",
	"stationary_ap",
	"vendor",
};

/* An option that has a bearing on FT, and that the model does not have: said apart. */
static const struct {
	const char *name, *why;
} remarkable[] = {
	{ "rxkh_file", "the file that it names is not at hand: what keys it has is not "
		       "known here" },
	{ "ft_iface", "the simulated access points have one broadcast domain" },
	{ "wpa_psk_file", "the file that it names is not at hand" },
	{ "sae_password_file", "the file that it names is not at hand" },
	{ "ppsk", "passwords of single stations come from a server that is not here" },
	{ "macfilter", "the simulated access points let every station in" },
	{ "auth_server", "802.1X is not simulated" },
	{ "mlo", "multi-link operation is not simulated" },
	{ "owe_transition", "OWE is not simulated, and has no FT" },
};

static bool among(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static const char *remark(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(remarkable); i++)
		if (strcmp(remarkable[i].name, name) == 0)
			return remarkable[i].why;
	return NULL;
}

static void note_unknown(struct config_ap *ap, const struct uci_option *option,
			 const char *const *used, size_t used_count,
			 const char *const *left_out, size_t left_out_count)
{
	const char *near = suggest_nearest(option->name, used, used_count);

	if (!near)
		near = suggest_nearest(option->name, left_out, left_out_count);
	if (near)
		config_note_add(&ap->notes, CONFIG_NOTE_IGNORED, option->place,
				"OpenWrt has no option \"%s\"; was \"%s\" meant?",
				option->name, near);
	else
		config_note_add(&ap->notes, CONFIG_NOTE_IGNORED, option->place,
				"OpenWrt has no option \"%s\" that roamtest knows",
				option->name);
}

void openwrt_note_options(struct config_ap *ap, const struct uci_section *section)
{
	bool device = strcmp(section->type, "wifi-device") == 0;
	bool ucode = openwrt_defaults_of(&ap->release)->ucode;
	const char *const *used = device ? device_used : iface_used,
			  *const *left_out = device ? device_left_out : iface_left_out;
	size_t used_count = device ? ARRAY_SIZE(device_used) : ARRAY_SIZE(iface_used),
	       left_out_count =
		       device ? ARRAY_SIZE(device_left_out) : ARRAY_SIZE(iface_left_out);
	cleanup_text_ struct text names = { 0 };

	for (size_t i = 0; i < section->count; i++) {
		const struct uci_option *option = &section->options[i];

		if (among(option->name, used, used_count) ||
		    (ucode && !device &&
		     among(option->name, iface_ucode, ARRAY_SIZE(iface_ucode))))
			continue;
		if (remark(option->name))
			config_note_add(&ap->notes, CONFIG_NOTE_LEFT_OUT, option->place,
					"%s: %s", option->name, remark(option->name));
		else if (among(option->name, left_out, left_out_count))
			text_printf(&names, "%s%s", names.length ? ", " : "",
				    option->name);
		else
			note_unknown(ap, option, used, used_count, left_out,
				     left_out_count);
	}
	if (names.length > 0)
		config_note_add(&ap->notes, CONFIG_NOTE_LEFT_OUT, section->place,
				"not simulated: %s", names.data);
}
