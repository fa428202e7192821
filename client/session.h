/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>

#include "lab/engine.h"
#include "scenario/scenario.h"

/* One scenario's run as a person sees it: the live table on stdout, narration on
 * stderr, and what is left in the output folder (events.jsonl as the events come,
 * results.json and junit.xml at the end). */
struct session_options {
	struct lab_options lab; /* output is set by the session */
	const char *output;	/* folder; made if it is not there */
	bool narrate;
};

/* Returns the exit code. SIGINT, SIGTERM and SIGHUP are blocked by the caller. */
int session_run(const struct scenario *scenario, const struct session_options *options);
