/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/error.h"
#include "lab/arguments.h"

/* The machine of a lab as a child process: qemu, or a kernel that is a program itself. */

/* Opens the console line that tells why the guest could not start. */
#define GUEST_FAILURE "roamtest-init: error: "

struct machine_command {
	const char *name; /* for people: "qemu" */
	struct arguments arguments, environment;
	int input; /* its standard input; 0 or less: there is nothing to read */
	/* Descriptors that it inherits, as MACHINE_FD_FIRST and so on: what it is told
	 * of them is the same in every run. */
	const int *descriptors;
	size_t descriptor_count;
	bool one_processor; /* stays, with its children, on one */
	int slot;	    /* which, of those that may be used, counted round; -1: any */
};

#define MACHINE_FD_FIRST 3

void machine_command_clear(struct machine_command *command);

/* In a session of its own (so that a terminal's Ctrl-C is for roamtest alone); it dies
 * with the calling thread. */
struct machine {
	const char *name; /* of the command */
	pid_t pid;
	int pidfd;
	int console; /* what the guest's console and the program itself say; non-blocking
		      */
};

int machine_start(const struct machine_command *command, struct machine *ret,
		  struct error *error);
/* SIGKILL, then waits. *ret_status (may be NULL) as from wait(2): that of its own end
 * if it had ended before. What it said can still be read. */
void machine_kill(struct machine *machine, int *ret_status);
void machine_close(struct machine *machine);
