/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"
#include "record/event.h"
#include "scenario/plan.h"

/* Judges a recording: events in, results out. Pure: no clock, no I/O, so the same
 * events give the same results, live or from a file. */
struct analysis;

/* scenario and plan are borrowed and outlive the analysis. What the run decided of the
 * plan is decided of this one as its events come (plan_decide()); at the end the plan is
 * ended. folder: where what a long run collects is kept (base/spill.h), as long as the
 * analysis or its results live; NULL: in memory. */
struct analysis *analysis_new(const struct scenario *scenario, struct plan *plan,
			      const char *folder);
struct analysis *analysis_free(struct analysis *analysis);

/* Takes the next event; it is only read. Events come in order of time_ns. */
void analysis_feed(struct analysis *analysis, const struct event *event);

/* How many roams and associations are complete (their window has closed, and nothing can
 * come to light any more that changes how they are judged), and one of them; borrowed
 * until the analysis is finished. For a table that grows as the run does. */
size_t analysis_roam_count(const struct analysis *analysis);
const struct roam *analysis_roam(const struct analysis *analysis, size_t index);
size_t analysis_association_count(const struct analysis *analysis);
const struct association *analysis_association(const struct analysis *analysis,
					       size_t index);

/* What is kept in the folder leaves the process, for whoever has looked at it. */
void analysis_rest(const struct analysis *analysis);

/* Ends the analysis: closes open windows, computes traffic and metrics, judges every
 * expectation. Why a run did not finish it was told by EVENT_PROBLEM, or by
 * EVENT_INTERRUPTED: a person stopped it. Expectations that the recording cannot decide
 * are VERDICT_ERROR (or SKIP if interrupted). */
struct results *analysis_finish(struct analysis *analysis);
