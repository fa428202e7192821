/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/error.h"
#include "base/text.h"
#include "lab/guest-kernel.h"

/* A cpio archive in the "newc" form, written into memory
 * (Documentation/driver-api/early-userspace/buffer-format.rst). */
struct cpio {
	struct text out;
	unsigned inode;
};

/* name without a leading slash. mode with its type: S_IFDIR, or S_IFREG. */
void cpio_add(struct cpio *cpio, const char *name, mode_t mode, const void *content,
	      size_t length);
void cpio_finish(struct cpio *cpio);
void cpio_clear(struct cpio *cpio);

/* The initramfs of a lab, as a memory file that can be inherited and has no name:
 * the guest's init, the modules with a list of them, the regulatory database, the
 * program to execute then, and the job. Returns the descriptor; -ENOENT: the
 * regulatory database is not installed. */
int initramfs_make(const struct guest_kernel *kernel, const struct guest_modules *modules,
		   const char *program, const struct text *job, struct error *error);
/* One whose init only says TRIAL_TOKEN and powers off. */
int initramfs_make_trial(struct error *error);

/* The length of a module without the signature that may be appended to it
 * (Documentation/admin-guide/module-signing.rst, "Signed modules and stripping"). */
size_t module_length_unsigned(const uint8_t *module, size_t length);

#define TRIAL_TOKEN "roamtest-init: this machine boots"
