/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "live/journal.h"
#include "live/live.h"

/* Puts back what a journal names, as far as it is not as before; each thing that was not
 * is told. Goes on behind what fails: the first error is returned. */
int journal_undo(const struct journal *journal, enum station_end *ret, live_tell_fn tell,
		 void *userdata, struct error *error);

/* undo-network.c: the part of that which is wpa_supplicant's and NetworkManager's. */
int undo_network(const struct journal *journal, enum station_end *ret, live_tell_fn tell,
		 void *userdata, struct error *error);

/* A folder of the wpa_supplicant that roamtest starts: its configuration, which holds the
 * password, and its control socket. To be freed. */
char *own_supplicant_folder(const char *folder, const char *interface);
