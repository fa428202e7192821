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
	metric = metrics_get(results, "phase.ft-authentication");
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_split_by_via_and_by_ordered_pair),
		cmocka_unit_test(a_roam_that_did_not_arrive_has_no_roam_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
