/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "base/error.h"

/* The version that "program -v" prints as "NAME v2.10" (hostapd, wpa_supplicant).
 * Runs it and waits for it. */
int version_of(const char *path, char **ret, struct error *error);

/* From that output. Pure. NULL if there is none. */
char *version_parse(const char *output);
