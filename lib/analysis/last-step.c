/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/last-step.h"

#include "analysis/step-verdict.h"
#include "base/time.h"

/* A disconnection within so long of the connection is told as a part of it. */
#define DEPARTURE_LIMIT_NS (5 * NS_PER_S)

static struct diagnosis *diagnosis_of(struct last_step *last)
{
	return last->roam ? &last->roam->diagnosis : &last->association->diagnosis;
}

static void judge_again(struct last_step *last, const struct scenario *scenario)
{
	if (last->roam)
		last->roam->passed = roam_met(scenario, last->step, last->roam);
	else
		last->association->passed =
			association_met(last->step, last->association);
}

static void take_look(struct last_step *last, const struct site_facts *facts,
		      const struct event *event)
{
	const struct scenario *scenario = facts->scenario;

	if (!event->bss.after_failure ||
	    !mac_equal(event->bss.bssid, last->target->bssid))
		return;
	diagnosis_look(diagnosis_of(last), last->target, last->tried_mhz,
		       &facts->access_points[last->target - scenario->access_points]);
	judge_again(last, scenario);
}

static enum outcome result_of(const struct last_step *last)
{
	return last->roam ? last->roam->result : last->association->result;
}

static uint64_t connected_ns(const struct last_step *last)
{
	return last->roam ? last->roam->start_ns + last->roam->total_ns
			  : last->association->start_ns + last->association->total_ns;
}

/* bssid: whose disconnection it is. */
static void take_departure(struct last_step *last, const struct site_facts *facts,
			   const uint8_t *bssid, struct departure *departure)
{
	uint64_t arrived_ns = connected_ns(last);

	if (result_of(last) != OUTCOME_OK || departure->at_ns < arrived_ns ||
	    departure->at_ns - arrived_ns > DEPARTURE_LIMIT_NS ||
	    !mac_equal(bssid, last->target->bssid))
		return;
	departure->after_ns = departure->at_ns - arrived_ns;
	diagnosis_of_departure(facts, last->target, departure, diagnosis_of(last));
	judge_again(last, facts->scenario);
}

bool last_step_is_open(const struct last_step *last)
{
	if (!last->target || last->over)
		return false;
	return result_of(last) == OUTCOME_TIMEOUT ||
	       (last->step->expect.has_cause &&
		last->step->expect.cause == CAUSE_DEAUTHENTICATED_AFTER);
}

void last_step_take(struct last_step *last, const struct site_facts *facts,
		    const struct event *event, bool started)
{
	struct departure departure = { .at_ns = event->time_ns };

	if (!last->target)
		return;
	if (event->kind == EVENT_BSS)
		take_look(last, facts, event);
	if (event->kind != EVENT_SUPPLICANT || started ||
	    event->supplicant.what != SUPPLICANT_DISCONNECTED ||
	    event->supplicant.locally_generated)
		return;
	departure.has_reason = event->supplicant.has_reason;
	departure.reason = event->supplicant.reason;
	take_departure(last, facts, event->supplicant.bssid, &departure);
}

void last_step_take_window(struct last_step *last, const struct site_facts *facts,
			   const struct window *window)
{
	for (size_t i = 0; i < window->count; i++) {
		const struct moment *m = &window->moments[i];
		struct departure departure = { .at_ns = m->time_ns };

		if (m->time_ns <= window->end_ns ||
		    !moment_is_supplicant(m, SUPPLICANT_DISCONNECTED,
					  window->target->bssid))
			continue;
		/* The first one ends the association, whoever wanted it. */
		departure.has_reason = m->supplicant.has_reason;
		departure.reason = m->supplicant.reason;
		if (!m->supplicant.locally_generated)
			take_departure(last, facts, m->supplicant.bssid, &departure);
		return;
	}
}
