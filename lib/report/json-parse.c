/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "report/json-diagnosis.h"
#include "report/json-document.h"
#include "report/json-fixes.h"
#include "report/json-matrices.h"
#include "report/json-parse-steps.h"
#include "report/json-silences.h"
#include "report/report.h"

/* results.json, format 1, back into results. Strict about what it reads and where
 * that is; keys that it does not know (of a later version) are passed over. */

static const char *name_of_verdict(unsigned value)
{
	return verdict_name((enum verdict)value);
}

static const char *name_of_station_end(unsigned value)
{
	return station_end_name((enum station_end)value);
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
	if (!json_object_get(tunnel, "endpoint")) /* older results */
		return;
	results->tunnel_endpoint = document_text_or_null(document, tunnel, "endpoint");
	results->tunnel_endpoint_changes =
		document_count(document, tunnel, "endpoint_changes");
	report_read_last_authenticated(document, tunnel, &results->tunnel_last);
}

static uint64_t read_ip(struct document *document, const json_t *object)
{
	uint64_t version = document_number(document, object, "ip");

	if (version != 4 && version != 6)
		document_complain(document, "ip", "4 or 6");
	return version;
}

static const char *name_of_probe(unsigned value)
{
	return probe_name((enum probe_kind)value);
}

static uint64_t number_if(bool direction, struct document *document, const json_t *object,
			  const char *key)
{
	return direction ? document_number(document, object, key) : 0;
}

static void read_traffic(struct document *document, const json_t *object,
			 struct traffic *t)
{
	bool direction;

	t->name = document_text(document, object, "name");
	t->through = document_text(document, object, "through");
	if (json_object_get(object, "ip")) /* there was a time without */
		t->ipv6 = read_ip(document, object) == 6;
	/* Results from before there were others are STAMP's. */
	if (json_object_get(object, "probe"))
		t->probe = document_name(document, object, "probe", PROBE_MAX,
					 name_of_probe);
	t->sent = document_number(document, object, "sent");
	t->received = document_number(document, object, "received");
	direction = t->probe != PROBE_ICMP;
	t->lost_up = number_if(direction, document, object, "lost_up");
	t->lost_down = number_if(direction, document, object, "lost_down");
	t->lost_unknown = document_number(document, object, "lost_unknown");
	t->duplicates = document_number(document, object, "duplicates");
	t->reordered = document_number(document, object, "reordered");
	t->round_trip = document_distribution(document, object, "rtt");
	t->timer_error = document_distribution(document, object, "timer_error");
	if (json_object_get(object, "delay_up")) { /* there was a time without */
		t->delay_up = document_distribution(document, object, "delay_up");
		t->delay_down = document_distribution(document, object, "delay_down");
		t->send_delay = document_distribution(document, object, "send_delay");
	}
	t->gap_up_ns = number_if(direction, document, object, "gap_up_ns");
	t->gap_up_at_ns = number_if(direction, document, object, "gap_up_at_ns");
	t->gap_down_ns = document_number(document, object, "gap_down_ns");
	t->gap_down_at_ns = document_number(document, object, "gap_down_at_ns");
	report_read_silences(document, object, t);
	document_connection(document, object, &t->connection);
}

static void read_splits(struct document *document, const json_t *object, const char *name,
			struct metric_split **splits, size_t *count, size_t *capacity)
{
	json_t *all = json_object_get(object, name), *value;
	char outer[DOCUMENT_PATH_MAX];
	const char *key;

	if (!all) /* results from before there was this split */
		return;
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
		read_splits(document, value, "by_exchange", &metric->by_exchange,
			    &metric->by_exchange_count, &metric->by_exchange_capacity);
		read_splits(document, value, "by_pair", &metric->by_pair,
			    &metric->by_pair_count, &metric->by_pair_capacity);
		document_out_of(document, outer);
	}
}

static void read_phase_row(struct document *document, const json_t *object,
			   struct phase_row *row)
{
	row->name = document_text(document, object, "name");
	row->sources = document_text(document, object, "sources");
	row->mean_ns = document_number(document, object, "mean_ns");
	row->values = document_distribution(document, object, "values");
}

static void read_phase_rows(struct document *document, const json_t *object,
			    const char *key, struct phase_row **rows, size_t *count,
			    size_t *capacity)
{
	const json_t *array = document_array(document, object, key);
	char outer[DOCUMENT_PATH_MAX];

	for (size_t i = 0; i < json_array_size(array); i++) {
		document_into(document, outer, key, i);
		read_phase_row(document, json_array_get(array, i),
			       array_add(*rows, *count, *capacity));
		document_out_of(document, outer);
	}
}

static void read_phase_table(struct document *document, const json_t *object,
			     struct phase_table *table)
{
	table->exchange = document_text(document, object, "exchange");
	table->mean_ns = document_number(document, object, "mean_ns");
	table->total = document_distribution(document, object, "total");
	read_phase_rows(document, object, "phases", &table->rows, &table->row_count,
			&table->row_capacity);
	read_phase_rows(document, object, "later", &table->later, &table->later_count,
			&table->later_capacity);
}

static const char *name_of_source(unsigned value)
{
	return source_name((enum source)value);
}

static const char *name_of_source_state(unsigned value)
{
	return source_state_name((enum source_state)value);
}

static void read_sources(struct document *document, const json_t *root,
			 struct results *results)
{
	const json_t *array = document_array(document, root, "sources");
	char outer[DOCUMENT_PATH_MAX];

	for (size_t i = 0; i < json_array_size(array); i++) {
		const json_t *item = json_array_get(array, i);
		struct source_result *source;

		document_into(document, outer, "sources", i);
		source = &results->sources[document_name(document, item, "name",
							 SOURCE_MAX, name_of_source)];
		source->known = true;
		source->state = document_name(document, item, "state", SOURCE_STATE_MAX,
					      name_of_source_state);
		free(source->reason); /* a source that is listed twice */
		source->reason = document_text_or_null(document, item, "reason");
		source->clock_error_ns =
			document_number(document, item, "clock_error_ns");
		document_out_of(document, outer);
	}
}

/* Ascending; results of before do not tell. */
static void read_indices(struct document *document, const json_t *object, const char *key,
			 unsigned **indices, size_t *count, size_t *capacity)
{
	const json_t *array = json_object_get(object, key);
	json_int_t last = 0;

	if (array)
		document_array(document, object, key);
	for (size_t i = 0; i < json_array_size(array); i++) {
		json_int_t index = json_integer_value(json_array_get(array, i));

		if (index <= last || index > UINT32_MAX) {
			document_complain(document, key, "a list of indices that ascend");
			return;
		}
		*array_add(*indices, *count, *capacity) = (unsigned)index;
		last = index;
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
	read_indices(document, object, "roams", &e->roams, &e->roam_count,
		     &e->roam_capacity);
	read_indices(document, object, "associations", &e->associations,
		     &e->association_count, &e->association_capacity);
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
	/* Results did not tell of it at first. */
	if (json_object_get(object, "interface"))
		e->interface = document_text_or_null(document, object, "interface");
	/* Results from before there were seeds have none. */
	e->has_seed = seed && !json_is_null(seed);
	if (e->has_seed)
		e->seed = document_count(document, object, "seed");
}

static void read_station_restored(struct document *document, const json_t *root,
				  struct results *results)
{
	const json_t *object = document_object(document, root, "station_restored");

	results->has_station_end = true;
	results->station_end = (enum station_end)document_name(
		document, object, "state", STATION_END_MAX, name_of_station_end);
	results->station_problem = document_text_or_null(document, object, "problem");
}

static void read_head(struct document *document, const json_t *root,
		      struct results *results)
{
	const json_t *scenario = document_object(document, root, "scenario");
	const json_t *problem = json_object_get(root, "problem");
	const char *sha256;
	size_t length;

	results->version = document_text(document, root, "roamtest");
	results->scenario_file = document_text(document, scenario, "file");
	results->scenario_name = document_text(document, scenario, "name");
	sha256 = document_string(document, scenario, "sha256");
	length = strlen(sha256);
	if (length >= sizeof(results->scenario_sha256))
		document_complain(document, "scenario.sha256", "a SHA-256");
	else
		memcpy(results->scenario_sha256, sha256, length + 1);
	results->started = document_text(document, root, "started");
	results->duration_ns = document_number(document, root, "duration_ns");
	read_run_tunnel(document, root, results);
	if (json_object_get(root, "station_restored"))
		read_station_restored(document, root, results);
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
	if (json_object_get(root, "sources"))
		read_sources(&document, root, results);
	report_read_fixes(&document, root, results);
	read_all(&document, root, "associations", results->associations,
		 results->association_count, results->association_capacity,
		 report_read_association);
	read_all(&document, root, "roams", results->roams, results->roam_count,
		 results->roam_capacity, report_read_roam);
	report_read_warnings(&document, root, results);
	report_read_matrices(&document, root, results);
	read_all(&document, root, "traffic", results->traffic, results->traffic_count,
		 results->traffic_capacity, read_traffic);
	read_metrics(&document, root, results);
	if (json_object_get(root, "phase_tables"))
		read_all(&document, root, "phase_tables", results->phase_tables,
			 results->phase_table_count, results->phase_table_capacity,
			 read_phase_table);
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
