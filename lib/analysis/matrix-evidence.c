/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/matrix-evidence.h"

#include "base/cleanup.h"
#include "base/memory.h"

/* Which causes a pattern speaks for, the likeliest first: of what only one access point
 * has wrong, only roams into it fail, or only those of stations whose keys it holds
 * (hostapd, src/ap/wpa_auth_ft.c: the target's r0kh entry, the R0KH's r1kh entry and
 * names); between the radios of one hostapd no frame goes by wire. */

#define PREFERRED_MAX 5

static const struct {
	enum cause causes[PREFERRED_MAX];
	size_t count;
} preferred[PATTERN_MAX] = {
	[PATTERN_ALL_PAIRS] = { { CAUSE_GENERATE_LOCAL_SAE, CAUSE_R0KH_UNREACHABLE,
				  CAUSE_R0KH_KEY, CAUSE_R1KH_KEY },
				4 },
	[PATTERN_ONE_WAY] = { { CAUSE_R0KH_MISSING, CAUSE_R1KH_MISSING, CAUSE_R0KH_KEY,
				CAUSE_R1KH_KEY, CAUSE_R0KH_MAC },
			      5 },
	[PATTERN_BETWEEN] = { { CAUSE_R0KH_UNREACHABLE, CAUSE_NAS_IDENTIFIER_DUPLICATE,
				CAUSE_R1KH_ID_DUPLICATE, CAUSE_R0KH_KEY, CAUSE_R1KH_KEY },
			      5 },
	[PATTERN_INTO] = { { CAUSE_R0KH_MISSING, CAUSE_R1KH_ID, CAUSE_R0KH_KEY,
			     CAUSE_R0KH_MAC },
			   4 },
	[PATTERN_FROM] = { { CAUSE_NAS_IDENTIFIER, CAUSE_R1KH_MISSING, CAUSE_R1KH_KEY,
			     CAUSE_OVER_DS_OFF },
			   4 },
	[PATTERN_WITH] = { { CAUSE_R0KH_UNREACHABLE, CAUSE_RELAY_BLOCKED }, 2 },
	[PATTERN_OTHER_DEVICES] = { { CAUSE_R0KH_UNREACHABLE, CAUSE_RELAY_BLOCKED,
				      CAUSE_R0KH_KEY },
				    3 },
	[PATTERN_GROUPS] = { { CAUSE_R0KH_UNREACHABLE, CAUSE_RELAY_BLOCKED }, 2 },
	[PATTERN_FIRST] = { { CAUSE_WILDCARD_DISCOVERY, CAUSE_NEGATIVE_CACHE }, 2 },
	[PATTERN_BACK] = { { CAUSE_ASSOCIATION_HELD }, 1 },
};

/* Moves a candidate to the front of those from position from on. */
static bool bring_forward(struct diagnosis *d, enum cause cause, size_t from)
{
	for (size_t i = from; i < d->candidate_count; i++) {
		if (d->candidates[i] != cause)
			continue;
		for (; i > from; i--)
			d->candidates[i] = d->candidates[i - 1];
		d->candidates[from] = cause;
		return true;
	}
	return false;
}

static void weigh(struct diagnosis *d, enum pattern pattern)
{
	size_t front = 0;

	for (size_t i = 0; i < preferred[pattern].count; i++)
		front += bring_forward(d, preferred[pattern].causes[i], front);
}

/* Whether a pattern, if true, is about such a leg: most are about the cold one. */
static bool is_about(const struct matrix_pattern *pattern, const struct matrix_cell *cell)
{
	enum leg leg = pattern->pattern == PATTERN_BACK	  ? LEG_BACK
		       : pattern->pattern == PATTERN_WARM ? LEG_WARM
							  : LEG_COLD;

	return cell->leg == leg && pattern->vias[cell->via];
}

static void add_pattern(struct results *results, const struct matrix_result *matrix,
			const struct matrix_pattern *pattern)
{
	struct spill *spill = results->spill;

	for (size_t i = 0; i < matrix->cell_count; i++) {
		const struct matrix_cell *cell = &matrix->cells[i];
		struct diagnosis *d;

		if (cell->worked || cell->roam == 0 || !is_about(pattern, cell))
			continue;
		d = &results->roams[cell->roam - 1].diagnosis;
		if (!d->present)
			continue;
		*spill_array_add(spill, d->evidence, d->evidence_count,
				 d->evidence_capacity) =
			spill_take_over_string(
				spill, memory_printf("of the matrix on line %u: %s",
						     matrix->line, pattern->sentence));
		if (d->cause == CAUSE_MAX)
			weigh(d, pattern->pattern);
	}
}

void matrix_evidence_add(struct results *results)
{
	for (size_t i = 0; i < results->matrix_count; i++) {
		const struct matrix_result *matrix = &results->matrices[i];

		for (size_t j = 0; j < matrix->pattern_count; j++)
			if (matrix->patterns[j].pattern != PATTERN_NONE)
				add_pattern(results, matrix, &matrix->patterns[j]);
	}
}
