/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "base/text.h"
#include "record/event.h"
#include "scenario/plan.h"

/* How far a run has come, in one line: "roam to stairs over the DS; 48 roams, 1 failed;
 * 3m 12s gone by, about 1h 50m left". Pure.
 *
 * Both times are those of whoever waits. Of a virtual clock's time as much goes by in a
 * second as has so far, in the mean, once two seconds have shown it. What is left is that
 * of the outermost repeat under way, by its "for" or by the mean of its rounds so far,
 * and that of what follows it, where an association or a roam takes as long as those so
 * far did. */
struct progress {
	const struct plan *plan; /* NULL: the run has not begun */
	bool virtual_clock;
	uint64_t began_ns; /* of whoever waits */
	uint64_t run_ns;   /* of the last event, on the run's clock */
	char *words;	   /* of the step under way; NULL: none has begun */
	/* The associations and roams that are over, with what they waited for. */
	uint64_t moves, moves_ns;
	bool moving;
	uint64_t step_ns; /* the step under way began */
	/* The scenario's own step that it is of, and the rounds of that one. */
	size_t top;
	uint64_t top_ns, round_ns; /* began */
	unsigned rounds;	   /* begun */
};

void progress_clear(struct progress *progress);
/* plan is the run's, decided up to that event, and is borrowed until the next one. */
void progress_take(struct progress *progress, const struct plan *plan,
		   const struct event *event, uint64_t now_ns);
/* Adds the line without its newline; nothing where no step has begun. */
void progress_format(const struct progress *progress, size_t roams, size_t failed,
		     uint64_t now_ns, struct text *out);

/* "roam to stairs over the DS"; to be freed. */
char *progress_describe(const struct scenario *scenario, const struct plan_step *step);
