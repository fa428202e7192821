/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "base/error.h"

/* The absolute path of a program: name itself if it has a slash, else looked up in
 * PATH and in the sbin folders, which an ordinary user's PATH lacks. -ENOENT,
 * -EACCES. */
int program_find(const char *name, char **ret);
/* The same for a program that has no path of its own; error says which package has it. */
int program_require(const char *name, const char *package, char **ret,
		    struct error *error);
