/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

/* The kernel stamps packets, and messages between sockets, with CLOCK_REALTIME and
 * nothing else (net/packet/af_packet.c, tpacket_get_timestamp(); include/linux/skbuff.h,
 * __net_timestamp()). Both clocks run alike, slewing included (timekeeping.c), so their
 * difference is constant but for steps: settimeofday(), NTP's first correction, a leap
 * second. It is read off the coarse clocks, which have the same difference to the
 * nanosecond (timekeeping.c, ktime_get_coarse_ts64()). */
struct clock_pair {
	uint64_t monotonic_ns; /* when they had been read */
	uint64_t ahead_ns;     /* CLOCK_REALTIME less CLOCK_MONOTONIC, modulo 2^64 */
	uint64_t error_ns;     /* at most; 0 unless ticks came in between */
};

/* The conversion that all sources of a run share, so that two stamps keep their order.
 * Belongs to one thread. */
struct realtime {
	struct clock_pair before, now; /* the reading before the last one, and the last */
	bool expired;
	uint64_t error_ns; /* the largest of those that were used */
};

void realtime_init(struct realtime *realtime);
/* The clocks are read again before the next conversion: to be called once a turn of the
 * loop. A turn without a stamp costs nothing. */
void realtime_expire(struct realtime *realtime);
/* A stamp (nanoseconds since the epoch) in CLOCK_MONOTONIC. */
uint64_t realtime_to_monotonic(struct realtime *realtime, uint64_t realtime_ns);
/* By how much a conversion may have been wrong, at most so far. */
uint64_t realtime_error_ns(const struct realtime *realtime);

/* Asks the kernel to stamp what the socket receives (SO_TIMESTAMPNS). 0, or -errno. */
int realtime_stamp_socket(int fd);
/* That stamp, of a message as recvmsg() returned it; false: it has none. Pure. */
bool realtime_of_message(struct msghdr *message, uint64_t *ret_realtime_ns);
#define REALTIME_CONTROL_MAX CMSG_SPACE(2 * sizeof(int64_t))

/* A stamp in CLOCK_MONOTONIC, read between before and now. A clock that was stepped in
 * between is known by a time that is not between them; the stamp is then from before
 * the step. Pure. */
uint64_t clock_pair_to_monotonic(uint64_t realtime_ns, const struct clock_pair *before,
				 const struct clock_pair *now);
