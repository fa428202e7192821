/* SPDX-License-Identifier: BSD-3-Clause */
#include "progress-line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/time.h"
#include "report/style.h"
#include "tty.h"

/* A person reads no faster. */
#define PACE_NS (100 * NS_PER_MS)

/* To the line's beginning, and erases to its end (ECMA-48 8.3.41, EL). */
#define ERASE "\r\033[K"

void progress_line_init(struct progress_line *line)
{
	const char *term = getenv("TERM");

	*line = (struct progress_line){
		.watched = tty_is_watched(stderr) && term && *term &&
			   strcmp(term, "dumb") != 0,
	};
}

void progress_line_hide(struct progress_line *line)
{
	if (line->shown)
		fputs(ERASE, stderr);
	line->shown = false;
}

void progress_line_end(struct progress_line *line)
{
	progress_line_hide(line);
	line->watched = false;
	progress_clear(&line->progress);
}

/* A line that wraps could not be erased. Its width may have changed since the last. */
static void cut(struct text *said, const struct text_style *style)
{
	size_t width = style->width > 1 ? style->width - 1 : 0;

	while (width && text_columns(said->data) > width) {
		do
			said->length--;
		while (((unsigned char)said->data[said->length] & 0xc0) == 0x80);
		said->data[said->length] = '\0';
	}
}

void progress_line_draw(struct progress_line *line, size_t roams, size_t failed, bool due)
{
	cleanup_text_ struct text said = { 0 }, out = { 0 };
	uint64_t now = clock_monotonic_ns();
	struct text_style style;

	if (!line->watched || (!due && line->shown && now - line->drawn_ns < PACE_NS))
		return;
	progress_format(&line->progress, roams, failed, now, &said);
	if (said.length == 0)
		return;
	style = tty_style(stderr);
	cut(&said, &style);
	text_add(&out, ERASE);
	coloured_add(&out, &style, COLOUR_DIM, said.data);
	fwrite(out.data, 1, out.length, stderr);
	line->shown = true;
	line->drawn_ns = now;
}
