/* SPDX-License-Identifier: BSD-3-Clause */
#include "explain/cause.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void each_cause_is_told_in_full(void **state)
{
	(void)state;
	for (enum cause cause = 0; cause < CAUSE_MAX; cause++) {
		const struct cause_text *text = cause_text(cause);

		assert_non_null(text->id);
		assert_non_null(text->sentence);
		assert_non_null(text->station);
		assert_non_null(text->remedy);
		assert_non_null(text->securities);
		/* What OpenWrt can set, hostapd can. */
		assert_true(text->hostapd || !text->openwrt);
	}
}

static void an_id_is_a_word_and_names_one_cause(void **state)
{
	(void)state;
	for (enum cause cause = 0; cause < CAUSE_MAX; cause++) {
		const char *id = cause_text(cause)->id;

		assert_int_equal(cause_find(id), cause);
		assert_int_equal(strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-"),
				 strlen(id));
	}
}

static void what_is_no_id_is_not_found(void **state)
{
	(void)state;
	assert_int_equal(cause_find("r0kh"), CAUSE_MAX);
	assert_int_equal(cause_find(""), CAUSE_MAX);
}

static void a_cause_exists_for_securities(void **state)
{
	(void)state;
	assert_true(cause_concerns(CAUSE_R0KH_KEY, "ft-psk"));
	assert_true(cause_concerns(CAUSE_R0KH_KEY, "ft-sae"));
	assert_false(cause_concerns(CAUSE_R0KH_KEY, "psk"));
	assert_false(cause_concerns(CAUSE_R0KH_KEY, "ft"));
	assert_false(cause_concerns(CAUSE_R0KH_KEY, "sae"));
	assert_false(cause_concerns(CAUSE_GENERATE_LOCAL_SAE, "ft-psk"));
	assert_true(cause_concerns(CAUSE_PASSWORD, "psk"));
	assert_false(cause_concerns(CAUSE_PASSWORD, "open"));
	assert_true(cause_concerns(CAUSE_ACCESS_LIST, "open"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_cause_is_told_in_full),
		cmocka_unit_test(an_id_is_a_word_and_names_one_cause),
		cmocka_unit_test(what_is_no_id_is_not_found),
		cmocka_unit_test(a_cause_exists_for_securities),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
