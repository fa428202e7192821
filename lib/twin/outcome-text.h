/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "base/text.h"
#include "twin/trial.h"

/* What became of pairs, in words. */

/* "FT", "full", "status 53", "no answer, on the way back", "not offered",
 * "ap2 does not start". */
void twin_pair_outcome_add(struct text *out, const struct twin_trial *trial,
			   const struct twin_pair *pair);
/* "ap1 -> ap2" */
void twin_pair_name_add(struct text *out, const struct config_site *site,
			const struct twin_pair *pair);

/* Failed pairs that went alike: with the same outcome, the same diagnosis, in one way. */
struct twin_group {
	const struct twin_pair **pairs; /* borrowed */
	size_t count, capacity;
	char *phrase; /* "over the air no answer, diagnosed as r0kh-key" */
};
struct twin_groups {
	struct twin_group *items;
	size_t count, capacity;
};

/* Those that the finding explains; finding SIZE_MAX: those that none does. */
void twin_groups_find(const struct twin_trial *trial, size_t finding,
		      struct twin_groups *ret);
void twin_groups_clear(struct twin_groups *groups);
#define cleanup_twin_groups_ __attribute__((cleanup(twin_groups_clear)))
/* "ap1 -> ap2, ap2 -> ap1 and 4 more" */
void twin_group_names_add(struct text *out, const struct config_site *site,
			  const struct twin_group *group);
