/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/suggest.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"

#define WORD_MAX 64

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Optimal string alignment: insertions, deletions, substitutions, and swaps of
 * neighbours count 1 each. */
static size_t distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
	size_t rows[3][WORD_MAX + 1];
	size_t *before = rows[0], *above = rows[1], *row = rows[2], *spare;

	for (size_t j = 0; j <= b_length; j++)
		above[j] = j;
	for (size_t i = 1; i <= a_length; i++) {
		row[0] = i;
		for (size_t j = 1; j <= b_length; j++) {
			size_t cost = a[i - 1] != b[j - 1];

			row[j] = smaller(smaller(above[j] + 1, row[j - 1] + 1),
					 above[j - 1] + cost);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				row[j] = smaller(row[j], before[j - 2] + 1);
		}
		spare = before;
		before = above;
		above = row;
		row = spare;
	}
	return above[b_length];
}

const char *suggest_nearest(const char *word, const char *const *words, size_t count)
{
	size_t length = strlen(word), nearest = 0;
	const char *found = NULL;

	if (length == 0 || length > WORD_MAX)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		size_t other, d;

		if (!words[i])
			continue;
		other = strlen(words[i]);
		if (other == 0 || other > WORD_MAX)
			continue;
		d = distance(word, length, words[i], other);
		if (d * 3 > (length > other ? length : other))
			continue;
		if (!found || d < nearest) {
			found = words[i];
			nearest = d;
		}
	}
	return found;
}
