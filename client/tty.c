/* SPDX-License-Identifier: BSD-3-Clause */
#include "tty.h"

#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

bool tty_is_watched(FILE *stream)
{
	return isatty(fileno(stream)) == 1;
}

bool tty_can_ask(void)
{
	return isatty(STDIN_FILENO) == 1 && tty_is_watched(stderr);
}

bool tty_ask(const char *question)
{
	char answer[16] = "";
	sigset_t none, before;
	bool given;

	fprintf(stderr, "%s [y/N] ", question);
	/* Nothing has been changed that would have to be put back. */
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, &before);
	given = fgets(answer, sizeof(answer), stdin);
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (!given)
		fputc('\n', stderr);
	answer[strcspn(answer, "\n")] = '\0';
	return strcasecmp(answer, "y") == 0 || strcasecmp(answer, "yes") == 0;
}

/* The locale of whoever calls (locale(7)), without making it this program's own. */
static bool is_utf8(void)
{
	locale_t locale = newlocale(LC_CTYPE_MASK, "", NULL);
	bool utf8;

	if (!locale)
		return false;
	utf8 = strcmp(nl_langinfo_l(CODESET, locale), "UTF-8") == 0;
	freelocale(locale);
	return utf8;
}

struct text_style tty_style(FILE *stream)
{
	struct text_style style = { .utf8 = is_utf8() };
	const char *no_colour = getenv("NO_COLOR"), *term = getenv("TERM");
	struct winsize size;

	if (!tty_is_watched(stream))
		return style;
	style.colour = (!no_colour || !*no_colour) && term && strcmp(term, "dumb") != 0;
	if (ioctl(fileno(stream), TIOCGWINSZ, &size) == 0)
		style.width = size.ws_col;
	return style;
}
