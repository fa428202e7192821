/* SPDX-License-Identifier: BSD-3-Clause */
#include <jansson.h>

#include "trial-sample.h"
#include "twin/json.h"

static const struct sample_file agreed[] = { { "ap1", NULL, FIRST(KEY_1) },
					     { "ap2", NULL, SECOND(KEY_1) } };
static const struct sample_file apart[] = { { "ap1", NULL, FIRST(KEY_1) },
					    { "ap2", NULL, SECOND(KEY_2) } };

static const char *text_at(const json_t *array, size_t index, const char *key)
{
	return json_string_value(json_object_get(json_array_get(array, index), key));
}

static void a_program_reads_which_finding_explains_which_pair(void **state)
{
	cleanup_text_ struct text out = { 0 };
	const json_t *pairs, *explained, *findings;
	TRIAL trial = { 0 };
	TRIAL after = { 0 };
	json_t *root;

	(void)state;
	sample_trial(&trial, apart, 2);
	sample_results(&trial);
	sample_roam(&trial, 0, 1, LEG_COLD, false);
	sample_roam(&trial, 1, 0, LEG_COLD, true);
	sample_judge(&trial);
	sample_trial(&after, agreed, 2);
	sample_judge(&after);
	twin_json(&trial, &after, &out);
	root = json_loads(out.data, 0, NULL);
	assert_non_null(root);
	pairs = json_object_get(root, "pairs");
	findings = json_object_get(root, "findings");
	assert_int_equal(json_array_size(pairs), 4);
	assert_string_equal(text_at(pairs, 0, "state"), "failed");
	assert_string_equal(text_at(pairs, 1, "state"), "worked");
	assert_string_equal(text_at(pairs, 2, "state"), "not-offered");
	explained = json_object_get(json_array_get(pairs, 0), "findings");
	assert_int_equal(json_array_size(explained), 1);
	assert_string_equal(
		text_at(findings,
			(size_t)json_integer_value(json_array_get(explained, 0)), "id"),
		"r0kh-key");
	assert_string_equal(json_string_value(json_object_get(root, "verdict")), "fail");
	assert_string_equal(json_string_value(json_object_get(
				    json_object_get(root, "after"), "verdict")),
			    "error");
	assert_null(strstr(out.data, KEY_1));
	assert_null(strstr(out.data, "correct horse"));
	json_decref(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_program_reads_which_finding_explains_which_pair),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
