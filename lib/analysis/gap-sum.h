/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"

/* The parts of a stream's gaps over all roams, of each the longer direction's; a silence
 * that goes on into the next roam counts once. Returns
 * their sum, 0 where no gap was measured. */
uint64_t gap_parts_sum(const struct results *results, size_t stream,
		       uint64_t sums[static GAP_PART_MAX]);
/* The first of the largest. */
enum gap_part_kind gap_parts_largest(const uint64_t sums[static GAP_PART_MAX]);
