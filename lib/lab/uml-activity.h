/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lab/machine.h"

/* What a User Mode Linux that makes no progress is doing, as a clause for people: which
 * of the guest's programs is running all the time, or its kernel, or that nothing is.
 * Looks on for half a second. NULL if that cannot be told. */
char *uml_activity(const struct machine *machine, bool virtual_clock);

/* The path of the program, the last string of a process's stack (execfn, fs/exec.c,
 * bprm_execve()), in the highest page of the stack. Pure. NULL if there is none. */
char *uml_program_of_stack(const uint8_t *page, size_t length);
