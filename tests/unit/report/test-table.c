/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/text.h"
#include "base/time.h"
#include "report/report.h"

static const struct text_style plain = { 0 };

static struct gap gap = {
	.stream = (char[]){ "voice" },
	.up_ns = 900 * NS_PER_MS,
	.down_ns = 1060 * NS_PER_MS,
};

static const struct roam roam = {
	.index = 1,
	.from = (char[]){ "hall" },
	.to = (char[]){ "stairs" },
	.used = METHOD_FT_AIR,
	.total_ns = 21300000,
	.gaps = &gap,
	.gap_count = 1,
	.passed = true,
};

static void a_roam_stands_below_its_heading(void **state)
{
	static const char *const streams[] = { "voice" };
	cleanup_text_ struct text out = { 0 };

	(void)state;
	report_table_heading(streams, 1, &plain, &out);
	report_table_roam(&roam, &plain, &out);
	assert_string_equal(
		out.data,
		"  #  from -> to            via  used    time     gap voice  verdict\n"
		"  1  hall -> stairs        air  ft-air  21.3ms   1.06s      ok\n");
}

static void a_fallback_is_followed_by_its_reason(void **state)
{
	cleanup_text_ struct text out = { 0 };
	struct roam fallback = roam;

	(void)state;
	fallback.used = METHOD_FULL;
	fallback.passed = false;
	fallback.explanation = (char[]){ "stairs offers no FT AKM" };
	report_table_roam(&fallback, &plain, &out);
	assert_string_equal(
		out.data,
		"  1  hall -> stairs        air  full    21.3ms   1.06s      FAIL\n"
		"     stairs offers no FT AKM\n");
}

static void a_roam_that_failed_says_where_it_stopped(void **state)
{
	struct phase phases[] = {
		{ .name = (char[]){ "command" }, .end_ns = 1000 },
		{ .name = (char[]){ "ft-authentication" },
		  .start_ns = 1000,
		  .end_ns = 21001000 },
	};
	cleanup_text_ struct text out = { 0 };
	struct roam rejected = roam;

	(void)state;
	rejected.used = METHOD_NONE;
	rejected.result = OUTCOME_REJECTED;
	rejected.passed = false;
	rejected.phases = phases;
	rejected.phase_count = 2;
	report_table_roam(&rejected, &plain, &out);
	assert_string_equal(
		out.data,
		"  1  hall -> stairs        air  none    21.3ms   1.06s      FAIL "
		"(rejected)\n"
		"     it stopped in ft-authentication, 21.0ms after that began\n");
}

static void what_is_not_proven_has_a_question_mark(void **state)
{
	cleanup_text_ struct text out = { 0 };
	struct roam unproven = roam;

	(void)state;
	unproven.used = METHOD_FULL;
	unproven.used_unproven = true;
	unproven.passed = false;
	report_table_roam(&unproven, &plain, &out);
	assert_string_equal(
		out.data,
		"  1  hall -> stairs        air  full?   21.3ms   1.06s      FAIL\n");
}

static void a_roam_whose_station_was_associated_anew_says_so(void **state)
{
	cleanup_text_ struct text out = { 0 };
	struct roam anew = roam;

	(void)state;
	anew.began_anew = true;
	report_table_roam(&anew, &plain, &out);
	assert_string_equal(
		out.data,
		"  1  hall -> stairs        air  ft-air  21.3ms   1.06s      ok\n"
		"     (the station was not there, and was associated anew before this "
		"roam)\n");
}

static void a_gap_that_had_not_ended_is_marked(void **state)
{
	cleanup_text_ struct text out = { 0 };
	struct gap open = gap;
	struct roam other = roam;

	(void)state;
	open.down_open = true;
	other.gaps = &open;
	other.result = OUTCOME_TIMEOUT;
	other.used = METHOD_NONE;
	report_table_roam(&other, &plain, &out);
	assert_string_equal(out.data, "  1  hall -> stairs        air  none    21.3ms   "
				      ">1.06s     ok (timeout)\n");
}

static void a_connection_that_is_no_more_has_no_gap(void **state)
{
	cleanup_text_ struct text out = { 0 };
	struct gap dead = { .stream = gap.stream, .connection = { .present = true } };
	struct roam other = roam;

	(void)state;
	other.gaps = &dead;
	report_table_roam(&other, &plain, &out);
	assert_string_equal(out.data, "  1  hall -> stairs        air  ft-air  21.3ms   "
				      "dead       ok\n");
}

static void colours_are_only_used_where_they_are_wanted(void **state)
{
	const struct text_style coloured = { .colour = true };
	cleanup_text_ struct text out = { 0 };

	(void)state;
	report_table_roam(&roam, &plain, &out);
	assert_null(strchr(out.data, '\033'));
	report_table_roam(&roam, &coloured, &out);
	assert_non_null(strstr(out.data, "\033[32mok\033[0m"));
}

static void a_name_cannot_command_the_terminal(void **state)
{
	cleanup_text_ struct text out = { 0 };
	struct roam other = roam;

	(void)state;
	other.to = (char[]){ "a\033[2J" };
	report_table_roam(&other, &plain, &out);
	assert_null(strchr(out.data, '\033'));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_roam_stands_below_its_heading),
		cmocka_unit_test(a_fallback_is_followed_by_its_reason),
		cmocka_unit_test(a_roam_that_failed_says_where_it_stopped),
		cmocka_unit_test(what_is_not_proven_has_a_question_mark),
		cmocka_unit_test(a_roam_whose_station_was_associated_anew_says_so),
		cmocka_unit_test(a_gap_that_had_not_ended_is_marked),
		cmocka_unit_test(a_connection_that_is_no_more_has_no_gap),
		cmocka_unit_test(colours_are_only_used_where_they_are_wanted),
		cmocka_unit_test(a_name_cannot_command_the_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
