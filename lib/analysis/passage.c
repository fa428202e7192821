/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/passage.h"

void passage_find(struct passage *passage, const struct scenario *scenario,
		  struct traffic_stream *const *streams, const struct window *window)
{
	struct passage found = { .nothing_before_ns = passage->nothing_ns };
	bool any = false, known = true, outside = false;

	for (size_t i = 0; i < scenario->stream_count; i++) {
		struct traffic_flow flow;

		traffic_window_flow(streams[i], &flow);
		known &= flow.associated;
		outside |= scenario->streams[i].through == THROUGH_WIFI;
		any |= flow.up_ns > 0 || flow.down_ns > 0;
		if (flow.up_before_ns > passage->nothing_ns ||
		    flow.down_before_ns > passage->nothing_ns)
			found.nothing_before_ns = 0;
	}
	/* With the tunnel alone it may be the tunnel. */
	if (known && outside && !any && window->outcome == OUTCOME_OK)
		found.nothing_ns = window->end_ns;
	*passage = found;
}
