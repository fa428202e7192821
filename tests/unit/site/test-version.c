/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "site/version.h"

static void parses_to(const char *output, const char *expected)
{
	cleanup_free_ char *version = version_parse(output);

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_version_follows_the_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
