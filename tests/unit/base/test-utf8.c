/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"

/* Decodes a copy of exactly this length, so that a read past it is seen. */
static size_t decode(const char *octets, size_t left, uint32_t *ret)
{
	unsigned char *copy = malloc(left);
	size_t length;

	assert_non_null(copy);
	memcpy(copy, octets, left);
	length = utf8_decode(copy, left, ret);
	free(copy);
	return length;
}

static void a_character_has_one_to_four_octets(void **state)
{
	static const struct {
		const char *octets;
		uint32_t character;
	} cases[] = {
		{ "a", 'a' },
		{ "\xc2\x80", 0x80 },
		{ "\xc3\xa9", 0xe9 },
		{ "\xe2\x82\xac", 0x20ac },
		{ "\xf0\x9f\x98\x80", 0x1f600 },
		{ "\xf4\x8f\xbf\xbf", 0x10ffff },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		size_t length = strlen(cases[i].octets);
		uint32_t c;

		assert_int_equal(decode(cases[i].octets, length, &c), length);
		assert_int_equal(c, cases[i].character);
		/* cut short */
		for (size_t left = 1; left < length; left++)
			assert_int_equal(decode(cases[i].octets, left, &c), 0);
	}
}

static void what_is_malformed_is_none(void **state)
{
	static const char *const cases[] = {
		"\x80",		    /* a continuation */
		"\xc0\xaf",	    /* overlong */
		"\xe0\x80\xaf",	    /* overlong */
		"\xed\xa0\x80",	    /* a surrogate */
		"\xf4\x90\x80\x80", /* past U+10FFFF */
		"\xf8\x88\x80\x80\x80",
		"\xff",
		"\xc3(",
		"\xe2\x82(",
	};
	uint32_t c;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(decode(cases[i], strlen(cases[i]), &c), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_character_has_one_to_four_octets),
		cmocka_unit_test(what_is_malformed_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
