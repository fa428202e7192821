/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"

#include <math.h>

#include "base/cleanup.h"
#include "site/lossy-air.h"

static const uint8_t radios[][MAC_LENGTH] = { { 2, 0, 0, 0, 1, 0 },
					      { 2, 0, 0, 0, 2, 0 },
					      { 2, 0, 0, 0, 0xff, 0 } };
enum { HALL, STAIRS, STATION };

static const struct hwsim_rate eleven[HWSIM_RATES] = { { 3, 11 }, { -1, 0 } };
static const struct hwsim_rate several[HWSIM_RATES] = {
	{ 7, 2 }, { 4, 3 }, { 0, 1 }, { -1, 9 }
};

static void lossy_air_freep(struct lossy_air **air)
{
	lossy_air_free(*air);
}
#define cleanup_air_ cleanup_(lossy_air_freep)

static struct lossy_air *air_of(uint64_t loss_ppm, uint32_t seed)
{
	return lossy_air_new(loss_ppm, seed, radios, ARRAY_SIZE(radios));
}

static void radios_are_found_by_their_addresses(void **state)
{
	cleanup_air_ struct lossy_air *air = air_of(500000, 1);
	static const uint8_t other[MAC_LENGTH] = { 2, 0, 0, 0, 3, 0 };

	(void)state;
	assert_int_equal(lossy_air_radio_count(air), 3);
	assert_int_equal(lossy_air_find(air, radios[STATION]), STATION);
	assert_int_equal(lossy_air_find(air, other), RADIO_NONE);
	assert_memory_equal(lossy_air_radio(air, STAIRS), radios[STAIRS], MAC_LENGTH);
}

static unsigned lost_of(struct lossy_air *air, unsigned count, size_t from, size_t to,
			enum air_kind kind)
{
	unsigned lost = 0;

	for (unsigned i = 0; i < count; i++)
		lost += lossy_air_loses(air, from, to, kind);
	return lost;
}

static void the_share_that_is_lost_is_the_one_asked_for(void **state)
{
	static const uint64_t shares[] = { 0, 2500, 300000, 800000, 1000000 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(shares); i++) {
		cleanup_air_ struct lossy_air *air = air_of(shares[i], 7);
		double p = (double)shares[i] / 1e6, count = 100000;

		/* Within five standard deviations on each link, for each kind. */
		for (size_t from = 0; from < ARRAY_SIZE(radios); from++)
			for (enum air_kind kind = 0; kind < AIR_KIND_MAX; kind++) {
				double lost = lost_of(air, 100000, from, STATION, kind);

				assert_true(fabs(lost - count * p) <=
					    5 * sqrt(count * p * (1 - p)));
			}
	}
}

static void draw(struct lossy_air *air, size_t from, size_t to, enum air_kind kind,
		 bool ret_lost[static 200])
{
	for (size_t i = 0; i < 200; i++)
		ret_lost[i] = lossy_air_loses(air, from, to, kind);
}

static void the_same_seed_gives_the_same_air_and_another_another(void **state)
{
	cleanup_air_ struct lossy_air *first = air_of(500000, 1);
	cleanup_air_ struct lossy_air *again = air_of(500000, 1);
	cleanup_air_ struct lossy_air *other = air_of(500000, 2);
	bool a[200], b[200], c[200];

	(void)state;
	draw(first, HALL, STATION, AIR_DATA, a);
	draw(again, HALL, STATION, AIR_DATA, b);
	draw(other, HALL, STATION, AIR_DATA, c);
	assert_memory_equal(a, b, sizeof(a));
	assert_memory_not_equal(a, c, sizeof(a));
}

static void what_a_link_loses_of_a_kind_depends_on_nothing_else(void **state)
{
	cleanup_air_ struct lossy_air *quiet = air_of(500000, 1);
	cleanup_air_ struct lossy_air *busy = air_of(500000, 1);
	bool a[200], b[200];

	(void)state;
	draw(busy, STATION, HALL, AIR_DATA, b);
	draw(busy, STATION, HALL, AIR_GROUP, b);
	draw(busy, HALL, STATION, AIR_MANAGEMENT, b);
	draw(busy, STATION, STAIRS, AIR_MANAGEMENT, b);
	draw(quiet, STATION, HALL, AIR_MANAGEMENT, a);
	draw(busy, STATION, HALL, AIR_MANAGEMENT, b);
	assert_memory_equal(a, b, sizeof(a));
	/* Nor are two of them the same. */
	draw(quiet, HALL, STATION, AIR_MANAGEMENT, b);
	assert_memory_not_equal(a, b, sizeof(a));
	draw(quiet, STATION, HALL, AIR_DATA, b);
	assert_memory_not_equal(a, b, sizeof(a));
	draw(quiet, STATION, STAIRS, AIR_MANAGEMENT, b);
	assert_memory_not_equal(a, b, sizeof(a));
}

static void without_loss_the_first_attempt_is_heard(void **state)
{
	cleanup_air_ struct lossy_air *air = air_of(0, 1);
	struct hwsim_rate tried[HWSIM_RATES];

	(void)state;
	assert_int_equal(lossy_air_try(air, STATION, HALL, AIR_MANAGEMENT, eleven, tried),
			 1);
	assert_int_equal(tried[0].index, 3);
	assert_int_equal(tried[0].count, 1);
	assert_int_equal(tried[1].index, -1);
}

static void a_frame_that_nobody_hears_is_tried_at_every_rate(void **state)
{
	cleanup_air_ struct lossy_air *deaf = air_of(1000000, 1);
	cleanup_air_ struct lossy_air *good = air_of(0, 1);
	struct lossy_air *airs[] = { deaf, good };
	size_t to[] = { HALL, RADIO_NONE };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(airs); i++) {
		struct hwsim_rate tried[HWSIM_RATES];

		assert_int_equal(lossy_air_try(airs[i], STATION, to[i], AIR_DATA, several,
					       tried),
				 0);
		for (size_t j = 0; j < 3; j++) {
			assert_int_equal(tried[j].index, several[j].index);
			assert_int_equal(tried[j].count, several[j].count);
		}
		/* What stands behind the last rate is none. */
		assert_int_equal(tried[3].index, -1);
		assert_int_equal(tried[3].count, 0);
	}
}

static void attempts_end_with_the_one_that_is_heard(void **state)
{
	cleanup_air_ struct lossy_air *air = air_of(700000, 3);
	unsigned made[7] = { 0 };

	(void)state;
	for (unsigned i = 0; i < 10000; i++) {
		struct hwsim_rate tried[HWSIM_RATES];
		unsigned attempt =
			lossy_air_try(air, STATION, HALL, AIR_DATA, several, tried);
		unsigned sum = 0, expected = attempt ? attempt : 6;

		assert_true(attempt <= 6);
		made[attempt]++;
		for (size_t j = 0; j < HWSIM_RATES; j++)
			sum += tried[j].count;
		assert_int_equal(sum, expected);
		assert_int_equal(tried[1].index, expected > 2 ? 4 : -1);
		assert_int_equal(tried[2].index, expected > 5 ? 0 : -1);
	}
	/* 0.3, 0.7 * 0.3, …; 0.7 to the sixth power is left. */
	assert_in_range(made[1], 2770, 3230);
	assert_in_range(made[2], 1900, 2300);
	assert_in_range(made[0], 1016, 1336);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(radios_are_found_by_their_addresses),
		cmocka_unit_test(the_share_that_is_lost_is_the_one_asked_for),
		cmocka_unit_test(the_same_seed_gives_the_same_air_and_another_another),
		cmocka_unit_test(what_a_link_loses_of_a_kind_depends_on_nothing_else),
		cmocka_unit_test(without_loss_the_first_attempt_is_heard),
		cmocka_unit_test(a_frame_that_nobody_hears_is_tried_at_every_rate),
		cmocka_unit_test(attempts_end_with_the_one_that_is_heard),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
