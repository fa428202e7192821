/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "report/report.h"

/* How text for a stream looks: colour only on a terminal and without NO_COLOR
 * (no-color.org); drawn only on a terminal, with more than ASCII where the locale has
 * UTF-8. */
struct text_style tty_style(FILE *stream);
/* Narration is for a person who waits at a terminal. */
bool tty_is_watched(FILE *stream);
/* Whether there is a person who can be asked: standard input and standard error are of a
 * terminal. */
bool tty_can_ask(void);
/* Asks one who is there. No, unless the answer is "y" or "yes"; Ctrl-C ends the program,
 * as long as there is no answer. */
bool tty_ask(const char *question);
