/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "report/report.h"

/* replay json|text|junit: judges ./events.jsonl by ./scenario.yaml and prints the
 * report. Every report is made from results that went through results.json and back,
 * and that must not change them; nor must it where they are kept meanwhile. */

static const struct text_style style = { 0 };

static void print_text(const struct results *results, struct text *out)
{
	report_text(results, &style, out);
}

static const struct {
	const char *name;
	void (*make)(const struct results *results, struct text *out);
} reports[] = {
	{ "json", report_json },
	{ "text", print_text },
	{ "junit", report_junit },
};

static int feed(struct analysis *analysis, const char *events, struct error *error)
{
	unsigned line = 0;

	while (*events) {
		size_t length = strcspn(events, "\n");
		struct event event;
		int r = event_parse(events, length, &event, error);

		line++;
		if (r < 0)
			return error_prefix(error, r, "events.jsonl:%u", line);
		analysis_feed(analysis, &event);
		event_clear(&event);
		events += length + (events[length] == '\n');
	}
	return 0;
}

static int judge(const struct scenario *scenario, const char *folder,
		 struct results **ret, struct error *error)
{
	struct plan *plan = plan_make(scenario);
	struct analysis *analysis = analysis_new(scenario, plan, folder);
	cleanup_free_ char *events = NULL;
	size_t length;
	int r;

	r = file_read("events.jsonl", 64u << 20, &events, &length, error);
	if (r >= 0)
		r = feed(analysis, events, error);
	if (r >= 0)
		*ret = analysis_finish(analysis);
	analysis_free(analysis);
	plan_free(plan);
	return r;
}

static int through_json(struct results **results, struct error *error)
{
	cleanup_text_ struct text first = { 0 }, second = { 0 };
	struct results *again = NULL;
	int r;

	report_json(*results, &first);
	r = report_parse_json(first.data, first.length, &again, error);
	if (r < 0)
		return r;
	results_free(*results);
	*results = again;
	report_json(again, &second);
	if (strcmp(first.data, second.data) != 0)
		return error_set(error, -EBADMSG,
				 "results.json changes when it is read and written");
	return 0;
}

static int through_spill(const struct scenario *scenario, const struct results *results,
			 struct error *error)
{
	cleanup_(results_freep) struct results *spilled = NULL;
	cleanup_text_ struct text first = { 0 }, second = { 0 };
	int r = judge(scenario, P_tmpdir, &spilled, error);

	if (r < 0)
		return r;
	if (!spilled->spill)
		return error_set(error, -EIO, "nothing is kept in %s", P_tmpdir);
	report_json(results, &first);
	report_json(spilled, &second);
	if (strcmp(first.data, second.data) != 0)
		return error_set(error, -EBADMSG,
				 "results.json changes with where results are kept");
	return 0;
}

int main(int argc, char **argv)
{
	cleanup_diagnostics_ struct diagnostics diagnostics = { 0 };
	cleanup_(scenario_freep) struct scenario *scenario = NULL;
	cleanup_(results_freep) struct results *results = NULL;
	cleanup_error_ struct error error = { 0 };
	cleanup_text_ struct text out = { 0 };
	cleanup_free_ char *source = NULL;
	size_t length;
	int r;

	r = scenario_load("scenario.yaml", &diagnostics, &scenario, &source, &length,
			  &error);
	if (r < 0 && source) {
		diagnostics_format(&diagnostics, "scenario.yaml", source, length, &out);
		fputs(out.data, stderr);
		return 1;
	}
	if (r >= 0)
		r = judge(scenario, NULL, &results, &error);
	if (r >= 0)
		r = through_spill(scenario, results, &error);
	if (r >= 0) {
		/* The version changes with every release; the reports must not. */
		free(results->version);
		results->version = memory_strdup("0");
		r = through_json(&results, &error);
	}
	if (r < 0) {
		fprintf(stderr, "%s\n", error.reason);
		return 1;
	}
	for (size_t i = 0; i < ARRAY_SIZE(reports); i++)
		if (argc == 2 && strcmp(argv[1], reports[i].name) == 0)
			reports[i].make(results, &out);
	fputs(out.data ? out.data : "", stdout);
	return out.data ? 0 : 2;
}
