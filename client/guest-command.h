/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>
#include <systemd/sd-event.h>

#include "base/error.h"

/* In a guest, a command of the user's at the site's station: sh -c COMMAND, as root, with
 * nothing to read on standard input, unless it has a terminal, and $ROAMTEST_OUTPUT, the
 * folder whose files the host keeps. */

struct guest_command {
	const char *command;
	const char *output; /* that folder */
	/* NULL, or "24x80 xterm": it has the guest's console for its terminal, and all
	 * that it says goes there. */
	const char *terminal;
	/* Lines for the host (relay.h), each with its end. */
	void (*send)(void *userdata, const char *lines, size_t length);
	void *userdata;
};

/* Runs the loop until the command has ended; what it has started may go on. */
int guest_command_run(sd_event *loop, const struct guest_command *command,
		      struct error *error);
