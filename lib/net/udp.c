/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/udp.h"

#include <arpa/inet.h>
#include <errno.h>
#include <sys/socket.h>

#include "base/cleanup.h"
#include "netlink/netlink.h"

static int open_here(void *userdata, struct error *error)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	(void)userdata;
	if (fd < 0)
		return error_errno(error, -errno, "cannot open a UDP socket");
	return fd;
}

int udp_open(int netns, const struct sockaddr_in *address, struct error *error)
{
	/* A socket keeps the namespace that it was made in. */
	cleanup_close_ int fd = netns_run(netns, open_here, NULL, error);
	char text[INET_ADDRSTRLEN];

	if (fd < 0)
		return fd;
	if (bind(fd, (const struct sockaddr *)address, sizeof(*address)) < 0) {
		int r = -errno;

		inet_ntop(AF_INET, &address->sin_addr, text, sizeof(text));
		return error_errno(error, r, "cannot use the address %s, UDP port %u",
				   text, ntohs(address->sin_port));
	}
	return TAKE_FD(fd);
}
