/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/hostapd-file.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "config/cursor.h"

/* hostapd reads with a buffer of 4096 octets, and takes what does not fit for lines of
 * its own. */
#define LINE_MAX_OCTETS 4095

struct reader {
	struct cursor cursor;
	struct diagnostics *diagnostics;
	struct config_notes *notes;
	struct hostapd_file *file;
	size_t errors;
	bool noted_line_ends;
};

struct hostapd_file *hostapd_file_free(struct hostapd_file *file)
{
	if (!file)
		return NULL;
	for (size_t i = 0; i < file->count; i++) {
		struct hostapd_section *section = &file->sections[i];

		for (size_t j = 0; j < section->count; j++) {
			free(section->lines[j].key);
			config_value_clear(&section->lines[j].value);
		}
		free(section->lines);
	}
	free(file->sections);
	free(file);
	return NULL;
}

const struct hostapd_line *hostapd_section_get(const struct hostapd_section *section,
					       const char *key)
{
	for (size_t i = section->count; i-- > 0;)
		if (strcmp(section->lines[i].key, key) == 0)
			return &section->lines[i];
	return NULL;
}

static struct diagnostic *add_error(struct reader *r, struct place place,
				    const char *message)
{
	r->errors++;
	return diagnostics_add(r->diagnostics, place, "%s", message);
}

static struct hostapd_section *open_section(struct reader *r, struct place place)
{
	struct hostapd_section *section =
		array_add(r->file->sections, r->file->count, r->file->capacity);

	section->place = place;
	return section;
}

static bool check_key(struct reader *r, const struct cursor *start)
{
	struct diagnostic *d;

	if (cursor_peek(&r->cursor) != '=') {
		d = add_error(r, cursor_place_since(&r->cursor, start),
			      "a line of hostapd.conf is OPTION=VALUE, or begins with #");
		if (cursor_peek(start) == ' ' || cursor_peek(start) == '\t')
			diagnostic_suggest(d, "hostapd takes a line for a comment only "
					      "where # is its first character");
		return false;
	}
	for (size_t i = start->at; i < r->cursor.at; i++) {
		unsigned char c = (unsigned char)start->text[i];

		if (isalnum(c) || c == '_')
			continue;
		d = add_error(r, cursor_place_since(&r->cursor, start),
			      "this is not the name of an option");
		if (c == ' ' || c == '\t')
			diagnostic_suggest(d, "hostapd wants no blanks before the name "
					      "and around \"=\"");
		return false;
	}
	if (r->cursor.at == start->at) {
		add_error(r, (struct place){ start->line, start->column, 1 },
			  "there is no name before \"=\"");
		return false;
	}
	return true;
}

/* hostapd keeps a CR at the end of a line as a part of the value. */
static void note_line_end(struct reader *r)
{
	if (r->noted_line_ends)
		return;
	r->noted_line_ends = true;
	config_note_add(r->notes, CONFIG_NOTE_LEFT_OUT,
			(struct place){ r->cursor.line, r->cursor.column, 1 },
			"lines end with CR LF, as files from Windows do: hostapd itself "
			"would take the CR for a part of each value");
}

static void read_value(struct reader *r, struct hostapd_line *line)
{
	struct cursor *cursor = &r->cursor, start = *cursor;

	while (!cursor_at_end(cursor) && cursor_peek(cursor) != '\n' &&
	       cursor_peek(cursor) != '\r')
		cursor_advance(cursor);
	if (cursor_peek(cursor) == '\r')
		note_line_end(r);
	line->value =
		(struct config_value){ .text = memory_strndup(start.text + start.at,
							      cursor->at - start.at),
				       .place = cursor_place_since(cursor, &start),
				       .start = start.at,
				       .end = cursor->at };
}

static void read_line(struct reader *r)
{
	struct cursor *cursor = &r->cursor, start = *cursor, end;
	struct hostapd_section *section;
	struct hostapd_line *line;
	cleanup_free_ char *key = NULL;
	struct place place;

	while (!cursor_at_end(cursor) && cursor_peek(cursor) != '\n' &&
	       cursor_peek(cursor) != '\r' && cursor_peek(cursor) != '=')
		cursor_advance(cursor);
	if (!check_key(r, &start))
		return;
	place = cursor_place_since(cursor, &start);
	key = memory_strndup(start.text + start.at, cursor->at - start.at);
	cursor_advance(cursor);
	if (strcmp(key, "bss") == 0)
		section = open_section(r, place);
	else
		section = &r->file->sections[r->file->count - 1];
	if (strcmp(key, "interface") == 0)
		section->place = place;
	line = array_add(section->lines, section->count, section->capacity);
	line->key = TAKE_PTR(key);
	line->place = place;
	read_value(r, line);
	if (cursor->at - start.at > LINE_MAX_OCTETS)
		add_error(r, place, "this line is longer than hostapd reads");
	end = *cursor;
	cursor_skip_line(&end);
	section->end = end.at;
}

int hostapd_file_parse(const char *text, size_t length, struct diagnostics *diagnostics,
		       struct config_notes *notes, struct hostapd_file **ret)
{
	struct reader r = {
		.cursor = { text, length, 0, 1, 1 },
		.diagnostics = diagnostics,
		.notes = notes,
	};

	*ret = NULL;
	if (!characters_are_readable(text, length, diagnostics))
		return -EINVAL;
	r.file = memory_zero(1, sizeof(*r.file));
	open_section(&r, (struct place){ 1, 1, 1 });
	while (!cursor_at_end(&r.cursor) && r.errors < CONFIG_ERRORS_MAX) {
		char c = cursor_peek(&r.cursor);

		if (c != '#' && c != '\n' &&
		    !(c == '\r' && cursor_peek_at(&r.cursor, 1) == '\n'))
			read_line(&r);
		cursor_skip_line(&r.cursor);
	}
	if (r.errors > 0) {
		hostapd_file_free(r.file);
		return -EINVAL;
	}
	*ret = r.file;
	return 0;
}
