/* SPDX-License-Identifier: BSD-3-Clause */
#include "tty.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

bool tty_is_watched(FILE *stream)
{
	return isatty(fileno(stream)) == 1;
}

struct text_style tty_style(FILE *stream)
{
	struct text_style style = { 0 };
	const char *no_colour = getenv("NO_COLOR"), *term = getenv("TERM");
	struct winsize size;

	if (!tty_is_watched(stream))
		return style;
	style.colour = (!no_colour || !*no_colour) && term && strcmp(term, "dumb") != 0;
	if (ioctl(fileno(stream), TIOCGWINSZ, &size) == 0)
		style.width = size.ws_col;
	return style;
}
