/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "base/error.h"

/* What a guest's recording comes through: a stream socket, or a file that grows. */
struct channel {
	int fd;	    /* non-blocking, if it is a socket */
	int notify; /* inotify(7) on the file, or -1 */
};

#define CHANNEL_NONE ((struct channel){ .fd = -1, .notify = -1 })

/* Takes over the socket. */
struct channel channel_of_socket(int fd);
/* Makes the file anew. A guest writes to it through to the host's page cache and never
 * waits for its reader, as it would with a pipe that is full; on a virtual clock that
 * wait would be time that passes. */
int channel_make_file(const char *path, struct channel *ret, struct error *error);

/* The descriptor that becomes readable when there is more. */
int channel_poll_fd(const struct channel *channel);
/* As read(2), without waiting: 0 at the end of what there is, -EPIPE where no more can
 * come, or another negative errno. */
ssize_t channel_read(struct channel *channel, void *buffer, size_t size);
void channel_close(struct channel *channel);
