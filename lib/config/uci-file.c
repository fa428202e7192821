/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "config/uci-build.h"

/* The form of the file, and of "uci export" (libuci, file.c). */

struct statement {
	struct uci_reader *reader;
	struct uci_section *section; /* open, or NULL */
	bool elsewhere;		     /* in a package that is not wireless */
};

static bool at_statement_end(const struct cursor *cursor)
{
	char c = cursor_peek(cursor);

	return c == '\0' || c == '\n' || c == ';' || c == '#';
}

/* An argument; *ret_text is NULL where there is none. */
static bool read_argument(struct uci_reader *reader, struct config_value *ret)
{
	*ret = (struct config_value){ 0 };
	cursor_skip_blanks(&reader->cursor);
	if (at_statement_end(&reader->cursor))
		return true;
	return uci_read_word(reader, ret);
}

/* UCI stops reading the file at what is too many. */
static bool check_end(struct uci_reader *reader)
{
	struct config_value more = { 0 };
	struct diagnostic *d;

	if (!read_argument(reader, &more))
		return false;
	if (!more.text)
		return true;
	d = uci_error(reader, more.place, "there is more on this line than UCI takes");
	diagnostic_suggest(d, "put a value with blanks in it into quotes");
	config_value_clear(&more);
	return false;
}

static void read_package(struct statement *s)
{
	struct config_value name;

	if (!read_argument(s->reader, &name))
		return;
	if (!name.text) {
		uci_error(s->reader,
			  (struct place){ s->reader->cursor.line,
					  s->reader->cursor.column, 1 },
			  "\"package\" needs a name");
		return;
	}
	s->section = NULL;
	s->elsewhere = strcmp(name.text, "wireless") != 0;
	if (s->elsewhere)
		config_note_add(s->reader->notes, CONFIG_NOTE_LEFT_OUT, name.place,
				"the package %s is not the wireless configuration",
				name.text);
	check_end(s->reader);
	config_value_clear(&name);
}

static void open_section(struct statement *s, const struct config_value *type,
			 const struct config_value *name)
{
	struct uci_reader *reader = s->reader;

	if (!uci_is_type(type->text)) {
		uci_error(reader, type->place, "this is not the type of a section");
		return;
	}
	if (name->text && *name->text && !uci_is_name(name->text)) {
		diagnostic_suggest(uci_error(reader, name->place,
					     "\"%s\" cannot be the name of a section",
					     name->text),
				   "a name has letters, digits and \"_\"");
		return;
	}
	if (s->elsewhere)
		return;
	s->section = uci_add_section(reader->uci, type->text,
				     name->text && *name->text ? name->text : NULL,
				     type->place);
	if (strcmp(s->section->type, type->text) != 0)
		uci_error(reader, type->place,
			  "the section \"%s\" is a %s on line %u, and cannot be a %s",
			  s->section->name, s->section->type, s->section->place.line,
			  type->text);
}

static void read_section(struct statement *s, struct place keyword)
{
	struct config_value type, name = { 0 };

	s->section = NULL;
	if (!read_argument(s->reader, &type))
		return;
	if (!type.text) {
		diagnostic_suggest(uci_error(s->reader, keyword,
					     "\"config\" needs the type of a section"),
				   "write config wifi-iface or config wifi-device");
	} else if (read_argument(s->reader, &name) && check_end(s->reader)) {
		open_section(s, &type, &name);
	}
	config_value_clear(&type);
	config_value_clear(&name);
}

/* The value is taken over. */
static void add_value(struct statement *s, const struct config_value *name,
		      struct config_value *value, bool list)
{
	struct config_notes *notes = s->reader->notes;
	struct uci_option *option;

	option = uci_add_option(s->section, name->text, name->place);
	if (!list && option->count > 0) {
		config_note_add(notes, CONFIG_NOTE_LEFT_OUT, option->place,
				"this %s is replaced by that on line %u", option->name,
				name->place.line);
		uci_option_drop_values(option);
	}
	option->place = list && option->count > 0 ? option->place : name->place;
	option->list = list;
	if (!list && (!value->text || !*value->text)) {
		config_note_add(notes, CONFIG_NOTE_LEFT_OUT, name->place,
				"%s has no value: to UCI it is as if it were not there",
				name->text);
		uci_drop_option(s->section, option);
		return;
	}
	if (!value->text)
		return;
	*array_add(option->values, option->count, option->capacity) = *value;
	*value = (struct config_value){ 0 };
}

static void read_option(struct statement *s, struct place keyword, bool list)
{
	const char *word = list ? "list" : "option";
	struct config_value name, value = { 0 };

	if (!read_argument(s->reader, &name))
		return;
	if (!name.text)
		uci_error(s->reader, keyword, "\"%s\" needs a name and a value", word);
	else if (!uci_is_name(name.text))
		diagnostic_suggest(uci_error(s->reader, name.place,
					     "\"%s\" cannot be the name of an option",
					     name.text),
				   "a name has letters, digits and \"_\"");
	else if (read_argument(s->reader, &value) && check_end(s->reader)) {
		if (s->section)
			add_value(s, &name, &value, list);
		else if (!s->elsewhere)
			uci_error(s->reader, keyword,
				  "this %s stands before the first section", word);
	}
	config_value_clear(&name);
	config_value_clear(&value);
}

/* UCI takes the first letter alone, too. */
static bool is_keyword(const char *word, const char *keyword)
{
	return strcmp(word, keyword) == 0 || (word[0] == keyword[0] && !word[1]);
}

static void read_statement(struct statement *s)
{
	static const char *const keywords[] = { "package", "config", "option", "list" };
	struct uci_reader *reader = s->reader;
	struct cursor start = reader->cursor;
	cleanup_free_ char *word = NULL;
	const char *near;
	struct diagnostic *d;
	struct place place;

	while ((unsigned char)cursor_peek(&reader->cursor) > ' ' &&
	       !at_statement_end(&reader->cursor))
		cursor_advance(&reader->cursor);
	word = memory_strndup(start.text + start.at, reader->cursor.at - start.at);
	place = cursor_place_since(&reader->cursor, &start);
	if (is_keyword(word, "package")) {
		read_package(s);
	} else if (is_keyword(word, "config")) {
		read_section(s, place);
	} else if (is_keyword(word, "option")) {
		read_option(s, place, false);
	} else if (is_keyword(word, "list")) {
		read_option(s, place, true);
	} else {
		d = uci_error(reader, place, "a line begins with config, option or list");
		near = suggest_nearest(word, keywords, ARRAY_SIZE(keywords));
		if (near)
			diagnostic_suggest(d, "did you mean \"%s\"?", near);
		cursor_skip_line(&reader->cursor);
		return;
	}
	if (s->section && reader->cursor.at > s->section->end) {
		struct cursor end = reader->cursor;

		cursor_skip_line(&end);
		s->section->end = end.at;
	}
}

/* "#" ends a line for UCI wherever it is not in quotes, also in the middle of a word. */
static void note_cut(struct uci_reader *reader)
{
	const struct cursor *cursor = &reader->cursor;
	char before = '\n';

	if (cursor->at > 0)
		before = cursor->text[cursor->at - 1];
	if (before == ' ' || before == '\t' || before == '\n' || before == ';')
		return;
	config_note_add(reader->notes, CONFIG_NOTE_LEFT_OUT,
			(struct place){ cursor->line, cursor->column, 1 },
			"from this # on UCI takes the line for a comment");
}

void uci_read_file(struct uci_reader *reader)
{
	struct statement s = { .reader = reader };
	struct cursor *cursor = &reader->cursor;

	while (!cursor_at_end(cursor) && !uci_enough_errors(reader)) {
		size_t errors = reader->errors;

		cursor_skip_blanks(cursor);
		if (cursor_peek(cursor) == '\n' || cursor_peek(cursor) == ';') {
			cursor_advance(cursor);
			continue;
		}
		if (cursor_peek(cursor) == '#') {
			note_cut(reader);
			cursor_skip_line(cursor);
			continue;
		}
		read_statement(&s);
		if (reader->errors > errors && cursor->at > 0 &&
		    cursor->text[cursor->at - 1] != '\n')
			cursor_skip_line(cursor);
	}
}
