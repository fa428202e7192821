/* SPDX-License-Identifier: BSD-3-Clause */
#include "explain/rule.h"

#include <string.h>

static const struct rule_text texts[RULE_MAX] = {
	[RULE_NOT_STARTED] = {
		.id = "not-started",
		.sentence = "hostapd, or OpenWrt before it, does not accept the "
			    "configuration: this access point does not start.",
		.matters = "No station can use it. hostapd refuses the whole file for one "
			   "line, with every BSS in it.",
		.remedy = "Correct the line; hostapd's log has it as well (\"errors found "
			  "in configuration file\").",
	},
	[RULE_SSID] = {
		.id = "ssid",
		.sentence = "An access point does not have the SSID of the others.",
		.matters = "To a station it is another network. SSIDs are compared octet "
			   "by octet: capitals and blanks count.",
		.remedy = "Write the SSID as the others have it.",
		.hostapd = "ssid=<the same everywhere>",
		.openwrt = "uci set wireless.<iface>.ssid='<the same everywhere>'",
	},
	[RULE_BSSID_DUPLICATE] = {
		.id = "bssid-duplicate",
		.sentence = "Two BSSs have the same BSSID.",
		.matters = "Stations take them for one access point, and what the access "
			   "points send each other arrives at the wrong one.",
		.remedy = "Give each BSS its own address.",
		.hostapd = "bssid=<unique>",
		.openwrt = "uci delete wireless.<iface>.macaddr",
	},
	[RULE_R1KH_MAC] = {
		.id = "r1kh-mac",
		.sentence = "The MAC address in an r1kh entry is not that of the access "
			    "point whose R1KH-ID it has.",
		.matters = "The access point of a station's first association does not "
			   "take the target's messages for its own: it checks the "
			   "sender's address where it has no wildcard entry. Roams to "
			   "that target get no answer, as where the key is wrong.",
		.remedy = "Put the target's BSSID into the entry.",
		.hostapd = "r1kh=<BSSID of the target> <its r1_key_holder, aa:bb:…> <64 "
			   "hex digits>",
		.openwrt = "uci add_list wireless.<iface>.r1kh='<BSSID>,<R1KH-ID>,<key>'",
	},
	[RULE_GENERATE_LOCAL_DIFFERS] = {
		.id = "generate-local-differs",
		.sentence = "Some access points generate the keys of FT-PSK from the "
			    "password, and others want to pull them.",
		.matters = "One that generates holds no PMK-R0: when a station comes from "
			   "it, one that pulls is told that there is none, and refuses "
			   "with status 53 (invalid PMKID).",
		.remedy = "Set it alike on all access points of the SSID.",
		.hostapd = "ft_psk_generate_local=1",
		.openwrt = "uci set wireless.<iface>.ft_psk_generate_local='1'",
	},
	[RULE_KEY_HOLDER_TWICE] = {
		.id = "key-holder-twice",
		.sentence = "Two r0kh entries have the same R0KH-ID, or two r1kh entries "
			    "the same R1KH-ID: the first one counts.",
		.matters = "The other one has no effect, whatever it says.",
		.remedy = "Remove the one that is wrong.",
	},
	[RULE_KEY_HOLDER_UNKNOWN] = {
		.id = "key-holder-unknown",
		.sentence = "An r0kh or r1kh entry has an address or an identifier that no "
			    "access point of these files has.",
		.matters = "It may be an access point whose file is missing here. If it "
			   "is none, whoever takes that address and knows the key can ask "
			   "for stations' keys.",
		.remedy = "Remove the entry, or give that access point's file as well.",
	},
	[RULE_KEY_HOLDER_SELF] = {
		.id = "key-holder-self",
		.sentence = "An access point's entry for itself does not say what it is.",
		.matters = "Nothing as it is: an access point does not ask itself. It is "
			   "wrong where it is copied to the others.",
		.remedy = "Correct it, or remove it: no access point needs an entry for "
			  "itself.",
	},
	[RULE_KEY_HOLDERS_UNUSED] = {
		.id = "key-holders-unused",
		.sentence = "There are r0kh and r1kh entries, and OpenWrt leaves them out, "
			    "since keys are generated locally.",
		.matters = "Nothing, as long as only FT-PSK is used; they mislead whoever "
			   "reads them.",
		.remedy = "Remove the entries, or turn ft_psk_generate_local off on all "
			  "access points.",
		.openwrt = "uci set wireless.<iface>.ft_psk_generate_local='0'",
	},
	[RULE_RRB_KEY_DERIVED] = {
		.id = "rrb-key-derived",
		.sentence = "OpenWrt makes the key between the access points of the "
			    "mobility domain and the network's password.",
		.matters = "Where others can read along on the wire between the access "
			   "points: they can try passwords at leisure on what they have "
			   "seen.",
		.remedy = "Nothing, where the wire is trusted. Else list the access points "
			  "with a key for each pair: openssl rand -hex 32",
		.openwrt = "uci add_list wireless.<iface>.r0kh='<BSSID>,<nasid>,<key>'",
	},
	[RULE_NAS_IDENTIFIER_LENGTH] = {
		.id = "nas-identifier-length",
		.sentence = "The nas_identifier has 48 octets: hostapd takes that, but "
			    "not an r0kh entry that has it.",
		.matters = "No other access point can list this one.",
		.remedy = "Make it 47 octets at most, here and in the others' entries.",
		.hostapd = "nas_identifier=<1 to 47 octets>",
		.openwrt = "uci set wireless.<iface>.nasid='<1 to 47 octets>'",
	},
	[RULE_RSNXE] = {
		.id = "rsnxe",
		.sentence = "The access points offer different ways to derive SAE's "
			    "element (sae_pwe), which shows in the RSNXE.",
		.matters = "A station with SAE compares the RSNXE of beacons and of the FT "
			   "exchange, and may leave where it finds another; one that knows "
			   "only the one way can use only some of the access points.",
		.remedy = "Set it alike on all access points of the SSID.",
		.hostapd = "sae_pwe=2",
		.openwrt = "uci set wireless.<iface>.sae_pwe='2'",
	},
	[RULE_DEADLINE_DIFFERS] = {
		.id = "deadline-differs",
		.sentence = "The access points announce different reassociation deadlines.",
		.matters = "To stations that honour it a roam depends on where they "
			   "associated first; Linux does not look at it.",
		.remedy = "Set it alike on all access points of the SSID.",
		.hostapd = "reassociation_deadline=20000",
		.openwrt = "uci set wireless.<iface>.reassociation_deadline='20000'",
	},
	[RULE_OVER_DS_DIFFERS] = {
		.id = "over-ds-differs",
		.sentence = "Some access points offer FT over the DS, and others do not.",
		.matters = "A station can use it only on the way from those that do. Over "
			   "the air nothing changes.",
		.remedy = "Set it alike on all; over the air is the plainer way.",
		.hostapd = "ft_over_ds=0",
		.openwrt = "uci set wireless.<iface>.ft_over_ds='0'",
	},
	[RULE_OVER_DS_AKMS] = {
		.id = "over-ds-akms",
		.sentence = "FT over the DS is offered between access points that do not "
			    "announce the same AKMs.",
		.matters = "Over the DS wpa_supplicant compares the target's RSNE with "
			   "that of the access point that it leaves, takes it for wrong, "
			   "and is left without a connection (reason 13). Over the air "
			   "the same roam works.",
		.remedy = "Set encryption and protected frames alike on all access points "
			  "of the SSID, or do without FT over the DS.",
		.hostapd = "ft_over_ds=0",
		.openwrt = "uci set wireless.<iface>.ft_over_ds='0'",
	},
	[RULE_DEADLINE_RANGE] = {
		.id = "deadline-range",
		.sentence = "The reassociation deadline is out of its range, 1000 to 65535 "
			    "TU of 1.024 ms.",
		.matters = "hostapd announces it as it is. OpenWrt from 25.12 on does not "
			   "bring the radio up.",
		.remedy = "Set it to 20000 (20.48 s).",
		.hostapd = "reassociation_deadline=20000",
		.openwrt = "uci set wireless.<iface>.reassociation_deadline='20000'",
	},
	[RULE_LIFETIME_UNIT] = {
		.id = "lifetime-unit",
		.sentence = "r0_key_lifetime is in minutes, and this looks like seconds.",
		.matters = "Keys are kept 60 times as long as was meant: a station that "
			   "was thrown out can come back by FT for that time.",
		.remedy = "Write minutes: 10000 is a week. ft_r0_key_lifetime of "
			  "hostapd.conf is in seconds.",
		.hostapd = "ft_r0_key_lifetime=604800",
		.openwrt = "uci set wireless.<iface>.r0_key_lifetime='10000'",
	},
	[RULE_NEIGHBOURS] = {
		.id = "neighbours",
		.sentence = "Access points that offer neighbour reports (802.11k) know no "
			    "neighbours by themselves.",
		.matters = "Stations that ask get a list with the access point itself and "
			   "no other. It has nothing to do with FT.",
		.remedy = "Let something fill the list (usteer, dawn, SET_NEIGHBOR of "
			  "hostapd_cli), or look with \"ubus call hostapd.<iface> "
			  "rrm_nr_list\" whether it does.",
	},
};

const struct rule_text *rule_text(enum rule rule)
{
	return &texts[rule];
}

enum rule rule_find(const char *id)
{
	for (enum rule rule = 0; rule < RULE_MAX; rule++)
		if (strcmp(texts[rule].id, id) == 0)
			return rule;
	return RULE_MAX;
}
