/* SPDX-License-Identifier: BSD-3-Clause */
#include "lab/watch.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <systemd/sd-event.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/time.h"

struct running {
	const struct watch *watch;
	sd_event *loop;
	sd_event_source *silence, *gone, *more, *tick;
	struct text line;    /* of the recording, not yet whole */
	struct text console; /* its end */
	size_t logged;	     /* octets of the console */
	bool heard;	     /* something through the channel */
	bool refused;	     /* what came through it: no more of it is wanted */
	enum lab_end end;
	int log_error; /* of console.log; the run goes on */
	struct error *error;
};

/* Keeps the end of the console; halved, so that it is not moved for every line. */
static void console_add(struct running *r, const char *octets, size_t length)
{
	if (!r->log_error && r->logged < WATCH_LOG_MAX)
		r->log_error = fd_write_all(r->watch->log, octets, length);
	r->logged += length;
	text_add_bytes(&r->console, octets, length);
	if (r->console.length > 2 * WATCH_CONSOLE_MAX) {
		size_t surplus = r->console.length - WATCH_CONSOLE_MAX;

		memmove(r->console.data, r->console.data + surplus, WATCH_CONSOLE_MAX);
		r->console.length = WATCH_CONSOLE_MAX;
		r->console.data[r->console.length] = '\0';
	}
}

static int lines_add(struct running *r, const char *octets, size_t length)
{
	while (length) {
		const char *end = memchr(octets, '\n', length);
		size_t part = end ? (size_t)(end - octets) : length;

		if (r->line.length + part > WATCH_LINE_MAX)
			return -EMSGSIZE;
		text_add_bytes(&r->line, octets, part);
		if (!end)
			return 0;
		if (r->watch->line(r->watch->userdata, r->line.data ? r->line.data : "",
				   r->line.length) < 0)
			return -ECANCELED;
		text_reset(&r->line);
		octets += part + 1;
		length -= part + 1;
	}
	return 0;
}

/* From now, not from when the loop last looked: printing may have blocked since. */
static void rearm(struct running *r)
{
	if (r->watch->silence_limit_ns)
		sd_event_source_set_time(
			r->silence,
			(clock_monotonic_ns() + r->watch->silence_limit_ns) / NS_PER_US);
}

/* Octets read; 0 or negative where there is nothing now. */
static ssize_t take_console(struct running *r)
{
	char buffer[16384];
	ssize_t n = read(r->watch->machine->console, buffer, sizeof(buffer));

	if (n <= 0)
		return n;
	console_add(r, buffer, (size_t)n);
	if (r->watch->console)
		r->watch->console(r->watch->userdata, buffer, (size_t)n);
	return n;
}

/* The same of the recording: -EPIPE where no more can come, -ECANCELED where what came
 * was refused. */
static ssize_t take_channel(struct running *r)
{
	char buffer[16384];
	ssize_t n = channel_read(r->watch->channel, buffer, sizeof(buffer));
	int result = n > 0 ? lines_add(r, buffer, (size_t)n) : 0;

	return result < 0 ? result : n;
}

/* Once the guest speaks through the channel, a console that chatters is no progress: a
 * kernel that complains again and again is stuck. */
static int on_console(sd_event_source *source, int fd, uint32_t events, void *userdata)
{
	struct running *r = userdata;
	ssize_t n = take_console(r);

	(void)fd;
	if (n > 0 && !r->heard)
		rearm(r);
	/* The machine's end will be told by its pidfd. */
	if (n == 0 || (n < 0 && events & EPOLLHUP))
		sd_event_source_set_enabled(source, SD_EVENT_OFF);
	return 0;
}

static int end_channel(struct running *r, int result)
{
	r->refused = true;
	if (result == -ECANCELED) {
		r->end = LAB_INTERRUPTED;
		return sd_event_exit(r->loop, 1);
	}
	r->end = LAB_DIED;
	if (result == -EMSGSIZE)
		error_set(r->error, result,
			  "the guest sent a line of more than %zu octets",
			  WATCH_LINE_MAX);
	else
		error_errno(r->error, result, "cannot read the guest's recording");
	return sd_event_exit(r->loop, 1);
}

static int on_channel(sd_event_source *source, int fd, uint32_t events, void *userdata)
{
	struct running *r = userdata;
	ssize_t n = take_channel(r);

	(void)fd;
	(void)events;
	if (n == -EPIPE) {
		sd_event_source_set_enabled(source, SD_EVENT_OFF);
		return 0;
	}
	if (n < 0)
		return end_channel(r, (int)n);
	if (n > 0) {
		r->heard = true;
		rearm(r);
		/* A file tells of its growth once; there may be more than one buffer. */
		sd_event_source_set_enabled(r->more, SD_EVENT_ONESHOT);
	}
	return 0;
}

/* Reads on when everything else has had its turn. */
static int on_more(sd_event_source *source, void *userdata)
{
	return on_channel(source, -1, 0, userdata);
}

/* What is typed faster than the guest reads it is lost, as at any terminal. */
static int on_typed(sd_event_source *source, int fd, uint32_t events, void *userdata)
{
	struct running *r = userdata;
	char buffer[1024];
	ssize_t n = read(fd, buffer, sizeof(buffer));

	(void)events;
	if (n > 0)
		fd_write_all(r->watch->input, buffer, (size_t)n);
	else
		sd_event_source_set_enabled(source, SD_EVENT_OFF);
	return 0;
}

static int on_interrupt(sd_event_source *source, int fd, uint32_t events, void *userdata)
{
	struct running *r = userdata;
	struct signalfd_siginfo signal_;

	(void)source;
	(void)events;
	if (read(fd, &signal_, sizeof(signal_)) < 0)
		return 0;
	r->end = LAB_INTERRUPTED;
	return sd_event_exit(r->loop, 1);
}

static int on_silence(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct running *r = userdata;
	cleanup_free_ char *doing = NULL;
	char duration[DURATION_FORMAT_MAX];
	ssize_t n;

	(void)usec;
	/* It may have been this process that was stopped, or blocked. */
	n = take_channel(r);
	if (n < 0 && n != -EPIPE)
		return end_channel(r, (int)n);
	if (n > 0) {
		rearm(r);
		sd_event_source_set_enabled(r->more, SD_EVENT_ONESHOT);
		return sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
	}
	if (r->watch->describe)
		doing = r->watch->describe(r->watch->machine, r->watch->virtual_clock);
	r->end = LAB_HUNG;
	error_set(r->error, -ETIMEDOUT, "the guest has said nothing for %s%s%s",
		  duration_format(duration, r->watch->silence_limit_ns),
		  doing ? "; " : "", doing ? doing : "");
	return sd_event_exit(r->loop, 1);
}

static int on_gone(sd_event_source *source, int fd, uint32_t events, void *userdata)
{
	struct running *r = userdata;

	(void)source;
	(void)fd;
	(void)events;
	return sd_event_exit(r->loop, 0);
}

static int on_tick(sd_event_source *source, uint64_t usec, void *userdata)
{
	const struct running *r = userdata;

	r->watch->tick(r->watch->userdata);
	sd_event_source_set_time(source, usec + WATCH_TICK_NS / NS_PER_US);
	return 0;
}

static int arrange_tick(struct running *r)
{
	int result = sd_event_add_time_relative(r->loop, &r->tick, CLOCK_MONOTONIC,
						WATCH_TICK_NS / NS_PER_US, 0, on_tick, r);

	return result < 0 ? result : sd_event_source_set_enabled(r->tick, SD_EVENT_ON);
}

static int arrange(struct running *r)
{
	const struct watch *watch = r->watch;
	int result;

	result = sd_event_new(&r->loop);
	if (result < 0)
		return result;
	result = sd_event_add_io(r->loop, NULL, watch->machine->console, EPOLLIN,
				 on_console, r);
	if (result < 0)
		return result;
	result = sd_event_add_io(r->loop, NULL, channel_poll_fd(watch->channel), EPOLLIN,
				 on_channel, r);
	if (result < 0)
		return result;
	result = sd_event_add_io(r->loop, NULL, watch->interrupt, EPOLLIN, on_interrupt,
				 r);
	if (result < 0)
		return result;
	if (watch->console)
		result = sd_event_add_io(r->loop, NULL, STDIN_FILENO, EPOLLIN, on_typed,
					 r);
	if (result < 0)
		return result;
	result = sd_event_add_io(r->loop, &r->gone, watch->machine->pidfd, EPOLLIN,
				 on_gone, r);
	if (result < 0)
		return result;
	result = sd_event_add_defer(r->loop, &r->more, on_more, r);
	if (result < 0)
		return result;
	sd_event_source_set_enabled(r->more, SD_EVENT_OFF);
	/* Before the rest, which watch_run() reads to the end then. */
	sd_event_source_set_priority(r->gone, SD_EVENT_PRIORITY_IMPORTANT);
	if (watch->tick)
		result = arrange_tick(r);
	if (result < 0 || !watch->silence_limit_ns)
		return result < 0 ? result : 0;
	result = sd_event_add_time_relative(r->loop, &r->silence, CLOCK_MONOTONIC,
					    watch->silence_limit_ns / NS_PER_US, 1,
					    on_silence, r);
	if (result < 0)
		return result;
	return sd_event_source_set_priority(r->silence, SD_EVENT_PRIORITY_IDLE);
}

/* The last line that has mark in it, without its end; NULL if there is none. */
static char *last_line_with(const char *console, const char *mark)
{
	const char *found = NULL, *next = console;

	while ((next = strstr(next, mark)))
		found = next++;
	return found ? memory_strndup(found, strcspn(found, "\r\n")) : NULL;
}

/* The last line that is not empty; a machine says there why it gave up. */
static char *last_line(const char *console)
{
	size_t end = strlen(console), start;

	while (end && strchr("\r\n", console[end - 1]))
		end--;
	start = end;
	while (start && !strchr("\r\n", console[start - 1]))
		start--;
	return end > start ? memory_strndup(console + start, end - start) : NULL;
}

/* arch/um/kernel/trap.c, bus_handler() */
#define BUS_ERROR \
	"Bus error - the host /dev/shm or /tmp mount likely just ran out of space"

enum lab_end watch_judge(const char *machine, int status, const char *console,
			 struct error *error)
{
	cleanup_free_ char *panic = last_line_with(console, "Kernel panic");
	cleanup_free_ char *failure = last_line_with(console, GUEST_FAILURE);

	/* These say more than how the machine ended: qemu as quietly as when the guest
	 * powers off (-no-reboot), User Mode Linux with SIGABRT. */
	if (strstr(console, BUS_ERROR)) {
		error_set(error, -ENOSPC,
			  "the folder with the guest's memory is full (/dev/shm, or "
			  "TMPDIR)");
		error_remedy(error, "make room there, name another folder in TMPDIR, or "
				    "run fewer at a time with --jobs");
		return LAB_DIED;
	}
	if (panic) {
		error_set(error, -EIO, "the guest's kernel stopped: %s", panic);
		return LAB_DIED;
	}
	if (WIFSIGNALED(status)) {
		error_set(error, -EIO, "the lab's machine (%s) was killed by SIG%s",
			  machine, sigabbrev_np(WTERMSIG(status)));
		return LAB_DIED;
	}
	if (WEXITSTATUS(status) != 0) {
		cleanup_free_ char *last = last_line(console);

		error_set(error, -EIO,
			  "the lab's machine (%s) ended with exit code %d%s%s", machine,
			  WEXITSTATUS(status), last ? ": " : "", last ? last : "");
		return LAB_DIED;
	}
	if (failure) {
		error_set(error, -EIO, "the guest could not go on: %s",
			  failure + strlen(GUEST_FAILURE));
		return LAB_DIED;
	}
	return LAB_FINISHED;
}

static void give_console(struct running *r, struct text *ret_console)
{
	size_t length = r->console.length, skip = 0;

	if (!ret_console || !length)
		return;
	if (length > WATCH_CONSOLE_MAX)
		skip = length - WATCH_CONSOLE_MAX;
	text_add_bytes(ret_console, r->console.data + skip, length - skip);
}

int watch_run(const struct watch *watch, enum lab_end *ret, struct text *ret_console,
	      struct error *error)
{
	struct running r = { .watch = watch, .error = error };
	int result = arrange(&r), status;

	if (result >= 0)
		result = sd_event_loop(r.loop);
	machine_kill(watch->machine, &status);
	/* What was said before the end counts. */
	while (take_console(&r) > 0)
		;
	while (result >= 0 && !r.refused && take_channel(&r) > 0)
		;
	if (result == 0)
		r.end = watch_judge(watch->machine->name, status,
				    r.console.data ? r.console.data : "", error);
	if (result >= 0) {
		give_console(&r, ret_console);
		*ret = r.end;
	}
	machine_close(watch->machine);
	sd_event_source_unref(r.silence);
	sd_event_source_unref(r.gone);
	sd_event_source_unref(r.more);
	sd_event_source_unref(r.tick);
	sd_event_unref(r.loop);
	text_clear(&r.line);
	text_clear(&r.console);
	return result < 0 ? error_errno(error, result, "cannot watch the guest") : 0;
}
