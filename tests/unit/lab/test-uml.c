/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "lab/uml.h"

static struct uml_options sample(void)
{
	return (struct uml_options){ .kernel = "/cache/linux",
				     .folder = "/dev/shm",
				     .memory_mb = 512,
				     .virtual_clock = true,
				     .seed = 4294967295 };
}

static char *join(const struct arguments *arguments)
{
	struct text line = { 0 };

	assert_null(arguments->items[arguments->count - 1]);
	for (size_t i = 0; i + 1 < arguments->count; i++)
		text_printf(&line, "%s%s", i ? " " : "", arguments->items[i]);
	return text_steal(&line);
}

static char *line_of(const struct uml_options *options)
{
	struct machine_command command = { 0 };
	char *line;

	uml_command(options, &command);
	line = join(&command.arguments);
	machine_command_clear(&command);
	return line;
}

static void a_virtual_clock_starts_and_is_seeded_alike_in_every_run(void **state)
{
	struct uml_options options = sample();
	char *line = line_of(&options);

	(void)state;
	assert_non_null(strstr(line, " time-travel=inf-cpu "
				     "time-travel-start=1000000000000000000 "
				     "random-seed=4294967295 "));
	free(line);
}

static void only_a_terminal_s_console_has_input(void **state)
{
	struct uml_options options = sample();
	char *line = line_of(&options);

	(void)state;
	assert_non_null(strstr(line, " con0=null,fd:1 "));
	free(line);
	options.terminal = true;
	line = line_of(&options);
	assert_non_null(strstr(line, " con0=fd:0,fd:1 "));
	free(line);
}

static void a_real_clock_is_the_host_s(void **state)
{
	struct uml_options options = sample();
	char *line;

	(void)state;
	options.virtual_clock = false;
	line = line_of(&options);
	assert_null(strstr(line, "time-travel"));
	assert_null(strstr(line, "random-seed"));
	free(line);
}

static void kernel_and_programs_take_turns_on_one_processor(void **state)
{
	struct uml_options options = sample();
	struct machine_command command = { 0 };

	(void)state;
	uml_command(&options, &command);
	assert_true(command.one_processor);
	machine_command_clear(&command);
}

static void nothing_of_the_environment_but_the_folder_for_memory(void **state)
{
	struct uml_options options = sample();
	struct machine_command command = { 0 };
	char *line;

	(void)state;
	setenv("SECRET", "hunter22", 1);
	uml_command(&options, &command);
	line = join(&command.environment);
	assert_string_equal(line, "TMPDIR=/dev/shm");
	free(line);
	machine_command_clear(&command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_virtual_clock_starts_and_is_seeded_alike_in_every_run),
		cmocka_unit_test(only_a_terminal_s_console_has_input),
		cmocka_unit_test(a_real_clock_is_the_host_s),
		cmocka_unit_test(kernel_and_programs_take_turns_on_one_processor),
		cmocka_unit_test(nothing_of_the_environment_but_the_folder_for_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
