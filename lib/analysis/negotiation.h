/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"
#include "analysis/window.h"

/* What the frames of a closed window say that was negotiated (IEEE 802.11-2020 9.4.2.24,
 * 9.4.2.46 to 9.4.2.48, 12.7, 13). Of an exchange that was tried again, the last one
 * counts. target_bss is what the target advertised, NULL if that was not seen. initial is
 * what the mobility domain's first association said, or NULL: the Timeout Interval
 * elements come only there (13.4.2). */
void negotiation_find(const struct window *window, const struct bss_elements *target_bss,
		      const struct negotiation *initial, struct negotiation *ret);

/* The first check that failed, or the one that the access point left unanswered, as a
 * sentence that says whose side is wrong; NULL where there is nothing to say. */
char *negotiation_fault(const struct window *window);

/* That sentence, or what it would be about, is the target's side. */
bool negotiation_blames_target(const struct window *window);
