/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/diagnostic.h"
#include "scenario/plan.h"
#include "scenario/scenario.h"

/* A scenario file, through all that "roamtest check --plan" does with it, and through
 * what a recording keeps of it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A recorded scenario is valid, and gives the same plan. */
static void check_recorded(const struct scenario *scenario, const char *planned)
{
	cleanup_diagnostics_ struct diagnostics diagnostics = { 0 };
	cleanup_(scenario_freep) struct scenario *recorded = NULL;
	cleanup_(plan_freep) struct plan *plan = NULL;
	cleanup_text_ struct text shown = { 0 };
	cleanup_free_ char *text = NULL;
	size_t length;

	text = scenario_conceal(scenario->source, scenario->source_length, &length);
	if (scenario_parse_with_secrets(scenario->file, text, length,
					&(struct scenario_secrets){ 0 }, &diagnostics,
					&recorded) < 0)
		abort();
	plan = plan_make(recorded);
	plan_format(plan, &shown);
	if (strcmp(shown.data, planned) != 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_diagnostics_ struct diagnostics diagnostics = { 0 };
	cleanup_(scenario_freep) struct scenario *scenario = NULL;
	cleanup_(plan_freep) struct plan *plan = NULL;
	cleanup_text_ struct text shown = { 0 };
	cleanup_free_ char *source = NULL;
	size_t length;
	int status;

	/* A folder that is not there: no password file is opened by a relative path. */
	status = scenario_parse("/nonexistent/fuzz.yaml", (const char *)data, size,
				&diagnostics, &scenario);
	if ((status == 0) != (scenario != NULL) ||
	    (status == 0) != (diagnostics.count == 0))
		abort();
	source = scenario_redact((const char *)data, size, &length);
	diagnostics_format(&diagnostics, "fuzz.yaml", source, length, &shown);
	for (size_t i = 0; i < diagnostics.count; i++)
		if (diagnostics.items[i].place.line == 0 && size <= SCENARIO_SIZE_MAX)
			abort();
	if (!scenario)
		return 0;
	plan = plan_make(scenario);
	if (plan->count > SCENARIO_STEP_MAX)
		abort();
	for (size_t i = 0; i < plan->count; i++) {
		const struct plan_step *step = plan_step(plan, i);

		if (step->kind == STEP_ROAM && step->from == step->to)
			abort();
	}
	text_reset(&shown);
	plan_format(plan, &shown);
	check_recorded(scenario, shown.data);
	return 0;
}
