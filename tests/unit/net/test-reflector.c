/* SPDX-License-Identifier: BSD-3-Clause */
#include "netlink/namespace.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "base/cleanup.h"
#include "base/time.h"
#include "kernel-stamps.h"
#include "net/reflector.h"
#include "net/stamp.h"
#include "netlink/netlink.h"

#define PORT 8620

struct fixture {
	sd_event *loop;
	struct reflector *reflector;
	struct error error;
	int sender; /* a socket of the same namespace */
	uint16_t heard_port;
	uint32_t heard_sequence;
	uint64_t heard_ns;
};

static void keep_heard(void *userdata, uint16_t from_port, uint32_t sequence,
		       uint64_t at_ns)
{
	struct fixture *f = userdata;

	f->heard_port = from_port;
	f->heard_sequence = sequence;
	f->heard_ns = at_ns;
}

static int open_fixture(void **state)
{
	static struct fixture fixture;
	struct reflector_config config = {
		.netns = -1,
		.heard = keep_heard,
		.userdata = &fixture,
	};

	udp_address_parse("0.0.0.0", PORT, &config.address);
	fixture = (struct fixture){ .sender = -1 };
	*state = &fixture;
	if (!in_own_namespace())
		return 0;
	if (loopback_up() < 0 || sd_event_new(&fixture.loop) < 0)
		return -1;
	fixture.sender = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	return reflector_start(&fixture.reflector, fixture.loop, &config, &fixture.error);
}

static int close_fixture(void **state)
{
	struct fixture *f = *state;

	reflector_close(f->reflector);
	sd_event_unref(f->loop);
	closep(&f->sender);
	error_clear(&f->error);
	return 0;
}

static void send_from(int fd, const void *packet, size_t size)
{
	const struct sockaddr_in to = { .sin_family = AF_INET,
					.sin_port = htons(PORT),
					.sin_addr = { htonl(INADDR_LOOPBACK + 4) } };

	assert_int_equal(sendto(fd, packet, size, 0, (const struct sockaddr *)&to,
				sizeof(to)),
			 size);
}

/* The length of what came back, or -1 for nothing: loopback has delivered by the time
 * that the loop has run. */
static ssize_t exchange(struct fixture *f, const void *packet, size_t size,
			uint8_t answer[static 2048], struct sockaddr_in *ret_from)
{
	socklen_t length = sizeof(*ret_from);

	send_from(f->sender, packet, size);
	assert_true(sd_event_run(f->loop, 1000000) > 0);
	return recvfrom(f->sender, answer, 2048, MSG_DONTWAIT,
			(struct sockaddr *)ret_from, &length);
}

static void a_request_gets_a_reply_of_its_own_length(void **state)
{
	const struct stamp_request request = { 9, UINT64_C(1767323045500000000) };
	uint8_t packet[160], answer[2048];
	struct fixture *f = *state;
	struct sockaddr_in from;
	struct stamp_reply reply;

	if (!f->reflector)
		skip();
	stamp_format_request(&request, packet, sizeof(packet));
	assert_int_equal(exchange(f, packet, sizeof(packet), answer, &from),
			 sizeof(packet));
	assert_int_equal(stamp_parse_reply(answer, sizeof(packet), &reply), 0);
	assert_int_equal(reply.sequence, 9);
	assert_int_equal(reply.sent_ns, request.sent_ns);
	assert_int_equal(reply.reflector_sequence, 0);
	assert_true(reply.received_ns > 0 && reply.received_ns <= reply.reflected_ns);
	assert_int_equal(reply.ttl, 64);
}

static void who_keeps_the_reflector_is_told_of_each_request(void **state)
{
	const struct stamp_request request = { 9, UINT64_C(1767323045500000000) };
	uint8_t packet[STAMP_PACKET_MIN], answer[2048];
	uint64_t before_ns = clock_monotonic_ns();
	struct fixture *f = *state;
	struct sockaddr_in from, own;
	socklen_t length = sizeof(own);

	if (!f->reflector)
		skip();
	stamp_format_request(&request, packet, sizeof(packet));
	exchange(f, packet, sizeof(packet), answer, &from);
	assert_int_equal(getsockname(f->sender, (struct sockaddr *)&own, &length), 0);
	assert_int_equal(f->heard_port, ntohs(own.sin_port));
	assert_int_equal(f->heard_sequence, 9);
	assert_in_range(f->heard_ns, before_ns, clock_monotonic_ns());
}

static void the_reply_comes_from_the_address_that_was_asked(void **state)
{
	uint8_t packet[STAMP_PACKET_MIN] = { 0 }, answer[2048];
	struct fixture *f = *state;
	struct sockaddr_in from = { 0 };

	if (!f->reflector)
		skip();
	assert_int_equal(exchange(f, packet, sizeof(packet), answer, &from),
			 sizeof(packet));
	assert_int_equal(ntohl(from.sin_addr.s_addr), INADDR_LOOPBACK + 4);
	assert_int_equal(ntohs(from.sin_port), PORT);
}

static void a_packet_one_octet_too_short_gets_nothing(void **state)
{
	uint8_t packet[STAMP_PACKET_MIN - 1] = { 0 }, answer[2048];
	struct fixture *f = *state;
	struct sockaddr_in from;

	if (!f->reflector)
		skip();
	assert_int_equal(exchange(f, packet, sizeof(packet), answer, &from), -1);
	assert_int_equal(errno, EAGAIN);
}

static void a_reply_is_never_answered(void **state)
{
	const struct stamp_reply reply = { .received_ns = 1 };
	uint8_t packet[STAMP_PACKET_MIN], answer[2048];
	struct fixture *f = *state;
	struct sockaddr_in from;

	if (!f->reflector)
		skip();
	stamp_format_reply(&reply, packet, sizeof(packet));
	assert_int_equal(exchange(f, packet, sizeof(packet), answer, &from), -1);
}

static uint32_t reflector_sequence(struct fixture *f, int fd)
{
	uint8_t packet[STAMP_PACKET_MIN] = { 0 }, answer[STAMP_PACKET_MIN];
	struct stamp_reply reply;

	send_from(fd, packet, sizeof(packet));
	assert_true(sd_event_run(f->loop, 1000000) > 0);
	assert_int_equal(recv(fd, answer, sizeof(answer), MSG_DONTWAIT), sizeof(answer));
	assert_int_equal(stamp_parse_reply(answer, sizeof(answer), &reply), 0);
	return reply.reflector_sequence;
}

static void each_sender_has_a_sequence_of_its_own(void **state)
{
	struct fixture *f = *state;
	cleanup_close_ int other = -1;

	if (!f->reflector)
		skip();
	other = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	assert_int_equal(reflector_sequence(f, f->sender), 0);
	assert_int_equal(reflector_sequence(f, f->sender), 1);
	assert_int_equal(reflector_sequence(f, other), 0);
	assert_int_equal(reflector_sequence(f, f->sender), 2);
	assert_int_equal(reflector_sequence(f, other), 1);
}

/* Without kernel stamps the time would be of when the loop got its turn. */
static void the_time_of_receipt_is_the_kernels(void **state)
{
	struct timespec pause = { .tv_nsec = 20 * (long)NS_PER_MS };
	uint8_t packet[STAMP_PACKET_MIN] = { 0 };
	struct stamp_reply reply;
	struct fixture *f = *state;

	if (!f->reflector)
		skip();
	assert_true(kernel_stamps());
	send_from(f->sender, packet, sizeof(packet));
	nanosleep(&pause, NULL); /* a loop that was busy elsewhere */
	assert_true(sd_event_run(f->loop, 1000000) > 0);
	assert_int_equal(recv(f->sender, packet, sizeof(packet), MSG_DONTWAIT),
			 sizeof(packet));
	assert_int_equal(stamp_parse_reply(packet, sizeof(packet), &reply), 0);
	assert_true(reply.reflected_ns >= reply.received_ns + 20 * NS_PER_MS);
	assert_true(f->heard_ns + 20 * NS_PER_MS <= clock_monotonic_ns());
}

/* Asks a reflector on bound, from a socket of asked's family, at asked. */
static void ask(struct fixture *f, const char *bound, const char *asked)
{
	struct reflector_config config = { .netns = -1 };
	uint8_t packet[STAMP_PACKET_MIN] = { 0 };
	union udp_address to, from = { 0 };
	struct reflector *reflector = NULL;
	socklen_t length = sizeof(from);
	cleanup_close_ int fd = -1;
	struct stamp_reply reply;

	udp_address_parse(bound, 0, &config.address);
	assert_int_equal(reflector_start(&reflector, f->loop, &config, &f->error), 0);
	assert_int_equal(reflector_address(reflector, &to), 0);
	udp_address_parse(asked, udp_address_port(&to), &to);
	fd = socket(to.any.sa_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	assert_int_equal(sendto(fd, packet, sizeof(packet), 0, &to.any,
				udp_address_length(&to)),
			 sizeof(packet));
	assert_true(sd_event_run(f->loop, 1000000) > 0);
	assert_int_equal(recvfrom(fd, packet, sizeof(packet), MSG_DONTWAIT, &from.any,
				  &length),
			 sizeof(packet));
	assert_int_equal(length, udp_address_length(&to));
	assert_memory_equal(&from, &to, length);
	assert_int_equal(stamp_parse_reply(packet, sizeof(packet), &reply), 0);
	assert_int_equal(reply.ttl, 64);
	reflector_close(reflector);
}

static void ipv6_is_answered_as_ipv4_is(void **state)
{
	struct fixture *f = *state;

	if (!f->reflector)
		skip();
	ask(f, "::1", "::1");
	ask(f, "::", "::1");
}

static void a_reflector_on_all_addresses_answers_both_from_the_one_asked(void **state)
{
	struct fixture *f = *state;

	if (!f->reflector)
		skip();
	ask(f, "::", "127.0.0.9");
	ask(f, "0.0.0.0", "127.0.0.9");
}

static void a_broadcast_is_not_answered(void **state)
{
	const struct sockaddr_in to = { .sin_family = AF_INET,
					.sin_port = htons(PORT),
					.sin_addr = { htonl(0x7fffffff) } };
	uint8_t packet[STAMP_PACKET_MIN] = { 0 };
	struct reflector_tally tally;
	struct fixture *f = *state;
	int one = 1;

	if (!f->reflector)
		skip();
	assert_int_equal(
		setsockopt(f->sender, SOL_SOCKET, SO_BROADCAST, &one, sizeof(one)), 0);
	assert_int_equal(sendto(f->sender, packet, sizeof(packet), 0,
				(const struct sockaddr *)&to, sizeof(to)),
			 sizeof(packet));
	assert_true(sd_event_run(f->loop, 1000000) > 0);
	assert_int_equal(recv(f->sender, packet, sizeof(packet), MSG_DONTWAIT), -1);
	reflector_tally(f->reflector, &tally);
	assert_int_equal(tally.packets[REFLECTION_FOREIGN], 1);
	assert_int_equal(tally.packets[REFLECTION_ANSWERED], 0);
}

static void what_became_of_each_packet_is_counted(void **state)
{
	static uint8_t packet[REFLECT_PACKET_MAX + 1];
	struct reflector_tally tally;
	struct fixture *f = *state;

	if (!f->reflector)
		skip();
	reflector_sequence(f, f->sender);
	reflector_sequence(f, f->sender);
	send_from(f->sender, packet, STAMP_PACKET_MIN - 1);
	send_from(f->sender, packet, sizeof(packet));
	assert_true(sd_event_run(f->loop, 1000000) > 0);
	reflector_tally(f->reflector, &tally);
	assert_int_equal(tally.senders, 1);
	assert_int_equal(tally.packets[REFLECTION_ANSWERED], 2);
	assert_int_equal(tally.packets[REFLECTION_MALFORMED], 2);
}

static void a_port_in_use_is_an_error_with_its_number(void **state)
{
	struct fixture *f = *state;
	struct reflector_config config = { .netns = -1 };
	struct reflector *second = NULL;

	if (!f->reflector)
		skip();
	assert_int_equal(udp_address_parse("0.0.0.0", PORT, &config.address), 0);
	assert_int_equal(reflector_start(&second, f->loop, &config, &f->error),
			 -EADDRINUSE);
	assert_null(second);
	assert_non_null(strstr(f->error.reason, "8620"));
}

#define reflector_test(name) \
	cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		reflector_test(a_request_gets_a_reply_of_its_own_length),
		reflector_test(who_keeps_the_reflector_is_told_of_each_request),
		reflector_test(the_reply_comes_from_the_address_that_was_asked),
		reflector_test(a_packet_one_octet_too_short_gets_nothing),
		reflector_test(a_reply_is_never_answered),
		reflector_test(each_sender_has_a_sequence_of_its_own),
		reflector_test(the_time_of_receipt_is_the_kernels),
		reflector_test(ipv6_is_answered_as_ipv4_is),
		reflector_test(
			a_reflector_on_all_addresses_answers_both_from_the_one_asked),
		reflector_test(a_broadcast_is_not_answered),
		reflector_test(what_became_of_each_packet_is_counted),
		reflector_test(a_port_in_use_is_an_error_with_its_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
