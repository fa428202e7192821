/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/error.h"
#include "base/text.h"

/* The virtual machine of a lab: qemu's command line, and qemu as a child. */

/* Names that host and guest agree on. */
#define GUEST_ROOT_TAG "root"
#define GUEST_OUTPUT_TAG "output"
#define GUEST_CHANNEL "roamtest.events"
/* Opens the console line that tells why the guest could not start. */
#define GUEST_FAILURE "roamtest-init: error: "

enum accelerator { ACCELERATOR_KVM, ACCELERATOR_TCG };

/* What of a machine can be chosen. */
struct machine_options {
	const char *program; /* qemu-system-x86_64 */
	const char *kernel;  /* a path, if kernel_fd is -1 */
	int kernel_fd;
	enum accelerator accelerator;
	bool virtual_clock; /* TCG only */
	unsigned memory_mb;
	int initramfs;	    /* descriptors that qemu inherits */
	int channel;	    /* a stream socket, or -1: none */
	const char *output; /* folder that the guest can write, or NULL: no root either */
};

/* Strings of a command line, NULL-terminated. */
struct arguments {
	char **items;
	size_t count, capacity;
};

void arguments_clear(struct arguments *arguments);
/* Pure. */
void machine_arguments(const struct machine_options *options, struct arguments *out);

/* The path of qemu-system-x86_64. -ENOENT with a remedy. */
int machine_find_qemu(char **ret, struct error *error);

/* qemu as a child in a session of its own (so that a terminal's Ctrl-C is for
 * roamtest alone); it dies with the calling thread. */
struct machine {
	pid_t pid;
	int pidfd;
	int console; /* what the guest's serial line and qemu itself say; non-blocking */
};

int machine_start(const struct machine_options *options, struct machine *ret,
		  struct error *error);
/* SIGKILL, then waits. *ret_status (may be NULL) as from wait(2): that of its own end
 * if it had ended before. What it said can still be read. */
void machine_kill(struct machine *machine, int *ret_status);
void machine_close(struct machine *machine);
