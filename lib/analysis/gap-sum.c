/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/gap-sum.h"

#include <string.h>

static enum gap_part_kind part_named(const char *name)
{
	for (enum gap_part_kind part = 0; part < GAP_PART_MAX; part++)
		if (strcmp(name, gap_part_name(part)) == 0)
			return part;
	return GAP_UNATTRIBUTED; /* of a later version's results.json */
}

/* The silence goes on into the next roam's gap, which has all of it. */
static bool goes_on(const struct results *results, size_t roam, size_t stream, bool up)
{
	const struct gap *gap = &results_roam(results, roam)->gaps[stream], *next;

	if (roam + 1 == results->roam_count ||
	    stream >= results_roam(results, roam + 1)->gap_count)
		return false;
	next = &results_roam(results, roam + 1)->gaps[stream];
	return up ? next->up_ns > 0 && next->up_at_ns == gap->up_at_ns
		  : next->down_ns > 0 && next->down_at_ns == gap->down_at_ns;
}

uint64_t gap_parts_sum(const struct results *results, size_t stream,
		       uint64_t sums[static GAP_PART_MAX])
{
	uint64_t whole = 0;

	memset(sums, 0, GAP_PART_MAX * sizeof(*sums));
	for (size_t i = 0; i < results->roam_count; i++) {
		const struct roam *roam = results_roam(results, i);
		const struct gap_part *parts;
		const struct gap *gap;
		size_t count;

		if (stream >= roam->gap_count)
			continue;
		gap = &roam->gaps[stream];
		if (goes_on(results, i, stream, gap->up_ns > gap->down_ns))
			continue;
		parts = gap->up_ns > gap->down_ns ? gap->up_parts : gap->down_parts;
		count = gap->up_ns > gap->down_ns ? gap->up_part_count
						  : gap->down_part_count;
		for (size_t j = 0; j < count; j++) {
			sums[part_named(parts[j].name)] += parts[j].ns;
			whole += parts[j].ns;
		}
	}
	return whole;
}

enum gap_part_kind gap_parts_largest(const uint64_t sums[static GAP_PART_MAX])
{
	enum gap_part_kind largest = 0;

	for (enum gap_part_kind part = 1; part < GAP_PART_MAX; part++)
		if (sums[part] > sums[largest])
			largest = part;
	return largest;
}
