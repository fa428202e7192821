/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/metrics.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/samples.h"
#include "base/cleanup.h"
#include "base/memory.h"

enum direction { LONGER, UP, DOWN };

/* What a metric takes from a roam. */
struct measure {
	const char *phase; /* the time spent in phases of that name, or */
	bool gap;	   /* the gap of a stream, or else the roam time */
	size_t stream;
	enum direction direction;
};

/* The ordered pairs of access points, in the order in which they come up. */
struct pairs {
	char **keys;
	size_t count, capacity;
	size_t *of_roam; /* index into keys */
};

static void pairs_find(struct pairs *pairs, const struct results *results)
{
	pairs->of_roam = memory_zero(results->roam_count, sizeof(*pairs->of_roam));
	for (size_t i = 0; i < results->roam_count; i++) {
		const struct roam *roam = &results->roams[i];
		cleanup_free_ char *key = memory_printf("%s->%s", roam->from, roam->to);
		size_t j = 0;

		while (j < pairs->count && strcmp(pairs->keys[j], key) != 0)
			j++;
		if (j == pairs->count)
			*array_add(pairs->keys, pairs->count, pairs->capacity) =
				TAKE_PTR(key);
		pairs->of_roam[i] = j;
	}
}

static void pairs_clear(struct pairs *pairs)
{
	for (size_t i = 0; i < pairs->count; i++)
		free(pairs->keys[i]);
	free(pairs->keys);
	free(pairs->of_roam);
}

static bool roam_measure(const struct roam *roam, const struct measure *measure,
			 uint64_t *ret_ns)
{
	if (measure->gap) {
		const struct gap *gap;

		if (measure->stream >= roam->gap_count)
			return false;
		gap = &roam->gaps[measure->stream];
		*ret_ns = measure->direction == UP     ? gap->up_ns
			  : measure->direction == DOWN ? gap->down_ns
			  : gap->up_ns > gap->down_ns  ? gap->up_ns
						       : gap->down_ns;
		return true;
	}
	if (roam->result != OUTCOME_OK)
		return false;
	if (measure->phase) {
		uint64_t sum = 0;
		bool found = false;

		for (size_t i = 0; i < roam->phase_count; i++) {
			if (strcmp(roam->phases[i].name, measure->phase) != 0)
				continue;
			found = true;
			sum += roam->phases[i].end_ns - roam->phases[i].start_ns;
		}
		*ret_ns = sum;
		return found;
	}
	*ret_ns = roam->total_ns;
	return true;
}

static void metric_add(struct results *results, const struct pairs *pairs, char *name,
		       const struct measure *measure)
{
	struct samples all = { 0 }, via[VIA_MAX] = { 0 };
	struct samples *pair = memory_zero(pairs->count, sizeof(*pair));

	for (size_t i = 0; i < results->roam_count; i++) {
		const struct roam *roam = &results->roams[i];
		uint64_t ns;

		if (!roam_measure(roam, measure, &ns))
			continue;
		samples_add(&all, ns);
		samples_add(&via[roam->via], ns);
		samples_add(&pair[pairs->of_roam[i]], ns);
	}
	if (all.small_count + all.large_count > 0) {
		struct metric_result *metric =
			array_add(results->metrics, results->metric_count,
				  results->metric_capacity);

		metric->name = TAKE_PTR(name);
		metric->values = samples_distribution(&all);
		for (enum via v = 0; v < VIA_MAX; v++) {
			struct distribution values = samples_distribution(&via[v]);
			struct metric_split *split;

			if (values.n == 0)
				continue;
			split = array_add(metric->by_via, metric->by_via_count,
					  metric->by_via_capacity);
			split->key = memory_strdup(via_name(v));
			split->values = values;
		}
		for (size_t i = 0; i < pairs->count; i++) {
			struct distribution values = samples_distribution(&pair[i]);
			struct metric_split *split;

			if (values.n == 0)
				continue;
			split = array_add(metric->by_pair, metric->by_pair_count,
					  metric->by_pair_capacity);
			split->key = memory_strdup(pairs->keys[i]);
			split->values = values;
		}
	}
	free(name);
	samples_clear(&all);
	for (enum via v = 0; v < VIA_MAX; v++)
		samples_clear(&via[v]);
	for (size_t i = 0; i < pairs->count; i++)
		samples_clear(&pair[i]);
	free(pair);
}

/* Phases by name, in the order in which they come up first. */
static void phase_metrics_add(struct results *results, const struct pairs *pairs)
{
	for (size_t i = 0; i < results->roam_count; i++) {
		const struct roam *roam = &results->roams[i];

		if (roam->result != OUTCOME_OK)
			continue;
		for (size_t j = 0; j < roam->phase_count; j++) {
			struct measure measure = { .phase = roam->phases[j].name };
			char *name = memory_printf("phase.%s", measure.phase);

			if (metrics_get(results, name))
				free(name);
			else
				metric_add(results, pairs, name, &measure);
		}
	}
}

void metrics_find(struct results *results)
{
	struct pairs pairs = { 0 };

	pairs_find(&pairs, results);
	metric_add(results, &pairs, memory_strdup("roam-time"), &(struct measure){ 0 });
	phase_metrics_add(results, &pairs);
	for (size_t i = 0; i < results->traffic_count; i++) {
		const struct traffic *traffic = &results->traffic[i];
		struct measure measure = { .gap = true, .stream = i };

		if (traffic->sent == 0) /* no gap was measured, not one of 0 */
			continue;
		metric_add(results, &pairs, memory_printf("gap.%s", traffic->name),
			   &measure);
		measure.direction = UP;
		metric_add(results, &pairs, memory_printf("gap.%s.up", traffic->name),
			   &measure);
		measure.direction = DOWN;
		metric_add(results, &pairs, memory_printf("gap.%s.down", traffic->name),
			   &measure);
	}
	for (size_t i = 0; i < results->traffic_count; i++) {
		const struct traffic *traffic = &results->traffic[i];
		struct metric_result *metric;

		if (traffic->round_trip.n == 0)
			continue;
		metric = array_add(results->metrics, results->metric_count,
				   results->metric_capacity);
		metric->name = memory_printf("round-trip.%s", traffic->name);
		metric->values = traffic->round_trip;
	}
	pairs_clear(&pairs);
}

const struct metric_result *metrics_get(const struct results *results, const char *name)
{
	for (size_t i = 0; i < results->metric_count; i++)
		if (strcmp(results->metrics[i].name, name) == 0)
			return &results->metrics[i];
	return NULL;
}
