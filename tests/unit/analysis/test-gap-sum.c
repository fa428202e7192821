/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/gap-sum.h"

#include "../cmocka-all.h"

#define NAME(string) ((char[]){ string })

static void of_each_gap_the_longer_direction_counts(void **state)
{
	struct gap_part radio[] = { { .name = NAME("radio"), .ns = 30 },
				    { .name = NAME("interval"), .ns = 20 } };
	struct gap_part neighbour[] = { { .name = NAME("neighbour"), .ns = 900 },
					{ .name = NAME("interval"), .ns = 5 } };
	struct gap first = { .up_ns = 50,
			     .down_ns = 905,
			     .up_parts = radio,
			     .up_part_count = 2,
			     .down_parts = neighbour,
			     .down_part_count = 2 };
	struct gap second = { .up_ns = 50,
			      .up_at_ns = 2000,
			      .down_at_ns = 2000,
			      .down_ns = 20,
			      .up_parts = radio,
			      .up_part_count = 2,
			      .down_parts = &radio[1],
			      .down_part_count = 1 };
	struct roam roams[] = { { .gaps = &first, .gap_count = 1 },
				{ .gaps = &second, .gap_count = 1 } };
	struct results results = { .roams = roams, .roam_count = 2 };
	uint64_t sums[GAP_PART_MAX];

	(void)state;
	assert_int_equal(gap_parts_sum(&results, 0, sums), 955);
	assert_int_equal(sums[GAP_NEIGHBOUR], 900);
	assert_int_equal(sums[GAP_RADIO], 30);
	assert_int_equal(sums[GAP_INTERVAL], 25);
	assert_int_equal(sums[GAP_CARRIER], 0);
	assert_int_equal(gap_parts_largest(sums), GAP_NEIGHBOUR);
}

/* The first roam's window closed on it; the second's gap has it whole. */
static void a_silence_that_goes_on_into_the_next_roam_counts_once(void **state)
{
	struct gap_part part[] = { { .name = NAME("forwarding"), .ns = 1000 },
				   { .name = NAME("forwarding"), .ns = 2500 } };
	struct gap gaps[] = {
		{ .down_ns = 1000,
		  .down_at_ns = 70,
		  .down_parts = &part[0],
		  .down_part_count = 1 },
		{ .down_ns = 2500,
		  .down_at_ns = 70,
		  .down_parts = &part[1],
		  .down_part_count = 1 },
	};
	struct roam roams[] = { { .gaps = &gaps[0], .gap_count = 1 },
				{ .gaps = &gaps[1], .gap_count = 1 } };
	struct results results = { .roams = roams, .roam_count = 2 };
	uint64_t sums[GAP_PART_MAX];

	(void)state;
	assert_int_equal(gap_parts_sum(&results, 0, sums), 2500);
	gaps[1].down_at_ns = 2000;
	assert_int_equal(gap_parts_sum(&results, 0, sums), 3500);
}

static void each_stream_has_its_own(void **state)
{
	struct gap_part part = { .name = NAME("tunnel"), .ns = 7 };
	struct gap gaps[] = { { 0 },
			      { .up_ns = 7, .up_parts = &part, .up_part_count = 1 } };
	struct roam roam = { .gaps = gaps, .gap_count = 2 };
	struct results results = { .roams = &roam, .roam_count = 1 };
	uint64_t sums[GAP_PART_MAX];

	(void)state;
	assert_int_equal(gap_parts_sum(&results, 0, sums), 0);
	assert_int_equal(gap_parts_sum(&results, 1, sums), 7);
	assert_int_equal(sums[GAP_TUNNEL], 7);
	assert_int_equal(gap_parts_sum(&results, 2, sums), 0);
	assert_int_equal(sums[GAP_TUNNEL], 0);
}

/* As in results of an earlier version ("802.11") or of a later one. */
static void a_part_that_is_not_known_is_unattributed(void **state)
{
	struct gap_part parts[] = { { .name = NAME("802.11"), .ns = 3 },
				    { .name = NAME("unattributed"), .ns = 4 } };
	struct gap gap = { .down_ns = 7, .down_parts = parts, .down_part_count = 2 };
	struct roam roam = { .gaps = &gap, .gap_count = 1 };
	struct results results = { .roams = &roam, .roam_count = 1 };
	uint64_t sums[GAP_PART_MAX];

	(void)state;
	assert_int_equal(gap_parts_sum(&results, 0, sums), 7);
	assert_int_equal(sums[GAP_UNATTRIBUTED], 7);
}

static void of_equal_ones_the_first_is_the_largest(void **state)
{
	uint64_t sums[GAP_PART_MAX] = { [GAP_CARRIER] = 5, [GAP_ADDRESS] = 5 };

	(void)state;
	assert_int_equal(gap_parts_largest(sums), GAP_CARRIER);
	sums[GAP_UNATTRIBUTED] = 6;
	assert_int_equal(gap_parts_largest(sums), GAP_UNATTRIBUTED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_each_gap_the_longer_direction_counts),
		cmocka_unit_test(a_silence_that_goes_on_into_the_next_roam_counts_once),
		cmocka_unit_test(each_stream_has_its_own),
		cmocka_unit_test(a_part_that_is_not_known_is_unattributed),
		cmocka_unit_test(of_equal_ones_the_first_is_the_largest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
