/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/error.h"
#include "base/text.h"
#include "lab/guest-kernel.h"
#include "lab/job.h"

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

/* Where the guest's root file system, the host's, comes from. */
enum initramfs_root { INITRAMFS_ROOT_9P, INITRAMFS_ROOT_HOSTFS };

struct initramfs_content {
	/* NULL: a kernel that has everything built in */
	const struct guest_kernel *kernel;
	const struct guest_modules *modules;
	enum initramfs_root root;
	const char *program; /* to execute then: a path on that root */
	const struct guest_job *job;
};

/* The initramfs of a lab, as a memory file that can be inherited and has no name:
 * the guest's init, the modules with a list of them, the regulatory database, and the
 * rest of the content. Returns the descriptor; -ENOENT: the regulatory database is not
 * installed. */
int initramfs_make(const struct initramfs_content *content, struct error *error);
/* One whose init only says TRIAL_TOKEN and powers off. */
int initramfs_make_trial(struct error *error);

/* The length of a module without the signature that may be appended to it
 * (Documentation/admin-guide/module-signing.rst, "Signed modules and stripping"). */
size_t module_length_unsigned(const uint8_t *module, size_t length);

#define TRIAL_TOKEN "roamtest-init: this machine boots"
