/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/uci.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"
#include "config/uci-build.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

static void option_clear(struct uci_option *option)
{
	uci_option_drop_values(option);
	free(option->values);
	free(option->name);
}

struct uci *uci_free(struct uci *uci)
{
	if (!uci)
		return NULL;
	for (size_t i = 0; i < uci->count; i++) {
		struct uci_section *section = &uci->sections[i];

		for (size_t j = 0; j < section->count; j++)
			option_clear(&section->options[j]);
		free(section->options);
		free(section->type);
		free(section->name);
		free(section->reference);
	}
	free(uci->sections);
	free(uci);
	return NULL;
}

const struct uci_option *uci_get(const struct uci_section *section, const char *name)
{
	for (size_t i = 0; i < section->count; i++)
		if (strcmp(section->options[i].name, name) == 0)
			return &section->options[i];
	return NULL;
}

const struct config_value *uci_get_value(const struct uci_section *section,
					 const char *name)
{
	const struct uci_option *option = uci_get(section, name);

	return option && option->count > 0 ? &option->values[option->count - 1] : NULL;
}

struct diagnostic *uci_error(struct uci_reader *reader, struct place place,
			     const char *fmt, ...)
{
	cleanup_free_ char *message = NULL;
	va_list ap;

	va_start(ap, fmt);
	message = memory_vprintf(fmt, ap);
	va_end(ap);
	reader->errors++;
	return diagnostics_add(reader->diagnostics, place, "%s", message);
}

bool uci_enough_errors(const struct uci_reader *reader)
{
	return reader->errors >= CONFIG_ERRORS_MAX;
}

bool uci_is_name(const char *text)
{
	const char *c = text;

	while (isalnum((unsigned char)*c) || *c == '_')
		c++;
	return *text && !*c;
}

bool uci_is_type(const char *text)
{
	const char *c = text;

	while (*c > ' ' && *c < 0x7f)
		c++;
	return *text && !*c;
}

struct uci_section *uci_add_section(struct uci *uci, const char *type, const char *name,
				    struct place place)
{
	struct uci_section *section;

	for (size_t i = 0; name && i < uci->count; i++)
		if (uci->sections[i].name && strcmp(uci->sections[i].name, name) == 0)
			return &uci->sections[i];
	section = array_add(uci->sections, uci->count, uci->capacity);
	section->type = memory_strdup(type);
	section->name = name ? memory_strdup(name) : NULL;
	section->place = place;
	return section;
}

struct uci_option *uci_add_option(struct uci_section *section, const char *name,
				  struct place place)
{
	struct uci_option *option;

	for (size_t i = 0; i < section->count; i++)
		if (strcmp(section->options[i].name, name) == 0)
			return &section->options[i];
	option = array_add(section->options, section->count, section->capacity);
	option->name = memory_strdup(name);
	option->place = place;
	return option;
}

void uci_option_drop_values(struct uci_option *option)
{
	for (size_t i = 0; i < option->count; i++)
		config_value_clear(&option->values[i]);
	option->count = 0;
}

void uci_drop_option(struct uci_section *section, struct uci_option *option)
{
	size_t index = (size_t)(option - section->options);

	option_clear(option);
	memmove(option, option + 1, (section->count - index - 1) * sizeof(*option));
	section->count--;
}

/* Behind the opening quote. */
static bool read_quoted(struct uci_reader *reader, char quote, struct text *out)
{
	struct cursor *cursor = &reader->cursor;

	while (!cursor_at_end(cursor)) {
		char c = cursor_peek(cursor);

		cursor_advance(cursor);
		if (c == quote)
			return true;
		if (c == '\\' && quote == '"') {
			/* At a line's end it joins the lines. */
			c = cursor_peek(cursor);
			cursor_advance(cursor);
			if (c == '\r' && cursor_peek(cursor) == '\n') {
				cursor_advance(cursor);
				continue;
			}
			if (c == '\n' || c == '\0')
				continue;
		}
		text_add_char(out, c);
	}
	return false;
}

static bool ends_word(char c)
{
	return c == '\0' || c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ';' ||
	       c == '#';
}

bool uci_read_word(struct uci_reader *reader, struct config_value *ret)
{
	struct cursor *cursor = &reader->cursor, start = *cursor;
	struct text out = { 0 };

	text_add(&out, "");
	while (!ends_word(cursor_peek(cursor))) {
		struct cursor quote = *cursor;
		char c = cursor_peek(cursor);

		cursor_advance(cursor);
		if (c == '\'' || c == '"') {
			if (read_quoted(reader, c, &out))
				continue;
			quote.length = quote.at + 1;
			diagnostic_suggest(
				uci_error(reader,
					  (struct place){ quote.line, quote.column, 1 },
					  "this %s has no end", c == '"' ? "\"" : "'"),
				"UCI lets a value in quotes go on over lines: look for "
				"the quote that is missing on this line");
			explicit_bzero(out.data, out.length);
			text_clear(&out);
			return false;
		}
		if (c == '\\' && !cursor_at_end(cursor)) {
			c = cursor_peek(cursor);
			cursor_advance(cursor);
			if (c == '\r' && cursor_peek(cursor) == '\n') {
				cursor_advance(cursor);
				continue;
			}
			if (c == '\n')
				continue;
		}
		text_add_char(&out, c);
	}
	*ret = (struct config_value){ .text = text_steal(&out),
				      .place = cursor_place_since(cursor, &start),
				      .start = start.at,
				      .end = cursor->at };
	return true;
}

/* "wireless.radio0=wifi-device": what stands first that is no comment decides. */
static bool is_show(const struct cursor *from)
{
	struct cursor cursor = *from;

	while (!cursor_at_end(&cursor)) {
		size_t name = 0;

		cursor_skip_blanks(&cursor);
		while (isalnum((unsigned char)cursor_peek(&cursor)) ||
		       cursor_peek(&cursor) == '_' || cursor_peek(&cursor) == '-') {
			cursor_advance(&cursor);
			name++;
		}
		if (name > 0)
			return cursor_peek(&cursor) == '.';
		if (cursor_peek(&cursor) != '#' && cursor_peek(&cursor) != '\n')
			return false;
		cursor_skip_line(&cursor);
	}
	return false;
}

int uci_parse(const char *text, size_t length, struct diagnostics *diagnostics,
	      struct config_notes *notes, struct uci **ret)
{
	struct uci_reader reader = {
		.cursor = { text, length, 0, 1, 1 },
		.diagnostics = diagnostics,
		.notes = notes,
	};
	struct place top = { 1, 1, 1 };

	*ret = NULL;
	if (!characters_are_readable(text, length, diagnostics))
		return -EINVAL;
	if (length >= 3 && memcmp(text, BYTE_ORDER_MARK, 3) == 0) {
		cursor_advance(&reader.cursor);
		while (reader.cursor.at < 3)
			cursor_advance(&reader.cursor);
		config_note_add(notes, CONFIG_NOTE_LEFT_OUT, top,
				"the file begins with a byte order mark, at which UCI "
				"itself would stop");
	}
	reader.uci = memory_zero(1, sizeof(*reader.uci));
	reader.uci->show = is_show(&reader.cursor);
	if (reader.uci->show)
		uci_read_show(&reader);
	else
		uci_read_file(&reader);
	if (reader.errors > 0) {
		uci_free(reader.uci);
		return -EINVAL;
	}
	*ret = reader.uci;
	return 0;
}
