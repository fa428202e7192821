/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdint.h>

#include "base/error.h"
#include "record/event.h"

/* What cfg80211 asks of the station's radio, and mac80211 of its driver: the trace events
 * of net/wireless/trace.h and net/mac80211/trace.h, read through tracefs. The only source
 * that sees keys being installed, and it needs no monitor mode.
 *
 * It has an instance of its own (Documentation/trace/ftrace.rst, "Instances"), so whoever
 * else traces is not disturbed. */
struct trace;

struct trace_callbacks {
	/* A call that has returned: an EVENT_TRACE, borrowed; its step is left zero.
	 * time_ns is CLOCK_MONOTONIC when it returned, from the kernel's stamp, and the
	 * event's began_ns when it was made, on the same clock. In order of time_ns. Of
	 * a call whose beginning was lost nothing is told. */
	void (*event)(void *userdata, uint64_t time_ns, const struct event *event);
	/* The kernel dropped at least so many entries because a buffer was full. */
	void (*lost)(void *userdata, uint64_t count);
};

/* Whether trace_open() could: *ret is where tracefs is. -EOPNOTSUPP or -EACCES, as there.
 * Changes nothing. */
int trace_check(char **ret, struct error *error);
/* Begins to trace the radio of the interface ifname, in the calling thread's network
 * namespace; later calls may come from any. -EOPNOTSUPP where tracefs is not mounted or
 * the kernel has no such events, -EACCES where one may not use it (it is root's; a kernel
 * may be locked down): error says which, and what to do. Nothing is left behind.
 *
 * The instance, one a process, is removed by trace_close(), or by the next trace_open()
 * where its process was killed; until then the kernel goes on tracing into it. */
int trace_open(struct trace **ret, const char *ifname,
	       const struct trace_callbacks *callbacks, void *userdata,
	       struct error *error);
/* Removes the instances whose process was killed. How many there were. */
unsigned trace_clean(void);
/* Takes what has been traced so far, now; nothing ever wakes a loop. 0 or -errno. */
int trace_read(struct trace *trace);
/* A callback may call it. */
struct trace *trace_close(struct trace *trace);
