/* SPDX-License-Identifier: BSD-3-Clause */
#include "site/hostapd-lines.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void hostapd_lines_add(struct hostapd_lines *lines, const char *key, const char *fmt, ...)
{
	struct hostapd_line *line =
		array_add(lines->items, lines->count, lines->capacity);
	va_list ap;

	va_start(ap, fmt);
	line->key = memory_strdup(key);
	line->value = memory_vprintf(fmt, ap);
	va_end(ap);
}

static void line_clear(struct hostapd_line *line)
{
	free(line->key);
	explicit_bzero(line->value, strlen(line->value));
	free(line->value);
}

bool hostapd_lines_remove(struct hostapd_lines *lines, const char *key)
{
	size_t kept = 0;
	bool removed;

	for (size_t i = 0; i < lines->count; i++) {
		if (strcmp(lines->items[i].key, key) == 0)
			line_clear(&lines->items[i]);
		else
			lines->items[kept++] = lines->items[i];
	}
	removed = kept < lines->count;
	lines->count = kept;
	return removed;
}

void hostapd_lines_set(struct hostapd_lines *lines, const char *key, const char *value)
{
	hostapd_lines_remove(lines, key);
	hostapd_lines_add(lines, key, "%s", value);
}

void hostapd_lines_format(const struct hostapd_lines *lines, struct text *out)
{
	for (size_t i = 0; i < lines->count; i++)
		text_printf(out, "%s=%s\n", lines->items[i].key, lines->items[i].value);
}

void hostapd_lines_clear(struct hostapd_lines *lines)
{
	for (size_t i = 0; i < lines->count; i++)
		line_clear(&lines->items[i]);
	free(lines->items);
	*lines = (struct hostapd_lines){ 0 };
}
