/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/silences.h"

#include <stdlib.h>

#include "base/memory.h"

void silences_add(struct silences *silences, const struct stream_silence *silence,
		  uint64_t every_ns, bool lost)
{
	struct stream_silence *item;
	unsigned roam = silence->up ? silences->open_up.roam : silences->open_down.roam;
	uint64_t begin_ns =
		silence->up ? silences->open_up.begin_ns : silences->open_down.begin_ns;

	/* One of an interval is none, whatever was lost: so ends a run of which the last
	 * answers are still on their way. */
	if (silence->ns <= every_ns || (silence->ns <= 2 * every_ns && !lost))
		return;
	item = spill_array_add(silences->spill, silences->items, silences->count,
			       silences->capacity);
	*item = *silence;
	if (roam && begin_ns == silence->at_ns)
		item->roam = roam;
}

void silences_claim(struct silences *silences, uint64_t start_ns, unsigned roam)
{
	for (; silences->claimed < silences->count; silences->claimed++) {
		struct stream_silence *item = &silences->items[silences->claimed];

		if (!item->roam && item->at_ns + item->ns > start_ns)
			item->roam = roam;
	}
}

void silences_claim_open(struct silences *silences, bool up, uint64_t begin_ns,
			 unsigned roam)
{
	if (up && (!silences->open_up.roam || silences->open_up.begin_ns != begin_ns)) {
		silences->open_up.roam = roam;
		silences->open_up.begin_ns = begin_ns;
	}
	if (!up &&
	    (!silences->open_down.roam || silences->open_down.begin_ns != begin_ns)) {
		silences->open_down.roam = roam;
		silences->open_down.begin_ns = begin_ns;
	}
}

void silences_take(struct silences *silences, struct traffic *ret)
{
	ret->has_silences = true;
	ret->silences = silences->items;
	ret->silence_count = silences->count;
	ret->silence_capacity = silences->capacity;
	*silences = (struct silences){ .spill = silences->spill };
}

void silences_clear(struct silences *silences)
{
	if (!silences->spill)
		free(silences->items);
	*silences = (struct silences){ 0 };
}
