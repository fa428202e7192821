/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* OpenWrt's releases, as far as they make something else of the same configuration
 * (package/network/services/hostapd/files/hostapd.sh up to 23.05, then
 * package/network/config/wifi-scripts; from 25.12 on its ucode, wifi/ap.uc). */

struct openwrt_release {
	unsigned year, month; /* 23, 5 */
	/* The order within the branch: release candidates -100 and up (rc1 -99), then
	 * the point releases from 0. */
	int point;
	bool has_point; /* else the newest that the branch has */
};

/* How a release does what a configuration leaves open. */

enum openwrt_generate_local {
	GENERATE_LOCAL_UNKNOWN, /* the release has no such option */
	GENERATE_LOCAL_ALWAYS,
	GENERATE_LOCAL_PSK_SAE, /* with SAE, too, where it does nothing but harm */
	GENERATE_LOCAL_PSK,
};

enum openwrt_mobility_domain {
	MOBILITY_DOMAIN_4F57,	 /* the same in all networks of the world */
	MOBILITY_DOMAIN_SSID_LF, /* of the MD5 sum of the SSID with a line end */
	MOBILITY_DOMAIN_SSID,	 /* of that of the SSID alone */
};

enum openwrt_wildcards {
	WILDCARDS_NONE,
	WILDCARDS_WITHOUT_PASSWORD, /* their key follows from the mobility domain alone */
	WILDCARDS_WITH_PASSWORD,
};

enum openwrt_nas_identifier {
	NAS_IDENTIFIER_NONE,
	NAS_IDENTIFIER_IF_FT, /* the address without colons, where 802.11r is on */
	NAS_IDENTIFIER_BSSID, /* likewise, always (hostapd.uc) */
};

struct openwrt_defaults {
	unsigned year, month;
	int since; /* point, as in struct openwrt_release */
	bool ucode;
	bool wpa1_ft; /* FT beside WPA1 alone, too */
	enum openwrt_generate_local generate_local;
	enum openwrt_wildcards wildcards;
	bool over_ds;	      /* ft_over_ds */
	unsigned deadline_tu; /* reassociation_deadline */
	enum openwrt_mobility_domain mobility_domain;
	enum openwrt_nas_identifier nas_identifier;
	bool r1_key_holder;    /* 00004f577274 on every access point */
	bool sae;	       /* encryption can be sae, sae-mixed, owe */
	bool sae_pwe;	       /* 2 where SAE is on; else hostapd's own, 0 */
	bool mixed_pmf_forced; /* ieee80211w 1 with sae-mixed, whatever is configured */
};

/* "23.05", "23.05.3", "25.12.0-rc2", "v23.05.3"; "snapshot" is the newest. False: no
 * release has that name. */
bool openwrt_release_parse(const char *name, struct openwrt_release *ret);
/* The newest one that is known. */
struct openwrt_release openwrt_release_newest(void);
/* "23.05.3", "23.05". */
void openwrt_release_add(struct text *out, const struct openwrt_release *release);
/* "17.01, 18.06, …, 25.12": for a person. */
void openwrt_releases_add(struct text *out);
const struct openwrt_defaults *openwrt_defaults_of(const struct openwrt_release *release);
