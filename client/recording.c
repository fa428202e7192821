/* SPDX-License-Identifier: BSD-3-Clause */
#include "recording.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"
#include "base/cleanup.h"
#include "base/diagnostic.h"
#include "base/memory.h"
#include "scenario/plan.h"

struct recording {
	const struct text_style *style;
	const char *folder;
	struct scenario *scenario; /* as recorded */
	struct plan *plan;
	struct analysis *analysis;		  /* NULL: the run has not begun */
	const char *streams[SCENARIO_STREAM_MAX]; /* names */
	struct report_rows rows;
	size_t shown_associations, shown_roams;
	size_t failed;	      /* of the roams that were shown */
	struct error problem; /* why the run did not begin */
};

struct recording *recording_new(const struct text_style *style, struct text *folded,
				const char *folder)
{
	struct recording *recording = memory_zero(1, sizeof(*recording));

	recording->style = style;
	recording->rows.folded = folded;
	recording->folder = folder;
	return recording;
}

struct recording *recording_free(struct recording *recording)
{
	if (!recording)
		return NULL;
	analysis_free(recording->analysis);
	plan_free(recording->plan);
	scenario_free(recording->scenario);
	error_clear(&recording->problem);
	free(recording);
	return NULL;
}

static bool is_sha256(const char *string)
{
	return strlen(string) == 64 && strspn(string, "0123456789abcdef") == 64;
}

static int parse_scenario(const struct recorded_scenario *recorded, struct scenario **ret,
			  struct error *error)
{
	cleanup_diagnostics_ struct diagnostics diagnostics = { 0 };

	if (!recorded->text) {
		error_set(error, -EBADMSG,
			  "the recording holds no scenario to judge it by");
		error_remedy(error, "the roamtest that recorded is too old: report its "
				    "results.json, or run the scenario again");
		return -EBADMSG;
	}
	if (!recorded->file || !recorded->sha256 || !is_sha256(recorded->sha256))
		return error_set(error, -EBADMSG,
				 "the recorded scenario has no file name or no SHA-256");
	/* Its secrets are not recorded, and not needed to judge. */
	if (scenario_parse_with_secrets(
		    recorded->file, recorded->text, strlen(recorded->text),
		    &(struct scenario_secrets){ 0 }, &diagnostics, ret) < 0)
		return error_set(error, -EBADMSG,
				 "the recorded scenario is not valid: line %u: %s",
				 diagnostics.items[0].place.line,
				 diagnostics.items[0].message);
	memcpy((*ret)->sha256, recorded->sha256, sizeof((*ret)->sha256));
	return 0;
}

/* Its streams are other ones than a lab's. */
static bool is_live(const struct environment *environment)
{
	return environment->lab && strcmp(environment->lab, "none") == 0;
}

static int begin(struct recording *recording, const struct event *event,
		 struct text *shown, struct error *error)
{
	struct scenario *scenario;
	int r;

	r = parse_scenario(&event->run_start.scenario, &recording->scenario, error);
	if (r < 0)
		return r;
	scenario = recording->scenario;
	if (is_live(&event->run_start.environment))
		scenario_make_live(scenario);
	recording->plan = plan_make(scenario);
	if (recording->folder)
		plan_keep_in(recording->plan, recording->folder);
	recording->analysis = analysis_new(scenario, recording->plan, recording->folder);
	for (size_t i = 0; i < scenario->stream_count; i++)
		recording->streams[i] = scenario->streams[i].name;
	recording->rows.streams = recording->streams;
	recording->rows.stream_count = scenario->stream_count;
	recording->rows.style = recording->style;
	report_table_heading(recording->streams, scenario->stream_count, recording->style,
			     shown);
	return 0;
}

static void show_association(struct recording *recording,
			     const struct association *association, struct text *shown)
{
	report_rows_association(&recording->rows, association, shown);
	recording->shown_associations++;
}

static void show_roam(struct recording *recording, const struct roam *roam,
		      struct text *shown)
{
	report_rows_roam(&recording->rows, roam, shown);
	recording->shown_roams++;
	recording->failed += !roam->passed;
}

/* No event completes more than one of them. */
static void show_progress(struct recording *recording, struct text *shown)
{
	const struct analysis *analysis = recording->analysis;
	size_t shown_before = recording->shown_associations + recording->shown_roams;

	while (recording->shown_associations < analysis_association_count(analysis))
		show_association(recording,
				 analysis_association(analysis,
						      recording->shown_associations),
				 shown);
	while (recording->shown_roams < analysis_roam_count(analysis))
		show_roam(recording, analysis_roam(analysis, recording->shown_roams),
			  shown);
	if (recording->shown_associations + recording->shown_roams > shown_before)
		analysis_rest(analysis);
}

static void keep_problem(struct recording *recording, const struct event *event)
{
	if (recording->problem.reason)
		return;
	if (event->kind == EVENT_INTERRUPTED) {
		error_set(&recording->problem, -ENODATA, "it was interrupted");
	} else if (event->kind == EVENT_PROBLEM) {
		error_set(&recording->problem, -ENODATA, "%s", event->problem.reason);
		if (event->problem.remedy)
			error_remedy(&recording->problem, "%s", event->problem.remedy);
	}
}

int recording_take(struct recording *recording, const struct event *event,
		   struct text *shown, struct error *error)
{
	if (!recording->analysis && event->kind != EVENT_RUN_START) {
		keep_problem(recording, event);
		return 0;
	}
	if (!recording->analysis) {
		int r = begin(recording, event, shown, error);

		if (r < 0)
			return r;
	}
	analysis_feed(recording->analysis, event);
	show_progress(recording, shown);
	return 0;
}

bool recording_has_begun(const struct recording *recording)
{
	return recording->analysis != NULL;
}

void recording_count(const struct recording *recording, size_t *ret_roams,
		     size_t *ret_failed)
{
	*ret_roams = recording->shown_roams;
	*ret_failed = recording->failed;
}

const struct plan *recording_plan(const struct recording *recording)
{
	return recording->plan;
}

int recording_finish(struct recording *recording, struct text *shown,
		     struct results **ret, struct error *error)
{
	const struct error *problem = &recording->problem;
	struct results *results;

	if (!recording->analysis) {
		error_set(error, -ENODATA, "the run did not begin%s%s",
			  problem->reason ? ": " : "",
			  problem->reason ? problem->reason : "");
		if (problem->remedy)
			error_remedy(error, "%s", problem->remedy);
		return -ENODATA;
	}
	results = analysis_finish(recording->analysis);
	/* The one that was under way, if its outcome was known. */
	while (recording->shown_associations < results->association_count)
		show_association(recording,
				 results_association(results,
						     recording->shown_associations),
				 shown);
	while (recording->shown_roams < results->roam_count)
		show_roam(recording, results_roam(results, recording->shown_roams),
			  shown);
	report_rows_end(&recording->rows, shown);
	report_summary(results, recording->style, shown);
	*ret = results;
	return 0;
}
