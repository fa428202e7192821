/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>

#include "lab/engine.h"
#include "scenario/scenario.h"
#include "tally.h"

/* One scenario's run as a person sees it: the live table on stdout, narration on
 * stderr, and what is left in the output folder (events.jsonl as the events come,
 * results.json and junit.xml at the end). */
struct session_options {
	struct lab_options lab;	 /* output is set by the session */
	const char *output;	 /* folder; made if it is not there */
	struct text_style style; /* of stdout */
	bool narrate;
	bool advise; /* say what would make the lab better */
	bool silent; /* nothing on stdout: the caller shows what it was for */
};

/* Returns the exit code. *ret gets the figures of the run, unless it did not begin.
 * *ret_results (may be NULL) those results, or NULL where there are none. SIGINT, SIGTERM
 * and SIGHUP are blocked by the caller. */
int session_run(const struct scenario *scenario, const struct session_options *options,
		struct tally_line *ret, struct results **ret_results);
