/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "lab/engine.h"

/* What the commands that boot a lab have in common: their options, each read from a word
 * of the command line. command is theirs ("run"), for messages. 0, or negative: what is
 * wrong was printed. */

/* Any will do, so long as it is the same in every run. */
#define LAB_DEFAULT_SEED 1

/* Which of the words it is. */
int option_take_word(const char *command, const char *option, const char *word,
		     const char *const *words, size_t count);
int option_take_engine(const char *command, const char *word, struct lab_options *lab);
int option_take_clock(const char *command, const char *word, struct lab_options *lab);
int option_take_seed(const char *command, const char *word, struct lab_options *lab);
int option_take_silence(const char *command, const char *word, struct lab_options *lab);

/* Whether the kernel and the programs that were named are there. An exit code. */
int lab_options_check_files(const struct lab_options *lab);
/* What lab_run() wants of the process: SIGINT, SIGTERM and SIGHUP blocked; and no core
 * files. */
void lab_prepare_process(void);
/* The end of a guest's console, for whoever wants to know what killed it. */
void lab_print_console(const struct text *console);
