/* SPDX-License-Identifier: BSD-3-Clause */
#include "explain/explain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "explain/cause.h"
#include "explain/code.h"
#include "explain/option.h"
#include "explain/rule.h"

static void assert_begins(const char *word, const char *beginning)
{
	cleanup_text_ struct text out = { 0 };

	assert_true(explain_word(word, &out));
	out.data[strlen(beginning)] = '\0';
	assert_string_equal(out.data, beginning);
}

static void a_word_is_told_as_what_it_is(void **state)
{
	(void)state;
	assert_begins("r0kh-missing", "r0kh-missing (a cause)\n");
	assert_begins("rrb-key-zero", "rrb-key-zero (a warning)\n");
	assert_begins("nasid", "nas_identifier (an option of hostapd.conf)\n");
	assert_begins("Mobility_Domain", "mobility_domain (an option of hostapd.conf)\n");
	assert_begins("53", "status 53 (invalid PMKID)\n");
	assert_begins("reason=15", "reason 15 (4-way handshake timeout)\n");
}

static void a_number_can_mean_two_codes(void **state)
{
	cleanup_text_ struct text out = { 0 };

	(void)state;
	assert_true(explain_word("17", &out));
	assert_non_null(strstr(out.data, "status 17 (too many stations)\n"));
	assert_non_null(strstr(out.data, "\n\nreason 17 ("));
}

static void a_near_miss_has_a_suggestion(void **state)
{
	cleanup_text_ struct text out = { 0 };

	(void)state;
	assert_false(explain_word("r0kh-misssing", &out));
	assert_null(out.data);
	assert_string_equal(explain_nearest("r0kh-misssing"), "r0kh-missing");
	assert_string_equal(explain_nearest("mobilty_domain"), "mobility_domain");
	assert_false(explain_word("9999", &out));
	assert_false(explain_word("53x", &out));
	assert_false(explain_word("", &out));
}

static void no_line_but_what_is_to_be_typed_is_wider_than_a_terminal(void **state)
{
	cleanup_text_ struct text out = { 0 };

	(void)state;
	explain_list(&out);
	for (enum cause cause = 0; cause < CAUSE_MAX; cause++)
		assert_true(explain_word(cause_text(cause)->id, &out));
	for (enum rule rule = 0; rule < RULE_MAX; rule++)
		assert_true(explain_word(rule_text(rule)->id, &out));
	for (size_t i = 0; i < option_count(); i++)
		assert_true(explain_word(option_text(i)->hostapd, &out));
	for (char *line = strtok(out.data, "\n"); line; line = strtok(NULL, "\n"))
		if (strncmp(line, "  hostapd ", 10) != 0 &&
		    strncmp(line, "  OpenWrt ", 10) != 0)
			assert_true(strlen(line) <= 82); /* "…" has three octets */
}

static void what_a_code_hints_at_is_a_cause(void **state)
{
	(void)state;
	for (enum code_kind kind = 0; kind < CODE_KIND_MAX; kind++)
		for (size_t i = 0; i < code_count(kind); i++)
			for (size_t j = 0; j < CODE_CAUSES; j++) {
				const char *id = code_text(kind, i)->causes[j];

				assert_true(!id || cause_find(id) < CAUSE_MAX);
			}
}

static void all_words_are_on_the_list_and_in_the_man_page(void **state)
{
	cleanup_text_ struct text list = { 0 }, page = { 0 };

	(void)state;
	explain_list(&list);
	explain_man_page(&page);
	for (enum cause cause = 0; cause < CAUSE_MAX; cause++) {
		char item[64];

		snprintf(item, sizeof(item), "\n  %s ", cause_text(cause)->id);
		assert_non_null(strstr(list.data, item));
		snprintf(item, sizeof(item), "\n*%s*\n", cause_text(cause)->id);
		assert_non_null(strstr(page.data, item));
	}
	for (size_t i = 0; i < option_count(); i++) {
		assert_non_null(strstr(list.data, option_text(i)->hostapd));
		assert_non_null(strstr(page.data, option_text(i)->agreement));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_word_is_told_as_what_it_is),
		cmocka_unit_test(a_number_can_mean_two_codes),
		cmocka_unit_test(a_near_miss_has_a_suggestion),
		cmocka_unit_test(
			no_line_but_what_is_to_be_typed_is_wider_than_a_terminal),
		cmocka_unit_test(what_a_code_hints_at_is_a_cause),
		cmocka_unit_test(all_words_are_on_the_list_and_in_the_man_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
