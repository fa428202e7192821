/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"
#include "analysis/window.h"

/* What a roam that arrived brought about behind its end: milestones that the kernel or
 * the driver pass after CTRL-EVENT-CONNECTED, each once, in their order. Appends to the
 * roam's. */
void aftermath_find(const struct window *window, struct roam *roam);
