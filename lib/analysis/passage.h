/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/traffic.h"
#include "analysis/window.h"
#include "scenario/scenario.h"

/* Whether anything at all passes an access point that has let the station in. Where
 * nothing does, of no stream and in neither direction, and the station's own side is
 * complete, it or what is behind it passes nothing on. Kept from one roam to the next;
 * zero-initialise. */
struct passage {
	/* Nothing has passed the new access point since then, when it let the station
	 * in; 0: something has. */
	uint64_t nothing_ns;
	/* Nothing had passed the one before since then until the roam began, or 0. */
	uint64_t nothing_before_ns;
};

/* Once a roam's window is about to close; streams in the scenario's order. */
void passage_find(struct passage *passage, const struct scenario *scenario,
		  struct traffic_stream *const *streams, const struct window *window);
