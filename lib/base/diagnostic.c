/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/diagnostic.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct diagnostic *diagnostics_add(struct diagnostics *d, struct place place,
				   const char *fmt, ...)
{
	struct diagnostic *item = array_add(d->items, d->count, d->capacity);
	va_list ap;

	va_start(ap, fmt);
	item->place = place;
	item->message = memory_vprintf(fmt, ap);
	va_end(ap);
	return item;
}

void diagnostic_suggest(struct diagnostic *diagnostic, const char *fmt, ...)
{
	va_list ap;

	free(diagnostic->suggestion);
	va_start(ap, fmt);
	diagnostic->suggestion = memory_vprintf(fmt, ap);
	va_end(ap);
}

size_t diagnostics_add_file(struct diagnostics *d, const char *name, char *source,
			    size_t length)
{
	struct diagnostic_file *file =
		array_add(d->files, d->file_count, d->file_capacity);

	file->name = memory_strdup(name);
	file->source = source;
	file->length = length;
	return d->file_count;
}

static int compare(const void *left, const void *right)
{
	const struct diagnostic *a = left, *b = right;

	if (a->file != b->file)
		return a->file < b->file ? -1 : 1;
	if (a->place.line != b->place.line)
		return a->place.line < b->place.line ? -1 : 1;
	if (a->place.column != b->place.column)
		return a->place.column < b->place.column ? -1 : 1;
	return 0;
}

void diagnostics_sort(struct diagnostics *d)
{
	if (d->count > 1)
		qsort(d->items, d->count, sizeof(*d->items), compare);
}

/* The line's text without its end; NULL past the end of the source. */
static const char *find_line(const char *source, size_t length, unsigned line,
			     size_t *ret_length)
{
	const char *start = source, *end = source + length, *newline;

	for (unsigned i = 1; i < line; i++) {
		newline = memchr(start, '\n', (size_t)(end - start));
		if (!newline)
			return NULL;
		start = newline + 1;
	}
	newline = memchr(start, '\n', (size_t)(end - start));
	*ret_length = (size_t)((newline ? newline : end) - start);
	if (*ret_length > 0 && start[*ret_length - 1] == '\r')
		--*ret_length;
	return start;
}

/* Longest piece of a source line that is shown. */
#define SHOWN_MAX 200

static void format_source(struct place place, const char *source, size_t source_length,
			  struct text *out)
{
	unsigned column = 1, carets = place.length ? place.length : 1;
	size_t length, shown = 0;
	const char *line;

	line = find_line(source, source_length, place.line, &length);
	if (!line)
		return;
	text_printf(out, "%5u | ", place.line);
	while (shown < length && shown < SHOWN_MAX) {
		unsigned char c = (unsigned char)line[shown++];

		text_add_char(out,
			      (char)((c < 0x20 && c != '\t') || c == 0x7f ? '?' : c));
	}
	if (shown < length)
		text_add(out, " ...");
	text_add(out, "\n      | ");
	/* Up to the column, tabs stay tabs and every other character is a blank. */
	for (size_t i = 0; i < shown && column < place.column; i++) {
		unsigned char c = (unsigned char)line[i];

		if ((c & 0xc0) == 0x80) /* inside a UTF-8 sequence */
			continue;
		text_add_char(out, c == '\t' ? '\t' : ' ');
		column++;
	}
	if (column == place.column) {
		unsigned left = 0;

		for (size_t i = 0, at = 0; i < shown; i++) {
			if (((unsigned char)line[i] & 0xc0) == 0x80)
				continue;
			if (++at >= place.column)
				left++;
		}
		if (carets > left)
			carets = left ? left : 1;
		while (carets--)
			text_add_char(out, '^');
	} else {
		text_add_char(out, '^');
	}
	text_add_char(out, '\n');
}

void diagnostics_format(const struct diagnostics *d, const char *file, const char *source,
			size_t source_length, struct text *out)
{
	for (size_t i = 0; i < d->count; i++) {
		const struct diagnostic *item = &d->items[i];
		struct diagnostic_file in = { (char *)(uintptr_t)file,
					      (char *)(uintptr_t)source, source_length };

		if (item->file > 0 && item->file <= d->file_count)
			in = d->files[item->file - 1];
		if (i == DIAGNOSTICS_MAX) {
			text_printf(out, "%s: %zu more errors are not shown\n", file,
				    d->count - i);
			break;
		}
		if (item->place.line == 0) {
			text_printf(out, "%s: error: %s\n", in.name, item->message);
		} else {
			text_printf(out, "%s:%u:%u: error: %s\n", in.name,
				    item->place.line, item->place.column, item->message);
			format_source(item->place, in.source, in.length, out);
		}
		if (item->suggestion)
			text_printf(out, "      = hint: %s\n", item->suggestion);
	}
}

void diagnostics_clear(struct diagnostics *d)
{
	for (size_t i = 0; i < d->count; i++) {
		free(d->items[i].message);
		free(d->items[i].suggestion);
	}
	free(d->items);
	for (size_t i = 0; i < d->file_count; i++) {
		free(d->files[i].name);
		free(d->files[i].source);
	}
	free(d->files);
	*d = (struct diagnostics){ 0 };
}
