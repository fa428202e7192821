/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/judgement.h"

/* Judges what is expected of a TCP stream's connection (METRIC_CONNECTION_...). */
void verdict_of_connection(const struct judgement *judgement, const struct expectation *e,
			   struct expectation_result *result);
