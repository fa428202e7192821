/* SPDX-License-Identifier: BSD-3-Clause */
#include "netlink/namespace.h"

#include <arpa/inet.h>
#include <cap-ng.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/time.h"
#include "kernel-stamps.h"
#include "net/echo.h"
#include "net/probe.h"
#include "net/stamp.h"
#include "netlink/netlink.h"

#define PORT 8620
#define SOURCE_PORT 50000
#define PROBES 50

struct fixture {
	sd_event *loop;
	struct reflector *reflector;
	struct probe_stream *stream;
	struct error error;
	struct probe_sent sent[PROBES + 64];
	struct probe_received received[PROBES + 64];
	uint64_t left_ns[PROBES + 64];
	size_t sent_count, received_count, left_count;
	bool close_in_callback;
};

static int open_fixture(void **state)
{
	static struct fixture fixture;

	memset(&fixture, 0, sizeof(fixture));
	*state = &fixture;
	if (!in_own_namespace())
		return 0;
	return loopback_up() < 0 || sd_event_new(&fixture.loop) < 0 ? -1 : 0;
}

static int close_fixture(void **state)
{
	struct fixture *f = *state;

	probe_stream_close(f->stream);
	reflector_close(f->reflector);
	sd_event_unref(f->loop);
	error_clear(&f->error);
	return 0;
}

static void on_sent(void *userdata, const struct probe_sent *sent)
{
	struct fixture *f = userdata;

	f->sent[f->sent_count++] = *sent;
	if (f->close_in_callback)
		f->stream = probe_stream_close(f->stream);
	else if (f->sent_count == PROBES)
		probe_stream_stop(f->stream);
}

static void on_received(void *userdata, const struct probe_received *received)
{
	struct fixture *f = userdata;

	f->received[f->received_count++] = *received;
}

static void on_left(void *userdata, uint32_t sequence, uint64_t at_ns)
{
	struct fixture *f = userdata;

	assert_int_equal(sequence, f->left_count);
	f->left_ns[f->left_count++] = at_ns;
}

static const struct probe_callbacks callbacks = {
	.sent = on_sent,
	.received = on_received,
};

static const struct probe_stream_config every_ms = {
	.netns = -1,
	.destination.v4 = { .sin_family = AF_INET },
	.every_ns = NS_PER_MS,
	.size = 160,
};

static void open_reflector(struct fixture *f)
{
	struct reflector_config config = { .netns = -1 };

	assert_int_equal(udp_address_parse("127.0.0.1", PORT, &config.address), 0);
	assert_int_equal(reflector_start(&f->reflector, f->loop, &config, &f->error), 0);
}

static void open_stream(struct fixture *f, in_addr_t destination)
{
	struct probe_stream_config config = every_ms;

	config.destination.v4.sin_addr.s_addr = htonl(destination);
	config.destination.v4.sin_port = htons(PORT);
	assert_int_equal(probe_stream_open(&f->stream, f->loop, &config, &callbacks, f,
					   &f->error),
			 0);
}

/* Until all probes were sent and nothing more comes. */
static void run(struct fixture *f)
{
	while (f->sent_count < PROBES)
		assert_true(sd_event_run(f->loop, 1000000) > 0);
	while (sd_event_run(f->loop, 0) > 0)
		;
}

static void every_probe_is_answered_over_loopback(void **state)
{
	struct fixture *f = *state;

	if (!f->loop)
		skip();
	open_reflector(f);
	open_stream(f, INADDR_LOOPBACK);
	run(f);
	assert_int_equal(f->sent_count, PROBES);
	assert_int_equal(f->received_count, PROBES);
	for (uint32_t i = 0; i < PROBES; i++) {
		assert_int_equal(f->sent[i].sequence, i);
		assert_int_equal(f->received[i].sequence, i);
		assert_int_equal(f->received[i].reflector_sequence, i);
		assert_true(f->received[i].at_ns > f->sent[i].at_ns);
	}
	assert_int_equal(probe_stream_last_error(f->stream), 0);
}

static void the_reflectors_time_is_on_the_senders_clock(void **state)
{
	/* The two clocks are read one after the other: that much they may differ. */
	const uint64_t slack = 50 * NS_PER_MS;
	struct fixture *f = *state;

	if (!f->loop)
		skip();
	open_reflector(f);
	open_stream(f, INADDR_LOOPBACK);
	run(f);
	for (size_t i = 0; i < PROBES; i++) {
		assert_true(f->received[i].reflected_ns + slack > f->sent[i].at_ns);
		assert_true(f->received[i].reflected_ns < f->received[i].at_ns + slack);
	}
}

static void the_time_of_an_answer_is_the_kernels(void **state)
{
	struct timespec pause = { .tv_nsec = 20 * (long)NS_PER_MS };
	struct fixture *f = *state;

	if (!f->loop)
		skip();
	assert_true(kernel_stamps());
	open_reflector(f);
	open_stream(f, INADDR_LOOPBACK);
	while (f->sent_count == 0)
		assert_true(sd_event_run(f->loop, 1000000) > 0);
	probe_stream_stop(f->stream);
	/* The reflector's turn, and then the loop is busy elsewhere. */
	assert_true(sd_event_run(f->loop, 1000000) > 0);
	assert_int_equal(f->received_count, 0);
	nanosleep(&pause, NULL); /* a loop that was busy elsewhere */
	while (sd_event_run(f->loop, 0) > 0)
		;
	assert_true(f->received_count > 0);
	assert_true(f->received[0].at_ns + 20 * NS_PER_MS <= clock_monotonic_ns());
	assert_true(f->received[0].reflected_ns >= f->sent[0].at_ns);
	assert_true(f->received[0].reflected_ns <= f->received[0].at_ns);
}

static void the_kernel_tells_when_each_probe_left(void **state)
{
	struct probe_stream_config config = every_ms;
	struct probe_callbacks with_left = callbacks;
	struct fixture *f = *state;

	if (!f->loop)
		skip();
	assert_true(kernel_stamps());
	with_left.left = on_left;
	assert_int_equal(udp_address_parse("127.0.0.1", PORT, &config.destination), 0);
	open_reflector(f);
	assert_int_equal(probe_stream_open(&f->stream, f->loop, &config, &with_left, f,
					   &f->error),
			 0);
	run(f);
	assert_int_equal(f->left_count, f->sent_count);
	for (size_t i = 0; i < f->left_count; i++) {
		assert_true(f->left_ns[i] >= f->sent[i].at_ns);
		assert_true(f->left_ns[i] <= f->received[i].reflected_ns);
	}
}

static void a_stream_goes_over_ipv6(void **state)
{
	struct reflector_config reflector = { .netns = -1 };
	struct probe_stream_config config = every_ms;
	struct probe_callbacks with_left = callbacks;
	struct fixture *f = *state;

	if (!f->loop)
		skip();
	assert_int_equal(udp_address_parse("::1", PORT, &reflector.address), 0);
	assert_int_equal(reflector_start(&f->reflector, f->loop, &reflector, &f->error),
			 0);
	with_left.left = on_left;
	assert_int_equal(udp_address_parse("::1", 0, &config.source), 0);
	assert_int_equal(udp_address_parse("::1", PORT, &config.destination), 0);
	assert_int_equal(probe_stream_open(&f->stream, f->loop, &config, &with_left, f,
					   &f->error),
			 0);
	run(f);
	assert_int_equal(f->received_count, f->sent_count);
	assert_int_equal(f->left_count, f->sent_count);
}

/* The kernel of the namespace answers. */
static void echo_over(struct fixture *f, const char *address)
{
	struct probe_stream_config config = every_ms;
	struct probe_callbacks with_left = callbacks;

	config.kind = PROBE_ICMP;
	config.size = ECHO_DATA_MIN;
	with_left.left = on_left;
	assert_int_equal(udp_address_parse(address, SOURCE_PORT, &config.source), 0);
	assert_int_equal(udp_address_parse(address, 0, &config.destination), 0);
	assert_int_equal(probe_stream_open(&f->stream, f->loop, &config, &with_left, f,
					   &f->error),
			 0);
	run(f);
	assert_int_equal(probe_stream_last_error(f->stream), 0);
	assert_int_equal(f->received_count, f->sent_count);
	assert_int_equal(f->left_count, f->sent_count);
	for (uint32_t i = 0; i < PROBES; i++) {
		assert_int_equal(f->received[i].sequence, i);
		assert_true(f->received[i].echo);
		assert_int_equal(f->received[i].reflected_ns, 0);
		assert_true(f->received[i].at_ns > f->sent[i].at_ns);
		assert_in_range(f->left_ns[i], f->sent[i].at_ns, f->received[i].at_ns);
	}
}

static void icmp_echo_is_answered_by_any_host(void **state)
{
	struct fixture *f = *state;

	if (!f->loop)
		skip();
	assert_true(kernel_stamps());
	echo_over(f, "127.0.0.1");
}

static void icmpv6_echo_likewise(void **state)
{
	struct fixture *f = *state;

	if (!f->loop)
		skip();
	assert_true(kernel_stamps());
	echo_over(f, "::1");
}

/* Its groups, for which icmp(7) needs a mapping in a user namespace. */
static bool let_all_groups_ping(void)
{
	cleanup_fclose_ FILE *file = fopen("/proc/sys/net/ipv4/ping_group_range", "we");

	return file && fputs("0 0", file) >= 0 && fflush(file) == 0;
}

/* As of an ordinary user whose group may ping(8). */
static void echo_without_a_raw_socket_likewise(void **state)
{
	struct fixture *f = *state;

	if (!f->loop || getegid() != 0 || !let_all_groups_ping())
		skip();
	capng_get_caps_process();
	capng_update(CAPNG_DROP, CAPNG_EFFECTIVE, CAP_NET_RAW);
	assert_int_equal(capng_apply(CAPNG_SELECT_CAPS), 0);
	echo_over(f, "127.0.0.1");
	capng_update(CAPNG_ADD, CAPNG_EFFECTIVE, CAP_NET_RAW);
	assert_int_equal(capng_apply(CAPNG_SELECT_CAPS), 0);
}

static void a_stream_keeps_to_its_interface(void **state)
{
	struct probe_stream_config config = every_ms;
	struct fixture *f = *state;

	if (!f->loop)
		skip();
	open_reflector(f);
	assert_int_equal(udp_address_parse("127.0.0.1", PORT, &config.destination), 0);
	config.interface = "none";
	assert_int_equal(probe_stream_open(&f->stream, f->loop, &config, &callbacks, f,
					   &f->error),
			 -ENODEV);
	assert_string_equal(f->error.reason,
			    "cannot have a socket use none: No such device");
	config.interface = "lo";
	assert_int_equal(probe_stream_open(&f->stream, f->loop, &config, &callbacks, f,
					   &f->error),
			 0);
	run(f);
	assert_int_equal(f->received_count, PROBES);
}

/* A raw socket is given the answers to everybody's requests. */
static void the_answers_to_anothers_echo_requests_are_not_taken(void **state)
{
	static const struct probe_callbacks none = { 0 };
	struct probe_stream_config config = every_ms;
	struct probe_stream *other;
	struct fixture *f = *state;

	if (!f->loop)
		skip();
	config.kind = PROBE_ICMP;
	assert_int_equal(udp_address_parse("127.0.0.1", SOURCE_PORT, &config.source), 0);
	assert_int_equal(udp_address_parse("127.0.0.1", 0, &config.destination), 0);
	assert_int_equal(probe_stream_open(&f->stream, f->loop, &config, &callbacks, f,
					   &f->error),
			 0);
	config.source.v4.sin_port = htons(SOURCE_PORT + 1);
	assert_int_equal(
		probe_stream_open(&other, f->loop, &config, &none, NULL, &f->error), 0);
	run(f);
	assert_int_equal(f->received_count, PROBES);
	probe_stream_close(other);
}

static void probes_keep_to_their_absolute_times(void **state)
{
	struct fixture *f = *state;

	if (!f->loop)
		skip();
	open_reflector(f);
	open_stream(f, INADDR_LOOPBACK);
	run(f);
	/* Sent less lateness is when it was due: exactly one period apart. */
	for (size_t i = 1; i < PROBES; i++)
		assert_int_equal((f->sent[i].at_ns - f->sent[i].late_ns) -
					 (f->sent[i - 1].at_ns - f->sent[i - 1].late_ns),
				 NS_PER_MS);
}

static void what_is_overdue_is_sent_at_most_16_at_once_and_said_to_be_late(void **state)
{
	struct timespec pause = { .tv_nsec = 30 * (long)NS_PER_MS };
	struct fixture *f = *state;

	if (!f->loop)
		skip();
	open_stream(f, INADDR_LOOPBACK);
	nanosleep(&pause, NULL); /* a loop that was busy elsewhere */
	assert_true(sd_event_run(f->loop, 1000000) > 0);
	assert_int_equal(f->sent_count, 16);
	assert_true(f->sent[0].late_ns >= 30 * NS_PER_MS);
	assert_true(f->sent[15].late_ns >= 15 * NS_PER_MS);
	assert_true(sd_event_run(f->loop, 1000000) > 0);
	assert_true(f->sent_count > 16);
	assert_int_equal(f->sent[16].sequence, 16);
}

static void a_send_that_fails_counts_as_sent_and_is_remembered(void **state)
{
	struct fixture *f = *state;

	if (!f->loop)
		skip();
	/* The namespace has loopback only. */
	open_stream(f, 0xc0000201); /* 192.0.2.1, RFC 5737 */
	run(f);
	assert_int_equal(f->sent_count, PROBES);
	assert_int_equal(f->received_count, 0);
	assert_int_equal(probe_stream_last_error(f->stream), -ENETUNREACH);
}

static void probes_are_sent_from_the_source_address_and_port(void **state)
{
	struct probe_stream_config config = every_ms;
	cleanup_close_ int fd = -1;
	struct sockaddr_in local = { .sin_family = AF_INET, .sin_port = htons(PORT) };
	struct sockaddr_in from = { 0 };
	socklen_t length = sizeof(from);
	struct fixture *f = *state;
	uint8_t packet[512];

	if (!f->loop)
		skip();
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	local.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(fd, (struct sockaddr *)&local, sizeof(local)), 0);
	assert_int_equal(udp_address_parse("127.0.0.9", SOURCE_PORT, &config.source), 0);
	config.destination.v4 = local;
	assert_int_equal(probe_stream_open(&f->stream, f->loop, &config, &callbacks, f,
					   &f->error),
			 0);
	assert_true(sd_event_run(f->loop, 1000000) > 0);
	assert_int_equal(recvfrom(fd, packet, sizeof(packet), MSG_DONTWAIT,
				  (struct sockaddr *)&from, &length),
			 config.size);
	assert_int_equal(ntohl(from.sin_addr.s_addr), INADDR_LOOPBACK + 8);
	assert_int_equal(ntohs(from.sin_port), SOURCE_PORT);
}

static void an_answer_to_a_probe_that_was_never_sent_is_dropped(void **state)
{
	const struct stamp_reply forged = { .sequence = 1000, .received_ns = 1 };
	struct sockaddr_in local = { .sin_family = AF_INET, .sin_port = htons(PORT) };
	struct sockaddr_in from = { 0 };
	socklen_t length = sizeof(from);
	uint8_t packet[STAMP_PACKET_MIN], probe[512];
	struct fixture *f = *state;
	cleanup_close_ int fd = -1;

	if (!f->loop)
		skip();
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	local.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(fd, (struct sockaddr *)&local, sizeof(local)), 0);
	open_stream(f, INADDR_LOOPBACK);
	assert_true(sd_event_run(f->loop, 1000000) > 0);
	assert_true(recvfrom(fd, probe, sizeof(probe), MSG_DONTWAIT,
			     (struct sockaddr *)&from, &length) > 0);
	stamp_format_reply(&forged, packet, sizeof(packet));
	assert_int_equal(sendto(fd, packet, sizeof(packet), 0, (struct sockaddr *)&from,
				sizeof(from)),
			 sizeof(packet));
	/* One octet too short, with a sequence that was sent. */
	memset(packet, 0, sizeof(packet));
	assert_int_equal(sendto(fd, packet, sizeof(packet) - 1, 0,
				(struct sockaddr *)&from, sizeof(from)),
			 sizeof(packet) - 1);
	run(f);
	assert_int_equal(f->received_count, 0);
}

static void a_callback_may_close_its_stream(void **state)
{
	struct fixture *f = *state;

	if (!f->loop)
		skip();
	f->close_in_callback = true;
	open_stream(f, INADDR_LOOPBACK);
	assert_true(sd_event_run(f->loop, 1000000) > 0);
	assert_null(f->stream);
	assert_int_equal(f->sent_count, 1);
}

static void sizes_and_periods_that_cannot_be_are_refused(void **state)
{
	struct probe_stream_config config = every_ms;
	struct fixture *f = *state;

	config.size = STAMP_PACKET_MIN - 1;
	assert_int_equal(probe_stream_open(&f->stream, NULL, &config, &callbacks, f,
					   &f->error),
			 -EINVAL);
	config.size = 65508;
	assert_int_equal(probe_stream_open(&f->stream, NULL, &config, &callbacks, f,
					   &f->error),
			 -EINVAL);
	config.kind = PROBE_ICMP;
	config.size = ECHO_DATA_MIN - 1;
	assert_int_equal(probe_stream_open(&f->stream, NULL, &config, &callbacks, f,
					   &f->error),
			 -EINVAL);
	assert_string_equal(f->error.reason,
			    "an ICMP echo request has 12 to 65467 octets, not 11");
	config = every_ms;
	config.every_ns = 0;
	assert_int_equal(probe_stream_open(&f->stream, NULL, &config, &callbacks, f,
					   &f->error),
			 -EINVAL);
	assert_null(f->stream);
}

#define probe_test(name) \
	cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		probe_test(every_probe_is_answered_over_loopback),
		probe_test(the_reflectors_time_is_on_the_senders_clock),
		probe_test(the_time_of_an_answer_is_the_kernels),
		probe_test(the_kernel_tells_when_each_probe_left),
		probe_test(a_stream_goes_over_ipv6),
		probe_test(icmp_echo_is_answered_by_any_host),
		probe_test(icmpv6_echo_likewise),
		probe_test(echo_without_a_raw_socket_likewise),
		probe_test(a_stream_keeps_to_its_interface),
		probe_test(the_answers_to_anothers_echo_requests_are_not_taken),
		probe_test(probes_keep_to_their_absolute_times),
		probe_test(
			what_is_overdue_is_sent_at_most_16_at_once_and_said_to_be_late),
		probe_test(a_send_that_fails_counts_as_sent_and_is_remembered),
		probe_test(probes_are_sent_from_the_source_address_and_port),
		probe_test(an_answer_to_a_probe_that_was_never_sent_is_dropped),
		probe_test(a_callback_may_close_its_stream),
		probe_test(sizes_and_periods_that_cannot_be_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
