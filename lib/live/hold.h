/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "live/journal.h"
#include "live/live.h"
#include "wifi/supplicant-talk.h"

/* Holding a station to its network and its access point, through its wpa_supplicant. */
struct hold {
	struct journal *journal;
	const char *control_path, *ssid;
	live_tell_fn tell;
	void *userdata;
};

/* Finds the saved network and fills the journal with what holding it will change, and how
 * it is. Changes nothing. */
int hold_look(const struct hold *hold, struct supplicant_talk *talk, struct error *error);
/* What the journal says is done. */
int hold_still(const struct hold *hold, struct supplicant_talk *talk,
	       struct error *error);

/* Whether a wpa_supplicant of that version ("2.10") lets bgscan be changed without the
 * association being lost: from 2.10 on (hostap 4756ecabc). Pure. */
bool hold_can_change_bgscan(const char *version);
