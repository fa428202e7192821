/* SPDX-License-Identifier: BSD-3-Clause */
#include "batch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "command.h"
#include "jobs.h"
#include "tally.h"
#include "try-fix.h"

#define DEFAULT_OUTPUT "roamtest-results"

/* A scenario's name as the name of a folder. */
static char *folder_name(const char *name)
{
	char *folder = memory_strdup(name);

	for (char *p = folder; *p; p++)
		if (*p == '/' || (unsigned char)*p < 0x21 || (p == folder && *p == '.'))
			*p = '-';
	return folder;
}

int batch_check(const struct batch *batch)
{
	struct scenario *const *scenarios = batch->scenarios;
	int code = EXIT_PASSED;

	for (size_t i = 1; i < batch->count; i++) {
		for (size_t j = 0; j < i; j++) {
			cleanup_free_ char *one = NULL, *other = NULL;

			if (!scenarios[i] || !scenarios[j])
				continue;
			one = folder_name(scenarios[j]->name);
			other = folder_name(scenarios[i]->name);
			if (strcmp(one, other) != 0)
				continue;
			fprintf(stderr,
				"roamtest: the results of %s and %s would go to one "
				"folder, %s\n"
				"          give them different names (name:)\n",
				scenarios[j]->file, scenarios[i]->file, one);
			code = EXIT_USAGE;
		}
	}
	return code;
}

static int run_one(const struct batch *batch, size_t index, int slot,
		   struct tally_line *line)
{
	const struct scenario *scenario = batch->scenarios[index];
	struct session_options session = batch->session;
	cleanup_free_ char *name = folder_name(scenario->name), *folder = NULL;

	if (batch->count > 1 || !batch->output)
		folder = memory_printf(
			"%s/%s", batch->output ? batch->output : DEFAULT_OUTPUT, name);
	session.output = folder ? folder : batch->output;
	session.lab.slot = slot;
	session.advise = index == 0; /* all run in the same lab */
	return try_fix_run(scenario, &session, batch->fix, line);
}

static int run_job(void *userdata, size_t index, unsigned slot, struct tally_line *line)
{
	const struct batch *batch = userdata;

	printf("%s%s: %s\n\n", index ? "\n" : "", line->file, line->name);
	fflush(stdout);
	return run_one(batch, index, batch->jobs > 1 ? (int)slot : -1, line);
}

static int run_several(const struct batch *batch, struct tally_line *lines)
{
	const struct jobs jobs = {
		.count = batch->count,
		.limit = batch->jobs,
		.run = run_job,
		.userdata = (void *)(uintptr_t)batch,
		.out = stdout,
		.err = stderr,
	};
	cleanup_error_ struct error error = { 0 };
	cleanup_text_ struct text out = { 0 };
	int code = EXIT_PASSED;

	for (size_t i = 0; i < batch->count; i++) {
		lines[i].file = batch->scenarios[i]->file;
		lines[i].name = batch->scenarios[i]->name;
	}
	if (jobs_run(&jobs, lines, &error) < 0) {
		print_error(&error);
		return EXIT_INTERNAL;
	}
	for (size_t i = 0; i < batch->count; i++)
		code = tally_graver(code, lines[i].code);
	tally_format(lines, batch->count, &batch->session.style, &out);
	printf("\n%s", out.data);
	return code;
}

int batch_run(const struct batch *batch)
{
	struct tally_line *lines = memory_zero(batch->count, sizeof(*lines));
	int code = batch->count == 1 ? run_one(batch, 0, -1, lines)
				     : run_several(batch, lines);

	free(lines);
	return code;
}
