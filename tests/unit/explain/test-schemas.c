/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <string.h>

#include "explain/cause.h"

/* The schemas' lists of causes and warnings are those of lib/explain, in its order. */

static json_t *load(const char *path)
{
	json_error_t error;
	json_t *schema = json_load_file(path, 0, &error);

	if (!schema)
		fail_msg("%s:%d: %s", path, error.line, error.text);
	return schema;
}

/* What is under these keys, one in the other; NULL ends them. */
static const json_t *get(const json_t *value, const char *const *keys)
{
	for (; *keys; keys++)
		value = json_object_get(value, *keys);
	assert_true(json_is_array(value));
	return value;
}

static void assert_next(const json_t *list, size_t *at, const char *id)
{
	const char *item = json_string_value(json_array_get(list, (*at)++));

	assert_non_null(item);
	assert_string_equal(item, id);
}

static void a_scenario_can_expect_every_cause_and_warning(void **state)
{
	static const char *const to_causes[] = { "definitions", "step",
						 "properties",	"expect",
						 "properties",	"cause",
						 "enum",	NULL };
	static const char *const to_warnings[] = { "properties", "expect", "properties",
						   "warnings",	 "items",  "enum",
						   NULL };
	json_t *schema = load(SOURCE_DIR "/scenarios/scenario.schema.json");
	const json_t *causes = get(schema, to_causes), *warnings;
	size_t cause_at = 0, warning_at = 0;

	(void)state;
	warnings = get(schema, to_warnings);
	assert_next(causes, &cause_at, "none");
	for (enum cause cause = 0; cause < CAUSE_MAX; cause++) {
		const struct cause_text *text = cause_text(cause);

		if (text->warning)
			assert_next(warnings, &warning_at, text->id);
		else
			assert_next(causes, &cause_at, text->id);
	}
	assert_int_equal(cause_at, json_array_size(causes));
	assert_int_equal(warning_at, json_array_size(warnings));
	json_decref(schema);
}

static void results_can_name_every_cause(void **state)
{
	static const char *const path[] = { "$defs", "cause_id", "enum", NULL };
	json_t *schema = load(SOURCE_DIR "/docs/results.schema.json");
	const json_t *ids = get(schema, path);
	size_t at = 0;

	(void)state;
	for (enum cause cause = 0; cause < CAUSE_MAX; cause++)
		assert_next(ids, &at, cause_text(cause)->id);
	assert_int_equal(at, json_array_size(ids));
	json_decref(schema);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_scenario_can_expect_every_cause_and_warning),
		cmocka_unit_test(results_can_name_every_cause),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
