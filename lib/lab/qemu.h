/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>

#include "base/error.h"
#include "lab/arguments.h"
#include "lab/machine.h"

/* The command line of a lab's virtual machine. */

/* Names that host and guest agree on. */
#define QEMU_ROOT_TAG "root"
#define QEMU_OUTPUT_TAG "output"
#define QEMU_CHANNEL_NAME "roamtest.events"
/* Of both mounts. msize is what the virtio transport takes at most: VIRTQUEUE_NUM pages
 * less the headers (net/9p/trans_virtio.c). */
#define QEMU_9P_OPTIONS "trans=virtio,version=9p2000.L,msize=512000"

/* The order of the inherited descriptors. */
enum { QEMU_INITRAMFS = MACHINE_FD_FIRST, QEMU_CHANNEL, QEMU_KERNEL };

enum accelerator { ACCELERATOR_KVM, ACCELERATOR_TCG };

/* What of a machine can be chosen. */
struct qemu_options {
	const char *program; /* qemu-system-x86_64 */
	const char *kernel;  /* a path, unless QEMU_KERNEL is inherited */
	bool unpacked;	     /* it is */
	enum accelerator accelerator;
	bool virtual_clock; /* TCG only */
	unsigned memory_mb;
	bool channel;	    /* QEMU_CHANNEL is a stream socket */
	const char *output; /* folder that the guest can write, or NULL: no root either */
};

/* Pure. */
void qemu_arguments(const struct qemu_options *options, struct arguments *out);

/* Adds arguments and environment. */
void qemu_command(const struct qemu_options *options, struct machine_command *out);

/* The path of qemu-system-x86_64. -ENOENT with a remedy. */
int qemu_find(char **ret, struct error *error);
