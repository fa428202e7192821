/* SPDX-License-Identifier: BSD-3-Clause */
#include "run/farewell.h"

#include <stdlib.h>

#include "base/memory.h"
#include "run/engine.h"

/* Taking leave of access points.
 *
 * With protected management frames an access point keeps the association of a station
 * that has roamed away until it hears from it under the old keys, or gives it up after
 * minutes. A new one is put off by its SA Query, and after that hostapd (2.10, and the
 * development branch of 2026) refuses it with status 17 if the station had come by FT
 * the last time: it takes the FT keys of then for the new association's (ieee802_11.c,
 * add_associated_sta(), "Could not set STA to kernel driver"). A fresh association would
 * fail where nothing is wrong. So the station goes back there first, by FT, on keys of
 * the access point (R0KH) that let it in last time, and takes leave with a
 * deauthentication.
 *
 * Where that is the access point itself, only the keys that the station has at the
 * moment open it: it goes back before it drops them. */

#define RSN_CAPABILITY_MFPC 0x0080 /* management frame protection capable */

/* hostapd puts FT's keys in place once its reassociation response was acknowledged, when
 * the station is connected already. What it cannot decipher before that is lost, and
 * nothing tells the station that it has: this is far above what it takes. */
#define KEYS_LIMIT_NS (20 * NS_PER_MS)

struct farewells *farewells_new(const struct scenario *scenario)
{
	struct farewells *farewells = memory_zero(1, sizeof(*farewells));

	farewells->of = memory_zero(scenario->access_point_count, sizeof(*farewells->of));
	farewells->holder = FAREWELL_NOBODY;
	return farewells;
}

struct farewells *farewells_free(struct farewells *farewells)
{
	if (!farewells)
		return NULL;
	free(farewells->of);
	free(farewells);
	return NULL;
}

static size_t index_of(const struct run *run, const struct access_point *ap)
{
	return ap ? (size_t)(ap - run->plan->scenario->access_points) : FAREWELL_NOBODY;
}

static size_t standing_on(const struct run *run)
{
	return run->associated ? index_of(run, scenario_find_bssid(run->plan->scenario,
								   run->bssid))
			       : FAREWELL_NOBODY;
}

int farewell_await_keys(struct run *run)
{
	uint64_t since_ns = run_now(run) - run->associated_ns;

	if (!run->associated || !run->farewells->by_ft || since_ns >= KEYS_LIMIT_NS)
		return 0;
	return run_pause(run, KEYS_LIMIT_NS - since_ns);
}

int farewell_leaving(struct run *run)
{
	size_t on = standing_on(run);

	if (on != FAREWELL_NOBODY)
		run->farewells->of[on].lingers = false;
	return farewell_await_keys(run);
}

void farewell_associated(struct run *run, const struct access_point *ap)
{
	struct farewells *f = run->farewells;

	f->holder = index_of(run, ap);
	f->by_ft = false;
	f->of[f->holder].lingers = false;
	f->of[f->holder].met = true;
}

size_t farewell_before_roam(const struct run *run)
{
	return run->farewells->by_ft ? standing_on(run) : FAREWELL_NOBODY;
}

void farewell_roamed(struct run *run, size_t from, const struct access_point *to,
		     enum via via)
{
	struct farewells *f = run->farewells;
	size_t on = standing_on(run);

	if (on != FAREWELL_NOBODY)
		f->of[on].met = true;
	if (from != FAREWELL_NOBODY && from != on)
		f->of[from] = (struct acquaintance){ true, true, f->holder, f->via };
	if (on != FAREWELL_NOBODY && on == index_of(run, to) && !run->attempt.handshake) {
		f->by_ft = true;
		f->via = via;
		f->of[on].lingers = false;
	} else if (from != on || on == FAREWELL_NOBODY) {
		/* A full authentication, there or wherever the supplicant went. */
		f->by_ft = false;
		f->holder = on;
	}
}

/* Whether an access point lingers on the station in a way that a new association would
 * suffer from: 1, 0, or negative, and the run ends. */
static int stands_in_the_way(struct run *run, size_t index)
{
	const struct access_point *ap = &run->plan->scenario->access_points[index];
	struct bss_elements elements;
	int r;

	if (!run->farewells->of[index].lingers)
		return 0;
	r = station_find(run, ap, &elements);
	if (r < 0)
		return r == -ENOENT ? 0 : r;
	return elements.rsn_capabilities & RSN_CAPABILITY_MFPC ? 1 : 0;
}

static int go_back(struct run *run, size_t index)
{
	const struct access_point *ap = &run->plan->scenario->access_points[index];
	int r;

	run_note(run,
		 "%s still has an association that the station came to by FT: going back "
		 "to take leave of it",
		 ap->name);
	r = farewell_await_keys(run);
	return r < 0 ? r : roam_to(run, ap, run->farewells->of[index].via);
}

/* depth: of the access points that have to be gone to for each other's sake. Each was
 * left later than the one before, so there is an end to it. */
static int take_leave_of(struct run *run, size_t index, size_t depth)
{
	const struct scenario *scenario = run->plan->scenario;
	const struct farewells *f = run->farewells;
	size_t holder = f->of[index].holder;
	int r = stands_in_the_way(run, index);

	if (r <= 0 || holder == index || holder == FAREWELL_NOBODY ||
	    depth == scenario->access_point_count)
		return r < 0 ? r : 0;
	r = take_leave_of(run, holder, depth + 1);
	if (r >= 0)
		r = associate_step(run, &scenario->access_points[holder]);
	if (r < 0 || !run->associated)
		return r;
	return go_back(run, index);
}

/* A station that somebody uses was led here and there before the run, or by another one:
 * any access point may have an association that the station has left by FT. */
static int take_leave_of_the_past(struct run *run, const struct access_point *ap)
{
	size_t index = (size_t)(ap - run->plan->scenario->access_points);
	struct bss_elements elements;
	int r;

	if (!run->station->live || run->farewells->of[index].met || !run->associated ||
	    mac_equal(run->bssid, ap->bssid))
		return 0;
	r = station_find(run, ap, &elements);
	if (r < 0)
		return r == -ENOENT ? 0 : r;
	if (!elements.has_mde || !(elements.rsn_capabilities & RSN_CAPABILITY_MFPC))
		return 0;
	run_note(run,
		 "%s may have an association from before the run: going there by FT to "
		 "take leave of it",
		 ap->name);
	return roam_to(run, ap, VIA_AIR);
}

int farewell(struct run *run, const struct access_point *ap)
{
	const struct farewells *f = run->farewells;
	int r = take_leave_of_the_past(run, ap);

	if (r < 0)
		return r;

	if (f->holder != FAREWELL_NOBODY && standing_on(run) != FAREWELL_NOBODY &&
	    standing_on(run) != f->holder && f->of[f->holder].holder == f->holder)
		r = stands_in_the_way(run, f->holder);
	if (r > 0)
		r = go_back(run, f->holder);
	if (r < 0)
		return r;
	return take_leave_of(run, index_of(run, ap), 0);
}
