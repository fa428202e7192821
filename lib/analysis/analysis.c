/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/analysis-parts.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/matrix-evidence.h"
#include "analysis/matrix.h"
#include "analysis/metrics.h"
#include "analysis/phase-table.h"
#include "analysis/run-facts.h"
#include "analysis/verdict.h"
#include "base/cleanup.h"
#include "base/memory.h"

/* For what the plan has come to have. */
static void make_room(struct analysis *a)
{
	while (a->skipped_count < a->plan->count)
		*spill_array_add(a->spill, a->skipped, a->skipped_count,
				 a->skipped_capacity) = false;
}

struct analysis *analysis_new(const struct scenario *scenario, struct plan *plan,
			      const char *folder)
{
	struct analysis *a = memory_zero(1, sizeof(*a));
	struct results *results = memory_zero(1, sizeof(*results));

	a->scenario = scenario;
	a->plan = plan;
	a->results = results;
	a->spill = results->spill = folder ? spill_new(folder) : NULL;
	make_room(a);
	a->advertised = memory_zero(scenario->access_point_count, sizeof(*a->advertised));
	a->streams = memory_zero(scenario->stream_count, sizeof(struct traffic_stream *));
	for (size_t i = 0; i < scenario->stream_count; i++)
		a->streams[i] = traffic_stream_new(&scenario->streams[i], results->spill);
	a->tunnel = tunnel_watch_new(scenario);
	site_facts_init(&a->facts, scenario);
	results->scenario_file = memory_strdup(scenario->file ? scenario->file : "");
	results->scenario_name = memory_strdup(scenario->name ? scenario->name : "");
	memcpy(results->scenario_sha256, scenario->sha256, sizeof(scenario->sha256));
	return a;
}

struct analysis *analysis_free(struct analysis *a)
{
	if (!a)
		return NULL;
	for (size_t i = 0; i < a->scenario->stream_count; i++)
		traffic_stream_free(a->streams[i]);
	free(a->streams);
	tunnel_watch_free(a->tunnel);
	free(a->advertised);
	if (!a->spill)
		free(a->skipped);
	window_clear(&a->window);
	site_facts_clear(&a->facts);
	if (a->results)
		settle_last(a);
	results_free(a->results);
	free(a);
	return NULL;
}

static void take_bss(struct analysis *a, const struct event *event)
{
	const struct access_point *ap =
		scenario_find_bssid(a->scenario, event->bss.bssid);
	struct advertised *advertised = advertised_by(a, ap);

	if (!advertised || event->bss.absent)
		return;
	advertised->seen = true;
	advertised->elements = event->bss.elements;
	advertised->frequency_mhz = event->bss.frequency_mhz;
}

static void take_tunnel(struct analysis *a, const struct event *event)
{
	bool roaming = a->window.open && a->window.started && a->window.from;

	if (tunnel_watch_reading(a->tunnel, event, roaming))
		a->window.handshake_ns = event->tunnel.handshake_at_ns;
}

/* A window without STEP_DONE is of a step whose outcome nobody saw: it counts as not
 * run. */
static void finish_window(struct analysis *a, uint64_t closed_ns, bool recovered)
{
	if (!a->window.open)
		return;
	if (a->window.done) {
		window_close(&a->window, closed_ns, recovered);
		if (a->window.from)
			roam_finish(a);
		else
			association_finish(a);
	}
	window_reset(&a->window);
}

/* Steps come up in the plan's order. */
static void count_step(struct analysis *a, const struct event *event)
{
	if (event->step >= 0 && (size_t)event->step == a->come_up &&
	    a->come_up < a->plan->count)
		a->come_up++;
}

static void take_round(struct analysis *a, const struct event *event)
{
	/* Or a short recording could ask for any number of steps. */
	if (a->come_up < a->plan->count)
		return;
	plan_decide(a->plan, event->round.more);
	make_room(a);
}

static void take_step_start(struct analysis *a, const struct event *event)
{
	size_t step = (size_t)event->step;
	enum step_kind kind;

	finish_window(a, event->time_ns, false);
	count_step(a, event);
	/* None comes up twice. */
	if (event->step < 0 || step < a->next_step || step >= a->plan->count)
		return;
	kind = plan_step(a->plan, step)->kind;
	if (kind != STEP_ROAM && kind != STEP_ASSOCIATE)
		return;
	a->next_step = step + 1;
	a->last.over = true;
	window_open(&a->window, a->scenario, a->plan, step);
	site_facts_reset(&a->facts);
	a->keys = a->facts.keys;
	a->window.absences = a->absences;
	tunnel_watch_open(a->tunnel);
	for (size_t i = 0; i < a->scenario->stream_count; i++)
		traffic_window_open(a->streams[i], event->time_ns);
}

static void take_step_skipped(struct analysis *a, const struct event *event)
{
	finish_window(a, event->time_ns, false);
	count_step(a, event);
	if (event->step >= 0 && (size_t)event->step < a->plan->count)
		a->skipped[event->step] = true;
}

/* The (re)association response with status 0, as captured or as the kernel told. */
static bool is_accepted(const struct event *event, const uint8_t *target)
{
	const struct frame *frame;

	if (event->kind == EVENT_KERNEL && event->kernel.what == KERNEL_ASSOCIATE)
		frame = &event->kernel.frame;
	else if (event->kind == EVENT_FRAME && !event->frame.sent)
		frame = &event->frame.frame;
	else
		return false;
	return (frame->kind == FRAME_ASSOCIATION_RESPONSE ||
		frame->kind == FRAME_REASSOCIATION_RESPONSE) &&
	       frame->has_status && frame->status == 0 && mac_equal(frame->from, target);
}

/* Tells the streams what they need of the wireless side, as it happens. */
static void tell_streams(struct analysis *a, const struct event *event, bool started)
{
	const uint8_t *target = a->window.target->bssid;
	bool associated = is_accepted(event, target);
	bool ended = event->kind == EVENT_STEP_DONE ||
		     (event->kind == EVENT_SUPPLICANT &&
		      event->supplicant.what == SUPPLICANT_CONNECTED &&
		      mac_equal(event->supplicant.bssid, target));

	for (size_t i = 0; i < a->scenario->stream_count; i++) {
		if (started)
			traffic_window_open(a->streams[i], event->time_ns);
		if (associated)
			traffic_window_associated(a->streams[i], event->time_ns);
		if (ended)
			traffic_window_ended(a->streams[i], event->time_ns);
	}
}

static void take_link(struct analysis *a, const struct event *event)
{
	if (event->link.what != LINK_ADDRESS)
		return;
	for (size_t i = 0; i < a->scenario->stream_count; i++)
		traffic_address_changed(a->streams[i], event->time_ns);
}

void analysis_feed(struct analysis *a, const struct event *event)
{
	/* What is put back is so behind the run. */
	if (event->time_ns > a->last_ns && event->kind != EVENT_RESTORED)
		a->last_ns = event->time_ns;
	absences_take(&a->absences, a->scenario, event);
	site_facts_take(&a->facts, event);
	last_step_take(&a->last, &a->facts, event, a->window.open && a->window.started);
	if (a->window.open) {
		bool started = window_add(&a->window, event);

		if (started) /* the step may change them */
			a->keys = a->facts.keys;
		tell_streams(a, event, started);
	}
	switch (event->kind) {
	case EVENT_RUN_START:
		results_take_start(a->results, event);
		break;
	case EVENT_STEP_START:
		take_step_start(a, event);
		break;
	case EVENT_STEP_SKIPPED:
		take_step_skipped(a, event);
		break;
	case EVENT_ROUND:
		take_round(a, event);
		break;
	case EVENT_BSS:
		take_bss(a, event);
		break;
	case EVENT_STEP_DONE:
		/* An association's row waits for nothing: no traffic is judged by it. */
		if (a->window.open && !a->window.from)
			finish_window(a, event->time_ns, false);
		break;
	case EVENT_PROBES:
		if (event->probes.stream < a->scenario->stream_count)
			traffic_batch(a->streams[event->probes.stream], event);
		tunnel_watch_probes(a->tunnel, event);
		break;
	case EVENT_CONNECTION:
		if (event->connection.stream < a->scenario->stream_count)
			traffic_connection(a->streams[event->connection.stream], event);
		break;
	case EVENT_TUNNEL:
		take_tunnel(a, event);
		break;
	case EVENT_SOURCE:
		results_take_source(a->results, event);
		break;
	case EVENT_FIX:
		results_take_fix(a->results, event);
		break;
	case EVENT_SETTLED:
		finish_window(a, event->time_ns, event->settled.recovered);
		break;
	case EVENT_PROBLEM:
		a->last.over = true;
		results_take_problem(a->results, event);
		break;
	case EVENT_INTERRUPTED:
		a->last.over = true;
		a->results->interrupted = true;
		break;
	case EVENT_RUN_END:
		finish_window(a, event->time_ns, false);
		a->last.over = true;
		a->ended = true;
		break;
	case EVENT_RESTORED:
		results_take_restored(a->results, event);
		break;
	case EVENT_LINK:
		take_link(a, event);
		break;
	case EVENT_NOTE:
	case EVENT_FRAME:
	case EVENT_AP_CONF:
	case EVENT_AP_LOG:
	case EVENT_NEXT_HOP:
	case EVENT_TRACE:
	case EVENT_FT_KEYS:
	case EVENT_COMMAND:
	case EVENT_REPLY:
	case EVENT_SUPPLICANT:
	case EVENT_KERNEL:
	case EVENT_ALIVE:
	case EVENT_KIND_MAX:
		break;
	}
}

void analysis_rest(const struct analysis *a)
{
	spill_rest(a->spill);
}

size_t analysis_roam_count(const struct analysis *a)
{
	return a->results->roam_count - (a->last.roam && last_step_is_open(&a->last));
}

const struct roam *analysis_roam(const struct analysis *a, size_t index)
{
	return index < a->results->roam_count ? &a->results->roams[index] : NULL;
}

size_t analysis_association_count(const struct analysis *a)
{
	return a->results->association_count -
	       (a->last.association && last_step_is_open(&a->last));
}

const struct association *analysis_association(const struct analysis *a, size_t index)
{
	return index < a->results->association_count ? &a->results->associations[index]
						     : NULL;
}

/* Of a run that ended in a repeat, what was to come after that was not run. */
static void end_plan(struct analysis *a)
{
	plan_end(a->plan);
	make_room(a);
}

struct results *analysis_finish(struct analysis *a)
{
	struct results *results = a->results;
	struct judgement judgement;

	finish_window(a, a->last_ns, false);
	end_plan(a);
	judgement = (struct judgement){
		.scenario = a->scenario,
		.plan = a->plan,
		.results = results,
		.skipped = a->skipped,
		.come_up = a->come_up,
	};
	settle_last(a);
	if (!a->ended && !results->problem && !results->interrupted)
		results->problem =
			memory_strdup("the recording ends before the run does");
	if (!results->started)
		results->started = memory_strdup("");
	if (!results->version)
		results->version = memory_strdup("");
	results->duration_ns = a->last_ns;
	tunnel_watch_finish(a->tunnel, results);
	for (size_t i = 0; i < a->scenario->stream_count; i++)
		traffic_finish(a->streams[i],
			       array_add(results->traffic, results->traffic_count,
					 results->traffic_capacity));
	warnings_find(&a->facts, results);
	metrics_find(results);
	phase_tables_find(results);
	matrices_find(&judgement);
	matrix_evidence_add(results);
	judgement.complete = !results->problem && !results->interrupted;
	verdict_find(&judgement);
	return TAKE_PTR(a->results);
}
