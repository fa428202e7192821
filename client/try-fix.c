/* SPDX-License-Identifier: BSD-3-Clause */
#include "try-fix.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "command.h"

static char *folder_of(const struct session_options *options, enum fix fix)
{
	return memory_printf("%s/try-fix-%s", options->output, fix_entry(fix)->id);
}

/* An earlier trial is not to be taken for one of this run. */
static void remove_trials(const struct session_options *options)
{
	static const char *const files[] = { "results.json", "junit.xml",
					     "capture.pcapng", "events.jsonl" };

	for (enum fix fix = FIX_NONE + 1; fix < FIX_MAX; fix++) {
		cleanup_free_ char *folder = folder_of(options, fix);

		for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
			cleanup_free_ char *path =
				memory_printf("%s/%s", folder, files[i]);

			unlink(path);
		}
	}
}

static int run_fixed(const struct scenario *scenario,
		     const struct session_options *options, enum fix fix,
		     const struct results *before)
{
	__attribute__((cleanup(results_freep))) struct results *after = NULL;
	cleanup_free_ char *folder = folder_of(options, fix);
	struct session_options session = *options;
	cleanup_text_ struct text out = { 0 };
	struct tally_line ignored = { 0 };
	int code;

	session.output = folder;
	session.lab.try_fix = fix_entry(fix)->id;
	session.advise = false;
	session.silent = true;
	if (session.narrate)
		fprintf(stderr, "Once more, with %s\n", fix_entry(fix)->id);
	code = session_run(scenario, &session, &ignored, &after);
	if (after)
		report_fix(before, after, fix, &options->style, &out);
	else
		text_printf(&out, "\n%s could not be tried: its run did not begin\n",
			    fix_entry(fix)->id);
	fwrite(out.data, 1, out.length, stdout);
	fflush(stdout);
	return code;
}

int try_fix_run(const struct scenario *scenario, const struct session_options *options,
		enum fix fix, struct tally_line *ret)
{
	__attribute__((cleanup(results_freep))) struct results *before = NULL;
	int code = session_run(scenario, options, ret, &before);

	if (before)
		remove_trials(options);
	if (fix == FIX_NONE || !before || before->problem || before->interrupted)
		return code;
	if (report_fix_part(before, fix) == 0) {
		printf("\n%s was not tried: no gap has a part that it removes\n",
		       fix_entry(fix)->id);
		fflush(stdout);
		return code;
	}
	return run_fixed(scenario, options, fix, before) == EXIT_INTERRUPTED
		       ? EXIT_INTERRUPTED
		       : code;
}
