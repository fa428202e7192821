/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "config/finding.h"
#include "config/lint.h"
#include "session.h"
#include "twin/trial.h"

/* What the parts of roamtest twin share. */

struct twin_source {
	char *name, *path;
	char *text;
	size_t length;
	enum config_format format;
	struct openwrt_release release;
	bool has_release;
};

struct twin {
	struct twin_source *sources;
	size_t source_count, source_capacity;
	struct openwrt_release release;
	bool has_release;
	const char *ssid, *scenario, *fix, *output;
	bool lint, sarif, print;
	struct session_options session;
	struct twin_trial trial;
};

/* Takes NAME=FILE from the command line, of OpenWrt also NAME=FILE@RELEASE. 0, or the
 * exit code; what is wrong is printed. */
int twin_add_source(struct twin *twin, const char *argument, enum config_format format);
/* Prints what releases there are. Returns the exit code. */
int twin_wrong_release(const char *release);
/* Reads all files, so that all their mistakes are told at once, and makes the site. 0, or
 * the exit code. */
int twin_load(struct twin *twin);

/* These return 0 or the exit code. */
int twin_write_scenario(const struct twin *twin);
/* Writes what is mended. *ret_after is the site of the mended files, linted; its count of
 * BSSs is 0 where nothing is mended. */
int twin_write_fixed(const struct twin *twin, const struct config_random *random,
		     struct twin_trial *ret_after);

/* Runs the site in the lab, and the mended one, where there is one (else after is NULL);
 * prints the page, and writes twin.json. Returns the exit code. SIGINT, SIGTERM and
 * SIGHUP are blocked. */
int twin_run_lab(struct twin *twin, struct twin_trial *after);
