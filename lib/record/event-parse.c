/* SPDX-License-Identifier: BSD-3-Clause */
#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "record/event-fields.h"
#include "record/event-names.h"
#include "record/event.h"

/* The reverse of event-format.c. A recording may come from anybody (it is the form
 * of a bug report), so every value is checked: type, range and length. */

#define NAME_BY_NUMBER(function, type)                          \
	static const char *function##_by_number(unsigned value) \
	{                                                       \
		return function((type)value);                   \
	}
NAME_BY_NUMBER(event_kind_name, enum event_kind)
NAME_BY_NUMBER(supplicant_event_name, enum supplicant_event)
NAME_BY_NUMBER(kernel_event_name, enum kernel_event)
NAME_BY_NUMBER(link_event_name, enum link_event)
NAME_BY_NUMBER(trace_event_name, enum trace_event)
NAME_BY_NUMBER(ft_check_name, enum ft_check)
NAME_BY_NUMBER(source_name, enum source)
NAME_BY_NUMBER(source_state_name, enum source_state)
NAME_BY_NUMBER(frame_kind_name, enum frame_kind)
NAME_BY_NUMBER(outcome_name, enum outcome)
NAME_BY_NUMBER(connection_state_name, enum connection_state)
NAME_BY_NUMBER(station_end_name, enum station_end)

static void get_environment(struct fields *r, struct environment *e)
{
	e->lab = field_text(r, "lab");
	e->clock = field_text(r, "clock");
	e->accelerator = field_text(r, "accelerator");
	e->kernel = field_text(r, "kernel");
	e->hostapd = field_text(r, "hostapd");
	e->wpa_supplicant = field_text(r, "wpa_supplicant");
	e->driver = field_text(r, "driver");
	e->interface = field_text(r, "interface");
	e->seed = (uint32_t)field_number(r, "seed", UINT32_MAX, &e->has_seed);
}

static uint32_t get_suite(struct fields *r, const char *key)
{
	return (uint32_t)field_number(r, key, UINT32_MAX, NULL);
}

static void get_frame(struct fields *outer, struct frame *f)
{
	const json_t *object = json_object_get(outer->object, "frame");
	struct fields reader = { object, outer->error, outer->result }, *r = &reader;

	if (!object)
		return;
	if (!json_is_object(object)) {
		field_fail(outer, "frame", "an object");
		return;
	}
	f->kind = (enum frame_kind)field_name(r, "kind", frame_kind_name_by_number,
					      FRAME_KIND_MAX);
	field_mac(r, "to", f->to);
	field_mac(r, "from", f->from);
	field_mac(r, "bssid", f->bssid);
	f->auth_algorithm = (uint16_t)field_number(r, "algorithm", UINT16_MAX, NULL);
	f->auth_transaction = (uint16_t)field_number(r, "transaction", UINT16_MAX, NULL);
	f->status = (uint16_t)field_number(r, "status", UINT16_MAX, &f->has_status);
	f->reason = (uint16_t)field_number(r, "reason", UINT16_MAX, &f->has_reason);
	field_mac(r, "target", f->target_ap);
	f->mobility_domain =
		(uint16_t)field_number(r, "mobility_domain", UINT16_MAX, &f->has_mde);
	f->ft_capability = (uint8_t)field_number(r, "ft_capability", UINT8_MAX, NULL);
	f->has_fte = field_flag(r, "fte");
	f->r0kh_id_length = (uint8_t)field_octets(r, "r0kh_id", f->r0kh_id, R0KH_ID_MAX);
	f->has_r1kh_id = field_octets(r, "r1kh_id", f->r1kh_id, MAC_LENGTH) == MAC_LENGTH;
	f->fte_mic_length = (uint8_t)field_number(r, "fte_mic_length", UINT8_MAX, NULL);
	f->has_rsne = field_flag(r, "rsne");
	f->group_cipher = get_suite(r, "group_cipher");
	f->pairwise_cipher = get_suite(r, "pairwise_cipher");
	f->akm = get_suite(r, "akm");
	f->group_management_cipher = get_suite(r, "group_management_cipher");
	f->rsn_capabilities =
		(uint16_t)field_number(r, "rsn_capabilities", UINT16_MAX, NULL);
	f->pmkid_count = (unsigned)field_number(r, "pmkids", UINT16_MAX, NULL);
	if (field_octets(r, "pmkid", f->pmkid, PMKID_LENGTH) % PMKID_LENGTH != 0)
		field_fail(r, "pmkid", "16 octets in hexadecimal");
	f->rsnxe = (uint8_t)field_number(r, "rsnxe", UINT8_MAX, &f->has_rsnxe);
	f->reassociation_deadline_tu = (uint32_t)field_number(
		r, "reassociation_deadline", UINT32_MAX, &f->has_reassociation_deadline);
	f->key_lifetime_s = (uint32_t)field_number(r, "key_lifetime", UINT32_MAX,
						   &f->has_key_lifetime);
	f->eapol_message = (unsigned)field_number(r, "eapol_message", 4, NULL);
	outer->result = r->result;
}

static size_t get_suites(struct fields *r, const char *key, uint32_t *ret, size_t max)
{
	const json_t *list = json_object_get(r->object, key);
	size_t count = json_array_size(list);

	if (count > max) {
		field_fail(r, key, "a list of at most 8 numbers");
		return 0;
	}
	for (size_t i = 0; i < count; i++)
		ret[i] = (uint32_t)field_check_number(r, json_array_get(list, i), key,
						      UINT32_MAX);
	return count;
}

static void get_bss(struct fields *r, struct event *event)
{
	struct bss_elements *e = &event->bss.elements;

	field_mac(r, "bssid", event->bss.bssid);
	event->bss.after_failure = field_flag(r, "after_failure");
	event->bss.absent = field_flag(r, "absent");
	event->bss.frequency_mhz =
		(unsigned)field_number(r, "frequency_mhz", UINT16_MAX, NULL);
	e->mobility_domain =
		(uint16_t)field_number(r, "mobility_domain", UINT16_MAX, &e->has_mde);
	e->ft_capability = (uint8_t)field_number(r, "ft_capability", UINT8_MAX, NULL);
	e->has_rsne = field_flag(r, "rsne");
	e->has_rsnxe = field_flag(r, "rsnxe");
	e->rsnxe = (uint8_t)field_number(r, "rsnxe_octet", UINT8_MAX, NULL);
	e->group_cipher = get_suite(r, "group_cipher");
	e->group_management_cipher = get_suite(r, "group_management_cipher");
	e->rsn_capabilities =
		(uint16_t)field_number(r, "rsn_capabilities", UINT16_MAX, NULL);
	e->pairwise_cipher_count =
		get_suites(r, "pairwise_ciphers", e->pairwise_ciphers, BSS_CIPHERS_MAX);
	e->akm_count = get_suites(r, "akms", e->akms, BSS_AKMS_MAX);
}

static void get_supplicant(struct fields *r, struct event *event)
{
	event->supplicant.what = (enum supplicant_event)field_name(
		r, "what", supplicant_event_name_by_number, SUPPLICANT_EVENT_MAX);
	field_mac(r, "bssid", event->supplicant.bssid);
	event->supplicant.status = (unsigned)field_number(r, "status", UINT16_MAX,
							  &event->supplicant.has_status);
	event->supplicant.reason = (unsigned)field_number(r, "reason", UINT16_MAX,
							  &event->supplicant.has_reason);
	event->supplicant.locally_generated = field_flag(r, "locally_generated");
	event->supplicant.timeout = field_flag(r, "timeout");
	event->supplicant.text = field_text(r, "text");
}

/* Row i of a list of lists of exactly width numbers. */
static const json_t *get_row(struct fields *r, const json_t *rows, size_t i,
			     const char *key, size_t width)
{
	const json_t *row = json_array_get(rows, i);

	if (json_array_size(row) != width) {
		field_fail(r, key, "a list of lists of numbers");
		return NULL;
	}
	return row;
}

static void get_times(struct fields *r, const char *key, struct probe_time **times,
		      size_t *count, size_t *capacity)
{
	const json_t *rows = json_object_get(r->object, key);

	for (size_t i = 0; i < json_array_size(rows) && r->result == 0; i++) {
		const json_t *row = get_row(r, rows, i, key, 2);
		struct probe_time *time;

		if (!row)
			return;
		time = array_add(*times, *count, *capacity);
		time->sequence = (uint32_t)field_check_number(r, json_array_get(row, 0),
							      key, UINT32_MAX);
		time->at_ns =
			field_check_number(r, json_array_get(row, 1), key, INT64_MAX);
	}
}

static void get_probes(struct fields *r, struct event *event)
{
	const json_t *sent = json_object_get(r->object, "sent");
	const json_t *received = json_object_get(r->object, "received");
	const json_t *row;

	event->probes.stream =
		(size_t)field_number(r, "stream", SCENARIO_STREAM_MAX, NULL);
	for (size_t i = 0; i < json_array_size(sent) && r->result == 0; i++) {
		struct probe_sent *p;

		row = get_row(r, sent, i, "sent", 3);
		if (!row)
			return;
		p = array_add(event->probes.sent, event->probes.sent_count,
			      event->probes.sent_capacity);
		p->sequence = (uint32_t)field_check_number(r, json_array_get(row, 0),
							   "sent", UINT32_MAX);
		p->at_ns =
			field_check_number(r, json_array_get(row, 1), "sent", INT64_MAX);
		p->late_ns =
			field_check_number(r, json_array_get(row, 2), "sent", INT64_MAX);
	}
	for (size_t i = 0; i < json_array_size(received) && r->result == 0; i++) {
		struct probe_received *p;

		/* An answer to ICMP echo has the first two alone. */
		row = json_array_get(received, i);
		row = get_row(r, received, i, "received",
			      json_array_size(row) == 2 ? 2 : 4);
		if (!row)
			return;
		p = array_add(event->probes.received, event->probes.received_count,
			      event->probes.received_capacity);
		p->sequence = (uint32_t)field_check_number(r, json_array_get(row, 0),
							   "received", UINT32_MAX);
		p->at_ns = field_check_number(r, json_array_get(row, 1), "received",
					      INT64_MAX);
		p->echo = json_array_size(row) == 2;
		if (p->echo)
			continue;
		p->reflector_sequence = (uint32_t)field_check_number(
			r, json_array_get(row, 2), "received", UINT32_MAX);
		p->reflected_ns = field_check_number(r, json_array_get(row, 3),
						     "received", INT64_MAX);
	}
	get_times(r, "heard", &event->probes.heard, &event->probes.heard_count,
		  &event->probes.heard_capacity);
	get_times(r, "left", &event->probes.left, &event->probes.left_count,
		  &event->probes.left_capacity);
}

static void get_connection(struct fields *r, struct event *event)
{
	struct connection_reading *reading = &event->connection.reading;

	event->connection.stream =
		(size_t)field_number(r, "stream", SCENARIO_STREAM_MAX, NULL);
	reading->state = (enum connection_state)field_name(
		r, "state", connection_state_name_by_number, CONNECTION_STATE_MAX);
	reading->rto_ns = field_number(r, "rto_ns", INT64_MAX, NULL);
	reading->rtt_ns = field_number(r, "rtt_ns", INT64_MAX, NULL);
	reading->last_ack_ns = field_number(r, "last_ack_ns", INT64_MAX, NULL);
	reading->retransmissions =
		(uint32_t)field_number(r, "retransmissions", UINT32_MAX, NULL);
	reading->far_retransmissions =
		(uint32_t)field_number(r, "far_retransmissions", UINT32_MAX, NULL);
	reading->backoff = (unsigned)field_number(r, "backoff", UINT32_MAX, NULL);
	reading->unacknowledged =
		(unsigned)field_number(r, "unacknowledged", UINT32_MAX, NULL);
	event->connection.died = field_flag(r, "died");
	event->connection.reason = field_text(r, "reason");
}

static void get_captured(struct fields *r, struct event *event)
{
	event->frame.sent = field_flag(r, "sent");
	event->frame.unacknowledged = field_flag(r, "unacknowledged");
	get_frame(r, &event->frame.frame);
	event->frame.packet = memory_zero(1, EVENT_PACKET_MAX);
	event->frame.length =
		field_octets(r, "packet", event->frame.packet, EVENT_PACKET_MAX);
	event->frame.header =
		(size_t)field_number(r, "header", event->frame.length, NULL);
}

static void get_link(struct fields *r, struct event *event)
{
	event->link.what = (enum link_event)field_name(
		r, "what", link_event_name_by_number, LINK_EVENT_MAX);
	event->link.removed = field_flag(r, "removed");
	event->link.carrier = field_flag(r, "carrier");
	event->link.operstate = field_text(r, "operstate");
	event->link.text = field_text(r, "text");
	field_mac(r, "mac", event->link.mac);
	event->link.state = field_text(r, "state");
}

static void get_trace(struct fields *r, struct event *event)
{
	const json_t *result = json_object_get(r->object, "result");
	json_int_t number = json_integer_value(result);

	event->trace.what = (enum trace_event)field_name(
		r, "what", trace_event_name_by_number, TRACE_EVENT_MAX);
	field_mac(r, "mac", event->trace.mac);
	event->trace.pairwise = field_flag(r, "pairwise");
	event->trace.key_index = (unsigned)field_number(r, "key_index", UINT8_MAX, NULL);
	event->trace.authorized = field_flag(r, "authorized");
	event->trace.tid = (unsigned)field_number(r, "tid", UINT8_MAX, NULL);
	event->trace.held = field_flag(r, "held");
	if (result && (!json_is_integer(result) || number < INT_MIN || number > INT_MAX))
		field_fail(r, "result", "a whole number in its range");
	event->trace.result = (int)number;
	event->trace.began_ns = field_number(r, "began", INT64_MAX, NULL);
}

static void get_ft_keys(struct fields *r, struct event *event)
{
	size_t found;

	event->ft_keys.check = (enum ft_check)field_name(
		r, "check", ft_check_name_by_number, FT_CHECK_MAX);
	field_mac(r, "bssid", event->ft_keys.bssid);
	event->ft_keys.matches = field_flag(r, "matches");
	event->ft_keys.length = field_octets(r, "expected", event->ft_keys.expected,
					     sizeof(event->ft_keys.expected));
	found = field_octets(r, "found", event->ft_keys.found,
			     sizeof(event->ft_keys.found));
	if (found != event->ft_keys.length)
		field_fail(r, "found", "as long as what was expected");
}

static void get_source(struct fields *r, struct event *event)
{
	event->source.source =
		(enum source)field_name(r, "source", source_name_by_number, SOURCE_MAX);
	event->source.state = (enum source_state)field_name(
		r, "state", source_state_name_by_number, SOURCE_STATE_MAX);
	event->source.reason = field_text(r, "reason");
	event->source.clock_error_ns = field_number(r, "clock_error_ns", INT64_MAX, NULL);
}

static void get_scenario(struct fields *outer, struct recorded_scenario *scenario)
{
	const json_t *object = json_object_get(outer->object, "scenario");
	struct fields reader = { object, outer->error, outer->result }, *r = &reader;

	if (!object)
		return;
	if (!json_is_object(object)) {
		field_fail(outer, "scenario", "an object");
		return;
	}
	scenario->file = field_text(r, "file");
	scenario->sha256 = field_text(r, "sha256");
	scenario->text = field_text(r, "text");
	outer->result = r->result;
}

static void get_fix(struct fields *r, struct event *event)
{
	event->fix.id = field_text(r, "id");
	event->fix.setting = field_text(r, "setting");
	event->fix.before = field_text(r, "before");
	event->fix.after = field_text(r, "after");
	event->fix.restored = field_flag(r, "restored");
	if (!event->fix.id || !event->fix.setting || !event->fix.before ||
	    !event->fix.after)
		field_fail(r, "id, setting, before and after", "strings");
}

static void get_body(struct fields *r, struct event *event)
{
	switch (event->kind) {
	case EVENT_RUN_START:
		event->run_start.started = field_text(r, "started");
		event->run_start.roamtest = field_text(r, "roamtest");
		get_scenario(r, &event->run_start.scenario);
		get_environment(r, &event->run_start.environment);
		break;
	case EVENT_NOTE:
		event->note.warning = field_flag(r, "warning");
		event->note.text = field_text(r, "text");
		break;
	case EVENT_ROUND:
		event->round.more = field_flag(r, "more");
		break;
	case EVENT_COMMAND:
		event->command.text = field_text(r, "text");
		break;
	case EVENT_REPLY:
		event->reply.ok = field_flag(r, "ok");
		event->reply.text = field_text(r, "text");
		break;
	case EVENT_BSS:
		get_bss(r, event);
		break;
	case EVENT_SUPPLICANT:
		get_supplicant(r, event);
		break;
	case EVENT_KERNEL:
		event->kernel.what = (enum kernel_event)field_name(
			r, "what", kernel_event_name_by_number, KERNEL_EVENT_MAX);
		event->kernel.timed_out = field_flag(r, "timed_out");
		event->kernel.acknowledged = field_flag(r, "acknowledged");
		field_mac(r, "mac", event->kernel.mac);
		get_frame(r, &event->kernel.frame);
		break;
	case EVENT_FRAME:
		get_captured(r, event);
		break;
	case EVENT_LINK:
		get_link(r, event);
		break;
	case EVENT_TRACE:
		get_trace(r, event);
		break;
	case EVENT_FT_KEYS:
		get_ft_keys(r, event);
		break;
	case EVENT_SOURCE:
		get_source(r, event);
		break;
	case EVENT_STEP_DONE:
		event->step_done.outcome = (enum outcome)field_name(
			r, "outcome", outcome_name_by_number, OUTCOME_MAX);
		event->step_done.status = (unsigned)field_number(
			r, "status", UINT16_MAX, &event->step_done.has_status);
		field_mac(r, "bssid", event->step_done.bssid);
		break;
	case EVENT_PROBES:
		get_probes(r, event);
		break;
	case EVENT_NEXT_HOP:
		event->next_hop.stream =
			(size_t)field_number(r, "stream", SCENARIO_STREAM_MAX, NULL);
		event->next_hop.destination = field_text(r, "destination");
		event->next_hop.address = field_text(r, "address");
		break;
	case EVENT_CONNECTION:
		get_connection(r, event);
		break;
	case EVENT_TUNNEL:
		event->tunnel.handshake_ns = field_number(r, "handshake_ns", INT64_MAX,
							  &event->tunnel.has_handshake);
		event->tunnel.handshake_at_ns =
			field_number(r, "handshake_at", INT64_MAX, NULL);
		event->tunnel.received_bytes =
			field_number(r, "received_bytes", INT64_MAX, NULL);
		event->tunnel.sent_bytes = field_number(r, "sent_bytes", INT64_MAX, NULL);
		event->tunnel.endpoint = field_text(r, "endpoint");
		break;
	case EVENT_SETTLED:
		event->settled.recovered = field_flag(r, "recovered");
		break;
	case EVENT_FIX:
		get_fix(r, event);
		break;
	case EVENT_RESTORED:
		event->restored.end = (enum station_end)field_name(
			r, "state", station_end_name_by_number, STATION_END_MAX);
		event->restored.problem = field_text(r, "problem");
		break;
	case EVENT_AP_CONF:
		event->ap_conf.access_point = (size_t)field_number(
			r, "access_point", SCENARIO_AP_MAX - 1, NULL);
		event->ap_conf.text = field_text(r, "text");
		if (!event->ap_conf.text)
			field_fail(r, "text", "a string");
		break;
	case EVENT_AP_LOG:
		event->ap_log.access_point = (size_t)field_number(
			r, "access_point", SCENARIO_AP_MAX - 1, NULL);
		event->ap_log.text = field_text(r, "text");
		if (!event->ap_log.text)
			field_fail(r, "text", "a string");
		break;
	case EVENT_PROBLEM:
		event->problem.reason = field_text(r, "reason");
		event->problem.remedy = field_text(r, "remedy");
		if (!event->problem.reason)
			field_fail(r, "reason", "a string");
		break;
	case EVENT_STEP_START:
	case EVENT_STEP_SKIPPED:
	case EVENT_ALIVE:
	case EVENT_INTERRUPTED:
	case EVENT_RUN_END:
	case EVENT_KIND_MAX:
		break;
	}
}

int event_parse(const char *line, size_t length, struct event *ret, struct error *error)
{
	json_error_t problem;
	json_t *object = json_loadb(line, length, JSON_REJECT_DUPLICATES, &problem);
	struct fields reader = { object, error, 0 }, *r = &reader;
	struct event event = { 0 };
	bool has_step;

	if (!object)
		return error_set(error, -EBADMSG, "not JSON: %s (column %d)",
				 problem.text, problem.column);
	if (!json_is_object(object)) {
		json_decref(object);
		return error_set(error, -EBADMSG, "an event must be an object");
	}
	event.kind = (enum event_kind)field_name(r, "event", event_kind_name_by_number,
						 EVENT_KIND_MAX);
	event.time_ns = field_number(r, "t", INT64_MAX, NULL);
	event.step = (int)field_number(r, "step", INT_MAX, &has_step);
	if (!has_step)
		event.step = -1;
	if (r->result == 0)
		get_body(r, &event);
	json_decref(object);
	if (r->result < 0) {
		event_clear(&event);
		return r->result;
	}
	*ret = event;
	return 0;
}
