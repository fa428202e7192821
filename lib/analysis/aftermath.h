/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"
#include "analysis/window.h"

/* What an entry into a BSS that succeeded brought about behind its end: milestones that
 * the kernel or the driver pass after CTRL-EVENT-CONNECTED, each once, in their order.
 * The carrier is always one: the kernel tells of it when its turn comes
 * (net/core/link_watch.c puts up to a second in between), before or after that end.
 * phases are the step's. Appends to *list. */
void aftermath_find(const struct window *window, const struct phase *phases,
		    size_t phase_count, struct aftermath **list, size_t *count,
		    size_t *capacity);
