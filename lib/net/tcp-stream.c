/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/tcp-stream.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/realtime.h"
#include "base/time.h"
#include "net/message.h"
#include "net/pace.h"
#include "net/tcp.h"

#define ECHOES_AT_ONCE 64

struct tcp_stream {
	/* A callback may close the stream that calls it. */
	unsigned references;
	bool closed, dead;
	int fd;
	struct pace pace;
	sd_event_source *io;
	struct realtime own_realtime, *realtime;
	struct tcp_stream_callbacks callbacks;
	void *userdata;
	struct message next;
	uint8_t *message;
	uint8_t *backlog;
	size_t backlog_length;
	uint8_t *echo; /* under way */
	size_t echo_length;
	uint32_t echoed; /* the sequence that is owed next */
	uint64_t at_ns;	 /* of the last octet, CLOCK_REALTIME */
	struct connection_reading told;
	uint32_t far_retransmissions;
};

static void unref(struct tcp_stream *stream)
{
	if (--stream->references > 0)
		return;
	free(stream->message);
	free(stream->backlog);
	free(stream->echo);
	free(stream);
}

static void begin_turn(struct tcp_stream *stream)
{
	stream->references++;
	if (stream->realtime == &stream->own_realtime)
		realtime_expire(stream->realtime);
}

int tcp_stream_read(struct tcp_stream *stream, struct connection_reading *ret)
{
	int r = tcp_read(stream->fd, ret);

	if (r < 0)
		return r;
	ret->far_retransmissions = stream->far_retransmissions;
	stream->told = *ret;
	return 0;
}

static void die(struct tcp_stream *stream, const char *reason)
{
	struct connection_reading reading = { .state = CONNECTION_CLOSED };

	stream->dead = true;
	pace_stop(&stream->pace);
	stream->io = sd_event_source_disable_unref(stream->io);
	tcp_stream_read(stream, &reading);
	if (stream->callbacks.died)
		stream->callbacks.died(stream->userdata, &reading, reason);
}

/* While nothing is owed there is nothing to be retransmitted. */
static void look(struct tcp_stream *stream)
{
	const struct connection_reading before = stream->told;
	struct connection_reading now;

	if (stream->dead || stream->closed || tcp_stream_read(stream, &now) < 0)
		return;
	if (now.state == before.state && now.backoff <= before.backoff &&
	    now.retransmissions == before.retransmissions &&
	    now.far_retransmissions == before.far_retransmissions)
		return;
	if (stream->callbacks.changed)
		stream->callbacks.changed(stream->userdata, &now);
}

/* Writes what it can of the octets. The number written, or -errno for an error that is
 * the connection's end. */
static ssize_t write_some(const struct tcp_stream *stream, const uint8_t *octets,
			  size_t length)
{
	ssize_t written = send(stream->fd, octets, length, MSG_DONTWAIT | MSG_NOSIGNAL);

	if (written >= 0)
		return written;
	return errno == EAGAIN || errno == EINTR ? 0 : -errno;
}

static int watch(const struct tcp_stream *stream)
{
	return sd_event_source_set_io_events(
		stream->io, EPOLLIN | (stream->backlog_length > 0 ? EPOLLOUT : 0u));
}

/* 0, or -errno: the connection's end. */
static int flush(struct tcp_stream *stream)
{
	ssize_t written = write_some(stream, stream->backlog, stream->backlog_length);

	if (written < 0)
		return (int)written;
	stream->backlog_length -= (size_t)written;
	memmove(stream->backlog, stream->backlog + written, stream->backlog_length);
	return 0;
}

/* Whole messages only: a part would spoil the framing. */
static int send_message(struct tcp_stream *stream)
{
	size_t length = stream->next.length;
	ssize_t written = 0;

	message_format(&stream->next, stream->message);
	if (stream->backlog_length == 0)
		written = write_some(stream, stream->message, length);
	if (written < 0)
		return (int)written;
	length -= (size_t)written;
	if (length > TCP_STREAM_BACKLOG_MAX - stream->backlog_length)
		return 0;
	memcpy(stream->backlog + stream->backlog_length, stream->message + written,
	       length);
	stream->backlog_length += length;
	return watch(stream);
}

static int on_timer(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct tcp_stream *stream = userdata;
	uint64_t late_ns;
	int r = 0;

	(void)source;
	(void)usec;
	begin_turn(stream);
	if (stream->echoed < stream->next.sequence)
		look(stream);
	for (int i = 0; i < PACKETS_AT_ONCE && r >= 0; i++) {
		struct probe_sent sent = { .sequence = stream->next.sequence };

		sent.at_ns = clock_monotonic_ns();
		if (!pace_take(&stream->pace, sent.at_ns, &late_ns))
			break;
		sent.late_ns = late_ns;
		r = send_message(stream);
		stream->next.sequence++;
		if (stream->callbacks.sent)
			stream->callbacks.sent(stream->userdata, &sent);
	}
	if (r < 0 && !stream->closed)
		die(stream, strerror(-r));
	r = pace_rest(&stream->pace);
	unref(stream);
	return r;
}

static void take_echo(struct tcp_stream *stream, const struct message *echo)
{
	struct probe_received received = {
		.sequence = echo->sequence,
		.at_ns = realtime_to_monotonic(stream->realtime, stream->at_ns),
		.reflector_sequence = echo->far_sequence,
		.reflected_ns =
			realtime_to_monotonic(stream->realtime, echo->received_ns),
	};

	stream->echo_length = 0;
	stream->echoed = echo->sequence + 1;
	stream->far_retransmissions = echo->far_retransmissions;
	if (stream->callbacks.received)
		stream->callbacks.received(stream->userdata, &received);
}

/* Reads what is there of one echo. 0: there is no more for now. 1: an echo is complete.
 */
static int read_echo(struct tcp_stream *stream, const char **ret_end)
{
	struct message echo;
	uint64_t at_ns = 0;
	ssize_t length = tcp_receive(stream->fd, stream->echo + stream->echo_length,
				     stream->next.length - stream->echo_length, &at_ns);

	if (length == -EAGAIN || length == -EINTR)
		return 0;
	if (length <= 0) {
		*ret_end =
			length < 0 ? strerror((int)-length) : "the far end has closed it";
		return -EPIPE;
	}
	if (at_ns > stream->at_ns)
		stream->at_ns = at_ns;
	stream->echo_length += (size_t)length;
	if (stream->echo_length < stream->next.length)
		return 1;
	if (message_parse(stream->echo, &echo) < 0 ||
	    echo.length != stream->next.length || echo.received_ns == 0 ||
	    echo.sequence < stream->echoed || echo.sequence >= stream->next.sequence) {
		*ret_end = "the far end sent what is no echo";
		return -EBADMSG;
	}
	take_echo(stream, &echo);
	return 1;
}

static int on_io(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct tcp_stream *stream = userdata;
	const char *end = NULL;
	int r = 1;

	(void)source;
	(void)fd;
	begin_turn(stream);
	for (int i = 0; i < ECHOES_AT_ONCE && r > 0 && !stream->closed; i++)
		r = read_echo(stream, &end);
	if (r >= 0 && !stream->closed && revents & EPOLLOUT) {
		r = flush(stream);
		if (r >= 0)
			r = watch(stream);
		if (r < 0)
			end = strerror(-r);
	}
	if (r < 0 && !stream->closed)
		die(stream, end);
	look(stream);
	unref(stream);
	return 0;
}

static int start(struct tcp_stream *stream, sd_event *loop,
		 const struct tcp_stream_config *config)
{
	int r = tcp_prepare(stream->fd);

	if (r < 0)
		return r;
	r = connect(stream->fd, &config->destination.any,
		    udp_address_length(&config->destination));
	/* Whatever becomes of it is the connection's fate; the loop tells of it. */
	if (r < 0 && errno != EINPROGRESS && errno != ECONNREFUSED)
		return -errno;
	r = sd_event_add_io(loop, &stream->io, stream->fd, EPOLLIN, on_io, stream);
	if (r < 0)
		return r;
	return pace_start(&stream->pace, loop, config->every_ns, on_timer, stream);
}

int tcp_stream_open(struct tcp_stream **ret, sd_event *loop,
		    const struct tcp_stream_config *config,
		    const struct tcp_stream_callbacks *callbacks, void *userdata,
		    struct error *error)
{
	struct tcp_stream *stream;
	int fd, r;

	if (config->size < MESSAGE_HEADER || config->size > MESSAGE_MAX)
		return error_set(error, -EINVAL,
				 "a TCP message has %d to %d octets, not %u",
				 MESSAGE_HEADER, MESSAGE_MAX, config->size);
	if (config->every_ns == 0)
		return error_set(error, -EINVAL, "messages cannot be sent every 0 ns");
	fd = inet_open(config->netns, &config->source, SOCK_STREAM, 0, error);
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
	realtime_init(&stream->own_realtime);
	stream->realtime = config->realtime ? config->realtime : &stream->own_realtime;
	stream->callbacks = *callbacks;
	stream->userdata = userdata;
	stream->next.length = config->size;
	stream->message = memory_zero(1, config->size);
	stream->echo = memory_zero(1, config->size);
	stream->backlog = memory_zero(1, TCP_STREAM_BACKLOG_MAX);
	r = start(stream, loop, config);
	if (r < 0) {
		tcp_stream_close(stream);
		return error_errno(error, r, "cannot start a TCP stream");
	}
	*ret = stream;
	return 0;
}

bool tcp_stream_is_alive(const struct tcp_stream *stream)
{
	return !stream->dead;
}

void tcp_stream_stop(struct tcp_stream *stream)
{
	pace_stop(&stream->pace);
}

struct tcp_stream *tcp_stream_close(struct tcp_stream *stream)
{
	if (!stream)
		return NULL;
	stream->closed = true;
	tcp_stream_stop(stream);
	stream->io = sd_event_source_disable_unref(stream->io);
	close(stream->fd);
	unref(stream);
	return NULL;
}
