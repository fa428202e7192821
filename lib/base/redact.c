/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/redact.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define REPLACEMENT "[secret]"

static unsigned start_of(const char *text)
{
	return (unsigned)(unsigned char)text[0] << 8 | (unsigned char)text[1];
}

void secrets_add(struct secrets *secrets, const char *secret)
{
	unsigned start;

	if (!secret || strlen(secret) < SECRET_LENGTH_MIN)
		return;
	*array_add(secrets->items, secrets->count, secrets->capacity) =
		memory_strdup(secret);
	start = start_of(secret);
	secrets->starts[start / 8] |= (uint8_t)(1u << start % 8);
}

void secrets_clear(struct secrets *secrets)
{
	for (size_t i = 0; i < secrets->count; i++) {
		explicit_bzero(secrets->items[i], strlen(secrets->items[i]));
		free(secrets->items[i]);
	}
	free(secrets->items);
	memset(secrets, 0, sizeof(*secrets));
}

static bool may_start(const struct secrets *secrets, const char *text)
{
	unsigned start = start_of(text);

	return secrets->starts[start / 8] & 1u << start % 8;
}

/* The length of the longest secret that starts at line, or 0; of a line that was cut,
 * also one that may go on behind the cut. */
static size_t secret_at(const struct secrets *secrets, const char *line, size_t length,
			bool cut)
{
	size_t longest = 0;

	if (length < SECRET_LENGTH_MIN && !cut)
		return 0;
	if (length > 1 && !may_start(secrets, line))
		return 0;
	for (size_t i = 0; i < secrets->count; i++) {
		size_t n = strlen(secrets->items[i]);

		if (cut && n > length)
			n = length;
		if (n > longest && n <= length && memcmp(line, secrets->items[i], n) == 0)
			longest = n;
	}
	return longest;
}

void secrets_redact(const struct secrets *secrets, const char *line, size_t length,
		    bool cut, struct text *out)
{
	size_t kept = 0, i = 0;

	while (i < length) {
		size_t n = secret_at(secrets, line + i, length - i, cut);

		if (!n) {
			i++;
			continue;
		}
		text_add_bytes(out, line + kept, i - kept);
		text_add(out, REPLACEMENT);
		i += n;
		kept = i;
	}
	text_add_bytes(out, line + kept, length - kept);
}
