/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/json-diagnosis.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "diagnosed.h"
#include "report/report.h"

static struct results *make(void)
{
	struct results *results = diagnosed_results();
	struct diagnosis *diagnosis;

	diagnosed_association(results, "hall", OUTCOME_OK, -1);
	diagnosis = &diagnosed_association(results, "attic", OUTCOME_DISCONNECTED, 15)
			     ->diagnosis;
	diagnosed_as(diagnosis, CAUSE_PASSWORD, "attic");
	diagnosis = &diagnosed_roam(results, "hall", "stairs", OUTCOME_REJECTED, 53)
			     ->diagnosis;
	diagnosed_as(diagnosis, CAUSE_R0KH_MISSING, "stairs");
	diagnosed_candidate(diagnosis, CAUSE_NAS_IDENTIFIER);
	diagnosed_evidence(diagnosis, "1.20s stairs: \"FT: Did not find R0KH-ID\"");
	diagnosed_evidence(diagnosis, "1.19s sent \xc3\xa4");
	diagnosis = &diagnosed_roam(results, "hall", "stairs", OUTCOME_TIMEOUT, -1)
			     ->diagnosis;
	diagnosed_as(diagnosis, CAUSE_MAX, NULL);
	diagnosed_candidate(diagnosis, CAUSE_R0KH_UNREACHABLE);
	diagnosed_candidate(diagnosis, CAUSE_R0KH_KEY);
	diagnosis = &diagnosed_roam(results, "hall", "stairs", OUTCOME_TIMEOUT, -1)
			     ->diagnosis;
	diagnosed_as(diagnosis, CAUSE_TARGET_OFF_AIR, NULL);
	diagnosed_warning(results, CAUSE_REASSOCIATION_DEADLINE, "hall", "1000 TU");
	diagnosed_warning(results, CAUSE_RRB_KEY_ZERO, NULL, "all zeros");
	return results;
}

static void reading_and_writing_changes_no_byte_of_a_diagnosis(void **state)
{
	cleanup_text_ struct text first = { 0 }, second = { 0 };
	cleanup_(results_freep) struct results *results = make(), *again = NULL;
	cleanup_error_ struct error error = { 0 };

	(void)state;
	report_json(results, &first);
	if (report_parse_json(first.data, first.length, &again, &error) < 0)
		fail_msg("%s", error.reason);
	report_json(again, &second);
	assert_string_equal(first.data, second.data);
	assert_false(again->associations[0].diagnosis.present);
	assert_int_equal(again->associations[1].diagnosis.cause, CAUSE_PASSWORD);
	assert_int_equal(again->roams[1].diagnosis.cause, CAUSE_MAX);
	assert_int_equal(again->roams[1].diagnosis.candidates[1], CAUSE_R0KH_KEY);
	assert_null(again->roams[2].diagnosis.remedy.access_point);
	assert_int_equal(again->warnings[1].cause, CAUSE_RRB_KEY_ZERO);
}

static void assert_written(const char *passage)
{
	cleanup_(results_freep) struct results *results = make();
	cleanup_text_ struct text json = { 0 };

	report_json(results, &json);
	if (!strstr(json.data, passage))
		fail_msg("not there: %s\n%s", passage, json.data);
}

static void a_cause_has_its_sentence_and_what_to_do(void **state)
{
	(void)state;
	assert_written("\"explanation\": \"what was seen\",\n"
		       "      \"cause\": {\n"
		       "        \"id\": \"r0kh-missing\",\n"
		       "        \"sentence\": \"The target has no r0kh entry for");
	assert_written("\"remedy\": {\n"
		       "          \"access_point\": \"stairs\",\n"
		       "          \"text\": \"On the target, list");
}

static void what_is_not_decided_has_its_candidates_and_what_decides(void **state)
{
	(void)state;
	assert_written("\"id\": null,\n"
		       "        \"sentence\": \"What was seen does not decide; the "
		       "likeliest first: r0kh-unreachable, r0kh-key.\",\n"
		       "        \"candidates\": [\n"
		       "          \"r0kh-unreachable\",\n"
		       "          \"r0kh-key\"\n"
		       "        ],\n"
		       "        \"evidence\": [],\n"
		       "        \"decide\": \"on stairs: hostapd_cli");
}

/* results.json of this version with one passage replaced. */
static struct results *changed(const char *passage, const char *by, struct error *error)
{
	cleanup_(results_freep) struct results *results = diagnosed_results();
	cleanup_text_ struct text json = { 0 }, other = { 0 };
	struct results *again = NULL;
	const char *at;

	diagnosed_as(&diagnosed_roam(results, "hall", "stairs", OUTCOME_REJECTED, 53)
			      ->diagnosis,
		     CAUSE_R0KH_MISSING, "stairs");
	report_json(results, &json);
	at = strstr(json.data, passage);
	assert_non_null(at);
	text_add_bytes(&other, json.data, (size_t)(at - json.data));
	text_add(&other, by);
	text_add(&other, at + strlen(passage));
	report_parse_json(other.data, other.length, &again, error);
	return again;
}

static void results_from_before_there_were_causes_keep_their_explanation(void **state)
{
	cleanup_error_ struct error error = { 0 };
	cleanup_(results_freep) struct results *results =
		changed("\"explanation\": \"what was seen\",\n      \"cause\": {",
			"\"cause\": { \"id\": null, \"candidates\": [], \"remedy\": "
			"null, \"evidence\": [\"as it was\"] }, \"other\": {",
			&error);

	(void)state;
	assert_non_null(results);
	assert_string_equal(results->roams[0].explanation, "as it was");
	assert_false(results->roams[0].diagnosis.present);
}

static void results_without_warnings_have_none(void **state)
{
	cleanup_error_ struct error error = { 0 };
	cleanup_(results_freep) struct results *results =
		changed("\"warnings\": [],", "", &error);

	(void)state;
	assert_non_null(results);
	assert_int_equal(results->warning_count, 0);
}

static void assert_refused(const char *passage, const char *by, const char *reason)
{
	cleanup_error_ struct error error = { 0 };

	assert_null(changed(passage, by, &error));
	assert_string_equal(error.reason, reason);
}

static void an_expectation_says_which_steps_broke_it(void **state)
{
	cleanup_(results_freep) struct results *results = diagnosed_results(),
					       *again = NULL;
	struct expectation_result *e =
		array_add(results->expectations, results->expectation_count,
			  results->expectation_capacity);
	cleanup_error_ struct error error = { 0 };
	cleanup_text_ struct text json = { 0 };

	(void)state;
	e->metric = memory_strdup("result");
	e->wanted = memory_strdup("ok");
	e->got = memory_strdup("");
	*array_add(e->roams, e->roam_count, e->roam_capacity) = 2;
	*array_add(e->roams, e->roam_count, e->roam_capacity) = 10;
	*array_add(e->associations, e->association_count, e->association_capacity) = 1;
	report_json(results, &json);
	report_parse_json(json.data, json.length, &again, &error);
	assert_non_null(again);
	e = &again->expectations[0];
	assert_int_equal(e->roam_count, 2);
	assert_int_equal(e->roams[1], 10);
	assert_int_equal(e->association_count, 1);
	assert_int_equal(e->associations[0], 1);
}

static void what_is_no_cause_is_refused_with_its_place(void **state)
{
	(void)state;
	assert_refused("\"id\": \"r0kh-missing\"", "\"id\": \"r0kh-mising\"",
		       "roams[0].cause.id is not a word that is known here");
	assert_refused("\"candidates\": [", "\"candidates\": [ 1,",
		       "roams[0].cause.candidates is not a list of causes that are known "
		       "here");
	assert_refused("\"evidence\": []", "\"evidence\": [ null ]",
		       "roams[0].cause.evidence is not an array of strings");
	assert_refused("\"access_point\": \"stairs\"", "\"access_point\": 1",
		       "roams[0].cause.remedy.access_point is not a string or null");
	assert_refused("\"warnings\": []",
		       "\"warnings\": [ { \"id\": \"pmksa\", \"evidence\": 1, "
		       "\"remedy\": null } ]",
		       "warnings[0].evidence is not a string");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reading_and_writing_changes_no_byte_of_a_diagnosis),
		cmocka_unit_test(a_cause_has_its_sentence_and_what_to_do),
		cmocka_unit_test(what_is_not_decided_has_its_candidates_and_what_decides),
		cmocka_unit_test(
			results_from_before_there_were_causes_keep_their_explanation),
		cmocka_unit_test(results_without_warnings_have_none),
		cmocka_unit_test(an_expectation_says_which_steps_broke_it),
		cmocka_unit_test(what_is_no_cause_is_refused_with_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
