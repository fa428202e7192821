/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "lab/machine.h"

/* User Mode Linux (Documentation/virt/uml): the guest's kernel is a program, and the
 * guest's programs are its children, driven with ptrace(2). */

/* The order of the inherited descriptors. */
enum {
	UML_INITRAMFS = MACHINE_FD_FIRST,
	UML_FOLDER, /* where it may make UML_UMID, a folder for a file with its PID */
};

#define UML_UMID "machine"
/* Where a guest's wall clock starts: so that the stamps in the logs of its programs show
 * the time since it was booted. */
#define UML_START_S 1000000000
#define UML_SEED_OPTION "random-seed="

struct uml_options {
	const char *kernel; /* the program */
	const char *folder; /* for the guest's memory: a file without a name */
	unsigned memory_mb; /* at most; what is not used takes no room */
	bool virtual_clock;
	bool terminal; /* the console has input: standard input */
	uint32_t seed; /* of the guest's random numbers, on a virtual clock */
	int slot;      /* as in struct machine_command */
};

/* Adds arguments and environment. Pure. */
void uml_command(const struct uml_options *options, struct machine_command *out);
