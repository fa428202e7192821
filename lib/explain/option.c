/* SPDX-License-Identifier: BSD-3-Clause */
#include "explain/option.h"

#include "base/cleanup.h"

static const struct option_text texts[] = {
	{ .hostapd = "wpa_key_mgmt",
	  .openwrt = "ieee80211r",
	  .meaning =
		  "The AKMs that the access point offers. FT is on where one of the FT "
		  "family is among them: FT-PSK, FT-SAE, FT-EAP. There is no FT for OWE "
		  "and open networks.",
	  .values = "A list. OpenWrt: 0 or 1, default 0; it adds the FT AKM that belongs "
		    "to "
		    "\"encryption\", and the options below.",
	  .agreement = "Must be the same on all access points of the SSID.",
	  .advice = "Keep the AKM without FT beside the one with it: devices that know "
		    "nothing of FT need it. A few old ones do not join either way; give "
		    "them an SSID of their own." },
	{ .hostapd = "mobility_domain",
	  .openwrt = "mobility_domain",
	  .meaning =
		  "The mobility domain identifier (MDID). A station uses FT only between "
		  "access points that advertise the same.",
	  .values = "4 hex digits (2 octets); hostapd's default is 0000.",
	  .agreement = "Must be the same on all access points of the SSID.",
	  .advice = "If it differs, nothing fails: every roam is a full authentication.",
	  .openwrt_note =
		  "Default: the first 4 hex digits of the SSID's MD5 sum, so that it "
		  "agrees by itself, but for 17.01 (4f57) and 25.12.0-rc1 to -rc3 "
		  "(computed otherwise)." },
	{ .hostapd = "nas_identifier",
	  .openwrt = "nasid",
	  .meaning =
		  "The R0KH-ID: the name under which an access point holds the first key "
		  "(PMK-R0) of the stations that associated with it first. A station "
		  "carries it along, and the others look it up in their r0kh entries.",
	  .values = "1 to 48 octets, compared with their case; 47 at most where others "
		    "list "
		    "it in r0kh. No default: hostapd does not start with FT and without "
		    "it.",
	  .agreement =
		  "Must differ on each BSS, a second radio's too. Does not matter with "
		  "FT-PSK and keys generated locally.",
	  .openwrt_note = "Default: the BSSID without colons." },
	{ .hostapd = "r1_key_holder",
	  .openwrt = "r1_key_holder",
	  .meaning = "The R1KH-ID: the name under which an access point gets its own key "
		     "(PMK-R1) from the R0KH.",
	  .values = "12 hex digits without colons. Default: the BSSID.",
	  .agreement = "Must differ on each BSS.",
	  .advice = "Leave it out. If it is set, the others have to list it in r1kh.",
	  .openwrt_note =
		  "Left out where keys are generated locally. In 17.01 every access "
		  "point had the same default." },
	{ .hostapd = "r0kh",
	  .openwrt = "r0kh",
	  .meaning =
		  "An access point from which this one pulls PMK-R1: where the R0KH-ID "
		  "that a station names is to be found, and the key for the way there.",
	  .values = "BSSID, nas_identifier, key of 64 hex digits (32 are stretched; of "
		    "33 to "
		    "63 the first 32 are taken, in silence). Several lines. Wildcard: "
		    "ff:ff:ff:ff:ff:ff * KEY.",
	  .agreement =
		  "One for every other access point. The key must be that of its r1kh "
		  "entry for this one.",
	  .advice = "Not needed with FT-PSK and keys generated locally. An entry for the "
		    "access point itself does no harm.",
	  .openwrt_note =
		  "Commas in place of spaces. Since 21.02.2 wildcards are made by "
		  "themselves, with a key computed from the password (22.03 on) and "
		  "the mobility domain." },
	{ .hostapd = "r1kh",
	  .openwrt = "r1kh",
	  .meaning =
		  "An access point that may pull PMK-R1 from this one, and the key for "
		  "the way there.",
	  .values = "BSSID, R1KH-ID with colons (the BSSID unless r1_key_holder is set), "
		    "key "
		    "of 64 hex digits. Several lines. Wildcard: 00:00:00:00:00:00 "
		    "00:00:00:00:00:00 KEY.",
	  .agreement =
		  "One for every other access point. The key must be that of its r0kh "
		  "entry for this one.",
	  .openwrt_note = "As r0kh." },
	{ .hostapd = "pmk_r1_push",
	  .openwrt = "pmk_r1_push",
	  .meaning = "Whether an access point sends PMK-R1 to all others as soon as a "
		     "station has associated, and not only when asked.",
	  .values = "0 or 1, default 0.",
	  .agreement = "Does not matter: each access point decides for itself.",
	  .advice = "Makes the first roam between two access points quicker. With "
		    "wildcards "
		    "it pushes only to those that it has met." },
	{ .hostapd = "ft_over_ds",
	  .openwrt = "ft_over_ds",
	  .meaning = "Whether stations may ask for the next access point through the one "
		     "that they leave. Without it they ask the next one over the air.",
	  .values = "0 or 1; hostapd's default is 1.",
	  .agreement = "Does not have to agree: the access point that a station leaves "
		       "decides.",
	  .advice = "Over the air is the plainer way and loses nothing. With 0 an FT "
		    "Request "
		    "is dropped without an answer.",
	  .openwrt_note = "Default 0 since 21.02.4." },
	{ .hostapd = "ft_psk_generate_local",
	  .openwrt = "ft_psk_generate_local",
	  .meaning = "Whether an access point computes the keys of FT-PSK from the "
		     "password, "
		     "so that no keys go over the wire (\"generate PMK locally\").",
	  .values = "0 or 1; hostapd's default is 0.",
	  .agreement = "Best the same on all: with FT-PSK an access point that does not "
		       "generate needs r0kh entries.",
	  .advice = "Right for FT-PSK. It does nothing for FT-SAE and FT-EAP: these need "
		    "r0kh and r1kh.",
	  .openwrt_note =
		  "Default 1 where the encryption is PSK. Up to 21.02, 22.03.6 and "
		  "23.05.2 it was 1 for SAE too, and then r0kh and r1kh are left "
		  "out: no FT with SAE." },
	{ .hostapd = "reassociation_deadline",
	  .openwrt = "reassociation_deadline",
	  .meaning =
		  "How long a station may wait between FT authentication and "
		  "reassociation. The access point announces it and does not enforce it.",
	  .values = "1000 to 65535 TU of 1.024 ms; hostapd's default is 0.",
	  .agreement = "Should be the same on all.",
	  .advice = "Apple's devices are reported not to roam with 1000; 20000 helps. "
		    "Linux "
		    "does not look at it.",
	  .openwrt_note = "Default 20000 since 25.12, 1000 before." },
	{ .hostapd = "ft_r0_key_lifetime",
	  .meaning = "How long PMK-R0 is kept.",
	  .values = "60 to 4294967295 s, 0 for ever; default 1209600 (14 days).",
	  .agreement = "Should be the same on all.",
	  .advice =
		  "A station has to authenticate in full when it is over. What is pulled "
		  "lives for this modulo 65536 s (16 bits in the message): one more "
		  "pull, "
		  "no failure." },
	{ .hostapd = "r0_key_lifetime",
	  .openwrt = "r0_key_lifetime",
	  .meaning = "The older name of ft_r0_key_lifetime.",
	  .values = "Minutes.",
	  .agreement = "Should be the same on all.",
	  .openwrt_note =
		  "Minutes too, whatever the interface says. Up to 24.10 the default "
		  "is 10000 (a week)." },
	{ .hostapd = "r1_max_key_lifetime",
	  .meaning = "How long PMK-R1 is kept at most.",
	  .values = "Seconds; 0 as long as PMK-R0, -1 for ever. Default 0.",
	  .agreement = "Does not matter." },
	{ .hostapd = "rkh_pos_timeout",
	  .meaning = "How long a wildcard entry remembers whom it has found.",
	  .values = "Seconds, 0 for ever; default 86400 (a day).",
	  .agreement = "Does not matter.",
	  .advice = "After that the next roam pays for the search again." },
	{ .hostapd = "rkh_neg_timeout",
	  .meaning = "How long an access point that could not be reached is not asked "
		     "again.",
	  .values = "Seconds, 0 off; default 60.",
	  .agreement = "Does not matter.",
	  .advice = "Meanwhile every FT authentication that needs it is answered with "
		    "status "
		    "53 at once. While you look for a fault, wait a minute between "
		    "tries." },
	{ .hostapd = "rkh_pull_timeout",
	  .meaning = "How long a pull waits for its answer before it is sent again.",
	  .values = "Milliseconds; default 1000.",
	  .agreement = "Does not matter." },
	{ .hostapd = "rkh_pull_retries",
	  .meaning = "How often a pull is sent before the station is refused.",
	  .values = "Default 4.",
	  .agreement = "Does not matter.",
	  .advice = "Linux gives up after 0.3 to 0.6 s, long before." },
	{ .hostapd = "rxkh_file",
	  .openwrt = "rxkh_file",
	  .meaning = "A file with r0kh and r1kh lines, read anew by the command "
		     "RELOAD_RXKHS.",
	  .values = "A path; hostapd from 2.11 on.",
	  .agreement = "As r0kh and r1kh.",
	  .openwrt_note = "Ignored by 25.12." },
	{ .hostapd = "ft_iface",
	  .openwrt = "ft_iface",
	  .meaning =
		  "The interface on which access points exchange keys and relay FT over "
		  "the DS (EtherTypes 0x88B7 and 0x890D).",
	  .values = "An interface; default: the bridge, else the wireless interface.",
	  .agreement = "All must be in one broadcast domain: no router between them.",
	  .advice = "Set it where the SSID's traffic is in a VLAN in which the access "
		    "points "
		    "do not see each other.",
	  .openwrt_note = "To be set since 25.12; before, it is the network's device." },
	{ .hostapd = "ieee80211w",
	  .openwrt = "ieee80211w",
	  .meaning = "Management frame protection (PMF): 0 off, 1 optional, 2 required.",
	  .values = "0 to 2, default 0; SAE wants 2.",
	  .agreement = "Should be the same on all.",
	  .openwrt_note = "Default 2 for SAE, 1 for mixed." },
	{ .hostapd = "rsn_pairwise",
	  .openwrt = "encryption",
	  .meaning = "The ciphers for unicast frames.",
	  .values = "A list: CCMP, GCMP-256, …",
	  .agreement =
		  "Must be the same on all: keys of FT are made for the cipher of the "
		  "first association." },
	{
		.hostapd = "sae_pwe",
		.openwrt = "sae_pwe",
		.meaning = "How SAE derives its element: 0 hunting and pecking, 1 hash "
			   "to element "
			   "(H2E), 2 both. What is offered shows in the RSNXE.",
		.values = "0 to 2, default 0.",
		.agreement = "Should be the same on all: a station compares the RSNXE of "
			     "beacon "
			     "and FT exchange.",
	},
	{ .hostapd = "ocv",
	  .openwrt = "ocv",
	  .meaning = "Operating channel validation.",
	  .values = "0 or 1, default 0.",
	  .agreement = "Should be the same on all." },
	{ .hostapd = "okc",
	  .openwrt = "auth_cache",
	  .meaning = "Opportunistic key caching: a PMK is shared among the BSSs of one "
		     "hostapd. No FT.",
	  .values = "0 or 1, default 0.",
	  .agreement = "Does not matter.",
	  .advice = "Makes a roam back look fast that is no fast transition.",
	  .openwrt_note = "Default 1 for SAE." },
	{ .hostapd = "disable_pmksa_caching",
	  .openwrt = "auth_cache",
	  .meaning = "Whether the access point forgets the PMKSA of stations that leave.",
	  .values = "0 or 1, default 0.",
	  .agreement = "Does not matter.",
	  .advice = "Set it to 1 to see roams that are not fast as they are." },
	{ .hostapd = "rrm_neighbor_report",
	  .openwrt = "ieee80211k",
	  .meaning =
		  "Whether the access point answers the question for its neighbours "
		  "(802.11k). Helps a station to decide when and where to roam; no part "
		  "of FT.",
	  .values = "0 or 1, default 0.",
	  .agreement = "Does not matter to FT.",
	  .advice =
		  "The list of neighbours has to be filled by somebody (SET_NEIGHBOR)." },
	{ .hostapd = "bss_transition",
	  .openwrt = "bss_transition",
	  .meaning =
		  "Whether the access point may ask stations to move (802.11v). No part "
		  "of FT.",
	  .values = "0 or 1, default 0.",
	  .agreement = "Does not matter to FT." },
	{ .hostapd = "rsn_preauth",
	  .openwrt = "rsn_preauth",
	  .meaning = "Preauthentication of 802.1X through the wire.",
	  .values = "0 or 1, default 0.",
	  .agreement = "Does not matter: of no use with PSK, SAE or FT." },
	{ .hostapd = "wpa_passphrase",
	  .openwrt = "key",
	  .meaning = "The password of the SSID. hostapd has sae_password for SAE alone, "
		     "and wpa_psk for the key that PSK makes of it.",
	  .values = "8 to 63 characters; with SAE, by sae_password, any length.",
	  .agreement = "Must be the same on all access points of the SSID.",
	  .advice = "If one differs, FT roams to it can work all the same, and first "
		    "associations fail." },
	{ .hostapd = "macaddr_acl",
	  .openwrt = "macfilter",
	  .meaning = "Which stations are let in by their address: all but those of "
		     "deny_mac_file, or only those of accept_mac_file.",
	  .values =
		  "0 all but the denied, 1 only the accepted, 2 as RADIUS says; default "
		  "0.",
	  .agreement = "Should be the same on all.",
	  .advice =
		  "A list has to be kept on every access point, and devices with random "
		  "addresses are on none.",
	  .openwrt_note = "disable, allow or deny, with the addresses in maclist." },
	{ .hostapd = "max_num_sta",
	  .openwrt = "maxassoc",
	  .meaning = "How many stations the access point takes at a time.",
	  .values = "0 to 2007; default 2007.",
	  .agreement = "Does not matter.",
	  .advice = "One more is refused with status 17, or left without an answer, "
		    "while those that are there roam well." },
	{ .hostapd = "channel",
	  .openwrt = "channel",
	  .meaning = "The channel of the radio.",
	  .values = "A channel's number; 0 or acs_survey: the access point picks one "
		    "when it "
		    "starts.",
	  .agreement = "Neighbours best have different ones.",
	  .advice =
		  "A station looks for an access point where it was last seen: where it "
		  "moves often, by itself or for radar (DFS), roams to it are slow or "
		  "fail.",
	  .openwrt_note = "Of the wifi-device; auto picks one." },
	{ .hostapd = "assoc_sa_query_max_timeout",
	  .meaning = "How long an access point asks a station that it still holds, "
		     "before it "
		     "lets it associate anew (PMF).",
	  .values = "TU; default 1000.",
	  .agreement = "Does not matter.",
	  .advice = "FT roams do not meet it." },
};

size_t option_count(void)
{
	return ARRAY_SIZE(texts);
}

const struct option_text *option_text(size_t index)
{
	return &texts[index];
}
