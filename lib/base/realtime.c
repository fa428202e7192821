/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/realtime.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "base/time.h"

/* The coarse clocks stand still from one tick of the kernel to the next: where the one
 * shows the same before and after the other was read, their difference is exact, however
 * long the reading took. Where a tick came in between they are read again. */
#define CLOCK_READINGS_MAX 8

static struct clock_pair read_clocks(void)
{
	struct clock_pair best = { .error_ns = UINT64_MAX };
	uint64_t first = clock_ns(CLOCK_MONOTONIC_COARSE);

	for (int i = 0; i < CLOCK_READINGS_MAX && best.error_ns > 0; i++) {
		uint64_t real = clock_ns(CLOCK_REALTIME_COARSE);
		uint64_t last = clock_ns(CLOCK_MONOTONIC_COARSE);
		uint64_t half = (last - first + 1) / 2;

		if (half < best.error_ns) {
			best.ahead_ns = real - (first + half);
			best.error_ns = half;
		}
		first = last;
	}
	best.monotonic_ns = clock_monotonic_ns();
	return best;
}

static bool is_between(uint64_t time_ns, const struct clock_pair *before,
		       const struct clock_pair *now)
{
	return time_ns >= before->monotonic_ns && time_ns <= now->monotonic_ns;
}

uint64_t clock_pair_to_monotonic(uint64_t realtime_ns, const struct clock_pair *before,
				 const struct clock_pair *now)
{
	uint64_t time_ns = realtime_ns - now->ahead_ns;
	uint64_t unstepped_ns = realtime_ns - before->ahead_ns;

	/* What came while the clocks were read is in neither. */
	return !is_between(time_ns, before, now) && is_between(unstepped_ns, before, now)
		       ? unstepped_ns
		       : time_ns;
}

void realtime_init(struct realtime *realtime)
{
	struct clock_pair now = read_clocks();

	*realtime = (struct realtime){
		.before = now,
		.now = now,
		.expired = true,
	};
}

void realtime_expire(struct realtime *realtime)
{
	realtime->expired = true;
}

uint64_t realtime_to_monotonic(struct realtime *realtime, uint64_t realtime_ns)
{
	if (realtime->expired) {
		realtime->expired = false;
		realtime->before = realtime->now;
		realtime->now = read_clocks();
		if (realtime->now.error_ns > realtime->error_ns)
			realtime->error_ns = realtime->now.error_ns;
	}
	return clock_pair_to_monotonic(realtime_ns, &realtime->before, &realtime->now);
}

uint64_t realtime_error_ns(const struct realtime *realtime)
{
	return realtime->error_ns;
}

int realtime_stamp_socket(int fd)
{
	int one = 1;

	return setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &one, sizeof(one)) < 0 ? -errno
										 : 0;
}

bool realtime_of_message(struct msghdr *message, uint64_t *ret_realtime_ns)
{
	for (struct cmsghdr *control = CMSG_FIRSTHDR(message); control;
	     control = CMSG_NXTHDR(message, control)) {
		struct timespec stamp;

		if (control->cmsg_level != SOL_SOCKET ||
		    control->cmsg_type != SCM_TIMESTAMPNS ||
		    control->cmsg_len != CMSG_LEN(sizeof(stamp)))
			continue;
		memcpy(&stamp, CMSG_DATA(control), sizeof(stamp));
		*ret_realtime_ns =
			(uint64_t)stamp.tv_sec * NS_PER_S + (uint64_t)stamp.tv_nsec;
		return true;
	}
	return false;
}
