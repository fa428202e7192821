/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/judgement.h"

/* Judges which warnings a run is to have (METRIC_WARNINGS): these, and no others. */
void verdict_of_warnings(const struct judgement *judgement, const struct expectation *e,
			 struct expectation_result *result);
