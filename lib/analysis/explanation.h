/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"
#include "analysis/window.h"

/* What an access point advertised last, if it was seen. */
struct advertised {
	bool seen;
	struct bss_elements elements;
};

/* Why FT was not used, or why the station did not arrive, in one sentence without
 * a full stop and from evidence only; says so where no evidence was seen. NULL
 * when the roam was done as its via says inside one mobility domain, or (an
 * association) when it arrived.
 * from is NULL for an association. Owned by the caller. */
char *explanation_make(const struct window *window, const struct scenario *scenario,
		       enum method used, const struct advertised *from,
		       const struct advertised *target);

/* True if the roam is a fast transition as its via says, and nothing that was seen
 * speaks against it. */
bool roam_is_fast(const struct roam *roam);

/* "over the air", "over the DS" */
const char *via_phrase(enum via via);
/* The method that a roam by that way should use. */
enum method via_method(enum via via);
