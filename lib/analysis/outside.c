/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/outside.h"

/* A stream flows as long as no two of its packets in a row are missing. */
#define INTERVALS 2

static uint64_t earlier(uint64_t a, uint64_t b)
{
	return a == 0 || (b > 0 && b < a) ? b : a;
}

static bool was_flowing(uint64_t last_ns, uint64_t start_ns, uint64_t every_ns)
{
	return last_ns > 0 && last_ns + INTERVALS * every_ns >= start_ns;
}

/* A roam in between interrupts them for as long as it takes. */
static uint64_t first_of(const struct outside_way *way)
{
	return way->before_ns ? way->before_ns : way->since_ns;
}

void outside_find(struct outside *outside, const struct scenario *scenario,
		  struct traffic_stream *const *streams, uint64_t start_ns)
{
	struct outside found = { 0 };
	bool up = false, down = false;

	for (size_t i = 0; i < scenario->stream_count; i++) {
		const struct stream *stream = &scenario->streams[i];
		struct traffic_flow flow;

		if (stream->through != THROUGH_WIFI)
			continue;
		traffic_window_flow(streams[i], &flow);
		found.up.since_ns = earlier(found.up.since_ns, flow.up_ns);
		found.down.since_ns = earlier(found.down.since_ns, flow.down_ns);
		up |= was_flowing(flow.up_before_ns, start_ns, stream->every_ns);
		down |= was_flowing(flow.down_before_ns, start_ns, stream->every_ns);
	}
	if (up)
		found.up.before_ns = first_of(&outside->up);
	if (down)
		found.down.before_ns = first_of(&outside->down);
	*outside = found;
}
