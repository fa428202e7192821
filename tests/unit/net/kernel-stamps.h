/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <netinet/in.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <time.h>

#include "base/realtime.h"
#include "base/time.h"

/* Waits until the kernel stamps what arrives, which it begins to in the background when a
 * first socket asks for it (net/core/dev.c, net_enable_timestamp()); what came before is
 * stamped as it is read. For the calling process as long as it runs. */
static inline bool kernel_stamps(void)
{
	static int fd = -1;
	struct sockaddr_in own = { .sin_family = AF_INET,
				   .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t length = sizeof(own);
	const struct timespec pause = { .tv_nsec = (long)NS_PER_MS };

	if (fd < 0) {
		fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
		if (fd < 0 || bind(fd, (struct sockaddr *)&own, length) < 0 ||
		    realtime_stamp_socket(fd) < 0)
			return false;
	}
	getsockname(fd, (struct sockaddr *)&own, &length);
	for (int i = 0; i < 5000; i++) {
		char control[REALTIME_CONTROL_MAX];
		struct msghdr msg = { .msg_control = control,
				      .msg_controllen = sizeof(control) };
		uint64_t before_ns, stamp_ns;

		if (sendto(fd, NULL, 0, 0, (struct sockaddr *)&own, length) < 0)
			return false;
		nanosleep(&pause, NULL);
		before_ns = clock_ns(CLOCK_REALTIME);
		if (recvmsg(fd, &msg, MSG_DONTWAIT) == 0 &&
		    realtime_of_message(&msg, &stamp_ns) && stamp_ns < before_ns)
			return true;
	}
	return false;
}
