/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "record/fix.h"
#include "session.h"

/* Runs a scenario; where its gaps have the part that the fix removes, runs it once more
 * with that setting, into a folder "try-fix-ID" in the first run's, and prints both side
 * by side. With FIX_NONE it is session_run(). Exit code and figures are the first run's;
 * but what is interrupted in the second was interrupted. */
int try_fix_run(const struct scenario *scenario, const struct session_options *options,
		enum fix fix, struct tally_line *ret);
