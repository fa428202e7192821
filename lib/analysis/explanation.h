/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"
#include "analysis/symptom.h"
#include "analysis/window.h"

/* Why FT was not used, or why the station did not arrive, in one sentence without
 * a full stop and from evidence only; says so where no evidence was seen. NULL
 * when the roam was done as its via says inside one mobility domain, or (an
 * association) when it arrived.
 * from is NULL for an association. Owned by the caller. */
char *explanation_make(const struct window *window, const struct symptom *symptom,
		       const struct advertised *from, const struct advertised *target);

/* True if the roam is a fast transition as its via says, and nothing that was seen
 * speaks against it. */
bool roam_is_fast(const struct roam *roam);
