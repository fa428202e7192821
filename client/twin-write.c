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
#include "config/scenario-text.h"
#include "twin.h"

/* The files that roamtest twin writes. */

size_t twin_breaking(const struct findings *findings)
{
	size_t count = 0;

	for (size_t i = 0; i < findings->count; i++)
		count += findings->items[i]->severity == FINDING_BREAKS;
	return count;
}

/* Over the DS only where all offer it: that some do not is no failure. */
static bool offers_over_ds(const struct config_site *site)
{
	for (size_t i = 0; i < site->bss_count; i++)
		if (!site->bsss[i].ft.over_ds)
			return false;
	return true;
}

/* Every ordered pair. */
static void add_steps(const struct config_site *site, struct text *out)
{
	if (site->bss_count > 1)
		text_printf(out, "steps:\n  - matrix: { via: %s }\n",
			    offers_over_ds(site) ? "[air, ds]" : "air");
	else
		text_printf(out, "steps:\n  - associate: %s\n", site->bsss[0].name);
}

int twin_write_scenario(const struct twin *twin)
{
	cleanup_text_ struct text steps = { 0 }, out = { 0 };
	cleanup_error_ struct error error = { 0 };
	struct config_scenario scenario = { .name = "twin" };
	int r;

	add_steps(&twin->site, &steps);
	scenario.rest = steps.data;
	r = config_scenario_format(&twin->site, &scenario, &out, &error);
	if (r == 0)
		r = file_write(twin->scenario, out.data, out.length, 0600, &error);
	if (out.data)
		explicit_bzero(out.data, out.length);
	if (r == 0)
		return EXIT_PASSED;
	print_error(&error);
	return r == -EOPNOTSUPP ? EXIT_NOT_MEASURED : EXIT_INTERNAL;
}

static int write_fixed(const struct twin *twin, const struct source *source,
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

/* What is wrong with the mended files, for a program cannot mend everything. */
static void tell_rest(const struct twin *twin, char *const *texts,
		      const struct config_random *random)
{
	cleanup_diagnostics_ struct diagnostics diagnostics = { 0 };
	cleanup_config_site_ struct config_site site = { 0 };
	cleanup_findings_ struct findings findings = { 0 };
	size_t harming = 0;

	for (size_t i = 0; i < twin->source_count; i++) {
		const struct source *source = &twin->sources[i];
		const char *text = texts[i] ? texts[i] : source->text;

		if (config_site_add(&site, source->name, source->path, text, strlen(text),
				    source->format, &source->release, &diagnostics) < 0)
			return;
	}
	if (config_site_build(&site, twin->ssid, NULL) < 0)
		return;
	config_lint(&site, random, &findings);
	for (size_t i = 0; i < findings.count; i++)
		harming += findings.items[i]->severity == FINDING_HARMS;
	fprintf(stderr,
		"roamtest twin: before, %zu of %zu findings break fast transition; in "
		"the "
		"mended files %zu of %zu do, and %zu harm\n",
		twin_breaking(&twin->findings), twin->findings.count,
		twin_breaking(&findings), findings.count, harming);
}

int twin_write_fixed(const struct twin *twin, const struct config_random *random)
{
	struct config_ap_source sources[CONFIG_AP_MAX];
	char *texts[CONFIG_AP_MAX];
	int code = EXIT_PASSED;
	unsigned rounds;

	for (size_t i = 0; i < twin->source_count; i++) {
		const struct source *source = &twin->sources[i];

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
	if (rounds == 0)
		fputs("roamtest twin: there is nothing that can be mended\n", stderr);
	else
		tell_rest(twin, texts, random);
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
