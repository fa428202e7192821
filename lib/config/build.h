/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "config/site.h"

/* What makes the model of a site. */

/* The wifi-device of that name, or NULL. */
const struct uci_section *uci_device(const struct uci *uci, const char *name);
/* Whether it is a wifi-iface that is an access point and has an SSID. */
bool uci_is_access_point(const struct uci_section *section);
/* Whether it, or its radio, is turned off. */
bool uci_is_disabled(const struct config_ap *ap, const struct uci_section *section);
/* hostapd.conf: ssid=, ssid2="…" and ssid2=HEX. NULL: there is none. Owned by the
 * caller. */
char *hostapd_ssid(const struct hostapd_section *section);
/* As config_site_build(). */
int ssid_choose(struct config_site *site, const char *ssid, struct error *error);

/* Finds a BSSID for each BSS whose file does not tell it: the address by which the site's
 * own lists of key holders call it, else one made up. */
void bssids_find(struct config_site *site);

/* Adds the settings of a BSS of UCI as its release of OpenWrt makes them. */
void openwrt_translate(struct config_ap *ap, struct config_bss *bss);
/* What stands in its r0kh or r1kh, as lines of hostapd.conf. Each is freed by the
 * caller; *ret_from is where it stands. */
struct openwrt_key_holder {
	char *line;
	const struct config_value *from;
};
size_t openwrt_key_holders(const struct config_ap *ap, const struct uci_section *section,
			   const char *option, struct openwrt_key_holder **ret);

/* The channel, where it is known, and the band. */
void openwrt_radio(struct config_ap *ap, struct config_bss *bss);
/* Notes what of a section the model does without. */
void openwrt_note_options(struct config_ap *ap, const struct uci_section *section);
