/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mac.h"

/* What of an access point's hostapd.conf decides how keys get from one to another, as
 * EVENT_AP_CONF has it. */

/* An r0kh or r1kh line. */
struct key_holder {
	uint8_t mac[MAC_LENGTH];
	char *id;  /* R0KH-ID, or R1KH-ID with colons */
	char *key; /* its name, "key-1" or "key-zero"; no secret */
	unsigned digits;
	char *line; /* the whole of it, for a person */
};

struct key_holders {
	struct key_holder *items;
	size_t count, capacity;
};

struct ap_conf {
	bool known;			   /* else the rest says nothing */
	char *nas_identifier;		   /* R0KH-ID, or NULL */
	uint8_t r1_key_holder[MAC_LENGTH]; /* zero: the BSSID */
	bool generate_local;		   /* ft_psk_generate_local */
	bool has_reassociation_deadline;
	unsigned reassociation_deadline_tu;
	struct key_holders r0kh, r1kh;
};

void ap_conf_parse(const char *text, struct ap_conf *ret);
void ap_conf_clear(struct ap_conf *conf);

/* The entry with that address, or NULL. A wildcard has no such one. */
const struct key_holder *key_holder_of_mac(const struct key_holders *holders,
					   const uint8_t mac[static MAC_LENGTH]);
/* The entry that hostapd takes for an R0KH-ID, or for an R1KH-ID: the first line that has
 * it, else the wildcard, or NULL (hostapd, src/ap/wpa_auth_ft.c,
 * wpa_ft_rrb_lookup_r0kh(), wpa_ft_rrb_lookup_r1kh()). */
const struct key_holder *key_holder_of_r0kh(const struct key_holders *holders,
					    const char *id);
const struct key_holder *key_holder_of_r1kh(const struct key_holders *holders,
					    const uint8_t id[static MAC_LENGTH]);
