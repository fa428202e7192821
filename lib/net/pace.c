/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/pace.h"

#include "base/time.h"

#define SEND_PRIORITY (SD_EVENT_PRIORITY_NORMAL + 10)

/* The time in microseconds that is not before ns. */
static uint64_t ceil_us(uint64_t ns)
{
	return (ns + NS_PER_US - 1) / NS_PER_US;
}

int pace_start(struct pace *pace, sd_event *loop, uint64_t every_ns,
	       sd_event_time_handler_t handler, void *userdata)
{
	int r;

	pace->every_ns = every_ns;
	pace->due_ns = clock_monotonic_ns();
	/* Accuracy 0 would mean 250 ms. */
	r = sd_event_add_time(loop, &pace->timer, CLOCK_MONOTONIC, ceil_us(pace->due_ns),
			      1, handler, userdata);
	return r < 0 ? r : sd_event_source_set_priority(pace->timer, SEND_PRIORITY);
}

bool pace_take(struct pace *pace, uint64_t now_ns, uint64_t *ret_late_ns)
{
	if (!pace->timer || pace->due_ns > now_ns)
		return false;
	*ret_late_ns = now_ns - pace->due_ns;
	pace->due_ns += pace->every_ns;
	return true;
}

int pace_rest(struct pace *pace)
{
	int r;

	if (!pace->timer)
		return 0;
	r = sd_event_source_set_time(pace->timer, ceil_us(pace->due_ns));
	return r < 0 ? r : sd_event_source_set_enabled(pace->timer, SD_EVENT_ONESHOT);
}

void pace_stop(struct pace *pace)
{
	pace->timer = sd_event_source_disable_unref(pace->timer);
}
