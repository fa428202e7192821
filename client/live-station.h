/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "lab/engine.h"
#include "scenario/scenario.h"

/* A run on a real interface, in a process of its own: it has the privileges and the
 * interface, its parent the rest. It is ended by the signals that end roamtest, and by
 * its parent's end; in each case it puts back what it has changed. */

struct live_job {
	const struct scenario *scenario; /* made live, with its interface */
	/* Of these: wpa_supplicant, output, seed, without, try_fix. */
	const struct lab_options *options;
};

/* Writes events to channel, a line each. 0 if all is as before (also if there was
 * no run), else it could not be put back. SIGINT, SIGTERM and SIGHUP are blocked. */
int live_station_run(const struct live_job *job, int channel);
