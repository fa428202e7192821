/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <sys/types.h>

/* In a child, of that parent (getpid() before the fork): it is killed when the thread
 * that made it ends. 0, or -errno; -ESRCH if the parent has ended already, which the
 * kernel would not tell any more. */
int process_die_with(pid_t parent);

/* A signalfd of the signals that ask roamtest to end: SIGINT, SIGTERM and SIGHUP, which
 * the caller has blocked. Non-blocking, closed on execution. Negative errno. */
int process_open_signals(void);
