/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "run/engine.h"
#include "run/farewell.h"

/* Forces one roam and waits until its outcome is known. */

/* Authentication and association have 5 s each in the supplicant (SME_AUTH_TIMEOUT,
 * SME_ASSOC_TIMEOUT, wpa_supplicant/sme.c), the 4-way handshake 10 s. */
#define ROAM_LIMIT_NS (20 * NS_PER_S)
/* An access point with ft_over_ds=0 drops the request without an answer, and a
 * supplicant whose debug messages are compiled out does not tell of a refusal either
 * (ft_rx_action, "TODO: report error"): this is all that ends the exchange then.
 * hostapd gives up a PMK-R1 pull after rkh_pull_timeout times rkh_pull_retries, 4 s
 * by default, and answers with a refusal only then. */
#define FT_DS_EXCHANGE_LIMIT_NS (5 * NS_PER_S)

static bool exchange_is_over(const struct run *run, void *userdata)
{
	(void)userdata;
	return run->attempt.associating || run->attempt.decided;
}

/* FAIL, or UNKNOWN COMMAND from a supplicant that was built without it. */
static bool is_refused(const struct text *reply)
{
	return !reply->data || strncmp(reply->data, "OK", 2) != 0;
}

static int over_the_air(struct run *run, const char *bssid, struct text *reply)
{
	int r;

	run->attempt.on_air = true;
	r = station_command(run, reply, "ROAM %s", bssid);

	if (r < 0 || is_refused(reply))
		return r;
	return attempt_wait(run, attempt_limit_ns(run, ROAM_LIMIT_NS));
}

static int over_the_ds(struct run *run, const char *bssid, struct text *reply)
{
	int r = station_command(run, reply, "FT_DS %s", bssid);

	if (r < 0 || is_refused(reply))
		return r;
	r = run_wait(run, exchange_is_over, NULL, FT_DS_EXCHANGE_LIMIT_NS);
	if (r == -ETIMEDOUT) {
		attempt_decide(run, OUTCOME_TIMEOUT, false, 0);
		return 0;
	}
	if (r < 0)
		return r;
	run->attempt.on_air = true;
	return attempt_wait(run, attempt_limit_ns(run, ROAM_LIMIT_NS));
}

static bool stands_on(const struct run *run, const struct access_point *ap)
{
	return run->associated && mac_equal(run->bssid, ap->bssid);
}

/* A failed roam leaves the station wherever its supplicant went. The plan says where
 * the next one starts: go there first. */
static int stand_on(struct run *run, const struct access_point *from)
{
	if (stands_on(run, from))
		return 0;
	run_note(run,
		 "the station is not on %s, where this roam starts: associating anew",
		 from->name);
	return associate_step(run, from);
}

/* Bit 0 of the MDE's capability: IEEE 802.11-2020 9.4.2.46. The command is given all the
 * same: what comes of it is what the scenario wants to know. */
static void foretell(struct run *run, const struct access_point *from,
		     const struct bss_elements *elements)
{
	if (!elements->has_mde)
		run_warn(run, "%s does not offer FT (it has no MDE): trying all the same",
			 from->name);
	else if (!(elements->ft_capability & FT_CAPABILITY_OVER_DS))
		run_warn(run,
			 "%s does not offer FT over the DS (bit 0 of its MDE is clear): "
			 "trying all the same",
			 from->name);
}

int roam_to(struct run *run, const struct access_point *to, enum via via)
{
	cleanup_text_ struct text reply = { 0 };
	char bssid[MAC_FORMAT_MAX];
	size_t before;
	int r, found;

	/* With a scan for it, where one is needed, the roam begins. */
	r = found = station_find(run, to, NULL);
	/* Results of a scan would have the supplicant go back to where it is held. */
	if (r >= 0 && run->station->live)
		r = station_pin(run, to->bssid);
	if (r < 0 && r != -ENOENT)
		return r;
	attempt_begin(run, to);
	if (found == -ENOENT) {
		run->attempt.on_air = true;
		attempt_decide(run, OUTCOME_TIMEOUT, false, 0);
		return 0;
	}
	before = farewell_before_roam(run);
	mac_format(bssid, to->bssid);
	r = via == VIA_AIR ? over_the_air(run, bssid, &reply)
			   : over_the_ds(run, bssid, &reply);
	if (r < 0)
		return r;
	/* Refused by the supplicant itself: no frame was sent, no status came. */
	attempt_decide(run, OUTCOME_REJECTED, false, 0);
	farewell_roamed(run, before, to, via);
	return 0;
}

int roam_step(struct run *run, const struct plan_step *step)
{
	const struct access_point *from = &run->plan->scenario->access_points[step->from];
	const struct access_point *to = &run->plan->scenario->access_points[step->to];
	struct bss_elements elements;
	int r;

	r = stand_on(run, from);
	if (r < 0)
		return r;
	/* Nowhere to roam from: the outcome of the association stands. */
	if (!stands_on(run, from))
		return 0;
	r = station_find(run, from, &elements); /* for the record: what it advertises */
	if (r >= 0 && step->via == VIA_DS)
		foretell(run, from, &elements);
	if ((r >= 0 || r == -ENOENT) && step->via == VIA_DS)
		r = farewell_await_keys(run); /* its request goes through there */
	if (r >= 0 || r == -ENOENT)
		r = traffic_any_moment(run);
	if (r < 0 && r != -ENOENT)
		return r;
	return roam_to(run, to, step->via);
}
