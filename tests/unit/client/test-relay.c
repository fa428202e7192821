/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "relay.h"

static int parse(const char *line, struct relay_line *ret)
{
	return relay_parse(line, strlen(line), ret);
}

static void what_a_command_says_comes_out_octet_for_octet(void **state)
{
	static const char said[] = "one\n\0\xff{two";
	static const enum relay_kind kinds[] = { RELAY_OUTPUT, RELAY_ERRORS };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		cleanup_text_ struct text line = { 0 };
		struct relay_line out;

		relay_add_octets(&line, kinds[i], said, sizeof(said));
		assert_ptr_equal(strchr(line.data, '\n'), line.data + line.length - 1);
		assert_int_equal(relay_parse(line.data, line.length - 1, &out), 0);
		assert_int_equal(out.kind, kinds[i]);
		assert_int_equal(out.length, sizeof(said));
		assert_memory_equal(out.octets, said, sizeof(said));
		free(out.octets);
	}
}

static void its_exit_code_comes_out(void **state)
{
	(void)state;
	for (int code = 0; code <= 255; code += 51) {
		cleanup_text_ struct text line = { 0 };
		struct relay_line out;

		relay_add_exit(&line, code);
		assert_int_equal(relay_parse(line.data, line.length - 1, &out), 0);
		assert_int_equal(out.kind, RELAY_EXIT);
		assert_int_equal(out.code, code);
		assert_null(out.octets);
	}
}

static void what_is_no_such_line_is_refused(void **state)
{
	static const char *const lines[] = { "",	  "1",	     "1 ",	"1 4",
					     "1 4g",	  "3 41",    "exit",	"exit ",
					     "exit 256",  "exit 1x", "exit -1", "exit 1 ",
					     "exit 9999", "{}",	     "1\t41" };
	struct relay_line out;

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		assert_true(parse(lines[i], &out) < 0);
	assert_true(relay_parse("1 41\0", 5, &out) < 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_command_says_comes_out_octet_for_octet),
		cmocka_unit_test(its_exit_code_comes_out),
		cmocka_unit_test(what_is_no_such_line_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
