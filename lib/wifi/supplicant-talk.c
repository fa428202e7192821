/* SPDX-License-Identifier: BSD-3-Clause */
#include "wifi/supplicant-talk.h"

#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <wpa_ctrl.h>

#include "base/cleanup.h"
#include "base/hex.h"
#include "base/memory.h"
#include "base/time.h"

/* wpa_supplicant answers at once, but computes SAE's elements meanwhile if it has to. */
#define ANSWER_LIMIT_NS (3 * NS_PER_S)
/* A reply has 4096 octets at most (ctrl_iface_unix.c). */
#define MESSAGE_MAX 8192

struct supplicant_talk {
	struct wpa_ctrl *command, *monitor; /* monitor NULL: nobody has waited yet */
	char *path;
};

static int connect_to(const char *path, struct wpa_ctrl **ret, struct error *error)
{
	struct wpa_ctrl *ctrl;

	errno = 0;
	ctrl = wpa_ctrl_open(path);
	if (!ctrl)
		return error_errno(error, errno ? -errno : -EIO,
				   "cannot connect to wpa_supplicant at %s", path);
	fcntl(wpa_ctrl_get_fd(ctrl), F_SETFD, FD_CLOEXEC);
	*ret = ctrl;
	return 0;
}

/* 1: something can be read, 0: not by then, or -errno. */
static int await(int fd, uint64_t deadline_ns)
{
	for (;;) {
		uint64_t now = clock_monotonic_ns();
		struct pollfd watched = { .fd = fd, .events = POLLIN };
		int limit_ms = deadline_ns > now
				       ? (int)((deadline_ns - now) / NS_PER_MS) + 1
				       : 0;
		int r = poll(&watched, 1, limit_ms);

		if (r > 0)
			return 1;
		if (r == 0 && clock_monotonic_ns() >= deadline_ns)
			return 0;
		if (r < 0 && errno != EINTR)
			return -errno;
	}
}

static int take_reply(struct supplicant_talk *talk, struct text *reply)
{
	int fd = wpa_ctrl_get_fd(talk->command);
	uint64_t deadline_ns = clock_monotonic_ns() + ANSWER_LIMIT_NS;
	char buffer[MESSAGE_MAX];
	ssize_t length;
	int r;

	do {
		r = await(fd, deadline_ns);
		if (r <= 0)
			return r < 0 ? r : -ETIMEDOUT;
		length = recv(fd, buffer, sizeof(buffer), MSG_DONTWAIT);
		if (length < 0 && errno != EAGAIN && errno != EINTR)
			return -errno;
	} while (length < 0);
	while (length > 0 && buffer[length - 1] == '\n')
		length--;
	text_reset(reply);
	text_add_bytes(reply, buffer, (size_t)length);
	return 0;
}

/* An answer that was late for its own question must not pass for that to the next. */
static void drop_replies(struct supplicant_talk *talk)
{
	char buffer[16];

	while (recv(wpa_ctrl_get_fd(talk->command), buffer, sizeof(buffer),
		    MSG_DONTWAIT) >= 0)
		;
}

static int ask(struct supplicant_talk *talk, struct text *reply, const char *command)
{
	drop_replies(talk);
	if (send(wpa_ctrl_get_fd(talk->command), command, strlen(command), MSG_NOSIGNAL) <
	    0)
		return -errno;
	return take_reply(talk, reply);
}

static bool is_refusal(const char *reply)
{
	return !reply || strncmp(reply, "FAIL", 4) == 0 ||
	       strncmp(reply, "UNKNOWN COMMAND", 15) == 0;
}

int supplicant_ask(struct supplicant_talk *talk, struct text *reply, struct error *error,
		   const char *fmt, ...)
{
	cleanup_text_ struct text own_reply = { 0 };
	cleanup_free_ char *command = NULL;
	va_list ap;
	int r;

	if (!reply)
		reply = &own_reply;
	va_start(ap, fmt);
	command = memory_vprintf(fmt, ap);
	va_end(ap);
	r = ask(talk, reply, command);
	if (r < 0)
		return error_errno(error, r, "wpa_supplicant does not answer to %s",
				   command);
	if (is_refusal(reply->data))
		return error_set(error, -EREMOTEIO, "wpa_supplicant refuses %s (%s)",
				 command, reply->data ? reply->data : "");
	return 0;
}

int supplicant_talk_open(struct supplicant_talk **ret, const char *path,
			 struct error *error)
{
	struct supplicant_talk *talk = memory_zero(1, sizeof(*talk));
	int r;

	talk->path = memory_strdup(path);
	r = connect_to(path, &talk->command, error);
	if (r >= 0)
		r = supplicant_ask(talk, NULL, error, "PING");
	if (r < 0) {
		supplicant_talk_close(talk);
		return r;
	}
	*ret = talk;
	return 0;
}

struct supplicant_talk *supplicant_talk_close(struct supplicant_talk *talk)
{
	if (!talk)
		return NULL;
	if (talk->monitor)
		wpa_ctrl_detach(talk->monitor);
	wpa_ctrl_close(talk->monitor);
	wpa_ctrl_close(talk->command);
	free(talk->path);
	free(talk);
	return NULL;
}

static int attach(struct supplicant_talk *talk)
{
	int r = connect_to(talk->path, &talk->monitor, NULL);

	if (r < 0)
		return r;
	r = wpa_ctrl_attach(talk->monitor);
	if (r == 0)
		return 0;
	wpa_ctrl_close(talk->monitor);
	talk->monitor = NULL;
	return r == -2 ? -ETIMEDOUT : -ENOTCONN;
}

int supplicant_talk_wait(struct supplicant_talk *talk, uint64_t deadline_ns)
{
	char buffer[16];
	int r, fd;

	/* What has happened before the first call may have been what is waited for. */
	if (!talk->monitor) {
		r = attach(talk);
		return r < 0 ? r : 1;
	}
	fd = wpa_ctrl_get_fd(talk->monitor);
	r = await(fd, deadline_ns);
	while (r > 0 && recv(fd, buffer, sizeof(buffer), MSG_DONTWAIT) >= 0)
		;
	return r;
}

char *supplicant_value(const char *reply, const char *key)
{
	size_t length = strlen(key);

	while (*reply) {
		const char *end = reply + strcspn(reply, "\n");

		if (strncmp(reply, key, length) == 0 && reply[length] == '=')
			return memory_strndup(reply + length + 1,
					      (size_t)(end - reply) - length - 1);
		reply = *end ? end + 1 : end;
	}
	return NULL;
}

int supplicant_string(const char *written, struct text *ret)
{
	size_t length = strlen(written);
	cleanup_free_ uint8_t *octets = NULL;

	text_reset(ret);
	if (length >= 2 && written[0] == '"' && written[length - 1] == '"') {
		text_add_bytes(ret, written + 1, length - 2);
		return 0;
	}
	if (length == 0 || length % 2 != 0)
		return -EINVAL;
	octets = memory_zero(length / 2, 1);
	if (hex_parse(written, octets, length / 2) < 0)
		return -EINVAL;
	text_add_bytes(ret, octets, length / 2);
	return 0;
}
