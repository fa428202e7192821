/* SPDX-License-Identifier: BSD-3-Clause */
#include "tally.h"

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"
#include "exit-code.h"
#include "report/style.h"

#define WIDTH_VERDICT 10
#define WIDTH_NAME_MIN 8
#define WIDTH_NAME_MAX 40
#define WIDTH_TIME 7

/* From the lightest to the gravest: what was not measured says less than what failed,
 * and a skipped one does not hide either. */
static const struct code {
	const char *word; /* as in the summary of a run */
	int code;
	enum colour colour;
} codes[] = {
	{ "PASSED", EXIT_PASSED, COLOUR_GOOD },
	{ "SKIPPED", EXIT_SKIPPED, COLOUR_UNSURE },
	{ "FAILED", EXIT_FAILED, COLOUR_BAD },
	{ "ERROR", EXIT_USAGE, COLOUR_BAD },
	{ "ERROR", EXIT_NOT_MEASURED, COLOUR_BAD },
	{ "ERROR", EXIT_INTERNAL, COLOUR_BAD },
	{ "INCOMPLETE", EXIT_INTERRUPTED, COLOUR_UNSURE },
};

static const struct code *find_code(int code)
{
	for (size_t i = 0; i < ARRAY_SIZE(codes); i++)
		if (codes[i].code == code)
			return &codes[i];
	return find_code(EXIT_INTERNAL);
}

int tally_graver(int a, int b)
{
	return find_code(a) > find_code(b) ? a : b;
}

static unsigned name_width(const struct tally_line *lines, size_t count)
{
	unsigned width = WIDTH_NAME_MIN;

	for (size_t i = 0; i < count; i++) {
		unsigned columns = text_columns(lines[i].name);

		if (lines[i].started && columns > width)
			width = columns;
	}
	return width < WIDTH_NAME_MAX ? width : WIDTH_NAME_MAX;
}

static void add_line(const struct tally_line *line, unsigned width,
		     const struct text_style *style, struct text *out)
{
	const struct code *code = find_code(line->code);
	char time[DURATION_FORMAT_MAX] = "-";

	if (line->measured)
		duration_format(time, line->duration_ns);
	cell_add(out, style, code->colour, WIDTH_VERDICT, code->word);
	cell_add(out, style, COLOUR_NONE, width, line->name);
	cell_add(out, style, COLOUR_NONE, WIDTH_TIME, time);
	if (line->measured)
		text_printf(out, "%zu of %zu met\n", line->met, line->expectations);
	else
		text_add(out, "-\n");
}

static void add_not_started(const struct tally_line *lines, size_t count,
			    struct text *out)
{
	const char *separator = "not started: ";

	for (size_t i = 0; i < count; i++) {
		if (lines[i].started)
			continue;
		text_add(out, separator);
		plain_add(out, lines[i].file);
		separator = ", ";
	}
	if (*separator == ',')
		text_add_char(out, '\n');
}

void tally_format(const struct tally_line *lines, size_t count,
		  const struct text_style *style, struct text *out)
{
	cleanup_text_ struct text heading = { 0 };
	unsigned width = name_width(lines, count);
	size_t passed = 0;

	text_printf(&heading, "%-*s  %-*s  %-*s  expectations", WIDTH_VERDICT, "verdict",
		    (int)width, "scenario", WIDTH_TIME, "time");
	coloured_add(out, style, COLOUR_DIM, heading.data);
	text_add_char(out, '\n');
	for (size_t i = 0; i < count; i++) {
		passed += lines[i].code == EXIT_PASSED;
		if (lines[i].started)
			add_line(&lines[i], width, style, out);
	}
	add_not_started(lines, count, out);
	text_printf(out, "\n%zu of %zu scenarios passed\n", passed, count);
}
