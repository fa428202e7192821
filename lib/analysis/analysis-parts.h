/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/analysis.h"
#include "analysis/last-step.h"
#include "analysis/outside.h"
#include "analysis/passage.h"
#include "analysis/traffic.h"
#include "analysis/tunnel.h"
#include "analysis/window.h"

/* What analysis.c, which takes the events, and rows.c, which judges a step by them,
 * share. */

struct analysis {
	const struct scenario *scenario;
	struct plan *plan;
	struct results *results;
	struct spill *spill; /* the results' */
	bool *skipped;	     /* of each of the plan's steps */
	size_t skipped_count, skipped_capacity;
	size_t next_step; /* of the plan, at least: those before have come up */
	size_t come_up;	  /* all before that have begun, or were skipped */
	struct window window;
	struct advertised *advertised;	 /* one an access point */
	struct negotiation initial;	 /* of the mobility domain's first association */
	struct traffic_stream **streams; /* in the scenario's order */
	struct outside outside;
	struct passage passage;
	struct tunnel_watch *tunnel;
	struct absences absences;
	struct site_facts facts;
	struct last_step last;
	struct station_keys keys; /* when the window's step began */
	bool ended;		  /* RUN_END came */
	uint64_t last_ns;
};

/* NULL for NULL. */
static inline struct advertised *advertised_by(const struct analysis *a,
					       const struct access_point *ap)
{
	return ap ? &a->advertised[ap - a->scenario->access_points] : NULL;
}

/* The window is closed: the row of its step, with all that is to be said of it. */
void roam_finish(struct analysis *a);
void association_finish(struct analysis *a);
/* The row before the one that follows: nothing changes it any more. */
void settle_last(struct analysis *a);
