/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "config/build.h"

/* What the parts of the translation from UCI to hostapd.conf share. */

enum auth_type {
	AUTH_NONE,
	AUTH_WEP,
	AUTH_OWE,
	AUTH_PSK,
	AUTH_SAE,
	AUTH_PSK_SAE,
	AUTH_EAP,
	AUTH_EAP_EAP2,
	AUTH_EAP2,
	AUTH_EAP192,
};

struct translation {
	struct config_ap *ap;
	struct config_bss *bss;
	const struct uci_section *section;
	const struct openwrt_defaults *defaults;
	char *release; /* "OpenWrt 23.05" */
	char *why;     /* "OpenWrt 23.05's default" */
	enum auth_type auth;
	unsigned wpa; /* bits: 1 WPA, 2 RSN */
	const char *pairwise;
	bool ft; /* ieee80211r */
	unsigned pmf;
};

/* The value of an option; NULL: there is none. */
const struct config_value *option_value(const struct translation *t, const char *name);
/* As OpenWrt reads a boolean: "0", "1", "false", "true"; all else is noted, and as if it
 * were not there. *ret_from is NULL then. */
bool option_boolean(const struct translation *t, const char *name, bool otherwise,
		    const struct config_value **ret_from);
unsigned option_number(const struct translation *t, const char *name, unsigned otherwise,
		       const struct config_value **ret_from);
/* Adds a line with the value's origin, or with the release's default where from is NULL.
 */
void put(struct translation *t, const struct config_value *from, const char *key,
	 const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* Takes the option over where it is there. */
void put_option(struct translation *t, const char *name, const char *key);
void put_boolean(struct translation *t, const char *name, const char *key,
		 bool otherwise);
void put_number(struct translation *t, const char *name, const char *key,
		unsigned otherwise);

void translate_encryption(struct translation *t);
void translate_security(struct translation *t);
void translate_key_management(struct translation *t);
void translate_fast_transition(struct translation *t);
