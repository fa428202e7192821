/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "live/journal.h"
#include "live/live.h"

/* Who is told what. */
struct undo_listener {
	live_tell_fn change;	  /* what was not as before, and is again; or NULL */
	live_tell_fn association; /* that the station is off its network, or back */
	void *userdata;
};

/* Puts back what a journal names, as far as it is not as before. Goes on behind what
 * fails: the first error is returned. That the station cannot get back onto its network
 * is none: *ret is STATION_OFFLINE, and error says why. */
int journal_undo(const struct journal *journal, enum station_end *ret,
		 const struct undo_listener *listener, struct error *error);

/* undo-network.c: the part of that which is wpa_supplicant's and NetworkManager's. */
int undo_network(const struct journal *journal, enum station_end *ret,
		 const struct undo_listener *listener, struct error *error);

/* A folder of the wpa_supplicant that roamtest starts: its configuration, which holds the
 * password, and its control socket. To be freed. */
char *own_supplicant_folder(const char *folder, const char *interface);
