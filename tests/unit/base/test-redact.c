/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/redact.h"

static void redacts_to(const struct secrets *secrets, const char *line,
		       const char *expected)
{
	cleanup_text_ struct text out = { 0 };

	secrets_redact(secrets, line, strlen(line), false, &out);
	assert_string_equal(out.data ? out.data : "", expected);
}

static void every_occurrence_of_every_secret_goes(void **state)
{
	struct secrets secrets = { 0 };

	(void)state;
	secrets_add(&secrets, "correct horse");
	secrets_add(&secrets, "0011aabb");
	redacts_to(&secrets, "no such thing", "no such thing");
	redacts_to(&secrets,
		   "Invalid key: '0011aabb' or 'correct horse', 0011aabb0011aabb",
		   "Invalid key: '[secret]' or '[secret]', [secret][secret]");
	redacts_to(&secrets, "correct hors", "correct hors");
	redacts_to(&secrets, "", "");
	secrets_clear(&secrets);
}

static void the_longest_secret_wins(void **state)
{
	struct secrets secrets = { 0 };

	(void)state;
	secrets_add(&secrets, "horse");
	secrets_add(&secrets, "horseback");
	redacts_to(&secrets, "a horseback rider on a horse",
		   "a [secret] rider on a [secret]");
	secrets_clear(&secrets);
	secrets_add(&secrets, "horseback");
	secrets_add(&secrets, "horse");
	redacts_to(&secrets, "on horseback", "on [secret]");
	secrets_clear(&secrets);
}

static void a_secret_that_a_cut_went_through_is_one(void **state)
{
	static const char line[] = "the password is correct horse";
	struct secrets secrets = { 0 };

	(void)state;
	secrets_add(&secrets, "correct horse");
	for (size_t length = 0; length < sizeof(line); length++) {
		cleanup_free_ char *kept = memory_strndup(line, length);
		cleanup_text_ struct text out = { 0 };

		secrets_redact(&secrets, kept, length, true, &out);
		if (length <= strlen("the password is "))
			assert_int_equal(out.length, length);
		else
			assert_string_equal(out.data, "the password is [secret]");
	}
	secrets_clear(&secrets);
}

static void short_words_are_no_secrets(void **state)
{
	struct secrets secrets = { 0 };

	(void)state;
	secrets_add(&secrets, "a");
	secrets_add(&secrets, "");
	secrets_add(&secrets, NULL);
	redacts_to(&secrets, "wlan0: AP-ENABLED", "wlan0: AP-ENABLED");
	assert_int_equal(secrets.count, 0);
	secrets_clear(&secrets);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_occurrence_of_every_secret_goes),
		cmocka_unit_test(the_longest_secret_wins),
		cmocka_unit_test(a_secret_that_a_cut_went_through_is_one),
		cmocka_unit_test(short_words_are_no_secrets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
