/* SPDX-License-Identifier: BSD-3-Clause */
#include "../netlink/namespace.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/program.h"
#include "site/nft.h"

static bool can_apply(void)
{
	cleanup_free_ char *path = NULL;

	return program_find("nft", &path) == 0 && in_own_namespace();
}

static void rules_that_nft_takes_are_applied(void **state)
{
	cleanup_error_ struct error error = { 0 };

	(void)state;
	/* An empty list: a kernel without nftables takes it as well. */
	if (!can_apply())
		skip();
	assert_int_equal(nft_apply(-1, "# none\n", &error), 0);
	assert_null(error.reason);
}

static void what_nft_complains_about_is_told(void **state)
{
	cleanup_error_ struct error error = { 0 };

	(void)state;
	if (!can_apply())
		skip();
	assert_true(nft_apply(-1, "table inet x {\n\tchian y { }\n}\n", &error) < 0);
	assert_non_null(strstr(error.reason, "nft does not take its rules: "));
	assert_non_null(strstr(error.reason, "syntax error"));
	assert_null(strchr(error.reason, '\n'));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules_that_nft_takes_are_applied),
		cmocka_unit_test(what_nft_complains_about_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
