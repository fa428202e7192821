/* SPDX-License-Identifier: BSD-3-Clause */
#include "guest-command.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "relay.h"
#include "terminal.h"

/* What a shell says of a program that a signal ended, or that it could not start. */
#define CODE_SIGNALLED 128
#define CODE_NOT_STARTED 126

/* Of 16 KiB: more than a pipe holds (pipe(7)). */
#define READS_AT_END 8

struct stream {
	struct running *running;
	enum relay_kind kind;
	int fd;
	sd_event_source *source;
};

struct running {
	const struct guest_command *spec;
	sd_event *loop;
	pid_t pid;
	int pidfd;
	sd_event_source *end;
	struct stream streams[2];
};

/* Octets read; 0 or negative where there is nothing (more). */
static ssize_t relay(struct stream *stream)
{
	const struct guest_command *spec = stream->running->spec;
	cleanup_text_ struct text line = { 0 };
	char buffer[16384];
	ssize_t n = read(stream->fd, buffer, sizeof(buffer));

	if (n <= 0)
		return n;
	relay_add_octets(&line, stream->kind, buffer, (size_t)n);
	spec->send(spec->userdata, line.data, line.length);
	return n;
}

static int on_output(sd_event_source *source, int fd, uint32_t events, void *userdata)
{
	(void)fd;
	(void)events;
	if (relay(userdata) == 0)
		sd_event_source_set_enabled(source, SD_EVENT_OFF);
	return 0;
}

static int code_of(int status)
{
	return WIFSIGNALED(status) ? CODE_SIGNALLED + WTERMSIG(status)
				   : WEXITSTATUS(status);
}

static int on_end(sd_event_source *source, int fd, uint32_t events, void *userdata)
{
	struct running *running = userdata;
	const struct guest_command *spec = running->spec;
	cleanup_text_ struct text line = { 0 };
	int status = 0;

	(void)source;
	(void)fd;
	(void)events;
	waitpid(running->pid, &status, 0);
	running->pid = -1;
	/* What it has left running may hold the pipes open, and go on talking. */
	for (size_t i = 0; i < ARRAY_SIZE(running->streams); i++)
		for (int reads = 0; reads < READS_AT_END; reads++)
			if (relay(&running->streams[i]) <= 0)
				break;
	relay_add_exit(&line, code_of(status));
	spec->send(spec->userdata, line.data, line.length);
	return sd_event_exit(running->loop, 0);
}

static _Noreturn void become(const struct guest_command *spec)
{
	signal(SIGPIPE, SIG_DFL);
	setenv("ROAMTEST_OUTPUT", spec->output, 1);
	execl("/bin/sh", "sh", "-c", spec->command, (char *)NULL);
	_exit(CODE_NOT_STARTED);
}

/* Between the guest's first process and the command: it takes what the command's children
 * leave behind, and waits for it, as an init does. Who asks whether such a process is
 * gone would otherwise find it there for ever. */
static _Noreturn void wait_for_all(const struct guest_command *spec)
{
	pid_t command, ended;
	int status;

	prctl(PR_SET_CHILD_SUBREAPER, 1);
	command = fork();
	if (command == 0)
		become(spec);
	if (command < 0)
		_exit(CODE_NOT_STARTED);
	/* A terminal's Ctrl-C is for the command, which may have other plans than to end.
	 */
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	do
		ended = waitpid(-1, &status, 0);
	while (ended != command);
	_exit(code_of(status));
}

static _Noreturn void start_child(const struct guest_command *spec, int out, int err)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	sigset_t none;

	if (spec->terminal && terminal_take(spec->terminal) < 0)
		_exit(CODE_NOT_STARTED);
	if (!spec->terminal &&
	    (dup2(null, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0))
		_exit(CODE_NOT_STARTED);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	wait_for_all(spec);
}

static int start(struct running *running, struct error *error)
{
	int out[2] = { -1, -1 }, err[2] = { -1, -1 };

	if (pipe2(out, O_CLOEXEC) < 0)
		return error_errno(error, -errno, "cannot make a pipe");
	running->streams[0].fd = out[0];
	if (pipe2(err, O_CLOEXEC) < 0) {
		close(out[1]);
		return error_errno(error, -errno, "cannot make a pipe");
	}
	running->streams[1].fd = err[0];
	fcntl(out[0], F_SETFL, O_NONBLOCK);
	fcntl(err[0], F_SETFL, O_NONBLOCK);
	running->pid = fork();
	if (running->pid == 0)
		start_child(running->spec, out[1], err[1]);
	close(out[1]);
	close(err[1]);
	if (running->pid < 0)
		return error_errno(error, -errno, "cannot start the command");
	running->pidfd = pidfd_open(running->pid, 0);
	if (running->pidfd < 0)
		return error_errno(error, -errno, "cannot watch the command");
	return 0;
}

static int watch(struct running *running, struct error *error)
{
	int r = 0;

	for (size_t i = 0; i < ARRAY_SIZE(running->streams) && r >= 0; i++) {
		struct stream *stream = &running->streams[i];

		r = sd_event_add_io(running->loop, &stream->source, stream->fd, EPOLLIN,
				    on_output, stream);
	}
	if (r >= 0)
		r = sd_event_add_io(running->loop, &running->end, running->pidfd, EPOLLIN,
				    on_end, running);
	return r < 0 ? error_errno(error, r, "cannot watch the command") : 0;
}

int guest_command_run(sd_event *loop, const struct guest_command *command,
		      struct error *error)
{
	struct running running = {
		.spec = command,
		.loop = loop,
		.pid = -1,
		.pidfd = -1,
		.streams = { { .kind = RELAY_OUTPUT, .fd = -1 },
			     { .kind = RELAY_ERRORS, .fd = -1 } },
	};
	int r;

	for (size_t i = 0; i < ARRAY_SIZE(running.streams); i++)
		running.streams[i].running = &running;
	r = start(&running, error);
	if (r >= 0)
		r = watch(&running, error);
	if (r >= 0) {
		r = sd_event_loop(loop);
		if (r < 0)
			error_errno(error, r, "cannot watch the command");
	}
	if (running.pid > 0) {
		kill(running.pid, SIGKILL);
		waitpid(running.pid, NULL, 0);
	}
	sd_event_source_disable_unref(running.end);
	closep(&running.pidfd);
	for (size_t i = 0; i < ARRAY_SIZE(running.streams); i++) {
		sd_event_source_disable_unref(running.streams[i].source);
		closep(&running.streams[i].fd);
	}
	return r;
}
