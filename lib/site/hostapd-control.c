/* SPDX-License-Identifier: BSD-3-Clause */
#include "site/hostapd-control.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <wpa_ctrl.h>

#include "base/memory.h"

/* Of what hostapd answers to a command that does something: "OK" or "FAIL". */
#define REPLY_MAX 256

struct hostapd_command {
	struct wpa_ctrl *connection;
	sd_event_source *source;
	char *name, *text;
	hostapd_answered_fn answered;
	void *userdata;
};

static int read_reply(const struct hostapd_command *command, struct error *error)
{
	char reply[REPLY_MAX + 1];
	ssize_t n = recv(wpa_ctrl_get_fd(command->connection), reply, REPLY_MAX,
			 MSG_DONTWAIT);

	if (n < 0)
		return error_errno(error, -errno, "%s does not answer to %s",
				   command->name, command->text);
	reply[n] = '\0';
	reply[strcspn(reply, "\n")] = '\0';
	if (strcmp(reply, "OK") == 0)
		return 0;
	return error_set(error, -EIO, "%s does not do as it is told: %s: %s",
			 command->name, command->text, reply);
}

static int on_reply(sd_event_source *source, int fd, uint32_t events, void *userdata)
{
	struct hostapd_command *command = userdata;
	cleanup_error_ struct error error = { 0 };
	int r = read_reply(command, &error);

	(void)fd;
	(void)events;
	sd_event_source_set_enabled(source, SD_EVENT_OFF);
	command->answered(command->userdata, r < 0 ? &error : NULL);
	return 0;
}

int hostapd_command_begin(struct hostapd_command **ret, sd_event *loop, const char *path,
			  const char *name, const char *command,
			  hostapd_answered_fn answered, void *userdata,
			  struct error *error)
{
	struct hostapd_command *begun = memory_zero(1, sizeof(*begun));
	int r = 0, fd;

	*begun = (struct hostapd_command){ .name = memory_strdup(name),
					   .text = memory_strdup(command),
					   .answered = answered,
					   .userdata = userdata };
	errno = 0;
	begun->connection = wpa_ctrl_open(path);
	if (!begun->connection) {
		r = error_errno(error, errno ? -errno : -EIO,
				"%s cannot be reached at %s", name, path);
		goto fail;
	}
	fd = wpa_ctrl_get_fd(begun->connection);
	if (send(fd, command, strlen(command), MSG_DONTWAIT | MSG_NOSIGNAL) < 0) {
		r = error_errno(error, -errno, "%s does not take %s", name, command);
		goto fail;
	}
	r = sd_event_add_io(loop, &begun->source, fd, EPOLLIN, on_reply, begun);
	if (r < 0) {
		error_errno(error, r, "cannot watch the control socket of %s", name);
		goto fail;
	}
	*ret = begun;
	return 0;
fail:
	hostapd_command_free(begun);
	return r;
}

struct hostapd_command *hostapd_command_free(struct hostapd_command *command)
{
	if (!command)
		return NULL;
	sd_event_source_disable_unref(command->source);
	if (command->connection)
		wpa_ctrl_close(command->connection);
	free(command->name);
	free(command->text);
	free(command);
	return NULL;
}
