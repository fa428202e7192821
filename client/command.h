/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "base/error.h"

/* Exit codes, a contract with whoever calls roamtest (roamtest(1), EXIT STATUS). */
enum exit_code {
	EXIT_PASSED = 0,
	EXIT_FAILED = 1, /* an expectation was not met */
	EXIT_USAGE = 2,	 /* wrong usage, or a scenario that is not valid */
	EXIT_NOT_MEASURED = 3,
	EXIT_INTERNAL = 4,
	EXIT_SKIPPED = 77, /* this machine lacks what the scenario needs */
	EXIT_INTERRUPTED = 130,
};

struct command {
	const char *name;
	const char *summary;
	int (*run)(int argc, char **argv); /* argv[0] is the command's name */
};

extern const struct command command_check, command_guest, command_report, command_run;

/* For a command's option parsing (getopt_long has printed what was wrong). */
int usage_error(const char *command);
/* "roamtest: reason" and, on a line of its own, the remedy. */
void print_error(const struct error *error);
