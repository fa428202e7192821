/* SPDX-License-Identifier: BSD-3-Clause */
#include "twin/outcome.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

const char *twin_state_name(enum twin_state state)
{
	static const char *const names[TWIN_STATE_MAX] = {
		[TWIN_WORKED] = "worked",	    [TWIN_FAILED] = "failed",
		[TWIN_NOT_BEGUN] = "not-begun",	    [TWIN_ABSENT] = "absent",
		[TWIN_NOT_OFFERED] = "not-offered", [TWIN_NOT_RUN] = "not-run",
	};

	return names[state];
}

/* What is being looked at. */
struct sight {
	const struct config_site *site;
	const struct twin_stage *stage;
	const struct findings *findings;
	const struct results *results;
};

static bool is_about(const struct finding *finding, size_t from, size_t to)
{
	for (size_t i = 0; i < finding->pair_count; i++)
		if (finding->pairs[i].from == from && finding->pairs[i].to == to)
			return true;
	return false;
}

static const struct matrix_cell *find_cell(const struct sight *sight,
					   const struct twin_pair *pair, enum leg leg)
{
	const char *from = sight->site->bsss[pair->from].name,
		   *to = sight->site->bsss[pair->to].name;

	for (size_t i = 0; i < sight->results->matrix_count; i++) {
		const struct matrix_result *matrix = &sight->results->matrices[i];

		for (size_t j = 0; j < matrix->cell_count; j++) {
			const struct matrix_cell *cell = &matrix->cells[j];

			if (cell->via == pair->via && cell->leg == leg &&
			    strcmp(cell->from, from) == 0 && strcmp(cell->to, to) == 0)
				return cell;
		}
	}
	return NULL;
}

/* One that is a step of its own. */
static const struct roam *find_roam(const struct sight *sight,
				    const struct twin_pair *pair)
{
	for (size_t i = 0; i < sight->results->roam_count; i++) {
		const struct roam *roam = results_roam(sight->results, i);

		if (!roam->of_matrix && roam->via == pair->via && roam->from &&
		    strcmp(roam->from, sight->site->bsss[pair->from].name) == 0 &&
		    strcmp(roam->to, sight->site->bsss[pair->to].name) == 0)
			return roam;
	}
	return NULL;
}

static const struct association *find_failed(const struct sight *sight, size_t bss)
{
	for (size_t i = 0; i < sight->results->association_count; i++) {
		const struct association *one = results_association(sight->results, i);

		if (one->result != OUTCOME_OK &&
		    strcmp(one->to, sight->site->bsss[bss].name) == 0)
			return one;
	}
	return NULL;
}

static const struct roam *roam_of(const struct sight *sight,
				  const struct matrix_cell *cell)
{
	return cell && cell->roam > 0 && cell->roam <= sight->results->roam_count
		       ? &sight->results->roams[cell->roam - 1]
		       : NULL;
}

static void judge_step(const struct sight *sight, struct twin_pair *pair)
{
	pair->roam = find_roam(sight, pair);
	if (pair->roam) {
		pair->state = pair->roam->passed ? TWIN_WORKED : TWIN_FAILED;
		return;
	}
	pair->association = find_failed(sight, pair->from);
	if (pair->association)
		pair->state = TWIN_NOT_BEGUN;
}

/* The legs of a matrix. */
static void judge_cells(const struct sight *sight, struct twin_pair *pair)
{
	const struct matrix_cell *cold = find_cell(sight, pair, LEG_COLD);

	if (!cold) {
		judge_step(sight, pair);
		return;
	}
	if (cold->skipped) {
		pair->state = TWIN_NOT_BEGUN;
		pair->association = find_failed(sight, pair->from);
		return;
	}
	for (enum leg leg = 0; leg < LEG_MAX; leg++) {
		const struct matrix_cell *cell = find_cell(sight, pair, leg);
		const struct roam *roam = roam_of(sight, cell);

		if (!cell)
			continue; /* the matrix does without */
		if (!roam)
			return; /* it was interrupted there */
		if (!pair->roam)
			pair->roam = roam;
		if (cell->worked)
			continue;
		pair->roam = roam;
		pair->state = TWIN_FAILED;
		return;
	}
	pair->state = TWIN_WORKED;
}

/* Whether it works there is not known. */
static bool is_beyond_lab(const struct twin_stage *stage, size_t bss)
{
	return stage->absence[bss] == TWIN_NO_PASSWORD;
}

static void judge(const struct sight *sight, struct twin_pair *pair)
{
	const struct twin_stage *stage = sight->stage;

	pair->state = TWIN_NOT_RUN;
	if (pair->via == VIA_DS && !stage->offers_ds[pair->from])
		pair->state = TWIN_NOT_OFFERED;
	else if (is_beyond_lab(stage, pair->from) || is_beyond_lab(stage, pair->to))
		return;
	else if (stage->absence[pair->from] != TWIN_PRESENT ||
		 stage->absence[pair->to] != TWIN_PRESENT)
		pair->state = TWIN_ABSENT;
	else if (sight->results)
		judge_cells(sight, pair);
}

/* One that the lint says to break fast transition between the two. */
static bool explains(const struct twin_pair *pair, const struct finding *finding)
{
	if (finding->severity != FINDING_BREAKS)
		return false;
	if (is_about(finding, pair->from, pair->to))
		return true;
	/* The way back, to the access point of the first association. */
	return pair->roam && pair->roam->of_matrix && pair->roam->leg == LEG_BACK &&
	       is_about(finding, pair->to, pair->from);
}

/* A site without FT at all: nothing of it is between two in particular. */
static bool explains_all(const struct twin_pair *pair, const struct finding *finding)
{
	const struct diagnosis *diagnosis = twin_pair_diagnosis(pair);

	return finding->pair_count == 0 && finding->severity == FINDING_BREAKS &&
	       finding->cause < CAUSE_MAX && diagnosis &&
	       diagnosis->cause == finding->cause;
}

static void add_pair(const struct sight *sight, size_t from, size_t to, enum via via,
		     struct twin_outcome *outcome)
{
	struct twin_pair *pair =
		array_add(outcome->pairs, outcome->count, outcome->capacity);

	pair->from = from;
	pair->to = to;
	pair->via = via;
	judge(sight, pair);
	pair->findings = memory_zero(outcome->finding_count + 1, sizeof(*pair->findings));
	outcome->worked += pair->state == TWIN_WORKED;
	if (!twin_pair_failed(pair))
		return;
	outcome->failed++;
	for (size_t i = 0; i < outcome->finding_count; i++)
		pair->findings[i] = explains(pair, sight->findings->items[i]) ||
				    explains_all(pair, sight->findings->items[i]);
}

void twin_outcome_make(const struct config_site *site, const struct twin_stage *stage,
		       const struct findings *findings, const struct results *results,
		       struct twin_outcome *ret)
{
	const struct sight sight = { site, stage, findings, results };

	*ret = (struct twin_outcome){ .finding_count = findings->count };
	for (enum via via = 0; via < VIA_MAX; via++)
		for (size_t from = 0; from < site->bss_count; from++)
			for (size_t to = 0; to < site->bss_count; to++)
				if (from != to)
					add_pair(&sight, from, to, via, ret);
}

void twin_outcome_clear(struct twin_outcome *outcome)
{
	for (size_t i = 0; i < outcome->count; i++)
		free(outcome->pairs[i].findings);
	free(outcome->pairs);
	*outcome = (struct twin_outcome){ 0 };
}

bool twin_pair_failed(const struct twin_pair *pair)
{
	switch (pair->state) {
	case TWIN_FAILED:
	case TWIN_NOT_BEGUN:
	case TWIN_ABSENT:
		return true;
	case TWIN_WORKED:
	case TWIN_NOT_OFFERED:
	case TWIN_NOT_RUN:
	case TWIN_STATE_MAX:
		break;
	}
	return false;
}

const struct diagnosis *twin_pair_diagnosis(const struct twin_pair *pair)
{
	const struct diagnosis *diagnosis = NULL;

	if (pair->state == TWIN_FAILED && pair->roam)
		diagnosis = &pair->roam->diagnosis;
	else if (pair->association)
		diagnosis = &pair->association->diagnosis;
	return diagnosis && diagnosis->present ? diagnosis : NULL;
}

bool twin_pair_is_explained(const struct twin_outcome *outcome,
			    const struct twin_pair *pair)
{
	for (size_t i = 0; i < outcome->finding_count; i++)
		if (pair->findings[i])
			return true;
	return false;
}

size_t twin_finding_explains(const struct twin_outcome *outcome, size_t finding)
{
	size_t count = 0;

	for (size_t i = 0; i < outcome->count; i++)
		count += outcome->pairs[i].findings[finding];
	return count;
}

/* By no way a roam between the two failed, and by one it worked. */
static bool has_worked(const struct twin_outcome *outcome,
		       const struct finding_pair *between)
{
	bool worked = false;

	for (size_t i = 0; i < outcome->count; i++) {
		const struct twin_pair *pair = &outcome->pairs[i];

		if (pair->from != between->from || pair->to != between->to)
			continue;
		if (twin_pair_failed(pair))
			return false;
		worked |= pair->state == TWIN_WORKED;
	}
	return worked;
}

size_t twin_finding_contradicted(const struct twin_outcome *outcome,
				 const struct findings *findings, size_t finding)
{
	const struct finding *it = findings->items[finding];
	size_t count = 0;

	for (size_t i = 0; it->severity == FINDING_BREAKS && i < it->pair_count; i++)
		count += has_worked(outcome, &it->pairs[i]);
	return count;
}
