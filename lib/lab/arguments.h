/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>

/* Strings of a command line or an environment, NULL-terminated by arguments_end(). */
struct arguments {
	char **items;
	size_t count, capacity;
};

void arguments_add(struct arguments *arguments, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void arguments_end(struct arguments *arguments);
/* Passes variables on ("NAME=VALUE") that are set here; the rest stays behind: a
 * scenario's password can be in it (password-env). */
void arguments_pass_environment(struct arguments *arguments, const char *const *names,
				size_t count);
void arguments_clear(struct arguments *arguments);
