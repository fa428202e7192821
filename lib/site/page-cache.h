/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <sys/types.h>

/* Reads every file that the process has mapped (its program and libraries) into the
 * page cache, whole, so that no page of code has to come from the host over 9p in the
 * middle of a roam that is measured. What cannot be read is passed over. */
void page_cache_fill(pid_t pid);
