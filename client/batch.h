/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>

#include "scenario/scenario.h"
#include "session.h"

/* The scenarios of one roamtest run: one by itself, several side by side. */
struct batch {
	struct scenario *const *scenarios;
	size_t count;
	struct session_options session; /* of each; output and advise are set here */
	const char *output;		/* folder, or NULL: the default */
	unsigned jobs;			/* scenarios at a time */
	enum fix fix;			/* to be tried behind each, or FIX_NONE */
};

/* Each of several scenarios (NULL: one that could not be loaded) must write into a folder
 * of its own; prints which do not. EXIT_PASSED or EXIT_USAGE. */
int batch_check(const struct batch *batch);
/* Returns the gravest exit code. SIGINT, SIGTERM and SIGHUP are blocked by the caller. */
int batch_run(const struct batch *batch);
