/* SPDX-License-Identifier: BSD-3-Clause */
#include "run/engine.h"

#include <stdarg.h>

#include "base/memory.h"

/* The floor that the engine's other files stand on: the run's clock, its recording,
 * its waiting, and its problem. */

uint64_t run_since_start(const struct run *run, uint64_t monotonic_ns)
{
	return monotonic_ns > run->zero_ns ? monotonic_ns - run->zero_ns : 0;
}

uint64_t run_now(const struct run *run)
{
	return run_since_start(run, clock_monotonic_ns());
}

void run_record(struct run *run, struct event *event)
{
	if (event->time_ns == 0)
		event->time_ns = run_now(run);
	event->step = run->step;
	/* A frame has the kernel's stamp, from before it was read. */
	if (event->time_ns > run->last_record_ns)
		run->last_record_ns = event->time_ns;
	run->record(run->userdata, event);
}

void run_note(struct run *run, const char *fmt, ...)
{
	struct event event = { .kind = EVENT_NOTE };
	va_list ap;

	va_start(ap, fmt);
	event.note.text = memory_vprintf(fmt, ap);
	va_end(ap);
	run_record(run, &event);
	event_clear(&event);
}

static int on_expired(sd_event_source *source, uint64_t usec, void *userdata)
{
	(void)source;
	(void)usec;
	*(bool *)userdata = true;
	return 0;
}

int run_wait(struct run *run, bool (*done)(const struct run *run, void *userdata),
	     void *userdata, uint64_t timeout_ns)
{
	sd_event_source *timer = NULL;
	bool expired = false;
	int r;

	/* Accuracy 1: 0 would mean 250 ms (sd_event_add_time(3)). */
	r = sd_event_add_time_relative(run->loop, &timer, CLOCK_MONOTONIC,
				       timeout_ns / NS_PER_US, 1, on_expired, &expired);
	while (r >= 0) {
		if (run->problem_code < 0)
			r = run->problem_code;
		else if (done(run, userdata))
			break;
		else if (expired)
			r = -ETIMEDOUT;
		else
			r = sd_event_run(run->loop, UINT64_MAX);
	}
	sd_event_source_disable_unref(timer);
	return r < 0 ? r : 0;
}

static bool never(const struct run *run, void *userdata)
{
	(void)run;
	(void)userdata;
	return false;
}

int run_pause(struct run *run, uint64_t duration_ns)
{
	int r = run_wait(run, never, NULL, duration_ns);

	return r == -ETIMEDOUT ? 0 : r;
}

void run_abort(struct run *run, const struct error *why)
{
	if (run->problem_code < 0)
		return;
	run->problem_code = error_set(&run->problem, -EIO, "%s",
				      why->reason ? why->reason : "the run was ended");
	if (why->remedy)
		error_remedy(&run->problem, "%s", why->remedy);
}
