/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "config/finding.h"
#include "config/lint.h"

/* What the parts of roamtest twin share. */

struct source {
	char *name, *path;
	char *text;
	size_t length;
	enum config_format format;
	struct openwrt_release release;
	bool has_release;
};

struct twin {
	struct source *sources;
	size_t source_count, source_capacity;
	struct openwrt_release release;
	bool has_release;
	const char *ssid, *scenario, *fix;
	bool lint, sarif, print;
	struct config_site site;
	struct findings findings;
};

/* Takes NAME=FILE from the command line, of OpenWrt also NAME=FILE@RELEASE. 0, or the
 * exit code; what is wrong is printed. */
int twin_add_source(struct twin *twin, const char *argument, enum config_format format);
/* Prints what releases there are. Returns the exit code. */
int twin_wrong_release(const char *release);
/* Reads all files, so that all their mistakes are told at once, and makes the site. 0, or
 * the exit code. */
int twin_load(struct twin *twin);

size_t twin_breaking(const struct findings *findings);
/* These return 0 or the exit code. */
int twin_write_scenario(const struct twin *twin);
int twin_write_fixed(const struct twin *twin, const struct config_random *random);
