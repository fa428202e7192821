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

static void take_conf(struct site_facts *facts, const struct event *event)
{
	size_t i = event->ap_conf.access_point;

	if (i >= facts->scenario->access_point_count)
		return;
	ap_conf_clear(&facts->access_points[i].conf);
	ap_conf_parse(event->ap_conf.text, &facts->access_points[i].conf);
	facts->access_points[i].log_at_hand = true;
}

static void take_log(struct site_facts *facts, const struct event *event)
{
	size_t i = event->ap_log.access_point;
	struct log_entry *entry;

	if (i >= facts->scenario->access_point_count)
		return;
	entry = array_add(facts->entries, facts->count, facts->capacity);
	*entry = (struct log_entry){
		.time_ns = event->time_ns,
		.access_point = i,
		.what = log_line_find(event->ap_log.text),
		.text = memory_strdup(event->ap_log.text),
	};
	facts->access_points[i].log_at_hand = true;
	if (entry->what == LOG_ENABLED) {
		facts->access_points[i].restarted = true;
		facts->access_points[i].restarted_ns = event->time_ns;
		facts->access_points[i].off_air = false;
	} else if (entry->what == LOG_DISABLED) {
		facts->access_points[i].off_air = true;
		facts->access_points[i].off_air_ns = event->time_ns;
	}
}

/* Keys begin anew where the station authenticates in another way than by FT. */
static void take_connected(struct site_facts *facts, const struct event *event)
{
	struct ap_facts *ap = facts_of(facts, event->supplicant.bssid);
	size_t index;

	if (!ap)
		return;
	index = (size_t)(ap - facts->access_points);
	if (!ap->full_authentication) {
		if (facts->has_r0kh)
			ap->reached[facts->r0kh] = true;
		return;
	}
	facts->has_r0kh = true;
	facts->r0kh = index;
	facts->r0kh_since_ns = event->time_ns;
}

static void take_supplicant(struct site_facts *facts, const struct event *event)
{
	struct ap_facts *ap = facts_of(facts, event->supplicant.bssid);

	if (event->supplicant.what == SUPPLICANT_CONNECTED)
		take_connected(facts, event);
	else if (ap && event->supplicant.what == SUPPLICANT_FT_RESPONSE)
		ap->full_authentication = false;
}

static void take_frame(struct site_facts *facts, const struct frame *frame)
{
	struct ap_facts *ap = facts_of(facts, frame->from);

	if (ap && frame->kind == FRAME_AUTHENTICATION && frame->has_status &&
	    frame->status == 0)
		ap->full_authentication = frame->auth_algorithm != AUTH_FT;
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
		take_frame(facts, &event->kernel.frame);
	else if (event->kind == EVENT_FRAME && !event->frame.sent)
		take_frame(facts, &event->frame.frame);
	else if (event->kind == EVENT_BSS)
		take_bss(facts, event);
}

const struct log_entry *log_find(const struct site_facts *facts, size_t access_point,
				 enum log_line what, uint64_t from_ns)
{
	for (size_t i = 0; i < facts->count; i++) {
		const struct log_entry *entry = &facts->entries[i];

		if (entry->access_point == access_point && entry->what == what &&
		    entry->time_ns >= from_ns)
			return entry;
	}
	return NULL;
}
