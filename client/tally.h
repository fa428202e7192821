/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "report/report.h"

/* What several scenarios come to. */

/* One of them. It goes from one process to another as it is: the strings are those that
 * both have had since before the fork. */
struct tally_line {
	const char *file, *name; /* of the scenario */
	int code;		 /* enum exit_code */
	bool started;		 /* false: interrupted before it was its turn */
	bool measured;		 /* its run began; the rest is of its results */
	uint64_t duration_ns;
	size_t met, expectations;
};

/* Of two exit codes the graver one. */
int tally_graver(int a, int b);
/* A line a scenario that was started, the others by their files, and how many passed. */
void tally_format(const struct tally_line *lines, size_t count,
		  const struct text_style *style, struct text *out);
