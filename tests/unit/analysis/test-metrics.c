/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/metrics.h"
#include "base/time.h"
#include "story.h"

#define STEPS                                                        \
	"steps: [ associate: hall, roam: { to: stairs, via: air }, " \
	"roam: { to: hall, via: ds } ]\n"

static void values_are_split_by_via_and_by_ordered_pair(void **state)
{
	struct story *story = story_begin("ft-sae", STEPS);
	const struct metric_result *metric;
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	story_ft_air(story, 1, story_stairs);
	story_ft_ds(story, 2, story_hall);
	results = story_results(story);
	metric = metrics_get(results, "roam-time");
	assert_non_null(metric);
	assert_int_equal(metric->values.n, 2);
	assert_int_equal(metric->values.max_ns, 10 * NS_PER_MS);
	assert_int_equal(metric->by_via_count, 2);
	assert_string_equal(metric->by_via[0].key, "air");
	assert_string_equal(metric->by_via[1].key, "ds");
	assert_int_equal(metric->by_pair_count, 2);
	assert_string_equal(metric->by_pair[0].key, "hall->stairs");
	assert_string_equal(metric->by_pair[1].key, "stairs->hall");
	metric = metrics_get(results, "phase.until-ft-authentication");
	assert_non_null(metric);
	assert_int_equal(metric->values.n, 1);
	assert_null(metrics_get(results, "phase.scan"));
	results_free(results);
	story_end(story);
}

static void a_roam_that_did_not_arrive_has_no_roam_time(void **state)
{
	struct story *story = story_begin("ft-sae", STEPS);
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	story_step(story, 1);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	story_done(story, OUTCOME_TIMEOUT, -1);
	story_settled(story, true);
	results = story_results(story);
	assert_int_equal(results->roam_count, 1);
	assert_null(metrics_get(results, "roam-time"));
	results_free(results);
	story_end(story);
}

static const struct distribution *find_split(const struct metric_split *splits,
					     size_t count, const char *key)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(splits[i].key, key) == 0)
			return &splits[i].values;
	fail_msg("no split %s", key);
	return NULL;
}

#define MANY                                                              \
	"steps: [ associate: hall, repeat: { times: 50, steps: [ "        \
	"roam: { to: stairs, via: air }, roam: { to: hall, via: ds } ] }" \
	" ]\n"

/* A roam over the air whose authentication takes so long. */
static void air_of(struct story *story, int step, uint64_t us)
{
	story_step(story, step);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	story_supplicant(story, SUPPLICANT_AUTHENTICATING, story_stairs);
	story_wait(story, us);
	story_authenticate(story, story_stairs, AUTH_FT, 2, 0);
	story_wait(story, 10);
	story_associate(story, story_stairs, 0, true);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_done(story, OUTCOME_OK, -1);
	story_settled(story, true);
}

static void percentiles_of_a_phase_are_by_exchange_and_by_ordered_pair(void **state)
{
	struct story *story = story_begin("ft-sae", MANY);
	const struct metric_result *metric;
	const struct distribution *values;
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	for (int i = 0; i < 50; i++) {
		if (i < 40)
			air_of(story, 1 + 2 * i, (uint64_t)i + 1);
		else
			story_full(story, 1 + 2 * i, story_stairs);
		story_ft_ds(story, 2 + 2 * i, story_hall);
	}
	results = story_results(story);
	metric = metrics_get(results, "phase.until-ft-authentication");
	assert_non_null(metric);
	assert_int_equal(metric->by_exchange_count, 1);
	assert_int_equal(metric->by_pair_count, 1);
	values = find_split(metric->by_exchange, 1, "ft-air");
	assert_int_equal(values->n, 40);
	assert_int_equal(values->min_ns, 1 * NS_PER_US);
	assert_int_equal(values->p50_ns, 20 * NS_PER_US);
	assert_int_equal(values->p95_ns, 38 * NS_PER_US);
	assert_int_equal(values->p99_ns, 40 * NS_PER_US);
	assert_int_equal(values->max_ns, 40 * NS_PER_US);
	assert_memory_equal(find_split(metric->by_pair, 1, "hall->stairs"), values,
			    sizeof(*values));
	/* Every kind of roam has this one. */
	metric = metrics_get(results, "phase.until-reassociation");
	assert_int_equal(metric->by_exchange_count, 3);
	assert_int_equal(find_split(metric->by_exchange, 3, "ft-air")->n, 40);
	assert_int_equal(find_split(metric->by_exchange, 3, "full-sae")->n, 10);
	assert_int_equal(find_split(metric->by_exchange, 3, "ft-ds")->n, 50);
	assert_int_equal(metric->by_pair_count, 2);
	assert_int_equal(find_split(metric->by_pair, 2, "hall->stairs")->n, 50);
	assert_int_equal(find_split(metric->by_pair, 2, "stairs->hall")->n, 50);
	assert_int_equal(metric->values.n, 100);
	metric = metrics_get(results, "roam-time");
	assert_int_equal(metric->by_exchange_count, 3);
	assert_int_equal(find_split(metric->by_exchange, 3, "full-sae")->p50_ns,
			 10 * NS_PER_MS);
	results_free(results);
	story_end(story);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_split_by_via_and_by_ordered_pair),
		cmocka_unit_test(a_roam_that_did_not_arrive_has_no_roam_time),
		cmocka_unit_test(
			percentiles_of_a_phase_are_by_exchange_and_by_ordered_pair),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
