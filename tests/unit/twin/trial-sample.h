/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "../config/site-sample.h"
#include "base/memory.h"
#include "config/lint.h"
#include "twin/trial.h"

/* Trials of two or three access points, with results made by hand. */

#define TRIAL cleanup_twin_trial_ struct twin_trial

static inline void sample_random(void *context, uint8_t *out, size_t length)
{
	(void)context;
	memset(out, 0x5a, length);
}

static const struct config_random sample_keys = { .fill = sample_random };

/* Reads, stages and lints it; it has not run. */
static inline void sample_trial(struct twin_trial *trial, const struct sample_file *files,
				size_t count)
{
	sample_build(&trial->site, files, count, "corridor");
	twin_stage_make(&trial->site, &trial->stage);
	config_lint(&trial->site, &sample_keys, &trial->findings);
}

static inline struct results *sample_results(struct twin_trial *trial)
{
	struct results *results = memory_zero(1, sizeof(*results));

	trial->results = results;
	results->verdict = VERDICT_PASS;
	array_add(results->matrices, results->matrix_count, results->matrix_capacity);
	for (size_t i = 0; i < trial->site.bss_count; i++) {
		struct matrix_result *matrix = &results->matrices[0];

		*array_add(matrix->access_points, matrix->access_point_count,
			   matrix->access_point_capacity) =
			memory_strdup(trial->site.bsss[i].name);
	}
	return results;
}

/* A leg over the air, and its roam, which arrived by FT or got status 53. */
static inline struct roam *sample_roam(struct twin_trial *trial, size_t from, size_t to,
				       enum leg leg, bool worked)
{
	struct results *results = trial->results;
	struct matrix_result *matrix = &results->matrices[0];
	const char *first = trial->site.bsss[from].name,
		   *second = trial->site.bsss[to].name;
	struct matrix_cell *cell =
		array_add(matrix->cells, matrix->cell_count, matrix->cell_capacity);
	struct roam *roam =
		array_add(results->roams, results->roam_count, results->roam_capacity);

	*cell = (struct matrix_cell){
		.from = memory_strdup(first),
		.to = memory_strdup(second),
		.leg = leg,
		.roam = (unsigned)results->roam_count,
		.worked = worked,
	};
	roam->index = (unsigned)results->roam_count;
	roam->of_matrix = true;
	roam->leg = leg;
	roam->from = memory_strdup(leg == LEG_BACK ? second : first);
	roam->to = memory_strdup(leg == LEG_BACK ? first : second);
	roam->used = worked ? METHOD_FT_AIR : METHOD_NONE;
	roam->result = worked ? OUTCOME_OK : OUTCOME_REJECTED;
	roam->has_status = !worked;
	roam->status = 53;
	roam->passed = worked;
	return roam;
}

/* What it was to begin from failed. */
static inline void sample_skipped(struct twin_trial *trial, size_t from, size_t to)
{
	struct matrix_result *matrix = &trial->results->matrices[0];
	struct matrix_cell *cell =
		array_add(matrix->cells, matrix->cell_count, matrix->cell_capacity);

	*cell = (struct matrix_cell){
		.from = memory_strdup(trial->site.bsss[from].name),
		.to = memory_strdup(trial->site.bsss[to].name),
		.skipped = true,
	};
}

/* The association there was refused. */
static inline void sample_refused(struct twin_trial *trial, size_t bss)
{
	struct results *results = trial->results;
	struct association *one =
		array_add(results->associations, results->association_count,
			  results->association_capacity);

	one->to = memory_strdup(trial->site.bsss[bss].name);
	one->result = OUTCOME_REJECTED;
	one->has_status = true;
	one->status = 1;
}

static inline void sample_judge(struct twin_trial *trial)
{
	twin_outcome_make(&trial->site, &trial->stage, &trial->findings, trial->results,
			  &trial->outcome);
}

/* Two that list each other; the one behind does it with KEY. */
#define FIRST(KEY) IFACE("radio0", MAC_1, ID_1, HOLDER(MAC_2, ID_2, MAC_2, KEY))
#define SECOND(KEY) IFACE("radio0", MAC_2, ID_2, HOLDER(MAC_1, ID_1, MAC_1, KEY))
