/* SPDX-License-Identifier: BSD-3-Clause */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/metrics.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"
#include "report/diagnoses.h"
#include "report/drawing.h"
#include "report/fixes.h"
#include "report/matrix.h"
#include "report/phases.h"
#include "report/streams.h"
#include "report/style.h"
#include "report/tunnel.h"

/* What follows the table. */

static void add_labelled(struct text *out, const char *label, const char *value)
{
	if (!value)
		return;
	text_printf(out, ", %s", label);
	plain_add(out, value);
}

static bool is(const char *value, const char *word)
{
	return value && strcmp(value, word) == 0;
}

static void add_environment(const struct results *results, struct text *out)
{
	const struct environment *e = &results->environment;
	bool simulated = is(e->driver, "mac80211_hwsim");
	bool virtual_clock = is(e->clock, "virtual");
	bool real = is(e->lab, "none") && e->interface;

	text_add(out, real ? "environment  interface " : "environment  lab ");
	plain_add(out, real ? e->interface : e->lab ? e->lab : "unknown");
	if (e->accelerator) {
		text_add(out, " (");
		plain_add(out, e->accelerator);
		text_add(out, ")");
	}
	text_add(out, ", ");
	plain_add(out, e->clock ? e->clock : "unknown");
	text_add(out, " clock");
	if (e->has_seed)
		text_printf(out, ", seed %" PRIu32, e->seed);
	add_labelled(out, "Linux ", e->kernel);
	text_add(out, "\n             ");
	plain_add(out, e->driver ? e->driver : "driver unknown");
	add_labelled(out, "hostapd ", e->hostapd);
	add_labelled(out, "wpa_supplicant ", e->wpa_supplicant);
	text_add(out, "\n");
	if (simulated)
		text_add(out,
			 "             The air is simulated: mac80211_hwsim takes no "
			 "airtime.\n");
	if (virtual_clock && is(e->lab, "uml"))
		text_add(out,
			 "             The clock is virtual: work takes no time, only "
			 "waiting does.\n");
	else if (virtual_clock)
		text_add(out, "             The clock is virtual: it counts the guest's "
			      "work, not the host's time.\n");
	if (simulated || virtual_clock)
		text_add(out,
			 "             Compare these times with each other, not with "
			 "a real network.\n");
}

static void add_station(const struct results *results, struct text *out)
{
	if (!results->has_station_end)
		return;
	text_add(out, "station      ");
	switch (results->station_end) {
	case STATION_AS_BEFORE:
		text_add(out, "as before the run");
		break;
	case STATION_SELECTED_AGAIN:
		text_add(out, "lost its association; its network was chosen again");
		break;
	case STATION_OFFLINE:
	case STATION_END_MAX:
		text_add(out, "off its network");
		break;
	}
	if (results->station_problem) {
		text_add(out, results->station_end == STATION_OFFLINE
				      ? ": "
				      : "; not all could be put back: ");
		plain_add(out, results->station_problem);
	}
	text_add(out, "\n");
}

static void add_distribution(struct text *out, const struct text_style *style,
			     const char *name, const struct distribution *d)
{
	const uint64_t values[] = { d->min_ns, d->p50_ns, d->p95_ns, d->p99_ns,
				    d->max_ns };
	char cell[DURATION_FORMAT_MAX];
	struct text line = { 0 };

	cell_add(&line, style, COLOUR_NONE, 28, name);
	text_printf(&line, "%5" PRIu64 "  ", d->n);
	for (size_t i = 0; i < ARRAY_SIZE(values); i++)
		text_printf(&line, "%7s  ", duration_format(cell, values[i]));
	while (line.length > 0 && line.data[line.length - 1] == ' ')
		line.data[--line.length] = '\0';
	text_printf(out, "%s\n", line.data);
	text_clear(&line);
}

/* Of a gap's two directions the metric without has the longer one's. */
static bool is_direction(const struct results *results, const char *metric)
{
	const char *last = strrchr(metric, '.');
	cleanup_free_ char *whole = NULL;

	if (strncmp(metric, "gap.", strlen("gap.")) != 0 ||
	    (!is(last, ".up") && !is(last, ".down")))
		return false;
	/* A stream may be called "up". */
	whole = memory_strndup(metric, (size_t)(last - metric));
	return metrics_get(results, whole);
}

static void add_metrics(const struct results *results, const struct text_style *style,
			struct text *out)
{
	cleanup_text_ struct text heading = { 0 };

	if (results->metric_count == 0)
		return;
	text_printf(&heading, "%-28s  %5s  %7s  %7s  %7s  %7s  %7s", "metric", "n", "min",
		    "p50", "p95", "p99", "max");
	text_add(out, "\n");
	coloured_add(out, style, COLOUR_DIM, heading.data);
	text_add(out, "\n");
	for (size_t i = 0; i < results->metric_count; i++) {
		const struct metric_result *metric = &results->metrics[i];

		/* The phases have tables of their own. */
		if (strncmp(metric->name, "phase.", strlen("phase.")) == 0 ||
		    is_direction(results, metric->name))
			continue;
		add_distribution(out, style, metric->name, &metric->values);
		/* Splits only where there is something to tell apart, and of what a
		 * person looks at first. */
		if (metric->by_exchange_count < 2 ||
		    strcmp(metric->name, "roam-time") != 0)
			continue;
		for (size_t j = 0; j < metric->by_exchange_count; j++) {
			const struct metric_split *split = &metric->by_exchange[j];
			cleanup_free_ char *name =
				memory_printf("  %s", report_exchange_phrase(split->key));

			add_distribution(out, style, name, &split->values);
		}
	}
}

static void add_detail(struct text *out, const char *detail)
{
	while (*detail) {
		size_t length = strcspn(detail, "\n");
		cleanup_free_ char *line = memory_strndup(detail, length);

		text_add(out, "           ");
		plain_add(out, line);
		text_add(out, "\n");
		detail += length + (detail[length] == '\n');
	}
}

/* Nobody needs to read of each step that it went as it should. */
static bool is_met_by_step(const struct expectation_result *e)
{
	return e->verdict == VERDICT_PASS &&
	       (is(e->metric, "result") || is(e->metric, "status") ||
		is(e->metric, "used") || is(e->metric, "cause"));
}

static void add_expectations(const struct results *results,
			     const struct text_style *style, struct text *out)
{
	size_t folded = 0;

	text_add(out, results->expectation_count > 0 ? "\n" : "");
	for (size_t i = 0; i < results->expectation_count && !style->verbose; i++)
		folded += is_met_by_step(&results->expectations[i]);
	if (folded > 0) {
		cell_add(out, style, verdict_colour(VERDICT_PASS), 7,
			 verdict_word(VERDICT_PASS));
		text_printf(out, "%zu expectation%s of single steps\n", folded,
			    folded == 1 ? "" : "s");
	}
	for (size_t i = 0; i < results->expectation_count; i++) {
		const struct expectation_result *e = &results->expectations[i];

		if (folded > 0 && is_met_by_step(e))
			continue;
		cell_add(out, style, verdict_colour(e->verdict), 7,
			 verdict_word(e->verdict));
		plain_add(out, results->scenario_file);
		if (e->line > 0)
			text_printf(out, ":%u", e->line);
		text_add(out, ": ");
		plain_add(out, e->metric);
		text_add(out, ": wanted ");
		plain_add(out, e->wanted);
		text_add(out, ", got ");
		plain_add(out, e->got);
		text_add(out, "\n");
		if (e->detail)
			add_detail(out, e->detail);
	}
}

static void add_verdict(const struct results *results, const struct text_style *style,
			struct text *out)
{
	size_t met = 0;

	for (size_t i = 0; i < results->expectation_count; i++)
		met += results->expectations[i].verdict == VERDICT_PASS;
	text_add(out, "\n");
	if (results->problem) {
		text_add(out, "could not measure: ");
		plain_add(out, results->problem);
		text_add(out, "\n");
		if (results->problem_remedy) {
			text_add(out, "what to do: ");
			plain_add(out, results->problem_remedy);
			text_add(out, "\n");
		}
	}
	if (results->interrupted)
		text_add(out, "The run was interrupted.\n");
	plain_add(out, results->scenario_name);
	text_add(out, ": ");
	switch (results->verdict) {
	case VERDICT_PASS:
		coloured_add(out, style, COLOUR_GOOD, "PASSED");
		break;
	case VERDICT_FAIL:
		coloured_add(out, style, COLOUR_BAD, "FAILED");
		break;
	case VERDICT_ERROR:
		coloured_add(out, style, COLOUR_BAD, "ERROR");
		break;
	case VERDICT_SKIP:
	case VERDICT_MAX:
		coloured_add(out, style, COLOUR_UNSURE, "INCOMPLETE");
		break;
	}
	text_printf(out, ", %zu of %zu expectations met in ", met,
		    results->expectation_count);
	duration_add(out, results->duration_ns);
	text_add(out, "\n");
}

void report_summary(const struct results *results, const struct text_style *style,
		    struct text *out)
{
	matrices_add(results, style, out);
	diagnoses_add(results, style, out);
	text_add(out, "\n");
	add_environment(results, out);
	add_station(results, out);
	fixes_add(results, out);
	sources_add(results, out);
	negotiated_add(results, out);
	add_metrics(results, style, out);
	phase_tables_add(results, style, out);
	streams_add(results, out);
	drawing_add(results, style, out);
	tunnel_add(results, style, out);
	add_expectations(results, style, out);
	add_verdict(results, style, out);
}

static uint64_t roam_start(const struct results *results, size_t index)
{
	return index < results->roam_count ? results_roam(results, index)->start_ns
					   : UINT64_MAX;
}

static uint64_t association_start(const struct results *results, size_t index)
{
	return index < results->association_count
		       ? results_association(results, index)->start_ns
		       : UINT64_MAX;
}

void report_text(const struct results *results, const struct text_style *style,
		 struct text *out)
{
	const char **streams = memory_zero(results->traffic_count, sizeof(*streams));
	struct report_rows rows = {
		.streams = streams,
		.stream_count = results->traffic_count,
		.style = style,
	};
	size_t roam = 0, association = 0;

	for (size_t i = 0; i < results->traffic_count; i++)
		streams[i] = results->traffic[i].name;
	report_table_heading(streams, results->traffic_count, style, out);
	/* In the order in which the live run printed them. */
	while (roam < results->roam_count || association < results->association_count) {
		if (association < results->association_count &&
		    association_start(results, association) <= roam_start(results, roam))
			report_rows_association(
				&rows, results_association(results, association++), out);
		else
			report_rows_roam(&rows, results_roam(results, roam++), out);
	}
	report_rows_end(&rows, out);
	free(streams);
	report_summary(results, style, out);
}
