/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/tcp.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "base/realtime.h"
#include "base/time.h"

int tcp_prepare(int fd)
{
	int one = 1;

	if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)) < 0)
		return -errno;
	return realtime_stamp_socket(fd);
}

ssize_t tcp_receive(int fd, void *octets, size_t size, uint64_t *ret_realtime_ns)
{
	union {
		struct cmsghdr align;
		char octets[REALTIME_CONTROL_MAX];
	} control;
	struct iovec iov = { octets, size };
	struct msghdr msg = {
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	ssize_t length = recvmsg(fd, &msg, MSG_DONTWAIT);

	if (length < 0)
		return -errno;
	if (!realtime_of_message(&msg, ret_realtime_ns))
		*ret_realtime_ns = clock_ns(CLOCK_REALTIME);
	return length;
}

int tcp_read(int fd, struct connection_reading *ret)
{
	struct tcp_info info = { 0 };
	socklen_t length = sizeof(info);

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length) < 0)
		return -errno;
	*ret = (struct connection_reading){
		.state = info.tcpi_state < CONNECTION_STATE_MAX ? info.tcpi_state
								: CONNECTION_UNKNOWN,
		.rto_ns = info.tcpi_rto * NS_PER_US,
		.rtt_ns = info.tcpi_rtt * NS_PER_US,
		.last_ack_ns = info.tcpi_last_ack_recv * NS_PER_MS,
		.retransmissions = info.tcpi_total_retrans,
		.backoff = info.tcpi_backoff,
		.unacknowledged = info.tcpi_unacked,
	};
	return 0;
}
