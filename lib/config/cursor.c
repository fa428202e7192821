/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/cursor.h"

#include <stdint.h>

#include "base/utf8.h"

char cursor_peek_at(const struct cursor *cursor, size_t ahead)
{
	if (cursor->at + ahead >= cursor->length)
		return '\0';
	return cursor->text[cursor->at + ahead];
}

char cursor_peek(const struct cursor *cursor)
{
	return cursor_peek_at(cursor, 0);
}

bool cursor_at_end(const struct cursor *cursor)
{
	return cursor->at >= cursor->length;
}

void cursor_advance(struct cursor *cursor)
{
	unsigned char next;

	if (cursor_at_end(cursor))
		return;
	if (cursor->text[cursor->at++] == '\n') {
		cursor->line++;
		cursor->column = 1;
		return;
	}
	/* A character is past when all its octets are. */
	next = (unsigned char)cursor_peek(cursor);
	if ((next & 0xc0) != 0x80)
		cursor->column++;
}

void cursor_skip_blanks(struct cursor *cursor)
{
	while (cursor_peek(cursor) == ' ' || cursor_peek(cursor) == '\t' ||
	       cursor_peek(cursor) == '\r')
		cursor_advance(cursor);
}

void cursor_skip_line(struct cursor *cursor)
{
	while (!cursor_at_end(cursor) && cursor_peek(cursor) != '\n')
		cursor_advance(cursor);
	cursor_advance(cursor);
}

struct place cursor_place_since(const struct cursor *cursor, const struct cursor *start)
{
	struct place place = { .line = start->line, .column = start->column };

	if (cursor->line == start->line) {
		place.length = cursor->column - start->column;
		return place;
	}
	for (size_t i = start->at; i < start->length && start->text[i] != '\n'; i++)
		if (((unsigned char)start->text[i] & 0xc0) != 0x80)
			place.length++;
	return place;
}

static bool is_control(const struct cursor *cursor, uint32_t c)
{
	if (c == '\r')
		return cursor_peek_at(cursor, 1) != '\n';
	if (c < 0x20)
		return c != '\t' && c != '\n';
	return c == 0x7f || (c >= 0x80 && c < 0xa0);
}

bool characters_are_readable(const char *text, size_t length,
			     struct diagnostics *diagnostics)
{
	struct cursor cursor = { text, length, 0, 1, 1 };

	while (!cursor_at_end(&cursor)) {
		const unsigned char *s = (const unsigned char *)text + cursor.at;
		struct place place = { cursor.line, cursor.column, 1 };
		uint32_t c;
		size_t octets = utf8_decode(s, length - cursor.at, &c);

		if (octets == 0) {
			diagnostic_suggest(
				diagnostics_add(diagnostics, place,
						"octet 0x%02x is not UTF-8 text", *s),
				"is this the configuration file, and not an archive of "
				"it?");
			return false;
		}
		if (is_control(&cursor, c)) {
			diagnostics_add(diagnostics, place,
					"a control character (U+%04X)", c);
			return false;
		}
		while (octets-- > 0)
			cursor_advance(&cursor);
	}
	return true;
}
