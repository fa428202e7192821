/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"
#include "base/text.h"
#include "record/event.h"
#include "report/pcapng.h"

/* A run's captured frames as pcapng. A frame inside a roam or an association carries a
 * comment: whose it is, and which phases start and end with it ("roam 3 hall -> stairs:
 * starts ft-authentication, ends command"). What is in the frames is as it was on the
 * air: nothing is decrypted. */
struct frames_report {
	struct pcapng pcapng;
	const struct results *results;
	/* Those that had begun when the last frame was there: frames come nearly in
	 * order. */
	size_t roams_begun, associations_begun;
};

/* Both are borrowed. */
void frames_report_begin(struct frames_report *report, const struct results *results,
			 struct text *out);
/* Of each EVENT_FRAME, in the recording's order. */
void frames_report_add(struct frames_report *report, const struct event *event);
