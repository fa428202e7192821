/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "lab/uml-activity.h"

/* The end of a stack: the environment, then the path that was executed, then nothing. */
static void gives(const char *end, size_t length, const char *expected)
{
	cleanup_free_ char *program = uml_program_of_stack((const uint8_t *)end, length);

	if (expected)
		assert_string_equal(program, expected);
	else
		assert_null(program);
}

static void the_last_string_of_a_stack_is_the_program(void **state)
{
	static const char stack[] = "PATH=/usr/bin\0HOME=/root\0/usr/sbin/hostapd"
				    "\0\0\0\0\0\0\0\0";

	(void)state;
	gives(stack, sizeof(stack), "/usr/sbin/hostapd");
}

static void what_is_no_stack_names_no_program(void **state)
{
	static const char relative[] = "HOME=/root\0hostapd\0\0\0\0\0\0\0\0";
	static const char octets[] = "HOME=/root\0/usr/\xff\x01\0\0\0\0\0\0\0\0";
	static const char unclosed[] = "HOME=/root\0/usr/sbin/hostapd\0\0";
	static const char zeros[64] = { 0 };

	(void)state;
	gives(relative, sizeof(relative), NULL);
	gives(octets, sizeof(octets), NULL);
	gives(unclosed, sizeof(unclosed), NULL);
	gives(zeros, sizeof(zeros), NULL);
	gives("", 0, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_last_string_of_a_stack_is_the_program),
		cmocka_unit_test(what_is_no_stack_names_no_program),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
