/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/error.h"

#include "../cmocka-all.h"

static void an_error_gives_its_code_back_and_keeps_its_sentences(void **state)
{
	struct error e = { 0 };

	(void)state;
	assert_int_equal(error_set(&e, -ENOENT, "no %s", "kernel"), -ENOENT);
	error_remedy(&e, "apt install %s", "linux-image-amd64");
	assert_int_equal(error_prefix(&e, -ENOENT, "the lab"), -ENOENT);
	assert_string_equal(e.reason, "the lab: no kernel");
	assert_string_equal(e.remedy, "apt install linux-image-amd64");
	error_clear(&e);
	assert_null(e.reason);
}

static void a_new_reason_drops_the_old_remedy(void **state)
{
	struct error e = { 0 };

	(void)state;
	error_set(&e, -EIO, "first");
	error_remedy(&e, "do this");
	error_errno(&e, -EPERM, "second");
	assert_string_equal(e.reason, "second: Operation not permitted");
	assert_null(e.remedy);
	error_clear(&e);
}

static void without_an_error_only_the_code_is_given(void **state)
{
	(void)state;
	assert_int_equal(error_set(NULL, -EIO, "unheard"), -EIO);
	assert_int_equal(error_prefix(NULL, -EIO, "unheard"), -EIO);
	error_remedy(NULL, "unheard");
	error_clear(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_error_gives_its_code_back_and_keeps_its_sentences),
		cmocka_unit_test(a_new_reason_drops_the_old_remedy),
		cmocka_unit_test(without_an_error_only_the_code_is_given),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
