/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "report/json-document.h"
#include "report/report.h"

/* results.json, format 1, back into results. Strict about what it reads and where
 * that is; keys that it does not know (of a later version) are passed over. */

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

static const char *name_of_verdict(unsigned value)
{
	return verdict_name((enum verdict)value);
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

static struct distribution read_distribution(struct document *document,
					     const json_t *object)
{
	return (struct distribution){
		.n = document_number(document, object, "n"),
		.min_ns = document_number(document, object, "min_ns"),
		.p50_ns = document_number(document, object, "p50_ns"),
		.p95_ns = document_number(document, object, "p95_ns"),
		.p99_ns = document_number(document, object, "p99_ns"),
		.max_ns = document_number(document, object, "max_ns"),
	};
}

static struct distribution document_distribution(struct document *document,
						 const json_t *object, const char *key)
{
	const json_t *value = document_object(document, object, key);
	char outer[DOCUMENT_PATH_MAX];
	struct distribution distribution;

	document_into(document, outer, key, SIZE_MAX);
	distribution = read_distribution(document, value);
	document_out_of(document, outer);
	return distribution;
}

static char *read_cause(struct document *document, const json_t *object)
{
	const json_t *cause = json_object_get(object, "cause");
	const json_t *evidence;

	if (json_is_null(cause))
		return NULL;
	if (!json_is_object(cause)) {
		document_complain(document, "cause", "an object or null");
		return NULL;
	}
	evidence = json_array_get(json_object_get(cause, "evidence"), 0);
	if (!json_is_string(evidence)) {
		document_complain(document, "cause.evidence[0]", "a string");
		return NULL;
	}
	return memory_strdup(json_string_value(evidence));
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

static void read_association(struct document *document, const json_t *object,
			     struct association *a)
{
	a->index = document_count(document, object, "index");
	a->line = document_count(document, object, "line");
	a->iteration = document_count(document, object, "iteration");
	a->to = document_text(document, object, "to");
	document_mac(document, object, "bssid", a->bssid);
	a->used = document_name(document, object, "used", METHOD_MAX, name_of_method);
	a->used_unproven = !document_flag(document, object, "proven");
	a->result =
		document_name(document, object, "result", OUTCOME_MAX, name_of_outcome);
	read_status(document, object, &a->has_status, &a->status);
	a->start_ns = document_number(document, object, "start_ns");
	a->total_ns = document_number(document, object, "total_ns");
	read_phases(document, object, &a->phases, &a->phase_count, &a->phase_capacity);
	a->explanation = read_cause(document, object);
	a->passed = document_flag(document, object, "passed");
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

static void read_gap(struct document *document, const json_t *object, struct gap *gap)
{
	const json_t *parts = document_array(document, object, "parts");
	char outer[DOCUMENT_PATH_MAX];

	gap->up_ns = document_number(document, object, "up_ns");
	gap->down_ns = document_number(document, object, "down_ns");
	gap->up_at_ns = document_number(document, object, "up_at_ns");
	gap->down_at_ns = document_number(document, object, "down_at_ns");
	gap->up_open = document_flag(document, object, "up_open");
	gap->down_open = document_flag(document, object, "down_open");
	gap->lost_up = document_number(document, object, "lost_up");
	gap->lost_down = document_number(document, object, "lost_down");
	for (size_t i = 0; i < json_array_size(parts); i++) {
		const json_t *item = json_array_get(parts, i);
		struct gap_part *part =
			array_add(gap->parts, gap->part_count, gap->part_capacity);

		document_into(document, outer, "parts", i);
		part->name = document_text(document, item, "name");
		part->ns = document_number(document, item, "ns");
		document_out_of(document, outer);
	}
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

static void read_tunnel(struct document *document, const json_t *object,
			struct roam *roam)
{
	const json_t *tunnel = json_object_get(object, "tunnel");

	roam->has_tunnel = !json_is_null(tunnel);
	if (!roam->has_tunnel)
		return;
	document_object(document, object, "tunnel");
	roam->tunnel_survived = document_flag(document, tunnel, "survived");
	roam->tunnel_handshakes = document_count(document, tunnel, "handshakes");
	roam->tunnel_rekeys = document_count(document, tunnel, "rekeys");
}

static void read_run_tunnel(struct document *document, const json_t *root,
			    struct results *results)
{
	const json_t *tunnel = json_object_get(root, "tunnel");

	results->has_tunnel = !json_is_null(tunnel);
	if (!results->has_tunnel)
		return;
	document_object(document, root, "tunnel");
	results->tunnel_handshakes = document_count(document, tunnel, "handshakes");
	results->tunnel_received_bytes =
		document_number(document, tunnel, "received_bytes");
	results->tunnel_sent_bytes = document_number(document, tunnel, "sent_bytes");
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

static void read_roam(struct document *document, const json_t *object, struct roam *roam)
{
	roam->index = document_count(document, object, "index");
	roam->line = document_count(document, object, "line");
	roam->iteration = document_count(document, object, "iteration");
	roam->from = document_text(document, object, "from");
	roam->to = document_text(document, object, "to");
	document_mac(document, object, "bssid", roam->bssid);
	roam->via = document_name(document, object, "via", VIA_MAX, name_of_via);
	roam->used = document_name(document, object, "used", METHOD_MAX, name_of_method);
	roam->used_unproven = !document_flag(document, object, "proven");
	read_proof(document, object, roam);
	roam->result =
		document_name(document, object, "result", OUTCOME_MAX, name_of_outcome);
	read_status(document, object, &roam->has_status, &roam->status);
	roam->start_ns = document_number(document, object, "start_ns");
	roam->total_ns = document_number(document, object, "total_ns");
	read_phases(document, object, &roam->phases, &roam->phase_count,
		    &roam->phase_capacity);
	read_first_packets(document, object, roam);
	roam->explanation = read_cause(document, object);
	read_gaps(document, object, roam);
	read_tunnel(document, object, roam);
	roam->passed = document_flag(document, object, "passed");
}

static void read_traffic(struct document *document, const json_t *object,
			 struct traffic *t)
{
	t->name = document_text(document, object, "name");
	t->through = document_text(document, object, "through");
	t->sent = document_number(document, object, "sent");
	t->received = document_number(document, object, "received");
	t->lost_up = document_number(document, object, "lost_up");
	t->lost_down = document_number(document, object, "lost_down");
	t->lost_unknown = document_number(document, object, "lost_unknown");
	t->duplicates = document_number(document, object, "duplicates");
	t->reordered = document_number(document, object, "reordered");
	t->round_trip = document_distribution(document, object, "rtt");
	t->timer_error = document_distribution(document, object, "timer_error");
	t->gap_up_ns = document_number(document, object, "gap_up_ns");
	t->gap_up_at_ns = document_number(document, object, "gap_up_at_ns");
	t->gap_down_ns = document_number(document, object, "gap_down_ns");
	t->gap_down_at_ns = document_number(document, object, "gap_down_at_ns");
}

static void read_splits(struct document *document, const json_t *object, const char *name,
			struct metric_split **splits, size_t *count, size_t *capacity)
{
	json_t *all = json_object_get(object, name), *value;
	char outer[DOCUMENT_PATH_MAX];
	const char *key;

	document_object(document, object, name);
	json_object_foreach (all, key, value) {
		struct metric_split *split = array_add(*splits, *count, *capacity);

		document_into(document, outer, name, SIZE_MAX);
		split->key = memory_strdup(key);
		split->values = read_distribution(document, value);
		document_out_of(document, outer);
	}
}

static void read_metrics(struct document *document, const json_t *root,
			 struct results *results)
{
	json_t *metrics = json_object_get(root, "metrics"), *value;
	char outer[DOCUMENT_PATH_MAX];
	const char *key;

	document_object(document, root, "metrics");
	json_object_foreach (metrics, key, value) {
		struct metric_result *metric =
			array_add(results->metrics, results->metric_count,
				  results->metric_capacity);

		document_into(document, outer, "metrics", SIZE_MAX);
		metric->name = memory_strdup(key);
		metric->values = read_distribution(document, value);
		read_splits(document, value, "by_via", &metric->by_via,
			    &metric->by_via_count, &metric->by_via_capacity);
		read_splits(document, value, "by_pair", &metric->by_pair,
			    &metric->by_pair_count, &metric->by_pair_capacity);
		document_out_of(document, outer);
	}
}

static void read_expectation(struct document *document, const json_t *object,
			     struct expectation_result *e)
{
	e->line = document_count(document, object, "line");
	e->metric = document_text(document, object, "metric");
	e->wanted = document_text(document, object, "wanted");
	e->got = document_text(document, object, "got");
	e->detail = document_text_or_null(document, object, "detail");
	e->verdict =
		document_name(document, object, "verdict", VERDICT_MAX, name_of_verdict);
}

/* Reads each item of an array of the root with read_ITEM(). */
#define read_all(document, root, key, items, count, capacity, read_item)    \
	do {                                                                \
		const json_t *array_ = document_array(document, root, key); \
		char outer_[DOCUMENT_PATH_MAX];                             \
		for (size_t i_ = 0; i_ < json_array_size(array_); i_++) {   \
			document_into(document, outer_, key, i_);           \
			read_item(document, json_array_get(array_, i_),     \
				  array_add(items, count, capacity));       \
			document_out_of(document, outer_);                  \
		}                                                           \
	} while (0)

static void read_environment(struct document *document, const json_t *root,
			     struct environment *e)
{
	const json_t *object = document_object(document, root, "environment");
	const json_t *seed = json_object_get(object, "seed");

	e->lab = document_text_or_null(document, object, "lab");
	e->clock = document_text_or_null(document, object, "clock");
	e->accelerator = document_text_or_null(document, object, "accelerator");
	e->kernel = document_text_or_null(document, object, "kernel");
	e->hostapd = document_text_or_null(document, object, "hostapd");
	e->wpa_supplicant = document_text_or_null(document, object, "wpa_supplicant");
	e->driver = document_text_or_null(document, object, "driver");
	/* Results from before there were seeds have none. */
	e->has_seed = seed && !json_is_null(seed);
	if (e->has_seed)
		e->seed = document_count(document, object, "seed");
}

static void read_head(struct document *document, const json_t *root,
		      struct results *results)
{
	const json_t *scenario = document_object(document, root, "scenario");
	const json_t *problem = json_object_get(root, "problem");
	const char *sha256;

	results->version = document_text(document, root, "roamtest");
	results->scenario_file = document_text(document, scenario, "file");
	results->scenario_name = document_text(document, scenario, "name");
	sha256 = document_string(document, scenario, "sha256");
	if (strlen(sha256) >= sizeof(results->scenario_sha256))
		document_complain(document, "scenario.sha256", "a SHA-256");
	else
		strcpy(results->scenario_sha256, sha256);
	results->started = document_text(document, root, "started");
	results->duration_ns = document_number(document, root, "duration_ns");
	read_run_tunnel(document, root, results);
	results->interrupted = document_flag(document, root, "interrupted");
	if (!json_is_null(problem)) {
		document_object(document, root, "problem");
		results->problem = document_text(document, problem, "reason");
		results->problem_remedy =
			document_text_or_null(document, problem, "remedy");
	}
	results->verdict =
		document_name(document, root, "verdict", VERDICT_MAX, name_of_verdict);
}

static int read_results(const json_t *root, struct results *results, struct error *error)
{
	struct document document = { .error = error };

	if (!json_is_object(root) || !json_object_get(root, "roamtest"))
		return error_set(error, -EBADMSG, "this is not a results.json");
	if (json_integer_value(json_object_get(root, "format")) != 1)
		return error_set(error, -EBADMSG,
				 "results.json is not of format 1, the only one that "
				 "this version reads");
	read_head(&document, root, results);
	read_environment(&document, root, &results->environment);
	read_all(&document, root, "associations", results->associations,
		 results->association_count, results->association_capacity,
		 read_association);
	read_all(&document, root, "roams", results->roams, results->roam_count,
		 results->roam_capacity, read_roam);
	read_all(&document, root, "traffic", results->traffic, results->traffic_count,
		 results->traffic_capacity, read_traffic);
	read_metrics(&document, root, results);
	read_all(&document, root, "expectations", results->expectations,
		 results->expectation_count, results->expectation_capacity,
		 read_expectation);
	return document.code;
}

int report_parse_json(const char *json, size_t length, struct results **ret,
		      struct error *error)
{
	struct results *results;
	json_error_t where;
	json_t *root;
	int r;

	root = json_loadb(json, length, JSON_REJECT_DUPLICATES, &where);
	if (!root)
		return error_set(error, -EBADMSG, "line %d, column %d: %s", where.line,
				 where.column, where.text);
	results = memory_zero(1, sizeof(*results));
	r = read_results(root, results, error);
	json_decref(root);
	if (r < 0) {
		results_free(results);
		return r;
	}
	*ret = results;
	return 0;
}
