/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/diagnostic.h"

#include <string.h>

#include "../cmocka-all.h"

static void check(const char *source, struct place place, const char *hint,
		  const char *expected)
{
	struct diagnostics d = { 0 };
	struct text out = { 0 };
	struct diagnostic *item = diagnostics_add(&d, place, "wrong %s", "word");

	if (hint)
		diagnostic_suggest(item, "did you mean '%s'?", hint);
	diagnostics_format(&d, "a.yaml", source, strlen(source), &out);
	assert_string_equal(out.data, expected);
	text_clear(&out);
	diagnostics_clear(&d);
}

static void an_error_shows_its_line_and_points_at_the_word(void **state)
{
	(void)state;
	check("one\ntwo: three\n", (struct place){ 2, 6, 5 }, "free",
	      "a.yaml:2:6: error: wrong word\n"
	      "    2 | two: three\n"
	      "      |      ^^^^^\n"
	      "      = hint: did you mean 'free'?\n");
}

static void carets_count_characters_and_tabs_stay(void **state)
{
	(void)state;
	check("\t\xc3\xa4\xc3\xb6: x", (struct place){ 1, 5, 1 }, NULL,
	      "a.yaml:1:5: error: wrong word\n"
	      "    1 | \t\xc3\xa4\xc3\xb6: x\n"
	      "      | \t   ^\n");
}

static void carets_stop_at_the_end_of_the_line(void **state)
{
	(void)state;
	check("abc\ndef", (struct place){ 1, 3, 40 }, NULL,
	      "a.yaml:1:3: error: wrong word\n"
	      "    1 | abc\n"
	      "      |   ^\n");
	check("abc", (struct place){ 1, 4, 1 }, NULL,
	      "a.yaml:1:4: error: wrong word\n"
	      "    1 | abc\n"
	      "      |    ^\n");
}

static void control_characters_of_the_source_are_not_printed(void **state)
{
	(void)state;
	check("a\x1b[31mb", (struct place){ 1, 1, 1 }, NULL,
	      "a.yaml:1:1: error: wrong word\n"
	      "    1 | a?[31mb\n"
	      "      | ^\n");
}

static void a_place_past_the_end_or_nowhere_shows_no_line(void **state)
{
	(void)state;
	check("abc", (struct place){ 9, 1, 1 }, NULL, "a.yaml:9:1: error: wrong word\n");
	check("abc", (struct place){ 0, 0, 0 }, NULL, "a.yaml: error: wrong word\n");
}

static void errors_are_sorted_by_place_and_bounded(void **state)
{
	struct diagnostics d = { 0 };
	struct text out = { 0 };

	(void)state;
	for (unsigned line = 150; line > 0; line--)
		diagnostics_add(&d, (struct place){ line, 1, 1 }, "x");
	diagnostics_sort(&d);
	assert_int_equal(d.items[0].place.line, 1);
	assert_int_equal(d.items[149].place.line, 150);
	diagnostics_format(&d, "a", "", 0, &out);
	assert_non_null(strstr(out.data, "a: 50 more errors are not shown\n"));
	text_clear(&out);
	diagnostics_clear(&d);
}

static void a_mistake_can_be_in_a_file_that_the_first_one_names(void **state)
{
	struct diagnostics d = { 0 };
	struct text out = { 0 };
	size_t file;

	(void)state;
	file = diagnostics_add_file(&d, "b.conf", strdup("x = 1\n"), 6);
	assert_int_equal(file, 1);
	diagnostics_add(&d, (struct place){ 1, 5, 1 }, "wrong")->file = file;
	diagnostics_add(&d, (struct place){ 2, 1, 1 }, "wrong, too");
	diagnostics_sort(&d);
	diagnostics_format(&d, "a.yaml", "one\ntwo\n", 8, &out);
	assert_string_equal(out.data, "a.yaml:2:1: error: wrong, too\n"
				      "    2 | two\n"
				      "      | ^\n"
				      "b.conf:1:5: error: wrong\n"
				      "    1 | x = 1\n"
				      "      |     ^\n");
	text_clear(&out);
	diagnostics_clear(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_error_shows_its_line_and_points_at_the_word),
		cmocka_unit_test(carets_count_characters_and_tabs_stay),
		cmocka_unit_test(carets_stop_at_the_end_of_the_line),
		cmocka_unit_test(control_characters_of_the_source_are_not_printed),
		cmocka_unit_test(a_place_past_the_end_or_nowhere_shows_no_line),
		cmocka_unit_test(errors_are_sorted_by_place_and_bounded),
		cmocka_unit_test(a_mistake_can_be_in_a_file_that_the_first_one_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
