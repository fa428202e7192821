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

int station_pin(struct run *run, const uint8_t *bssid)
{
	char any[MAC_FORMAT_MAX] = "00:00:00:00:00:00";

	return station_command(run, NULL, "BSSID %d %s", run->station->network_id,
			       bssid ? mac_format(any, bssid) : any);
}

/* All of them that are to be had, then the one: what the table says of it, or -ENOENT. */
static int look_round(struct run *run, const struct access_point *ap)
{
	int r = station_survey(run);

	return r < 0 ? r : station_find(run, ap, NULL);
}

/* Whoever uses a real station is cut off for no longer than the association takes: it
 * looks round while it still is on the network, and stays if there is nowhere to go. */
static int depart(struct run *run, const struct access_point *ap)
{
	int found = 0, r;

	if (run->station->live) {
		found = look_round(run, ap);
		/* The table keeps for minutes what is not there any more. */
		if (found >= 0)
			found = station_hears(run, ap);
		if (found < 0)
			return found;
	}
	r = leave(run);
	if (r >= 0)
		r = station_pin(run, ap->bssid);
	if (r >= 0 && !run->station->live)
		r = look_round(run, ap);
	return r;
}

static int select_network(struct run *run)
{
	int r = station_command(run, NULL, "SELECT_NETWORK %d", run->station->network_id);

	return r < 0 ? r : attempt_wait(run, attempt_limit_ns(run, ASSOCIATE_LIMIT_NS));
}

int associate_step(struct run *run, const struct access_point *ap)
{
	int r, found;

	found = depart(run, ap);
	if (found < 0 && found != -ENOENT)
		return found;
	run->left = false;
	attempt_begin(run, ap);
	run->attempt.on_air = true;
	if (found == -ENOENT)
		attempt_decide(run, OUTCOME_TIMEOUT, false, 0);
	r = found == -ENOENT ? 0 : select_network(run);
	if (r >= 0 && run->attempt.outcome == OUTCOME_OK)
		farewell_associated(run, ap);
	if (r < 0 || run->station->live)
		return r;
	if (run->attempt.outcome != OUTCOME_OK) {
		/* Left to itself the supplicant would try again and again. */
		r = leave(run);
		if (r < 0)
			return r;
		run->left = true;
	}
	return station_pin(run, NULL);
}
