/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"
#include "base/error.h"
#include "base/text.h"
#include "record/event.h"
#include "report/report.h"
#include "scenario/plan.h"

/* A recording judged event by event. A live run and roamtest report both go through
 * here, so that the same events give the same results and the same text. */
struct recording;

/* style is borrowed, and so is folded: it gets the lines that are left out of what is
 * shown, for whoever watches; or NULL. folder, borrowed too: where a long run's results
 * are kept meanwhile (base/spill.h); NULL: in memory. */
struct recording *recording_new(const struct text_style *style, struct text *folded,
				const char *folder);
struct recording *recording_free(struct recording *recording);
static inline void recording_freep(struct recording **recording)
{
	recording_free(*recording);
}

/* Takes the next event; what a person sees of it is added to shown: the heading as the
 * run begins, a line a roam or association as it is complete. -EBADMSG for a run that
 * cannot be judged: its recording holds no scenario, or one that is not valid. */
int recording_take(struct recording *recording, const struct event *event,
		   struct text *shown, struct error *error);
/* Whether EVENT_RUN_START came. What comes before it is not judged. */
bool recording_has_begun(const struct recording *recording);
/* How many roams are complete, and how many of them went as they were not to. */
void recording_count(const struct recording *recording, size_t *ret_roams,
		     size_t *ret_failed);
/* The plan as far as the run has decided it; NULL before EVENT_RUN_START. */
const struct plan *recording_plan(const struct recording *recording);
/* Ends the recording: results, and the rest of what a person sees. -ENODATA if the run
 * never began; error says why, as far as the recording tells. */
int recording_finish(struct recording *recording, struct text *shown,
		     struct results **ret, struct error *error);
