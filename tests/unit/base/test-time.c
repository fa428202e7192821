/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/time.h"

#include <errno.h>

#include "../cmocka-all.h"

static void a_duration_is_read_with_its_unit(void **state)
{
	static const struct {
		const char *text;
		uint64_t ns;
	} cases[] = {
		{ "0s", 0 },
		{ "1ns", 1 },
		{ "250us", 250000 },
		{ "20ms", 20000000 },
		{ "1.5s", 1500000000 },
		{ "0.000000001s", 1 },
		{ "2m", UINT64_C(120000000000) },
		{ "168h", UINT64_C(604800000000000) },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint64_t ns = 99;

		assert_int_equal(duration_parse(cases[i].text, &ns), 0);
		assert_int_equal(ns, cases[i].ns);
	}
}

static void what_is_no_duration_is_refused_and_leaves_the_result_alone(void **state)
{
	static const char *const words[] = {
		"",    "5",    "ms",	"5 ms", "-5ms", "+5ms", "1.s",
		".5s", "5mss", "0x5ms", "1e3s", "5MS",	" 5ms", "5ms ",
	};
	uint64_t ns = 99;

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		assert_int_equal(duration_parse(words[i], &ns), -EINVAL);
	assert_int_equal(ns, 99);
}

static void a_duration_past_a_week_is_out_of_range(void **state)
{
	uint64_t ns;

	(void)state;
	assert_int_equal(duration_parse("168.1h", &ns), -ERANGE);
	assert_int_equal(duration_parse("99999999999999999999999999s", &ns), -ERANGE);
}

static void a_duration_is_written_with_three_digits(void **state)
{
	static const struct {
		uint64_t ns;
		const char *text;
	} cases[] = {
		{ 0, "0ns" },		{ 999, "999ns" },	 { 1000, "1.00us" },
		{ 9948000, "9.95ms" },	{ 10009000, "10.0ms" },	 { 99960000, "100ms" },
		{ 999600000, "1.00s" }, { 1060000000, "1.06s" }, { 125000000000, "125s" },
	};
	char buffer[DURATION_FORMAT_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(duration_format(buffer, cases[i].ns), cases[i].text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_duration_is_read_with_its_unit),
		cmocka_unit_test(
			what_is_no_duration_is_refused_and_leaves_the_result_alone),
		cmocka_unit_test(a_duration_past_a_week_is_out_of_range),
		cmocka_unit_test(a_duration_is_written_with_three_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
