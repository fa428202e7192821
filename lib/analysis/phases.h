/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/results.h"
#include "analysis/window.h"

/* The phases of a step: they follow one another from the window's start to its end with
 * no hole and no overlap, so that their sum is the step's whole time. Appends to *phases.
 *
 * A phase ends at a milestone (analysis/milestone.h), where the first source tells of it,
 * and the next begins there. Named X-sent is a wait of the station's own until the frame
 * X is on the air; named as an exchange, the time from there to the answer.
 *
 * name                      ends with
 * scan                      scan results
 * preparation               the command, after a scan that roamtest asked for
 * command                   "Trying to authenticate", rdev_auth; or the FT request's
 *                           transmission asked for; or a scan of the supplicant's own
 * selection                 the same, after that scan
 * old-association-dropped   the old access point's entry is gone from the kernel
 * ft-authentication-sent, sae-commit-sent, sae-confirm-sent, open-authentication-sent
 *                           that frame (IEEE 802.11-2020 13.5.2, 12.4) is on the air
 * ft-authentication, sae-commit, sae-confirm, open-authentication
 *                           its answer
 * sae-token                 the answer that asks for an anti-clogging token (12.4.6)
 * ft-request-sent           the FT Request frame (13.5.3) is on the air
 * ft-action-exchange        the FT Response frame
 * association-command       "Trying to associate", rdev_assoc
 * association-sent, reassociation-sent
 *                           the request is on the air
 * association, reassociation
 *                           the response, or the answer "come back later"
 * association-comeback      the request after that (11.3.5.3: SA Query comeback time)
 * eapol-1 to eapol-4        that message of the 4-way handshake (12.7.6)
 * ptk-installed, gtk-installed
 *                           the call that gave the key to the driver returned
 * keys                      "Key negotiation completed"
 * port-open                 the kernel lets data frames pass (authorized)
 * connected                 CTRL-EVENT-CONNECTED
 * recovery                  the next attempt, after one that failed
 * until-X                   the answer X of which the request was not seen on the air:
 * the wait for it is in this phase
 *
 * A step that failed ends with the phase of what it waited for then. Where no source told
 * of a milestone, or only when the next one had been passed, the phase that follows
 * covers both. */
void phases_find(const struct window *window, struct phase **phases, size_t *count,
		 size_t *capacity);
