/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdint.h>
#include <sys/types.h>

#include "record/event.h"

/* What both ends of a TCP stream need of the kernel. */

/* No waiting for more to send (TCP_NODELAY), and stamps of what comes in. 0, or -errno.
 */
int tcp_prepare(int fd);
/* Up to size octets, and the kernel's stamp of the last of them (CLOCK_REALTIME): of the
 * segment's arrival, also where one before it was still missing. 0: the other end has
 * closed; or -errno. */
ssize_t tcp_receive(int fd, void *octets, size_t size, uint64_t *ret_realtime_ns);
/* TCP_INFO. far_retransmissions is 0. 0, or -errno. */
int tcp_read(int fd, struct connection_reading *ret);
