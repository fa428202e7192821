/* SPDX-License-Identifier: BSD-3-Clause */
#include "parsing.h"

#include "base/time.h"
#include "scenario/words.h"

static void every_enum_value_has_its_word(void **state)
{
	(void)state;
	for (int i = 0; i < SECURITY_MAX; i++)
		assert_non_null(security_name((enum security)i));
	for (int i = 0; i < VIA_MAX; i++)
		assert_non_null(via_name((enum via)i));
	for (int i = 0; i < METHOD_MAX; i++)
		assert_non_null(method_name((enum method)i));
	for (int i = 0; i < OUTCOME_MAX; i++)
		assert_non_null(outcome_name((enum outcome)i));
	for (int i = 0; i < METRIC_MAX; i++)
		assert_non_null(metric_name((enum metric)i));
	for (int i = 0; i < STATISTIC_COUNT; i++)
		assert_non_null(statistic_name((enum statistic)i));
	assert_string_equal(security_name(SECURITY_FT_SAE), "ft-sae");
	assert_string_equal(method_name(METHOD_PMKSA), "pmksa");
	assert_string_equal(outcome_name(OUTCOME_WRONG_AP), "wrong-ap");
	assert_string_equal(metric_name(METRIC_TUNNEL_SURVIVES), "tunnel.survives");
	assert_null(security_name(SECURITY_MAX));
}

static void only_the_ft_family_is_ft(void **state)
{
	(void)state;
	for (int i = 0; i < SECURITY_MAX; i++)
		assert_int_equal(security_is_ft((enum security)i),
				 i == SECURITY_FT_PSK || i == SECURITY_FT_SAE);
}

static void channels_have_the_standards_centre_frequencies(void **state)
{
	static const struct {
		unsigned channel, mhz;
	} channels[] = {
		{ 1, 2412 },   { 13, 2472 },  { 14, 2484 },  { 36, 5180 },
		{ 64, 5320 },  { 100, 5500 }, { 144, 5720 }, { 149, 5745 },
		{ 165, 5825 }, { 177, 5885 }, { 0, 0 },	     { 15, 0 },
		{ 35, 0 },     { 37, 0 },     { 68, 0 },     { 96, 0 },
		{ 148, 0 },    { 150, 0 },    { 181, 0 },    { 4294967295u, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(channels); i++)
		assert_int_equal(channel_frequency_mhz(channels[i].channel),
				 channels[i].mhz);
}

static void durations_are_written_with_nothing_lost(void **state)
{
	char buffer[DURATION_EXACT_MAX];

	(void)state;
	assert_string_equal(duration_exact(buffer, 0), "0ns");
	assert_string_equal(duration_exact(buffer, 1500 * NS_PER_US), "1500us");
	assert_string_equal(duration_exact(buffer, 20 * NS_PER_MS), "20ms");
	assert_string_equal(duration_exact(buffer, 90 * NS_PER_S), "90s");
	assert_string_equal(duration_exact(buffer, 120 * NS_PER_S), "2m");
	assert_string_equal(duration_exact(buffer, 3600 * NS_PER_S), "1h");
	assert_string_equal(duration_exact(buffer, UINT64_MAX), "18446744073709551615ns");
}

static void shown_text_is_printable_and_cut_between_characters(void **state)
{
	char longest[200] = { 0 };

	(void)state;
	assert_string_equal(SHOWN("a\x1b[31m\n"), "a?[31m?");
	for (size_t i = 0; i < 90; i++)
		memcpy(longest + 2 * i, "\xc3\xbc", 2);
	assert_int_equal(strlen(SHOWN(longest)), 63);
	assert_memory_equal(SHOWN(longest) + 58, "\xc3\xbc...", 5);
	longest[1] = 'x'; /* an octet less: now a character stands across the cut */
	memmove(longest, longest + 1, 199);
	assert_memory_equal(SHOWN(longest) + 57, "\xc3\xbc...", 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_enum_value_has_its_word),
		cmocka_unit_test(only_the_ft_family_is_ft),
		cmocka_unit_test(channels_have_the_standards_centre_frequencies),
		cmocka_unit_test(durations_are_written_with_nothing_lost),
		cmocka_unit_test(shown_text_is_printable_and_cut_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
