/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "record/event.h"

/* Events that were read and are not recorded yet. They come from several sources, of
 * which each has its own delay; what puts them in order is when they happened. Pure.
 *
 * Zero-initialise. */
struct timeline {
	struct timeline_item *items;
	size_t count, capacity;
	struct text lines; /* of all items, in the order in which they were added */
	uint64_t added;
};

/* Keeps the event's line; the event is borrowed for the call. */
void timeline_add(struct timeline *timeline, const struct event *event);
/* Appends to out the lines of what happened up to until_ns, in the order of their times,
 * and of the same time in the order in which they were added. What is later stays. */
void timeline_take(struct timeline *timeline, uint64_t until_ns, struct text *out);
void timeline_clear(struct timeline *timeline);
