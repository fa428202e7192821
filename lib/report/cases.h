/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "analysis/results.h"
#include "base/text.h"

/* The steps that have a diagnosis. Those with the same cause and the same remedy are one
 * matter to whoever reads of them. */

struct step_case {
	const struct roam *roam; /* or */
	const struct association *association;
	const struct diagnosis *diagnosis;
	bool passed; /* it went wrong as it was expected to */
};

struct case_group {
	struct step_case *items; /* in the order of the run */
	size_t count, capacity;
};

struct case_groups {
	struct case_group *items;
	size_t count, capacity;
};

/* Of the steps that broke an expectation; of NULL: of all steps. Together: what was not
 * expected goes first; else each step is a group, in the order of the run. What is found
 * borrows from the results. */
void case_groups_find(const struct results *results, const struct expectation_result *of,
		      bool together, struct case_groups *ret);
void case_groups_clear(struct case_groups *groups);
#define cleanup_case_groups_ __attribute__((cleanup(case_groups_clear)))

/* "roams 3, 7 and 9, hall -> stairs over the air, rejected, status 53 (invalid PMKID)" */
void case_group_name_add(struct text *out, const struct case_group *group);
