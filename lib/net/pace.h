/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <systemd/sd-event.h>

/* So many overdue packets are sent before the loop gets its turn again. */
#define PACKETS_AT_ONCE 16

/* A timer at absolute times, every_ns apart, so that no lateness adds up. */
struct pace {
	sd_event_source *timer; /* NULL: stopped */
	uint64_t every_ns, due_ns;
};

/* The first time is now. handler calls pace_take() and, at its end, pace_rest(). It comes
 * after the loop's other work, so that the times of what arrives are near its arrival. */
int pace_start(struct pace *pace, sd_event *loop, uint64_t every_ns,
	       sd_event_time_handler_t handler, void *userdata);
/* True if something is due; *ret_late_ns: since when. The next is due every_ns later. */
bool pace_take(struct pace *pace, uint64_t now_ns, uint64_t *ret_late_ns);
/* Until the next is due. 0, or -errno. */
int pace_rest(struct pace *pace);
void pace_stop(struct pace *pace);
