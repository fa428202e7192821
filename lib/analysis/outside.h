/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/traffic.h"
#include "scenario/scenario.h"

/* What streams outside the tunnel show of the path that the tunnel's packets take, too:
 * where they flow and what goes inside does not, it is the tunnel that holds it up. Kept
 * from one roam to the next; zero-initialise. */

struct outside_way {
	/* First packet through the new access point, or 0. */
	uint64_t since_ns;
	/* They had flowed from then until the roam began, but for other roams, or 0. */
	uint64_t before_ns;
};

struct outside {
	struct outside_way up, down;
};

/* Once a roam's window is about to close; streams in the scenario's order. */
void outside_find(struct outside *outside, const struct scenario *scenario,
		  struct traffic_stream *const *streams, uint64_t start_ns);
