/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* What a radio and its driver can do, as nl80211 tells (NL80211_CMD_GET_WIPHY). */

#define WIPHY_NAME_MAX 32
#define WIPHY_COMMANDS_MAX 256
#define WIPHY_FEATURE_OCTETS_MAX 32
#define WIPHY_AKMS_MAX 32
#define WIPHY_COMBINATIONS_MAX 16
#define WIPHY_LIMITS_MAX 8
#define WIPHY_FREQUENCIES_MAX 256

/* Interfaces that one radio can have at a time: of each limit's types together at most
 * its max, and max in all, on so many channels (struct ieee80211_iface_combination,
 * include/net/cfg80211.h). Types are bits, 1 << enum nl80211_iftype. */
struct interface_combination {
	unsigned max, channels;
	struct interface_limit {
		unsigned max;
		uint32_t types;
	} limits[WIPHY_LIMITS_MAX];
	size_t limit_count;
};

struct wiphy {
	char name[WIPHY_NAME_MAX]; /* "phy0" */
	uint8_t commands[WIPHY_COMMANDS_MAX / 8];
	uint8_t features[WIPHY_FEATURE_OCTETS_MAX]; /* enum nl80211_ext_feature_index */
	uint32_t types;		 /* of interfaces, that it can have at all */
	uint32_t software_types; /* of these, those that no combination limits */
	struct interface_combination combinations[WIPHY_COMBINATIONS_MAX];
	size_t combination_count;
	/* Selectors (0x000fac09: FT-SAE) of the AKMs that the driver knows. One that lets
	 * the supplicant do the keys lists none: it takes any. */
	uint32_t akms[WIPHY_AKMS_MAX];
	size_t akm_count;
	bool firmware_roams; /* chooses among the BSSs of an ESS by itself */
	unsigned scan_ssids; /* that a scan can ask for by name */
	/* MHz, of the channels on which a station looks for access points: those of the
	 * bands at 2.4 and 5 GHz that are allowed here, and at 6 GHz the preferred
	 * scanning channels (IEEE 802.11ax-2021 26.17.2.3.3). */
	unsigned frequencies[WIPHY_FREQUENCIES_MAX];
	size_t frequency_count;
};

/* Takes what one message of the (split) answer says, from its generic netlink header on.
 * Pure. -EBADMSG; more of anything than is kept does no harm. */
int wiphy_take(const void *message, size_t length, struct wiphy *wiphy);
/* Of the radio with that number (struct wireless_interface), in the calling thread's
 * network namespace. */
int wiphy_read(uint32_t number, struct wiphy *ret, struct error *error);

bool wiphy_has_command(const struct wiphy *wiphy, unsigned command);
bool wiphy_has_feature(const struct wiphy *wiphy, unsigned feature);

/* Who does the station's part of authentication and association: with the commands
 * AUTHENTICATE and ASSOCIATE the supplicant does it, and mac80211 or the like sends the
 * frames; with CONNECT alone it is the firmware's (hostap, driver_nl80211_capa.c,
 * wiphy_info_supp_cmds()). */
enum sme { SME_SUPPLICANT, SME_FIRMWARE, SME_NONE, SME_MAX };
enum sme wiphy_sme(const struct wiphy *wiphy);

/* Whether the driver says that a monitor interface can stand beside a station
 * (net/wireless/ util.c, cfg80211_iter_combinations(): software types count in no
 * combination). */
bool wiphy_can_monitor_beside_station(const struct wiphy *wiphy);
