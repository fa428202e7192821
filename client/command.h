/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "base/error.h"
#include "exit-code.h"

struct command {
	const char *name;
	const char *summary;
	int (*run)(int argc, char **argv); /* argv[0] is the command's name */
};

extern const struct command command_check, command_doctor, command_explain, command_guest,
	command_init, command_lab, command_reflect, command_report, command_run,
	command_twin;

/* For a command's option parsing (getopt_long has printed what was wrong). */
int usage_error(const char *command);
/* "roamtest: reason" and, on a line of its own, the remedy. */
void print_error(const struct error *error);
