/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/phase-table.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/samples.h"
#include "base/cleanup.h"
#include "base/memory.h"

struct row {
	char *name;
	struct text sources;
	uint64_t sum_ns;
	struct samples samples;
	/* Where it stands among a roam's phases: the largest seen, so that rows that
	 * some roams lack stand in the order of those that have them all. */
	size_t position;
};

struct rows {
	struct row *items;
	size_t count, capacity;
};

static bool is_of(const struct roam *roam, const char *exchange)
{
	return roam->result == OUTCOME_OK && strcmp(roam->exchange, exchange) == 0;
}

static void add_source(struct text *sources, const char *source)
{
	if (sources->data && strstr(sources->data, source))
		return;
	text_printf(sources, "%s%s", sources->length ? ", " : "", source);
}

static struct row *row_of(struct rows *rows, const char *name)
{
	struct row *row;

	for (size_t i = 0; i < rows->count; i++)
		if (strcmp(rows->items[i].name, name) == 0)
			return &rows->items[i];
	row = array_add(rows->items, rows->count, rows->capacity);
	row->name = memory_strdup(name);
	return row;
}

/* A phase that a roam had several times (an exchange that was repeated) counts as one,
 * with their sum. */
static void add_roam(struct rows *rows, const struct roam *roam)
{
	for (size_t i = 0; i < roam->phase_count; i++) {
		const char *name = roam->phases[i].name;
		uint64_t sum_ns = 0;
		struct row *row;
		size_t first = 0;

		while (strcmp(roam->phases[first].name, name) != 0)
			first++;
		if (first < i)
			continue;
		row = row_of(rows, name);
		for (size_t j = i; j < roam->phase_count; j++) {
			const struct phase *phase = &roam->phases[j];

			if (strcmp(phase->name, name) != 0)
				continue;
			sum_ns += phase->end_ns - phase->start_ns;
			add_source(&row->sources, phase->source);
		}
		samples_add(&row->samples, sum_ns);
		row->sum_ns += sum_ns;
		if (row->position < i)
			row->position = i;
	}
}

/* Insertion sort: equal positions stay in the order in which they came up. */
static void rows_order(struct rows *rows)
{
	for (size_t i = 1; i < rows->count; i++) {
		struct row row = rows->items[i];
		size_t j = i;

		while (j > 0 && rows->items[j - 1].position > row.position) {
			rows->items[j] = rows->items[j - 1];
			j--;
		}
		rows->items[j] = row;
	}
}

static void add_later(struct rows *rows, const char *name, uint64_t after_ns,
		      const char *source)
{
	struct row *row = row_of(rows, name);

	samples_add(&row->samples, after_ns);
	add_source(&row->sources, source);
	row->sum_ns += after_ns;
}

static void add_what_followed(struct rows *rows, const struct roam *roam)
{
	for (size_t i = 0; i < roam->aftermath_count; i++) {
		const struct aftermath *after = &roam->aftermath[i];

		add_later(rows, after->name, after->after_ns, after->source);
	}
	for (size_t i = 0; i < roam->first_packet_count; i++) {
		const struct first_packet *packet = &roam->first_packets[i];
		cleanup_free_ char *name =
			memory_printf("%s %s",
				      packet->up ? "first-sent" : "first-received",
				      packet->stream);

		add_later(rows, name, packet->after_ns, packet->source);
	}
}

/* n: what a mean is taken over; 0: the roams that had it. */
static void rows_finish(struct rows *rows, uint64_t n, struct phase_row **ret,
			size_t *ret_count, size_t *ret_capacity)
{
	rows_order(rows);
	for (size_t i = 0; i < rows->count; i++) {
		struct row *from = &rows->items[i];
		struct phase_row *row = array_add(*ret, *ret_count, *ret_capacity);

		row->name = from->name;
		row->sources = text_steal(&from->sources);
		row->values = samples_distribution(&from->samples);
		row->mean_ns = from->sum_ns / (n ? n : row->values.n);
		samples_clear(&from->samples);
	}
	free(rows->items);
}

static void table_add(struct results *results, const char *exchange)
{
	struct samples total = { 0 };
	struct phase_table *table =
		array_add(results->phase_tables, results->phase_table_count,
			  results->phase_table_capacity);
	struct rows rows = { 0 }, later = { 0 };
	uint64_t sum_ns = 0;

	table->exchange = memory_strdup(exchange);
	for (size_t i = 0; i < results->roam_count; i++) {
		const struct roam *roam = results_roam(results, i);

		if (!is_of(roam, exchange))
			continue;
		add_roam(&rows, roam);
		add_what_followed(&later, roam);
		samples_add(&total, roam->total_ns);
		sum_ns += roam->total_ns;
	}
	table->total = samples_distribution(&total);
	table->mean_ns = sum_ns / table->total.n;
	samples_clear(&total);
	rows_finish(&rows, table->total.n, &table->rows, &table->row_count,
		    &table->row_capacity);
	rows_finish(&later, 0, &table->later, &table->later_count,
		    &table->later_capacity);
}

void phase_tables_find(struct results *results)
{
	for (size_t i = 0; i < results->roam_count; i++) {
		const struct roam *roam = results_roam(results, i);
		bool known = false;

		for (size_t j = 0; j < results->phase_table_count; j++)
			known |= strcmp(results->phase_tables[j].exchange,
					roam->exchange) == 0;
		if (!known && roam->result == OUTCOME_OK)
			table_add(results, roam->exchange);
	}
}
