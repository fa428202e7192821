/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/diagnosis.h"
#include "analysis/results.h"
#include "scenario/plan.h"

/* The step that ended last. What comes to light behind it may change how it is judged:
 * its target is looked for, or throws the station out. */
struct last_step {
	const struct step *step;
	const struct access_point *target; /* NULL: none has ended yet */
	/* The next step has begun: what comes now is not of this one any more. */
	bool over;
	unsigned tried_mhz; /* where the station took the target to be */
	/* Its result is one of these. */
	struct roam *roam;
	struct association *association;
};

/* Whether what comes to light yet may change how it is judged: a failure over the air has
 * its target looked for, and some expect to be thrown out. */
bool last_step_is_open(const struct last_step *last);
/* Takes the next event of the run; started: the step after it has begun. */
void last_step_take(struct last_step *last, const struct site_facts *facts,
		    const struct event *event, bool started);
/* Takes what its own window has of the time after it arrived: a roam's is open until data
 * flows again. */
void last_step_take_window(struct last_step *last, const struct site_facts *facts,
			   const struct window *window);
