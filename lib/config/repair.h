/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "config/lint-parts.h"

/* One change of one value in the model of a site, which can be tried and taken back. */

enum repair_kind {
	REPAIR_R0KH_MAC,
	REPAIR_R0KH_ID,
	REPAIR_R0KH_KEY,
	REPAIR_R1KH_MAC,
	REPAIR_R1KH_ID,
	REPAIR_R1KH_KEY,
	REPAIR_NAS_IDENTIFIER,
	REPAIR_R1_KEY_HOLDER,
	REPAIR_ADD_R0KH,
	REPAIR_ADD_R1KH,
};

struct repair {
	enum repair_kind kind;
	size_t bss;   /* whose file it changes */
	size_t entry; /* index into its list */
	size_t other; /* the BSS that it is about, of an entry; else bss */
	/* What it puts in; once applied, what was there. */
	char *text;
	uint8_t mac[MAC_LENGTH];
	struct rrb_key key;
};

#define REPAIRS_MAX 8

struct repairs {
	struct repair items[REPAIRS_MAX];
	size_t count;
};

/* Everything that could mend the roam from one BSS to the other, which ends so. */
void repairs_find(struct lint *lint, size_t from, size_t to, const struct pull *pull,
		  struct repairs *ret);
void repair_apply(struct config_site *site, struct repair *repair);
void repair_take_back(struct config_site *site, struct repair *repair);
/* How many other places in the site's files say what it would say. */
unsigned repair_support(const struct config_site *site, const struct repair *repair);
void repairs_clear(struct repairs *repairs);
