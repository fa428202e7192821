/* SPDX-License-Identifier: BSD-3-Clause */
#include "scenario/yaml-syntax.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"

void source_lines_find(struct source_lines *lines, const char *text, size_t length)
{
	*lines = (struct source_lines){ .text = text, .length = length };
	*array_add(lines->starts, lines->count, lines->capacity) = 0;
	for (size_t i = 0; i < length; i++)
		/* What follows the last newline is a line only if it is not empty. */
		if (text[i] == '\n' && i + 1 < length)
			*array_add(lines->starts, lines->count, lines->capacity) = i + 1;
}

void source_lines_clear(struct source_lines *lines)
{
	free(lines->starts);
	*lines = (struct source_lines){ 0 };
}

/* The line's octets without its line end. */
static const char *line_text(const struct source_lines *lines, size_t line,
			     size_t *ret_octets)
{
	const char *start = lines->text + lines->starts[line];
	size_t end = line + 1 < lines->count ? lines->starts[line + 1] : lines->length;
	size_t octets = end - lines->starts[line];

	while (octets > 0 && (start[octets - 1] == '\n' || start[octets - 1] == '\r'))
		octets--;
	*ret_octets = octets;
	return start;
}

/* Characters of a line up to its end, trailing blanks and a trailing comment
 * left out. */
static size_t line_characters(const struct source_lines *lines, size_t line, size_t from)
{
	size_t octets, characters = 0, last = from;
	const char *start = line_text(lines, line, &octets);

	for (size_t i = 0; i < octets; i++) {
		if (((unsigned char)start[i] & 0xc0) == 0x80)
			continue;
		characters++;
		if (characters > from && start[i] == '#' && i > 0 && start[i - 1] == ' ')
			break;
		if (start[i] != ' ' && start[i] != '\t')
			last = characters;
	}
	return last;
}

struct place mark_place(const struct source_lines *lines, const yaml_mark_t *start,
			const yaml_mark_t *end)
{
	size_t length;

	if (start->line >= lines->count) {
		size_t line = lines->count - 1;

		return (struct place){
			.line = (unsigned)line + 1,
			.column = (unsigned)line_characters(lines, line, 0) + 1,
			.length = 1,
		};
	}
	if (end->line == start->line)
		length = end->column > start->column ? end->column - start->column : 0;
	else
		length = line_characters(lines, start->line, start->column) -
			 start->column;
	return (struct place){
		.line = (unsigned)start->line + 1,
		.column = (unsigned)start->column + 1,
		.length = length ? (unsigned)length : 1,
	};
}

/* libyaml's words (scanner.c, parser.c of 0.2.5) and ours. */
static const struct {
	const char *problem;
	const char *message;
	const char *hint;
} problems[] = {
	{ "mapping values are not allowed in this context", "a \":\" is not allowed here",
	  "put a text that contains \": \" in quotes; a key stands on a line of its own, "
	  "indented like its neighbours" },
	{ "did not find expected key", "a key was expected here",
	  "check the indentation: keys that belong together begin in the same column" },
	{ "did not find expected '-' indicator", "a list item (\"- \") was expected here",
	  "check the indentation: items of a list begin in the same column" },
	{ "block sequence entries are not allowed in this context",
	  "a list item (\"- \") is not allowed here",
	  "begin the list on a line of its own, under its key" },
	{ "could not find expected ':'", "this is no key: the \":\" after it is missing",
	  "write \"key: value\", with a space after the colon" },
	{ "found a tab character that violates indentation", "a tab cannot indent a line",
	  "indent with spaces" },
	{ "found a tab character where an indentation space is expected",
	  "a tab cannot indent a line", "indent with spaces" },
	{ "found unknown escape character", "this escape is not known",
	  "in double quotes a backslash is written \"\\\\\"; in single quotes it is "
	  "itself" },
	{ "did not find expected <document start>", "the scenario ended above this line",
	  "write one scenario a file" },
	{ "mapping keys are not allowed in this context", "a key is not allowed here",
	  "put a text that begins with \"? \" in quotes" },
	{ "did not find expected alphabetic or numeric character",
	  "a text cannot begin with & or *", "put it in quotes" },
	{ "found unexpected document indicator", "this text has no end",
	  "close the quote that was opened before" },
	{ "did not find expected node content", "a value was expected here", NULL },
};

static void add(struct diagnostics *diagnostics, struct place place, const char *message,
		const char *hint)
{
	struct diagnostic *d = diagnostics_add(diagnostics, place, "%s", message);

	if (hint)
		diagnostic_suggest(d, "%s", hint);
}

static bool starts_with(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* A quote or bracket that is never closed is best shown where it opens. */
static bool unclosed(const yaml_parser_t *parser, const struct source_lines *lines,
		     struct diagnostics *diagnostics)
{
	const char *context = parser->context ? parser->context : "";
	struct place at = mark_place(lines, &parser->context_mark, &parser->context_mark);
	struct place problem =
		mark_place(lines, &parser->problem_mark, &parser->problem_mark);
	struct diagnostic *d;

	if (starts_with(parser->problem, "found unexpected end of stream") &&
	    strcmp(context, "while scanning a quoted scalar") == 0) {
		add(diagnostics, at, "this quote is never closed", NULL);
		return true;
	}
	if (starts_with(parser->problem, "did not find expected ',' or")) {
		bool mapping = strchr(parser->problem, '}') != NULL;

		d = diagnostics_add(diagnostics, problem,
				    "a comma or %s was expected here",
				    mapping ? "}" : "]");
		diagnostic_suggest(d, "the %s that it closes is on line %u",
				   mapping ? "{" : "[", at.line);
		return true;
	}
	return false;
}

/* "found character that cannot start any token": which one it is says why. */
static void bad_start(const struct source_lines *lines, struct place place,
		      struct diagnostics *diagnostics)
{
	size_t octets, column = 0;
	const char *text = line_text(lines, place.line - 1, &octets);
	char c = 0;

	for (size_t i = 0; i < octets && column < place.column; i++)
		if (((unsigned char)text[i] & 0xc0) != 0x80 && ++column == place.column)
			c = text[i];
	if (c == '\t')
		add(diagnostics, place, "a tab cannot indent a line",
		    "indent with spaces");
	else if (c > 0x20 && c < 0x7f)
		diagnostic_suggest(diagnostics_add(diagnostics, place,
						   "a text cannot begin with \"%c\"", c),
				   "put it in quotes");
	else
		add(diagnostics, place, "a text cannot begin with this character",
		    "put it in quotes");
}

void syntax_diagnostic(const yaml_parser_t *parser, const struct source_lines *lines,
		       struct diagnostics *diagnostics)
{
	const char *problem = parser->problem ? parser->problem : "no valid YAML";
	struct place place =
		mark_place(lines, &parser->problem_mark, &parser->problem_mark);

	if (parser->error == YAML_MEMORY_ERROR)
		abort();
	if (parser->problem && unclosed(parser, lines, diagnostics))
		return;
	if (starts_with(problem, "found character that cannot start any token")) {
		bad_start(lines, place, diagnostics);
		return;
	}
	/* It is noticed at the next token, often a line below. */
	if (strcmp(problem, "could not find expected ':'") == 0 && parser->context)
		place = mark_place(lines, &parser->context_mark, &parser->context_mark);
	for (size_t i = 0; i < ARRAY_SIZE(problems); i++) {
		if (strcmp(problem, problems[i].problem) == 0) {
			add(diagnostics, place, problems[i].message, problems[i].hint);
			return;
		}
	}
	diagnostics_add(diagnostics, place, "this is no valid YAML: %s", problem);
}
