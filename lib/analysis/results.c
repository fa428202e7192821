/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/results.h"

#include <stdlib.h>

const char *verdict_name(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_PASS:
		return "pass";
	case VERDICT_FAIL:
		return "fail";
	case VERDICT_ERROR:
		return "error";
	case VERDICT_SKIP:
		return "skip";
	case VERDICT_MAX:
		break;
	}
	return "unknown";
}

const char *tunnel_state_name(enum tunnel_state state)
{
	switch (state) {
	case TUNNEL_CONTINUED:
		return "continued";
	case TUNNEL_NEW_HANDSHAKE:
		return "new-handshake";
	case TUNNEL_REKEYED:
		return "rekeyed";
	case TUNNEL_DIED:
		return "died";
	case TUNNEL_STATE_MAX:
		break;
	}
	return "unknown";
}

const char *pattern_name(enum pattern pattern)
{
	static const char *const names[PATTERN_MAX] = {
		[PATTERN_ALL_PAIRS] = "all-pairs",
		[PATTERN_ONE_WAY] = "one-way",
		[PATTERN_BETWEEN] = "between",
		[PATTERN_INTO] = "into",
		[PATTERN_FROM] = "from",
		[PATTERN_WITH] = "with",
		[PATTERN_SAME_DEVICE] = "same-device",
		[PATTERN_OTHER_DEVICES] = "other-devices",
		[PATTERN_GROUPS] = "groups",
		[PATTERN_OVER_AIR] = "over-air",
		[PATTERN_OVER_DS] = "over-ds",
		[PATTERN_FIRST] = "first",
		[PATTERN_BACK] = "back",
		[PATTERN_WARM] = "warm",
		[PATTERN_NONE] = "none",
	};

	return names[pattern];
}

static void strings_free(char **strings, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(strings[i]);
	free(strings);
}

static void phases_free(struct phase *phases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(phases[i].name);
		free(phases[i].source);
	}
	free(phases);
}

static void aftermath_free(struct aftermath *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(list[i].name);
		free(list[i].source);
	}
	free(list);
}

static void gap_parts_free(struct gap_part *parts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(parts[i].name);
	free(parts);
}

static void remedy_clear(struct remedy *remedy)
{
	free(remedy->access_point);
	free(remedy->text);
	free(remedy->hostapd);
	free(remedy->openwrt);
}

void diagnosis_clear(struct diagnosis *diagnosis)
{
	free(diagnosis->candidates);
	for (size_t i = 0; i < diagnosis->evidence_count; i++)
		free(diagnosis->evidence[i]);
	free(diagnosis->evidence);
	free(diagnosis->decide);
	remedy_clear(&diagnosis->remedy);
	*diagnosis = (struct diagnosis){ 0 };
}

void warning_clear(struct warning *warning)
{
	free(warning->evidence);
	remedy_clear(&warning->remedy);
}

void roam_clear(struct roam *roam)
{
	free(roam->from);
	free(roam->to);
	strings_free(roam->proof, roam->proof_count);
	phases_free(roam->phases, roam->phase_count);
	for (size_t i = 0; i < roam->first_packet_count; i++) {
		free(roam->first_packets[i].stream);
		free(roam->first_packets[i].source);
	}
	free(roam->first_packets);
	for (size_t i = 0; i < roam->gap_count; i++) {
		struct gap *gap = &roam->gaps[i];

		gap_parts_free(gap->up_parts, gap->up_part_count);
		gap_parts_free(gap->down_parts, gap->down_part_count);
		free(gap->connection.reason);
		free(gap->stream);
	}
	free(roam->gaps);
	aftermath_free(roam->aftermath, roam->aftermath_count);
	free(roam->exchange);
	free(roam->negotiated.checks);
	diagnosis_clear(&roam->diagnosis);
	free(roam->explanation);
	free(roam->tunnel.endpoint);
	free(roam->tunnel.last.source);
	*roam = (struct roam){ 0 };
}

static void association_clear(struct association *association)
{
	free(association->to);
	free(association->exchange);
	aftermath_free(association->aftermath, association->aftermath_count);
	free(association->negotiated.checks);
	diagnosis_clear(&association->diagnosis);
	phases_free(association->phases, association->phase_count);
	free(association->explanation);
}

static void splits_free(struct metric_split *splits, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(splits[i].key);
	free(splits);
}

static void phase_rows_free(struct phase_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(rows[i].name);
		free(rows[i].sources);
	}
	free(rows);
}

static void phase_table_clear(struct phase_table *table)
{
	phase_rows_free(table->rows, table->row_count);
	phase_rows_free(table->later, table->later_count);
	free(table->exchange);
}

static void environment_clear(struct environment *environment)
{
	free(environment->lab);
	free(environment->clock);
	free(environment->accelerator);
	free(environment->kernel);
	free(environment->hostapd);
	free(environment->wpa_supplicant);
	free(environment->driver);
	free(environment->interface);
}

static void matrix_clear(struct matrix_result *matrix)
{
	strings_free(matrix->access_points, matrix->access_point_count);
	for (size_t i = 0; i < matrix->cell_count; i++) {
		free(matrix->cells[i].from);
		free(matrix->cells[i].to);
	}
	free(matrix->cells);
	for (size_t i = 0; i < matrix->pattern_count; i++) {
		struct matrix_pattern *pattern = &matrix->patterns[i];

		strings_free(pattern->access_points, pattern->access_point_count);
		free(pattern->sentence);
	}
	free(matrix->patterns);
}

static void fix_clear(struct fix_result *fix)
{
	free(fix->id);
	free(fix->setting);
	free(fix->before);
	free(fix->after);
}

/* So many rows may be resident. */
#define ROWS_RESIDENT 64

const struct roam *results_roam(const struct results *results, size_t index)
{
	if (index % ROWS_RESIDENT == 0)
		spill_rest(results->spill);
	return &results->roams[index];
}

const struct association *results_association(const struct results *results, size_t index)
{
	if (index % ROWS_RESIDENT == 0)
		spill_rest(results->spill);
	return &results->associations[index];
}

static void rows_free(struct results *results)
{
	for (size_t i = 0; i < results->association_count; i++)
		association_clear(&results->associations[i]);
	free(results->associations);
	for (size_t i = 0; i < results->roam_count; i++)
		roam_clear(&results->roams[i]);
	free(results->roams);
	for (size_t i = 0; i < results->traffic_count; i++)
		free(results->traffic[i].silences);
}

struct results *results_free(struct results *results)
{
	if (!results)
		return NULL;
	free(results->version);
	free(results->scenario_file);
	free(results->scenario_name);
	free(results->started);
	environment_clear(&results->environment);
	for (size_t i = 0; i < results->fix_count; i++)
		fix_clear(&results->fixes[i]);
	free(results->fixes);
	for (enum source i = 0; i < SOURCE_MAX; i++)
		free(results->sources[i].reason);
	for (size_t i = 0; i < results->phase_table_count; i++)
		phase_table_clear(&results->phase_tables[i]);
	free(results->phase_tables);
	if (!results->spill)
		rows_free(results);
	for (size_t i = 0; i < results->warning_count; i++)
		warning_clear(&results->warnings[i]);
	free(results->warnings);
	for (size_t i = 0; i < results->matrix_count; i++)
		matrix_clear(&results->matrices[i]);
	free(results->matrices);
	for (size_t i = 0; i < results->traffic_count; i++) {
		free(results->traffic[i].name);
		free(results->traffic[i].through);
		free(results->traffic[i].connection.reason);
	}
	free(results->traffic);
	for (size_t i = 0; i < results->metric_count; i++) {
		struct metric_result *metric = &results->metrics[i];

		free(metric->name);
		splits_free(metric->by_via, metric->by_via_count);
		splits_free(metric->by_exchange, metric->by_exchange_count);
		splits_free(metric->by_pair, metric->by_pair_count);
	}
	free(results->metrics);
	for (size_t i = 0; i < results->expectation_count; i++) {
		free(results->expectations[i].metric);
		free(results->expectations[i].wanted);
		free(results->expectations[i].got);
		free(results->expectations[i].detail);
		free(results->expectations[i].roams);
		free(results->expectations[i].associations);
	}
	free(results->expectations);
	free(results->tunnel_endpoint);
	free(results->tunnel_last.source);
	free(results->station_problem);
	free(results->problem);
	free(results->problem_remedy);
	spill_free(results->spill);
	free(results);
	return NULL;
}
