/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/phase-table.h"

#include "../cmocka-all.h"
#include "base/time.h"
#include "story.h"

#define STEPS                                                        \
	"steps: [ associate: hall, roam: { to: stairs, via: air }, " \
	"roam: { to: hall, via: air }, roam: { to: stairs, via: air } ]\n"

static const char *const commands[] = { "ROAM 02:00:00:00:01:00",
					"ROAM 02:00:00:00:02:00" };

/* A roam of FT over the air, with times that no number of roams divides, and a scan
 * before it where scan is not 0. */
static void roam(struct story *story, int step, uint64_t ns, bool captured, bool scans)
{
	const uint8_t *target = step % 2 ? story_stairs : story_hall;

	story_wait(story, 1000);
	story_step(story, step);
	story_command(story, commands[step % 2], true);
	story->now_ns += ns;
	if (scans) {
		story_kernel(story, KERNEL_SCAN_STARTED, target);
		story->now_ns += 7 * ns;
		story_kernel(story, KERNEL_SCAN_DONE, target);
		story->now_ns += ns;
	}
	story_supplicant(story, SUPPLICANT_AUTHENTICATING, target);
	if (captured) {
		story->now_ns += ns;
		story_sent(story, target, story_auth(AUTH_FT, 1, -1));
	}
	story->now_ns += 2 * ns;
	story_authenticate(story, target, AUTH_FT, 2, 0);
	story->now_ns += 3 * ns;
	story_associate(story, target, 0, true);
	story->now_ns += ns;
	story_supplicant(story, SUPPLICANT_CONNECTED, target);
	story_done(story, OUTCOME_OK, -1);
	story->now_ns += 5 * ns;
	if (captured)
		story_link(story, true);
	story_settled(story, true);
}

static const struct phase_row *find(const struct phase_table *table, const char *name)
{
	for (size_t i = 0; i < table->row_count; i++)
		if (strcmp(table->rows[i].name, name) == 0)
			return &table->rows[i];
	fail_msg("no row %s", name);
	return NULL;
}

static struct results *three_roams(void)
{
	struct story *story = story_begin("ft-sae", STEPS);
	struct results *results;

	story_arrives(story, 0);
	roam(story, 1, 1001, true, false);
	roam(story, 2, 2003, false, true);
	roam(story, 3, 5009, true, false);
	results = story_results(story);
	story_end(story);
	return results;
}

static void means_of_phases_add_up_to_that_of_the_total(void **state)
{
	struct results *results = three_roams();
	const struct phase_table *table = &results->phase_tables[0];
	uint64_t sum_ns = 0;

	(void)state;
	assert_int_equal(results->phase_table_count, 1);
	assert_string_equal(table->exchange, "ft-air");
	assert_int_equal(table->total.n, 3);
	/* 8 * 1001 + 15 * 2003 + 8 * 5009 = 78125 */
	assert_int_equal(table->mean_ns, 78125 / 3);
	for (size_t i = 0; i < table->row_count; i++)
		sum_ns += table->rows[i].mean_ns;
	assert_true(sum_ns <= table->mean_ns);
	assert_true(sum_ns + table->row_count >= table->mean_ns);
	results_free(results);
}

static void a_phase_that_some_lack_counts_over_all_and_stands_in_its_place(void **state)
{
	struct results *results = three_roams();
	const struct phase_table *table = &results->phase_tables[0];
	const struct phase_row *scan = find(table, "scan");

	(void)state;
	assert_int_equal(scan->values.n, 1);
	assert_int_equal(scan->values.max_ns, 7 * 2003);
	assert_int_equal(scan->mean_ns, 7 * 2003 / 3);
	assert_int_equal(table->row_count, 8);
	assert_string_equal(table->rows[0].name, "command");
	assert_true(scan < find(table, "selection"));
	assert_true(find(table, "ft-authentication-sent") <
		    find(table, "ft-authentication"));
	assert_true(find(table, "selection") < find(table, "until-ft-authentication"));
	assert_true(find(table, "ft-authentication") <
		    find(table, "until-ft-authentication"));
	assert_string_equal(table->rows[6].name, "until-reassociation");
	assert_string_equal(table->rows[7].name, "connected");
	results_free(results);
}

static void an_exchange_whose_request_was_not_seen_has_a_row_of_its_own(void **state)
{
	struct results *results = three_roams();
	const struct phase_table *table = &results->phase_tables[0];

	(void)state;
	assert_int_equal(find(table, "ft-authentication")->values.n, 2);
	assert_int_equal(find(table, "ft-authentication")->values.max_ns, 2 * 5009);
	assert_int_equal(find(table, "until-ft-authentication")->values.n, 1);
	assert_int_equal(find(table, "until-ft-authentication")->values.max_ns, 2 * 2003);
	results_free(results);
}

static void what_follows_has_its_mean_over_those_that_had_it(void **state)
{
	struct results *results = three_roams();
	const struct phase_table *table = &results->phase_tables[0];

	(void)state;
	assert_int_equal(table->later_count, 1);
	assert_string_equal(table->later[0].name, "carrier");
	assert_string_equal(table->later[0].sources, "rtnetlink");
	assert_int_equal(table->later[0].values.n, 2);
	assert_int_equal(table->later[0].mean_ns, 13 * (1001 + 5009) / 2);
	results_free(results);
}

static void a_phase_that_came_twice_counts_once_with_its_sum(void **state)
{
	struct story *story = story_begin("sae", STEPS);
	const struct phase_row *row;
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	story_step(story, 1);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	story_sent(story, story_stairs,
		   (struct frame){ .kind = FRAME_REASSOCIATION_REQUEST });
	story_wait(story, 10);
	story_kernel(story, KERNEL_ASSOC_COMEBACK, story_stairs);
	story_wait(story, 100);
	story_sent(story, story_stairs,
		   (struct frame){ .kind = FRAME_REASSOCIATION_REQUEST });
	story_wait(story, 20);
	story_associate(story, story_stairs, 0, false);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_done(story, OUTCOME_OK, -1);
	story_settled(story, true);
	results = story_results(story);
	assert_int_equal(results->phase_table_count, 1);
	assert_int_equal(results->phase_tables[0].row_count, 4);
	row = find(&results->phase_tables[0], "reassociation");
	assert_int_equal(row->values.n, 1);
	assert_int_equal(row->values.max_ns, 30 * NS_PER_US);
	assert_int_equal(row->mean_ns, 30 * NS_PER_US);
	results_free(results);
	story_end(story);
}

static void each_kind_of_exchange_has_a_table_and_failures_have_none(void **state)
{
	struct story *story = story_begin("ft-sae", STEPS);
	struct results *results;

	(void)state;
	story_arrives(story, 0);
	story_full(story, 1, story_stairs);
	story_ft_air(story, 2, story_hall);
	story_step(story, 3);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	story_done(story, OUTCOME_TIMEOUT, -1);
	story_settled(story, false);
	results = story_results(story);
	assert_int_equal(results->phase_table_count, 2);
	assert_string_equal(results->phase_tables[0].exchange, "full-sae");
	assert_string_equal(results->phase_tables[1].exchange, "ft-air");
	results_free(results);
	story_end(story);
}

static void a_row_names_every_source_once(void **state)
{
	struct results *results = three_roams();

	(void)state;
	assert_string_equal(find(&results->phase_tables[0], "command")->sources,
			    "control interface, nl80211 multicast");
	assert_string_equal(
		find(&results->phase_tables[0], "until-reassociation")->sources,
		"nl80211 multicast");
	results_free(results);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(means_of_phases_add_up_to_that_of_the_total),
		cmocka_unit_test(
			a_phase_that_some_lack_counts_over_all_and_stands_in_its_place),
		cmocka_unit_test(
			an_exchange_whose_request_was_not_seen_has_a_row_of_its_own),
		cmocka_unit_test(what_follows_has_its_mean_over_those_that_had_it),
		cmocka_unit_test(a_phase_that_came_twice_counts_once_with_its_sum),
		cmocka_unit_test(
			each_kind_of_exchange_has_a_table_and_failures_have_none),
		cmocka_unit_test(a_row_names_every_source_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
