/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "base/text.h"
#include "live-station.h"

/* Carries a job out in a process of its own and watches it to its end. line gets each
 * line of the recording; where it is negative the run is interrupted. A process that is
 * killed has its changes put back here: advise tells what. *ret: LAB_FINISHED,
 * LAB_INTERRUPTED, or LAB_DIED, of which error says how. Negative if it could not be
 * started, or something could not be put back (-ENOTRECOVERABLE). */
int live_watch(const struct live_job *job, const struct lab_callbacks *callbacks,
	       void *userdata, enum lab_end *ret, struct error *error);
