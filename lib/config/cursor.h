/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostic.h"
#include "base/place.h"

/* A place in a configuration file that is being read. */
struct cursor {
	const char *text;
	size_t length; /* octets */
	size_t at;
	unsigned line, column; /* of at, from 1, in characters */
};

/* What stands there, or '\0' at the end. The text has none in itself, see
 * characters_are_readable(). */
char cursor_peek(const struct cursor *cursor);
/* The same of what stands so many octets further on. */
char cursor_peek_at(const struct cursor *cursor, size_t ahead);
void cursor_advance(struct cursor *cursor);
/* Past blanks, tabs and CRs, not past a line's end. */
void cursor_skip_blanks(struct cursor *cursor);
/* Behind the next line end, or to the end. */
void cursor_skip_line(struct cursor *cursor);
bool cursor_at_end(const struct cursor *cursor);
/* From start, an earlier place, to the cursor; to the end of start's line if the cursor
 * is on a later one. */
struct place cursor_place_since(const struct cursor *cursor, const struct cursor *start);

/* Whether a file is text at all: UTF-8 without NUL and control characters but tab, LF and
 * CR before it. The first thing that is none is told with its place. */
bool characters_are_readable(const char *text, size_t length,
			     struct diagnostics *diagnostics);

/* Errors in one file past which the rest is not looked at. */
#define CONFIG_ERRORS_MAX 1000
/* Largest file that is read, octets. */
#define CONFIG_SIZE_MAX (4u << 20)
