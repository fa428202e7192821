/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>
#include <yaml.h>

#include "base/diagnostic.h"
#include "base/place.h"

/* Where the lines of a text begin, so that places are found without walking. */
struct source_lines {
	const char *text;
	size_t length;
	size_t *starts; /* octet offsets */
	size_t count, capacity;
};

void source_lines_find(struct source_lines *lines, const char *text, size_t length);
void source_lines_clear(struct source_lines *lines);

/* From start up to end, or to the end of start's line if that comes first; at
 * least one character long. A place after the last line becomes its end. */
struct place mark_place(const struct source_lines *lines, const yaml_mark_t *start,
			const yaml_mark_t *end);

/* libyaml's error as a diagnostic that says what to do. */
void syntax_diagnostic(const yaml_parser_t *parser, const struct source_lines *lines,
		       struct diagnostics *diagnostics);
