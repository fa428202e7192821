/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/seed.h"

#include <errno.h>
#include <string.h>

#include "../cmocka-all.h"
#include "base/hex.h"

static void a_purpose_has_the_same_octets_every_time(void **state)
{
	/* printf 'roamtest 1 0 test' | sha256sum, then the same with block 1: what an
	 * earlier version ran with must come again. */
	static const char expected[] =
		"e24051105529b1540b95a0519da76b2531c7a71aea08c9fe3dfd6cc79f458432"
		"7b13c3d9b2e248cc";
	uint8_t octets[40];
	char digits[2 * sizeof(octets) + 1];

	(void)state;
	for (int i = 0; i < 2; i++) {
		memset(octets, 0, sizeof(octets));
		seed_octets(1, "test", octets, sizeof(octets));
		assert_string_equal(hex_format(digits, octets, sizeof(octets)), expected);
	}
}

static void fewer_octets_are_the_first_of_more(void **state)
{
	uint8_t many[100], few[100];

	(void)state;
	seed_octets(7, "test", many, sizeof(many));
	for (size_t length = 0; length < sizeof(few); length++) {
		memset(few, 0xa5, sizeof(few));
		seed_octets(7, "test", few, length);
		assert_memory_equal(few, many, length);
		assert_int_equal(few[length], 0xa5);
	}
}

static void another_seed_or_purpose_gives_others(void **state)
{
	uint8_t octets[6][64];

	(void)state;
	seed_octets(0, "test", octets[0], 64);
	seed_octets(1, "test", octets[1], 64);
	seed_octets(UINT32_MAX, "test", octets[2], 64);
	seed_octets(1, "tesu", octets[3], 64);
	seed_octets(1, "test ", octets[4], 64);
	seed_octets(1, "", octets[5], 64);
	for (size_t i = 0; i < 6; i++) {
		assert_memory_not_equal(octets[i], octets[i] + 32, 32);
		for (size_t j = 0; j < i; j++) {
			assert_memory_not_equal(octets[i], octets[j], 32);
			assert_memory_not_equal(octets[i] + 32, octets[j] + 32, 32);
		}
	}
}

static void a_seed_is_a_decimal_number_of_32_bits(void **state)
{
	uint32_t seed = 5;

	(void)state;
	assert_int_equal(seed_parse("0", &seed), 0);
	assert_int_equal(seed, 0);
	assert_int_equal(seed_parse("4294967295", &seed), 0);
	assert_int_equal(seed, UINT32_MAX);
	assert_int_equal(seed_parse("0042", &seed), 0);
	assert_int_equal(seed, 42);
}

static void what_is_no_seed_is_refused(void **state)
{
	static const char *const words[] = {
		"", "-1", "+1", " 1", "1 ", "0x1", "1e3", "99999999999999999999x"
	};
	uint32_t seed = 5;

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		assert_int_equal(seed_parse(words[i], &seed), -EINVAL);
	assert_int_equal(seed_parse("4294967296", &seed), -ERANGE);
	/* 2^64 + 1 */
	assert_int_equal(seed_parse("18446744073709551617", &seed), -ERANGE);
	assert_int_equal(seed, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_purpose_has_the_same_octets_every_time),
		cmocka_unit_test(fewer_octets_are_the_first_of_more),
		cmocka_unit_test(another_seed_or_purpose_gives_others),
		cmocka_unit_test(a_seed_is_a_decimal_number_of_32_bits),
		cmocka_unit_test(what_is_no_seed_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
