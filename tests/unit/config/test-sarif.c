/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/sarif.h"

#include <jansson.h>

#include "config/lint.h"
#include "site-sample.h"

static void fill(void *context, uint8_t *out, size_t length)
{
	(void)context;
	memset(out, 0x5a, length);
}

static json_t *path(json_t *from, const char *const *keys)
{
	for (; *keys && from; keys++)
		from = json_is_array(from) ? json_array_get(from, 0)
					   : json_object_get(from, *keys);
	return from;
}

#define PATH(FROM, ...) path(FROM, (const char *const[]){ __VA_ARGS__, NULL })

static void assert_text(json_t *value, const char *wanted)
{
	assert_true(json_is_string(value));
	assert_string_equal(json_string_value(value), wanted);
}

static void each_finding_is_a_result_with_its_rule_and_places(void **state)
{
	const struct sample_file files[] = {
		{ "ap1", NULL,
		  IFACE("radio0", MAC_1, ID_1, HOLDER(MAC_2, ID_2, MAC_2, KEY_1)) },
		{ "ap2", NULL,
		  IFACE("radio0", MAC_2, ID_2, HOLDER(MAC_1, ID_1, MAC_1, KEY_2)) },
	};
	const struct config_random random = { fill, NULL };
	struct findings findings = { 0 };
	struct config_site site = { 0 };
	json_t *log, *run, *result;
	char *text;

	(void)state;
	sample_build(&site, files, 2, NULL);
	config_lint(&site, &random, &findings);
	text = findings_sarif(&site, &findings);
	assert_null(strstr(text, KEY_1));
	assert_null(strstr(text, KEY_2));
	log = json_loads(text, 0, NULL);
	assert_non_null(log);
	assert_text(json_object_get(log, "version"), "2.1.0");
	run = PATH(log, "runs", "0");
	assert_text(PATH(run, "tool", "driver", "name"), "roamtest");
	assert_text(json_object_get(run, "columnKind"), "unicodeCodePoints");
	assert_int_equal(json_array_size(json_object_get(run, "results")),
			 findings.count);
	result = PATH(run, "results", "0");
	assert_text(json_object_get(result, "ruleId"), "r0kh-key");
	assert_text(json_object_get(result, "level"), "error");
	assert_text(PATH(run, "tool", "driver", "rules", "0", "id"), "r0kh-key");
	assert_text(PATH(result, "locations", "0", "physicalLocation", "artifactLocation",
			 "uri"),
		    "ap2");
	assert_int_equal(json_integer_value(PATH(result, "locations", "0",
						 "physicalLocation", "region",
						 "startLine")),
			 13);
	assert_text(PATH(result, "relatedLocations", "0", "physicalLocation",
			 "artifactLocation", "uri"),
		    "ap1");
	assert_text(PATH(result, "properties", "roams", "0", "from"), "ap1");
	assert_text(PATH(result, "properties", "roams", "0", "to"), "ap2");
	json_decref(log);
	free(text);
	findings_clear(&findings);
	config_site_clear(&site);
}

static void without_findings_there_is_a_run_without_results(void **state)
{
	struct findings findings = { 0 };
	struct config_site site = { 0 };
	json_t *log;
	char *text;

	(void)state;
	text = findings_sarif(&site, &findings);
	log = json_loads(text, 0, NULL);
	assert_true(json_is_array(PATH(log, "runs", "0", "results")));
	assert_int_equal(json_array_size(PATH(log, "runs", "0", "results")), 0);
	json_decref(log);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_finding_is_a_result_with_its_rule_and_places),
		cmocka_unit_test(without_findings_there_is_a_run_without_results),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
