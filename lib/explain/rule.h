/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

/* What is wrong with the configurations of a site's access points, beside the causes of
 * cause.h: found by reading them, before anything runs. A closed vocabulary, too. */

enum rule {
	/* Nothing works until it is mended. */
	RULE_NOT_STARTED,
	RULE_SSID,
	RULE_BSSID_DUPLICATE,
	/* Keys between access points. */
	RULE_R1KH_MAC,
	RULE_GENERATE_LOCAL_DIFFERS,
	RULE_KEY_HOLDER_TWICE,
	RULE_KEY_HOLDER_UNKNOWN,
	RULE_KEY_HOLDER_SELF,
	RULE_KEY_HOLDERS_UNUSED,
	RULE_RRB_KEY_DERIVED,
	RULE_NAS_IDENTIFIER_LENGTH,
	/* What differs. */
	RULE_RSNXE,
	RULE_DEADLINE_DIFFERS,
	RULE_OVER_DS_DIFFERS,
	RULE_OVER_DS_AKMS,
	/* Numbers. */
	RULE_DEADLINE_RANGE,
	RULE_LIFETIME_UNIT,
	/* Beside FT. */
	RULE_NEIGHBOURS,
	RULE_MAX
};

struct rule_text {
	const char *id;	      /* "r1kh-mac": in SARIF, for good */
	const char *sentence; /* what is wrong */
	const char *matters;  /* why, and to whom */
	const char *remedy;
	const char *hostapd; /* as a line of hostapd.conf, or NULL */
	const char *openwrt; /* as uci commands, or NULL */
};

const struct rule_text *rule_text(enum rule rule);
/* RULE_MAX: no rule has this id. */
enum rule rule_find(const char *id);
