/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "report/report.h"
#include "story.h"

#define ALL                                                            \
	"tunnel: { wireguard: lab }\n"                                 \
	"traffic: [ { name: voice, through: tunnel, every: 20ms }, "   \
	"{ name: ping, through: wifi, every: 20ms, probe: icmp }, "    \
	"{ name: ssh, through: wifi, every: 20ms, probe: tcp } ]\n"    \
	"steps: [ associate: hall, roam: { to: stairs, via: air } ]\n" \
	"expect: { fast-transition: always, gap: { voice: { max: 1s } } }\n"

static struct results *make(void)
{
	struct story *story = story_begin("ft-sae", ALL);
	struct results *results;

	story_arrives(story, 0);
	story_probe(story, 0, 0, 0, 1000);
	story_full(story, 1, story_stairs);
	results = story_results(story);
	results->roams[0].used_unproven = true;
	story_end(story);
	return results;
}

static void reading_and_writing_changes_no_byte(void **state)
{
	cleanup_text_ struct text first = { 0 }, second = { 0 };
	cleanup_error_ struct error error = { 0 };
	struct results *results = make(), *again = NULL;

	(void)state;
	report_json(results, &first);
	assert_int_equal(report_parse_json(first.data, first.length, &again, &error), 0);
	report_json(again, &second);
	assert_string_equal(first.data, second.data);
	results_free(results);
	results_free(again);
}

static void how_a_real_station_was_left_is_read_back_too(void **state)
{
	(void)state;
	for (enum station_end end = 0; end < STATION_END_MAX; end++) {
		cleanup_text_ struct text first = { 0 }, second = { 0 };
		struct results *results = make(), *again = NULL;

		results->has_station_end = true;
		results->station_end = end;
		if (end == STATION_OFFLINE)
			results->station_problem = memory_strdup("no answer");
		report_json(results, &first);
		assert_int_equal(
			report_parse_json(first.data, first.length, &again, NULL), 0);
		report_json(again, &second);
		assert_string_equal(first.data, second.data);
		assert_int_equal(again->station_end, end);
		results_free(results);
		results_free(again);
	}
}

static void a_connection_that_died_is_read_back_too(void **state)
{
	cleanup_text_ struct text first = { 0 }, second = { 0 };
	cleanup_error_ struct error error = { 0 };
	struct results *results = make(), *again = NULL;

	(void)state;
	results->traffic[2].connection.alive = false;
	results->traffic[2].connection.died_at_ns = 7;
	results->traffic[2].connection.reason = memory_strdup("Connection timed out");
	results->traffic[2].connection.far_retransmissions = 3;
	results->roams[0].gaps[2].connection.alive = false;
	report_json(results, &first);
	assert_non_null(strstr(first.data, "\"died_at_ns\": 7,\n        \"reason\": "
					   "\"Connection timed out\""));
	assert_int_equal(report_parse_json(first.data, first.length, &again, &error), 0);
	report_json(again, &second);
	assert_string_equal(first.data, second.data);
	results_free(results);
	results_free(again);
}

static void what_nobody_tells_of_icmp_is_null(void **state)
{
	cleanup_text_ struct text json = { 0 };
	struct results *results = make();

	(void)state;
	report_json(results, &json);
	assert_non_null(strstr(json.data, "\"ping\": {\n          \"up_ns\": null,"));
	assert_non_null(strstr(json.data, "\"lost_up\": null,\n          "
					  "\"lost_down\": null,\n          "
					  "\"lost_unknown\": 0,"));
	assert_non_null(strstr(json.data, "\"gap_up_ns\": null,"));
	results_free(results);
}

/* Reads the report with one passage replaced. */
static int parse_changed(const char *passage, const char *other, struct results **ret,
			 struct error *error)
{
	cleanup_text_ struct text json = { 0 }, changed = { 0 };
	struct results *results = make();
	const char *found;

	report_json(results, &json);
	results_free(results);
	found = strstr(json.data, passage);
	assert_non_null(found);
	text_add_bytes(&changed, json.data, (size_t)(found - json.data));
	text_add(&changed, other);
	text_add(&changed, found + strlen(passage));
	return report_parse_json(changed.data, changed.length, ret, error);
}

static void assert_refused(const char *passage, const char *other, const char *reason)
{
	cleanup_error_ struct error error = { 0 };
	struct results *again = NULL;

	assert_int_equal(parse_changed(passage, other, &again, &error), -EBADMSG);
	assert_null(again);
	assert_string_equal(error.reason, reason);
}

static void a_mistake_is_told_with_its_place(void **state)
{
	(void)state;
	assert_refused("\"used\": \"full\",\n      \"exchange\": \"full-sae\",\n"
		       "      \"proven\": false",
		       "\"used\": \"magic\",\n      \"proven\": false",
		       "roams[0].used is not a word that is known here");
	assert_refused("\"sent\": 1", "\"sent\": -1",
		       "traffic[0].sent is not a number from 0");
	assert_refused("\"ip\": 4", "\"ip\": 5", "traffic[0].ip is not 4 or 6");
	assert_refused("\"up_open\": false", "\"up_open\": 0",
		       "roams[0].gaps.up_open is not true or false");
	assert_refused("\"seed\": 7", "\"seed\": 4294967296",
		       "seed is not a number below 2^32");
	assert_refused("\"metrics\": {", "\"other\": {", "metrics is not an object");
}

static void the_version_of_a_stream_may_lack(void **state)
{
	static const char *const versions[] = { "", ",\n      \"ip\": 4",
						",\n      \"ip\": 6" };
	cleanup_error_ struct error error = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(versions); i++) {
		cleanup_text_ struct text json = { 0 };
		struct results *results = NULL;

		assert_int_equal(parse_changed(",\n      \"ip\": 4", versions[i],
					       &results, &error),
				 0);
		assert_int_equal(results->traffic[0].ipv6, i == 2);
		report_json(results, &json);
		assert_non_null(strstr(json.data, i == 2 ? "\"ip\": 6" : "\"ip\": 4"));
		results_free(results);
	}
}

static void a_seed_is_null_where_there_was_none_and_may_lack(void **state)
{
	static const char *const ends[] = { ",\n    \"seed\": null", "" };
	cleanup_error_ struct error error = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
		cleanup_text_ struct text json = { 0 };
		struct results *results = NULL;

		assert_int_equal(parse_changed(",\n    \"seed\": 7", ends[i], &results,
					       &error),
				 0);
		assert_false(results->environment.has_seed);
		report_json(results, &json);
		assert_non_null(strstr(json.data, "\"seed\": null"));
		results_free(results);
	}
}

static void a_key_that_comes_twice_is_refused(void **state)
{
	cleanup_error_ struct error error = { 0 };
	struct results *results = NULL;
	static const char json[] = "{ \"format\": 1, \"format\": 1 }";

	(void)state;
	assert_int_equal(report_parse_json(json, strlen(json), &results, &error),
			 -EBADMSG);
	assert_non_null(strstr(error.reason, "duplicate"));
}

static void another_format_is_refused(void **state)
{
	(void)state;
	assert_refused("\"format\": 1,", "\"format\": 2,",
		       "results.json is not of format 1, the only one that this version "
		       "reads");
}

static void what_is_no_json_is_refused_with_line_and_column(void **state)
{
	cleanup_error_ struct error error = { 0 };
	struct results *results = NULL;

	(void)state;
	assert_int_equal(report_parse_json("{\n  x", 5, &results, &error), -EBADMSG);
	assert_memory_equal(error.reason, "line 2, column 3:", 17);
	assert_int_equal(report_parse_json("[]", 2, &results, NULL), -EBADMSG);
}

static void a_string_that_is_not_utf8_is_kept_as_far_as_it_is_ascii(void **state)
{
	cleanup_text_ struct text json = { 0 };
	struct results *results = make();

	(void)state;
	free(results->scenario_name);
	results->scenario_name = memory_strdup("a\xff"
					       "b");
	report_json(results, &json);
	assert_non_null(strstr(json.data, "\"name\": \"a?b\""));
	results_free(results);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reading_and_writing_changes_no_byte),
		cmocka_unit_test(how_a_real_station_was_left_is_read_back_too),
		cmocka_unit_test(a_connection_that_died_is_read_back_too),
		cmocka_unit_test(what_nobody_tells_of_icmp_is_null),
		cmocka_unit_test(a_mistake_is_told_with_its_place),
		cmocka_unit_test(the_version_of_a_stream_may_lack),
		cmocka_unit_test(a_seed_is_null_where_there_was_none_and_may_lack),
		cmocka_unit_test(a_key_that_comes_twice_is_refused),
		cmocka_unit_test(another_format_is_refused),
		cmocka_unit_test(what_is_no_json_is_refused_with_line_and_column),
		cmocka_unit_test(a_string_that_is_not_utf8_is_kept_as_far_as_it_is_ascii),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
