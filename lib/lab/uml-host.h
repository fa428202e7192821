/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdint.h>

#include "base/error.h"

/* Whether this machine lets User Mode Linux run: its kernel would only die with a line
 * that tells little. */

/* What the engine gives a guest. Two access points take 52 MiB, 32 take 103. */
#define UML_GUEST_MEMORY_MB 256

/* Whether a child's system calls can be taken over (PTRACE_SYSEMU, ptrace(2)).
 * -EPERM: what forbids it is in error. */
int uml_host_check_ptrace(struct error *error);

/* A folder for the guest's memory: one where pages of a file can be mapped executable,
 * with room for that many octets; in memory if there is such a one. -ENOENT: error
 * names each and what is wrong with it. */
int uml_host_find_folder(uint64_t size, char **ret, struct error *error);
