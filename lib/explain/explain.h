/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>

#include "base/text.h"

/* What a word means: a cause, a finding in configuration files, an option of hostapd.conf
 * or of OpenWrt, a status or reason code. The words that any output prints are among
 * them, and the man page roamtest-words(7) is made of the same tables. */

/* Appends all that the word can mean: "r0kh-missing", "mobility_domain", "nasid", "53",
 * "status 53". False: nothing. */
bool explain_word(const char *word, struct text *out);
/* The word that was meant, or NULL. */
const char *explain_nearest(const char *word);
/* All words, a line each. */
void explain_list(struct text *out);
/* The man page, as scdoc(5). */
void explain_man_page(struct text *out);
