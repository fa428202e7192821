/* SPDX-License-Identifier: BSD-3-Clause */
#include "site/daemon.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/process.h"
#include "base/text.h"
#include "base/time.h"

/* A longer line is cut there. */
#define LINE_MAX_LENGTH 4096

struct daemon {
	struct daemon_spec spec;
	char *name;
	pid_t pid;
	int pidfd, output, log;
	bool gone;
	sd_event_source *output_source, *end_source;
	struct text line;     /* not yet whole */
	bool cut;	      /* the line is longer than is kept of it */
	struct text unlogged; /* lines that were read at one time */
	char *complaint, *last_line;
};

const char *daemon_name(const struct daemon *daemon)
{
	return daemon->name;
}

pid_t daemon_pid(const struct daemon *daemon)
{
	return daemon->pid;
}

const char *daemon_complaint(const struct daemon *daemon)
{
	return daemon->complaint ? daemon->complaint : daemon->last_line;
}

/* "1795342065.845546: wlan0: AP-ENABLED" without what -t puts in front (hostap,
 * src/utils/wpa_debug.c, wpa_debug_print_timestamp()). */
static const char *take_stamp(const char *line, uint64_t *ret_ns)
{
	size_t digits = strspn(line, "0123456789.");
	unsigned long long seconds;
	unsigned micros;

	*ret_ns = 0;
	if (!digits || strncmp(line + digits, ": ", 2) != 0)
		return line;
	if (sscanf(line, "%12llu.%6u: ", &seconds, &micros) == 2)
		*ret_ns = seconds * NS_PER_S + micros * NS_PER_US;
	return line + digits + 2;
}

static bool is_complaint(const char *line)
{
	static const char *const marks[] = {
		"Line ",    "Invalid ",	 "invalid",    "not supported",
		"requires", "failed to", "Could not ", "not allowed",
	};

	/* The kernel refuses many things that are only asked for. */
	if (strncmp(line, "nl80211: kernel reports", 23) == 0)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(marks); i++) {
		if (strstr(line, marks[i]))
			return true;
	}
	return false;
}

static void take_line(struct daemon *daemon)
{
	cleanup_text_ struct text clean = { 0 };
	uint64_t stamp_ns;
	const char *line;

	secrets_redact(daemon->spec.secrets, daemon->line.data ? daemon->line.data : "",
		       daemon->line.length, daemon->cut, &clean);
	text_add_bytes(&daemon->unlogged, clean.data ? clean.data : "", clean.length);
	text_add_char(&daemon->unlogged, '\n');
	text_reset(&daemon->line);
	daemon->cut = false;

	line = take_stamp(clean.data ? clean.data : "", &stamp_ns);
	if (!*line)
		return;
	free(daemon->last_line);
	daemon->last_line = memory_strdup(line);
	if (!daemon->complaint && is_complaint(line))
		daemon->complaint = memory_strdup(line);
	if (daemon->spec.line)
		daemon->spec.line(daemon->spec.userdata, stamp_ns, line);
}

static void take_octets(struct daemon *daemon, const char *octets, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (octets[i] == '\n')
			take_line(daemon);
		else if (daemon->line.length < LINE_MAX_LENGTH)
			text_add_char(&daemon->line, octets[i]);
		else
			daemon->cut = true;
	}
}

/* A program says much at a time: one call for all of it. */
static void write_log(struct daemon *daemon)
{
	if (daemon->unlogged.length)
		fd_write_all(daemon->log, daemon->unlogged.data, daemon->unlogged.length);
	text_reset(&daemon->unlogged);
}

/* Room for what is said while nobody listens; where the kernel gives less it waits. */
#define PIPE_SIZE (1 << 20)

/* So many reads before others get their turn: one may never stop talking. */
#define READS_AT_ONCE 16

/* True at its end. */
static bool read_output(struct daemon *daemon)
{
	char buffer[8192];
	ssize_t n = -1;

	for (int i = 0; i < READS_AT_ONCE; i++) {
		n = read(daemon->output, buffer, sizeof(buffer));
		if (n <= 0)
			break;
		take_octets(daemon, buffer, (size_t)n);
		write_log(daemon);
	}
	return n == 0;
}

static int on_output(sd_event_source *source, int fd, uint32_t events, void *userdata)
{
	struct daemon *daemon = userdata;

	(void)fd;
	(void)events;
	if (read_output(daemon))
		sd_event_source_set_enabled(source, SD_EVENT_OFF);
	return 0;
}

static void describe_end(const struct daemon *daemon, int status, struct error *error)
{
	const char *complaint = daemon_complaint(daemon);

	if (WIFSIGNALED(status)) /* its last line says nothing of that */
		error_set(error, -EIO, "%s was killed by SIG%s", daemon->name,
			  sigabbrev_np(WTERMSIG(status)));
	else
		error_set(error, -EIO, "%s ended with exit code %d%s%s", daemon->name,
			  WEXITSTATUS(status), complaint ? ": " : "",
			  complaint ? complaint : "");
}

static int on_end(sd_event_source *source, int fd, uint32_t events, void *userdata)
{
	cleanup_error_ struct error error = { 0 };
	struct daemon *daemon = userdata;
	int status = 0;

	(void)fd;
	(void)events;
	sd_event_source_set_enabled(source, SD_EVENT_OFF);
	waitpid(daemon->pid, &status, 0);
	daemon->gone = true;
	read_output(daemon);
	describe_end(daemon, status, &error);
	if (daemon->spec.ended)
		daemon->spec.ended(daemon->spec.userdata, &error);
	return 0;
}

/* As ip netns exec does: programs find their interfaces' properties in /sys, which
 * shows the network namespace in which it was mounted. */
static int enter(int netns, const char *const *own_folders)
{
	if (setns(netns, CLONE_NEWNET) < 0 || unshare(CLONE_NEWNS) < 0)
		return -errno;
	if (mount("", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		return -errno;
	umount2("/sys", MNT_DETACH);
	if (mount("sys", "/sys", "sysfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) < 0)
		return -errno;
	for (; own_folders && *own_folders; own_folders++) {
		if (mkdir(*own_folders, 0755) < 0 && errno != EEXIST)
			return -errno;
		if (mount("own", *own_folders, "tmpfs", MS_NOSUID | MS_NODEV, NULL) < 0)
			return -errno;
	}
	return 0;
}

static _Noreturn void become(const struct daemon_spec *spec, int output, pid_t parent)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC), r;
	sigset_t none;

	if (null < 0 || dup2(null, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0)
		_exit(126);
	if (process_die_with(parent) < 0 || (spec->group && setpgid(0, 0) < 0))
		_exit(126);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	r = spec->netns < 0 ? 0 : enter(spec->netns, spec->own_folders);
	if (r == 0) {
		execv(spec->arguments[0], spec->arguments);
		r = -errno;
	}
	dprintf(2, "Could not start: %s\n", strerror(-r));
	_exit(127);
}

static int start(struct daemon *daemon, struct error *error)
{
	pid_t parent = getpid();
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return error_errno(error, -errno, "cannot make a pipe");
	daemon->output = ends[0];
	fcntl(daemon->output, F_SETFL, O_NONBLOCK);
	fcntl(daemon->output, F_SETPIPE_SZ, PIPE_SIZE);
	daemon->pid = fork();
	if (daemon->pid == 0)
		become(&daemon->spec, ends[1], parent);
	close(ends[1]);
	if (daemon->pid < 0)
		return error_errno(error, -errno, "cannot start %s", daemon->name);
	/* Here as well as there: a signal may come before it has got so far. */
	if (daemon->spec.group)
		setpgid(daemon->pid, daemon->pid);
	daemon->pidfd = pidfd_open(daemon->pid, 0);
	if (daemon->pidfd < 0)
		return error_errno(error, -errno, "cannot watch %s", daemon->name);
	return 0;
}

int daemon_start(struct daemon **ret, sd_event *loop, const struct daemon_spec *spec,
		 struct error *error)
{
	struct daemon *daemon = memory_zero(1, sizeof(*daemon));
	int r;

	*daemon = (struct daemon){ .spec = *spec,
				   .name = memory_strdup(spec->name),
				   .pid = -1,
				   .pidfd = -1,
				   .output = -1 };
	daemon->log =
		open(spec->log_path,
		     O_WRONLY | O_CREAT | O_CLOEXEC | (spec->append ? O_APPEND : O_TRUNC),
		     0666);
	r = daemon->log < 0
		    ? error_errno(error, -errno, "cannot write %s", spec->log_path)
		    : start(daemon, error);
	if (r >= 0) {
		r = sd_event_add_io(loop, &daemon->output_source, daemon->output, EPOLLIN,
				    on_output, daemon);
		if (r >= 0)
			r = sd_event_add_io(loop, &daemon->end_source, daemon->pidfd,
					    EPOLLIN, on_end, daemon);
		if (r < 0)
			error_errno(error, r, "cannot watch %s", daemon->name);
	}
	if (r < 0) {
		daemon_free(daemon, 0);
		return r;
	}
	/* What arguments point at need not live on. */
	daemon->spec.arguments = NULL;
	daemon->spec.own_folders = NULL;
	daemon->spec.log_path = daemon->spec.name = NULL;
	*ret = daemon;
	return 0;
}

void daemon_listen(struct daemon *daemon, bool on)
{
	sd_event_source_set_enabled(daemon->output_source,
				    on ? SD_EVENT_ON : SD_EVENT_OFF);
}

void daemon_read(struct daemon *daemon)
{
	if (daemon->output >= 0)
		read_output(daemon);
}

void daemon_signal(struct daemon *daemon, int number)
{
	if (!daemon || daemon->pid <= 0)
		return;
	/* What it has started may go on when it is gone itself. */
	if (daemon->spec.group)
		kill(-daemon->pid, number);
	else if (!daemon->gone)
		kill(daemon->pid, number);
}

void daemon_stop(struct daemon *daemon)
{
	daemon_signal(daemon, SIGTERM);
}

bool daemon_wait(struct daemon *daemon, uint64_t deadline_ns)
{
	struct pollfd fds[] = { { .fd = daemon->pidfd, .events = POLLIN },
				{ .fd = daemon->output, .events = POLLIN } };

	while (!daemon->gone) {
		uint64_t now = clock_monotonic_ns();
		int limit_ms = deadline_ns > now
				       ? (int)((deadline_ns - now) / NS_PER_MS) + 1
				       : 0;

		if (now >= deadline_ns || poll(fds, ARRAY_SIZE(fds), limit_ms) <= 0)
			return false;
		/* One that nobody reads may not come to its end. */
		if (fds[1].revents && read_output(daemon))
			fds[1].fd = -1;
		if (fds[0].revents)
			break;
	}
	return true;
}

static void wait_or_kill(struct daemon *daemon, uint64_t deadline_ns)
{
	if (!daemon_wait(daemon, deadline_ns))
		daemon_signal(daemon, SIGKILL);
	waitpid(daemon->pid, NULL, 0);
}

struct daemon *daemon_free(struct daemon *daemon, uint64_t deadline_ns)
{
	if (!daemon)
		return NULL;
	daemon->spec.line = NULL;
	daemon->spec.ended = NULL;
	sd_event_source_unref(daemon->output_source);
	sd_event_source_unref(daemon->end_source);
	if (daemon->pid > 0 && !daemon->gone)
		wait_or_kill(daemon, deadline_ns);
	if (daemon->output >= 0) {
		read_output(daemon);
		if (daemon->line.length)
			take_line(daemon);
		write_log(daemon);
		close(daemon->output);
	}
	if (daemon->pidfd >= 0)
		close(daemon->pidfd);
	if (daemon->log >= 0)
		close(daemon->log);
	text_clear(&daemon->line);
	text_clear(&daemon->unlogged);
	free(daemon->complaint);
	free(daemon->last_line);
	free(daemon->name);
	free(daemon);
	return NULL;
}
