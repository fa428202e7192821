/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/matrix.h"

#include "analysis/explanation.h"
#include "analysis/matrix-pattern.h"
#include "base/memory.h"

/* The roams of a matrix, each in its place. */

static struct matrix_result *matrix_begin(const struct judgement *judgement,
					  const struct plan_step *step)
{
	const struct scenario *scenario = judgement->scenario;
	const struct matrix *matrix = &step->step->matrix;
	struct results *results = judgement->results;
	struct matrix_result *result = array_add(results->matrices, results->matrix_count,
						 results->matrix_capacity);

	result->line = step->line;
	result->iteration = step->iteration;
	for (size_t i = 0; i < matrix->count; i++)
		*array_add(result->access_points, result->access_point_count,
			   result->access_point_capacity) =
			memory_strdup(
				scenario->access_points[matrix->access_points[i]].name);
	return result;
}

static void cell_add_to(struct matrix_result *matrix, const struct judgement *judgement,
			size_t index, const struct roam *roam)
{
	const struct scenario *scenario = judgement->scenario;
	const struct plan_cell *from = &plan_step(judgement->plan, index)->cell;
	struct matrix_cell *cell =
		array_add(matrix->cells, matrix->cell_count, matrix->cell_capacity);

	*cell = (struct matrix_cell){
		.from = memory_strdup(scenario->access_points[from->from].name),
		.to = memory_strdup(scenario->access_points[from->to].name),
		.via = from->via,
		.leg = from->leg,
		.first = from->first,
		.skipped = judgement->skipped[index],
	};
	if (!roam)
		return;
	cell->roam = roam->index;
	cell->worked = scenario_uses_ft(scenario) ? roam_is_fast(roam)
						  : roam->result == OUTCOME_OK;
}

void matrices_find(const struct judgement *judgement)
{
	const struct plan *plan = judgement->plan;
	const struct results *results = judgement->results;
	struct matrix_result *matrix = NULL;
	const struct step *last = NULL;
	unsigned iteration = 0;
	size_t next = 0;

	for (size_t i = 0; i < plan->count; i++) {
		const struct plan_step *step = plan_step(plan, i);
		const struct roam *roam = NULL;
		bool begins = !last || step->step != last || step->iteration != iteration;

		if (next < results->roam_count &&
		    results_roam(results, next)->plan_step == i)
			roam = results_roam(results, next++);
		if (step->step->kind != STEP_MATRIX ||
		    (begins && !judgement_has(judgement, i)))
			continue;
		if (begins)
			matrix = matrix_begin(judgement, step);
		last = step->step;
		iteration = step->iteration;
		if (step->kind == STEP_ROAM)
			cell_add_to(matrix, judgement, i, roam);
	}
	for (size_t i = 0; i < results->matrix_count; i++)
		matrix_patterns_find(&results->matrices[i], judgement->scenario);
}
