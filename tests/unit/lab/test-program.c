/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "lab/program.h"

static void parses_to(const char *output, const char *expected)
{
	cleanup_free_ char *version = program_version_parse(output);

	if (expected)
		assert_string_equal(version, expected);
	else
		assert_null(version);
}

static void the_version_follows_the_name(void **state)
{
	(void)state;
	parses_to("hostapd v2.10\nUser space daemon for IEEE 802.11 AP management,\n",
		  "2.10");
	parses_to(
		"wpa_supplicant v2.11-devel-hostap_2_11-12-gabcdef\nCopyright", /* git */
		"2.11-devel-hostap_2_11-12-gabcdef");
	parses_to("a very old hostapd v. v2.9", "2.9");
	parses_to("Usage: something", NULL);
	parses_to("", NULL);
}

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
		cmocka_unit_test(the_version_follows_the_name),
		cmocka_unit_test(an_ordinary_user_finds_what_is_in_sbin),
		cmocka_unit_test(what_is_not_there_is_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
