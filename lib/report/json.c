/* SPDX-License-Identifier: BSD-3-Clause */
#include <jansson.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "report/report.h"

/* results.json, format 1 (docs/results.schema.json). jansson keeps the order in which
 * keys are set, so that equal results are equal files. */

static json_t *text_value(const char *string)
{
	cleanup_text_ struct text ascii = { 0 };
	json_t *value;

	if (!string)
		return json_null();
	value = json_string(string);
	if (value)
		return value;
	/* Not UTF-8, and JSON has nothing else: keep what is ASCII. */
	for (; *string; string++)
		text_add_char(&ascii, (unsigned char)*string < 0x80 ? *string : '?');
	return json_string(ascii.data ? ascii.data : "");
}

static void put_text(json_t *object, const char *key, const char *string)
{
	json_object_set_new(object, key, text_value(string));
}

static void put_number(json_t *object, const char *key, uint64_t number)
{
	json_object_set_new(object, key, json_integer((json_int_t)number));
}

static void put_number_or_null(json_t *object, const char *key, bool has, uint64_t number)
{
	json_object_set_new(object, key,
			    has ? json_integer((json_int_t)number) : json_null());
}

static void put_flag(json_t *object, const char *key, bool flag)
{
	json_object_set_new(object, key, json_boolean(flag));
}

static void put_mac(json_t *object, const char *key, const uint8_t *mac)
{
	char buffer[MAC_FORMAT_MAX];

	put_text(object, key, mac_format(buffer, mac));
}

static void put_distribution(json_t *object, const struct distribution *d)
{
	put_number(object, "n", d->n);
	put_number(object, "min_ns", d->min_ns);
	put_number(object, "p50_ns", d->p50_ns);
	put_number(object, "p95_ns", d->p95_ns);
	put_number(object, "p99_ns", d->p99_ns);
	put_number(object, "max_ns", d->max_ns);
}

static json_t *distribution_value(const struct distribution *d)
{
	json_t *object = json_object();

	put_distribution(object, d);
	return object;
}

static json_t *phases_value(const struct phase *phases, size_t count)
{
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++) {
		json_t *object = json_object();

		put_text(object, "name", phases[i].name);
		put_number(object, "start_ns", phases[i].start_ns);
		put_number(object, "end_ns", phases[i].end_ns);
		put_text(object, "source", phases[i].source);
		json_array_append_new(array, object);
	}
	return array;
}

/* The explanation is evidence; the diagnosis that draws causes from evidence has no
 * part in this version. */
static json_t *cause_value(const char *explanation)
{
	json_t *cause, *evidence;

	if (!explanation)
		return json_null();
	cause = json_object();
	evidence = json_array();
	json_array_append_new(evidence, text_value(explanation));
	json_object_set_new(cause, "id", json_null());
	json_object_set_new(cause, "candidates", json_array());
	json_object_set_new(cause, "evidence", evidence);
	json_object_set_new(cause, "remedy", json_null());
	return cause;
}

static json_t *environment_value(const struct environment *e)
{
	json_t *object = json_object();

	put_text(object, "lab", e->lab);
	put_text(object, "clock", e->clock);
	put_text(object, "accelerator", e->accelerator);
	put_text(object, "kernel", e->kernel);
	put_text(object, "hostapd", e->hostapd);
	put_text(object, "wpa_supplicant", e->wpa_supplicant);
	put_text(object, "driver", e->driver);
	put_number_or_null(object, "seed", e->has_seed, e->seed);
	return object;
}

static json_t *association_value(const struct association *a)
{
	json_t *object = json_object();

	put_number(object, "index", a->index);
	put_number(object, "line", a->line);
	put_number(object, "iteration", a->iteration);
	put_text(object, "to", a->to);
	put_mac(object, "bssid", a->bssid);
	put_text(object, "used", method_name(a->used));
	put_flag(object, "proven", !a->used_unproven);
	put_text(object, "result", outcome_name(a->result));
	put_number_or_null(object, "status", a->has_status, a->status);
	put_number(object, "start_ns", a->start_ns);
	put_number(object, "total_ns", a->total_ns);
	json_object_set_new(object, "phases", phases_value(a->phases, a->phase_count));
	json_object_set_new(object, "cause", cause_value(a->explanation));
	put_flag(object, "passed", a->passed);
	return object;
}

static json_t *first_packets_value(const struct roam *roam)
{
	json_t *array = json_array();

	for (size_t i = 0; i < roam->first_packet_count; i++) {
		const struct first_packet *packet = &roam->first_packets[i];
		json_t *object = json_object();

		put_text(object, "stream", packet->stream);
		put_text(object, "direction", packet->up ? "up" : "down");
		put_number(object, "at_ns", packet->at_ns);
		put_number(object, "after_ns", packet->after_ns);
		put_text(object, "source", packet->source);
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *gap_value(const struct gap *gap)
{
	json_t *object = json_object(), *parts = json_array();

	put_number(object, "up_ns", gap->up_ns);
	put_number(object, "down_ns", gap->down_ns);
	put_number(object, "up_at_ns", gap->up_at_ns);
	put_number(object, "down_at_ns", gap->down_at_ns);
	put_flag(object, "up_open", gap->up_open);
	put_flag(object, "down_open", gap->down_open);
	put_number(object, "lost_up", gap->lost_up);
	put_number(object, "lost_down", gap->lost_down);
	for (size_t i = 0; i < gap->part_count; i++) {
		json_t *part = json_object();

		put_text(part, "name", gap->parts[i].name);
		put_number(part, "ns", gap->parts[i].ns);
		json_array_append_new(parts, part);
	}
	json_object_set_new(object, "parts", parts);
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

static json_t *run_tunnel_value(const struct results *results)
{
	json_t *object;

	if (!results->has_tunnel)
		return json_null();
	object = json_object();
	put_number(object, "handshakes", results->tunnel_handshakes);
	put_number(object, "received_bytes", results->tunnel_received_bytes);
	put_number(object, "sent_bytes", results->tunnel_sent_bytes);
	return object;
}

static json_t *tunnel_value(const struct roam *roam)
{
	json_t *object;

	if (!roam->has_tunnel)
		return json_null();
	object = json_object();
	put_flag(object, "survived", roam->tunnel_survived);
	put_number(object, "handshakes", roam->tunnel_handshakes);
	put_number(object, "rekeys", roam->tunnel_rekeys);
	return object;
}

static json_t *roam_value(const struct roam *roam)
{
	json_t *object = json_object(), *proof = json_array();

	put_number(object, "index", roam->index);
	put_number(object, "line", roam->line);
	put_number(object, "iteration", roam->iteration);
	put_text(object, "from", roam->from);
	put_text(object, "to", roam->to);
	put_mac(object, "bssid", roam->bssid);
	put_text(object, "via", via_name(roam->via));
	put_text(object, "used", method_name(roam->used));
	put_flag(object, "proven", !roam->used_unproven);
	for (size_t i = 0; i < roam->proof_count; i++)
		json_array_append_new(proof, text_value(roam->proof[i]));
	json_object_set_new(object, "proof", proof);
	put_text(object, "result", outcome_name(roam->result));
	put_number_or_null(object, "status", roam->has_status, roam->status);
	put_number(object, "start_ns", roam->start_ns);
	put_number(object, "total_ns", roam->total_ns);
	json_object_set_new(object, "phases",
			    phases_value(roam->phases, roam->phase_count));
	json_object_set_new(object, "first_packets", first_packets_value(roam));
	json_object_set_new(object, "cause", cause_value(roam->explanation));
	json_object_set_new(object, "gaps", gaps_value(roam));
	json_object_set_new(object, "tunnel", tunnel_value(roam));
	put_flag(object, "passed", roam->passed);
	return object;
}

static json_t *traffic_value(const struct traffic *t)
{
	json_t *object = json_object();

	put_text(object, "name", t->name);
	put_text(object, "through", t->through);
	put_number(object, "sent", t->sent);
	put_number(object, "received", t->received);
	put_number(object, "lost_up", t->lost_up);
	put_number(object, "lost_down", t->lost_down);
	put_number(object, "lost_unknown", t->lost_unknown);
	put_number(object, "duplicates", t->duplicates);
	put_number(object, "reordered", t->reordered);
	json_object_set_new(object, "rtt", distribution_value(&t->round_trip));
	put_number(object, "timer_error_ns", t->timer_error.p99_ns);
	json_object_set_new(object, "timer_error", distribution_value(&t->timer_error));
	put_number(object, "gap_up_ns", t->gap_up_ns);
	put_number(object, "gap_up_at_ns", t->gap_up_at_ns);
	put_number(object, "gap_down_ns", t->gap_down_ns);
	put_number(object, "gap_down_at_ns", t->gap_down_at_ns);
	return object;
}

static json_t *splits_value(const struct metric_split *splits, size_t count)
{
	json_t *object = json_object();

	for (size_t i = 0; i < count; i++)
		json_object_set_new(object, splits[i].key,
				    distribution_value(&splits[i].values));
	return object;
}

static json_t *metrics_value(const struct results *results)
{
	json_t *object = json_object();

	for (size_t i = 0; i < results->metric_count; i++) {
		const struct metric_result *metric = &results->metrics[i];
		json_t *value = distribution_value(&metric->values);

		json_object_set_new(value, "by_via",
				    splits_value(metric->by_via, metric->by_via_count));
		json_object_set_new(value, "by_pair",
				    splits_value(metric->by_pair, metric->by_pair_count));
		json_object_set_new(object, metric->name, value);
	}
	return object;
}

static json_t *expectation_value(const struct expectation_result *e)
{
	json_t *object = json_object();

	put_number(object, "line", e->line);
	put_text(object, "metric", e->metric);
	put_text(object, "wanted", e->wanted);
	put_text(object, "got", e->got);
	put_text(object, "detail", e->detail);
	put_text(object, "verdict", verdict_name(e->verdict));
	return object;
}

static json_t *scenario_value(const struct results *results)
{
	json_t *object = json_object();

	put_text(object, "file", results->scenario_file);
	put_text(object, "name", results->scenario_name);
	put_text(object, "sha256", results->scenario_sha256);
	return object;
}

static json_t *problem_value(const struct results *results)
{
	json_t *object;

	if (!results->problem)
		return json_null();
	object = json_object();
	put_text(object, "reason", results->problem);
	put_text(object, "remedy", results->problem_remedy);
	return object;
}

static json_t *results_value(const struct results *results)
{
	json_t *object = json_object();
	json_t *associations = json_array(), *roams = json_array();
	json_t *traffic = json_array(), *expectations = json_array();

	for (size_t i = 0; i < results->association_count; i++)
		json_array_append_new(associations,
				      association_value(&results->associations[i]));
	for (size_t i = 0; i < results->roam_count; i++)
		json_array_append_new(roams, roam_value(&results->roams[i]));
	for (size_t i = 0; i < results->traffic_count; i++)
		json_array_append_new(traffic, traffic_value(&results->traffic[i]));
	for (size_t i = 0; i < results->expectation_count; i++)
		json_array_append_new(expectations,
				      expectation_value(&results->expectations[i]));
	put_number(object, "format", 1);
	put_text(object, "roamtest", results->version);
	json_object_set_new(object, "scenario", scenario_value(results));
	put_text(object, "started", results->started);
	put_number(object, "duration_ns", results->duration_ns);
	json_object_set_new(object, "environment",
			    environment_value(&results->environment));
	json_object_set_new(object, "associations", associations);
	json_object_set_new(object, "roams", roams);
	json_object_set_new(object, "traffic", traffic);
	json_object_set_new(object, "tunnel", run_tunnel_value(results));
	json_object_set_new(object, "metrics", metrics_value(results));
	json_object_set_new(object, "expectations", expectations);
	put_flag(object, "interrupted", results->interrupted);
	json_object_set_new(object, "problem", problem_value(results));
	put_text(object, "verdict", verdict_name(results->verdict));
	return object;
}

void report_json(const struct results *results, struct text *out)
{
	json_t *value = results_value(results);
	char *json = json_dumps(value, JSON_INDENT(2));

	if (!json)
		abort(); /* out of memory: every value above is valid JSON */
	text_add(out, json);
	text_add_char(out, '\n');
	free(json);
	json_decref(value);
}
