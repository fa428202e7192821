/* SPDX-License-Identifier: BSD-3-Clause */
#include "run/run.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "run/engine.h"
#include "run/farewell.h"
#include "run/keys.h"

/* How often probes are written down. WireGuard makes at most one handshake in five
 * seconds (REKEY_TIMEOUT), so a look at the tunnel at this pace misses none, and no
 * attempt at one. */
#define TICK_NS NS_PER_S

static void record_plain(struct run *run, enum event_kind kind)
{
	struct event event = { .kind = kind };

	run_record(run, &event);
}

static int on_tick(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct run *run = userdata;

	access_points_read(run);
	access_points_catch_up(run);
	traffic_flush(run);
	traffic_record_connections(run, true);
	tunnel_record(run, true);
	if (run_now(run) - run->last_record_ns >= RUN_ALIVE_NS)
		record_plain(run, EVENT_ALIVE);
	sd_event_source_set_time(source, usec + TICK_NS / NS_PER_US);
	return 0;
}

struct run *run_new(sd_event *loop, struct plan *plan, const struct run_station *station,
		    run_record_fn record, void *userdata)
{
	struct run *run = memory_zero(1, sizeof(*run));

	run->loop = sd_event_ref(loop);
	run->plan = plan;
	run->station = station;
	run->record = record;
	run->userdata = userdata;
	run->keys = keys_new(plan->scenario);
	run->farewells = farewells_new(plan->scenario);
	realtime_init(&run->sources.realtime);
	run->zero_ns = clock_monotonic_ns();
	run->step = run->step_before = -1;
	return run;
}

struct run *run_free(struct run *run)
{
	if (!run)
		return NULL;
	sd_event_source_disable_unref(run->tick);
	fix_restore(run);
	access_points_close(run);
	traffic_close(run);
	next_hops_clear(run);
	tunnel_close(run);
	station_close(run);
	keys_free(run->keys);
	farewells_free(run->farewells);
	timeline_clear(&run->pending);
	text_clear(&run->lines);
	error_clear(&run->problem);
	sd_event_unref(run->loop);
	free(run);
	return NULL;
}

uint64_t run_zero_ns(const struct run *run)
{
	return run->zero_ns;
}

/* Once a station is on the air its streams begin, and every step that moved it is
 * watched until data flows again. */
static int settle(struct run *run, struct error *error)
{
	struct event event = { .kind = EVENT_SETTLED };
	int r = 0;

	/* wpa_supplicant answers once it has done all that CONNECTED was a part of: it
	 * opens the port behind that (wpa_supplicant.c, wpa_supplicant_set_state()). */
	if (run->associated)
		r = station_command(run, NULL, "PING");
	if (r >= 0 && run->associated)
		r = tunnel_bring_up(run, error);
	if (r >= 0 && run->associated)
		r = traffic_begin(run, error);
	if (r >= 0 && run->associated && !run->begun) {
		run->begun = true;
		if (run->station->begun)
			run->station->begun(run->userdata);
	}
	if (r >= 0 && !run->left)
		r = traffic_settle(run, &event.settled.recovered);
	if (r < 0)
		return r;
	traffic_flush(run);
	traffic_record_connections(run, false);
	tunnel_record(run, false);
	run_record(run, &event);
	return 0;
}

static void record_outcome(struct run *run)
{
	struct event event = { .kind = EVENT_STEP_DONE };

	event.step_done.outcome = run->attempt.outcome;
	event.step_done.has_status = run->attempt.has_status;
	event.step_done.status = run->attempt.status;
	if (run->associated)
		memcpy(event.step_done.bssid, run->bssid, MAC_LENGTH);
	run->attempt.active = false;
	run->arrived = run->attempt.outcome == OUTCOME_OK;
	if (run->arrived)
		rounds_arrived(run);
	run_record(run, &event);
}

/* Behind what is measured: a scan of all channels disturbs. */
static int look_for_silent(struct run *run, const struct plan_step *step)
{
	const struct access_point *to = &run->plan->scenario->access_points[step->to];

	/* The attempt may have been that to get to where the roam starts. */
	if (run->attempt.outcome != OUTCOME_TIMEOUT || !run->attempt.on_air ||
	    !mac_equal(run->attempt.target, to->bssid))
		return 0;
	return station_look_for(run, to);
}

static int run_step(struct run *run, const struct plan_step *step, struct error *error)
{
	int r = 0;

	if (step->kind == STEP_ASSOCIATE)
		r = farewell(run, &run->plan->scenario->access_points[step->to]);
	if (r < 0)
		return r;
	traffic_flush(run);
	traffic_record_connections(run, true);
	tunnel_record(run, true);
	record_plain(run, EVENT_STEP_START);
	switch (step->kind) {
	case STEP_WAIT:
		return step->step->kind == STEP_REPEAT ? rounds_wait(run, step)
						       : run_pause(run, step->wait_ns);
	case STEP_FAULT:
		return fault_step(run, step->step, error);
	case STEP_ASSOCIATE:
		r = associate_step(run, &run->plan->scenario->access_points[step->to]);
		break;
	case STEP_ROAM:
		r = roam_step(run, step);
		break;
	case STEP_REPEAT: /* the plan is unrolled */
	case STEP_MATRIX:
	case STEP_KIND_MAX:
		return error_set(error, -EINVAL, "a plan with a step of no kind");
	}
	if (r < 0)
		return r;
	record_outcome(run);
	if (run->station->live)
		r = station_hold(run);
	if (r >= 0)
		r = settle(run, error);
	return r < 0 ? r : look_for_silent(run, step);
}

static void skip_step(struct run *run, int index)
{
	/* What has happened by now is of the steps before. */
	run_write(run);
	run_begin_step(run, index);
	record_plain(run, EVENT_STEP_SKIPPED);
}

static int take_step(struct run *run, size_t index, struct error *error)
{
	const struct plan_step *step = plan_step(run->plan, index);

	rounds_step(run, step);
	if (step->chained && !run->arrived) {
		skip_step(run, (int)index);
		return 0;
	}
	run_begin_step(run, (int)index);
	return run_step(run, step, error);
}

static int take_steps(struct run *run, struct error *error)
{
	size_t index = 0;

	for (;;) {
		int r;

		if (index < run->plan->count)
			r = take_step(run, index++, error);
		else if (plan_is_open(run->plan))
			r = rounds_decide(run);
		else
			return 0;
		if (r < 0)
			return r;
	}
}

static int execute(struct run *run, struct error *error)
{
	int r;

	r = sd_event_add_time_relative(run->loop, &run->tick, CLOCK_MONOTONIC,
				       TICK_NS / NS_PER_US, 1, on_tick, run);
	if (r >= 0)
		r = sd_event_source_set_enabled(run->tick, SD_EVENT_ON);
	if (r < 0)
		return error_errno(error, r, "cannot set a timer");
	r = fix_apply(run, error);
	if (r >= 0)
		r = station_open(run, error);
	if (r < 0)
		return r;
	if (run->plan->scenario->has_tunnel) {
		r = tunnel_begin(run, error);
		if (r < 0)
			return r;
	}
	r = take_steps(run, error);
	if (r < 0)
		return r;
	run_begin_step(run, -1);
	return traffic_end(run);
}

static void record_start(struct run *run)
{
	const struct scenario *scenario = run->plan->scenario;
	struct event event = { .kind = EVENT_RUN_START };
	cleanup_free_ char *text = NULL;
	char now[RFC3339_MAX];
	size_t length;

	text = scenario_conceal(scenario->source ? scenario->source : "",
				scenario->source_length, &length);
	/* Borrowed strings: recorded, not cleared. */
	event.run_start.started = run->station->started
					  ? (char *)(uintptr_t)run->station->started
					  : rfc3339_now(now);
	event.run_start.roamtest = (char *)(uintptr_t)ROAMTEST_VERSION;
	event.run_start.scenario = (struct recorded_scenario){
		.file = scenario->file,
		.sha256 = (char *)(uintptr_t)scenario->sha256,
		.text = text,
	};
	event.run_start.environment = run->station->environment;
	run_record(run, &event);
	access_points_record(run);
}

static int record_end(struct run *run, int r, struct error *error)
{
	access_points_catch_up(run);
	traffic_flush(run);
	traffic_record_connections(run, true);
	run_write(run);
	sources_tell(run);
	if (r == -EINTR) {
		record_plain(run, EVENT_INTERRUPTED);
		return r;
	}
	if (r < 0) {
		struct event event = { .kind = EVENT_PROBLEM };

		if (error && !error->reason)
			error_errno(error, r, "the run could not go on");
		event.problem.reason = error && error->reason ? error->reason : "unknown";
		event.problem.remedy = error ? error->remedy : NULL;
		run_record(run, &event);
		return r;
	}
	access_points_tell_silent(run);
	station_tell_scans(run);
	record_plain(run, EVENT_RUN_END);
	return 0;
}

int run_execute(struct run *run, struct error *error)
{
	int r;

	record_start(run);
	access_points_follow(run);
	r = execute(run, error);
	if (run->problem_code < 0) {
		r = error_set(error, run->problem_code, "%s", run->problem.reason);
		if (run->problem.remedy)
			error_remedy(error, "%s", run->problem.remedy);
	}
	fix_restore(run);
	r = record_end(run, r, error);
	run_write_rest(run);
	return r;
}
