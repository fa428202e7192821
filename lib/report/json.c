/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/cleanup.h"
#include "report/json-diagnosis.h"
#include "report/json-fixes.h"
#include "report/json-matrices.h"
#include "report/json-silences.h"
#include "report/json-steps.h"
#include "report/json-stream.h"
#include "report/json-value.h"
#include "report/report.h"

/* results.json, format 1 (docs/results.schema.json). */

static json_t *environment_value(const struct environment *e)
{
	json_t *object = json_object();

	json_put_text(object, "lab", e->lab);
	json_put_text(object, "clock", e->clock);
	json_put_text(object, "accelerator", e->accelerator);
	json_put_text(object, "kernel", e->kernel);
	json_put_text(object, "hostapd", e->hostapd);
	json_put_text(object, "wpa_supplicant", e->wpa_supplicant);
	json_put_text(object, "driver", e->driver);
	json_put_text(object, "interface", e->interface);
	json_put_number_or_null(object, "seed", e->has_seed, e->seed);
	return object;
}

static json_t *run_tunnel_value(const struct results *results)
{
	json_t *object;

	if (!results->has_tunnel)
		return json_null();
	object = json_object();
	json_put_number(object, "handshakes", results->tunnel_handshakes);
	json_put_number(object, "received_bytes", results->tunnel_received_bytes);
	json_put_number(object, "sent_bytes", results->tunnel_sent_bytes);
	json_put_text(object, "endpoint", results->tunnel_endpoint);
	json_put_number(object, "endpoint_changes", results->tunnel_endpoint_changes);
	json_object_set_new(object, "last_authenticated",
			    json_last_authenticated(&results->tunnel_last));
	return object;
}

static void stream_traffic(struct json_stream *out, const struct traffic *t)
{
	bool direction = t->probe != PROBE_ICMP;
	json_t *object = json_object(), *connection = json_object();

	json_put_text(object, "name", t->name);
	json_put_text(object, "probe", probe_name(t->probe));
	json_put_text(object, "through", t->through);
	json_put_number(object, "ip", t->ipv6 ? 6 : 4);
	json_put_number(object, "sent", t->sent);
	json_put_number(object, "received", t->received);
	json_put_number_or_null(object, "lost_up", direction, t->lost_up);
	json_put_number_or_null(object, "lost_down", direction, t->lost_down);
	json_put_number(object, "lost_unknown", t->lost_unknown);
	json_put_number(object, "duplicates", t->duplicates);
	json_put_number(object, "reordered", t->reordered);
	json_object_set_new(object, "rtt", json_distribution(&t->round_trip));
	json_put_number(object, "timer_error_ns", t->timer_error.p99_ns);
	json_object_set_new(object, "timer_error", json_distribution(&t->timer_error));
	json_object_set_new(object, "delay_up", json_distribution(&t->delay_up));
	json_object_set_new(object, "delay_down", json_distribution(&t->delay_down));
	json_object_set_new(object, "send_delay", json_distribution(&t->send_delay));
	json_put_number_or_null(object, "gap_up_ns", direction, t->gap_up_ns);
	json_put_number_or_null(object, "gap_up_at_ns", direction, t->gap_up_at_ns);
	json_put_number(object, "gap_down_ns", t->gap_down_ns);
	json_put_number(object, "gap_down_at_ns", t->gap_down_at_ns);
	json_put_connection(connection, &t->connection, true);
	json_stream_open_object(out, NULL);
	json_stream_add_members(out, object);
	if (t->has_silences)
		json_stream_silences(out, t);
	json_stream_add_members(out, connection);
	json_stream_close_object(out);
}

static json_t *splits_value(const struct metric_split *splits, size_t count)
{
	json_t *object = json_object();

	for (size_t i = 0; i < count; i++)
		json_object_set_new(object, splits[i].key,
				    json_distribution(&splits[i].values));
	return object;
}

static json_t *metrics_value(const struct results *results)
{
	json_t *object = json_object();

	for (size_t i = 0; i < results->metric_count; i++) {
		const struct metric_result *metric = &results->metrics[i];
		json_t *value = json_distribution(&metric->values);

		json_object_set_new(value, "by_via",
				    splits_value(metric->by_via, metric->by_via_count));
		json_object_set_new(value, "by_exchange",
				    splits_value(metric->by_exchange,
						 metric->by_exchange_count));
		json_object_set_new(value, "by_pair",
				    splits_value(metric->by_pair, metric->by_pair_count));
		json_object_set_new(object, metric->name, value);
	}
	return object;
}

static json_t *phase_rows_value(const struct phase_row *rows, size_t count)
{
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++) {
		const struct phase_row *row = &rows[i];
		json_t *object = json_object();

		json_put_text(object, "name", row->name);
		json_put_text(object, "sources", row->sources);
		json_put_number(object, "mean_ns", row->mean_ns);
		json_object_set_new(object, "values", json_distribution(&row->values));
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *phase_tables_value(const struct results *results)
{
	json_t *array = json_array();

	for (size_t i = 0; i < results->phase_table_count; i++) {
		const struct phase_table *table = &results->phase_tables[i];
		json_t *object = json_object();

		json_put_text(object, "exchange", table->exchange);
		json_put_number(object, "mean_ns", table->mean_ns);
		json_object_set_new(object, "total", json_distribution(&table->total));
		json_object_set_new(object, "phases",
				    phase_rows_value(table->rows, table->row_count));
		json_object_set_new(object, "later",
				    phase_rows_value(table->later, table->later_count));
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *sources_value(const struct results *results)
{
	json_t *array = json_array();

	for (enum source i = 0; i < SOURCE_MAX; i++) {
		const struct source_result *source = &results->sources[i];
		json_t *object;

		if (!source->known)
			continue;
		object = json_object();
		json_put_text(object, "name", source_name(i));
		json_put_text(object, "title", source_title(i));
		json_put_text(object, "state", source_state_name(source->state));
		json_put_text(object, "reason", source->reason);
		json_put_number(object, "clock_error_ns", source->clock_error_ns);
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *indices_value(const unsigned *indices, size_t count)
{
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(array, json_integer(indices[i]));
	return array;
}

static json_t *expectation_value(const struct expectation_result *e)
{
	json_t *object = json_object();

	json_put_number(object, "line", e->line);
	json_put_text(object, "metric", e->metric);
	json_put_text(object, "wanted", e->wanted);
	json_put_text(object, "got", e->got);
	json_put_text(object, "detail", e->detail);
	json_object_set_new(object, "roams", indices_value(e->roams, e->roam_count));
	json_object_set_new(object, "associations",
			    indices_value(e->associations, e->association_count));
	json_put_text(object, "verdict", verdict_name(e->verdict));
	return object;
}

static json_t *scenario_value(const struct results *results)
{
	json_t *object = json_object();

	json_put_text(object, "file", results->scenario_file);
	json_put_text(object, "name", results->scenario_name);
	json_put_text(object, "sha256", results->scenario_sha256);
	return object;
}

static json_t *station_restored_value(const struct results *results)
{
	json_t *object = json_object();

	json_put_text(object, "state", station_end_name(results->station_end));
	json_put_text(object, "problem", results->station_problem);
	return object;
}

static json_t *problem_value(const struct results *results)
{
	json_t *object;

	if (!results->problem)
		return json_null();
	object = json_object();
	json_put_text(object, "reason", results->problem);
	json_put_text(object, "remedy", results->problem_remedy);
	return object;
}

static json_t *run_value(const struct results *results)
{
	json_t *object = json_object();

	json_put_number(object, "format", 1);
	json_put_text(object, "roamtest", results->version);
	json_object_set_new(object, "scenario", scenario_value(results));
	json_put_text(object, "started", results->started);
	json_put_number(object, "duration_ns", results->duration_ns);
	json_object_set_new(object, "environment",
			    environment_value(&results->environment));
	json_object_set_new(object, "sources", sources_value(results));
	json_object_set_new(object, "fixes", json_fixes(results));
	return object;
}

static json_t *conclusion_value(const struct results *results)
{
	json_t *object = json_object();

	if (results->has_station_end)
		json_object_set_new(object, "station_restored",
				    station_restored_value(results));
	json_put_flag(object, "interrupted", results->interrupted);
	json_object_set_new(object, "problem", problem_value(results));
	json_put_text(object, "verdict", verdict_name(results->verdict));
	return object;
}

static void stream_rows(struct json_stream *out, const struct results *results)
{
	json_stream_open_array(out, "associations");
	for (size_t i = 0; i < results->association_count; i++)
		json_stream_add(out, NULL,
				json_association(results_association(results, i)));
	json_stream_close_array(out);
	json_stream_open_array(out, "roams");
	for (size_t i = 0; i < results->roam_count; i++)
		json_stream_add(out, NULL, json_roam(results_roam(results, i)));
	json_stream_close_array(out);
}

/* What there is one of for each roam in a long run is written one by one. */
static void stream_results(struct json_stream *out, const struct results *results)
{
	json_stream_open_object(out, NULL);
	json_stream_add_members(out, run_value(results));
	stream_rows(out, results);
	json_stream_add(out, "warnings", json_warnings(results));
	json_stream_open_array(out, "matrices");
	for (size_t i = 0; i < results->matrix_count; i++)
		json_stream_add(out, NULL, json_matrix(&results->matrices[i]));
	json_stream_close_array(out);
	json_stream_open_array(out, "traffic");
	for (size_t i = 0; i < results->traffic_count; i++)
		stream_traffic(out, &results->traffic[i]);
	json_stream_close_array(out);
	json_stream_add(out, "tunnel", run_tunnel_value(results));
	json_stream_add(out, "metrics", metrics_value(results));
	json_stream_add(out, "phase_tables", phase_tables_value(results));
	json_stream_open_array(out, "expectations");
	for (size_t i = 0; i < results->expectation_count; i++)
		json_stream_add(out, NULL, expectation_value(&results->expectations[i]));
	json_stream_close_array(out);
	json_stream_add_members(out, conclusion_value(results));
	json_stream_close_object(out);
}

void report_json(const struct results *results, struct text *out)
{
	struct json_stream stream = { .out = out };

	stream_results(&stream, results);
	json_stream_end(&stream);
}

int report_json_write(const struct results *results, const struct sink *sink,
		      struct error *error)
{
	cleanup_text_ struct text piece = { 0 };
	struct json_stream stream = { .out = &piece, .sink = sink, .error = error };

	stream_results(&stream, results);
	return json_stream_end(&stream);
}
