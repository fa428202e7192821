/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>

/* The one of count words that is nearest to word by Damerau-Levenshtein distance,
 * or NULL if none is near (more than a third of its letters differ). NULL entries
 * are skipped. */
const char *suggest_nearest(const char *word, const char *const *words, size_t count);
