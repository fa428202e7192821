/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "base/text.h"

/* Columns of UTF-8 text, one a character. */
unsigned text_columns(const char *string);
/* Adds the words of a string behind what stands on the line, column columns of it; before
 * a word that would end behind width, a new line begins, indented. A word is never
 * broken. Ends with a newline. */
void text_add_wrapped(struct text *out, const char *string, unsigned column,
		      unsigned indent, unsigned width);
