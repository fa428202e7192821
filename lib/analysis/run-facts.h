/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"
#include "record/event.h"

/* What a recording says of the run itself, each from the event of that kind. */

/* The first one; a run starts once. */
void results_take_start(struct results *results, const struct event *event);
void results_take_source(struct results *results, const struct event *event);
void results_take_fix(struct results *results, const struct event *event);
void results_take_restored(struct results *results, const struct event *event);
/* The first one. */
void results_take_problem(struct results *results, const struct event *event);
