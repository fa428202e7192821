/* SPDX-License-Identifier: BSD-3-Clause */
#include "explain/cause.h"

#include <string.h>

/* What a station sees where a pull of PMK-R1 gets no usable answer (hostapd,
 * src/ap/wpa_auth_ft.c; mac80211, ieee80211_auth()): the same for half a dozen faults. */
#define NO_ANSWER                                                                        \
	"Over the air the target leaves the FT authentication without an answer, and "   \
	"Linux gives up after three tries (0.3 to 0.6 s); a status 53 can follow some "  \
	"4 s after the first. Over the DS an answer comes after those 4 s: with status " \
	"53, or from hostapd 2.10 with status 0 and without a key, from which "          \
	"wpa_supplicant does not go on. From the air alone this cannot be told from a "  \
	"wrong key, a wrong "                                                            \
	"MAC, a wrong identifier or a wire that does not carry EtherType 0x88B7."

#define FT_SECURITIES "ft-psk, ft-sae"
#define PROTECTED "any but open"
#define ANY "any"

static const struct cause_text texts[CAUSE_MAX] = {
	[CAUSE_R0KH_MISSING] = {
		.id = "r0kh-missing",
		.sentence = "The target has no r0kh entry for the access point that holds "
			    "the station's PMK-R0.",
		.station = "The target answers the FT authentication at once with status "
			   "53 (invalid PMKID), in every roam that follows a first "
			   "association with that access point.",
		.log = "target: \"FT: Did not find R0KH-ID\", then \"FT: Did not have "
		       "matching PMK-R1 and either unknown or blocked R0KH-ID or NAK from "
		       "R0KH\"",
		.remedy = "On the target, list the access point of the first association: "
			  "its BSSID, its nas_identifier and the key that the two share.",
		.hostapd = "r0kh=<BSSID of the R0KH> <its nas_identifier> <64 hex digits>",
		.openwrt = "uci add_list wireless.<iface>.r0kh='<BSSID>,<nasid>,<key>'",
		.securities = FT_SECURITIES,
		.of_roams = true,
	},
	[CAUSE_R0KH_MAC] = {
		.id = "r0kh-mac",
		.sentence = "The target's r0kh entry has a MAC address that is not that of "
			    "the access point that holds the station's PMK-R0.",
		.station = NO_ANSWER,
		.log = "target: \"FT: Send PMK-R1 pull request\" to that address, and no "
		       "\"FT: Received PMK-R1 pull response\" after it",
		.remedy = "On the target, put the BSSID of the access point of the first "
			  "association into its r0kh entry (the BSSID of the SSID with FT, "
			  "not the address of the Ethernet port).",
		.hostapd = "r0kh=<BSSID of the R0KH> <its nas_identifier> <64 hex digits>",
		.openwrt = "uci add_list wireless.<iface>.r0kh='<BSSID>,<nasid>,<key>'",
		.securities = FT_SECURITIES,
		.of_roams = true,
	},
	[CAUSE_R0KH_KEY] = {
		.id = "r0kh-key",
		.sentence = "The key in the target's r0kh entry is not the one that the "
			    "access point with the station's PMK-R0 has in its r1kh entry "
			    "for the target.",
		.station = NO_ANSWER,
		.log = "R0KH: \"FT(RRB): Failed to decrypt\" when the target's pull arrives",
		.remedy = "Give both entries the same key: r0kh for the one access point "
			  "on the other, and r1kh for the other on the one.",
		.hostapd = "r0kh=<BSSID of the R0KH> <its nas_identifier> <64 hex digits>",
		.openwrt = "uci add_list wireless.<iface>.r0kh='<BSSID>,<nasid>,<key>'",
		.securities = FT_SECURITIES,
		.of_roams = true,
	},
	[CAUSE_R1KH_MISSING] = {
		.id = "r1kh-missing",
		.sentence = "The access point that holds the station's PMK-R0 has no r1kh "
			    "entry for the target, and gives it no key.",
		.station = NO_ANSWER,
		.log = "R0KH: \"FT: Received PMK-R1 pull\", then \"FT: No matching R1KH "
		       "found\"",
		.remedy = "On the access point of the first association, list the target: "
			  "its BSSID, its r1_key_holder (its BSSID unless set) and the key "
			  "that the two share.",
		.hostapd = "r1kh=<BSSID of the target> <its r1_key_holder, aa:bb:…> <64 "
			   "hex digits>",
		.openwrt = "uci add_list wireless.<iface>.r1kh='<BSSID>,<R1KH-ID>,<key>'",
		.securities = FT_SECURITIES,
		.of_roams = true,
	},
	[CAUSE_R1KH_KEY] = {
		.id = "r1kh-key",
		.sentence = "The key in the r1kh entry for the target, on the access point "
			    "that holds the station's PMK-R0, is not the one of the "
			    "target's r0kh entry.",
		.station = NO_ANSWER,
		.log = "R0KH: \"FT(RRB): Failed to decrypt\" when the target's pull arrives",
		.remedy = "Give both entries the same key: r1kh for the target on the "
			  "access point of the first association, and r0kh for that one "
			  "on the target.",
		.hostapd = "r1kh=<BSSID of the target> <its r1_key_holder, aa:bb:…> <64 "
			   "hex digits>",
		.openwrt = "uci add_list wireless.<iface>.r1kh='<BSSID>,<R1KH-ID>,<key>'",
		.securities = FT_SECURITIES,
		.of_roams = true,
	},
	[CAUSE_R1KH_ID] = {
		.id = "r1kh-id",
		.sentence = "The target's r1_key_holder is not the one in the r1kh entry "
			    "that the access point with the station's PMK-R0 has for it.",
		.station = NO_ANSWER,
		.log = "R0KH: \"FT: R1KH-ID=…\", then \"FT: No matching R1KH found\"",
		.remedy = "Set r1_key_holder on the target to what the others list, or list "
			  "what it has. Without r1_key_holder it is the BSSID.",
		.hostapd = "r1_key_holder=<12 hex digits, no colons>",
		.openwrt = "uci set wireless.<iface>.r1_key_holder='<12 hex digits>'",
		.securities = FT_SECURITIES,
		.of_roams = true,
	},
	[CAUSE_R1KH_ID_DUPLICATE] = {
		.id = "r1kh-id-duplicate",
		.sentence = "Two access points have the same r1_key_holder.",
		.station = NO_ANSWER " It concerns roams between those two; the FTE of both "
				     "shows the same R1KH-ID.",
		.log = "\"FT: seq - local R0KH-ID and R1KH-ID\" or \"FT: seq - remote "
		       "R0KH-ID and R1KH-ID\" on one of the two",
		.remedy = "Give each access point its own r1_key_holder, or remove the "
			  "option from both: then it is the BSSID.",
		.hostapd = "r1_key_holder=<12 hex digits, unique>",
		.openwrt = "uci delete wireless.<iface>.r1_key_holder",
		.securities = FT_SECURITIES,
		.of_roams = true,
	},
	[CAUSE_NAS_IDENTIFIER] = {
		.id = "nas-identifier",
		.sentence = "The nas_identifier of the access point that holds the "
			    "station's PMK-R0 is not the one in the target's r0kh entry.",
		.station = "The target answers at once with status 53 (invalid PMKID), as "
			   "where the entry is missing: the R0KH-ID in the station's FTE is "
			   "on no list.",
		.log = "target: \"FT: Did not find R0KH-ID\", with the R0KH-ID in hex",
		.remedy = "Set nas_identifier on the one to what the other lists, letter by "
			  "letter (it is compared with its case), 1 to 47 octets long.",
		.hostapd = "nas_identifier=<as the others' r0kh entries have it>",
		.openwrt = "uci set wireless.<iface>.nasid='<as the others' r0kh lists>'",
		.securities = FT_SECURITIES,
		.of_roams = true,
	},
	[CAUSE_NAS_IDENTIFIER_DUPLICATE] = {
		.id = "nas-identifier-duplicate",
		.sentence = "Two access points have the same nas_identifier.",
		.station = "The target takes itself for the holder of the station's PMK-R0, "
			   "or asks the wrong one: status 53 (invalid PMKID) at once, or no "
			   "answer. The FTE of both shows the same R0KH-ID.",
		.log = "target: \"FT: STA R0KH-ID matching local configuration\", then \"FT: "
		       "R0KH-ID points to self - no matching key available\"; or \"FT: seq "
		       "- local R0KH-ID and R1KH-ID\"",
		.remedy = "Give each BSS its own nas_identifier, and list it as such in the "
			  "others' r0kh entries.",
		.hostapd = "nas_identifier=<unique>",
		.openwrt = "uci set wireless.<iface>.nasid='<unique>'",
		.securities = FT_SECURITIES,
		.of_roams = true,
	},
	[CAUSE_GENERATE_LOCAL_SAE] = {
		.id = "generate-local-sae",
		.sentence = "The access points are to generate the keys from the password "
			    "(\"generate PMK locally\"), which exists for FT-PSK only, and "
			    "have no r0kh entries for FT-SAE.",
		.station = "Every roam with FT-SAE is answered at once with status 53 "
			   "(invalid PMKID), in every direction, between two radios of one "
			   "box as well. FT-PSK works.",
		.log = "target: \"FT: Did not find R0KH-ID\"",
		.remedy = "Turn it off and let the access points exchange keys (r0kh and "
			  "r1kh, or wildcards with one key).",
		.hostapd = "ft_psk_generate_local=0",
		.openwrt = "uci set wireless.<iface>.ft_psk_generate_local='0'",
		.securities = "ft-sae",
		.of_roams = true,
	},
	[CAUSE_R0KH_UNREACHABLE] = {
		.id = "r0kh-unreachable",
		.sentence = "The access point that holds the station's PMK-R0 does not get "
			    "the target's pull, or its answer does not come back.",
		.station = NO_ANSWER,
		.log = "target: \"FT: Send PMK-R1 pull request\" and no \"FT: Received "
		       "PMK-R1 pull response\"; R0KH: no \"FT: Received PMK-R1 pull\"",
		.remedy = "See that the access point is up, and that both are in one "
			  "broadcast domain in which EtherType 0x88B7 passes: no router "
			  "between them, no isolated port, the same VLAN (ft_iface).",
		.securities = FT_SECURITIES,
		.of_roams = true,
	},
	[CAUSE_R0KH_RESTARTED] = {
		.id = "r0kh-restarted",
		.sentence = "The access point of the station's first association has lost "
			    "its PMK-R0: it was restarted, or its wireless was reloaded.",
		.station = "Status 53 (invalid PMKID) from every access point that had no "
			   "key for the station yet, until the station associates anew.",
		.log = "R0KH: \"FT: No matching PMK-R0-Name found\"",
		.remedy = "Nothing has to be set: it is over once the station has "
			  "associated anew. Do not reload the access points while you "
			  "test.",
		.securities = FT_SECURITIES,
		.of_roams = true,
	},
	[CAUSE_NEGATIVE_CACHE] = {
		.id = "negative-cache",
		.sentence = "The target has not reached the holder of the station's PMK-R0 "
			    "a short while ago, and does not ask it again for "
			    "rkh_neg_timeout (60 s).",
		.station = "Status 53 (invalid PMKID) at once, where the roam before had no "
			   "answer; after a minute of rest it has none again.",
		.log = "target: \"FT: Temporarily block R0KH-ID\", then \"FT: R0KH-ID is "
		       "temporarily blocked\"",
		.remedy = "Look for the cause of the roam that had no answer; then wait a "
			  "minute, or restart the target.",
		.hostapd = "rkh_neg_timeout=60",
		.securities = FT_SECURITIES,
		.of_roams = true,
	},
	[CAUSE_WILDCARD_DISCOVERY] = {
		.id = "wildcard-discovery",
		.sentence = "The target first had to find the holder of the station's "
			    "PMK-R0: its r0kh entry is a wildcard.",
		.station = "The first FT roam between two access points takes 0.1 to 1 s "
			   "longer, since the target answers only the station's repeated "
			   "authentication; later ones are fast. After a day without one "
			   "(rkh_pos_timeout) it is slow again.",
		.log = "target: \"FT: Using wildcard R0KH-ID\", then \"FT: Send sequence "
		       "number request\"",
		.remedy = "Nothing fails by it. Entries with BSSIDs and identifiers, or "
			  "pmk_r1_push, make the first roam as fast as the others.",
		.hostapd = "r0kh=<BSSID of the R0KH> <its nas_identifier> <64 hex digits>",
		.openwrt = "uci add_list wireless.<iface>.r0kh='<BSSID>,<nasid>,<key>'",
		.securities = FT_SECURITIES,
		.of_roams = true,
		.arrives = true,
	},
	[CAUSE_RELAY_BLOCKED] = {
		.id = "relay-blocked",
		.sentence = "What the access point relays for FT over the DS does not reach "
			    "the target, or its answer does not come back.",
		.station = "No FT Response to an FT Request over the DS, though the MDE "
			   "offers it; over the air the same roam works.",
		.log = "current access point: \"FT: RRB send to\" the target; target: no "
		       "\"FT: RRB received frame from remote AP\"",
		.remedy = "See that EtherType 0x890D passes between the two: one broadcast "
			  "domain, the same VLAN (ft_iface), no filter. Or do without: "
			  "ft_over_ds=0.",
		.hostapd = "ft_over_ds=0",
		.openwrt = "uci set wireless.<iface>.ft_over_ds='0'",
		.securities = FT_SECURITIES,
		.of_roams = true,
		.over_ds = true,
	},
	[CAUSE_OVER_DS_OFF] = {
		.id = "over-ds-off",
		.sentence = "The access point that the station leaves does not offer FT "
			    "over the DS.",
		.station = "Bit 0 of the FT capability in its MDE is 0, and it drops the FT "
			   "Request without a word. Over the air the same roam works.",
		.log = "current access point: \"FT: Over-DS option disabled - reject\"",
		.remedy = "No harm: stations go over the air. To have it, turn it on at the "
			  "access points that stations leave.",
		.hostapd = "ft_over_ds=1",
		.openwrt = "uci set wireless.<iface>.ft_over_ds='1'",
		.securities = FT_SECURITIES,
		.of_roams = true,
		.over_ds = true,
	},
	[CAUSE_MOBILITY_DOMAIN] = {
		.id = "mobility-domain",
		.sentence = "The two access points are in different mobility domains.",
		.station = "Their MDEs differ, in beacons too. wpa_supplicant from 2.11 on "
			   "makes a full authentication; 2.10 tries FT and is refused with "
			   "status 53 over the air, 54 over the DS.",
		.log = "target: \"FT: Invalid MDIE\"",
		.remedy = "Give all access points of the SSID one mobility domain.",
		.hostapd = "mobility_domain=<4 hex digits, the same everywhere>",
		.openwrt = "uci set wireless.<iface>.mobility_domain='<4 hex digits>'",
		.securities = FT_SECURITIES,
		.of_roams = true,
	},
	[CAUSE_NO_FT_AKM] = {
		.id = "no-ft-akm",
		.sentence = "The target does not offer FT for the security that the station "
			    "uses.",
		.station = "The RSNE in its beacons has no FT AKM, or another one, and as a "
			   "rule there is no MDE: the station makes a full authentication; "
			   "an FT authentication is refused with status 13 or 1.",
		.log = NULL,
		.remedy = "Turn 802.11r on at the target, for the same security as on the "
			  "others.",
		.hostapd = "wpa_key_mgmt=<as on the others: SAE FT-SAE, or WPA-PSK FT-PSK>",
		.openwrt = "uci set wireless.<iface>.ieee80211r='1'",
		.securities = FT_SECURITIES,
	},
	[CAUSE_CIPHER] = {
		.id = "cipher",
		.sentence = "The two access points have no pairwise cipher in common, or "
			    "not the one of the first association.",
		.station = "The RSNEs in their beacons differ; the target refuses with "
			   "status 42 or 41 (hostapd from 2.12 on), over the DS with status "
			   "1; or the station drops its reassociation response. Before 2.12 "
			   "a roam over the air can go through, with another cipher.",
		.log = "target: \"FT: Invalid pairwise cipher\"",
		.remedy = "Give all access points of the SSID the same ciphers.",
		.hostapd = "rsn_pairwise=CCMP",
		.openwrt = "uci set wireless.<iface>.encryption='<the same everywhere>'",
		.securities = FT_SECURITIES,
	},
	[CAUSE_PMF] = {
		.id = "pmf",
		.sentence = "The two access points treat management frame protection "
			    "differently.",
		.station = "The RSN capabilities in their beacons differ (MFPC, MFPR). The "
			   "target refuses with status 31, or the station does not try.",
		.log = "target: \"Management frame protection required, but client did not "
		       "enable it\"",
		.remedy = "Set it alike on all access points of the SSID; SAE wants 2.",
		.hostapd = "ieee80211w=2",
		.openwrt = "uci set wireless.<iface>.ieee80211w='2'",
		.securities = PROTECTED,
	},
	[CAUSE_PASSWORD] = {
		.id = "password",
		.sentence = "The access point has another password than the others.",
		.station = "FT roams to it can work, since the keys come from the access "
			   "point of the first association; a first association with it "
			   "fails: SAE confirm is refused (status 1 or 15), or the 4-way "
			   "handshake ends at message 2. With FT-PSK and keys generated "
			   "locally FT fails too, with status 53.",
		.log = "\"SAE: Confirm mismatch\", or \"invalid MIC in msg 2/4\"",
		.remedy = "Set the same password on all access points of the SSID.",
		.hostapd = "wpa_passphrase=<the same everywhere>",
		.openwrt = "uci set wireless.<iface>.key='<the same everywhere>'",
		.securities = PROTECTED,
	},
	[CAUSE_TARGET_OFF_AIR] = {
		.id = "target-off-air",
		.sentence = "The target is not on the air any more.",
		.station = "It was in the scan; now nothing acknowledges what is sent to it, "
			   "and a new scan does not find it.",
		.log = "target: \"AP-DISABLED\", or nothing",
		.remedy = "See whether the access point is up, and whether it left its "
			  "channel for radar (DFS).",
		.securities = ANY,
	},
	[CAUSE_TARGET_CHANNEL] = {
		.id = "target-channel",
		.sentence = "The target is on another channel than where it was found.",
		.station = "Nothing acknowledges what is sent to it on the channel of the "
			   "last scan; a new scan finds it elsewhere.",
		.log = "target: \"ACS\" or \"DFS-NEW-CHANNEL\", or its configuration",
		.remedy = "Scan again before the roam. Where it moves often, give it a fixed "
			  "channel and announce it to the others (802.11k).",
		.hostapd = "channel=<number>",
		.openwrt = "uci set wireless.<radio>.channel='<number>'",
		.securities = ANY,
	},
	[CAUSE_ACCESS_LIST] = {
		.id = "access-list",
		.sentence = "The target's list of addresses does not let the station in.",
		.station = "The target leaves the authentication without an answer, or "
			   "refuses it with status 1, to this address and to no other. "
			   "hostapd 2.10 does not ask its list over the DS: there the roam "
			   "goes through.",
		.log = "target: \"Station … not allowed to authenticate\"",
		.remedy = "Add the station's address to the target's list, or turn the list "
			  "off. Mind that a device may use a random address for each SSID.",
		.hostapd = "macaddr_acl=0",
		.openwrt = "uci set wireless.<iface>.macfilter='disable'",
		.securities = ANY,
	},
	[CAUSE_ACCESS_POINT_FULL] = {
		.id = "access-point-full",
		.sentence = "The target has as many stations as it takes.",
		.station = "It refuses with status 17 (too many stations), or leaves the "
			   "authentication without an answer; over the DS it does not answer.",
		.log = "target: \"no more room for new STAs\"",
		.remedy = "Raise the number of stations that it takes, or add an access "
			  "point.",
		.hostapd = "max_num_sta=<number>",
		.openwrt = "uci set wireless.<iface>.maxassoc='<number>'",
		.securities = ANY,
	},
	[CAUSE_ASSOCIATION_HELD] = {
		.id = "association-held",
		.sentence = "The target still holds an association of the station with "
			    "management frame protection, and asks it first (SA Query).",
		.station = "A fresh association is put off with status 30 (refused "
			   "temporarily) and a comeback time, or refused with status 17. FT "
			   "roams are not concerned.",
		.log = "target: \"SA Query\" lines before the association",
		.remedy = "Nothing has to be set: it ends by itself after "
			  "assoc_sa_query_max_timeout. If it does not, update hostapd.",
		.hostapd = "assoc_sa_query_max_timeout=1000",
		.securities = PROTECTED,
	},
	[CAUSE_DEAUTHENTICATED_AFTER] = {
		.id = "deauthenticated-after",
		.sentence = "The roam succeeded, and the target threw the station out soon "
			    "after.",
		.station = "A deauthentication or disassociation within seconds after the "
			   "connection, with its reason code; the report quotes it.",
		.log = "target: \"AP-STA-DISCONNECTED\", with what stands before it",
		.remedy = "The reason code and the lines before it in the target's log say "
			  "why: keys that did not go into the driver, a steering daemon, "
			  "an inactivity limit.",
		.securities = ANY,
		.arrives = true,
	},
	[CAUSE_PMKSA] = {
		.id = "pmksa",
		.sentence = "The roam was fast because the target still had a cached PMKSA "
			    "of the station; it was no fast transition.",
		.station = "Open System authentication, a PMKID in the RSNE of the "
			   "(re)association request, then a 4-way handshake. The first roam "
			   "to the same access point is a full one.",
		.log = "target: \"AP-STA-CONNECTED\" after a 4-way handshake, without \"FT\"",
		.remedy = "Look for why FT is not used; PMKSA caching helps only where the "
			  "station has been before.",
		.securities = FT_SECURITIES,
		.of_roams = true,
		.arrives = true,
	},
	[CAUSE_REASSOCIATION_DEADLINE] = {
		.id = "reassociation-deadline",
		.sentence = "The reassociation deadline is too short for some devices: "
			    "Apple's are reported not to roam with 1000 TU.",
		.station = "The Timeout Interval element in message 3 of the first 4-way "
			   "handshake says it. Linux does not look at it.",
		.log = NULL,
		.remedy = "Set it to 20000 TU (20.48 s) on all access points; hostapd only "
			  "announces it.",
		.hostapd = "reassociation_deadline=20000",
		.openwrt = "uci set wireless.<iface>.reassociation_deadline='20000'",
		.securities = FT_SECURITIES,
		.warning = true,
	},
	[CAUSE_RRB_KEY_ZERO] = {
		.id = "rrb-key-zero",
		.sentence = "The key between the access points is all zeros, or one that "
			    "stands in a guide: everyone on the wire can ask for stations' "
			    "keys.",
		.station = "Nothing: FT works.",
		.log = NULL,
		.remedy = "Make a key for each pair: openssl rand -hex 32",
		.hostapd = "r0kh=<BSSID> <nas_identifier> <64 random hex digits>",
		.openwrt = "uci add_list wireless.<iface>.r0kh='<BSSID>,<nasid>,<key>'",
		.securities = FT_SECURITIES,
		.warning = true,
	},
	[CAUSE_RRB_KEY_LENGTH] = {
		.id = "rrb-key-length",
		.sentence = "A key between the access points has 33 to 63 hex digits: "
			    "hostapd takes the first 32 and says nothing.",
		.station = "Nothing, as long as both ends cut it alike.",
		.log = NULL,
		.remedy = "Make it 64 hex digits: openssl rand -hex 32",
		.hostapd = "r0kh=<BSSID> <nas_identifier> <64 hex digits>",
		.openwrt = "uci add_list wireless.<iface>.r0kh='<BSSID>,<nasid>,<key>'",
		.securities = FT_SECURITIES,
		.warning = true,
	},
};

const struct cause_text *cause_text(enum cause cause)
{
	return &texts[cause];
}

enum cause cause_find(const char *id)
{
	for (enum cause cause = 0; cause < CAUSE_MAX; cause++)
		if (strcmp(texts[cause].id, id) == 0)
			return cause;
	return CAUSE_MAX;
}

bool cause_concerns(enum cause cause, const char *security)
{
	const char *list = texts[cause].securities;
	size_t length = strlen(security);

	if (strcmp(list, ANY) == 0)
		return true;
	if (strcmp(list, PROTECTED) == 0)
		return strcmp(security, "open") != 0;
	for (;;) {
		size_t word = strcspn(list, ",");

		if (word == length && strncmp(list, security, length) == 0)
			return true;
		if (!list[word])
			return false;
		list += word + strspn(list + word, ", ");
	}
}
