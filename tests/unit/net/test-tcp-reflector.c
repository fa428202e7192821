/* SPDX-License-Identifier: BSD-3-Clause */
#include "netlink/namespace.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "base/cleanup.h"
#include "base/time.h"
#include "net/message.h"
#include "net/tcp-reflector.h"

#define PORT 8620
#define LENGTH 100

struct fixture {
	sd_event *loop;
	struct tcp_reflector *reflector;
	struct error error;
	int fds[TCP_CONNECTIONS_MAX + 2];
	size_t fd_count;
	size_t heard;
};

static void on_heard(void *userdata, uint16_t from_port, uint32_t sequence,
		     uint64_t at_ns)
{
	struct fixture *f = userdata;

	(void)from_port;
	(void)sequence;
	(void)at_ns;
	f->heard++;
}

static int open_fixture(void **state)
{
	static struct fixture fixture;
	struct reflector_config config = {
		.netns = -1,
		.heard = on_heard,
		.userdata = &fixture,
	};

	udp_address_parse("0.0.0.0", PORT, &config.address);
	fixture = (struct fixture){ 0 };
	*state = &fixture;
	if (!in_own_namespace())
		return 0;
	if (loopback_up() < 0 || sd_event_new(&fixture.loop) < 0)
		return -1;
	return tcp_reflector_start(&fixture.reflector, fixture.loop, &config,
				   &fixture.error);
}

static int close_fixture(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < f->fd_count; i++)
		close(f->fds[i]);
	tcp_reflector_close(f->reflector);
	sd_event_unref(f->loop);
	error_clear(&f->error);
	return 0;
}

static void turns(struct fixture *f)
{
	while (sd_event_run(f->loop, 0) > 0)
		;
}

static int call_from(struct fixture *f, const char *address)
{
	union udp_address from, to;
	int fd;

	assert_int_equal(udp_address_parse(address, 0, &from), 0);
	assert_int_equal(udp_address_parse("127.0.0.1", PORT, &to), 0);
	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(fd, &from.any, sizeof(from.v4)), 0);
	assert_int_equal(connect(fd, &to.any, sizeof(to.v4)), 0);
	f->fds[f->fd_count++] = fd;
	turns(f);
	return fd;
}

static bool is_closed(int fd)
{
	uint8_t octet;
	ssize_t length = recv(fd, &octet, 1, MSG_DONTWAIT | MSG_PEEK);

	return length == 0 || (length < 0 && errno == ECONNRESET);
}

static void fill(uint8_t *octets, uint32_t sequence)
{
	const struct message message = { .length = LENGTH, .sequence = sequence };

	message_format(&message, octets);
}

static void a_message_is_echoed_also_where_it_comes_in_pieces(void **state)
{
	struct fixture *f = *state;
	uint8_t octets[LENGTH], echoed[LENGTH];
	struct message echo;
	int fd;

	if (!f->loop)
		skip();
	fd = call_from(f, "127.0.0.1");
	fill(octets, 7);
	for (size_t i = 0; i < LENGTH; i++) {
		assert_int_equal(recv(fd, echoed, 1, MSG_DONTWAIT), -1);
		assert_int_equal(send(fd, octets + i, 1, 0), 1);
		turns(f);
	}
	assert_int_equal(recv(fd, echoed, LENGTH, MSG_DONTWAIT), LENGTH);
	assert_int_equal(message_parse(echoed, &echo), 0);
	assert_int_equal(echo.sequence, 7);
	assert_int_equal(echo.far_sequence, 0);
	assert_true(echo.received_ns > 0);
	assert_int_equal(f->heard, 1);
}

static void it_sends_no_more_than_it_was_sent(void **state)
{
	struct fixture *f = *state;
	uint8_t octets[10 * LENGTH], echoed[20 * LENGTH];
	int fd;

	if (!f->loop)
		skip();
	fd = call_from(f, "127.0.0.1");
	for (uint32_t i = 0; i < 10; i++)
		fill(octets + i * LENGTH, i);
	assert_int_equal(send(fd, octets, sizeof(octets), 0), sizeof(octets));
	turns(f);
	assert_int_equal(recv(fd, echoed, sizeof(echoed), MSG_DONTWAIT), sizeof(octets));
	for (uint32_t i = 0; i < 10; i++) {
		struct message echo;

		assert_int_equal(message_parse(echoed + i * LENGTH, &echo), 0);
		assert_int_equal(echo.sequence, i);
		assert_int_equal(echo.far_sequence, i);
	}
}

static void what_is_no_message_closes_the_connection_and_no_other(void **state)
{
	struct fixture *f = *state;
	struct tcp_reflector_tally tally;
	uint8_t octets[LENGTH] = "GET / HTTP/1.1\r\nHost: ";
	int fd, other;

	if (!f->loop)
		skip();
	other = call_from(f, "127.0.0.1");
	fd = call_from(f, "127.0.0.1");
	assert_int_equal(send(fd, octets, MESSAGE_HEADER, 0), MESSAGE_HEADER);
	turns(f);
	assert_true(is_closed(fd));
	/* And an echo, so that two reflectors have nothing to say to each other. */
	fd = call_from(f, "127.0.0.1");
	fill(octets, 0);
	message_echo(octets, 0, 1, 0);
	assert_int_equal(send(fd, octets, LENGTH, 0), LENGTH);
	turns(f);
	assert_true(is_closed(fd));
	assert_false(is_closed(other));
	tcp_reflector_tally(f->reflector, &tally);
	assert_int_equal(tally.connections, 3);
	assert_int_equal(tally.malformed, 2);
	assert_int_equal(tally.messages, 0);
}

static void one_source_has_so_many_connections_and_leaves_room_for_others(void **state)
{
	struct fixture *f = *state;
	struct tcp_reflector_tally tally;
	int fd;

	if (!f->loop)
		skip();
	for (int i = 0; i < TCP_CONNECTIONS_OF_A_SOURCE_MAX; i++)
		assert_false(is_closed(call_from(f, "127.0.0.1")));
	fd = call_from(f, "127.0.0.1");
	assert_true(is_closed(fd));
	assert_false(is_closed(call_from(f, "127.0.0.2")));
	/* A place that is free again is given again. */
	close(f->fds[0]);
	f->fds[0] = dup(fd);
	turns(f);
	assert_false(is_closed(call_from(f, "127.0.0.1")));
	tcp_reflector_tally(f->reflector, &tally);
	assert_int_equal(tally.refused, 1);
}

static void in_all_there_are_so_many_connections(void **state)
{
	struct fixture *f = *state;
	char address[sizeof("127.0.0.100")];

	if (!f->loop)
		skip();
	for (int i = 0; i < TCP_CONNECTIONS_MAX; i++) {
		snprintf(address, sizeof(address), "127.0.0.%d",
			 1 + i / TCP_CONNECTIONS_OF_A_SOURCE_MAX);
		assert_false(is_closed(call_from(f, address)));
	}
	assert_true(is_closed(call_from(f, "127.0.0.100")));
}

static void what_comes_too_fast_waits_at_the_sender(void **state)
{
	struct fixture *f = *state;
	uint8_t octets[LENGTH];
	uint32_t sequence = 0;
	uint64_t begun_ns;
	int fd;

	if (!f->loop)
		skip();
	fd = call_from(f, "127.0.0.1");
	begun_ns = clock_monotonic_ns();
	/* Three seconds' worth, as fast as it goes, and nobody reads the echoes yet. */
	for (; sequence < 3 * SENDER_RATE; sequence++) {
		fill(octets, sequence);
		if (send(fd, octets, LENGTH, MSG_DONTWAIT) != LENGTH)
			break;
		turns(f);
	}
	/* A second's worth at once, and what time has granted since. */
	assert_true(f->heard >= SENDER_RATE);
	assert_true(f->heard <=
		    SENDER_RATE + 65 +
			    SENDER_RATE * (clock_monotonic_ns() - begun_ns) / NS_PER_S);
	assert_false(is_closed(fd) && f->heard == 0);
	/* Nothing of it is lost: with time it goes on. */
	while (f->heard < sequence)
		assert_true(sd_event_run(f->loop, 2000000) > 0);
	assert_int_equal(f->heard, sequence);
}

#define reflector_test(name) \
	cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		reflector_test(a_message_is_echoed_also_where_it_comes_in_pieces),
		reflector_test(it_sends_no_more_than_it_was_sent),
		reflector_test(what_is_no_message_closes_the_connection_and_no_other),
		reflector_test(
			one_source_has_so_many_connections_and_leaves_room_for_others),
		reflector_test(in_all_there_are_so_many_connections),
		reflector_test(what_comes_too_fast_waits_at_the_sender),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
