/* SPDX-License-Identifier: BSD-3-Clause */
#include "wifi/supplicant.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <wpa_ctrl.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"

/* One datagram of wpa_supplicant: replies have at most 4096 octets, messages
 * seldom a few hundred. What is longer is cut. */
#define MESSAGE_MAX 8192

/* Messages read at one go, so that a chatty supplicant cannot keep the loop. */
#define MESSAGES_AT_ONCE 128

#define COMMANDS_MAX 256

/* wpa_supplicant never waits for its listeners. When the queue of one is full it
 * closes its socket and opens another (ctrl_iface_unix.c,
 * wpas_ctrl_iface_reinit()), which ends every connection without a word. A queue
 * takes net.unix.max_dgram_qlen messages as of the socket's making: the kernel's own
 * setting of 10 is less than the debug messages of one FT roam. systemd sets 512. */
#define QUEUE_LENGTH_MIN 128

struct command {
	char *unsent; /* the command, NULL once it is on its way */
	supplicant_reply_fn reply;
	void *userdata;
	struct command *next;
};

struct supplicant {
	/* A callback may close the supplicant that calls it: whoever calls one holds
	 * a reference. */
	unsigned references;
	bool closed, gone;
	struct wpa_ctrl *command, *monitor;
	sd_event_source *command_source, *monitor_source;
	struct command *first, **end; /* in the order that they were queued in */
	size_t command_count;
	struct realtime *realtime;
	struct supplicant_callbacks callbacks;
	void *userdata;
	char buffer[MESSAGE_MAX + 1];
};

static struct command *command_free(struct command *command)
{
	if (!command)
		return NULL;
	if (command->unsent)
		explicit_bzero(command->unsent, strlen(command->unsent)); /* passwords */
	free(command->unsent);
	free(command);
	return NULL;
}

static struct command *pop_command(struct supplicant *supplicant)
{
	struct command *command = supplicant->first;

	if (!command)
		return NULL;
	supplicant->first = command->next;
	if (!supplicant->first)
		supplicant->end = &supplicant->first;
	supplicant->command_count--;
	return command;
}

static void disconnect(struct supplicant *supplicant)
{
	supplicant->command_source =
		sd_event_source_disable_unref(supplicant->command_source);
	supplicant->monitor_source =
		sd_event_source_disable_unref(supplicant->monitor_source);
	/* Also removes the sockets' files, /tmp/wpa_ctrl_PID-N. */
	wpa_ctrl_close(supplicant->command);
	wpa_ctrl_close(supplicant->monitor);
	supplicant->command = supplicant->monitor = NULL;
}

static void unref(struct supplicant *supplicant)
{
	struct command *command;

	if (--supplicant->references > 0)
		return;
	while ((command = pop_command(supplicant)))
		command_free(command);
	explicit_bzero(supplicant->buffer, sizeof(supplicant->buffer));
	free(supplicant);
}

/* Tells everyone who waits, once. */
static void tell_gone(struct supplicant *supplicant)
{
	struct command *command;

	if (supplicant->gone || supplicant->closed)
		return;
	supplicant->gone = true;
	disconnect(supplicant);
	supplicant->references++;
	while (!supplicant->closed && (command = pop_command(supplicant))) {
		command->reply(command->userdata, clock_monotonic_ns(), NULL, 0);
		command_free(command);
	}
	if (!supplicant->closed && supplicant->callbacks.gone)
		supplicant->callbacks.gone(supplicant->userdata);
	unref(supplicant);
}

/* Sends what can be sent now. 0, or -errno if the supplicant is gone. */
static int send_commands(struct supplicant *supplicant)
{
	int fd = wpa_ctrl_get_fd(supplicant->command);
	struct command *command = supplicant->first;
	bool waiting = false;

	while (command && !command->unsent)
		command = command->next;
	for (; command; command = command->next) {
		size_t length = strlen(command->unsent);

		if (send(fd, command->unsent, length, MSG_DONTWAIT | MSG_NOSIGNAL) < 0) {
			if (errno != EAGAIN && errno != EINTR && errno != ENOBUFS)
				return -errno;
			waiting = true;
			break;
		}
		explicit_bzero(command->unsent, length);
		free(command->unsent);
		command->unsent = NULL;
	}
	sd_event_source_set_io_events(supplicant->command_source,
				      EPOLLIN | (waiting ? EPOLLOUT : 0));
	return 0;
}

/* Reads one datagram, NUL-terminated, and when it was sent. 1, 0 when there is none,
 * -errno if the supplicant is gone. */
static int receive(struct supplicant *supplicant, struct wpa_ctrl *ctrl,
		   size_t *ret_length, uint64_t *ret_time_ns)
{
	_Alignas(struct cmsghdr) uint8_t control[REALTIME_CONTROL_MAX];
	struct iovec iovec = { supplicant->buffer, MESSAGE_MAX };
	struct msghdr message = {
		.msg_iov = &iovec,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};
	ssize_t length = recvmsg(wpa_ctrl_get_fd(ctrl), &message, MSG_DONTWAIT);
	uint64_t stamp;

	if (length < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : -errno;
	supplicant->buffer[length] = '\0';
	*ret_length = (size_t)length;
	*ret_time_ns = realtime_of_message(&message, &stamp)
			       ? realtime_to_monotonic(supplicant->realtime, stamp)
			       : clock_monotonic_ns();
	return 1;
}

static void take_reply(struct supplicant *supplicant, size_t length, uint64_t time_ns)
{
	struct command *command = supplicant->first;

	if (!command || command->unsent) /* nothing was asked */
		return;
	pop_command(supplicant);
	while (length > 0 && supplicant->buffer[length - 1] == '\n')
		supplicant->buffer[--length] = '\0';
	command->reply(command->userdata, time_ns, supplicant->buffer, length);
	command_free(command);
}

/* 0, or -errno if the supplicant is gone. */
static int read_replies(struct supplicant *supplicant)
{
	uint64_t time_ns = 0;
	size_t length = 0;
	int r = 1;

	for (int i = 0; i < MESSAGES_AT_ONCE && supplicant->command && r > 0; i++) {
		r = receive(supplicant, supplicant->command, &length, &time_ns);
		if (r > 0)
			take_reply(supplicant, length, time_ns);
	}
	return r < 0 ? r : 0;
}

static bool take_message(struct supplicant *supplicant, uint64_t time_ns)
{
	struct event event = { 0 };
	bool terminating;

	if (!supplicant_parse_event(supplicant->buffer, &event))
		return false;
	terminating = event.supplicant.what == SUPPLICANT_TERMINATING;
	supplicant->callbacks.event(supplicant->userdata, time_ns, &event);
	event_clear(&event);
	return terminating;
}

/* 0, or -errno if the supplicant is gone. */
static int read_messages(struct supplicant *supplicant)
{
	uint64_t time_ns = 0;
	size_t length = 0;
	int r = 1;

	for (int i = 0; i < MESSAGES_AT_ONCE && supplicant->monitor && r > 0; i++) {
		r = receive(supplicant, supplicant->monitor, &length, &time_ns);
		if (r > 0 && take_message(supplicant, time_ns))
			r = -ENOTCONN;
	}
	return r < 0 ? r : 0;
}

static int on_command_io(sd_event_source *source, int fd, uint32_t revents,
			 void *userdata)
{
	struct supplicant *supplicant = userdata;
	int r = 0;

	(void)source;
	(void)fd;
	supplicant->references++;
	if (revents & (EPOLLIN | EPOLLHUP | EPOLLERR))
		r = read_replies(supplicant);
	if (r >= 0 && supplicant->command)
		r = send_commands(supplicant);
	if (r < 0)
		tell_gone(supplicant);
	unref(supplicant);
	return 0;
}

static int on_monitor_io(sd_event_source *source, int fd, uint32_t revents,
			 void *userdata)
{
	struct supplicant *supplicant = userdata;

	(void)source;
	(void)fd;
	(void)revents;
	supplicant->references++;
	if (read_messages(supplicant) < 0)
		tell_gone(supplicant);
	unref(supplicant);
	return 0;
}

int supplicant_read(struct supplicant *supplicant)
{
	int r = 0;

	if (supplicant->gone)
		return -ENOTCONN;
	/* A callback that asks for what its caller is reading already. */
	if (supplicant->closed || supplicant->references > 1)
		return 0;
	supplicant->references++;
	/* The last message says that it ends: what it answered before is an answer still.
	 */
	r = read_replies(supplicant);
	if (r == 0)
		r = read_messages(supplicant);
	if (r < 0)
		tell_gone(supplicant);
	unref(supplicant);
	return r < 0 ? -ENOTCONN : 0;
}

static int check_queue_length(struct error *error)
{
	cleanup_fclose_ FILE *file = fopen("/proc/sys/net/unix/max_dgram_qlen", "re");
	unsigned length;

	if (!file || fscanf(file, "%u", &length) != 1 || length >= QUEUE_LENGTH_MIN)
		return 0;
	error_set(error, -ENOBUFS,
		  "a queue of %u messages between wpa_supplicant and roamtest is too "
		  "short for its debug messages",
		  length);
	error_remedy(error, "sysctl -w net.unix.max_dgram_qlen=512");
	return -ENOBUFS;
}

static int open_connection(const char *path, struct wpa_ctrl **ret, struct error *error)
{
	struct wpa_ctrl *ctrl;
	int fd, r;

	errno = 0;
	ctrl = wpa_ctrl_open(path);
	if (!ctrl)
		return error_errno(error, errno ? -errno : -EIO,
				   "cannot connect to wpa_supplicant at %s", path);
	fd = wpa_ctrl_get_fd(ctrl);
	/* libwpa_client does neither. */
	r = fcntl(fd, F_SETFD, FD_CLOEXEC) < 0 ? -errno : realtime_stamp_socket(fd);
	if (r < 0) {
		wpa_ctrl_close(ctrl);
		return error_errno(error, r, "cannot set up a connection to %s", path);
	}
	*ret = ctrl;
	return 0;
}

/* Attaching, and the level, which belongs to the socket that asks for it
 * (ctrl_iface_common.c, ctrl_iface_level()). */
static int attach(struct supplicant *supplicant, const char *path, struct error *error)
{
	static const char level[] = "LEVEL 2"; /* MSG_DEBUG */
	char reply[16] = "";
	size_t length = sizeof(reply) - 1;
	int r = wpa_ctrl_attach(supplicant->monitor);

	if (r == 0)
		r = wpa_ctrl_request(supplicant->monitor, level, strlen(level), reply,
				     &length, NULL);
	if (r == -2)
		return error_set(error, -ETIMEDOUT,
				 "wpa_supplicant at %s does not answer", path);
	if (r < 0 || length < 2 || memcmp(reply, "OK", 2) != 0)
		return error_set(error, -EPROTO,
				 "wpa_supplicant at %s does not let roamtest listen",
				 path);
	return 0;
}

int supplicant_open(struct supplicant **ret, sd_event *loop, const char *path,
		    struct realtime *realtime,
		    const struct supplicant_callbacks *callbacks, void *userdata,
		    struct error *error)
{
	struct supplicant *supplicant;
	int r = check_queue_length(error);

	if (r < 0)
		return r;
	supplicant = memory_zero(1, sizeof(*supplicant));
	supplicant->references = 1;
	supplicant->end = &supplicant->first;
	supplicant->realtime = realtime;
	supplicant->callbacks = *callbacks;
	supplicant->userdata = userdata;
	r = open_connection(path, &supplicant->command, error);
	if (r == 0)
		r = open_connection(path, &supplicant->monitor, error);
	if (r == 0)
		r = attach(supplicant, path, error);
	if (r < 0)
		goto fail;
	r = sd_event_add_io(loop, &supplicant->command_source,
			    wpa_ctrl_get_fd(supplicant->command), EPOLLIN, on_command_io,
			    supplicant);
	if (r >= 0)
		r = sd_event_add_io(loop, &supplicant->monitor_source,
				    wpa_ctrl_get_fd(supplicant->monitor), EPOLLIN,
				    on_monitor_io, supplicant);
	if (r < 0) {
		error_errno(error, r, "cannot watch wpa_supplicant's sockets");
		goto fail;
	}
	*ret = supplicant;
	return 0;
fail:
	supplicant_close(supplicant);
	return r;
}

struct supplicant *supplicant_close(struct supplicant *supplicant)
{
	if (!supplicant)
		return NULL;
	supplicant->closed = true;
	disconnect(supplicant);
	unref(supplicant);
	return NULL;
}

int supplicant_command(struct supplicant *supplicant, const char *command,
		       supplicant_reply_fn reply, void *userdata)
{
	struct command *queued;

	if (supplicant->gone)
		return -ENOTCONN;
	if (supplicant->command_count >= COMMANDS_MAX)
		return -ENOBUFS;
	queued = memory_zero(1, sizeof(*queued));
	queued->unsent = memory_strdup(command);
	queued->reply = reply;
	queued->userdata = userdata;
	*supplicant->end = queued;
	supplicant->end = &queued->next;
	supplicant->command_count++;
	/* A failure is met again, and told, when the loop runs: a callback from here
	 * would surprise the caller. */
	if (send_commands(supplicant) < 0)
		sd_event_source_set_io_events(supplicant->command_source,
					      EPOLLIN | EPOLLOUT);
	return 0;
}
