/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>

#include "base/error.h"
#include "record/event.h"
#include "scenario/scenario.h"

/* What roamtest may do on this machine. */
struct privileges {
	bool root;
	bool net_admin, net_raw; /* effective capabilities */
	bool ping;		 /* ICMP echo without CAP_NET_RAW (icmp(7)) */
};

void privileges_read(struct privileges *ret);

/* What a run lacks, with these privileges. Pure. */
struct lack {
	bool sources[SOURCE_MAX]; /* these sources of events; a run can do without */
	/* What it cannot do without, or NULL: "the tunnel needs CAP_NET_ADMIN". */
	const char *needed;
};

/* fix: a setting is to be tried. without: sources that nobody wants. False if nothing is
 * lacking. tracefs, which is root's alone, counts for nothing: no capability gives it. */
bool privileges_lack(const struct privileges *privileges, const struct scenario *scenario,
		     bool fix, const bool without[SOURCE_MAX], struct lack *ret);

/* From now on the process has no more than a run needs: CAP_NET_ADMIN and CAP_NET_RAW;
 * root's may also read what is its user's. Nothing that it executes gains more. */
int privileges_drop(struct error *error);
/* The process that watches a run puts those aside that it does not need: it writes
 * results, as root into its user's folders too, and puts back what a run that was killed
 * has left. privileges_drop() in a child has all of them again. */
int privileges_lower(struct error *error);
