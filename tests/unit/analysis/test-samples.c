/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/samples.h"
#include "base/cleanup.h"

static void no_sample_gives_zeroes(void **state)
{
	struct samples samples = { 0 };

	(void)state;
	assert_int_equal(samples_distribution(&samples).n, 0);
	assert_int_equal(samples_distribution(&samples).max_ns, 0);
}

static void percentiles_are_nearest_rank(void **state)
{
	struct samples samples = { 0 };
	struct distribution d;

	(void)state;
	for (unsigned i = 100; i >= 1; i--)
		samples_add(&samples, i);
	d = samples_distribution(&samples);
	assert_int_equal(d.n, 100);
	assert_int_equal(d.min_ns, 1);
	assert_int_equal(d.p50_ns, 50);
	assert_int_equal(d.p95_ns, 95);
	assert_int_equal(d.p99_ns, 99);
	assert_int_equal(d.max_ns, 100);
	samples_clear(&samples);
}

static void every_percentile_of_one_sample_is_that_sample(void **state)
{
	struct samples samples = { 0 };

	(void)state;
	samples_add(&samples, 7);
	assert_int_equal(samples_distribution(&samples).p50_ns, 7);
	assert_int_equal(samples_distribution(&samples).p99_ns, 7);
	samples_clear(&samples);
}

static void a_sample_of_over_four_seconds_keeps_its_value(void **state)
{
	static const uint64_t values[] = { UINT64_C(9000000001), 5, UINT32_MAX,
					   UINT64_C(8000000000), UINT64_C(4294967296) };
	struct samples samples = { 0 };
	struct distribution d;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(values); i++)
		samples_add(&samples, values[i]);
	d = samples_distribution(&samples);
	assert_int_equal(d.min_ns, 5);
	assert_int_equal(d.p50_ns, UINT64_C(4294967296));
	assert_int_equal(d.max_ns, UINT64_C(9000000001));
	samples_clear(&samples);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_sample_gives_zeroes),
		cmocka_unit_test(percentiles_are_nearest_rank),
		cmocka_unit_test(every_percentile_of_one_sample_is_that_sample),
		cmocka_unit_test(a_sample_of_over_four_seconds_keeps_its_value),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
