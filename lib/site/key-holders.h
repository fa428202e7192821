/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/redact.h"
#include "scenario/scenario.h"
#include "site/hostapd-lines.h"

/* What the access points know of each other as holders of keys (hostapd.conf: r0kh,
 * r1kh): identifiers, addresses, keys, and the scenario's faults in them. */

#define RRB_KEY_LENGTH 32

/* A 256-bit key for each pair of access points, to protect the remote request broker
 * between them (hostapd.conf: r0kh, r1kh). */
struct pair_keys {
	uint8_t (*keys)[RRB_KEY_LENGTH];
	size_t access_points;
	uint8_t common[RRB_KEY_LENGTH]; /* of those that know each other by wildcards */
};

/* Those that follow from the seed; more access points leave the keys of the first as
 * they are. */
void pair_keys_make(size_t access_points, uint32_t seed, struct pair_keys *ret);
void pair_keys_clear(struct pair_keys *keys);
/* The same for (a, b) and (b, a). */
const uint8_t *pair_key(const struct pair_keys *keys, size_t a, size_t b);

/* The NAS-Identifier, which is the R0KH-ID, of an access point: unique, and at most 47
 * octets, since an r0kh line takes no longer one (hostapd: add_r0kh(), an octet less
 * than FT_R0KH_ID_MAX_LEN). */
#define NAS_IDENTIFIER_MAX 48
void hostapd_nas_identifier(const struct scenario *scenario, size_t index,
			    char ret[static NAS_IDENTIFIER_MAX]);
/* The identifiers with the scenario's faults: those that the access point has (own), or
 * those that the others list for it. Pure. */
void key_holder_r0kh_id(const struct scenario *scenario, size_t index, bool own,
			char ret[static NAS_IDENTIFIER_MAX]);
void key_holder_r1kh_id(const struct scenario *scenario, size_t index, bool own,
			uint8_t ret[static MAC_LENGTH]);

/* What access point number index lists for number other. Pure. */
void key_holders_add(struct hostapd_lines *lines, const struct scenario *scenario,
		     size_t index, size_t other, const struct pair_keys *keys);
/* What it lists for all of them, if it knows none by name; else false. Pure. */
bool key_holders_add_wildcard(struct hostapd_lines *lines,
			      const struct scenario *scenario, size_t index,
			      const struct pair_keys *keys);
/* Every key in those lines. */
void key_holders_secrets(const struct scenario *scenario, const struct pair_keys *keys,
			 struct secrets *out);
