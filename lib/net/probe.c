/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/probe.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"
#include "net/stamp.h"
#include "net/udp.h"

/* UDP over IPv4 takes no more. */
#define PROBE_SIZE_MAX 65507

/* So many overdue probes are sent before the loop gets its turn again. */
#define PROBES_AT_ONCE 16
#define ANSWERS_AT_ONCE 64

/* Answers come before new probes, so that their times are near their arrival. */
#define SEND_PRIORITY (SD_EVENT_PRIORITY_NORMAL + 10)

struct probe_stream {
	/* A callback may close the stream that calls it. */
	unsigned references;
	bool closed;
	int fd;
	sd_event_source *timer, *io;
	struct sockaddr_in destination;
	uint64_t every_ns, due_ns; /* of the next probe */
	uint32_t sequence;	   /* likewise */
	/* CLOCK_REALTIME less CLOCK_MONOTONIC when the stream was opened: turns the
	 * reflector's times into this machine's, where both share a clock. */
	uint64_t realtime_offset_ns;
	int last_error;
	struct probe_callbacks callbacks;
	void *userdata;
	size_t size;
	uint8_t *packet;
};

static void unref(struct probe_stream *stream)
{
	if (--stream->references > 0)
		return;
	free(stream->packet);
	free(stream);
}

static void send_probe(struct probe_stream *stream)
{
	struct stamp_request request = { .sequence = stream->sequence };
	struct probe_sent sent = { .sequence = stream->sequence };

	sent.at_ns = clock_monotonic_ns();
	sent.late_ns = sent.at_ns > stream->due_ns ? sent.at_ns - stream->due_ns : 0;
	request.sent_ns = clock_ns(CLOCK_REALTIME);
	stamp_format_request(&request, stream->packet, stream->size);
	if (sendto(stream->fd, stream->packet, stream->size, MSG_DONTWAIT | MSG_NOSIGNAL,
		   (struct sockaddr *)&stream->destination,
		   sizeof(stream->destination)) < 0)
		stream->last_error = -errno;
	stream->sequence++;
	stream->due_ns += stream->every_ns;
	if (stream->callbacks.sent)
		stream->callbacks.sent(stream->userdata, &sent);
}

/* The time in microseconds that is not before ns. */
static uint64_t ceil_us(uint64_t ns)
{
	return (ns + NS_PER_US - 1) / NS_PER_US;
}

static int on_timer(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct probe_stream *stream = userdata;
	int r = 0;

	(void)source;
	(void)usec;
	stream->references++;
	for (int i = 0; i < PROBES_AT_ONCE && stream->timer; i++) {
		if (stream->due_ns > clock_monotonic_ns())
			break;
		send_probe(stream);
	}
	if (stream->timer) {
		r = sd_event_source_set_time(stream->timer, ceil_us(stream->due_ns));
		if (r >= 0)
			r = sd_event_source_set_enabled(stream->timer, SD_EVENT_ONESHOT);
	}
	unref(stream);
	return r;
}

static void take_answer(struct probe_stream *stream, const uint8_t *packet, size_t size,
			uint64_t at_ns)
{
	struct probe_received received = { .at_ns = at_ns };
	struct stamp_reply reply;

	if (stamp_parse_reply(packet, size, &reply) < 0)
		return;
	if (reply.sequence >= stream->sequence) /* never sent */
		return;
	received.sequence = reply.sequence;
	received.reflector_sequence = reply.reflector_sequence;
	if (reply.received_ns > stream->realtime_offset_ns)
		received.reflected_ns = reply.received_ns - stream->realtime_offset_ns;
	if (stream->callbacks.received)
		stream->callbacks.received(stream->userdata, &received);
}

static int on_io(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct probe_stream *stream = userdata;

	(void)source;
	(void)revents;
	stream->references++;
	for (int i = 0; i < ANSWERS_AT_ONCE && !stream->closed; i++) {
		uint8_t packet[STAMP_PACKET_MIN]; /* padding is not looked at */
		struct sockaddr_in from = { 0 };
		socklen_t from_length = sizeof(from);
		ssize_t length = recvfrom(fd, packet, sizeof(packet), MSG_DONTWAIT,
					  (struct sockaddr *)&from, &from_length);

		if (length < 0) {
			if (errno == EINTR)
				continue;
			break; /* EAGAIN; any other is of one datagram */
		}
		if (from.sin_addr.s_addr != stream->destination.sin_addr.s_addr ||
		    from.sin_port != stream->destination.sin_port)
			continue;
		take_answer(stream, packet, (size_t)length, clock_monotonic_ns());
	}
	unref(stream);
	return 0;
}

static int start(struct probe_stream *stream, sd_event *loop)
{
	int r;

	stream->realtime_offset_ns = clock_ns(CLOCK_REALTIME) - clock_monotonic_ns();
	stream->due_ns = clock_monotonic_ns();
	r = sd_event_add_io(loop, &stream->io, stream->fd, EPOLLIN, on_io, stream);
	if (r < 0)
		return r;
	/* Accuracy 0 would mean 250 ms. */
	r = sd_event_add_time(loop, &stream->timer, CLOCK_MONOTONIC,
			      ceil_us(stream->due_ns), 1, on_timer, stream);
	if (r < 0)
		return r;
	return sd_event_source_set_priority(stream->timer, SEND_PRIORITY);
}

int probe_stream_open(struct probe_stream **ret, sd_event *loop,
		      const struct probe_stream_config *config,
		      const struct probe_callbacks *callbacks, void *userdata,
		      struct error *error)
{
	const struct sockaddr_in source = {
		.sin_family = AF_INET,
		.sin_addr = config->source,
		.sin_port = htons(config->source_port),
	};
	struct probe_stream *stream;
	int fd, r;

	if (config->size < STAMP_PACKET_MIN || config->size > PROBE_SIZE_MAX)
		return error_set(error, -EINVAL, "a probe has %d to %d octets, not %u",
				 STAMP_PACKET_MIN, PROBE_SIZE_MAX, config->size);
	if (config->every_ns == 0)
		return error_set(error, -EINVAL, "probes cannot be sent every 0 ns");
	fd = udp_open(config->netns, &source, error);
	if (fd < 0)
		return fd;
	stream = memory_zero(1, sizeof(*stream));
	stream->references = 1;
	stream->fd = fd;
	stream->destination = (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_addr = config->destination,
		.sin_port = htons(config->port),
	};
	stream->every_ns = config->every_ns;
	stream->callbacks = *callbacks;
	stream->userdata = userdata;
	stream->size = config->size;
	stream->packet = memory_zero(1, config->size);
	r = start(stream, loop);
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
	stream->timer = sd_event_source_disable_unref(stream->timer);
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
