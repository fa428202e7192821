/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "command.h"
#include "config/cursor.h"
#include "config/secret.h"
#include "twin.h"

/* The files that roamtest twin is given. */

static bool is_name(const char *name)
{
	size_t length = strlen(name);

	return length > 0 && length <= CONFIG_AP_NAME_MAX &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			    "0123456789._-") == length &&
	       !strchr(".-", *name);
}

int twin_wrong_release(const char *release)
{
	cleanup_text_ struct text known = { 0 };

	openwrt_releases_add(&known);
	fprintf(stderr,
		"roamtest twin: there is no OpenWrt release '%s'; there are %s, and "
		"their "
		"point releases\n",
		release, known.data);
	return EXIT_USAGE;
}

int twin_add_source(struct twin *twin, const char *argument, enum config_format format)
{
	const char *separator = strchr(argument, '=');
	struct twin_source *source;
	char *at;

	if (!separator || !separator[1]) {
		fprintf(stderr, "roamtest twin: '%s' is not NAME=FILE\n", argument);
		return usage_error("twin");
	}
	source = array_add(twin->sources, twin->source_count, twin->source_capacity);
	source->name = memory_strndup(argument, (size_t)(separator - argument));
	source->path = memory_strdup(separator + 1);
	source->format = format;
	if (!is_name(source->name)) {
		fprintf(stderr,
			"roamtest twin: '%s' cannot be the name of an access point: it "
			"has "
			"1 to %d letters, digits, '.', '_' or '-'\n",
			source->name, CONFIG_AP_NAME_MAX);
		return EXIT_USAGE;
	}
	for (size_t i = 0; i + 1 < twin->source_count; i++)
		if (strcmp(twin->sources[i].name, source->name) == 0) {
			fprintf(stderr, "roamtest twin: there are two '%s'\n",
				source->name);
			return EXIT_USAGE;
		}
	if (twin->source_count > CONFIG_AP_MAX) {
		fprintf(stderr, "roamtest twin: more than %d access points\n",
			CONFIG_AP_MAX);
		return EXIT_USAGE;
	}
	at = strrchr(source->path, '@');
	/* A folder's name may have one. */
	if (format == CONFIG_HOSTAPD || !at || strchr(at, '/'))
		return EXIT_PASSED;
	if (!openwrt_release_parse(at + 1, &source->release))
		return twin_wrong_release(at + 1);
	source->has_release = true;
	*at = '\0';
	return EXIT_PASSED;
}

static void show_mistakes(struct diagnostics *diagnostics,
			  const struct twin_source *source)
{
	cleanup_text_ struct text out = { 0 };
	cleanup_free_ char *shown = NULL;
	size_t length;

	shown = config_redact(source->text, source->length, &length);
	diagnostics_sort(diagnostics);
	diagnostics_format(diagnostics, source->path, shown, length, &out);
	fputs(out.data ? out.data : "", stderr);
}

static int read_all(struct twin *twin)
{
	int code = EXIT_PASSED;

	for (size_t i = 0; i < twin->source_count; i++) {
		struct twin_source *source = &twin->sources[i];
		cleanup_diagnostics_ struct diagnostics diagnostics = { 0 };
		cleanup_error_ struct error error = { 0 };

		if (!source->has_release)
			source->release = twin->has_release ? twin->release
							    : openwrt_release_newest();
		if (file_read(source->path, CONFIG_SIZE_MAX, &source->text,
			      &source->length, &error) < 0) {
			print_error(&error);
			code = EXIT_USAGE;
		} else if (config_site_add(&twin->trial.site, source->name, source->path,
					   source->text, source->length, source->format,
					   &source->release, &diagnostics) < 0) {
			show_mistakes(&diagnostics, source);
			code = EXIT_USAGE;
		}
	}
	return code;
}

static int build(struct twin *twin)
{
	cleanup_error_ struct error error = { 0 };

	if (config_site_build(&twin->trial.site, twin->ssid, &error) == 0)
		return EXIT_PASSED;
	print_error(&error);
	return EXIT_USAGE;
}

int twin_load(struct twin *twin)
{
	int code = read_all(twin);

	return code == EXIT_PASSED ? build(twin) : code;
}
