/* SPDX-License-Identifier: BSD-3-Clause */
#include "netlink/listener.h"

#include <errno.h>
#include <netlink/msg.h>
#include <netlink/socket.h>
#include <stdbool.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "base/memory.h"
#include "base/time.h"
#include "netlink/netlink.h"

/* Multicasts wait in the kernel while the loop is busy; past the buffer they are
 * dropped (ENOBUFS). The largest, a frame with its request's elements, is some 5 kB
 * with the kernel's overhead. */
#define RECEIVE_BUFFER (4 * 1024 * 1024)
#define DATAGRAM_MAX 32768
#define DATAGRAMS_AT_ONCE 256

struct netlink_listener {
	/* A callback may close the listener that calls it. */
	unsigned references;
	bool closed;
	struct nl_sock *sock;
	int protocol;
	sd_event_source *source;
	struct nlmon *nlmon;
	const struct netlink_listener_callbacks *callbacks;
	void *userdata;
	_Alignas(struct nlmsghdr) uint8_t buffer[DATAGRAM_MAX];
};

static void unref(struct netlink_listener *listener)
{
	if (--listener->references == 0)
		free(listener);
}

static void take_datagram(struct netlink_listener *listener, size_t length)
{
	const struct nlmsghdr *header = (const struct nlmsghdr *)listener->buffer;
	int left = (int)length;
	uint64_t time_ns;

	if (!listener->nlmon || !nlmon_stamp(listener->nlmon, listener->protocol,
					     listener->buffer, length, &time_ns))
		time_ns = clock_monotonic_ns();
	for (; nlmsg_ok(header, left) && !listener->closed;
	     header = nlmsg_next((struct nlmsghdr *)(uintptr_t)header, &left))
		listener->callbacks->message(listener->userdata, time_ns, header);
}

static void tell_lost(struct netlink_listener *listener)
{
	if (listener->callbacks->lost)
		listener->callbacks->lost(listener->userdata);
}

int netlink_listener_read(struct netlink_listener *listener)
{
	int fd, r = 0;

	/* A callback that asks for what its caller is reading already. */
	if (listener->closed || listener->references > 1)
		return 0;
	fd = nl_socket_get_fd(listener->sock);
	listener->references++;
	for (int i = 0; i < DATAGRAMS_AT_ONCE && !listener->closed; i++) {
		struct sockaddr_nl from = { 0 };
		socklen_t from_length = sizeof(from);
		ssize_t length = recvfrom(fd, listener->buffer, sizeof(listener->buffer),
					  MSG_DONTWAIT | MSG_TRUNC,
					  (struct sockaddr *)&from, &from_length);

		if (length < 0) {
			if (errno == EINTR)
				continue;
			if (errno == EAGAIN)
				break;
			r = errno == ENOBUFS ? 0 : -errno;
			tell_lost(listener);
			if (r < 0)
				break;
		} else if ((size_t)length > sizeof(listener->buffer)) {
			tell_lost(listener);
		} else if (from.nl_pid == 0) { /* from the kernel, not a neighbour */
			take_datagram(listener, (size_t)length);
		}
	}
	unref(listener);
	return r;
}

static int on_io(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	(void)source;
	(void)fd;
	(void)revents;
	return netlink_listener_read(userdata);
}

static int join_groups(struct netlink_listener *listener, struct nl_sock *sock,
		       const int *groups, size_t group_count, struct error *error)
{
	int fd = nl_socket_get_fd(sock), size = RECEIVE_BUFFER;
	socklen_t length = sizeof(listener->protocol);

	if (getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &listener->protocol, &length) < 0)
		return error_errno(error, -errno, "cannot listen to netlink");
	/* Past the system's limit only with CAP_NET_ADMIN; up to it without. */
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)) < 0)
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	for (size_t i = 0; i < group_count; i++) {
		int nle = nl_socket_add_membership(sock, groups[i]);

		if (nle < 0)
			return error_errno(error, netlink_errno(nle),
					   "cannot listen to netlink's group %d",
					   groups[i]);
	}
	return 0;
}

int netlink_listener_open(struct netlink_listener **ret, sd_event *loop,
			  struct nl_sock *sock, const int *groups, size_t group_count,
			  struct nlmon *nlmon,
			  const struct netlink_listener_callbacks *callbacks,
			  void *userdata, struct error *error)
{
	struct netlink_listener *listener = memory_zero(1, sizeof(*listener));
	int r = join_groups(listener, sock, groups, group_count, error);

	listener->references = 1;
	listener->nlmon = nlmon;
	listener->callbacks = callbacks;
	listener->userdata = userdata;
	if (r == 0) {
		r = sd_event_add_io(loop, &listener->source, nl_socket_get_fd(sock),
				    EPOLLIN, on_io, listener);
		if (r < 0)
			error_errno(error, r, "cannot watch netlink's messages");
	}
	if (r < 0) {
		netlink_listener_close(listener);
		return r;
	}
	listener->sock = sock;
	*ret = listener;
	return 0;
}

int netlink_listener_set_priority(struct netlink_listener *listener, int64_t priority)
{
	return sd_event_source_set_priority(listener->source, priority);
}

struct netlink_listener *netlink_listener_close(struct netlink_listener *listener)
{
	if (!listener)
		return NULL;
	listener->closed = true;
	listener->source = sd_event_source_disable_unref(listener->source);
	netlink_close(listener->sock);
	listener->sock = NULL;
	unref(listener);
	return NULL;
}
