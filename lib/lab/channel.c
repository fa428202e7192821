/* SPDX-License-Identifier: BSD-3-Clause */
#include "lab/channel.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/cleanup.h"

struct channel channel_of_socket(int fd)
{
	fcntl(fd, F_SETFL, O_NONBLOCK);
	return (struct channel){ .fd = fd, .notify = -1 };
}

int channel_make_file(const char *path, struct channel *ret, struct error *error)
{
	cleanup_close_ int fd = -1, notify = -1;

	unlink(path); /* somebody may still have it open */
	fd = open(path, O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd < 0)
		return error_errno(error, -errno, "cannot write %s", path);
	notify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	if (notify < 0 || inotify_add_watch(notify, path, IN_MODIFY) < 0)
		return error_errno(error, -errno, "cannot watch %s", path);
	*ret = (struct channel){ .fd = TAKE_FD(fd), .notify = TAKE_FD(notify) };
	return 0;
}

int channel_poll_fd(const struct channel *channel)
{
	return channel->notify >= 0 ? channel->notify : channel->fd;
}

static void take_notice(const struct channel *channel)
{
	char events[4096];

	while (read(channel->notify, events, sizeof(events)) > 0)
		;
}

ssize_t channel_read(struct channel *channel, void *buffer, size_t size)
{
	ssize_t n;

	/* Before reading: what is written after it makes the descriptor readable anew. */
	if (channel->notify >= 0)
		take_notice(channel);
	n = read(channel->fd, buffer, size);
	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : -errno;
	if (n == 0 && channel->notify < 0)
		return -EPIPE;
	return n;
}

void channel_close(struct channel *channel)
{
	closep(&channel->fd);
	closep(&channel->notify);
	*channel = CHANNEL_NONE;
}
