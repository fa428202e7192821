/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

/* A person's terminal, handed on to a command in a guest: what is typed goes to the
 * guest's console as it is, and what comes from there is shown. */

/* Where standard input and output are a terminal: "24x80 xterm", to be freed; else NULL.
 */
char *terminal_describe(void);

struct terminal {
	bool taken; /* it is raw: the guest's console does what a terminal does */
	struct termios before;
	size_t seen; /* octets of TERMINAL_MARK */
};

/* Shows what comes from the console, once the mark has come, and from then on the
 * terminal is raw. */
void terminal_show(struct terminal *terminal, const char *octets, size_t length);
void terminal_restore(struct terminal *terminal);

/* In the guest: makes the console, with that size, the terminal of this process, which
 * begins a session, and says TERMINAL_MARK. 0 or -errno. */
int terminal_take(const char *description);

/* What was on the console before concerns nobody. */
#define TERMINAL_MARK "roamtest: the terminal is yours\r\n"
