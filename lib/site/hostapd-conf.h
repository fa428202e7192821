/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/redact.h"
#include "base/text.h"
#include "scenario/scenario.h"

/* The configuration of one access point's hostapd. */

#define RRB_KEY_LENGTH 32

/* A 256-bit key for each pair of access points, to protect the remote request broker
 * between them (hostapd.conf: r0kh, r1kh). */
struct pair_keys {
	uint8_t (*keys)[RRB_KEY_LENGTH];
	size_t access_points;
};

/* Those that follow from the seed; more access points leave the keys of the first as
 * they are. */
void pair_keys_make(size_t access_points, uint32_t seed, struct pair_keys *ret);
void pair_keys_clear(struct pair_keys *keys);
/* The same for (a, b) and (b, a). */
const uint8_t *pair_key(const struct pair_keys *keys, size_t a, size_t b);

struct hostapd_place {
	const char *interface, *bridge, *control_folder;
};

/* hostapd.conf of the scenario's access point number index: generated lines, then the
 * options common to all access points, then its own, each of which replaces every
 * line of its name. Pure. */
void hostapd_conf_format(const struct scenario *scenario, size_t index,
			 const struct hostapd_place *place, const struct pair_keys *keys,
			 struct text *out);

/* The NAS-Identifier, which is the R0KH-ID, of an access point: unique, and at most 47
 * octets, since an r0kh line takes no longer one (hostapd: add_r0kh(), an octet less
 * than FT_R0KH_ID_MAX_LEN). */
#define NAS_IDENTIFIER_MAX 48
void hostapd_nas_identifier(const struct scenario *scenario, size_t index,
			    char ret[static NAS_IDENTIFIER_MAX]);

/* What of the configurations must not be seen. */
void hostapd_conf_secrets(const struct scenario *scenario, const struct pair_keys *keys,
			  struct secrets *out);
