/* SPDX-License-Identifier: BSD-3-Clause */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "config/uci-build.h"

/* The form of "uci show" (libuci, cli.c): wireless.SECTION=TYPE, and
 * wireless.SECTION.OPTION='VALUE', a list's values one after the other. */

/* "radio0", "cfg033579", "@wifi-iface[0]". */
static char *read_part(struct cursor *cursor)
{
	size_t start = cursor->at;

	while (isalnum((unsigned char)cursor_peek(cursor)) ||
	       (cursor_peek(cursor) && strchr("_-@[]", cursor_peek(cursor))))
		cursor_advance(cursor);
	return memory_strndup(cursor->text + start, cursor->at - start);
}

/* What older releases print has no quotes: the rest of the line is the value. */
static void read_bare(struct uci_reader *reader, struct config_value *ret)
{
	struct cursor *cursor = &reader->cursor, start = *cursor;
	struct cursor end = *cursor;

	while (!cursor_at_end(cursor) && cursor_peek(cursor) != '\n') {
		bool blank = cursor_peek(cursor) == ' ' || cursor_peek(cursor) == '\t' ||
			     cursor_peek(cursor) == '\r';

		cursor_advance(cursor);
		if (!blank)
			end = *cursor;
	}
	*ret = (struct config_value){ .text = memory_strndup(start.text + start.at,
							     end.at - start.at),
				      .place = cursor_place_since(&end, &start),
				      .start = start.at,
				      .end = end.at };
}

static void read_values(struct uci_reader *reader, struct uci_option *option)
{
	struct cursor *cursor = &reader->cursor;
	struct config_value value;

	if (cursor_peek(cursor) != '\'') {
		read_bare(reader, &value);
		*array_add(option->values, option->count, option->capacity) = value;
		return;
	}
	while (cursor_peek(cursor) == '\'') {
		if (!uci_read_word(reader, &value))
			return;
		*array_add(option->values, option->count, option->capacity) = value;
		cursor_skip_blanks(cursor);
	}
	option->list = option->count > 1;
	if (!cursor_at_end(cursor) && cursor_peek(cursor) != '\n')
		uci_error(reader, (struct place){ cursor->line, cursor->column, 1 },
			  "there is more on this line than \"uci show\" prints");
}

static struct uci_section *find_section(struct uci *uci, const char *reference)
{
	for (size_t i = 0; i < uci->count; i++)
		if (strcmp(uci->sections[i].reference, reference) == 0)
			return &uci->sections[i];
	return NULL;
}

/* What UCI makes up for a section without a name. */
static bool is_made_up(const char *reference)
{
	return reference[0] == '@' ||
	       (strlen(reference) == 9 && strncmp(reference, "cfg", 3) == 0 &&
		strspn(reference + 3, "0123456789abcdef") == 6);
}

static void open_section(struct uci_reader *reader, const char *reference,
			 const char *type, struct place place)
{
	struct uci_section *section;

	if (find_section(reader->uci, reference)) {
		uci_error(reader, place,
			  "the section \"%s\" is there already, on line %u", reference,
			  find_section(reader->uci, reference)->place.line);
		return;
	}
	section = uci_add_section(reader->uci, type,
				  is_made_up(reference) ? NULL : reference, place);
	section->reference = memory_strdup(reference);
	section->end = reader->cursor.at;
}

static void read_line(struct uci_reader *reader)
{
	struct cursor *cursor = &reader->cursor, start = *cursor, option_start;
	cleanup_free_ char *package = read_part(cursor), *section = NULL, *name = NULL,
			   *type = NULL;
	struct uci_section *target;
	struct place place;

	if (*package && cursor_peek(cursor) == '.') {
		cursor_advance(cursor);
		section = read_part(cursor);
	}
	option_start = *cursor;
	if (section && *section && cursor_peek(cursor) == '.') {
		cursor_advance(cursor);
		option_start = *cursor;
		name = read_part(cursor);
	}
	place = cursor_place_since(cursor, name ? &option_start : &start);
	if (!section || !*section || (name && !*name) || cursor_peek(cursor) != '=') {
		diagnostic_suggest(uci_error(reader, cursor_place_since(cursor, &start),
					     "this is no line of \"uci show\""),
				   "they are wireless.SECTION=TYPE and "
				   "wireless.SECTION.OPTION='VALUE'");
		return;
	}
	cursor_advance(cursor);
	if (strcmp(package, "wireless") != 0)
		return;
	if (!name) {
		struct config_value value;

		read_bare(reader, &value);
		type = value.text;
		if (!uci_is_type(type))
			uci_error(reader, value.place,
				  "this is not the type of a section");
		else
			open_section(reader, section, type, place);
		return;
	}
	target = find_section(reader->uci, section);
	if (!target) {
		uci_error(reader, cursor_place_since(&option_start, &start),
			  "the section \"%s\" has no line that tells its type", section);
		return;
	}
	if (uci_get(target, name)) {
		uci_error(reader, place, "\"%s\" is there already, on line %u", name,
			  uci_get(target, name)->place.line);
		return;
	}
	read_values(reader, uci_add_option(target, name, place));
	target->end = cursor->at;
}

void uci_read_show(struct uci_reader *reader)
{
	struct cursor *cursor = &reader->cursor;

	while (!cursor_at_end(cursor) && !uci_enough_errors(reader)) {
		cursor_skip_blanks(cursor);
		if (cursor_peek(cursor) != '\n' && cursor_peek(cursor) != '#')
			read_line(reader);
		cursor_skip_line(cursor);
	}
	for (size_t i = 0; i < reader->uci->count; i++) {
		struct uci_section *section = &reader->uci->sections[i];
		struct cursor end = { cursor->text, cursor->length, section->end, 1, 1 };

		cursor_skip_line(&end);
		section->end = end.at;
	}
}
