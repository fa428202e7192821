/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/gap.h"

#include <stdlib.h>

#include "analysis/absence.h"
#include "analysis/milestone.h"
#include "base/memory.h"

/* Something stood in the way of packets. */
struct obstacle {
	enum gap_part_kind part;
	uint64_t from_ns, to_ns;
};

struct obstacles {
	struct obstacle *items;
	size_t count, capacity;
};

static void obstacle_add(struct obstacles *obstacles, enum gap_part_kind part,
			 uint64_t from_ns, uint64_t to_ns)
{
	if (to_ns > from_ns)
		*array_add(obstacles->items, obstacles->count, obstacles->capacity) =
			(struct obstacle){ part, from_ns, to_ns };
}

/* The first milestone of its kind in the roam, or NULL. */
static const struct moment *find_milestone(const struct window *window,
					   enum milestone what, uint64_t from_ns)
{
	for (size_t i = 0; i < window->count; i++)
		if (window->moments[i].time_ns >= from_ns &&
		    milestone_of(&window->moments[i], window) == what)
			return &window->moments[i];
	return NULL;
}

/* The old access point's port is closed: wpa_supplicant does so when it begins to roam,
 * and mac80211 sends nothing more. */
static bool is_port_closed(const struct moment *m, const struct window *window)
{
	return m->kind == EVENT_TRACE &&
	       (m->trace.what == TRACE_STATION_STATE ||
		m->trace.what == TRACE_SET_STATION) &&
	       !m->trace.authorized && m->trace.result == 0 && window->from &&
	       mac_equal(m->trace.mac, window->from->bssid);
}

/* The kernel leaves the old access point within the call that begins to enter the new one
 * (net/mac80211/mlme.c, ieee80211_mgd_auth(), ieee80211_mgd_assoc()), and tells of it
 * later. */
static uint64_t leaving_ns(const struct window *window, uint64_t dropped_ns)
{
	uint64_t began_ns = dropped_ns;

	for (size_t i = 0; i < window->count; i++) {
		const struct moment *m = &window->moments[i];

		if (m->time_ns > dropped_ns)
			break;
		if (m->time_ns >= window->start_ns && is_port_closed(m, window))
			return m->time_ns < began_ns ? m->time_ns : began_ns;
		if (m->time_ns >= window->start_ns && m->kind == EVENT_TRACE &&
		    (m->trace.what == TRACE_AUTH || m->trace.what == TRACE_ASSOC) &&
		    mac_equal(m->trace.mac, window->target->bssid))
			began_ns = m->time_ns;
	}
	return began_ns;
}

/* Without a sight of the port, the station's word that it is connected. */
static uint64_t add_radio(const struct window *window, struct obstacles *obstacles)
{
	const struct moment *dropped =
		find_milestone(window, MILESTONE_OLD_DROPPED, window->start_ns);
	const struct moment *open;
	uint64_t end_ns = window->closed_ns;

	if (!dropped) /* the old association stands */
		return window->start_ns;
	if (window->outcome == OUTCOME_OK) {
		open = find_milestone(window, MILESTONE_PORT_OPEN, dropped->time_ns);
		end_ns = open && open->time_ns > window->end_ns ? open->time_ns
								: window->end_ns;
	}
	obstacle_add(obstacles, GAP_RADIO, leaving_ns(window, dropped->time_ns), end_ns);
	return end_ns;
}

struct collecting {
	struct obstacles *obstacles;
	enum gap_part_kind part;
};

static void take_absence(void *userdata, uint64_t from_ns, uint64_t to_ns)
{
	const struct collecting *collecting = userdata;

	obstacle_add(collecting->obstacles, collecting->part, from_ns, to_ns);
}

static void add_absences(const struct window *window, const struct gap_silence *silence,
			 struct obstacles *obstacles)
{
	static const enum gap_part_kind parts[ABSENCE_MAX] = {
		[ABSENCE_CARRIER] = GAP_CARRIER,
		[ABSENCE_ADDRESS] = GAP_ADDRESS,
		[ABSENCE_NEIGHBOUR] = GAP_NEIGHBOUR,
	};

	for (enum absence what = 0; what < ABSENCE_MAX; what++)
		absence_each(window, silence->stream,
			     silence->ipv6 && !silence->through_tunnel, what,
			     take_absence,
			     &(struct collecting){ obstacles, parts[what] });
}

/* Best effort, as which probes and what a tunnel makes of them are sent (IEEE 802.11-2020
 * 10.2.3.2). */
#define PROBES_TID 0

static void add_queue(const struct window *window, struct obstacles *obstacles)
{
	uint64_t since_ns = 0;

	for (size_t i = 0; i < window->count; i++) {
		const struct moment *m = &window->moments[i];

		if (m->kind != EVENT_TRACE || m->trace.what != TRACE_AMPDU ||
		    m->trace.tid != PROBES_TID ||
		    !mac_equal(m->trace.mac, window->target->bssid))
			continue;
		if (since_ns > 0)
			obstacle_add(obstacles, GAP_QUEUE, since_ns, m->time_ns);
		/* Where the driver refuses, they are let go at once. */
		since_ns = m->trace.held && m->trace.result >= 0 ? m->time_ns : 0;
	}
	if (since_ns > 0)
		obstacle_add(obstacles, GAP_QUEUE, since_ns, window->closed_ns);
}

/* What stands in the way at that time, the first of them; none: INTERVAL. */
static enum gap_part_kind obstacle_at(const struct obstacles *obstacles, uint64_t time_ns)
{
	enum gap_part_kind first = GAP_INTERVAL;

	for (size_t i = 0; i < obstacles->count; i++) {
		const struct obstacle *o = &obstacles->items[i];

		if (o->from_ns <= time_ns && time_ns < o->to_ns && o->part < first)
			first = o->part;
	}
	return first;
}

/* The next time after at which something comes into the way or goes out of it. */
static uint64_t next_edge(const struct obstacles *obstacles, uint64_t after_ns,
			  uint64_t end_ns)
{
	for (size_t i = 0; i < obstacles->count; i++) {
		const struct obstacle *o = &obstacles->items[i];

		if (o->from_ns > after_ns && o->from_ns < end_ns)
			end_ns = o->from_ns;
		if (o->to_ns > after_ns && o->to_ns < end_ns)
			end_ns = o->to_ns;
	}
	return end_ns;
}

/* Nothing stood in the way, and the packet was long under way, or would have been. */
static void add_late(uint64_t sums[GAP_PART_MAX], const struct gap_silence *silence,
		     uint64_t ns)
{
	sums[silence->retransmitted ? GAP_RETRANSMISSION : GAP_UNATTRIBUTED] += ns;
}

/* What nothing stood in the way of. The packet that ended the silence was under way;
 * before that it is the stream's own spacing: what had been sent before is lost, and the
 * next packet was not due yet. */
static void add_free(uint64_t sums[GAP_PART_MAX], const struct gap_silence *silence,
		     uint64_t from_ns, uint64_t to_ns)
{
	uint64_t sent_ns = silence->ender_sent_ns ? silence->ender_sent_ns : to_ns;
	uint64_t ns, interval_ns, under_way_ns;

	if (to_ns < silence->end_ns && sent_ns > to_ns)
		sent_ns = to_ns;
	if (sent_ns < from_ns)
		sent_ns = from_ns;
	under_way_ns = to_ns - sent_ns;
	sums[GAP_TRANSIT] += under_way_ns < silence->transit_max_ns
				     ? under_way_ns
				     : silence->transit_max_ns;
	if (under_way_ns > silence->transit_max_ns)
		add_late(sums, silence, under_way_ns - silence->transit_max_ns);
	ns = sent_ns - from_ns;
	interval_ns = to_ns < silence->end_ns  ? 0
		      : ns < silence->every_ns ? ns
					       : silence->every_ns;
	sums[GAP_INTERVAL] += interval_ns;
	add_late(sums, silence, ns - interval_ns);
}

/* Nothing passes the access point; or the far end answers and its answers do not come:
 * more than one packet has come up to it. The one that did come was under way from its
 * sending on. */
static void add_forwarding(const struct window *window, const struct gap_silence *silence,
			   struct obstacles *obstacles)
{
	uint64_t end_ns =
		silence->ender_sent_ns ? silence->ender_sent_ns : silence->end_ns;

	/* More than one packet: any may be lost. */
	if (silence->nothing_sent_ns > 0 &&
	    end_ns > silence->nothing_sent_ns + silence->every_ns)
		obstacle_add(obstacles, GAP_FORWARDING, silence->nothing_sent_ns, end_ns);
	if (silence->nothing_before_ns > 0 &&
	    window->start_ns > silence->nothing_before_ns + silence->every_ns)
		obstacle_add(obstacles, GAP_FORWARDING, silence->nothing_before_ns,
			     window->start_ns);
	if (silence->up)
		return;
	/* An earlier roam left it so. */
	if (silence->up_flows_ns > 0 &&
	    window->start_ns > silence->up_flows_ns + silence->every_ns)
		obstacle_add(obstacles, GAP_FORWARDING, silence->up_flows_ns,
			     window->start_ns);
	if (silence->other_flows_ns > 0 &&
	    end_ns > silence->other_flows_ns + silence->every_ns)
		obstacle_add(obstacles, GAP_FORWARDING, silence->other_flows_ns, end_ns);
}

/* Until the handshake was done; and what goes outside the tunnel arrives, what goes
 * inside does not: more than one packet, which may be lost anywhere. */
static void add_tunnel(const struct window *window, const struct gap_silence *silence,
		       uint64_t radio_end_ns, struct obstacles *obstacles)
{
	uint64_t end_ns =
		silence->ender_sent_ns ? silence->ender_sent_ns : silence->end_ns;

	if (!silence->through_tunnel)
		return;
	if (window->handshake_ns > 0)
		obstacle_add(obstacles, GAP_TUNNEL, radio_end_ns, window->handshake_ns);
	if (silence->outside_sent_ns > 0 &&
	    end_ns > silence->outside_sent_ns + silence->every_ns)
		obstacle_add(obstacles, GAP_TUNNEL, silence->outside_sent_ns, end_ns);
	if (silence->outside_before_ns > 0 &&
	    window->start_ns > silence->outside_before_ns + silence->every_ns)
		obstacle_add(obstacles, GAP_TUNNEL, silence->outside_before_ns,
			     window->start_ns);
}

void gap_split(const struct window *window, const struct gap_silence *silence,
	       struct gap_part **parts, size_t *count, size_t *capacity)
{
	struct obstacles obstacles = { 0 };
	uint64_t sums[GAP_PART_MAX] = { 0 };
	uint64_t at_ns = silence->begin_ns, radio_end_ns;

	radio_end_ns = add_radio(window, &obstacles);
	add_queue(window, &obstacles);
	add_absences(window, silence, &obstacles);
	add_tunnel(window, silence, radio_end_ns, &obstacles);
	add_forwarding(window, silence, &obstacles);
	if (silence->next_sent_ns > at_ns) {
		uint64_t until_ns = silence->next_sent_ns < silence->end_ns
					    ? silence->next_sent_ns
					    : silence->end_ns;

		sums[GAP_INTERVAL] = until_ns - at_ns;
		at_ns = until_ns;
	}
	while (at_ns < silence->end_ns) {
		uint64_t edge_ns = next_edge(&obstacles, at_ns, silence->end_ns);
		enum gap_part_kind part = obstacle_at(&obstacles, at_ns);

		if (part == GAP_INTERVAL)
			add_free(sums, silence, at_ns, edge_ns);
		else
			sums[part] += edge_ns - at_ns;
		at_ns = edge_ns;
	}
	for (enum gap_part_kind part = 0; part < GAP_PART_MAX; part++) {
		struct gap_part *item;

		if (sums[part] == 0)
			continue;
		item = array_add(*parts, *count, *capacity);
		item->name = memory_strdup(gap_part_name(part));
		item->ns = sums[part];
	}
	free(obstacles.items);
}
