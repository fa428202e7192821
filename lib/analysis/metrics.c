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

/* The roams sorted by something that they have in common: groups in the order in which
 * they come up. */
struct groups {
	char **keys;
	size_t count, capacity;
	size_t *of_roam; /* index into keys */
};

static char *key_of_via(const struct roam *roam)
{
	return memory_strdup(via_name(roam->via));
}

static char *key_of_exchange(const struct roam *roam)
{
	return memory_strdup(roam->exchange);
}

/* Ordered: there and back are two. */
static char *key_of_pair(const struct roam *roam)
{
	return memory_printf("%s->%s", roam->from, roam->to);
}

static void groups_find(struct groups *groups, const struct results *results,
			char *(*key_of)(const struct roam *roam))
{
	groups->of_roam = memory_zero(results->roam_count, sizeof(*groups->of_roam));
	for (size_t i = 0; i < results->roam_count; i++) {
		cleanup_free_ char *key = key_of(results_roam(results, i));
		size_t j = 0;

		while (j < groups->count && strcmp(groups->keys[j], key) != 0)
			j++;
		if (j == groups->count)
			*array_add(groups->keys, groups->count, groups->capacity) =
				TAKE_PTR(key);
		groups->of_roam[i] = j;
	}
}

static void groups_clear(struct groups *groups)
{
	for (size_t i = 0; i < groups->count; i++)
		free(groups->keys[i]);
	free(groups->keys);
	free(groups->of_roam);
}

/* The ways in which a metric is split. */
struct splits {
	struct groups via, exchange, pair;
};

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

static struct metric_split *split_by(const struct results *results,
				     const struct groups *groups,
				     const struct measure *measure, size_t *ret_count,
				     size_t *ret_capacity)
{
	struct samples *samples = memory_zero(groups->count, sizeof(*samples));
	struct metric_split *splits = NULL;

	*ret_count = *ret_capacity = 0;
	for (size_t i = 0; i < results->roam_count; i++) {
		uint64_t ns;

		if (roam_measure(results_roam(results, i), measure, &ns))
			samples_add(&samples[groups->of_roam[i]], ns);
	}
	for (size_t i = 0; i < groups->count; i++) {
		struct distribution values = samples_distribution(&samples[i]);
		struct metric_split *split;

		samples_clear(&samples[i]);
		if (values.n == 0)
			continue;
		split = array_add(splits, *ret_count, *ret_capacity);
		split->key = memory_strdup(groups->keys[i]);
		split->values = values;
	}
	free(samples);
	return splits;
}

static void metric_add(struct results *results, const struct splits *splits, char *name,
		       const struct measure *measure)
{
	struct metric_result *metric;
	struct samples all = { 0 };

	for (size_t i = 0; i < results->roam_count; i++) {
		uint64_t ns;

		if (roam_measure(results_roam(results, i), measure, &ns))
			samples_add(&all, ns);
	}
	if (all.small_count + all.large_count > 0) {
		metric = array_add(results->metrics, results->metric_count,
				   results->metric_capacity);
		metric->name = TAKE_PTR(name);
		metric->values = samples_distribution(&all);
		metric->by_via =
			split_by(results, &splits->via, measure, &metric->by_via_count,
				 &metric->by_via_capacity);
		metric->by_exchange = split_by(results, &splits->exchange, measure,
					       &metric->by_exchange_count,
					       &metric->by_exchange_capacity);
		metric->by_pair =
			split_by(results, &splits->pair, measure, &metric->by_pair_count,
				 &metric->by_pair_capacity);
	}
	free(name);
	samples_clear(&all);
}

/* Phases by name, in the order in which they come up first. */
static void phase_metrics_add(struct results *results, const struct splits *splits)
{
	for (size_t i = 0; i < results->roam_count; i++) {
		const struct roam *roam = results_roam(results, i);

		if (roam->result != OUTCOME_OK)
			continue;
		for (size_t j = 0; j < roam->phase_count; j++) {
			struct measure measure = { .phase = roam->phases[j].name };
			char *name = memory_printf("phase.%s", measure.phase);

			if (metrics_get(results, name))
				free(name);
			else
				metric_add(results, splits, name, &measure);
		}
	}
}

void metrics_find(struct results *results)
{
	struct splits splits = { 0 };

	groups_find(&splits.via, results, key_of_via);
	groups_find(&splits.exchange, results, key_of_exchange);
	groups_find(&splits.pair, results, key_of_pair);
	metric_add(results, &splits, memory_strdup("roam-time"), &(struct measure){ 0 });
	phase_metrics_add(results, &splits);
	for (size_t i = 0; i < results->traffic_count; i++) {
		const struct traffic *traffic = &results->traffic[i];
		struct measure measure = { .gap = true, .stream = i };

		if (traffic->sent == 0) /* no gap was measured, not one of 0 */
			continue;
		metric_add(results, &splits, memory_printf("gap.%s", traffic->name),
			   &measure);
		measure.direction = UP;
		if (traffic->probe != PROBE_ICMP)
			metric_add(results, &splits,
				   memory_printf("gap.%s.up", traffic->name), &measure);
		measure.direction = DOWN;
		metric_add(results, &splits, memory_printf("gap.%s.down", traffic->name),
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
	groups_clear(&splits.via);
	groups_clear(&splits.exchange);
	groups_clear(&splits.pair);
}

const struct metric_result *metrics_get(const struct results *results, const char *name)
{
	for (size_t i = 0; i < results->metric_count; i++)
		if (strcmp(results->metrics[i].name, name) == 0)
			return &results->metrics[i];
	return NULL;
}
