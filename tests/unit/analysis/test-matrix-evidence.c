/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"

#include "analysis/matrix-evidence.h"
#include "base/cleanup.h"
#include "base/memory.h"

/* A matrix whose only roam failed over the air, and one pattern in it. */
static struct results *site(enum cause cause, enum pattern pattern)
{
	static const enum cause candidates[] = { CAUSE_R0KH_UNREACHABLE, CAUSE_R0KH_KEY,
						 CAUSE_R0KH_MISSING };
	struct results *results = memory_zero(1, sizeof(*results));
	struct roam *roam =
		array_add(results->roams, results->roam_count, results->roam_capacity);
	struct matrix_result *matrix = array_add(results->matrices, results->matrix_count,
						 results->matrix_capacity);
	struct matrix_cell *cell =
		array_add(matrix->cells, matrix->cell_count, matrix->cell_capacity);
	struct matrix_pattern *found = array_add(matrix->patterns, matrix->pattern_count,
						 matrix->pattern_capacity);
	struct diagnosis *d = &roam->diagnosis;

	d->present = true;
	d->cause = cause;
	for (size_t i = 0; i < ARRAY_SIZE(candidates); i++)
		*array_add(d->candidates, d->candidate_count, d->candidate_capacity) =
			candidates[i];
	matrix->line = 12;
	cell->via = VIA_AIR;
	cell->roam = 1;
	found->pattern = pattern;
	found->vias[VIA_AIR] = true;
	found->sentence = memory_strdup("FT fails only into stairs");
	matrix_evidence_add(results);
	return results;
}

static void a_pattern_is_evidence(void **state)
{
	cleanup_(results_freep) struct results *results = site(CAUSE_MAX, PATTERN_INTO);
	const struct diagnosis *d = &results->roams[0].diagnosis;

	(void)state;
	assert_int_equal(d->evidence_count, 1);
	assert_string_equal(d->evidence[0],
			    "of the matrix on line 12: FT fails only into stairs");
}

static void what_it_speaks_for_comes_first_where_nothing_decides(void **state)
{
	cleanup_(results_freep) struct results *results = site(CAUSE_MAX, PATTERN_INTO);
	const struct diagnosis *d = &results->roams[0].diagnosis;

	(void)state;
	assert_int_equal(d->candidate_count, 3);
	assert_int_equal(d->candidates[0], CAUSE_R0KH_MISSING);
	assert_int_equal(d->candidates[1], CAUSE_R0KH_KEY);
	assert_int_equal(d->candidates[2], CAUSE_R0KH_UNREACHABLE);
}

static void what_is_decided_stays_as_it_is(void **state)
{
	cleanup_(results_freep) struct results *results =
		site(CAUSE_R0KH_KEY, PATTERN_INTO);

	(void)state;
	assert_int_equal(results->roams[0].diagnosis.candidates[0],
			 CAUSE_R0KH_UNREACHABLE);
}

static void no_pattern_says_nothing(void **state)
{
	cleanup_(results_freep) struct results *results = site(CAUSE_MAX, PATTERN_NONE);

	(void)state;
	assert_int_equal(results->roams[0].diagnosis.evidence_count, 0);
}

/* The way back may fail for another reason than the way there of another pair. */
static void a_pattern_of_a_later_leg_says_nothing_of_the_cold_one(void **state)
{
	cleanup_(results_freep) struct results *results = site(CAUSE_MAX, PATTERN_BACK);
	const struct diagnosis *d = &results->roams[0].diagnosis;

	(void)state;
	assert_int_equal(d->evidence_count, 0);
	results->matrices[0].cells[0].leg = LEG_BACK;
	matrix_evidence_add(results);
	assert_int_equal(d->evidence_count, 1);
	results->matrices[0].patterns[0].pattern = PATTERN_INTO;
	matrix_evidence_add(results);
	assert_int_equal(d->evidence_count, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pattern_is_evidence),
		cmocka_unit_test(what_it_speaks_for_comes_first_where_nothing_decides),
		cmocka_unit_test(what_is_decided_stays_as_it_is),
		cmocka_unit_test(no_pattern_says_nothing),
		cmocka_unit_test(a_pattern_of_a_later_leg_says_nothing_of_the_cold_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
