/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/diagnoses.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/wrap.h"
#include "diagnosed.h"

static const struct text_style plain = { 0 }, verbose = { .verbose = true };

static struct roam *refused(struct results *results, const char *to, enum cause cause)
{
	struct roam *roam = diagnosed_roam(results, "hall", to, OUTCOME_REJECTED, 53);

	diagnosed_as(&roam->diagnosis, cause, to);
	return roam;
}

static void one_matter_says_what_was_seen_and_what_to_do(void **state)
{
	cleanup_(results_freep) struct results *results = diagnosed_results();
	struct diagnosis *diagnosis =
		&refused(results, "stairs", CAUSE_R0KH_MISSING)->diagnosis;
	cleanup_text_ struct text out = { 0 };

	(void)state;
	diagnosed_evidence(diagnosis, "1.20s hostapd of stairs: \"FT: Did not find "
				      "R0KH-ID\"");
	diagnoses_add(results, &plain, &out);
	assert_string_equal(
		out.data,
		"\n"
		"why          roam 1, hall -> stairs over the air, rejected, status 53 "
		"(invalid\n"
		"             PMKID)\n"
		"cause        r0kh-missing: The target has no r0kh entry for the access "
		"point\n"
		"             that holds the station's PMK-R0.\n"
		"evidence     1.20s hostapd of stairs: \"FT: Did not find R0KH-ID\"\n"
		"what to do   on stairs: On the target, list the access point of the "
		"first\n"
		"             association: its BSSID, its nas_identifier and the key "
		"that "
		"the two\n"
		"             share.\n"
		"  hostapd    r0kh=<BSSID of the R0KH> <its nas_identifier> <64 hex "
		"digits>\n"
		"  OpenWrt    uci add_list wireless.<iface>.r0kh='<BSSID>,<nasid>,<key>'"
		"\n"
		"\n"
		"more         roamtest explain r0kh-missing\n");
}

static void what_is_not_decided_names_the_likeliest_first_and_what_decides(void **state)
{
	cleanup_(results_freep) struct results *results = diagnosed_results();
	struct diagnosis *diagnosis =
		&diagnosed_roam(results, "hall", "stairs", OUTCOME_TIMEOUT, -1)
			 ->diagnosis;
	cleanup_text_ struct text out = { 0 };

	(void)state;
	diagnosed_as(diagnosis, CAUSE_MAX, NULL);
	diagnosed_candidate(diagnosis, CAUSE_R0KH_UNREACHABLE);
	diagnosed_candidate(diagnosis, CAUSE_R0KH_KEY);
	diagnoses_add(results, &plain, &out);
	assert_string_equal(
		out.data,
		"\n"
		"why          roam 1, hall -> stairs over the air, timeout\n"
		"cause        not decided; the likeliest first: r0kh-unreachable, "
		"r0kh-key\n"
		"what decides on stairs: hostapd_cli log_level DEBUG, and roam again\n"
		"\n"
		"more         roamtest explain r0kh-unreachable; all that was seen: "
		"--verbose\n");
}

/* Lines, and the widest of them that has nothing to be typed. */
static void measure(const char *text, size_t *ret_lines, unsigned *ret_columns)
{
	cleanup_free_ char *copy = memory_strdup(text);
	char *rest = copy, *line;

	*ret_lines = *ret_columns = 0;
	while ((line = strsep(&rest, "\n")) && rest) {
		++*ret_lines;
		if (!strstr(line, "uci ") && !strstr(line, "  hostapd ") &&
		    text_columns(line) > *ret_columns)
			*ret_columns = text_columns(line);
	}
}

/* However much was seen. */
static void one_failed_step_fits_a_screen_whatever_its_cause(void **state)
{
	cleanup_free_ char *sentence = memory_zero(301, 1);

	(void)state;
	memset(sentence, 'x', 300);
	for (size_t i = 7; i < 300; i += 8)
		sentence[i] = ' ';
	for (enum cause cause = 0; cause <= CAUSE_MAX; cause++) {
		cleanup_(results_freep) struct results *results = diagnosed_results();
		struct diagnosis *diagnosis =
			&refused(results, "an-access-point-of-a-long-name", cause)
				 ->diagnosis;
		cleanup_text_ struct text out = { 0 };
		unsigned columns;
		size_t lines;

		for (int i = 0; i < 12; i++) {
			diagnosed_candidate(diagnosis, (enum cause)i);
			diagnosed_evidence(diagnosis, sentence);
		}
		diagnoses_add(results, &plain, &out);
		measure(out.data, &lines, &columns);
		if (lines > 24 || columns > 80)
			fail_msg("%zu lines of %u columns:\n%s", lines, columns,
				 out.data);
	}
}

static void many_matters_are_told_in_a_line_each(void **state)
{
	cleanup_(results_freep) struct results *results = diagnosed_results();
	cleanup_text_ struct text out = { 0 };

	(void)state;
	for (int i = 0; i < 6; i++) {
		cleanup_free_ char *to = memory_printf("ap%d", i);

		refused(results, to, CAUSE_R0KH_MISSING);
	}
	diagnoses_add(results, &plain, &out);
	assert_null(strstr(out.data, "why          roam 4"));
	assert_non_null(strstr(out.data, "why          roam 3"));
	assert_non_null(strstr(out.data,
			       "\n\nalso         r0kh-missing: roam 4, hall -> ap3 over "
			       "the air, rejected, status...\n"
			       "             r0kh-missing: roam 5, hall -> ap4 over "));
	assert_non_null(strstr(out.data, "\n\nmore         roamtest explain "
					 "r0kh-missing; all that was seen: --verbose\n"));
}

static void verbose_tells_all_of_each_step(void **state)
{
	cleanup_(results_freep) struct results *results = diagnosed_results();
	cleanup_text_ struct text out = { 0 };

	(void)state;
	for (int i = 0; i < 5; i++) {
		struct roam *roam = refused(results, "stairs", CAUSE_R0KH_MISSING);

		diagnosed_candidate(&roam->diagnosis, CAUSE_CIPHER);
		*array_add(roam->proof, roam->proof_count, roam->proof_capacity) =
			memory_strdup("no FTE");
		for (int j = 0; j < 9; j++) {
			cleanup_free_ char *line = memory_printf("item %d.%d", i, j);

			diagnosed_evidence(&roam->diagnosis, line);
		}
	}
	diagnoses_add(results, &verbose, &out);
	assert_non_null(strstr(out.data, "why          roam 5, hall -> stairs"));
	assert_non_null(strstr(out.data, "             item 4.8\n"));
	assert_non_null(strstr(out.data, "candidate    cipher: The two access points"));
	assert_non_null(strstr(out.data, "  station    The RSNEs in their beacons"));
	assert_non_null(strstr(out.data, "  AP's log   target: \"FT: Invalid pairwise"));
	assert_non_null(strstr(out.data, "proof        no FTE\n"));
	assert_null(strstr(out.data, "--verbose"));
}

static void an_access_point_s_log_moves_no_cursor(void **state)
{
	cleanup_(results_freep) struct results *results = diagnosed_results();
	cleanup_text_ struct text out = { 0 };

	(void)state;
	diagnosed_evidence(&refused(results, "stairs", CAUSE_PMF)->diagnosis,
			   "\033[31mred\nnext");
	diagnoses_add(results, &plain, &out);
	assert_non_null(strstr(out.data, "evidence     ?[31mred?next\n"));
}

static void where_all_is_well_there_is_nothing(void **state)
{
	cleanup_(results_freep) struct results *results = diagnosed_results();
	cleanup_text_ struct text out = { 0 };

	(void)state;
	diagnosed_roam(results, "hall", "stairs", OUTCOME_OK, -1);
	diagnoses_add(results, &plain, &out);
	diagnoses_add(results, &verbose, &out);
	assert_int_equal(out.length, 0);
}

static void those_that_broke_an_expectation_are_named_once(void **state)
{
	cleanup_(results_freep) struct results *results = diagnosed_results();
	unsigned indices[] = { 1, 2, 3 };
	const struct expectation_result of = { .roams = indices, .roam_count = 3 };
	const struct expectation_result none = { .verdict = VERDICT_FAIL };
	cleanup_free_ char *name = NULL;

	(void)state;
	refused(results, "stairs", CAUSE_R1KH_ID_DUPLICATE);
	refused(results, "attic", CAUSE_R1KH_ID_DUPLICATE);
	refused(results, "stairs", CAUSE_R1KH_ID);
	refused(results, "stairs", CAUSE_PMF);
	name = diagnoses_name(results, &of);
	assert_string_equal(name, "r1kh-id-duplicate, r1kh-id");
	assert_null(diagnoses_name(results, &none));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_matter_says_what_was_seen_and_what_to_do),
		cmocka_unit_test(
			what_is_not_decided_names_the_likeliest_first_and_what_decides),
		cmocka_unit_test(one_failed_step_fits_a_screen_whatever_its_cause),
		cmocka_unit_test(many_matters_are_told_in_a_line_each),
		cmocka_unit_test(verbose_tells_all_of_each_step),
		cmocka_unit_test(an_access_point_s_log_moves_no_cursor),
		cmocka_unit_test(where_all_is_well_there_is_nothing),
		cmocka_unit_test(those_that_broke_an_expectation_are_named_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
