/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/seed.h"
#include "net/probe.h"
#include "net/stamp.h"
#include "net/tcp-stream.h"
#include "net/wireguard.h"
#include "run/engine.h"

/* The probe streams of a run, and when data flows again. */

/* An answer that is on its way when the last probe was sent has this long to come. */
#define TAIL_LIMIT_NS NS_PER_S
/* Probes kept before they are written down, a stream. */
#define BATCH_MAX 512
/* Dynamic ports, RFC 6335 6. */
#define PORT_FIRST 49152
#define PORT_LAST 65535

struct traffic_stream {
	struct run *run;
	size_t index; /* into the scenario's streams */
	struct probe_stream *probes;
	struct tcp_stream *connection; /* or of TCP this one */
	struct connection_reading recorded;
	uint16_t port;	    /* its own; no two streams share one */
	struct event batch; /* EVENT_PROBES, being filled */
	bool has_sent;
	uint32_t last_sent;
	bool has_answer;
	uint32_t last_answered;
	/* Settling: the first probe that counts as sent after the roam. */
	uint32_t fresh_from;
	bool fresh_answer;
};

static void flush_stream(struct traffic_stream *stream)
{
	struct event *batch = &stream->batch;

	if (batch->probes.sent_count == 0 && batch->probes.received_count == 0 &&
	    batch->probes.heard_count == 0 && batch->probes.left_count == 0)
		return;
	batch->kind = EVENT_PROBES;
	batch->time_ns = 0;
	batch->probes.stream = stream->index;
	run_record(stream->run, batch);
	batch->probes.sent_count = batch->probes.received_count = 0;
	batch->probes.heard_count = batch->probes.left_count = 0;
}

static void flush_if_full(struct traffic_stream *stream)
{
	if (stream->batch.probes.sent_count >= BATCH_MAX ||
	    stream->batch.probes.received_count >= BATCH_MAX)
		flush_stream(stream);
}

static void on_sent(void *userdata, const struct probe_sent *sent)
{
	struct traffic_stream *stream = userdata;
	struct event *batch = &stream->batch;
	struct probe_sent *item = array_add(batch->probes.sent, batch->probes.sent_count,
					    batch->probes.sent_capacity);

	*item = *sent;
	item->at_ns = run_since_start(stream->run, sent->at_ns);
	stream->has_sent = true;
	stream->last_sent = sent->sequence;
	flush_if_full(stream);
}

static void on_received(void *userdata, const struct probe_received *received)
{
	struct traffic_stream *stream = userdata;
	struct event *batch = &stream->batch;
	struct probe_received *item =
		array_add(batch->probes.received, batch->probes.received_count,
			  batch->probes.received_capacity);

	*item = *received;
	item->at_ns = run_since_start(stream->run, received->at_ns);
	if (!received->echo)
		item->reflected_ns = run_since_start(stream->run, received->reflected_ns);
	stream->has_answer = true;
	stream->last_answered = received->sequence;
	/* Sequence numbers wrap; the difference tells which is later (RFC 1982). */
	if ((int32_t)(received->sequence - stream->fresh_from) >= 0)
		stream->fresh_answer = true;
	flush_if_full(stream);
}

static void on_left(void *userdata, uint32_t sequence, uint64_t at_ns)
{
	struct traffic_stream *stream = userdata;
	struct event *batch = &stream->batch;

	*array_add(batch->probes.left, batch->probes.left_count,
		   batch->probes.left_capacity) = (struct probe_time){
		.sequence = sequence,
		.at_ns = run_since_start(stream->run, at_ns),
	};
}

static void on_heard(void *userdata, uint16_t from_port, uint32_t sequence,
		     uint64_t at_ns)
{
	struct run *run = userdata;

	for (size_t i = 0; i < run->stream_count; i++) {
		struct traffic_stream *stream = &run->streams[i];
		struct event *batch = &stream->batch;

		if (stream->port != from_port)
			continue;
		*array_add(batch->probes.heard, batch->probes.heard_count,
			   batch->probes.heard_capacity) = (struct probe_time){
			.sequence = sequence,
			.at_ns = run_since_start(run, at_ns),
		};
		return;
	}
}

static const struct probe_callbacks callbacks = {
	.sent = on_sent,
	.received = on_received,
	.left = on_left,
};

static void record_reading(struct traffic_stream *stream,
			   const struct connection_reading *reading, const char *reason)
{
	struct event event = { .kind = EVENT_CONNECTION };

	stream->recorded = *reading;
	event.connection.stream = stream->index;
	event.connection.reading = *reading;
	event.connection.died = reason != NULL;
	event.connection.reason = (char *)(uintptr_t)reason; /* borrowed */
	run_record(stream->run, &event);
}

static void on_changed(void *userdata, const struct connection_reading *reading)
{
	record_reading(userdata, reading, NULL);
}

static void on_died(void *userdata, const struct connection_reading *reading,
		    const char *reason)
{
	struct traffic_stream *stream = userdata;
	const char *name = stream->run->plan->scenario->streams[stream->index].name;

	/* What it did before stands before. */
	flush_stream(stream);
	record_reading(stream, reading, reason);
	run_note(stream->run, "The connection of %s has died: %s", name, reason);
}

static const struct tcp_stream_callbacks connection_callbacks = {
	.sent = on_sent,
	.received = on_received,
	.changed = on_changed,
	.died = on_died,
};

uint16_t traffic_port(uint32_t seed, size_t index)
{
	uint8_t octets[2];
	size_t start, port;

	seed_octets(seed, "probe-ports", octets, sizeof(octets));
	start = (size_t)(octets[0] << 8 | octets[1]);
	/* One less than there are: the tunnel has one of them. */
	port = PORT_FIRST + (start + index) % (PORT_LAST - PORT_FIRST);
	return (uint16_t)(port < TUNNEL_PORT ? port : port + 1);
}

union udp_address traffic_address(const struct run *run, const struct stream *stream,
				  bool near, uint16_t port)
{
	const struct run_station *station = run->station;
	union udp_address address = { 0 };

	if (stream->through == THROUGH_TUNNEL)
		return tunnel_address(run, stream->ipv6, near, port);
	if (!near && !stream->has_to && station->live) {
		address = stream->ipv6 ? run->gateway_v6 : run->gateway;
		udp_address_set_port(&address, port);
	} else if (stream->ipv6) {
		address.v6 = (struct sockaddr_in6){
			.sin6_family = AF_INET6,
			.sin6_addr = near ? station->address_v6 : station->server_v6,
			.sin6_port = htons(port),
		};
	} else {
		address.v4 = (struct sockaddr_in){
			.sin_family = AF_INET,
			.sin_addr = near	     ? station->address
				    : stream->has_to ? stream->to
						     : station->server,
			.sin_port = htons(port),
		};
	}
	return address;
}

const char *traffic_interface(const struct run *run, const struct stream *stream)
{
	return run->station->live && stream->through == THROUGH_WIFI ? run->station->interface : NULL;
}

static uint16_t far_port(const struct stream *stream)
{
	if (stream->port)
		return (uint16_t)stream->port;
	return stream->probe == PROBE_TCP ? REFLECTOR_PORT : STAMP_PORT;
}

static int open_connection(struct run *run, struct traffic_stream *stream,
			   const struct probe_stream_config *of, struct error *error)
{
	const struct tcp_stream_config config = {
		.netns = of->netns,
		.interface = of->interface,
		.source = of->source,
		.destination = of->destination,
		.every_ns = of->every_ns,
		.size = of->size,
		.realtime = of->realtime,
	};

	return tcp_stream_open(&stream->connection, run->loop, &config,
			       &connection_callbacks, stream, error);
}

/* The tunnel has a port of its own, at all addresses. */
static uint16_t port_of(const struct run *run, size_t index)
{
	const uint32_t seed = run->station->environment.seed;
	const uint16_t port = traffic_port(seed, index);

	/* The first one behind the row. */
	return port == run->tunnel_reading.listen_port
		       ? traffic_port(seed, run->plan->scenario->stream_count)
		       : port;
}

static int begin_stream(struct run *run, struct traffic_stream *stream, size_t index,
			struct error *error)
{
	const struct stream *wanted = &run->plan->scenario->streams[index];
	const uint16_t port = port_of(run, index);
	struct probe_stream_config config = {
		.kind = wanted->probe,
		.netns = run->station->netns,
		.interface = traffic_interface(run, wanted),
		.source = traffic_address(run, wanted, true, port),
		.destination = traffic_address(run, wanted, false, far_port(wanted)),
		.every_ns = wanted->every_ns,
		.size = wanted->size,
		.realtime = &run->sources.realtime,
	};
	int r;

	*stream = (struct traffic_stream){ .run = run, .index = index, .port = port };
	r = far_end_reach(run, wanted, error);
	if (r >= 0)
		r = far_end_begin(run, wanted->probe, &config.destination, on_heard,
				  error);
	if (r >= 0 && wanted->probe == PROBE_TCP)
		r = open_connection(run, stream, &config, error);
	else if (r >= 0)
		r = probe_stream_open(&stream->probes, run->loop, &config, &callbacks,
				      stream, error);
	return r < 0 ? error_prefix(error, r, "stream %s", wanted->name) : 0;
}

int traffic_begin(struct run *run, struct error *error)
{
	size_t count = run->plan->scenario->stream_count;
	int r;

	if (run->streams || count == 0)
		return 0;
	r = station_await_address(run);
	if (r < 0)
		return r == -ETIMEDOUT ? 0 : r;
	run->streams = memory_zero(count, sizeof(*run->streams));
	for (; run->stream_count < count; run->stream_count++) {
		r = begin_stream(run, &run->streams[run->stream_count], run->stream_count,
				 error);
		if (r < 0)
			return r;
	}
	next_hops_record(run, 0);
	return 0;
}

/* The kernel's timer ticks (4 ms) are to be met at any moment too; and a stream of one
 * probe a minute is not to make a run last for hours. */
#define MOMENT_LEAST_NS (10 * NS_PER_MS)
#define MOMENT_MOST_NS (100 * NS_PER_MS)

int traffic_any_moment(struct run *run)
{
	const struct scenario *scenario = run->plan->scenario;
	cleanup_free_ char *purpose = memory_printf("moment of step %d", run->step);
	uint64_t within = MOMENT_LEAST_NS;
	uint32_t choice;

	for (size_t i = 0; i < scenario->stream_count; i++) {
		if (scenario->streams[i].every_ns > within)
			within = scenario->streams[i].every_ns;
	}
	if (within > MOMENT_MOST_NS)
		within = MOMENT_MOST_NS;
	seed_octets(run->station->environment.seed, purpose, &choice, sizeof(choice));
	return run_pause(run, within * choice / UINT32_MAX);
}

static bool is_dead(const struct traffic_stream *stream)
{
	return stream->connection && !tcp_stream_is_alive(stream->connection);
}

static bool all_flow(const struct run *run, void *userdata)
{
	(void)userdata;
	for (size_t i = 0; i < run->stream_count; i++)
		if (!run->streams[i].fresh_answer && !is_dead(&run->streams[i]))
			return false;
	return true;
}

int traffic_settle(struct run *run, bool *ret_recovered)
{
	int r;

	/* No address has come: nothing could be sent. */
	if (run->stream_count < run->plan->scenario->stream_count) {
		*ret_recovered = false;
		return 0;
	}
	for (size_t i = 0; i < run->stream_count; i++) {
		struct traffic_stream *stream = &run->streams[i];

		stream->fresh_from = stream->has_sent ? stream->last_sent + 1 : 0;
		stream->fresh_answer = false;
	}
	r = run_wait(run, all_flow, NULL, run->plan->scenario->recovery_limit_ns);
	if (r < 0 && r != -ETIMEDOUT)
		return r;
	*ret_recovered = r == 0;
	return 0;
}

static bool all_answered(const struct run *run, void *userdata)
{
	(void)userdata;
	for (size_t i = 0; i < run->stream_count; i++) {
		const struct traffic_stream *stream = &run->streams[i];

		if (stream->has_sent && !is_dead(stream) &&
		    (!stream->has_answer || stream->last_answered != stream->last_sent))
			return false;
	}
	return true;
}

int traffic_end(struct run *run)
{
	int r;

	for (size_t i = 0; i < run->stream_count; i++) {
		if (run->streams[i].connection)
			tcp_stream_stop(run->streams[i].connection);
		else
			probe_stream_stop(run->streams[i].probes);
	}
	r = run_wait(run, all_answered, NULL, TAIL_LIMIT_NS);
	return r == -ETIMEDOUT ? 0 : r;
}

void traffic_flush(struct run *run)
{
	for (size_t i = 0; i < run->stream_count; i++)
		flush_stream(&run->streams[i]);
}

void traffic_record_connections(struct run *run, bool only_changes)
{
	for (size_t i = 0; i < run->stream_count; i++) {
		struct traffic_stream *stream = &run->streams[i];
		struct connection_reading reading;

		if (!stream->connection || is_dead(stream) ||
		    tcp_stream_read(stream->connection, &reading) < 0)
			continue;
		if (only_changes && reading.state == stream->recorded.state &&
		    reading.backoff == stream->recorded.backoff &&
		    reading.retransmissions == stream->recorded.retransmissions &&
		    reading.far_retransmissions == stream->recorded.far_retransmissions)
			continue;
		record_reading(stream, &reading, NULL);
	}
}

void traffic_close(struct run *run)
{
	for (size_t i = 0; i < run->stream_count; i++) {
		probe_stream_close(run->streams[i].probes);
		tcp_stream_close(run->streams[i].connection);
		free(run->streams[i].batch.probes.sent);
		free(run->streams[i].batch.probes.received);
		free(run->streams[i].batch.probes.heard);
		free(run->streams[i].batch.probes.left);
	}
	free(run->streams);
	run->streams = NULL;
	run->stream_count = 0;
	far_ends_close(run);
}
