/* SPDX-License-Identifier: BSD-3-Clause */
#include "live-watch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/process.h"
#include "base/time.h"
#include "live/live.h"
#include "live/privileges.h"

/* Events that wait while this process prints: the run is not to wait for that. */
#define PIPE_SIZE (1 << 20)
/* live_restore() has a minute, and a command to wpa_supplicant may be under way. */
#define END_LIMIT_NS (90 * NS_PER_S)
#define TICK_NS NS_PER_S

struct watch {
	const struct live_job *job;
	const struct lab_callbacks *callbacks;
	void *userdata;
	pid_t pid;
	int channel, pidfd, signals;
	struct text line;
	bool asked;	      /* to end */
	uint64_t deadline_ns; /* by then it has ended, or is killed; 0: none */
};

/* In the child. It ends with its parent, but in good order; and a terminal's Ctrl-C and
 * Ctrl-Z are for the parent, which passes the first one on. */
static _Noreturn void be_station(const struct live_job *job, int channel, pid_t parent)
{
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(0);
	_exit(live_station_run(job, channel) < 0 ? 1 : 0);
}

static void ask_to_end(struct watch *watch)
{
	if (watch->asked)
		return;
	watch->asked = true;
	watch->deadline_ns = clock_monotonic_ns() + END_LIMIT_NS;
	kill(watch->pid, SIGTERM);
}

static void take_lines(struct watch *watch, const char *octets, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (octets[i] != '\n') {
			text_add_char(&watch->line, octets[i]);
			continue;
		}
		if (watch->callbacks->line(watch->userdata, watch->line.data,
					   watch->line.length) < 0)
			ask_to_end(watch);
		text_reset(&watch->line);
	}
}

/* Octets read; 0: none will come any more, negative: none are there. */
static ssize_t take_channel(struct watch *watch)
{
	char buffer[16384];
	ssize_t n = read(watch->channel, buffer, sizeof(buffer));

	if (n > 0)
		take_lines(watch, buffer, (size_t)n);
	return n;
}

static void take_signals(struct watch *watch)
{
	struct signalfd_siginfo signal_;

	while (read(watch->signals, &signal_, sizeof(signal_)) == sizeof(signal_))
		ask_to_end(watch);
}

/* Until the deadline, or the next tick. */
static int remaining_ms(const struct watch *watch)
{
	uint64_t now = clock_monotonic_ns(), left_ns = TICK_NS;

	if (watch->deadline_ns && watch->deadline_ns < now + left_ns)
		left_ns = watch->deadline_ns > now ? watch->deadline_ns - now : 0;
	return (int)((left_ns + NS_PER_MS - 1) / NS_PER_MS);
}

/* Nothing has happened for so long. */
static void take_time(const struct watch *watch)
{
	if (watch->deadline_ns && clock_monotonic_ns() >= watch->deadline_ns)
		kill(watch->pid, SIGKILL);
	else if (watch->callbacks->tick)
		watch->callbacks->tick(watch->userdata);
}

/* Until it has ended and all that it said is taken. Its exit status, as waitpid(2) gives
 * it. */
static int watch_to_its_end(struct watch *watch)
{
	struct pollfd fds[] = { { .fd = watch->channel, .events = POLLIN },
				{ .fd = watch->pidfd, .events = POLLIN },
				{ .fd = watch->signals, .events = POLLIN } };
	int status = 0;

	for (;;) {
		int ready = poll(fds, ARRAY_SIZE(fds), remaining_ms(watch));

		if (ready == 0)
			take_time(watch);
		if (ready <= 0)
			continue;
		if (fds[2].revents)
			take_signals(watch);
		if (fds[0].revents && take_channel(watch) == 0)
			fds[0].fd = -1;
		/* What it has started could keep the pipe open. */
		if (fds[1].revents)
			break;
	}
	while (take_channel(watch) > 0)
		;
	waitpid(watch->pid, &status, 0);
	return status;
}

static int start(struct watch *watch, struct error *error)
{
	pid_t parent = getpid();
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return error_errno(error, -errno, "cannot make a pipe");
	fcntl(ends[0], F_SETPIPE_SZ, PIPE_SIZE);
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	watch->channel = ends[0];
	fflush(NULL); /* or both would print it */
	watch->pid = fork();
	if (watch->pid == 0)
		be_station(watch->job, ends[1], parent);
	close(ends[1]);
	if (watch->pid < 0)
		return error_errno(error, -errno, "cannot start a process");
	watch->pidfd = pidfd_open(watch->pid, 0);
	if (watch->pidfd < 0) {
		kill(watch->pid, SIGTERM);
		waitpid(watch->pid, NULL, 0);
		return error_errno(error, -errno, "cannot watch a process");
	}
	return 0;
}

/* It did not come to put anything back. */
static int clean_up(const struct watch *watch, int status, struct error *error)
{
	const char *interface = watch->job->scenario->interface;
	cleanup_error_ struct error why = { 0 };

	error_set(error, -EIO, "the process that ran on %s was killed by SIG%s",
		  interface, sigabbrev_np(WTERMSIG(status)));
	if (live_clean(interface, watch->callbacks->advise, watch->userdata, &why) >= 0)
		return 0;
	error_set(error, -ENOTRECOVERABLE, "%s, and not all could be put back: %s",
		  error->reason, why.reason);
	error_remedy(error, "%s", "roamtest doctor --clean");
	return -ENOTRECOVERABLE;
}

int live_watch(const struct live_job *job, const struct lab_callbacks *callbacks,
	       void *userdata, enum lab_end *ret, struct error *error)
{
	struct watch watch = {
		.job = job,
		.callbacks = callbacks,
		.userdata = userdata,
		.channel = -1,
		.pidfd = -1,
		.signals = process_open_signals(),
	};
	int r = watch.signals < 0
			? error_errno(error, watch.signals, "cannot make a signalfd")
			: start(&watch, error);
	int status = 0;

	if (r >= 0) {
		if (privileges_lower(error) < 0)
			ask_to_end(&watch);
		status = watch_to_its_end(&watch);
		*ret = watch.asked ? LAB_INTERRUPTED : LAB_FINISHED;
		if (WIFSIGNALED(status)) {
			*ret = LAB_DIED;
			r = clean_up(&watch, status, error);
		} else if (WEXITSTATUS(status) != 0) {
			r = -ENOTRECOVERABLE;
		}
	}
	text_clear(&watch.line);
	close_now(&watch.channel);
	close_now(&watch.pidfd);
	close_now(&watch.signals);
	return r;
}
