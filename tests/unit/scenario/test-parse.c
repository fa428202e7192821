/* SPDX-License-Identifier: BSD-3-Clause */
#include "parsing.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"

static void a_scenario_is_named_after_its_file_unless_it_has_a_name(void **state)
{
	static const struct {
		const char *file, *name;
	} files[] = {
		{ "scenarios/ft-sae.yaml", "ft-sae" },
		{ "a.b.yaml", "a.b" },
		{ "plain", "plain" },
		{ "-", "scenario" },
		{ "/x/.hidden", ".hidden" },
	};
	cleanup_parsed_ struct parsed named = parse("name: other\n" NETWORK SITE STEPS);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		cleanup_parsed_ struct parsed p =
			parse_file(files[i].file, NETWORK SITE STEPS);

		assert_string_equal(p.scenario->name, files[i].name);
		assert_string_equal(p.scenario->file, files[i].file);
	}
	assert_string_equal(named.scenario->name, "other");
	assert_int_equal(named.scenario->name_place.column, 7);
}

static void the_digest_is_that_of_the_text(void **state)
{
	static const char text[] = "network: { ssid: x, security: open }\n" SITE STEPS;
	cleanup_parsed_ struct parsed p = parse(text);

	(void)state;
	/* printf '…' | sha256sum */
	assert_string_equal(
		p.scenario->sha256,
		"56b774e105553f387934daea1be69ec1bf819d806002b095ea9c0fae7270456f");
	assert_string_equal(p.scenario->source, text);
	assert_int_equal(p.scenario->source_length, strlen(text));
}

static void all_mistakes_are_told_at_once_in_the_order_of_the_file(void **state)
{
	cleanup_parsed_ struct parsed p =
		parse_file("test.yaml",
			   "expect: { roam-tme: 1 }\n"
			   "steps: [ roam: hall ]\n"
			   "traffic: [ { name: a, through: wifi, every: 1 } ]\n" SITE
			   "network: { ssid: x, security: wep, password: y }\n");

	(void)state;
	assert_int_equal(p.diagnostics.count, 4);
	assert_int_equal(p.diagnostics.items[0].place.line, 1);
	assert_int_equal(p.diagnostics.items[1].place.line, 2);
	assert_int_equal(p.diagnostics.items[2].place.line, 3);
	assert_int_equal(p.diagnostics.items[3].place.line, 7);
}

static void what_is_missing_altogether_is_told_at_the_top(void **state)
{
	cleanup_parsed_ struct parsed p = parse_file("test.yaml", "\nname: x\n");

	(void)state;
	assert_int_equal(p.diagnostics.count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(p.diagnostics.items[i].place.line, 2);
}

static void misspelt_sections_are_one_mistake_each(void **state)
{
	cleanup_parsed_ struct parsed p = parse_file(
		"test.yaml",
		"netwrok: { ssid: x, security: sae, password: y }\n"
		"acces-points: { a: { bssid: \"02:00:00:00:01:00\", channel: 1 } }\n"
		"trafic: [ { name: a, through: wifi, every: 1s } ]\n"
		"tunel: { wireguard: lab }\n"
		"steps: [ associate: hall, roam: stairs ]\n"
		"expect: { gap: { a: 1s }, tunnel: { survives: true } }\n");

	(void)state;
	assert_int_equal(p.diagnostics.count, 4);
	for (unsigned i = 0; i < 4; i++)
		assert_int_equal(p.diagnostics.items[i].place.line, i + 1);
}

static void a_text_that_is_too_long_is_refused(void **state)
{
	cleanup_diagnostics_ struct diagnostics d = { 0 };
	cleanup_free_ char *text = memory_zero(1, SCENARIO_SIZE_MAX + 2);
	struct scenario *scenario;

	(void)state;
	memset(text, '#', SCENARIO_SIZE_MAX + 1);
	assert_int_equal(scenario_parse("x", text, SCENARIO_SIZE_MAX + 1, &d, &scenario),
			 -EINVAL);
	assert_int_equal(d.count, 1);
	assert_string_equal(d.items[0].message, "a scenario has at most 1048576 octets");
}

static void loading_gives_the_text_without_its_secrets(void **state)
{
	char path[] = "/tmp/roamtest-test-XXXXXX";
	cleanup_diagnostics_ struct diagnostics d = { 0 };
	cleanup_error_ struct error error = { 0 };
	cleanup_close_ int fd = mkstemp(path);
	struct scenario *scenario;
	char *source;
	size_t length;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(fd_write_all(fd, NETWORK SITE STEPS, strlen(NETWORK SITE STEPS)),
			 0);
	assert_int_equal(scenario_load(path, &d, &scenario, &source, &length, &error), 0);
	assert_string_equal(scenario->password, "correct horse");
	assert_non_null(strstr(scenario->source, "correct horse"));
	assert_null(strstr(source, "correct"));
	assert_non_null(strstr(source, "password: ************* }"));
	assert_int_equal(length, strlen(source));
	scenario_free(scenario);
	free(source);
	unlink(path);

	assert_int_equal(scenario_load(path, &d, &scenario, &source, &length, &error),
			 -ENOENT);
	assert_non_null(error.reason);
	assert_null(scenario);
	assert_null(source);
	assert_int_equal(d.count, 0);
}

static void freeing_nothing_is_allowed(void **state)
{
	(void)state;
	assert_null(scenario_free(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_scenario_is_named_after_its_file_unless_it_has_a_name),
		cmocka_unit_test(the_digest_is_that_of_the_text),
		cmocka_unit_test(all_mistakes_are_told_at_once_in_the_order_of_the_file),
		cmocka_unit_test(what_is_missing_altogether_is_told_at_the_top),
		cmocka_unit_test(misspelt_sections_are_one_mistake_each),
		cmocka_unit_test(a_text_that_is_too_long_is_refused),
		cmocka_unit_test(loading_gives_the_text_without_its_secrets),
		cmocka_unit_test(freeing_nothing_is_allowed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
