/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/absence.h"

#include <string.h>

#include "analysis/window.h"
#include "base/cleanup.h"
#include "base/time.h"

static bool is_one_of(const char *word, const char *const *words, size_t count)
{
	for (size_t i = 0; word && i < count; i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return false;
}

bool absence_moment(const struct event *event, struct moment *ret)
{
	/* States in which the kernel sends to the address that it knows
	 * (include/net/neighbour.h, NUD_VALID). */
	static const char *const valid[] = { "reachable", "stale",     "delay",
					     "probe",	  "permanent", "noarp" };
	struct moment m = { .time_ns = event->time_ns, .kind = EVENT_LINK };

	if (event->link.what == LINK_NEIGHBOUR
		    ? !hop_parse(event->link.text, &m.link.address)
		    : hop_text_is_link_local(event->link.text))
		return false;
	if (event->link.what == LINK_ADDRESS &&
	    !hop_parse_own(event->link.text, &m.link.address))
		return false;
	m.link.what = event->link.what;
	m.link.carrier = event->link.carrier;
	m.link.up = event->link.carrier && event->link.operstate &&
		    strcmp(event->link.operstate, "up") == 0;
	m.link.removed = event->link.removed;
	m.link.usable = !event->link.removed &&
			is_one_of(event->link.state, valid, ARRAY_SIZE(valid));
	m.link.reachable = m.link.usable && strcmp(event->link.state, "reachable") == 0;
	m.link.ipv6 = hop_text_is_ipv6(event->link.text);
	*ret = m;
	return true;
}

/* Where nothing is told of the next hop, every neighbour of the family may be it. */
static bool is_next_hop(const struct moment *m, const struct hop *hop)
{
	if (!hop->told)
		return IN6_IS_ADDR_V4MAPPED(&m->link.address) == !hop->ipv6;
	return hop->there && IN6_ARE_ADDR_EQUAL(&m->link.address, &hop->address);
}

/* Whether this moment tells that the thing is gone (-1), is there (1), or says nothing of
 * it (0), for packets that go by that next hop. */
static int link_change(const struct moment *m, enum absence what, const struct hop *hop)
{
	if (m->kind != EVENT_LINK)
		return 0;
	switch (m->link.what) {
	case LINK_STATE:
		return what != ABSENCE_CARRIER ? 0 : m->link.up ? 1 : -1;
	case LINK_ADDRESS:
	case LINK_ROUTE:
		if (what == ABSENCE_ADDRESS && hop->bound) {
			if (m->link.what != LINK_ADDRESS ||
			    !IN6_ARE_ADDR_EQUAL(&m->link.address, &hop->source))
				return 0;
			return m->link.removed ? -1 : 1;
		}
		if (what != ABSENCE_ADDRESS || m->link.ipv6 != hop->ipv6)
			return 0;
		/* One that does not lead there is of no use. */
		return m->link.removed ? -1 : !hop->told || hop->there;
	case LINK_NEIGHBOUR:
		if (what != ABSENCE_NEIGHBOUR || !is_next_hop(m, hop))
			return 0;
		return m->link.usable ? 1 : -1;
	case LINK_EVENT_MAX:
		break;
	}
	return 0;
}

/* Whether a neighbour of which this is the first that is told was not known before. The
 * kernel does not tell that it begins to ask for one, only that it has found it, or has
 * given up. */
static bool was_sought(const struct moment *m)
{
	return m->link.usable ? m->link.reachable : !m->link.removed;
}

/* Packets begin to go by another next hop, with moment number at. */
static int hop_change(const struct window *window, size_t at, enum absence what,
		      const struct hop *hop)
{
	int change;

	if (what == ABSENCE_ADDRESS && hop->bound)
		return 0;
	if (what == ABSENCE_ADDRESS)
		return hop->there ? 1 : -1;
	if (what != ABSENCE_NEIGHBOUR)
		return 0;
	for (size_t i = at; i-- > 0;) {
		change = link_change(&window->moments[i], what, hop);
		if (change != 0)
			return change;
	}
	for (size_t i = at + 1; i < window->count; i++) {
		change = link_change(&window->moments[i], what, hop);
		if (change != 0)
			return was_sought(&window->moments[i]) ? -1 : 1;
	}
	return 1;
}

/* When its next hop is told first, the connection is made. */
static void bind_connection(const struct absences *absences, const struct stream *stream,
			    size_t index, struct hop *hop)
{
	const struct hop *before = &absences->hops[index];

	if (stream->probe != PROBE_TCP || stream->through != THROUGH_WIFI)
		return;
	hop->bound = before->told ? before->bound : absences->own[stream->ipv6].known;
	hop->source = before->told ? before->source : absences->own[stream->ipv6].address;
}

void absences_take(struct absences *absences, const struct scenario *scenario,
		   const struct event *event)
{
	struct moment m;

	if (event->kind == EVENT_NEXT_HOP) {
		size_t stream = event->next_hop.stream;
		struct hop hop = hop_of(event);

		if (stream >= scenario->stream_count)
			return;
		bind_connection(absences, &scenario->streams[stream], stream, &hop);
		absences->hops[stream] = hop;
		if (!hop.bound)
			absences->since_ns[stream][ABSENCE_ADDRESS] =
				hop.there ? 0 : event->time_ns;
		absences->since_ns[stream][ABSENCE_NEIGHBOUR] = 0;
		return;
	}
	if (event->kind != EVENT_LINK || !absence_moment(event, &m))
		return;
	if (m.link.what == LINK_ADDRESS && !m.link.removed) {
		absences->own[m.link.ipv6].known = true;
		absences->own[m.link.ipv6].address = m.link.address;
	}
	for (size_t i = 0; i < scenario->stream_count; i++) {
		struct hop hop = absences->hops[i];

		if (!hop.told)
			hop.ipv6 = scenario->streams[i].ipv6 &&
				   scenario->streams[i].through == THROUGH_WIFI;
		for (enum absence what = 0; what < ABSENCE_MAX; what++) {
			int change = link_change(&m, what, &hop);
			uint64_t *since_ns = &absences->since_ns[i][what];

			if (change > 0)
				*since_ns = 0;
			else if (change < 0 && *since_ns == 0)
				*since_ns = m.time_ns;
		}
	}
}

/* One runs from the other (net/ipv4/arp.c, arp_netdev_event()). */
#define AT_ONCE_NS (5 * NS_PER_MS)

static bool carrier_went_at(const struct window *window, uint64_t time_ns)
{
	for (size_t i = 0; i < window->count; i++) {
		const struct moment *m = &window->moments[i];

		if (m->kind == EVENT_LINK && m->link.what == LINK_STATE &&
		    !m->link.carrier && m->time_ns <= time_ns + AT_ONCE_NS &&
		    time_ns <= m->time_ns + AT_ONCE_NS)
			return true;
	}
	return false;
}

bool absence_by_carrier(const struct window *window, size_t stream)
{
	const struct hop *hop = &window->absences.hops[stream];

	for (size_t i = 0; i < window->count; i++) {
		const struct moment *m = &window->moments[i];

		if (m->kind == EVENT_LINK && m->link.what == LINK_NEIGHBOUR &&
		    m->link.removed && is_next_hop(m, hop) &&
		    carrier_went_at(window, m->time_ns))
			return true;
	}
	return false;
}

void absence_each(const struct window *window, size_t stream, bool ipv6,
		  enum absence what,
		  void (*each)(void *userdata, uint64_t from_ns, uint64_t to_ns),
		  void *userdata)
{
	struct hop hop = window->absences.hops[stream];
	uint64_t gone_ns = window->absences.since_ns[stream][what];
	bool gone = gone_ns > 0 ||
		    (what == ABSENCE_ADDRESS && hop.told && !hop.there && !hop.bound);

	if (!hop.told) /* a tunnel's packets are of IPv4, as far as is known */
		hop.ipv6 = ipv6;
	for (size_t i = 0; i < window->count; i++) {
		const struct moment *m = &window->moments[i];
		int change = link_change(m, what, &hop);

		if (m->kind == EVENT_NEXT_HOP && m->next_hop.stream == stream) {
			const struct hop before = hop;

			hop = m->next_hop.hop;
			hop.bound = before.bound;
			hop.source = before.source;
			change = hop_change(window, i, what, &hop);
		}
		if (change == 0)
			continue;
		if (change < 0 && !gone)
			gone_ns = m->time_ns;
		else if (change > 0 && gone)
			each(userdata, gone_ns, m->time_ns);
		gone = change < 0;
	}
	if (gone)
		each(userdata, gone_ns, window->closed_ns);
}
