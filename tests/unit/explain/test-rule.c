/* SPDX-License-Identifier: BSD-3-Clause */
#include "explain/rule.h"

#include <string.h>

#include "../cmocka-all.h"
#include "base/cleanup.h"
#include "explain/cause.h"
#include "explain/explain.h"

static void each_rule_is_told_in_full(void **state)
{
	(void)state;
	for (enum rule rule = 0; rule < RULE_MAX; rule++) {
		const struct rule_text *text = rule_text(rule);

		assert_non_null(text->id);
		assert_non_null(text->sentence);
		assert_non_null(text->matters);
		assert_non_null(text->remedy);
	}
}

static void an_id_names_one_rule_and_no_cause(void **state)
{
	(void)state;
	for (enum rule rule = 0; rule < RULE_MAX; rule++) {
		const char *id = rule_text(rule)->id;

		assert_int_equal(rule_find(id), rule);
		assert_int_equal(cause_find(id), CAUSE_MAX);
		assert_int_equal(strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-"),
				 strlen(id));
	}
	assert_int_equal(rule_find("r0kh-mac"), RULE_MAX);
}

static void explain_knows_each_rule(void **state)
{
	cleanup_text_ struct text list = { 0 }, page = { 0 };

	(void)state;
	explain_list(&list);
	explain_man_page(&page);
	for (enum rule rule = 0; rule < RULE_MAX; rule++) {
		cleanup_text_ struct text out = { 0 };

		assert_true(explain_word(rule_text(rule)->id, &out));
		assert_non_null(strstr(out.data, "(a finding in configuration files)"));
		assert_non_null(strstr(list.data, rule_text(rule)->id));
		assert_non_null(strstr(page.data, rule_text(rule)->id));
	}
	assert_string_equal(explain_nearest("r1kh-mca"), "r1kh-mac");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_rule_is_told_in_full),
		cmocka_unit_test(an_id_names_one_rule_and_no_cause),
		cmocka_unit_test(explain_knows_each_rule),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
