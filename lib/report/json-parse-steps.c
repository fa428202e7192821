/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/json-parse-steps.h"

#include "base/memory.h"
#include "report/json-diagnosis.h"
#include "report/json-matrices.h"
#include "report/json-negotiated.h"

static const char *name_of_method(unsigned value)
{
	return method_name((enum method)value);
}

static const char *name_of_outcome(unsigned value)
{
	return outcome_name((enum outcome)value);
}

static const char *name_of_via(unsigned value)
{
	return via_name((enum via)value);
}

static const char *name_of_direction(unsigned value)
{
	return value ? "up" : "down";
}

static void read_status(struct document *document, const json_t *object, bool *has_status,
			unsigned *status)
{
	*has_status = !json_is_null(json_object_get(object, "status"));
	if (*has_status)
		*status = document_count(document, object, "status");
}

static void read_phases(struct document *document, const json_t *object,
			struct phase **phases, size_t *count, size_t *capacity)
{
	const json_t *array = document_array(document, object, "phases");
	char outer[DOCUMENT_PATH_MAX];

	for (size_t i = 0; i < json_array_size(array); i++) {
		const json_t *item = json_array_get(array, i);
		struct phase *phase = array_add(*phases, *count, *capacity);

		document_into(document, outer, "phases", i);
		phase->name = document_text(document, item, "name");
		phase->start_ns = document_number(document, item, "start_ns");
		phase->end_ns = document_number(document, item, "end_ns");
		phase->source = document_text(document, item, "source");
		document_out_of(document, outer);
	}
}

static void read_aftermath(struct document *document, const json_t *object,
			   struct aftermath **list, size_t *count, size_t *capacity)
{
	const json_t *array = json_object_get(object, "aftermath");
	char outer[DOCUMENT_PATH_MAX];

	if (array)
		document_array(document, object, "aftermath");
	for (size_t i = 0; i < json_array_size(array); i++) {
		const json_t *item = json_array_get(array, i);
		struct aftermath *after = array_add(*list, *count, *capacity);

		document_into(document, outer, "aftermath", i);
		after->name = document_text(document, item, "name");
		after->at_ns = document_number(document, item, "at_ns");
		after->after_ns = document_number(document, item, "after_ns");
		after->source = document_text(document, item, "source");
		document_out_of(document, outer);
	}
}

/* Results from before there was this key have the method alone. */
static char *read_exchange(struct document *document, const json_t *object,
			   enum method used)
{
	char *exchange = document_text_if(document, object, "exchange");

	return exchange ? exchange : memory_strdup(method_name(used));
}

void report_read_association(struct document *document, const json_t *object,
			     struct association *a)
{
	a->index = document_count(document, object, "index");
	a->line = document_count(document, object, "line");
	a->iteration = document_count(document, object, "iteration");
	a->to = document_text(document, object, "to");
	document_mac(document, object, "bssid", a->bssid);
	a->used = document_name(document, object, "used", METHOD_MAX, name_of_method);
	a->exchange = read_exchange(document, object, a->used);
	a->used_unproven = !document_flag(document, object, "proven");
	a->result =
		document_name(document, object, "result", OUTCOME_MAX, name_of_outcome);
	read_status(document, object, &a->has_status, &a->status);
	a->start_ns = document_number(document, object, "start_ns");
	a->total_ns = document_number(document, object, "total_ns");
	read_phases(document, object, &a->phases, &a->phase_count, &a->phase_capacity);
	read_aftermath(document, object, &a->aftermath, &a->aftermath_count,
		       &a->aftermath_capacity);
	report_read_negotiated(document, object, &a->negotiated);
	report_read_diagnosis(document, object, &a->explanation, &a->diagnosis);
	a->passed = document_flag(document, object, "passed");
	a->of_matrix = json_is_true(json_object_get(object, "matrix"));
}

static void read_first_packets(struct document *document, const json_t *object,
			       struct roam *roam)
{
	const json_t *array = document_array(document, object, "first_packets");
	char outer[DOCUMENT_PATH_MAX];

	for (size_t i = 0; i < json_array_size(array); i++) {
		const json_t *item = json_array_get(array, i);
		struct first_packet *packet =
			array_add(roam->first_packets, roam->first_packet_count,
				  roam->first_packet_capacity);

		document_into(document, outer, "first_packets", i);
		packet->stream = document_text(document, item, "stream");
		packet->up =
			document_name(document, item, "direction", 2, name_of_direction);
		packet->at_ns = document_number(document, item, "at_ns");
		packet->after_ns = document_number(document, item, "after_ns");
		packet->source = document_text(document, item, "source");
		document_out_of(document, outer);
	}
}

static void read_parts(struct document *document, const json_t *object, const char *key,
		       struct gap_part **parts, size_t *count, size_t *capacity)
{
	const json_t *array = document_array(document, object, key);
	char outer[DOCUMENT_PATH_MAX];

	for (size_t i = 0; i < json_array_size(array); i++) {
		const json_t *item = json_array_get(array, i);
		struct gap_part *part = array_add(*parts, *count, *capacity);

		document_into(document, outer, key, i);
		part->name = document_text(document, item, "name");
		part->ns = document_number(document, item, "ns");
		document_out_of(document, outer);
	}
}

static void read_gap(struct document *document, const json_t *object, struct gap *gap)
{
	/* Results from before both directions were split have the longer one's. */
	bool both = json_object_get(object, "up_parts");
	bool up;

	/* ICMP's have nulls. */
	gap->lacks_direction = json_object_get(object, "lost_unknown");
	if (gap->lacks_direction) {
		gap->lost_unknown = document_number(document, object, "lost_unknown");
	} else {
		gap->up_ns = document_number(document, object, "up_ns");
		gap->up_at_ns = document_number(document, object, "up_at_ns");
		gap->lost_up = document_number(document, object, "lost_up");
		gap->lost_down = document_number(document, object, "lost_down");
	}
	gap->down_ns = document_number(document, object, "down_ns");
	gap->down_at_ns = document_number(document, object, "down_at_ns");
	gap->up_open = document_flag(document, object, "up_open");
	gap->down_open = document_flag(document, object, "down_open");
	if (json_object_get(object, "neighbour_evicted")) /* there was a time without */
		gap->neighbour_evicted =
			document_flag(document, object, "neighbour_evicted");
	document_connection(document, object, &gap->connection);
	up = gap->up_ns > gap->down_ns;
	if (both || up)
		read_parts(document, object, both ? "up_parts" : "parts", &gap->up_parts,
			   &gap->up_part_count, &gap->up_part_capacity);
	if (both || !up)
		read_parts(document, object, both ? "down_parts" : "parts",
			   &gap->down_parts, &gap->down_part_count,
			   &gap->down_part_capacity);
}

static void read_gaps(struct document *document, const json_t *object, struct roam *roam)
{
	json_t *gaps = json_object_get(object, "gaps"), *value;
	char outer[DOCUMENT_PATH_MAX];
	const char *key;

	document_object(document, object, "gaps");
	json_object_foreach (gaps, key, value) {
		struct gap *gap =
			array_add(roam->gaps, roam->gap_count, roam->gap_capacity);

		gap->stream = memory_strdup(key);
		document_into(document, outer, "gaps", SIZE_MAX);
		read_gap(document, value, gap);
		document_out_of(document, outer);
	}
}

static const char *name_of_tunnel_state(unsigned state)
{
	return tunnel_state_name((enum tunnel_state)state);
}

void report_read_last_authenticated(struct document *document, const json_t *object,
				    struct last_authenticated *last)
{
	const json_t *value = json_object_get(object, "last_authenticated");
	char outer[DOCUMENT_PATH_MAX];

	last->known = !json_is_null(value);
	if (!last->known)
		return;
	document_object(document, object, "last_authenticated");
	document_into(document, outer, "last_authenticated", SIZE_MAX);
	last->at_ns = document_number(document, value, "at_ns");
	last->within_ns = document_number(document, value, "within_ns");
	last->source = document_text(document, value, "source");
	document_out_of(document, outer);
}

/* Older results have only what was counted. */
static enum tunnel_state old_tunnel_state(const struct roam *roam)
{
	if (!roam->tunnel_survived)
		return TUNNEL_DIED;
	if (roam->tunnel_handshakes > 0)
		return TUNNEL_NEW_HANDSHAKE;
	return roam->tunnel_rekeys > 0 ? TUNNEL_REKEYED : TUNNEL_CONTINUED;
}

static void read_tunnel(struct document *document, const json_t *object,
			struct roam *roam)
{
	const json_t *tunnel = json_object_get(object, "tunnel");
	struct roam_tunnel *of = &roam->tunnel;

	roam->has_tunnel = !json_is_null(tunnel);
	if (!roam->has_tunnel)
		return;
	document_object(document, object, "tunnel");
	roam->tunnel_survived = document_flag(document, tunnel, "survived");
	roam->tunnel_handshakes = document_count(document, tunnel, "handshakes");
	roam->tunnel_rekeys = document_count(document, tunnel, "rekeys");
	of->state = old_tunnel_state(roam);
	if (!json_object_get(tunnel, "state"))
		return;
	of->state = document_name(document, tunnel, "state", TUNNEL_STATE_MAX,
				  name_of_tunnel_state);
	of->endpoint = document_text_or_null(document, tunnel, "endpoint");
	of->endpoint_changed = document_flag(document, tunnel, "endpoint_changed");
	of->received_bytes = document_number(document, tunnel, "received_bytes");
	of->sent_bytes = document_number(document, tunnel, "sent_bytes");
	report_read_last_authenticated(document, tunnel, &of->last);
	of->unanswered = document_count(document, tunnel, "unanswered_handshakes");
}

static void read_proof(struct document *document, const json_t *object, struct roam *roam)
{
	const json_t *array = document_array(document, object, "proof");

	for (size_t i = 0; i < json_array_size(array); i++) {
		const json_t *item = json_array_get(array, i);

		if (!json_is_string(item))
			document_complain(document, "proof", "an array of strings");
		*array_add(roam->proof, roam->proof_count, roam->proof_capacity) =
			memory_strdup(json_is_string(item) ? json_string_value(item)
							   : "");
	}
}

void report_read_roam(struct document *document, const json_t *object, struct roam *roam)
{
	roam->index = document_count(document, object, "index");
	roam->line = document_count(document, object, "line");
	roam->iteration = document_count(document, object, "iteration");
	roam->began_anew = json_is_true(json_object_get(object, "began_anew"));
	roam->from = document_text(document, object, "from");
	roam->to = document_text(document, object, "to");
	document_mac(document, object, "bssid", roam->bssid);
	roam->via = document_name(document, object, "via", VIA_MAX, name_of_via);
	roam->used = document_name(document, object, "used", METHOD_MAX, name_of_method);
	roam->exchange = read_exchange(document, object, roam->used);
	roam->used_unproven = !document_flag(document, object, "proven");
	read_proof(document, object, roam);
	roam->result =
		document_name(document, object, "result", OUTCOME_MAX, name_of_outcome);
	read_status(document, object, &roam->has_status, &roam->status);
	roam->start_ns = document_number(document, object, "start_ns");
	roam->total_ns = document_number(document, object, "total_ns");
	read_phases(document, object, &roam->phases, &roam->phase_count,
		    &roam->phase_capacity);
	read_aftermath(document, object, &roam->aftermath, &roam->aftermath_count,
		       &roam->aftermath_capacity);
	read_first_packets(document, object, roam);
	report_read_negotiated(document, object, &roam->negotiated);
	report_read_diagnosis(document, object, &roam->explanation, &roam->diagnosis);
	read_gaps(document, object, roam);
	read_tunnel(document, object, roam);
	roam->passed = document_flag(document, object, "passed");
	document_leg(document, object, &roam->of_matrix, &roam->leg);
}
