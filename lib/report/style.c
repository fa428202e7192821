/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/style.h"

#include "base/time.h"

void plain_add(struct text *out, const char *string)
{
	for (; *string; string++) {
		unsigned char c = (unsigned char)*string;

		text_add_char(out, (char)(c < 0x20 || c == 0x7f ? '?' : c));
	}
}

static const char *colour_start(enum colour colour)
{
	switch (colour) {
	case COLOUR_GOOD:
		return "\033[32m";
	case COLOUR_BAD:
		return "\033[1;31m";
	case COLOUR_UNSURE:
		return "\033[33m";
	case COLOUR_DIM:
		return "\033[2m";
	case COLOUR_NONE:
		break;
	}
	return "";
}

void coloured_add(struct text *out, const struct text_style *style, enum colour colour,
		  const char *string)
{
	bool on = style->colour && colour != COLOUR_NONE;

	if (on)
		text_add(out, colour_start(colour));
	plain_add(out, string);
	if (on)
		text_add(out, "\033[0m");
}

void cell_add(struct text *out, const struct text_style *style, enum colour colour,
	      unsigned width, const char *string)
{
	coloured_add(out, style, colour, string);
	for (unsigned i = text_columns(string); i < width; i++)
		text_add_char(out, ' ');
	text_add(out, "  ");
}

enum colour verdict_colour(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_PASS:
		return COLOUR_GOOD;
	case VERDICT_FAIL:
	case VERDICT_ERROR:
		return COLOUR_BAD;
	case VERDICT_SKIP:
		return COLOUR_UNSURE;
	case VERDICT_MAX:
		break;
	}
	return COLOUR_NONE;
}

const char *verdict_word(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_PASS:
		return "ok";
	case VERDICT_FAIL:
		return "FAIL";
	case VERDICT_ERROR:
		return "error";
	case VERDICT_SKIP:
		return "skipped";
	case VERDICT_MAX:
		break;
	}
	return "unknown";
}

void duration_add(struct text *out, uint64_t ns)
{
	char buffer[DURATION_FORMAT_MAX];

	text_add(out, duration_format(buffer, ns));
}
