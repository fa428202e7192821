/* SPDX-License-Identifier: BSD-3-Clause */
/* cmocka's prerequisites */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <unistd.h>

#include "base/realtime.h"
#include "base/time.h"

#define AHEAD (UINT64_C(1700000000) * NS_PER_S)

static void a_stamp_becomes_monotonic(void **state)
{
	const struct clock_pair before = { 1000, AHEAD, 0 }, now = { 5000, AHEAD + 1, 1 };

	(void)state;
	assert_int_equal(clock_pair_to_monotonic(AHEAD + 3001, &before, &now), 3000);
	/* CLOCK_REALTIME may stand behind CLOCK_MONOTONIC: a machine that starts in 1970.
	 */
	assert_int_equal(clock_pair_to_monotonic(500,
						 &(struct clock_pair){ 1000, -500, 0 },
						 &(struct clock_pair){ 5000, -500, 0 }),
			 1000);
}

static void a_clock_stepped_after_the_stamp_does_not_move_it(void **state)
{
	const struct clock_pair before = { 1000, AHEAD, 0 };
	const struct clock_pair forward = { 5000, AHEAD + NS_PER_S, 0 };
	const struct clock_pair back = { 5000, AHEAD - NS_PER_S, 0 };

	(void)state;
	assert_int_equal(clock_pair_to_monotonic(AHEAD + 3000, &before, &forward), 3000);
	assert_int_equal(clock_pair_to_monotonic(AHEAD + 3000, &before, &back), 3000);
	/* And one stamped after the step is what it is. */
	assert_int_equal(clock_pair_to_monotonic(AHEAD + NS_PER_S + 4000, &before,
						 &forward),
			 4000);
	assert_int_equal(clock_pair_to_monotonic(AHEAD - NS_PER_S + 4000, &before, &back),
			 4000);
}

static void a_stamp_after_the_clocks_were_read_is_of_now(void **state)
{
	const struct clock_pair before = { 1000, AHEAD, 0 };
	const struct clock_pair now = { 5000, AHEAD + 20, 10 };

	(void)state;
	assert_int_equal(clock_pair_to_monotonic(AHEAD + 6020, &before, &now), 6000);
}

static void the_clocks_are_read_once_until_they_expire(void **state)
{
	struct realtime realtime;
	uint64_t read_ns;

	(void)state;
	realtime_init(&realtime);
	assert_int_equal(realtime_error_ns(&realtime), 0);
	realtime_to_monotonic(&realtime, AHEAD);
	read_ns = realtime.now.monotonic_ns;
	assert_int_equal(realtime_error_ns(&realtime), realtime.now.error_ns);
	realtime_to_monotonic(&realtime, AHEAD);
	assert_int_equal(realtime.now.monotonic_ns, read_ns);
	realtime_expire(&realtime);
	realtime_to_monotonic(&realtime, AHEAD);
	assert_true(realtime.now.monotonic_ns > read_ns);
	assert_int_equal(realtime.before.monotonic_ns, read_ns);
}

static bool receive(int fd, uint64_t *ret_realtime_ns)
{
	_Alignas(struct cmsghdr) uint8_t control[REALTIME_CONTROL_MAX];
	char octet;
	struct iovec iovec = { &octet, 1 };
	struct msghdr message = { .msg_iov = &iovec,
				  .msg_iovlen = 1,
				  .msg_control = control,
				  .msg_controllen = sizeof(control) };

	assert_int_equal(recvmsg(fd, &message, 0), 1);
	return realtime_of_message(&message, ret_realtime_ns);
}

static void a_message_has_the_time_of_its_sending(void **state)
{
	struct realtime realtime;
	uint64_t stamp, before, after, time_ns;
	int fds[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_DGRAM, 0, fds), 0);
	assert_int_equal(write(fds[0], "x", 1), 1);
	assert_false(receive(fds[1], &stamp));
	assert_int_equal(realtime_stamp_socket(fds[1]), 0);
	realtime_init(&realtime);
	before = clock_monotonic_ns();
	assert_int_equal(write(fds[0], "x", 1), 1);
	after = clock_monotonic_ns();
	assert_true(receive(fds[1], &stamp));
	time_ns = realtime_to_monotonic(&realtime, stamp);
	assert_true(time_ns + realtime_error_ns(&realtime) >= before);
	assert_true(time_ns <= after + realtime_error_ns(&realtime));
	close(fds[0]);
	close(fds[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stamp_becomes_monotonic),
		cmocka_unit_test(a_clock_stepped_after_the_stamp_does_not_move_it),
		cmocka_unit_test(a_stamp_after_the_clocks_were_read_is_of_now),
		cmocka_unit_test(the_clocks_are_read_once_until_they_expire),
		cmocka_unit_test(a_message_has_the_time_of_its_sending),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
