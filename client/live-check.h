/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>

#include "scenario/scenario.h"

struct live_wishes {
	const char *interface; /* of --interface, or NULL */
	const char *without;   /* of --without: "capture,nlmon", or NULL */
	bool fix;	       /* a setting is to be tried */
	bool reduced;	       /* go on without what is lacking */
};

/* Makes a scenario one for a real interface, chooses that, and sees whether it can be run
 * there; changes nothing on the machine. What is wrong or lacking is printed.
 * EXIT_PASSED, or the exit code. */
int live_check(struct scenario *scenario, const struct live_wishes *wishes);
