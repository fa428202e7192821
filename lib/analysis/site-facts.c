/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/site-facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void site_facts_init(struct site_facts *facts, const struct scenario *scenario)
{
	size_t count = scenario->access_point_count;

	*facts = (struct site_facts){
		.scenario = scenario,
		.access_points = memory_zero(count, sizeof(*facts->access_points)),
	};
	for (size_t i = 0; i < count; i++) {
		struct ap_facts *ap = &facts->access_points[i];

		ap->unanswered_ns = memory_zero(count, sizeof(*ap->unanswered_ns));
		ap->reached = memory_zero(count, sizeof(*ap->reached));
	}
}

void site_facts_reset(struct site_facts *facts)
{
	for (size_t i = 0; i < facts->count; i++)
		free(facts->entries[i].text);
	facts->count = 0;
	for (size_t i = 0; i < facts->scenario->access_point_count; i++)
		facts->access_points[i].looked_for = false;
}

void site_facts_clear(struct site_facts *facts)
{
	site_facts_reset(facts);
	free(facts->entries);
	for (size_t i = 0; i < facts->scenario->access_point_count; i++) {
		struct ap_facts *ap = &facts->access_points[i];

		ap_conf_clear(&ap->conf);
		free(ap->unanswered_ns);
		free(ap->reached);
	}
	free(facts->access_points);
}

static struct ap_facts *facts_of(struct site_facts *facts, const uint8_t *bssid)
{
	const struct access_point *ap = scenario_find_bssid(facts->scenario, bssid);

	return ap ? &facts->access_points[ap - facts->scenario->access_points] : NULL;
}

/* Its keys are gone, and what it is configured with may be another: what was learned of
 * the way from and to it does not hold any more. */
static void begin_anew(struct site_facts *facts, size_t access_point)
{
	struct ap_facts *ap = &facts->access_points[access_point];

	for (size_t i = 0; i < facts->scenario->access_point_count; i++) {
		ap->reached[i] = false;
		ap->unanswered_ns[i] = 0;
		facts->access_points[i].reached[access_point] = false;
	}
}

/* Only a lab knows it, and its hostapd runs with -d. */
static void take_conf(struct site_facts *facts, const struct event *event)
{
	size_t i = event->ap_conf.access_point;

	if (i >= facts->scenario->access_point_count)
		return;
	begin_anew(facts, i);
	ap_conf_clear(&facts->access_points[i].conf);
	ap_conf_parse(event->ap_conf.text, &facts->access_points[i].conf);
	facts->access_points[i].log_at_hand = true;
}

static void add_entry(struct site_facts *facts, const struct log_entry *like,
		      const char *text)
{
	struct log_entry *entry;

	if (facts->count == LOG_ENTRIES_MAX)
		return;
	entry = array_add(facts->entries, facts->count, facts->capacity);
	*entry = *like;
	entry->text = memory_strdup(text);
}

static void take_log(struct site_facts *facts, const struct event *event)
{
	struct log_entry entry = { .time_ns = event->time_ns,
				   .access_point = event->ap_log.access_point,
				   .what = log_line_find(event->ap_log.text) };
	struct ap_facts *ap;

	if (entry.access_point >= facts->scenario->access_point_count)
		return;
	ap = &facts->access_points[entry.access_point];
	ap->has_about |= log_line_about(event->ap_log.text, ap->about);
	ap->log_at_hand |= log_line_is_debug(entry.what);
	if (entry.what == LOG_DISABLED) {
		ap->off_air = true;
		ap->off_air_ns = event->time_ns;
	} else if (entry.what == LOG_ENABLED) {
		ap->off_air = false;
		ap->restarted = true;
		ap->restarted_ns = event->time_ns;
		ap->has_about = false;
		begin_anew(facts, entry.access_point);
	}
	entry.has_about = ap->has_about;
	memcpy(entry.about, ap->about, MAC_LENGTH);
	add_entry(facts, &entry, event->ap_log.text);
}

/* Keys begin anew where the station authenticates in another way than by FT. */
static void take_connected(struct site_facts *facts, const struct event *event)
{
	const struct access_point *with =
		scenario_find_bssid(facts->scenario, event->supplicant.bssid);
	size_t index = with ? (size_t)(with - facts->scenario->access_points) : 0;
	struct ap_facts *ap = &facts->access_points[index];

	if (with && ap->full_authentication)
		facts->keys = (struct station_keys){ .known = true,
						     .r0kh = index,
						     .since_ns = event->time_ns,
						     .akm = ap->akm };
	else if (with && facts->keys.known)
		ap->reached[facts->keys.r0kh] = true;
	/* What was under way elsewhere is over, too. */
	for (size_t i = 0; i < facts->scenario->access_point_count; i++)
		facts->access_points[i].full_authentication = false;
}

static void take_supplicant(struct site_facts *facts, const struct event *event)
{
	struct ap_facts *ap = facts_of(facts, event->supplicant.bssid);

	if (event->supplicant.what == SUPPLICANT_CONNECTED)
		take_connected(facts, event);
	else if (ap && event->supplicant.what == SUPPLICANT_FT_RESPONSE)
		ap->full_authentication = false;
}

static bool is_station(const struct site_facts *facts, const uint8_t *address)
{
	for (size_t i = 0; i < facts->station_count; i++)
		if (mac_equal(facts->stations[i], address))
			return true;
	return facts->station_count == 0;
}

static void learn_station(struct site_facts *facts, const uint8_t *address)
{
	if (facts->station_count > 0 && is_station(facts, address))
		return;
	if (facts->station_count < STATION_ADDRESSES_MAX)
		facts->station_count++;
	memmove(facts->stations[1], facts->stations[0],
		(facts->station_count - 1) * sizeof(facts->stations[0]));
	memcpy(facts->stations[0], address, MAC_LENGTH);
}

static void take_received(struct site_facts *facts, const struct frame *frame)
{
	struct ap_facts *ap = facts_of(facts, frame->from);

	/* A monitor interface hears what is said to other stations, too. */
	if (ap && is_station(facts, frame->to) && frame->kind == FRAME_AUTHENTICATION &&
	    frame->has_status && frame->status == 0)
		ap->full_authentication = frame->auth_algorithm != AUTH_FT;
}

static void take_sent(struct site_facts *facts, const struct frame *frame)
{
	struct ap_facts *ap = facts_of(facts, frame->to);

	if (frame->kind == FRAME_NONE)
		return;
	learn_station(facts, frame->from);
	if (ap && frame->has_rsne &&
	    (frame->kind == FRAME_ASSOCIATION_REQUEST ||
	     frame->kind == FRAME_REASSOCIATION_REQUEST))
		ap->akm = frame->akm;
}

/* The kernel hands on what is for the station itself. */
static void take_kernel(struct site_facts *facts, const struct event *event)
{
	const struct frame *frame = &event->kernel.frame;

	if (frame->kind == FRAME_NONE || (event->kernel.what != KERNEL_AUTHENTICATE &&
					  event->kernel.what != KERNEL_ASSOCIATE))
		return;
	learn_station(facts, frame->to);
	take_received(facts, frame);
}

static void take_bss(struct site_facts *facts, const struct event *event)
{
	struct ap_facts *ap = facts_of(facts, event->bss.bssid);

	if (!ap)
		return;
	ap->looked_for = event->bss.after_failure;
	ap->found = !event->bss.absent;
	ap->found_mhz = event->bss.frequency_mhz;
}

void site_facts_take(struct site_facts *facts, const struct event *event)
{
	if (event->kind == EVENT_AP_CONF)
		take_conf(facts, event);
	else if (event->kind == EVENT_AP_LOG)
		take_log(facts, event);
	else if (event->kind == EVENT_SUPPLICANT)
		take_supplicant(facts, event);
	else if (event->kind == EVENT_KERNEL)
		take_kernel(facts, event);
	else if (event->kind == EVENT_FRAME && event->frame.sent)
		take_sent(facts, &event->frame.frame);
	else if (event->kind == EVENT_FRAME)
		take_received(facts, &event->frame.frame);
	else if (event->kind == EVENT_BSS)
		take_bss(facts, event);
}

bool log_concerns(const struct site_facts *facts, const struct log_entry *entry)
{
	return !entry->has_about || is_station(facts, entry->about) ||
	       scenario_find_bssid(facts->scenario, entry->about);
}

const struct log_entry *log_find(const struct site_facts *facts, size_t access_point,
				 enum log_line what, uint64_t from_ns)
{
	for (size_t i = 0; i < facts->count; i++) {
		const struct log_entry *entry = &facts->entries[i];

		if (entry->access_point == access_point && entry->what == what &&
		    entry->time_ns >= from_ns && log_concerns(facts, entry))
			return entry;
	}
	return NULL;
}
