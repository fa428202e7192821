/* SPDX-License-Identifier: BSD-3-Clause */
#include "run/engine.h"

#include <stdarg.h>

#include "base/memory.h"

/* The floor that the engine's other files stand on: the run's clock, its recording,
 * its waiting, and its problem. */

/* A loop that never comes to rest has its events recorded all the same. */
#define PENDING_MAX 1024

uint64_t run_since_start(const struct run *run, uint64_t monotonic_ns)
{
	return monotonic_ns > run->zero_ns ? monotonic_ns - run->zero_ns : 0;
}

uint64_t run_now(const struct run *run)
{
	return run_since_start(run, clock_monotonic_ns());
}

void run_begin_step(struct run *run, int step)
{
	run->step_before = run->step;
	run->step = step;
	run->step_began_ns = run_now(run);
}

void run_record(struct run *run, struct event *event)
{
	if (event->time_ns == 0 || event->time_ns > run->known_ns)
		run->known_ns = run_now(run);
	/* What has been read has happened: a stamp from after it is one of a clock that
	 * somebody has set. */
	if (event->time_ns == 0 || event->time_ns > run->known_ns)
		event->time_ns = run->known_ns;
	/* What has not woken the loop is read in the step after, if need be. */
	event->step = event->time_ns < run->step_began_ns ? run->step_before : run->step;
	if (event->time_ns > run->last_record_ns)
		run->last_record_ns = event->time_ns;
	timeline_add(&run->pending, event);
}

static void write_until(struct run *run, uint64_t until_ns)
{
	timeline_take(&run->pending, until_ns, &run->lines);
	if (run->lines.length == 0)
		return;
	run->record(run->userdata, run->lines.data, run->lines.length);
	text_reset(&run->lines);
}

void run_write(struct run *run)
{
	run->known_ns = run->written_ns = run_now(run);
	sources_read(run);
	access_points_read(run);
	write_until(run, run->written_ns);
}

void run_write_rest(struct run *run)
{
	write_until(run, UINT64_MAX);
}

static void note(struct run *run, bool warning, const char *fmt, va_list ap)
{
	struct event event = { .kind = EVENT_NOTE };

	event.note.text = memory_vprintf(fmt, ap);
	event.note.warning = warning;
	run_record(run, &event);
	event_clear(&event);
}

void run_note(struct run *run, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	note(run, false, fmt, ap);
	va_end(ap);
}

void run_warn(struct run *run, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	note(run, true, fmt, ap);
	va_end(ap);
}

static int on_expired(sd_event_source *source, uint64_t usec, void *userdata)
{
	(void)source;
	(void)usec;
	*(bool *)userdata = true;
	return 0;
}

/* Dispatches what is ready. Where nothing is, what is pending is recorded; only where
 * nothing is pending either does the loop wait: an event from while the sources were read
 * stays for the turn after. */
static int turn(struct run *run)
{
	bool pending = run->pending.count > 0;
	int r;

	if (!pending)
		realtime_expire(&run->sources.realtime);
	r = sd_event_run(run->loop, pending ? 0 : UINT64_MAX);
	if (r < 0)
		return r;
	if ((r == 0 && pending) || run->pending.count >= PENDING_MAX)
		run_write(run);
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
			r = turn(run);
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

int run_changing(struct run *run, enum run_change change, const char *name,
		 const char *before, struct error *error)
{
	const struct run_station *station = run->station;

	return station->changing
		       ? station->changing(run->userdata, change, name, before, error)
		       : 0;
}

void run_interrupt(struct run *run)
{
	if (run->problem_code >= 0)
		run->problem_code =
			error_set(&run->problem, -EINTR, "the run was interrupted");
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
