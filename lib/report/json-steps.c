/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/json-steps.h"

#include "report/json-diagnosis.h"
#include "report/json-matrices.h"
#include "report/json-negotiated.h"
#include "report/json-value.h"

static json_t *phases_value(const struct phase *phases, size_t count)
{
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++) {
		json_t *object = json_object();

		json_put_text(object, "name", phases[i].name);
		json_put_number(object, "start_ns", phases[i].start_ns);
		json_put_number(object, "end_ns", phases[i].end_ns);
		json_put_text(object, "source", phases[i].source);
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *aftermath_value(const struct aftermath *list, size_t count)
{
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++) {
		const struct aftermath *after = &list[i];
		json_t *object = json_object();

		json_put_text(object, "name", after->name);
		json_put_number(object, "at_ns", after->at_ns);
		json_put_number(object, "after_ns", after->after_ns);
		json_put_text(object, "source", after->source);
		json_array_append_new(array, object);
	}
	return array;
}

json_t *json_association(const struct association *a)
{
	json_t *object = json_object();

	json_put_number(object, "index", a->index);
	json_put_number(object, "line", a->line);
	json_put_number(object, "iteration", a->iteration);
	json_put_text(object, "to", a->to);
	json_put_mac(object, "bssid", a->bssid);
	json_put_text(object, "used", method_name(a->used));
	json_put_text(object, "exchange", a->exchange);
	json_put_flag(object, "proven", !a->used_unproven);
	json_put_text(object, "result", outcome_name(a->result));
	json_put_number_or_null(object, "status", a->has_status, a->status);
	json_put_number(object, "start_ns", a->start_ns);
	json_put_number(object, "total_ns", a->total_ns);
	json_object_set_new(object, "phases", phases_value(a->phases, a->phase_count));
	json_object_set_new(object, "aftermath",
			    aftermath_value(a->aftermath, a->aftermath_count));
	json_object_set_new(object, "negotiated", json_negotiated(&a->negotiated));
	json_put_text(object, "explanation", a->explanation);
	json_object_set_new(object, "cause", json_diagnosis(&a->diagnosis));
	json_put_flag(object, "passed", a->passed);
	json_put_flag(object, "matrix", a->of_matrix);
	return object;
}

static json_t *first_packets_value(const struct roam *roam)
{
	json_t *array = json_array();

	for (size_t i = 0; i < roam->first_packet_count; i++) {
		const struct first_packet *packet = &roam->first_packets[i];
		json_t *object = json_object();

		json_put_text(object, "stream", packet->stream);
		json_put_text(object, "direction", packet->up ? "up" : "down");
		json_put_number(object, "at_ns", packet->at_ns);
		json_put_number(object, "after_ns", packet->after_ns);
		json_put_text(object, "source", packet->source);
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *parts_value(const struct gap_part *parts, size_t count)
{
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++) {
		json_t *part = json_object();

		json_put_text(part, "name", parts[i].name);
		json_put_number(part, "ns", parts[i].ns);
		json_array_append_new(array, part);
	}
	return array;
}

static json_t *gap_value(const struct gap *gap)
{
	bool up = gap->up_ns > gap->down_ns;
	bool direction = !gap->lacks_direction;
	json_t *object = json_object();

	json_put_number_or_null(object, "up_ns", direction, gap->up_ns);
	json_put_number(object, "down_ns", gap->down_ns);
	json_put_number_or_null(object, "up_at_ns", direction, gap->up_at_ns);
	json_put_number(object, "down_at_ns", gap->down_at_ns);
	json_put_flag(object, "up_open", gap->up_open);
	json_put_flag(object, "down_open", gap->down_open);
	json_put_flag(object, "neighbour_evicted", gap->neighbour_evicted);
	json_put_number_or_null(object, "lost_up", direction, gap->lost_up);
	json_put_number_or_null(object, "lost_down", direction, gap->lost_down);
	if (!direction)
		json_put_number(object, "lost_unknown", gap->lost_unknown);
	json_object_set_new(object, "up_parts",
			    parts_value(gap->up_parts, gap->up_part_count));
	json_object_set_new(object, "down_parts",
			    parts_value(gap->down_parts, gap->down_part_count));
	/* Of the longer one. */
	json_object_set_new(object, "parts",
			    up ? parts_value(gap->up_parts, gap->up_part_count)
			       : parts_value(gap->down_parts, gap->down_part_count));
	json_put_connection(object, &gap->connection, false);
	return object;
}

static json_t *gaps_value(const struct roam *roam)
{
	json_t *object = json_object();

	for (size_t i = 0; i < roam->gap_count; i++)
		json_object_set_new(object, roam->gaps[i].stream,
				    gap_value(&roam->gaps[i]));
	return object;
}

static json_t *tunnel_value(const struct roam *roam)
{
	json_t *object;

	if (!roam->has_tunnel)
		return json_null();
	object = json_object();
	json_put_flag(object, "survived", roam->tunnel_survived);
	json_put_number(object, "handshakes", roam->tunnel_handshakes);
	json_put_number(object, "rekeys", roam->tunnel_rekeys);
	json_put_text(object, "state", tunnel_state_name(roam->tunnel.state));
	json_put_text(object, "endpoint", roam->tunnel.endpoint);
	json_put_flag(object, "endpoint_changed", roam->tunnel.endpoint_changed);
	json_put_number(object, "received_bytes", roam->tunnel.received_bytes);
	json_put_number(object, "sent_bytes", roam->tunnel.sent_bytes);
	json_object_set_new(object, "last_authenticated",
			    json_last_authenticated(&roam->tunnel.last));
	json_put_number(object, "unanswered_handshakes", roam->tunnel.unanswered);
	return object;
}

json_t *json_roam(const struct roam *roam)
{
	json_t *object = json_object(), *proof = json_array();

	json_put_number(object, "index", roam->index);
	json_put_number(object, "line", roam->line);
	json_put_number(object, "iteration", roam->iteration);
	json_put_flag(object, "began_anew", roam->began_anew);
	json_put_text(object, "from", roam->from);
	json_put_text(object, "to", roam->to);
	json_put_mac(object, "bssid", roam->bssid);
	json_put_text(object, "via", via_name(roam->via));
	json_put_text(object, "used", method_name(roam->used));
	json_put_text(object, "exchange", roam->exchange);
	json_put_flag(object, "proven", !roam->used_unproven);
	for (size_t i = 0; i < roam->proof_count; i++)
		json_array_append_new(proof, json_text(roam->proof[i]));
	json_object_set_new(object, "proof", proof);
	json_put_text(object, "result", outcome_name(roam->result));
	json_put_number_or_null(object, "status", roam->has_status, roam->status);
	json_put_number(object, "start_ns", roam->start_ns);
	json_put_number(object, "total_ns", roam->total_ns);
	json_object_set_new(object, "phases",
			    phases_value(roam->phases, roam->phase_count));
	json_object_set_new(object, "aftermath",
			    aftermath_value(roam->aftermath, roam->aftermath_count));
	json_object_set_new(object, "first_packets", first_packets_value(roam));
	json_object_set_new(object, "negotiated", json_negotiated(&roam->negotiated));
	json_put_text(object, "explanation", roam->explanation);
	json_object_set_new(object, "cause", json_diagnosis(&roam->diagnosis));
	json_object_set_new(object, "gaps", gaps_value(roam));
	json_object_set_new(object, "tunnel", tunnel_value(roam));
	json_put_flag(object, "passed", roam->passed);
	json_put_leg(object, roam->of_matrix, roam->leg);
	return object;
}
