/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>

#include "base/error.h"

/* The kernel that lib/lab/kernel/build has made, in the user's cache: of this
 * configuration and these patches, of the newest source. -ENOENT: there is none; error
 * says how to get it. */
int uml_kernel_find(char **ret, struct error *error);

/* Whether a file is a program (ELF) rather than a bzImage. */
bool uml_kernel_is_one(const char *path);

#define UML_KERNEL_REMEDY "./dev kernel in roamtest's source folder builds it"
