/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "analysis/results.h"
#include "base/spill.h"

/* Durations kept for exact percentiles. One costs four octets: those over 4.29 s
 * do not fit and go to a list of their own, in which there are few. */
struct samples {
	struct spill *spill; /* where they are kept, or NULL (base/spill.h) */
	uint32_t *small;
	size_t small_count, small_capacity;
	uint64_t *large;
	size_t large_count, large_capacity;
};

void samples_add(struct samples *samples, uint64_t ns);
/* Sorts the samples. Percentiles are nearest-rank: the smallest sample that at
 * least p per cent of the samples do not exceed. */
struct distribution samples_distribution(struct samples *samples);
void samples_clear(struct samples *samples);
