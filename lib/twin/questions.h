/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "twin/trial.h"

/* What files and a simulation cannot know of the site: questions that a run on the site
 * itself answers. */

struct twin_question {
	const char *id; /* "bssid" */
	char *question; /* one sentence, with its mark */
	char *answer;	/* what of a run on the site tells it */
};

struct twin_questions {
	struct twin_question *items;
	size_t count, capacity;
};

void twin_questions_find(const struct twin_trial *trial, struct twin_questions *ret);
void twin_questions_clear(struct twin_questions *questions);
#define cleanup_twin_questions_ __attribute__((cleanup(twin_questions_clear)))
