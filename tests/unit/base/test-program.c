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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_ordinary_user_finds_what_is_in_sbin),
		cmocka_unit_test(what_is_not_there_is_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
