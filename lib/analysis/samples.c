/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/samples.h"

#include <stdlib.h>

#include "base/memory.h"

void samples_add(struct samples *samples, uint64_t ns)
{
	if (ns <= UINT32_MAX)
		*spill_array_add(samples->spill, samples->small, samples->small_count,
				 samples->small_capacity) = (uint32_t)ns;
	else
		*spill_array_add(samples->spill, samples->large, samples->large_count,
				 samples->large_capacity) = ns;
}

static int compare_small(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static int compare_large(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static uint64_t samples_at(const struct samples *samples, size_t index)
{
	/* Every large one is longer than every small one. */
	return index < samples->small_count
		       ? samples->small[index]
		       : samples->large[index - samples->small_count];
}

static uint64_t samples_percentile(const struct samples *samples, uint64_t percent)
{
	uint64_t n = samples->small_count + samples->large_count;

	return samples_at(samples, (size_t)((percent * n + 99) / 100 - 1));
}

struct distribution samples_distribution(struct samples *samples)
{
	size_t n = samples->small_count + samples->large_count;

	if (n == 0)
		return (struct distribution){ 0 };
	if (samples->small_count > 0)
		qsort(samples->small, samples->small_count, sizeof(*samples->small),
		      compare_small);
	if (samples->large_count > 0)
		qsort(samples->large, samples->large_count, sizeof(*samples->large),
		      compare_large);
	return (struct distribution){
		.n = n,
		.min_ns = samples_at(samples, 0),
		.p50_ns = samples_percentile(samples, 50),
		.p95_ns = samples_percentile(samples, 95),
		.p99_ns = samples_percentile(samples, 99),
		.max_ns = samples_at(samples, n - 1),
	};
}

void samples_clear(struct samples *samples)
{
	if (!samples->spill) {
		free(samples->small);
		free(samples->large);
	}
	*samples = (struct samples){ .spill = samples->spill };
}
