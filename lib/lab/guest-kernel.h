/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* The kernel that a guest boots, and its modules. */
struct guest_kernel {
	char *image;   /* path of the bzImage */
	char *version; /* "6.1.0-56-amd64": names the folder of its modules */
	char *modules; /* path of that folder */
};

void guest_kernel_clear(struct guest_kernel *kernel);

/* Modules in the order in which they are to be loaded. */
struct guest_module {
	char *path;
	const char *options; /* static */
};

struct guest_modules {
	struct guest_module *items;
	size_t count, capacity;
};

void guest_modules_clear(struct guest_modules *modules);

/* image, or if that is NULL the newest of /boot/vmlinuz-* that can be read and has
 * every module that a lab needs. *ret_modules gets those modules with all that they
 * depend on, less what is built in. -ENOENT: no such kernel; error tells what to
 * install. */
int guest_kernel_find(const char *image, struct guest_kernel *ret,
		      struct guest_modules *ret_modules, struct error *error);

#define KERNEL_VERSION_MAX 128

/* The version in a bzImage's header (Documentation/x86/boot.rst, kernel_version at
 * offset 0x20e): the string's first word. 0, or -EINVAL: this is no bzImage. */
int bzimage_version(const uint8_t *image, size_t length,
		    char ret_version[static KERNEL_VERSION_MAX]);
