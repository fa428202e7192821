/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>

#include "base/error.h"
#include "live/manager.h"
#include "record/event.h"

/* A wireless interface of this machine for the length of a run: whoever else would move
 * it is held off, what is changed is written down before, and all of it is put back. What
 * blocks does so for a limited time, and no signal shortens it. */
struct live;

/* One sentence for a person. */
typedef void (*live_tell_fn)(void *userdata, const char *sentence);

/* Takes the interface: no other roamtest has it until live_free(). What one that was
 * killed left there is put back first, and told. -EBUSY: another roamtest is at it.
 * managed is borrowed until live_free(). */
int live_open(struct live **ret, const char *interface, const struct managed *managed,
	      live_tell_fn tell, void *userdata, struct error *error);

/* A wpa_supplicant is about to be started on an interface that nothing manages, with its
 * files in this folder, which is to be freed. */
int live_before_supplicant(struct live *live, char **ret_folder, struct error *error);

/* Holds the supplicant at control_path to the saved network of that SSID, which a station
 * of NetworkManager's has to be on, and to the BSSID where it is on that; its own scans
 * in the background end. Where they cannot, tell says so. *ret_network is the network's
 * id. -ENOENT: it is not saved there. */
int live_hold(struct live *live, const char *control_path, const char *ssid,
	      int *ret_network, struct error *error);

/* The run is about to make an interface. */
int live_before_interface(struct live *live, const char *name, struct error *error);
/* A setting (struct journal_setting) is about to change that has this value. */
int live_before_setting(struct live *live, const char *name, const char *before,
			struct error *error);

/* Somebody has chosen another network for the station, or none: it is not to be brought
 * back to the one that it was on. */
void live_let_go(struct live *live);
/* Puts everything back and sees to it that the station is on the network that it was on,
 * within a minute. If that fails *ret is STATION_OFFLINE, and error says why. If anything
 * else cannot be put back error says what (negative), and the account of it is kept for
 * live_clean(). *ret is set in any case. */
int live_restore(struct live *live, enum station_end *ret, struct error *error);
struct live *live_free(struct live *live);

/* Interfaces on which a roamtest that was killed has left something, by name; each and
 * the list are to be freed. */
int live_leftovers(char ***ret, size_t *ret_count, struct error *error);
/* Puts back what a roamtest that was killed has left: on this interface, or (NULL) on
 * all, and what belongs to none (interfaces that only it listened to). Each thing is
 * told. -EBUSY: a roamtest is at it. 0, also if there was nothing. */
int live_clean(const char *interface, live_tell_fn tell, void *userdata,
	       struct error *error);
