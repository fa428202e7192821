/* SPDX-License-Identifier: BSD-3-Clause */
#include "run/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct timeline_item {
	uint64_t time_ns;
	uint64_t number;       /* of its adding */
	size_t offset, length; /* of its line */
};

void timeline_add(struct timeline *timeline, const struct event *event)
{
	struct timeline_item *item =
		array_add(timeline->items, timeline->count, timeline->capacity);

	item->time_ns = event->time_ns;
	item->number = timeline->added++;
	item->offset = timeline->lines.length;
	event_format(event, &timeline->lines);
	item->length = timeline->lines.length - item->offset;
}

static int compare(const void *a, const void *b)
{
	const struct timeline_item *x = a, *y = b;

	if (x->time_ns != y->time_ns)
		return x->time_ns < y->time_ns ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

/* Drops the first items, whose lines are written. */
static void drop(struct timeline *timeline, size_t count)
{
	struct text kept = { 0 };

	timeline->count -= count;
	if (timeline->count == 0) {
		text_reset(&timeline->lines);
		return;
	}
	memmove(timeline->items, timeline->items + count,
		timeline->count * sizeof(*timeline->items));
	for (size_t i = 0; i < timeline->count; i++) {
		struct timeline_item *item = &timeline->items[i];
		size_t offset = kept.length;

		text_add_bytes(&kept, timeline->lines.data + item->offset, item->length);
		item->offset = offset;
	}
	text_clear(&timeline->lines);
	timeline->lines = kept;
}

void timeline_take(struct timeline *timeline, uint64_t until_ns, struct text *out)
{
	size_t taken = 0;

	if (timeline->count == 0)
		return;
	qsort(timeline->items, timeline->count, sizeof(*timeline->items), compare);
	for (; taken < timeline->count; taken++) {
		const struct timeline_item *item = &timeline->items[taken];

		if (item->time_ns > until_ns)
			break;
		text_add_bytes(out, timeline->lines.data + item->offset, item->length);
	}
	if (taken > 0)
		drop(timeline, taken);
}

void timeline_clear(struct timeline *timeline)
{
	free(timeline->items);
	text_clear(&timeline->lines);
	memset(timeline, 0, sizeof(*timeline));
}
