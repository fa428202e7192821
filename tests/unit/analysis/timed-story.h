/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "story.h"

/* A story's first roam with times: microseconds from its command. */

/* After an association, the roam's step and its command: hall to stairs. */
struct story *timed_begin(const char *security, const char *steps);
/* The same where the test tells the step itself: times count from now. */
void timed_start(struct story *story);
void timed_at(struct story *story, uint64_t us);

/* As captured, and 9 or 10 us later as the kernel tells of it. */
void timed_answers_authentication(struct story *story, uint64_t us, unsigned algorithm,
				  unsigned transaction, unsigned status);
void timed_answers_association(struct story *story, uint64_t us, bool ft);
/* The supplicant's word, the carrier's loss, the call that began 30 us after. */
void timed_associating(struct story *story, uint64_t us);

/* Connected, and the step done. */
void timed_arrives(struct story *story, uint64_t us);
/* The roam's phases as "name:microseconds:m name:microseconds:n ...", the source by the
 * first letter of its title: monitor capture, nl80211, rtnetlink, tracefs, control; "?"
 * is no source. Checks, too, that they have no hole and that their sum is the total. */
void timed_assert_phases(struct story *story, const char *expected);
/* Settles, checks the phases, and ends the story. */
void timed_finish(struct story *story, const char *expected);
void timed_finish_arrived(struct story *story, uint64_t us, const char *expected);
