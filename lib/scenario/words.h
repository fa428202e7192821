/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* The words of the format, in the order of their enums. */

struct words {
	const char *const *items;
	size_t count;
};

extern const struct words security_words, via_words, leg_words, method_words,
	outcome_words, gap_part_words, statistic_words, probe_words, through_words,
	fault_words;

/* The word's index, or -1. */
int words_find(const struct words *words, const char *word);

/* As a person would write it in a scenario, with nothing lost: 1500000 ns is
 * "1500us". Returns buffer. */
#define DURATION_EXACT_MAX 24
char *duration_exact(char buffer[static DURATION_EXACT_MAX], uint64_t ns);

/* A text of the user inside a message: control characters become '?', and a long
 * one is cut. Returns buffer. */
#define SHOWN_MAX 64
char *shown_text(char buffer[static SHOWN_MAX], const char *text);
#define SHOWN(text) shown_text((char[SHOWN_MAX]){ 0 }, text)
