/* SPDX-License-Identifier: BSD-3-Clause */
#include "netlink/namespace.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "base/cleanup.h"
#include "base/time.h"
#include "kernel-stamps.h"
#include "net/message.h"
#include "net/tcp-reflector.h"
#include "net/tcp-stream.h"

#define PORT 8620
#define SOURCE_PORT 50000
#define MESSAGES 50
#define ROOM 70000

struct fixture {
	sd_event *loop;
	struct tcp_reflector *reflector;
	struct tcp_stream *stream;
	struct error error;
	uint32_t wanted; /* messages after which the stream is stopped */
	struct probe_sent sent[MESSAGES + 64];
	struct probe_received received[MESSAGES + 64];
	uint64_t heard_ns[MESSAGES + 64];
	size_t sent_count, received_count, heard_count;
	size_t changes;
	struct connection_reading reading; /* of the last change, or the end */
	char reason[128];
	bool close_in_callback;
};

static int open_fixture(void **state)
{
	static struct fixture fixture;

	memset(&fixture, 0, sizeof(fixture));
	fixture.wanted = MESSAGES;
	*state = &fixture;
	if (!in_own_namespace())
		return 0;
	return loopback_up() < 0 || sd_event_new(&fixture.loop) < 0 ? -1 : 0;
}

static int close_fixture(void **state)
{
	struct fixture *f = *state;

	tcp_stream_close(f->stream);
	tcp_reflector_close(f->reflector);
	sd_event_unref(f->loop);
	error_clear(&f->error);
	return 0;
}

static void on_sent(void *userdata, const struct probe_sent *sent)
{
	struct fixture *f = userdata;

	if (f->sent_count < MESSAGES + 64)
		f->sent[f->sent_count] = *sent;
	f->sent_count++;
	if (f->close_in_callback)
		f->stream = tcp_stream_close(f->stream);
	else if (f->sent_count == f->wanted)
		tcp_stream_stop(f->stream);
}

static void on_received(void *userdata, const struct probe_received *received)
{
	struct fixture *f = userdata;

	if (f->received_count < MESSAGES + 64)
		f->received[f->received_count] = *received;
	f->received_count++;
}

static void on_heard(void *userdata, uint16_t from_port, uint32_t sequence,
		     uint64_t at_ns)
{
	struct fixture *f = userdata;

	assert_int_equal(from_port, SOURCE_PORT);
	assert_int_equal(sequence, f->heard_count);
	f->heard_ns[f->heard_count++] = at_ns;
}

static void on_changed(void *userdata, const struct connection_reading *reading)
{
	struct fixture *f = userdata;

	f->reading = *reading;
	f->changes++;
}

static void on_died(void *userdata, const struct connection_reading *reading,
		    const char *reason)
{
	struct fixture *f = userdata;

	assert_string_equal(f->reason, "");
	f->reading = *reading;
	snprintf(f->reason, sizeof(f->reason), "%s", reason);
}

static const struct tcp_stream_callbacks callbacks = {
	.sent = on_sent,
	.received = on_received,
	.changed = on_changed,
	.died = on_died,
};

static void open_reflector(struct fixture *f, const char *address)
{
	struct reflector_config config = {
		.netns = -1,
		.heard = on_heard,
		.userdata = f,
	};

	assert_int_equal(udp_address_parse(address, PORT, &config.address), 0);
	assert_int_equal(tcp_reflector_start(&f->reflector, f->loop, &config, &f->error),
			 0);
}

static void open_stream_of(struct fixture *f, const char *address, unsigned size,
			   uint64_t every_ns)
{
	struct tcp_stream_config config = {
		.netns = -1,
		.every_ns = every_ns,
		.size = size,
	};

	assert_int_equal(udp_address_parse(address, SOURCE_PORT, &config.source), 0);
	assert_int_equal(udp_address_parse(address, PORT, &config.destination), 0);
	assert_int_equal(tcp_stream_open(&f->stream, f->loop, &config, &callbacks, f,
					 &f->error),
			 0);
}

static void open_stream(struct fixture *f, const char *address, unsigned size)
{
	open_stream_of(f, address, size, NS_PER_MS);
}

/* Something that listens there and is no reflector. */
static int listen_there(void)
{
	union udp_address address;
	int fd;

	assert_int_equal(udp_address_parse("127.0.0.1", PORT, &address), 0);
	fd = inet_open(-1, &address, SOCK_STREAM, 0, NULL);
	assert_true(fd >= 0);
	assert_int_equal(listen(fd, 1), 0);
	return fd;
}

static void run_until_echoed(struct fixture *f)
{
	while (f->received_count < f->wanted && !f->reason[0])
		assert_true(sd_event_run(f->loop, 1000000) > 0);
}

static void run_until_dead(struct fixture *f)
{
	while (!f->reason[0])
		assert_true(sd_event_run(f->loop, 1000000) > 0);
}

static void check_echoes(const struct fixture *f)
{
	assert_string_equal(f->reason, "");
	assert_int_equal(f->sent_count, MESSAGES);
	assert_int_equal(f->received_count, MESSAGES);
	assert_int_equal(f->heard_count, MESSAGES);
	for (uint32_t i = 0; i < MESSAGES; i++) {
		assert_int_equal(f->sent[i].sequence, i);
		assert_int_equal(f->received[i].sequence, i);
		assert_int_equal(f->received[i].reflector_sequence, i);
		assert_false(f->received[i].echo);
		assert_true(f->heard_ns[i] >= f->sent[i].at_ns);
		assert_true(f->received[i].at_ns >= f->heard_ns[i]);
		assert_in_range(f->received[i].reflected_ns, f->heard_ns[i] - NS_PER_MS,
				f->heard_ns[i] + NS_PER_MS);
	}
}

static void every_message_is_echoed_with_the_far_ends_count_and_time(void **state)
{
	struct fixture *f = *state;

	if (!f->loop)
		skip();
	assert_true(kernel_stamps());
	open_reflector(f, "127.0.0.1");
	open_stream(f, "127.0.0.1", 160);
	run_until_echoed(f);
	check_echoes(f);
	assert_true(tcp_stream_is_alive(f->stream));
}

static void a_stream_goes_over_ipv6(void **state)
{
	struct fixture *f = *state;

	if (!f->loop)
		skip();
	assert_true(kernel_stamps());
	open_reflector(f, "::1");
	open_stream(f, "::1", MESSAGE_MAX);
	run_until_echoed(f);
	check_echoes(f);
}

static void the_kernel_says_how_the_connection_is(void **state)
{
	struct connection_reading reading;
	struct fixture *f = *state;

	if (!f->loop)
		skip();
	open_reflector(f, "127.0.0.1");
	open_stream(f, "127.0.0.1", 100);
	run_until_echoed(f);
	assert_int_equal(tcp_stream_read(f->stream, &reading), 0);
	assert_int_equal(reading.state, CONNECTION_ESTABLISHED);
	assert_int_equal(reading.retransmissions + reading.far_retransmissions, 0);
	assert_int_equal(reading.backoff, 0);
	/* RFC 6298 2.4 would have a second; Linux has TCP_RTO_MIN, 200 ms, and on top
	 * the round trip. */
	assert_in_range(reading.rto_ns, 200 * NS_PER_MS, 300 * NS_PER_MS);
	assert_in_range(reading.rtt_ns, 1, 100 * NS_PER_MS);
	/* It has come to be established, and nothing else happened. */
	assert_int_equal(f->changes, 1);
	assert_int_equal(f->reading.state, CONNECTION_ESTABLISHED);
}

static void nobody_listening_is_the_connections_end(void **state)
{
	struct fixture *f = *state;

	if (!f->loop)
		skip();
	open_stream(f, "127.0.0.1", 100);
	run_until_dead(f);
	assert_string_equal(f->reason, "Connection refused");
	assert_int_equal(f->reading.state, CONNECTION_CLOSED);
	assert_false(tcp_stream_is_alive(f->stream));
	assert_int_equal(f->received_count, 0);
}

static void
a_far_end_that_goes_away_is_the_connections_end_and_nothing_more_is_sent(void **state)
{
	struct fixture *f = *state;
	size_t sent;

	if (!f->loop)
		skip();
	open_reflector(f, "127.0.0.1");
	open_stream(f, "127.0.0.1", 100);
	while (f->received_count < 5)
		assert_true(sd_event_run(f->loop, 1000000) > 0);
	f->reflector = tcp_reflector_close(f->reflector);
	run_until_dead(f);
	assert_true(strcmp(f->reason, "the far end has closed it") == 0 ||
		    strcmp(f->reason, "Connection reset by peer") == 0 ||
		    strcmp(f->reason, "Broken pipe") == 0);
	sent = f->sent_count;
	assert_int_equal(sd_event_run(f->loop, 20000), 0);
	assert_int_equal(f->sent_count, sent);
}

static void what_is_no_echo_is_the_connections_end(void **state)
{
	cleanup_close_ int listener = -1, fd = -1;
	struct fixture *f = *state;
	uint8_t octets[100];

	if (!f->loop)
		skip();
	listener = listen_there();
	open_stream(f, "127.0.0.1", sizeof(octets));
	fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	while (f->sent_count == 0)
		assert_true(sd_event_run(f->loop, 1000000) > 0);
	/* Its own message comes back as it was: no far end has said anything. */
	assert_int_equal(recv(fd, octets, sizeof(octets), MSG_WAITALL), sizeof(octets));
	assert_int_equal(send(fd, octets, sizeof(octets), 0), sizeof(octets));
	run_until_dead(f);
	assert_string_equal(f->reason, "the far end sent what is no echo");
}

static void what_the_socket_does_not_take_waits_and_no_more_than_a_limit(void **state)
{
	cleanup_close_ int listener = -1, fd = -1;
	struct fixture *f = *state;
	static uint8_t octets[MESSAGE_MAX];
	uint32_t expected = 0;
	size_t got = 0;
	struct message message;

	if (!f->loop)
		skip();
	listener = listen_there();
	f->wanted = UINT32_MAX;
	open_stream_of(f, "127.0.0.1", MESSAGE_MAX, 50 * NS_PER_US);
	fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	while (f->sent_count < 6000) /* 12 MB: more than the sockets and it hold */
		assert_true(sd_event_run(f->loop, 1000000) > 0);
	/* What was not sent is whole messages: the framing stands. */
	for (;;) {
		ssize_t length =
			recv(fd, octets + got, sizeof(octets) - got, MSG_DONTWAIT);

		if (length < 0)
			assert_true(sd_event_run(f->loop, 1000000) > 0);
		else
			got += (size_t)length;
		if (got < MESSAGE_MAX)
			continue;
		got = 0;
		assert_int_equal(message_parse(octets, &message), 0);
		if (message.sequence != expected)
			break;
		expected++;
	}
	assert_true(message.sequence > expected);
	assert_in_range(expected, TCP_STREAM_BACKLOG_MAX / MESSAGE_MAX, 6000);
	assert_string_equal(f->reason, "");
}

static void a_callback_may_close_its_stream(void **state)
{
	struct fixture *f = *state;

	if (!f->loop)
		skip();
	f->close_in_callback = true;
	open_reflector(f, "127.0.0.1");
	open_stream(f, "127.0.0.1", 100);
	while (f->sent_count == 0)
		assert_true(sd_event_run(f->loop, 1000000) > 0);
	assert_null(f->stream);
	assert_int_equal(f->sent_count, 1);
}

static void sizes_and_periods_that_cannot_be_are_refused(void **state)
{
	struct tcp_stream_config config = { .netns = -1, .every_ns = 1, .size = 27 };
	struct fixture *f = *state;

	assert_int_equal(tcp_stream_open(&f->stream, NULL, &config, &callbacks, f,
					 &f->error),
			 -EINVAL);
	config.size = MESSAGE_MAX + 1;
	assert_int_equal(tcp_stream_open(&f->stream, NULL, &config, &callbacks, f,
					 &f->error),
			 -EINVAL);
	config.size = 100;
	config.every_ns = 0;
	assert_int_equal(tcp_stream_open(&f->stream, NULL, &config, &callbacks, f,
					 &f->error),
			 -EINVAL);
}

#define stream_test(name) \
	cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		stream_test(every_message_is_echoed_with_the_far_ends_count_and_time),
		stream_test(a_stream_goes_over_ipv6),
		stream_test(the_kernel_says_how_the_connection_is),
		stream_test(nobody_listening_is_the_connections_end),
		stream_test(
			a_far_end_that_goes_away_is_the_connections_end_and_nothing_more_is_sent),
		stream_test(what_is_no_echo_is_the_connections_end),
		stream_test(what_the_socket_does_not_take_waits_and_no_more_than_a_limit),
		stream_test(a_callback_may_close_its_stream),
		stream_test(sizes_and_periods_that_cannot_be_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
