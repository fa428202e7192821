/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/cause-phrase.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"

static enum cause two[] = { CAUSE_R0KH_UNREACHABLE, CAUSE_R0KH_KEY };

static void assert_words(const struct diagnosis *diagnosis, const char *phrase,
			 const char *sentence)
{
	cleanup_free_ char *is_phrase = cause_phrase(diagnosis);
	cleanup_free_ char *is_sentence = cause_sentence(diagnosis);

	assert_string_equal(is_phrase, phrase);
	assert_string_equal(is_sentence, sentence);
}

static void a_cause_is_named_or_those_between_which_it_is_not_decided(void **state)
{
	(void)state;
	assert_words(&(struct diagnosis){ .cause = CAUSE_PMF,
					  .candidate_count = 2,
					  .candidates = two },
		     "pmf", cause_text(CAUSE_PMF)->sentence);
	assert_words(&(struct diagnosis){ .cause = CAUSE_MAX,
					  .candidate_count = 2,
					  .candidates = two },
		     "not decided (one of r0kh-unreachable, r0kh-key)",
		     "What was seen does not decide; the likeliest first: "
		     "r0kh-unreachable, r0kh-key.");
	assert_words(&(struct diagnosis){ .cause = CAUSE_MAX }, "not decided",
		     "Nothing that was seen tells the cause.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_cause_is_named_or_those_between_which_it_is_not_decided),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
