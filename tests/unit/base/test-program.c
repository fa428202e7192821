/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/program.h"

static void an_ordinary_user_finds_what_is_in_sbin(void **state)
{
	cleanup_free_ char *path = NULL;

	(void)state;
	setenv("PATH", "/nonexistent:relative:", 1);
	assert_int_equal(program_find("sh", &path), 0);
	assert_int_equal(path[0], '/');
}

static void what_is_not_there_is_missing(void **state)
{
	char *path;

	(void)state;
	assert_int_equal(program_find("no-such-program-anywhere", &path), -ENOENT);
	assert_int_equal(program_find("/nonexistent/hostapd", &path), -ENOENT);
	assert_int_equal(program_find("/etc/passwd", &path), -EACCES);
	assert_int_equal(program_find("/usr/bin/", &path), -EACCES);
}

static void the_package_of_a_program_that_is_required_is_told(void **state)
{
	cleanup_error_ struct error error = { 0 };
	cleanup_free_ char *path = NULL;

	(void)state;
	assert_int_equal(program_require("no-such-program-anywhere", "some-package",
					 &path, &error),
			 -ENOENT);
	assert_string_equal(error.reason, "no-such-program-anywhere is not installed");
	assert_string_equal(error.remedy, "install it: apt install some-package");
	assert_int_equal(program_require("sh", "dash", &path, &error), 0);
	assert_int_equal(path[0], '/');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_ordinary_user_finds_what_is_in_sbin),
		cmocka_unit_test(what_is_not_there_is_missing),
		cmocka_unit_test(the_package_of_a_program_that_is_required_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
