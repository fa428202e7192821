/* SPDX-License-Identifier: BSD-3-Clause */
#include <jansson.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/hex.h"
#include "record/event-names.h"
#include "record/event.h"

/* An event as one line of JSON. What is zero, empty or absent is left out, so that a
 * line holds what was seen and no more; event-parse.c reads it back. */

static void put_text(json_t *object, const char *key, const char *value)
{
	json_t *string;

	if (!value)
		return;
	string = json_string(value);
	if (!string) {
		/* Not UTF-8 (an SSID may be any octets): keep what is ASCII. */
		cleanup_text_ struct text ascii = { 0 };

		for (; *value; value++) {
			char c = *value;

			if ((unsigned char)c >= 0x80)
				c = '?';
			text_add_char(&ascii, c);
		}
		string = json_string(ascii.data ? ascii.data : "");
	}
	json_object_set_new(object, key, string);
}

static void put_number(json_t *object, const char *key, uint64_t value)
{
	json_object_set_new(object, key, json_integer((json_int_t)value));
}

/* Of which 0 says nothing. */
static void put_code(json_t *object, const char *key, uint64_t value)
{
	if (value)
		put_number(object, key, value);
}

static void put_flag(json_t *object, const char *key, bool value)
{
	if (value)
		json_object_set_new(object, key, json_true());
}

static void put_mac(json_t *object, const char *key, const uint8_t *mac)
{
	char buffer[MAC_FORMAT_MAX];

	if (!mac_is_zero(mac))
		json_object_set_new(object, key, json_string(mac_format(buffer, mac)));
}

static void put_octets(json_t *object, const char *key, const uint8_t *octets,
		       size_t length)
{
	cleanup_text_ struct text hex = { 0 };

	text_add_hex(&hex, octets, length);
	json_object_set_new(object, key, json_string(hex.data ? hex.data : ""));
}

static void put_environment(json_t *object, const struct environment *e)
{
	put_text(object, "lab", e->lab);
	put_text(object, "clock", e->clock);
	put_text(object, "accelerator", e->accelerator);
	put_text(object, "kernel", e->kernel);
	put_text(object, "hostapd", e->hostapd);
	put_text(object, "wpa_supplicant", e->wpa_supplicant);
	put_text(object, "driver", e->driver);
	put_text(object, "interface", e->interface);
	if (e->has_seed)
		put_number(object, "seed", e->seed);
}

static void put_frame(json_t *object, const struct frame *f)
{
	json_t *frame;

	if (f->kind == FRAME_NONE)
		return;
	frame = json_object();
	put_text(frame, "kind", frame_kind_name(f->kind));
	put_mac(frame, "to", f->to);
	put_mac(frame, "from", f->from);
	put_mac(frame, "bssid", f->bssid);
	if (f->kind == FRAME_AUTHENTICATION) {
		put_number(frame, "algorithm", f->auth_algorithm);
		put_number(frame, "transaction", f->auth_transaction);
	}
	if (f->has_status)
		put_number(frame, "status", f->status);
	if (f->has_reason)
		put_number(frame, "reason", f->reason);
	put_mac(frame, "target", f->target_ap);
	if (f->has_mde) {
		put_number(frame, "mobility_domain", f->mobility_domain);
		put_number(frame, "ft_capability", f->ft_capability);
	}
	put_flag(frame, "fte", f->has_fte);
	if (f->r0kh_id_length)
		put_octets(frame, "r0kh_id", f->r0kh_id, f->r0kh_id_length);
	if (f->has_r1kh_id)
		put_octets(frame, "r1kh_id", f->r1kh_id, MAC_LENGTH);
	put_code(frame, "fte_mic_length", f->fte_mic_length);
	put_flag(frame, "rsne", f->has_rsne);
	put_code(frame, "group_cipher", f->group_cipher);
	put_code(frame, "pairwise_cipher", f->pairwise_cipher);
	put_code(frame, "akm", f->akm);
	put_code(frame, "group_management_cipher", f->group_management_cipher);
	put_code(frame, "rsn_capabilities", f->rsn_capabilities);
	if (f->pmkid_count) {
		put_number(frame, "pmkids", f->pmkid_count);
		put_octets(frame, "pmkid", f->pmkid, sizeof(f->pmkid));
	}
	if (f->has_rsnxe)
		put_number(frame, "rsnxe", f->rsnxe);
	if (f->has_reassociation_deadline)
		put_number(frame, "reassociation_deadline", f->reassociation_deadline_tu);
	if (f->has_key_lifetime)
		put_number(frame, "key_lifetime", f->key_lifetime_s);
	if (f->kind == FRAME_EAPOL_KEY)
		put_number(frame, "eapol_message", f->eapol_message);
	json_object_set_new(object, "frame", frame);
}

static void put_suites(json_t *object, const char *key, const uint32_t *suites,
		       size_t count)
{
	json_t *list = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(list, json_integer(suites[i]));
	json_object_set_new(object, key, list);
}

static void put_bss(json_t *object, const struct event *event)
{
	const struct bss_elements *e = &event->bss.elements;

	put_mac(object, "bssid", event->bss.bssid);
	put_flag(object, "after_failure", event->bss.after_failure);
	if (event->bss.absent) {
		put_flag(object, "absent", true);
		return;
	}
	put_number(object, "frequency_mhz", event->bss.frequency_mhz);
	if (e->has_mde) {
		put_number(object, "mobility_domain", e->mobility_domain);
		put_number(object, "ft_capability", e->ft_capability);
	}
	put_flag(object, "rsne", e->has_rsne);
	put_flag(object, "rsnxe", e->has_rsnxe);
	put_code(object, "rsnxe_octet", e->rsnxe);
	put_code(object, "group_cipher", e->group_cipher);
	put_code(object, "group_management_cipher", e->group_management_cipher);
	put_code(object, "rsn_capabilities", e->rsn_capabilities);
	if (e->pairwise_cipher_count)
		put_suites(object, "pairwise_ciphers", e->pairwise_ciphers,
			   e->pairwise_cipher_count);
	put_suites(object, "akms", e->akms, e->akm_count);
}

static void put_supplicant(json_t *object, const struct event *event)
{
	put_text(object, "what", supplicant_event_name(event->supplicant.what));
	put_mac(object, "bssid", event->supplicant.bssid);
	if (event->supplicant.has_status)
		put_number(object, "status", event->supplicant.status);
	if (event->supplicant.has_reason)
		put_number(object, "reason", event->supplicant.reason);
	put_flag(object, "locally_generated", event->supplicant.locally_generated);
	put_flag(object, "timeout", event->supplicant.timeout);
	put_text(object, "text", event->supplicant.text);
}

static void put_times(json_t *object, const char *key, const struct probe_time *times,
		      size_t count)
{
	json_t *rows;

	if (count == 0)
		return;
	rows = json_array();
	for (size_t i = 0; i < count; i++)
		json_array_append_new(rows,
				      json_pack("[I,I]", (json_int_t)times[i].sequence,
						(json_int_t)times[i].at_ns));
	json_object_set_new(object, key, rows);
}

static void put_probes(json_t *object, const struct event *event)
{
	json_t *sent = json_array(), *received = json_array();

	put_number(object, "stream", event->probes.stream);
	for (size_t i = 0; i < event->probes.sent_count; i++) {
		const struct probe_sent *p = &event->probes.sent[i];

		json_array_append_new(sent, json_pack("[I,I,I]", (json_int_t)p->sequence,
						      (json_int_t)p->at_ns,
						      (json_int_t)p->late_ns));
	}
	for (size_t i = 0; i < event->probes.received_count; i++) {
		const struct probe_received *p = &event->probes.received[i];

		json_array_append_new(
			received,
			!p->echo ? json_pack("[I,I,I,I]", (json_int_t)p->sequence,
					     (json_int_t)p->at_ns,
					     (json_int_t)p->reflector_sequence,
					     (json_int_t)p->reflected_ns)
				 : json_pack("[I,I]", (json_int_t)p->sequence,
					     (json_int_t)p->at_ns));
	}
	json_object_set_new(object, "sent", sent);
	json_object_set_new(object, "received", received);
	put_times(object, "heard", event->probes.heard, event->probes.heard_count);
	put_times(object, "left", event->probes.left, event->probes.left_count);
}

static void put_connection(json_t *object, const struct event *event)
{
	const struct connection_reading *reading = &event->connection.reading;

	put_number(object, "stream", event->connection.stream);
	put_text(object, "state", connection_state_name(reading->state));
	put_number(object, "rto_ns", reading->rto_ns);
	put_number(object, "rtt_ns", reading->rtt_ns);
	put_number(object, "last_ack_ns", reading->last_ack_ns);
	put_number(object, "retransmissions", reading->retransmissions);
	put_code(object, "far_retransmissions", reading->far_retransmissions);
	put_code(object, "backoff", reading->backoff);
	put_code(object, "unacknowledged", reading->unacknowledged);
	put_flag(object, "died", event->connection.died);
	put_text(object, "reason", event->connection.reason);
}

static void put_link(json_t *object, const struct event *event)
{
	put_text(object, "what", link_event_name(event->link.what));
	put_flag(object, "removed", event->link.removed);
	put_flag(object, "carrier", event->link.carrier);
	put_text(object, "operstate", event->link.operstate);
	put_text(object, "text", event->link.text);
	put_mac(object, "mac", event->link.mac);
	put_text(object, "state", event->link.state);
}

static void put_trace(json_t *object, const struct event *event)
{
	put_text(object, "what", trace_event_name(event->trace.what));
	put_mac(object, "mac", event->trace.mac);
	if (event->trace.what == TRACE_ADD_KEY) {
		put_flag(object, "pairwise", event->trace.pairwise);
		put_number(object, "key_index", event->trace.key_index);
	}
	if (event->trace.what == TRACE_AMPDU) {
		put_number(object, "tid", event->trace.tid);
		put_flag(object, "held", event->trace.held);
	}
	put_flag(object, "authorized", event->trace.authorized);
	if (event->trace.result != 0)
		json_object_set_new(object, "result", json_integer(event->trace.result));
	put_number(object, "began", event->trace.began_ns);
}

static void put_ft_keys(json_t *object, const struct event *event)
{
	put_text(object, "check", ft_check_name(event->ft_keys.check));
	put_mac(object, "bssid", event->ft_keys.bssid);
	put_flag(object, "matches", event->ft_keys.matches);
	put_octets(object, "expected", event->ft_keys.expected, event->ft_keys.length);
	put_octets(object, "found", event->ft_keys.found, event->ft_keys.length);
}

static void put_source(json_t *object, const struct event *event)
{
	put_text(object, "source", source_name(event->source.source));
	put_text(object, "state", source_state_name(event->source.state));
	put_text(object, "reason", event->source.reason);
	if (event->source.clock_error_ns)
		put_number(object, "clock_error_ns", event->source.clock_error_ns);
}

static void put_scenario(json_t *object, const struct recorded_scenario *scenario)
{
	json_t *value;

	if (!scenario->file && !scenario->sha256 && !scenario->text)
		return;
	value = json_object();
	put_text(value, "file", scenario->file);
	put_text(value, "sha256", scenario->sha256);
	put_text(value, "text", scenario->text);
	json_object_set_new(object, "scenario", value);
}

static void put_body(json_t *object, const struct event *event)
{
	switch (event->kind) {
	case EVENT_RUN_START:
		put_text(object, "started", event->run_start.started);
		put_text(object, "roamtest", event->run_start.roamtest);
		put_environment(object, &event->run_start.environment);
		put_scenario(object, &event->run_start.scenario);
		break;
	case EVENT_NOTE:
		put_flag(object, "warning", event->note.warning);
		put_text(object, "text", event->note.text);
		break;
	case EVENT_ROUND:
		put_flag(object, "more", event->round.more);
		break;
	case EVENT_COMMAND:
		put_text(object, "text", event->command.text);
		break;
	case EVENT_REPLY:
		put_flag(object, "ok", event->reply.ok);
		put_text(object, "text", event->reply.text);
		break;
	case EVENT_BSS:
		put_bss(object, event);
		break;
	case EVENT_SUPPLICANT:
		put_supplicant(object, event);
		break;
	case EVENT_KERNEL:
		put_text(object, "what", kernel_event_name(event->kernel.what));
		put_flag(object, "timed_out", event->kernel.timed_out);
		put_flag(object, "acknowledged", event->kernel.acknowledged);
		put_mac(object, "mac", event->kernel.mac);
		put_frame(object, &event->kernel.frame);
		break;
	case EVENT_FRAME:
		put_flag(object, "sent", event->frame.sent);
		put_flag(object, "unacknowledged", event->frame.unacknowledged);
		put_frame(object, &event->frame.frame);
		put_number(object, "header", event->frame.header);
		put_octets(object, "packet", event->frame.packet, event->frame.length);
		break;
	case EVENT_LINK:
		put_link(object, event);
		break;
	case EVENT_TRACE:
		put_trace(object, event);
		break;
	case EVENT_FT_KEYS:
		put_ft_keys(object, event);
		break;
	case EVENT_SOURCE:
		put_source(object, event);
		break;
	case EVENT_STEP_DONE:
		put_text(object, "outcome", outcome_name(event->step_done.outcome));
		if (event->step_done.has_status)
			put_number(object, "status", event->step_done.status);
		put_mac(object, "bssid", event->step_done.bssid);
		break;
	case EVENT_PROBES:
		put_probes(object, event);
		break;
	case EVENT_NEXT_HOP:
		put_number(object, "stream", event->next_hop.stream);
		put_text(object, "destination", event->next_hop.destination);
		put_text(object, "address", event->next_hop.address);
		break;
	case EVENT_CONNECTION:
		put_connection(object, event);
		break;
	case EVENT_TUNNEL:
		if (event->tunnel.has_handshake)
			put_number(object, "handshake_ns", event->tunnel.handshake_ns);
		if (event->tunnel.handshake_at_ns)
			put_number(object, "handshake_at", event->tunnel.handshake_at_ns);
		put_number(object, "received_bytes", event->tunnel.received_bytes);
		put_number(object, "sent_bytes", event->tunnel.sent_bytes);
		put_text(object, "endpoint", event->tunnel.endpoint);
		break;
	case EVENT_SETTLED:
		put_flag(object, "recovered", event->settled.recovered);
		break;
	case EVENT_FIX:
		put_text(object, "id", event->fix.id);
		put_text(object, "setting", event->fix.setting);
		put_text(object, "before", event->fix.before);
		put_text(object, "after", event->fix.after);
		put_flag(object, "restored", event->fix.restored);
		break;
	case EVENT_AP_CONF:
		put_number(object, "access_point", event->ap_conf.access_point);
		put_text(object, "text", event->ap_conf.text);
		break;
	case EVENT_AP_LOG:
		put_number(object, "access_point", event->ap_log.access_point);
		put_text(object, "text", event->ap_log.text);
		break;
	case EVENT_PROBLEM:
		put_text(object, "reason", event->problem.reason);
		put_text(object, "remedy", event->problem.remedy);
		break;
	case EVENT_RESTORED:
		put_text(object, "state", station_end_name(event->restored.end));
		put_text(object, "problem", event->restored.problem);
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

void event_format(const struct event *event, struct text *out)
{
	json_t *object = json_object();
	char *line;

	put_number(object, "t", event->time_ns);
	put_text(object, "event", event_kind_name(event->kind));
	if (event->step >= 0)
		put_number(object, "step", (uint64_t)event->step);
	put_body(object, event);
	line = json_dumps(object, JSON_COMPACT);
	if (!line)
		abort(); /* out of memory: every value above is valid JSON */
	text_add(out, line);
	text_add_char(out, '\n');
	free(line);
	json_decref(object);
}
