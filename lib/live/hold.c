/* SPDX-License-Identifier: BSD-3-Clause */
#include "live/hold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "live/networks.h"

/* What would move a station beside the run: bgscan, which NetworkManager sets for every
 * network, and after any scan, whoever asked for it, the supplicant's choice of a better
 * access point. Without bgscan NetworkManager has no scans made while the device is
 * activated (nm-device-wifi.c, _scan_notify_allowed()), and on a network that is pinned
 * to a BSSID there is no choice (wpa_supplicant/events.c, wpa_scan_res_match()). */

bool hold_can_change_bgscan(const char *version)
{
	unsigned major, minor;

	if (*version == 'v')
		version++;
	return sscanf(version, "%4u.%4u", &major, &minor) == 2 &&
	       (major > 2 || (major == 2 && minor >= 10));
}

/* Whether that network has the SSID that the run is about. */
static int has_ssid(const struct hold *hold, struct supplicant_talk *talk, int id,
		    struct error *error)
{
	cleanup_text_ struct text octets = { 0 };
	cleanup_free_ char *written = NULL;
	int r = saved_network_get(talk, id, "ssid", &written, error);

	if (r < 0 || !written)
		return r < 0 ? r : 0;
	return supplicant_string(written, &octets) >= 0 &&
	       octets.length == strlen(hold->ssid) &&
	       memcmp(octets.data, hold->ssid, octets.length) == 0;
}

/* The one that the station is on, if it is one of these; else the first. -ENOENT. */
static int find_network(const struct hold *hold, struct supplicant_talk *talk,
			const struct saved_networks *networks, struct error *error)
{
	int found = -ENOENT;

	for (size_t i = 0; i < networks->count; i++) {
		const struct saved_network *network = &networks->items[i];
		int r = network->persistent ? 0
					    : has_ssid(hold, talk, network->id, error);

		if (r < 0)
			return r;
		if (r > 0 && (found < 0 || network->current))
			found = network->id;
	}
	return found;
}

static int tell_absent(const struct hold *hold, struct error *error)
{
	const struct journal *journal = hold->journal;

	if (journal->device) {
		error_set(error, -ENOENT, "%s is %s%s%s, and not on \"%s\"",
			  journal->interface,
			  journal->name ? "on NetworkManager's connection \"" : "on none",
			  journal->name ? journal->name : "", journal->name ? "\"" : "",
			  hold->ssid);
		error_remedy(error,
			     "connect it first: nmcli device wifi connect \"%s\" ifname "
			     "%s",
			     hold->ssid, journal->interface);
		return -ENOENT;
	}
	error_set(error, -ENOENT, "the wpa_supplicant of %s has no network \"%s\" saved",
		  journal->interface, hold->ssid);
	error_remedy(error, "add it to its configuration, or correct \"ssid\" in the "
			    "scenario; roamtest saves none");
	return -ENOENT;
}

static int look_at_bgscan(const struct hold *hold, struct supplicant_talk *talk,
			  struct error *error)
{
	struct journal *journal = hold->journal;
	cleanup_text_ struct text version = { 0 };
	int r = supplicant_ask(talk, &version, error, "GET version");

	if (r == -EREMOTEIO)
		error_clear(error);
	else if (r < 0)
		return r;
	journal->bgscan_held = r >= 0 && hold_can_change_bgscan(version.data);
	if (!journal->bgscan_held)
		hold->tell(hold->userdata,
			   "This wpa_supplicant cannot change background scans without "
			   "losing the association: they go on, and disturb");
	return saved_network_get(talk, journal->network, "bgscan", &journal->bgscan,
				 error);
}

int hold_look(const struct hold *hold, struct supplicant_talk *talk, struct error *error)
{
	cleanup_supplicant_state_ struct supplicant_state state = { 0 };
	cleanup_saved_networks_ struct saved_networks networks = { 0 };
	struct journal *journal = hold->journal;
	const struct saved_network *network;
	int r;

	r = supplicant_state_read(talk, &state, error);
	if (r >= 0)
		r = saved_networks_list(talk, &networks, error);
	if (r >= 0)
		r = find_network(hold, talk, &networks, error);
	/* NetworkManager has the one network saved that it is on. */
	if (r == -ENOENT || (r >= 0 && journal->device && !state.completed))
		return tell_absent(hold, error);
	if (r < 0)
		return r;
	journal->network = r;
	network = saved_networks_find(&networks, r);
	journal->enabled = !network->disabled;
	journal->has_pin = network->has_pin;
	memcpy(journal->pin, network->pin, MAC_LENGTH);
	journal->idle = state.name && (strcmp(state.name, "DISCONNECTED") == 0 ||
				       strcmp(state.name, "INACTIVE") == 0);
	for (size_t i = 0; i < networks.count; i++) {
		const struct saved_network *other = &networks.items[i];

		if (other->current && !journal->idle)
			journal->current = other->id;
		if (other->id != network->id && !other->disabled)
			*array_add(journal->others, journal->other_count,
				   journal->other_capacity) = other->id;
	}
	r = saved_network_get(talk, journal->network, "ssid", &journal->ssid, error);
	if (r >= 0)
		r = look_at_bgscan(hold, talk, error);
	if (r >= 0)
		journal->control_path = memory_strdup(hold->control_path);
	return r;
}

int hold_still(const struct hold *hold, struct supplicant_talk *talk, struct error *error)
{
	cleanup_supplicant_state_ struct supplicant_state state = { 0 };
	const struct journal *journal = hold->journal;
	char bssid[MAC_FORMAT_MAX];
	int r = supplicant_state_read(talk, &state, error);

	if (r >= 0 && state.completed && state.id == journal->network)
		r = supplicant_ask(talk, NULL, error, "BSSID %d %s", journal->network,
				   mac_format(bssid, state.bssid));
	if (r >= 0 && journal->bgscan_held)
		r = supplicant_ask(talk, NULL, error, "SET_NETWORK %d bgscan \"\"",
				   journal->network);
	return r;
}
