/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/place.h"

/* What the lab does wrong on purpose. */

enum fault_kind {
	/* The distribution system has a permanent entry that says the station is behind
	 * the access point. */
	FAULT_STALE_FORWARDING,
	/* The distribution system does not learn what is behind the access point. */
	FAULT_SILENT_BRIDGE,
	/* Behind the access point, what is sent to the tunnel's far end, or by it, is
	 * lost. */
	FAULT_ENDPOINT_UNREACHABLE,
	FAULT_MAX
};
const char *fault_name(enum fault_kind fault);

/* One of "lab: faults:"; a list of access points there makes one of each. */
struct fault {
	enum fault_kind kind;
	size_t access_point; /* at which it is: index into access_points */
	bool later;	     /* a step begins it: it is not in force from the start */
	struct place place;  /* of its name */
};
