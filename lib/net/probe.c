/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/probe.h"

#include <errno.h>
#include <linux/net_tstamp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/realtime.h"
#include "base/time.h"
#include "net/pace.h"
#include "net/probe-wire.h"

/* In front of a probe that comes back with its stamp: link, network (IPv6: 40 octets) and
 * UDP headers. */
#define HEADERS_MAX 128

#define ANSWERS_AT_ONCE 64

struct probe_stream {
	/* A callback may close the stream that calls it. */
	unsigned references;
	bool closed;
	int fd;
	const struct probe_wire *wire;
	struct pace pace;
	sd_event_source *io;
	union udp_address destination;
	struct probe_question next; /* but for its time */
	struct realtime own_realtime, *realtime;
	int last_error;
	struct probe_callbacks callbacks;
	void *userdata;
	size_t length; /* of a packet, with the wire's header */
	uint8_t *packet;
	uint8_t *echo; /* room for a packet with its headers */
};

static void unref(struct probe_stream *stream)
{
	if (--stream->references > 0)
		return;
	free(stream->packet);
	free(stream->echo);
	free(stream);
}

static void send_probe(struct probe_stream *stream, uint64_t at_ns, uint64_t late_ns)
{
	const struct probe_sent sent = {
		.sequence = stream->next.sequence,
		.at_ns = at_ns,
		.late_ns = late_ns,
	};

	stream->next.sent_ns = clock_ns(CLOCK_REALTIME);
	stream->wire->format(&stream->next, stream->packet, stream->length);
	if (sendto(stream->fd, stream->packet, stream->length,
		   MSG_DONTWAIT | MSG_NOSIGNAL, &stream->destination.any,
		   udp_address_length(&stream->destination)) < 0)
		stream->last_error = -errno;
	stream->next.sequence++;
	if (stream->callbacks.sent)
		stream->callbacks.sent(stream->userdata, &sent);
}

/* Reads a datagram, its source and its stamp, from the queue that flags name. Its length,
 * at most size, or -errno. */
static ssize_t receive(struct probe_stream *stream, int flags, void *octets, size_t size,
		       union udp_address *ret_from, uint64_t *ret_realtime_ns)
{
	/* A stamp of sending comes with its sock_extended_err and an address, which do
	 * not fit behind it and are of no use. */
	union {
		struct cmsghdr align;
		char octets[REALTIME_CONTROL_MAX];
	} control;
	struct iovec iov = { octets, size };
	struct msghdr msg = {
		.msg_name = ret_from,
		.msg_namelen = sizeof(*ret_from),
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	ssize_t length = recvmsg(stream->fd, &msg, flags | MSG_DONTWAIT);

	if (length < 0)
		return -errno;
	if (!realtime_of_message(&msg, ret_realtime_ns))
		*ret_realtime_ns = clock_ns(CLOCK_REALTIME);
	return length;
}

/* Takes up to count stamps of sending. */
static void take_stamps(struct probe_stream *stream, int count)
{
	for (int i = 0; i < count && !stream->closed; i++) {
		union udp_address nobody;
		uint64_t at_ns = 0, sent_ns;
		uint32_t sequence;
		ssize_t length = receive(stream, MSG_ERRQUEUE, stream->echo,
					 HEADERS_MAX + stream->length, &nobody, &at_ns);

		if (length < 0)
			break;
		/* The packet comes back with its headers in front, the link's too. Where
		 * a fragment ends is no probe: no sequence that was sent, or no time
		 * before the stamp. */
		if ((size_t)length < stream->length)
			continue;
		stream->wire->parse_sent(stream->echo + (size_t)length - stream->length,
					 stream->length, &sequence, &sent_ns);
		if (sequence < stream->next.sequence && sent_ns <= at_ns)
			stream->callbacks.left(stream->userdata, sequence,
					       realtime_to_monotonic(stream->realtime,
								     at_ns));
	}
}

static void begin_turn(struct probe_stream *stream)
{
	stream->references++;
	if (stream->realtime == &stream->own_realtime)
		realtime_expire(stream->realtime);
}

static int on_timer(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct probe_stream *stream = userdata;
	uint64_t late_ns;
	int r, count = 0;

	(void)source;
	(void)usec;
	begin_turn(stream);
	for (; count < PACKETS_AT_ONCE; count++) {
		uint64_t now_ns = clock_monotonic_ns();

		if (!pace_take(&stream->pace, now_ns, &late_ns))
			break;
		send_probe(stream, now_ns, late_ns);
	}
	r = pace_rest(&stream->pace);
	/* As a rule they are there by now: no turn of the loop is needed for them. */
	if (stream->callbacks.left)
		take_stamps(stream, count);
	unref(stream);
	return r;
}

static void take_answer(struct probe_stream *stream, const uint8_t *packet, size_t length,
			uint64_t at_ns)
{
	struct probe_received received = { .at_ns = at_ns };
	struct probe_answer answer;

	if (stream->wire->parse_answer(&stream->next, packet, length, &answer) < 0)
		return;
	if (answer.sequence >= stream->next.sequence) /* never sent */
		return;
	received.sequence = answer.sequence;
	received.echo = answer.echo;
	received.reflector_sequence = answer.reflector_sequence;
	if (!answer.echo)
		received.reflected_ns =
			realtime_to_monotonic(stream->realtime, answer.reflected_ns);
	if (stream->callbacks.received)
		stream->callbacks.received(stream->userdata, &received);
}

static bool is_destination(const struct probe_stream *stream,
			   const union udp_address *address)
{
	const struct in6_addr wanted = udp_address_host(&stream->destination);
	const struct in6_addr host = udp_address_host(address);

	return IN6_ARE_ADDR_EQUAL(&host, &wanted) &&
	       udp_address_port(address) == udp_address_port(&stream->destination);
}

static int on_io(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct probe_stream *stream = userdata;

	(void)source;
	(void)fd;
	begin_turn(stream);
	if (revents & EPOLLERR && stream->callbacks.left)
		take_stamps(stream, ANSWERS_AT_ONCE);
	for (int i = 0; i < ANSWERS_AT_ONCE && !stream->closed; i++) {
		uint8_t packet[PROBE_ANSWER_MAX]; /* padding is not looked at */
		union udp_address from = { 0 };
		uint64_t at_ns = 0;
		ssize_t length =
			receive(stream, 0, packet, sizeof(packet), &from, &at_ns);

		if (length == -EINTR)
			continue;
		if (length < 0)
			break; /* EAGAIN; any other is of one datagram */
		if (is_destination(stream, &from))
			take_answer(stream, packet, (size_t)length,
				    realtime_to_monotonic(stream->realtime, at_ns));
	}
	unref(stream);
	return 0;
}

static int ask_for_stamps(const struct probe_stream *stream)
{
	int wanted = SOF_TIMESTAMPING_TX_SCHED, r = realtime_stamp_socket(stream->fd);

	if (r < 0 || !stream->callbacks.left)
		return r;
	return setsockopt(stream->fd, SOL_SOCKET, SO_TIMESTAMPING, &wanted,
			  sizeof(wanted)) < 0
		       ? -errno
		       : 0;
}

static int start(struct probe_stream *stream, sd_event *loop, uint64_t every_ns)
{
	int r = ask_for_stamps(stream);

	if (r < 0)
		return r;
	r = sd_event_add_io(loop, &stream->io, stream->fd, EPOLLIN, on_io, stream);
	if (r < 0)
		return r;
	return pace_start(&stream->pace, loop, every_ns, on_timer, stream);
}

static union udp_address source_of(const struct probe_stream_config *config)
{
	union udp_address source = config->source;

	if (source.any.sa_family == AF_UNSPEC)
		source.any.sa_family = config->destination.any.sa_family;
	return source;
}

static const struct probe_wire *wire_of(enum probe_kind kind)
{
	return kind == PROBE_ICMP ? &probe_icmp : &probe_stamp;
}

int probe_stream_open(struct probe_stream **ret, sd_event *loop,
		      const struct probe_stream_config *config,
		      const struct probe_callbacks *callbacks, void *userdata,
		      struct error *error)
{
	const struct probe_wire *wire = wire_of(config->kind);
	const union udp_address source = source_of(config);
	struct probe_stream *stream;
	int fd, r;

	if (config->size < wire->size_min || config->size > wire->size_max)
		return error_set(error, -EINVAL, "%s has %u to %u octets, not %u",
				 wire->name, wire->size_min, wire->size_max,
				 config->size);
	if (config->every_ns == 0)
		return error_set(error, -EINVAL, "probes cannot be sent every 0 ns");
	fd = wire->open(config->netns, &source, error);
	if (fd < 0)
		return fd;
	r = inet_bind_interface(fd, config->interface, error);
	if (r < 0) {
		close(fd);
		return r;
	}
	stream = memory_zero(1, sizeof(*stream));
	stream->references = 1;
	stream->fd = fd;
	stream->wire = wire;
	stream->destination = config->destination;
	if (!wire->has_ports)
		udp_address_set_port(&stream->destination, 0);
	stream->next.family = config->destination.any.sa_family;
	stream->next.identifier = udp_address_port(&source);
	realtime_init(&stream->own_realtime);
	stream->realtime = config->realtime ? config->realtime : &stream->own_realtime;
	stream->callbacks = *callbacks;
	stream->userdata = userdata;
	stream->length = wire->header + config->size;
	stream->packet = memory_zero(1, stream->length);
	stream->echo = memory_zero(1, HEADERS_MAX + stream->length);
	r = start(stream, loop, config->every_ns);
	if (r < 0) {
		probe_stream_close(stream);
		return error_errno(error, r, "cannot start a stream of probes");
	}
	*ret = stream;
	return 0;
}

int probe_stream_last_error(const struct probe_stream *stream)
{
	return stream->last_error;
}

void probe_stream_stop(struct probe_stream *stream)
{
	pace_stop(&stream->pace);
}

struct probe_stream *probe_stream_close(struct probe_stream *stream)
{
	if (!stream)
		return NULL;
	stream->closed = true;
	probe_stream_stop(stream);
	stream->io = sd_event_source_disable_unref(stream->io);
	close(stream->fd);
	unref(stream);
	return NULL;
}
