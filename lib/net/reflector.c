/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/reflector.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/realtime.h"
#include "net/stamp.h"

#define REQUESTS_AT_ONCE 64

/* Room for what arrives while the loop is away; the kernel gives less where
 * net.core.rmem_max is less. */
#define RECEIVE_BUFFER (4 << 20)

struct reflector {
	int fd;
	sd_event_source *io;
	struct realtime own_realtime, *realtime;
	struct senders senders;
	uint64_t packets[REFLECTION_MAX];
	reflector_heard_fn heard;
	void *userdata;
	uint8_t packet[REFLECT_PACKET_MAX];
};

/* A datagram that came in. */
struct datagram {
	union udp_address from;
	/* The address that was asked and that answers, also where bound to any. */
	union {
		struct in_pktinfo v4;
		struct in6_pktinfo v6;
	} to;
	struct reflect_arrival arrival;
	size_t size; /* also where it did not fit */
};

static void read_control(struct cmsghdr *control, struct datagram *datagram)
{
	const void *value = CMSG_DATA(control);
	int hops;

	if ((control->cmsg_level == IPPROTO_IP && control->cmsg_type == IP_TTL) ||
	    (control->cmsg_level == IPPROTO_IPV6 &&
	     control->cmsg_type == IPV6_HOPLIMIT)) {
		memcpy(&hops, value, sizeof(hops));
		datagram->arrival.ttl = (uint8_t)hops;
	} else if (control->cmsg_level == IPPROTO_IP &&
		   control->cmsg_type == IP_PKTINFO) {
		struct in_pktinfo to;

		memcpy(&to, value, sizeof(to));
		if (to.ipi_addr.s_addr != to.ipi_spec_dst.s_addr)
			datagram->arrival.to_group = true;
		if (datagram->from.any.sa_family == AF_INET)
			datagram->to.v4.ipi_spec_dst = to.ipi_spec_dst;
	} else if (control->cmsg_level == IPPROTO_IPV6 &&
		   control->cmsg_type == IPV6_PKTINFO) {
		struct in6_pktinfo to;

		memcpy(&to, value, sizeof(to));
		if (IN6_IS_ADDR_MULTICAST(&to.ipi6_addr))
			datagram->arrival.to_group = true;
		datagram->to.v6.ipi6_addr = to.ipi6_addr;
	}
}

/* 0, or -errno. */
static int receive(struct reflector *reflector, struct datagram *ret)
{
	union {
		struct cmsghdr align;
		char octets[REALTIME_CONTROL_MAX + CMSG_SPACE(sizeof(struct in_pktinfo)) +
			    CMSG_SPACE(sizeof(struct in6_pktinfo)) +
			    2 * CMSG_SPACE(sizeof(int))];
	} control;
	struct iovec iov = { reflector->packet, sizeof(reflector->packet) };
	struct msghdr msg = {
		.msg_name = &ret->from,
		.msg_namelen = sizeof(ret->from),
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	/* MSG_TRUNC: the length that it had on the wire. */
	ssize_t length = recvmsg(reflector->fd, &msg, MSG_DONTWAIT | MSG_TRUNC);

	if (length < 0)
		return -errno;
	ret->size = (size_t)length;
	ret->arrival.ttl = 255;
	for (struct cmsghdr *cmsg = CMSG_FIRSTHDR(&msg); cmsg;
	     cmsg = CMSG_NXTHDR(&msg, cmsg))
		read_control(cmsg, ret);
	ret->arrival.from = udp_address_host(&ret->from);
	ret->arrival.port = udp_address_port(&ret->from);
	if (!realtime_of_message(&msg, &ret->arrival.received_ns))
		ret->arrival.received_ns = clock_ns(CLOCK_REALTIME);
	return 0;
}

static int send_reply(const struct reflector *reflector, const struct datagram *datagram)
{
	bool v4 = datagram->from.any.sa_family == AF_INET;
	size_t info_size = v4 ? sizeof(datagram->to.v4) : sizeof(datagram->to.v6);
	union {
		struct cmsghdr align;
		char octets[CMSG_SPACE(sizeof(datagram->to))];
	} control = { 0 };
	struct iovec iov = { (void *)(uintptr_t)reflector->packet, datagram->size };
	struct msghdr msg = {
		.msg_name = (void *)(uintptr_t)&datagram->from,
		.msg_namelen = udp_address_length(&datagram->from),
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = CMSG_SPACE(info_size),
	};
	struct cmsghdr *cmsg = CMSG_FIRSTHDR(&msg);

	cmsg->cmsg_level = v4 ? IPPROTO_IP : IPPROTO_IPV6;
	cmsg->cmsg_type = v4 ? IP_PKTINFO : IPV6_PKTINFO;
	cmsg->cmsg_len = CMSG_LEN(info_size);
	memcpy(CMSG_DATA(cmsg), &datagram->to, info_size);
	return sendmsg(reflector->fd, &msg, MSG_DONTWAIT | MSG_NOSIGNAL) < 0 ? -errno : 0;
}

static enum reflection answer(struct reflector *reflector,
			      const struct datagram *datagram)
{
	struct stamp_request request = { 0 };
	enum reflection reflection;

	stamp_parse_request(reflector->packet, datagram->size, &request);
	reflection = reflect(&reflector->senders, &datagram->arrival,
			     clock_ns(CLOCK_REALTIME), reflector->packet, datagram->size);
	if (reflection != REFLECTION_ANSWERED)
		return reflection;
	if (reflector->heard)
		reflector->heard(reflector->userdata, datagram->arrival.port,
				 request.sequence,
				 realtime_to_monotonic(reflector->realtime,
						       datagram->arrival.received_ns));
	return send_reply(reflector, datagram) < 0 ? REFLECTION_UNSENT
						   : REFLECTION_ANSWERED;
}

static int on_io(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct reflector *reflector = userdata;
	uint64_t now_us;
	int r = sd_event_now(sd_event_source_get_event(source), CLOCK_MONOTONIC, &now_us);

	(void)fd;
	(void)revents;
	if (r < 0)
		return r;
	if (reflector->realtime == &reflector->own_realtime)
		realtime_expire(reflector->realtime);
	for (int i = 0; i < REQUESTS_AT_ONCE; i++) {
		struct datagram datagram = { .arrival.now_ns = now_us * NS_PER_US };

		r = receive(reflector, &datagram);
		if (r == 0)
			reflector->packets[answer(reflector, &datagram)]++;
		else if (r != -EINTR)
			break;
	}
	return 0;
}

static int set_option(int fd, int level, int option, int value)
{
	return setsockopt(fd, level, option, &value, sizeof(value)) < 0 ? -errno : 0;
}

/* IPv4's options are for the IPv4 datagrams that an IPv6 socket takes, too. */
static int ask_for_control(int fd, int family)
{
	int r = realtime_stamp_socket(fd);

	if (r >= 0)
		r = set_option(fd, IPPROTO_IP, IP_PKTINFO, 1);
	if (r >= 0)
		r = set_option(fd, IPPROTO_IP, IP_RECVTTL, 1);
	if (r < 0 || family == AF_INET)
		return r;
	r = set_option(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
	return r < 0 ? r : set_option(fd, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1);
}

int reflector_start(struct reflector **ret, sd_event *loop,
		    const struct reflector_config *config, struct error *error)
{
	int fd = udp_open(config->netns, &config->address, error), r;
	struct reflector *reflector;

	if (fd < 0)
		return fd;
	reflector = memory_zero(1, sizeof(*reflector));
	reflector->fd = fd;
	reflector->heard = config->heard;
	reflector->userdata = config->userdata;
	realtime_init(&reflector->own_realtime);
	reflector->realtime =
		config->realtime ? config->realtime : &reflector->own_realtime;
	r = ask_for_control(fd, config->address.any.sa_family);
	if (r >= 0)
		r = set_option(fd, SOL_SOCKET, SO_RCVBUF, RECEIVE_BUFFER);
	if (r >= 0)
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

int reflector_address(const struct reflector *reflector, union udp_address *ret)
{
	socklen_t length = sizeof(*ret);

	return getsockname(reflector->fd, &ret->any, &length) < 0 ? -errno : 0;
}

void reflector_tally(const struct reflector *reflector, struct reflector_tally *ret)
{
	ret->senders = reflector->senders.let_in;
	memcpy(ret->packets, reflector->packets, sizeof(ret->packets));
}
