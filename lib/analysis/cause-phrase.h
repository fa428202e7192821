/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"

/* A diagnosis in words. Each result is owned by the caller. */

/* "r0kh-missing"; "not decided (one of r0kh-key, r1kh-key)", "not decided". */
char *cause_phrase(const struct diagnosis *diagnosis);
/* What is wrong, or between what it is not decided; with its full stop. */
char *cause_sentence(const struct diagnosis *diagnosis);

bool diagnosis_has_candidate(const struct diagnosis *diagnosis, enum cause cause);
