/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"
#include "analysis/window.h"

/* The phases of a step, in order and without overlap, inside [start_ns, end_ns] of
 * the closed window. Appends to *phases.
 *
 * name                  ends with                                     seen at
 * scan                  scan results                                  control interface
 * command               "Trying to authenticate" (over the air), or   control interface
 *                       the FT request handed over (over the DS)
 * selection             "Trying to authenticate" after a scan that    control interface
 *                       the supplicant made for itself
 * ft-authentication     authentication response, algorithm 2          nl80211
 * sae-commit            authentication response, algorithm 3, seq 1   nl80211
 * sae-confirm           authentication response, algorithm 3, seq 2   nl80211
 * open-authentication   authentication response, algorithm 0          nl80211
 * authentication        "Trying to associate", no response was seen   control interface
 * ft-action-exchange    the FT response, or "Trying to associate"     control interface
 * association           association response                          nl80211
 * reassociation         reassociation response                        nl80211
 *   (both: or the answer "come back later")
 * association-comeback  the response after that (IEEE 802.11-2020         nl80211
 *                       11.3.5.3: SA Query comeback time)
 * four-way-handshake    "Key negotiation completed" after EAPOL       control interface
 * keys                  "Key negotiation completed" without EAPOL     control interface
 * connected             CTRL-EVENT-CONNECTED                          control interface
 * recovery              the next attempt, after one that failed       control interface
 *
 * A step that failed ends with the phase of what it waited for then.
 *
 * The two sources are read one after the other, so a stamp can lie behind that of
 * its effect. A milestone that was overtaken in this way ends no phase of its own:
 * the phase that follows it covers both. */
void phases_find(const struct window *window, struct phase **phases, size_t *count,
		 size_t *capacity);
