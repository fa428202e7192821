/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/suggest.h"

#include "../cmocka-all.h"

static const char *const words[] = { "associate", "roam", NULL, "repeat", "wait" };
#define COUNT (sizeof(words) / sizeof(words[0]))

static void a_near_miss_finds_its_word(void **state)
{
	(void)state;
	assert_string_equal(suggest_nearest("asociate", words, COUNT), "associate");
	assert_string_equal(suggest_nearest("raom", words, COUNT), "roam");
	assert_string_equal(suggest_nearest("repaet", words, COUNT), "repeat");
	assert_string_equal(suggest_nearest("waits", words, COUNT), "wait");
}

static void a_word_that_is_not_near_finds_none(void **state)
{
	(void)state;
	assert_null(suggest_nearest("sleep", words, COUNT));
	assert_null(suggest_nearest("", words, COUNT));
	assert_null(suggest_nearest("a word that is longer than any that roamtest knows, "
				    "by far, and then some",
				    words, COUNT));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_near_miss_finds_its_word),
		cmocka_unit_test(a_word_that_is_not_near_finds_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
