/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"
#include "net/probe.h"
#include "net/stamp.h"
#include "net/udp.h"

/* Senders whose replies are counted; past that the one that was silent longest is
 * forgotten, and begins again from 0. */
#define SENDERS_MAX 1024

/* Larger requests than any link carries are not answered. */
#define PACKET_MAX 16384

#define REQUESTS_AT_ONCE 64

struct sender {
	in_addr_t address;
	in_port_t port;
	uint32_t next;	/* sequence of the reply to come */
	uint64_t heard; /* number of the request heard last */
};

struct reflector {
	int fd;
	sd_event_source *io;
	struct sender senders[SENDERS_MAX];
	size_t sender_count;
	uint64_t requests;
	reflector_heard_fn heard;
	void *userdata;
	uint8_t request[PACKET_MAX], reply[PACKET_MAX];
};

static struct sender *find_sender(struct reflector *reflector,
				  const struct sockaddr_in *from)
{
	struct sender *oldest = reflector->senders, *sender;

	for (size_t i = 0; i < reflector->sender_count; i++) {
		sender = &reflector->senders[i];
		if (sender->address == from->sin_addr.s_addr &&
		    sender->port == from->sin_port)
			return sender;
		if (sender->heard < oldest->heard)
			oldest = sender;
	}
	sender = reflector->sender_count < SENDERS_MAX
			 ? &reflector->senders[reflector->sender_count++]
			 : oldest;
	*sender = (struct sender){
		.address = from->sin_addr.s_addr,
		.port = from->sin_port,
	};
	return sender;
}

/* What came along with a request. */
struct arrival {
	struct sockaddr_in from;
	struct in_addr to; /* answered from this address, also where bound to any */
	uint8_t ttl;
	uint64_t at_ns, monotonic_ns; /* CLOCK_REALTIME and CLOCK_MONOTONIC */
};

/* The request's length, 0 for none worth an answer, or -errno. */
static ssize_t receive(struct reflector *reflector, struct arrival *ret)
{
	union {
		struct cmsghdr align;
		char octets[CMSG_SPACE(sizeof(struct in_pktinfo)) +
			    CMSG_SPACE(sizeof(int))];
	} control;
	struct iovec iov = { reflector->request, sizeof(reflector->request) };
	struct msghdr msg = {
		.msg_name = &ret->from,
		.msg_namelen = sizeof(ret->from),
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	ssize_t length = recvmsg(reflector->fd, &msg, MSG_DONTWAIT);

	if (length < 0)
		return -errno;
	ret->at_ns = clock_ns(CLOCK_REALTIME);
	ret->monotonic_ns = clock_monotonic_ns();
	for (struct cmsghdr *cmsg = CMSG_FIRSTHDR(&msg); cmsg;
	     cmsg = CMSG_NXTHDR(&msg, cmsg)) {
		if (cmsg->cmsg_level != IPPROTO_IP)
			continue;
		if (cmsg->cmsg_type == IP_TTL) {
			int ttl;

			memcpy(&ttl, CMSG_DATA(cmsg), sizeof(ttl));
			ret->ttl = (uint8_t)ttl;
		} else if (cmsg->cmsg_type == IP_PKTINFO) {
			struct in_pktinfo info;

			memcpy(&info, CMSG_DATA(cmsg), sizeof(info));
			ret->to = info.ipi_spec_dst;
		}
	}
	if (msg.msg_flags & MSG_TRUNC)
		return 0;
	/* A reply that was answered would go to and fro between two reflectors for
	 * ever; one forged source address begins it. */
	if ((size_t)length < STAMP_PACKET_MIN ||
	    stamp_is_reply(reflector->request, (size_t)length))
		return 0;
	return length;
}

/* RFC 8762 4.3: a packet as long as the request, never longer. */
static void answer(struct reflector *reflector, const struct arrival *arrival,
		   size_t length)
{
	struct sender *sender = find_sender(reflector, &arrival->from);
	union {
		struct cmsghdr align;
		char octets[CMSG_SPACE(sizeof(struct in_pktinfo))];
	} control = { 0 };
	struct iovec iov = { reflector->reply, length };
	struct msghdr msg = {
		.msg_name = (void *)(uintptr_t)&arrival->from,
		.msg_namelen = sizeof(arrival->from),
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	struct in_pktinfo info = { .ipi_spec_dst = arrival->to };
	struct cmsghdr *cmsg = CMSG_FIRSTHDR(&msg);
	struct stamp_reply reply = {
		.reflector_sequence = sender->next++,
		.received_ns = arrival->at_ns,
		.ttl = arrival->ttl,
	};

	sender->heard = ++reflector->requests;
	cmsg->cmsg_level = IPPROTO_IP;
	cmsg->cmsg_type = IP_PKTINFO;
	cmsg->cmsg_len = CMSG_LEN(sizeof(info));
	memcpy(CMSG_DATA(cmsg), &info, sizeof(info));
	reply.reflected_ns = clock_ns(CLOCK_REALTIME);
	stamp_format_reply(&reply, reflector->reply, length);
	stamp_copy_sender(reflector->reply, reflector->request);
	/* A reply that cannot be sent is one that was lost. */
	sendmsg(reflector->fd, &msg, MSG_DONTWAIT | MSG_NOSIGNAL);
}

static void tell(const struct reflector *reflector, const struct arrival *arrival,
		 size_t length)
{
	struct stamp_request request;

	if (reflector->heard &&
	    stamp_parse_request(reflector->request, length, &request) == 0)
		reflector->heard(reflector->userdata, ntohs(arrival->from.sin_port),
				 request.sequence, arrival->monotonic_ns);
}

static int on_io(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct reflector *reflector = userdata;

	(void)source;
	(void)fd;
	(void)revents;
	for (int i = 0; i < REQUESTS_AT_ONCE; i++) {
		struct arrival arrival = { 0 };
		ssize_t length = receive(reflector, &arrival);

		if (length > 0) {
			tell(reflector, &arrival, (size_t)length);
			answer(reflector, &arrival, (size_t)length);
		}
		if (length < 0 && length != -EINTR)
			break;
	}
	return 0;
}

int reflector_open(struct reflector **ret, sd_event *loop, int netns,
		   struct in_addr address, uint16_t port, reflector_heard_fn heard,
		   void *userdata, struct error *error)
{
	const struct sockaddr_in local = {
		.sin_family = AF_INET,
		.sin_addr = address,
		.sin_port = htons(port),
	};
	struct reflector *reflector;
	int one = 1, fd, r;

	fd = udp_open(netns, &local, error);
	if (fd < 0)
		return fd;
	reflector = memory_zero(1, sizeof(*reflector));
	reflector->fd = fd;
	reflector->heard = heard;
	reflector->userdata = userdata;
	if (setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &one, sizeof(one)) < 0 ||
	    setsockopt(fd, IPPROTO_IP, IP_RECVTTL, &one, sizeof(one)) < 0)
		r = -errno;
	else
		r = sd_event_add_io(loop, &reflector->io, fd, EPOLLIN, on_io, reflector);
	if (r < 0) {
		reflector_close(reflector);
		return error_errno(error, r, "cannot start the reflector");
	}
	*ret = reflector;
	return 0;
}

struct reflector *reflector_close(struct reflector *reflector)
{
	if (!reflector)
		return NULL;
	reflector->io = sd_event_source_disable_unref(reflector->io);
	close(reflector->fd);
	free(reflector);
	return NULL;
}
