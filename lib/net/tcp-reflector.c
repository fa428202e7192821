/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/tcp-reflector.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/realtime.h"
#include "net/message.h"
#include "net/tcp.h"

#define MESSAGES_AT_ONCE 64
#define BACKLOG 64

#define NS_A_MESSAGE (NS_PER_S / SENDER_RATE)

struct connection {
	struct tcp_reflector *reflector;
	int fd; /* -1: a place that is free */
	struct in6_addr address;
	uint16_t port;
	sd_event_source *io, *rest;
	uint64_t heard_ns, spent_ns; /* CLOCK_MONOTONIC; as in struct sender */
	uint32_t count;		     /* of messages */
	uint64_t at_ns;		     /* of the last octet, CLOCK_REALTIME */
	size_t length;		     /* read of the message under way */
	size_t whole;		     /* its length, once its header is there */
	size_t echoed;		     /* octets sent of its echo */
	uint8_t octets[MESSAGE_MAX];
};

struct tcp_reflector {
	int fd;
	sd_event_source *io;
	struct realtime own_realtime, *realtime;
	reflector_heard_fn heard;
	void *userdata;
	struct tcp_reflector_tally tally;
	struct connection connections[TCP_CONNECTIONS_MAX];
};

static void connection_close(struct connection *c)
{
	c->io = sd_event_source_disable_unref(c->io);
	c->rest = sd_event_source_disable_unref(c->rest);
	close_now(&c->fd);
}

static void begin_turn(struct tcp_reflector *reflector)
{
	if (reflector->realtime == &reflector->own_realtime)
		realtime_expire(reflector->realtime);
}

static void hear(struct connection *c, const struct message *message)
{
	struct tcp_reflector *reflector = c->reflector;
	struct connection_reading reading = { 0 };

	tcp_read(c->fd, &reading);
	message_echo(c->octets, c->count++, c->at_ns, reading.retransmissions);
	c->heard_ns = clock_monotonic_ns();
	c->spent_ns =
		(c->spent_ns > c->heard_ns ? c->spent_ns : c->heard_ns) + NS_A_MESSAGE;
	reflector->tally.messages++;
	if (reflector->heard)
		reflector->heard(reflector->userdata, c->port, message->sequence,
				 realtime_to_monotonic(reflector->realtime, c->at_ns));
}

/* 1: a message is complete and is its echo now; 0: there is no more for now; negative:
 * the connection is to be closed. */
static int read_message(struct connection *c)
{
	struct message message = { 0 };
	size_t wanted = c->whole ? c->whole : MESSAGE_HEADER;
	uint64_t at_ns = 0;
	ssize_t length =
		tcp_receive(c->fd, c->octets + c->length, wanted - c->length, &at_ns);

	if (length == -EAGAIN || length == -EINTR)
		return 0;
	if (length <= 0)
		return -EPIPE;
	/* A segment that has overtaken another has not arrived before that. */
	if (at_ns > c->at_ns)
		c->at_ns = at_ns;
	c->length += (size_t)length;
	if (c->length < wanted)
		return 0;
	if (message_parse(c->octets, &message) < 0 || message.received_ns != 0) {
		c->reflector->tally.malformed++;
		return -EBADMSG;
	}
	c->whole = message.length;
	if (c->length < c->whole)
		return read_message(c);
	hear(c, &message);
	return 1;
}

/* 1: the echo is sent; 0: the rest has to wait; negative: close. */
static int send_echo(struct connection *c)
{
	ssize_t written = send(c->fd, c->octets + c->echoed, c->whole - c->echoed,
			       MSG_DONTWAIT | MSG_NOSIGNAL);

	if (written < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : -errno;
	c->echoed += (size_t)written;
	if (c->echoed < c->whole)
		return 0;
	c->length = c->whole = c->echoed = 0;
	return 1;
}

static bool has_echo(const struct connection *c)
{
	return c->whole > 0 && c->length == c->whole;
}

static int on_rested(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct connection *c = userdata;

	(void)source;
	(void)usec;
	return sd_event_source_set_enabled(c->io, SD_EVENT_ON);
}

/* Until half of what it is granted at once is there again. */
static int rest(struct connection *c)
{
	uint64_t until_us = (c->spent_ns - NS_PER_S / 2) / NS_PER_US;
	int r = sd_event_source_set_enabled(c->io, SD_EVENT_OFF);

	if (r < 0)
		return r;
	if (!c->rest)
		return sd_event_add_time(sd_event_source_get_event(c->io), &c->rest,
					 CLOCK_MONOTONIC, until_us, 1, on_rested, c);
	r = sd_event_source_set_time(c->rest, until_us);
	return r < 0 ? r : sd_event_source_set_enabled(c->rest, SD_EVENT_ONESHOT);
}

static int on_connection(sd_event_source *source, int fd, uint32_t revents,
			 void *userdata)
{
	struct connection *c = userdata;
	int r = 1;

	(void)fd;
	(void)revents;
	begin_turn(c->reflector);
	for (int i = 0; i < MESSAGES_AT_ONCE && r > 0; i++) {
		if (!has_echo(c)) {
			if (c->spent_ns > clock_monotonic_ns() + NS_PER_S) {
				r = rest(c);
				break;
			}
			r = read_message(c);
		}
		if (has_echo(c) && r >= 0)
			r = send_echo(c);
	}
	if (r >= 0)
		r = sd_event_source_set_io_events(source,
						  has_echo(c) ? EPOLLOUT : EPOLLIN);
	if (r < 0)
		connection_close(c);
	return 0;
}

/* A place, or NULL. */
static struct connection *find_place(struct tcp_reflector *reflector,
				     const struct in6_addr *address)
{
	struct connection *spare = NULL, *of_all = NULL, *of_source = NULL, *place;
	size_t source_count = 0;

	for (size_t i = 0; i < TCP_CONNECTIONS_MAX; i++) {
		struct connection *c = &reflector->connections[i];

		if (c->fd < 0) {
			spare = spare ? spare : c;
			continue;
		}
		if (!of_all || c->heard_ns < of_all->heard_ns)
			of_all = c;
		if (!senders_are_one_source(&c->address, address))
			continue;
		source_count++;
		if (!of_source || c->heard_ns < of_source->heard_ns)
			of_source = c;
	}
	if (source_count >= TCP_CONNECTIONS_OF_A_SOURCE_MAX)
		place = of_source;
	else if (spare)
		return spare;
	else
		place = of_all;
	if (clock_monotonic_ns() - place->heard_ns <= SENDER_SILENCE_NS)
		return NULL;
	connection_close(place);
	return place;
}

static int connection_start(struct tcp_reflector *reflector, sd_event *loop, int *fd,
			    const union udp_address *from)
{
	const struct in6_addr address = udp_address_host(from);
	struct connection *c = find_place(reflector, &address);
	int r;

	if (!c)
		return -ENOSPC;
	r = tcp_prepare(*fd);
	if (r < 0)
		return r;
	*c = (struct connection){
		.reflector = reflector,
		.fd = TAKE_FD(*fd),
		.address = address,
		.port = udp_address_port(from),
		.heard_ns = clock_monotonic_ns(),
	};
	r = sd_event_add_io(loop, &c->io, c->fd, EPOLLIN, on_connection, c);
	if (r < 0)
		connection_close(c);
	return r;
}

static int on_io(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct tcp_reflector *reflector = userdata;

	(void)fd;
	(void)revents;
	for (int i = 0; i < MESSAGES_AT_ONCE; i++) {
		union udp_address from = { 0 };
		socklen_t length = sizeof(from);
		cleanup_close_ int new = accept4(reflector->fd, &from.any, &length,
						 SOCK_CLOEXEC | SOCK_NONBLOCK);

		if (new < 0) {
			if (errno == EINTR || errno == ECONNABORTED)
				continue;
			break; /* EAGAIN; no more descriptors: later */
		}
		if (connection_start(reflector, sd_event_source_get_event(source), &new,
				     &from) < 0)
			reflector->tally.refused++;
		else
			reflector->tally.connections++;
	}
	return 0;
}

/* Of every connection: it inherits them (net/ipv4/tcp_minisocks.c). */
static int limit_buffers(int fd)
{
	int size = TCP_CONNECTION_BUFFER;

	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size)) < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size)) < 0)
		return -errno;
	return 0;
}

int tcp_reflector_start(struct tcp_reflector **ret, sd_event *loop,
			const struct reflector_config *config, struct error *error)
{
	int fd = inet_open(config->netns, &config->address, SOCK_STREAM, 0, error), r;
	struct tcp_reflector *reflector;

	if (fd < 0)
		return fd;
	reflector = memory_zero(1, sizeof(*reflector));
	reflector->fd = fd;
	reflector->heard = config->heard;
	reflector->userdata = config->userdata;
	realtime_init(&reflector->own_realtime);
	reflector->realtime =
		config->realtime ? config->realtime : &reflector->own_realtime;
	for (size_t i = 0; i < TCP_CONNECTIONS_MAX; i++)
		reflector->connections[i].fd = -1;
	r = limit_buffers(fd);
	if (r >= 0 && listen(fd, BACKLOG) < 0)
		r = -errno;
	if (r >= 0)
		r = sd_event_add_io(loop, &reflector->io, fd, EPOLLIN, on_io, reflector);
	if (r < 0) {
		tcp_reflector_close(reflector);
		return error_errno(error, r, "cannot start the TCP reflector");
	}
	*ret = reflector;
	return 0;
}

struct tcp_reflector *tcp_reflector_close(struct tcp_reflector *reflector)
{
	if (!reflector)
		return NULL;
	for (size_t i = 0; i < TCP_CONNECTIONS_MAX; i++)
		connection_close(&reflector->connections[i]);
	reflector->io = sd_event_source_disable_unref(reflector->io);
	close(reflector->fd);
	free(reflector);
	return NULL;
}

void tcp_reflector_tally(const struct tcp_reflector *reflector,
			 struct tcp_reflector_tally *ret)
{
	*ret = reflector->tally;
}
