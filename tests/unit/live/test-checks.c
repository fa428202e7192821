/* SPDX-License-Identifier: BSD-3-Clause */
#include "cmocka-all.h"

#include <jansson.h>
#include <string.h>

#include "live/check.h"

static json_t *load_schema(void)
{
	json_t *schema = json_load_file(SOURCE_DIR "/docs/doctor.schema.json", 0, NULL);

	assert_non_null(schema);
	return schema;
}

/* The words that the schema allows, by the path to them. */
static json_t *words_of(json_t *schema, const char *const *path)
{
	json_t *value = schema;

	for (; *path; path++) {
		value = json_object_get(value, *path);
		assert_non_null(value);
	}
	return value;
}

static void the_schema_has_every_check_and_no_other(void **state)
{
	static const char *const path[] = { "$defs", "check", "properties",
					    "id",    "enum",  NULL };
	json_t *schema = load_schema(), *words = words_of(schema, path);

	(void)state;
	assert_int_equal(json_array_size(words), CHECK_ID_MAX);
	for (enum check_id id = 0; id < CHECK_ID_MAX; id++)
		assert_string_equal(json_string_value(json_array_get(words, id)),
				    check_name(id));
	json_decref(schema);
}

static void the_schema_has_every_state(void **state)
{
	static const char *const path[] = { "$defs", "state", "enum", NULL };
	json_t *schema = load_schema(), *words = words_of(schema, path);

	(void)state;
	assert_int_equal(json_array_size(words), CHECK_STATE_MAX);
	for (enum check_state i = 0; i < CHECK_STATE_MAX; i++)
		assert_string_equal(json_string_value(json_array_get(words, i)),
				    check_state_name(i));
	json_decref(schema);
}

static void the_gravest_state_counts(void **state)
{
	struct checks checks = { 0 };

	(void)state;
	assert_int_equal(checks_state(&checks), CHECK_OK);
	checks_section(&checks, SCOPE_MACHINE, NULL);
	checks_add(&checks, CHECK_KERNEL, CHECK_OK, NULL, "fine");
	checks_add(&checks, CHECK_TRACEFS, CHECK_MISSING, NULL, "gone");
	checks_section(&checks, SCOPE_INTERFACE, "wlan0");
	checks_add(&checks, CHECK_DRIVER, CHECK_WARNING, NULL, "well");
	assert_int_equal(checks_state(&checks), CHECK_MISSING);
	assert_int_equal(checks_count(&checks, CHECK_WARNING), 1);
	assert_int_equal(checks.sections[1].count, 1);
	checks_clear(&checks);
}

static void words_are_told_by_their_beginning(void **state)
{
	(void)state;
	assert_true(words_have("WPA-PSK FT-PSK", "FT-"));
	assert_true(words_have("SAE", "SAE"));
	assert_false(words_have("WPA-PSK FT-SAE", "SAE"));
	assert_false(words_have("", "FT-"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_schema_has_every_check_and_no_other),
		cmocka_unit_test(the_schema_has_every_state),
		cmocka_unit_test(the_gravest_state_counts),
		cmocka_unit_test(words_are_told_by_their_beginning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
