/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "command.h"
#include "lab-options.h"
#include "report/report.h"
#include "twin.h"
#include "twin/json.h"
#include "twin/page.h"

/* The run of roamtest twin. */

#define MENDED_FOLDER "mended"

static int parse_scenario(const struct twin_trial *trial, struct scenario **ret)
{
	cleanup_diagnostics_ struct diagnostics diagnostics = { 0 };
	const char *text = trial->stage.scenario;
	cleanup_text_ struct text out = { 0 };
	cleanup_free_ char *shown = NULL;
	size_t length;

	if (scenario_parse("twin", text, strlen(text), &diagnostics, ret) >= 0)
		return EXIT_PASSED;
	/* A site that the lab cannot have, or a defect of roamtest's. */
	fputs("roamtest twin: the lab cannot have this site\n", stderr);
	shown = scenario_redact(text, strlen(text), &length);
	diagnostics_sort(&diagnostics);
	diagnostics_format(&diagnostics, "twin", shown, length, &out);
	fputs(out.data ? out.data : "", stderr);
	return EXIT_NOT_MEASURED;
}

/* Returns the session's exit code. */
static int run_trial(const struct twin *twin, struct twin_trial *trial,
		     const char *output)
{
	__attribute__((cleanup(scenario_freep))) struct scenario *scenario = NULL;
	struct session_options session = twin->session;
	struct tally_line ignored = { 0 };
	int code = EXIT_NOT_MEASURED;

	session.output = output;
	if (!trial->stage.problem)
		code = parse_scenario(trial, &scenario);
	if (scenario)
		code = session_run(scenario, &session, &ignored, &trial->results);
	twin_outcome_make(&trial->site, &trial->stage, &trial->findings, trial->results,
			  &trial->outcome);
	return code;
}

/* What an earlier run left is not to be taken for this one's. */
static void remove_stale(const char *folder)
{
	static const char *const files[] = {
		"twin.json",
		"live.yaml",
		MENDED_FOLDER "/results.json",
		MENDED_FOLDER "/junit.xml",
		MENDED_FOLDER "/capture.pcapng",
		MENDED_FOLDER "/events.jsonl",
	};

	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		cleanup_free_ char *path = memory_printf("%s/%s", folder, files[i]);

		unlink(path);
	}
}

static int write_file(const char *folder, const char *name, const char *text)
{
	cleanup_free_ char *path = memory_printf("%s/%s", folder, name);
	cleanup_error_ struct error error = { 0 };

	if (folder_make(folder, &error) == 0 &&
	    file_write(path, text, strlen(text), 0666, &error) == 0)
		return EXIT_PASSED;
	print_error(&error);
	return EXIT_INTERNAL;
}

static int write_files(const struct twin *twin, const struct twin_trial *after)
{
	const struct twin_trial *trial = &twin->trial;
	cleanup_text_ struct text json = { 0 };
	int code = EXIT_PASSED;

	twin_json(trial, after, &json);
	if (trial->stage.live)
		code = write_file(twin->output, "live.yaml", trial->stage.live);
	return tally_graver(code, write_file(twin->output, "twin.json", json.data));
}

static void print_page(const struct twin *twin, const struct twin_trial *after)
{
	const struct text_style *style = &twin->session.style;
	cleanup_free_ char *live = memory_printf("%s/live.yaml", twin->output);
	const struct twin_trial *trial = &twin->trial;
	cleanup_text_ struct text out = { 0 };

	if (style->verbose && trial->results) {
		report_text(trial->results, style, &out);
		text_add_char(&out, '\n');
	}
	twin_page(trial, trial->stage.live ? live : NULL, style, &out);
	if (after)
		twin_page_mended(trial, after, twin->fix, style, &out);
	twin_page_verdict(trial, style, &out);
	fputs(out.data, stdout);
	fflush(stdout);
}

/* Also where nothing could be run, what is found to break has failed. */
static int exit_code(const struct twin_trial *trial, int code)
{
	if (twin_trial_verdict(trial) == VERDICT_FAIL)
		return tally_graver(code, EXIT_FAILED);
	return code;
}

int twin_run_lab(struct twin *twin, struct twin_trial *after)
{
	cleanup_free_ char *mended = memory_printf("%s/" MENDED_FOLDER, twin->output);
	int code, again;

	lab_prepare_process();
	remove_stale(twin->output);
	code = run_trial(twin, &twin->trial, twin->output);
	again = code;
	if (after && code != EXIT_INTERRUPTED) {
		twin->session.advise = false;
		again = run_trial(twin, after, mended);
	} else {
		after = NULL;
	}
	print_page(twin, after);
	if (code == EXIT_USAGE) /* another roamtest is writing there */
		return code;
	code = tally_graver(exit_code(&twin->trial, code), write_files(twin, after));
	return again == EXIT_INTERRUPTED ? again : code;
}
