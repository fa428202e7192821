/* SPDX-License-Identifier: BSD-3-Clause */
#include "terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"

char *terminal_describe(void)
{
	const char *type = getenv("TERM");
	struct winsize size;

	if (!isatty(STDIN_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0)
		return NULL;
	return memory_printf("%ux%u %s", size.ws_row, size.ws_col,
			     type && *type ? type : "dumb");
}

static void take(struct terminal *terminal)
{
	struct termios raw;

	if (tcgetattr(STDIN_FILENO, &terminal->before) < 0)
		return;
	raw = terminal->before;
	cfmakeraw(&raw);
	terminal->taken = tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0;
}

void terminal_show(struct terminal *terminal, const char *octets, size_t length)
{
	static const char mark[] = TERMINAL_MARK;

	for (; length && mark[terminal->seen]; octets++, length--) {
		if (*octets != mark[terminal->seen])
			terminal->seen = 0;
		terminal->seen += *octets == mark[terminal->seen];
		if (!mark[terminal->seen])
			take(terminal);
	}
	fd_write_all(STDOUT_FILENO, octets, length);
}

void terminal_restore(struct terminal *terminal)
{
	if (terminal->taken)
		tcsetattr(STDIN_FILENO, TCSADRAIN, &terminal->before);
	terminal->taken = false;
}

/* /dev/console itself cannot be a controlling terminal; that which is behind it can. */
static int open_console(void)
{
	cleanup_free_ char *name = NULL, *path = NULL;
	size_t length;
	int r = file_read("/sys/class/tty/console/active", 256, &name, &length, NULL);

	if (r < 0)
		return r;
	name[strcspn(name, " \n")] = '\0';
	path = memory_printf("/dev/%s", name);
	r = open(path, O_RDWR | O_NOCTTY);
	return r < 0 ? -errno : r;
}

int terminal_take(const char *description)
{
	const char *type = strchr(description, ' ');
	struct winsize size = { 0 };
	int fd;

	if (!type || sscanf(description, "%hux%hu", &size.ws_row, &size.ws_col) != 2)
		return -EINVAL;
	fd = open_console();
	if (fd < 0)
		return fd;
	setsid();
	/* 1: also from another session, which has had it. */
	if (ioctl(fd, TIOCSCTTY, 1) < 0)
		return -errno;
	ioctl(fd, TIOCSWINSZ, &size);
	setenv("TERM", type + 1, 1);
	for (int to = STDIN_FILENO; to <= STDERR_FILENO; to++)
		if (dup2(fd, to) < 0)
			return -errno;
	if (fd > STDERR_FILENO)
		close(fd);
	/* The console makes a carriage return of its own of the line's end. */
	return fd_write_all(STDOUT_FILENO, "roamtest: the terminal is yours\n",
			    sizeof(TERMINAL_MARK) - 2);
}
