/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "command.h"
#include "config/mend.h"
#include "twin.h"

/* The files that roamtest twin writes. */

int twin_write_scenario(const struct twin *twin)
{
	const struct twin_stage *stage = &twin->trial.stage;
	cleanup_error_ struct error error = { 0 };

	if (stage->problem) {
		error_set(&error, -EOPNOTSUPP, "%s", stage->problem);
		print_error(&error);
		return EXIT_NOT_MEASURED;
	}
	if (file_write(twin->scenario, stage->scenario, strlen(stage->scenario), 0600,
		       &error) == 0)
		return EXIT_PASSED;
	print_error(&error);
	return EXIT_INTERNAL;
}

static int write_fixed(const struct twin *twin, const struct twin_source *source,
		       const char *text)
{
	cleanup_free_ char *folder = memory_printf("%s/%s", twin->fix, source->name),
			   *copy = memory_strdup(source->path), *path = NULL;
	cleanup_error_ struct error error = { 0 };

	path = memory_printf("%s/%s", folder, basename(copy));
	if (folder_make(folder, &error) < 0 ||
	    file_write(path, text, strlen(text), 0600, &error) < 0) {
		print_error(&error);
		return EXIT_INTERNAL;
	}
	fprintf(stderr, "roamtest twin: %s is mended\n", path);
	return EXIT_PASSED;
}

/* The mended files as a site, for a program cannot mend everything. */
static void read_mended(const struct twin *twin, char *const *texts,
			const struct config_random *random, struct twin_trial *ret)
{
	for (size_t i = 0; i < twin->source_count; i++) {
		const struct twin_source *source = &twin->sources[i];
		cleanup_diagnostics_ struct diagnostics diagnostics = { 0 };
		const char *text = texts[i] ? texts[i] : source->text;

		if (config_site_add(&ret->site, source->name, source->path, text,
				    strlen(text), source->format, &source->release,
				    &diagnostics) < 0)
			return;
	}
	if (config_site_build(&ret->site, twin->ssid, NULL) < 0)
		return;
	twin_stage_make(&ret->site, &ret->stage);
	config_lint(&ret->site, random, &ret->findings);
}

static void tell_rest(const struct twin_trial *before, const struct twin_trial *after)
{
	fprintf(stderr,
		"roamtest twin: before, %zu of %zu findings break fast transition; in "
		"the mended files %zu of %zu do, and %zu harm\n",
		twin_trial_findings(before, FINDING_BREAKS), before->findings.count,
		twin_trial_findings(after, FINDING_BREAKS), after->findings.count,
		twin_trial_findings(after, FINDING_HARMS));
}

int twin_write_fixed(const struct twin *twin, const struct config_random *random,
		     struct twin_trial *ret_after)
{
	struct config_ap_source sources[CONFIG_AP_MAX];
	char *texts[CONFIG_AP_MAX];
	int code = EXIT_PASSED;
	unsigned rounds;

	for (size_t i = 0; i < twin->source_count; i++) {
		const struct twin_source *source = &twin->sources[i];

		sources[i] = (struct config_ap_source){
			.name = source->name,
			.file = source->path,
			.text = source->text,
			.length = source->length,
			.format = source->format,
			.release = source->release,
		};
	}
	config_mend_all(sources, twin->source_count, twin->ssid, random, texts, &rounds);
	if (rounds == 0) {
		fputs("roamtest twin: there is nothing that can be mended\n", stderr);
	} else {
		read_mended(twin, texts, random, ret_after);
		tell_rest(&twin->trial, ret_after);
	}
	for (size_t i = 0; i < twin->source_count; i++) {
		if (!texts[i])
			continue;
		if (code == EXIT_PASSED)
			code = write_fixed(twin, &twin->sources[i], texts[i]);
		explicit_bzero(texts[i], strlen(texts[i]));
		free(texts[i]);
	}
	return code;
}
