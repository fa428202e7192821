/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "base/error.h"

/* The absolute path of a program: name itself if it has a slash, else looked up in
 * PATH and in the sbin folders, which an ordinary user's PATH lacks. -ENOENT,
 * -EACCES. */
int program_find(const char *name, char **ret);

/* The version that "program -v" prints as "NAME v2.10" (hostapd, wpa_supplicant).
 * Runs it and waits for it. */
int program_version(const char *path, char **ret, struct error *error);

/* From that output. Pure. NULL if there is none. */
char *program_version_parse(const char *output);
