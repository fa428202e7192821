/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "config/line.h"
#include "config/lint.h"
#include "config/pull.h"

/* What the lint's parts share. */

struct lint {
	struct config_site *site;
	const struct config_random *random;
	struct findings *findings;
	/* A key for each unordered pair of BSSs, and of one with itself, made when it is
	 * first needed; text is NULL before. */
	struct rrb_key *pair_keys;
};

/* BSSs that hostapd does not start, SSIDs that are missing, addresses that are there
 * twice. */
void lint_starts(struct lint *lint);
/* What has to be, or should be, the same everywhere. */
void lint_agreement(struct lint *lint);
void lint_generate_local(struct lint *lint);
/* FT over the DS between BSSs whose RSNEs differ in nothing but other AKMs. */
void lint_over_ds_akms(struct lint *lint);
/* The way of keys, for each ordered pair. */
void lint_keys(struct lint *lint);
/* Lines of key holders that nothing fails by; after lint_keys(). */
void lint_key_holders(struct lint *lint);
/* Keys that are no secret, or too short. */
void lint_key_values(struct lint *lint);
/* Lines of key holders that hostapd refuses; last of all, since it adds them to the
 * model. */
void lint_refused_entries(struct lint *lint);
/* Numbers, and settings beside FT. */
void lint_values(struct lint *lint);

/* The new key of a pair. */
const struct rrb_key *lint_pair_key(struct lint *lint, size_t a, size_t b);

/* That the BSS does not start for it. */
struct finding *lint_add_refusal(struct lint *lint, size_t index,
				 const struct refusal *refusal);
/* Whether the setting with that index is an r0kh or r1kh line. */
bool lint_is_entry(const struct config_bss *bss, size_t setting);

/* The BSS whose address that is; SIZE_MAX: none. */
size_t lint_find_bssid(const struct lint *lint, const uint8_t *mac);
/* Where the BSS says that; the BSS itself if it does not. */
struct place lint_place(const struct config_bss *bss, const char *key);
/* The same as a line of the finding. */
void lint_add_line(struct lint *lint, struct finding *finding, size_t bss,
		   const char *key, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));
/* Where an entry stands; the BSS if it is in no file. */
struct place lint_entry_place(const struct config_bss *bss,
			      const struct key_entry *entry);
bool lint_uses_ft(const struct config_bss *bss);
/* Whether roams by FT between the two are thinkable: both start, and have an AKM of FT
 * and a mobility domain in common. */
bool lint_is_pair(const struct lint *lint, size_t from, size_t to);
