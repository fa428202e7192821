/* SPDX-License-Identifier: BSD-3-Clause */
#include "run/engine.h"
#include "run/farewell.h"

/* A fresh initial mobility domain association (IEEE 802.11-2020 13.4.2) with one
 * access point: nothing of an earlier one (PMKSA, FT keys) is left to shorten it. */

/* The supplicant's own limits are 5 s for authentication, 5 s for association (SME,
 * wpa_supplicant/sme.c) and 10 s for the 4-way handshake. */
#define ASSOCIATE_LIMIT_NS (20 * NS_PER_S)
#define DISCONNECT_LIMIT_NS (5 * NS_PER_S)

static bool is_disassociated(const struct run *run, void *userdata)
{
	(void)userdata;
	return !run->associated;
}

static int leave(struct run *run)
{
	int r;

	r = farewell_leaving(run);
	if (r >= 0)
		r = station_command(run, NULL, "DISCONNECT");
	if (r < 0)
		return r;
	r = run_wait(run, is_disassociated, NULL, DISCONNECT_LIMIT_NS);
	if (r == -ETIMEDOUT)
		r = 0; /* the attempt that follows shows what is wrong */
	if (r < 0)
		return r;
	return station_command(run, NULL, "PMKSA_FLUSH");
}

/* Pins the network to one BSSID, or (ap NULL) frees it again. Of all that can be set
 * on a network only this leaves an association alone: SET_NETWORK flushes the PMKSA
 * cache, and the station with it (wpa_supplicant/ctrl_iface.c). */
static int pin(struct run *run, const struct access_point *ap)
{
	char bssid[MAC_FORMAT_MAX] = "00:00:00:00:00:00"; /* any */

	if (ap)
		mac_format(bssid, ap->bssid);
	return station_command(run, NULL, "BSSID %d %s", run->station->network_id, bssid);
}

int associate_step(struct run *run, const struct access_point *ap)
{
	int r, found;

	r = leave(run);
	if (r < 0)
		return r;
	r = pin(run, ap);
	if (r < 0)
		return r;
	r = station_survey(run);
	if (r < 0)
		return r;
	found = station_find(run, ap, NULL);
	if (found < 0 && found != -ENOENT)
		return found;
	run->left = false;
	attempt_begin(run, ap);
	run->attempt.on_air = true;
	if (found == -ENOENT) {
		attempt_decide(run, OUTCOME_TIMEOUT, false, 0);
	} else {
		r = station_command(run, NULL, "SELECT_NETWORK %d",
				    run->station->network_id);
		if (r >= 0)
			r = attempt_wait(run, ASSOCIATE_LIMIT_NS);
		if (r < 0)
			return r;
	}
	if (run->attempt.outcome == OUTCOME_OK) {
		farewell_associated(run, ap);
	} else {
		/* Left to itself the supplicant would try again and again. */
		r = leave(run);
		if (r < 0)
			return r;
		run->left = true;
	}
	return pin(run, NULL);
}
