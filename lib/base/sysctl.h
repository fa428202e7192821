/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "base/error.h"

/* Writes a value to a file below /proc/sys/net, which is that of the calling thread's
 * network namespace. */
int sysctl_set(const char *path, const char *value, struct error *error);
