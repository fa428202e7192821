/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "report/report.h"

/* Part of the text report: what became of each stream's probes, its longest gap, and what
 * all of its gaps consist of. */
void streams_add(const struct results *results, struct text *out);
