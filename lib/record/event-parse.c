/* SPDX-License-Identifier: BSD-3-Clause */
#include <inttypes.h>
#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/hex.h"
#include "base/memory.h"
#include "record/event-names.h"
#include "record/event.h"

/* The reverse of event-format.c. A recording may come from anybody (it is the form
 * of a bug report), so every value is checked: type, range and length. */

struct reader {
	const json_t *object;
	struct error *error;
	int result; /* the first failure; later reads do nothing more */
};

static void fail(struct reader *r, const char *key, const char *expected)
{
	if (r->result == 0)
		r->result =
			error_set(r->error, -EBADMSG, "\"%s\" must be %s", key, expected);
}

static char *get_text(struct reader *r, const char *key)
{
	const json_t *value = json_object_get(r->object, key);

	if (!value)
		return NULL;
	if (!json_is_string(value) ||
	    strlen(json_string_value(value)) != json_string_length(value)) {
		fail(r, key, "a string");
		return NULL;
	}
	return memory_strdup(json_string_value(value));
}

static uint64_t check_number(struct reader *r, const json_t *value, const char *key,
			     uint64_t max)
{
	json_int_t number = json_integer_value(value);

	if (!json_is_integer(value) || number < 0 || (uint64_t)number > max) {
		fail(r, key, "a whole number in its range");
		return 0;
	}
	return (uint64_t)number;
}

/* Absent: 0, and *ret_present (may be NULL) false. */
static uint64_t get_number(struct reader *r, const char *key, uint64_t max,
			   bool *ret_present)
{
	const json_t *value = json_object_get(r->object, key);

	if (ret_present)
		*ret_present = value != NULL;
	return value ? check_number(r, value, key, max) : 0;
}

static bool get_flag(struct reader *r, const char *key)
{
	const json_t *value = json_object_get(r->object, key);

	if (value && !json_is_boolean(value))
		fail(r, key, "true or false");
	return json_is_true(value);
}

static void get_mac(struct reader *r, const char *key, uint8_t *ret)
{
	const json_t *value = json_object_get(r->object, key);

	if (value && (!json_is_string(value) || mac_parse(json_string_value(value), ret)))
		fail(r, key, "an address such as 02:00:00:00:01:00");
}

static size_t get_octets(struct reader *r, const char *key, uint8_t *ret, size_t max)
{
	const json_t *value = json_object_get(r->object, key);
	const char *hex = json_string_value(value);
	size_t length;

	if (!value)
		return 0;
	length = hex ? strlen(hex) : 1;
	if (length % 2 || length / 2 > max || hex_parse(hex, ret, length / 2) < 0) {
		fail(r, key, "octets in hexadecimal");
		return 0;
	}
	return length / 2;
}

/* The number below count whose name stands at key. */
static unsigned find_name(struct reader *r, const char *key,
			  const char *(*name)(unsigned value), unsigned count)
{
	const char *wanted = json_string_value(json_object_get(r->object, key));

	for (unsigned i = 0; wanted && i < count; i++)
		if (strcmp(wanted, name(i)) == 0)
			return i;
	fail(r, key, "a name that this version knows");
	return 0;
}

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

static void get_environment(struct reader *r, struct environment *e)
{
	e->lab = get_text(r, "lab");
	e->clock = get_text(r, "clock");
	e->accelerator = get_text(r, "accelerator");
	e->kernel = get_text(r, "kernel");
	e->hostapd = get_text(r, "hostapd");
	e->wpa_supplicant = get_text(r, "wpa_supplicant");
	e->driver = get_text(r, "driver");
	e->interface = get_text(r, "interface");
	e->seed = (uint32_t)get_number(r, "seed", UINT32_MAX, &e->has_seed);
}

static uint32_t get_suite(struct reader *r, const char *key)
{
	return (uint32_t)get_number(r, key, UINT32_MAX, NULL);
}

static void get_frame(struct reader *outer, struct frame *f)
{
	const json_t *object = json_object_get(outer->object, "frame");
	struct reader reader = { object, outer->error, outer->result }, *r = &reader;

	if (!object)
		return;
	if (!json_is_object(object)) {
		fail(outer, "frame", "an object");
		return;
	}
	f->kind = (enum frame_kind)find_name(r, "kind", frame_kind_name_by_number,
					     FRAME_KIND_MAX);
	get_mac(r, "to", f->to);
	get_mac(r, "from", f->from);
	get_mac(r, "bssid", f->bssid);
	f->auth_algorithm = (uint16_t)get_number(r, "algorithm", UINT16_MAX, NULL);
	f->auth_transaction = (uint16_t)get_number(r, "transaction", UINT16_MAX, NULL);
	f->status = (uint16_t)get_number(r, "status", UINT16_MAX, &f->has_status);
	f->reason = (uint16_t)get_number(r, "reason", UINT16_MAX, &f->has_reason);
	get_mac(r, "target", f->target_ap);
	f->mobility_domain =
		(uint16_t)get_number(r, "mobility_domain", UINT16_MAX, &f->has_mde);
	f->ft_capability = (uint8_t)get_number(r, "ft_capability", UINT8_MAX, NULL);
	f->has_fte = get_flag(r, "fte");
	f->r0kh_id_length = (uint8_t)get_octets(r, "r0kh_id", f->r0kh_id, R0KH_ID_MAX);
	f->has_r1kh_id = get_octets(r, "r1kh_id", f->r1kh_id, MAC_LENGTH) == MAC_LENGTH;
	f->fte_mic_length = (uint8_t)get_number(r, "fte_mic_length", UINT8_MAX, NULL);
	f->has_rsne = get_flag(r, "rsne");
	f->group_cipher = get_suite(r, "group_cipher");
	f->pairwise_cipher = get_suite(r, "pairwise_cipher");
	f->akm = get_suite(r, "akm");
	f->group_management_cipher = get_suite(r, "group_management_cipher");
	f->rsn_capabilities =
		(uint16_t)get_number(r, "rsn_capabilities", UINT16_MAX, NULL);
	f->pmkid_count = (unsigned)get_number(r, "pmkids", UINT16_MAX, NULL);
	if (get_octets(r, "pmkid", f->pmkid, PMKID_LENGTH) % PMKID_LENGTH != 0)
		fail(r, "pmkid", "16 octets in hexadecimal");
	f->rsnxe = (uint8_t)get_number(r, "rsnxe", UINT8_MAX, &f->has_rsnxe);
	f->reassociation_deadline_tu = (uint32_t)get_number(
		r, "reassociation_deadline", UINT32_MAX, &f->has_reassociation_deadline);
	f->key_lifetime_s =
		(uint32_t)get_number(r, "key_lifetime", UINT32_MAX, &f->has_key_lifetime);
	f->eapol_message = (unsigned)get_number(r, "eapol_message", 4, NULL);
	outer->result = r->result;
}

static size_t get_suites(struct reader *r, const char *key, uint32_t *ret, size_t max)
{
	const json_t *list = json_object_get(r->object, key);
	size_t count = json_array_size(list);

	if (count > max) {
		fail(r, key, "a list of at most 8 numbers");
		return 0;
	}
	for (size_t i = 0; i < count; i++)
		ret[i] = (uint32_t)check_number(r, json_array_get(list, i), key,
						UINT32_MAX);
	return count;
}

static void get_bss(struct reader *r, struct event *event)
{
	struct bss_elements *e = &event->bss.elements;

	get_mac(r, "bssid", event->bss.bssid);
	event->bss.frequency_mhz =
		(unsigned)get_number(r, "frequency_mhz", UINT16_MAX, NULL);
	e->mobility_domain =
		(uint16_t)get_number(r, "mobility_domain", UINT16_MAX, &e->has_mde);
	e->ft_capability = (uint8_t)get_number(r, "ft_capability", UINT8_MAX, NULL);
	e->has_rsne = get_flag(r, "rsne");
	e->has_rsnxe = get_flag(r, "rsnxe");
	e->rsnxe = (uint8_t)get_number(r, "rsnxe_octet", UINT8_MAX, NULL);
	e->group_cipher = get_suite(r, "group_cipher");
	e->group_management_cipher = get_suite(r, "group_management_cipher");
	e->rsn_capabilities =
		(uint16_t)get_number(r, "rsn_capabilities", UINT16_MAX, NULL);
	e->pairwise_cipher_count =
		get_suites(r, "pairwise_ciphers", e->pairwise_ciphers, BSS_CIPHERS_MAX);
	e->akm_count = get_suites(r, "akms", e->akms, BSS_AKMS_MAX);
}

static void get_supplicant(struct reader *r, struct event *event)
{
	event->supplicant.what = (enum supplicant_event)find_name(
		r, "what", supplicant_event_name_by_number, SUPPLICANT_EVENT_MAX);
	get_mac(r, "bssid", event->supplicant.bssid);
	event->supplicant.status = (unsigned)get_number(r, "status", UINT16_MAX,
							&event->supplicant.has_status);
	event->supplicant.reason = (unsigned)get_number(r, "reason", UINT16_MAX,
							&event->supplicant.has_reason);
	event->supplicant.locally_generated = get_flag(r, "locally_generated");
	event->supplicant.timeout = get_flag(r, "timeout");
	event->supplicant.text = get_text(r, "text");
}

/* Row i of a list of lists of exactly width numbers. */
static const json_t *get_row(struct reader *r, const json_t *rows, size_t i,
			     const char *key, size_t width)
{
	const json_t *row = json_array_get(rows, i);

	if (json_array_size(row) != width) {
		fail(r, key, "a list of lists of numbers");
		return NULL;
	}
	return row;
}

static void get_probes(struct reader *r, struct event *event)
{
	const json_t *sent = json_object_get(r->object, "sent");
	const json_t *received = json_object_get(r->object, "received");
	const json_t *heard = json_object_get(r->object, "heard");
	const json_t *row;

	event->probes.stream = (size_t)get_number(r, "stream", SCENARIO_STREAM_MAX, NULL);
	for (size_t i = 0; i < json_array_size(sent) && r->result == 0; i++) {
		struct probe_sent *p;

		row = get_row(r, sent, i, "sent", 3);
		if (!row)
			return;
		p = array_add(event->probes.sent, event->probes.sent_count,
			      event->probes.sent_capacity);
		p->sequence = (uint32_t)check_number(r, json_array_get(row, 0), "sent",
						     UINT32_MAX);
		p->at_ns = check_number(r, json_array_get(row, 1), "sent", INT64_MAX);
		p->late_ns = check_number(r, json_array_get(row, 2), "sent", INT64_MAX);
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
		p->sequence = (uint32_t)check_number(r, json_array_get(row, 0),
						     "received", UINT32_MAX);
		p->at_ns = check_number(r, json_array_get(row, 1), "received", INT64_MAX);
		p->echo = json_array_size(row) == 2;
		if (p->echo)
			continue;
		p->reflector_sequence = (uint32_t)check_number(r, json_array_get(row, 2),
							       "received", UINT32_MAX);
		p->reflected_ns =
			check_number(r, json_array_get(row, 3), "received", INT64_MAX);
	}
	for (size_t i = 0; i < json_array_size(heard) && r->result == 0; i++) {
		struct probe_heard *p;

		row = get_row(r, heard, i, "heard", 2);
		if (!row)
			return;
		p = array_add(event->probes.heard, event->probes.heard_count,
			      event->probes.heard_capacity);
		p->sequence = (uint32_t)check_number(r, json_array_get(row, 0), "heard",
						     UINT32_MAX);
		p->at_ns = check_number(r, json_array_get(row, 1), "heard", INT64_MAX);
	}
}

static void get_connection(struct reader *r, struct event *event)
{
	struct connection_reading *reading = &event->connection.reading;

	event->connection.stream =
		(size_t)get_number(r, "stream", SCENARIO_STREAM_MAX, NULL);
	reading->state = (enum connection_state)find_name(
		r, "state", connection_state_name_by_number, CONNECTION_STATE_MAX);
	reading->rto_ns = get_number(r, "rto_ns", INT64_MAX, NULL);
	reading->rtt_ns = get_number(r, "rtt_ns", INT64_MAX, NULL);
	reading->last_ack_ns = get_number(r, "last_ack_ns", INT64_MAX, NULL);
	reading->retransmissions =
		(uint32_t)get_number(r, "retransmissions", UINT32_MAX, NULL);
	reading->far_retransmissions =
		(uint32_t)get_number(r, "far_retransmissions", UINT32_MAX, NULL);
	reading->backoff = (unsigned)get_number(r, "backoff", UINT32_MAX, NULL);
	reading->unacknowledged =
		(unsigned)get_number(r, "unacknowledged", UINT32_MAX, NULL);
	event->connection.died = get_flag(r, "died");
	event->connection.reason = get_text(r, "reason");
}

static void get_captured(struct reader *r, struct event *event)
{
	event->frame.sent = get_flag(r, "sent");
	get_frame(r, &event->frame.frame);
	event->frame.packet = memory_zero(1, EVENT_PACKET_MAX);
	event->frame.length =
		get_octets(r, "packet", event->frame.packet, EVENT_PACKET_MAX);
	event->frame.header = (size_t)get_number(r, "header", event->frame.length, NULL);
}

static void get_link(struct reader *r, struct event *event)
{
	event->link.what = (enum link_event)find_name(
		r, "what", link_event_name_by_number, LINK_EVENT_MAX);
	event->link.removed = get_flag(r, "removed");
	event->link.carrier = get_flag(r, "carrier");
	event->link.operstate = get_text(r, "operstate");
	event->link.text = get_text(r, "text");
	get_mac(r, "mac", event->link.mac);
	event->link.state = get_text(r, "state");
}

static void get_trace(struct reader *r, struct event *event)
{
	const json_t *result = json_object_get(r->object, "result");
	json_int_t number = json_integer_value(result);

	event->trace.what = (enum trace_event)find_name(
		r, "what", trace_event_name_by_number, TRACE_EVENT_MAX);
	get_mac(r, "mac", event->trace.mac);
	event->trace.pairwise = get_flag(r, "pairwise");
	event->trace.key_index = (unsigned)get_number(r, "key_index", UINT8_MAX, NULL);
	event->trace.authorized = get_flag(r, "authorized");
	if (result && (!json_is_integer(result) || number < INT_MIN || number > INT_MAX))
		fail(r, "result", "a whole number in its range");
	event->trace.result = (int)number;
	event->trace.began_ns = get_number(r, "began", INT64_MAX, NULL);
}

static void get_ft_keys(struct reader *r, struct event *event)
{
	size_t found;

	event->ft_keys.check = (enum ft_check)find_name(
		r, "check", ft_check_name_by_number, FT_CHECK_MAX);
	get_mac(r, "bssid", event->ft_keys.bssid);
	event->ft_keys.matches = get_flag(r, "matches");
	event->ft_keys.length = get_octets(r, "expected", event->ft_keys.expected,
					   sizeof(event->ft_keys.expected));
	found = get_octets(r, "found", event->ft_keys.found,
			   sizeof(event->ft_keys.found));
	if (found != event->ft_keys.length)
		fail(r, "found", "as long as what was expected");
}

static void get_source(struct reader *r, struct event *event)
{
	event->source.source =
		(enum source)find_name(r, "source", source_name_by_number, SOURCE_MAX);
	event->source.state = (enum source_state)find_name(
		r, "state", source_state_name_by_number, SOURCE_STATE_MAX);
	event->source.reason = get_text(r, "reason");
	event->source.clock_error_ns = get_number(r, "clock_error_ns", INT64_MAX, NULL);
}

static void get_scenario(struct reader *outer, struct recorded_scenario *scenario)
{
	const json_t *object = json_object_get(outer->object, "scenario");
	struct reader reader = { object, outer->error, outer->result }, *r = &reader;

	if (!object)
		return;
	if (!json_is_object(object)) {
		fail(outer, "scenario", "an object");
		return;
	}
	scenario->file = get_text(r, "file");
	scenario->sha256 = get_text(r, "sha256");
	scenario->text = get_text(r, "text");
	outer->result = r->result;
}

static void get_fix(struct reader *r, struct event *event)
{
	event->fix.id = get_text(r, "id");
	event->fix.setting = get_text(r, "setting");
	event->fix.before = get_text(r, "before");
	event->fix.after = get_text(r, "after");
	event->fix.restored = get_flag(r, "restored");
	if (!event->fix.id || !event->fix.setting || !event->fix.before ||
	    !event->fix.after)
		fail(r, "id, setting, before and after", "strings");
}

static void get_body(struct reader *r, struct event *event)
{
	switch (event->kind) {
	case EVENT_RUN_START:
		event->run_start.started = get_text(r, "started");
		event->run_start.roamtest = get_text(r, "roamtest");
		get_scenario(r, &event->run_start.scenario);
		get_environment(r, &event->run_start.environment);
		break;
	case EVENT_NOTE:
		event->note.warning = get_flag(r, "warning");
		event->note.text = get_text(r, "text");
		break;
	case EVENT_COMMAND:
		event->command.text = get_text(r, "text");
		break;
	case EVENT_REPLY:
		event->reply.ok = get_flag(r, "ok");
		event->reply.text = get_text(r, "text");
		break;
	case EVENT_BSS:
		get_bss(r, event);
		break;
	case EVENT_SUPPLICANT:
		get_supplicant(r, event);
		break;
	case EVENT_KERNEL:
		event->kernel.what = (enum kernel_event)find_name(
			r, "what", kernel_event_name_by_number, KERNEL_EVENT_MAX);
		event->kernel.timed_out = get_flag(r, "timed_out");
		event->kernel.acknowledged = get_flag(r, "acknowledged");
		get_mac(r, "mac", event->kernel.mac);
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
		event->step_done.outcome = (enum outcome)find_name(
			r, "outcome", outcome_name_by_number, OUTCOME_MAX);
		event->step_done.status = (unsigned)get_number(
			r, "status", UINT16_MAX, &event->step_done.has_status);
		get_mac(r, "bssid", event->step_done.bssid);
		break;
	case EVENT_PROBES:
		get_probes(r, event);
		break;
	case EVENT_NEXT_HOP:
		event->next_hop.stream =
			(size_t)get_number(r, "stream", SCENARIO_STREAM_MAX, NULL);
		event->next_hop.destination = get_text(r, "destination");
		event->next_hop.address = get_text(r, "address");
		break;
	case EVENT_CONNECTION:
		get_connection(r, event);
		break;
	case EVENT_TUNNEL:
		event->tunnel.handshake_ns = get_number(r, "handshake_ns", INT64_MAX,
							&event->tunnel.has_handshake);
		event->tunnel.handshake_at_ns =
			get_number(r, "handshake_at", INT64_MAX, NULL);
		event->tunnel.received_bytes =
			get_number(r, "received_bytes", INT64_MAX, NULL);
		event->tunnel.sent_bytes = get_number(r, "sent_bytes", INT64_MAX, NULL);
		event->tunnel.endpoint = get_text(r, "endpoint");
		break;
	case EVENT_SETTLED:
		event->settled.recovered = get_flag(r, "recovered");
		break;
	case EVENT_FIX:
		get_fix(r, event);
		break;
	case EVENT_PROBLEM:
		event->problem.reason = get_text(r, "reason");
		event->problem.remedy = get_text(r, "remedy");
		if (!event->problem.reason)
			fail(r, "reason", "a string");
		break;
	case EVENT_STEP_START:
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
	struct reader reader = { object, error, 0 }, *r = &reader;
	struct event event = { 0 };
	bool has_step;

	if (!object)
		return error_set(error, -EBADMSG, "not JSON: %s (column %d)",
				 problem.text, problem.column);
	if (!json_is_object(object)) {
		json_decref(object);
		return error_set(error, -EBADMSG, "an event must be an object");
	}
	event.kind = (enum event_kind)find_name(r, "event", event_kind_name_by_number,
						EVENT_KIND_MAX);
	event.time_ns = get_number(r, "t", INT64_MAX, NULL);
	event.step = (int)get_number(r, "step", INT_MAX, &has_step);
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
