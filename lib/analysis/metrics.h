/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"

/* Fills results->metrics from its roams and traffic: roam-time and phase.NAME (of
 * the roams that arrived), gap.STREAM with .up and .down (of every roam),
 * round-trip.STREAM. A metric without a value is left out. */
void metrics_find(struct results *results);
/* By name ("gap.voice"), or NULL. */
const struct metric_result *metrics_get(const struct results *results, const char *name);
