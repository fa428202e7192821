/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>
#include <stdio.h>

#include "base/error.h"
#include "tally.h"

/* Runs jobs side by side, each in a process of its own, and shows what they print whole
 * and in their order: of the first that has not ended as it comes, of the others when
 * their turn comes. */
struct jobs {
	size_t count;
	unsigned limit; /* so many at a time */
	/* Runs in the job's own process, and fills in what line says of its results.
	 * slot, below limit, is no other's that runs at the same time. Returns the exit
	 * code. */
	int (*run)(void *userdata, size_t index, unsigned slot, struct tally_line *line);
	void *userdata;
	FILE *out, *err; /* get what the jobs print to stdout and stderr */
};

#define JOBS_MAX 64

/* Each line's file and name are the caller's; the rest is set here. SIGINT, SIGTERM and
 * SIGHUP are blocked by the caller: one that comes is passed on to the jobs that run, and
 * no more are started. A job that ends without a word of its own (killed, for one) is
 * said to, counts as EXIT_INTERNAL, and the others go on. Jobs and what they started die
 * with the calling process. Negative if nothing could be run. */
int jobs_run(const struct jobs *jobs, struct tally_line *lines, struct error *error);

/* As many as there are processors that this process may use, JOBS_MAX at most. */
unsigned jobs_default_limit(void);
