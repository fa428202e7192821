/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/text.h"
#include "lab/machine.h"

static struct machine_command shell(const char *script)
{
	struct machine_command command = { .name = "a shell" };

	arguments_add(&command.arguments, "/bin/sh");
	arguments_add(&command.arguments, "-c");
	arguments_add(&command.arguments, "%s", script);
	arguments_end(&command.arguments);
	arguments_add(&command.environment, "ONLY=this");
	arguments_end(&command.environment);
	return command;
}

/* Runs it to its end: what it said, and its status. */
static int run(struct machine_command *command, struct text *said)
{
	struct machine machine;
	char buffer[256];
	int status;
	ssize_t n;

	assert_int_equal(machine_start(command, &machine, NULL), 0);
	poll(&(struct pollfd){ .fd = machine.pidfd, .events = POLLIN }, 1, -1);
	machine_kill(&machine, &status);
	while ((n = read(machine.console, buffer, sizeof(buffer))) > 0)
		text_add_bytes(said, buffer, (size_t)n);
	machine_close(&machine);
	machine_command_clear(command);
	return status;
}

static void descriptors_come_in_order_whatever_their_numbers_are(void **state)
{
	struct machine_command command = shell("cat <&3; cat <&4");
	cleanup_text_ struct text said = { 0 };
	int ends[4], status;

	(void)state;
	/* Each has the number that the other is to get, or a higher one. */
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	assert_int_equal(pipe2(ends + 2, O_CLOEXEC), 0);
	assert_int_equal(write(ends[1], "second\n", 7), 7);
	assert_int_equal(write(ends[3], "first\n", 6), 6);
	close(ends[1]);
	close(ends[3]);
	command.descriptors = (int[]){ ends[2], ends[0] };
	command.descriptor_count = 2;
	status = run(&command, &said);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	assert_string_equal(said.data, "first\nsecond\n");
	close(ends[0]);
	close(ends[2]);
}

static void the_environment_is_what_the_command_says(void **state)
{
	struct machine_command command = shell("tr '\\0' '\\n' </proc/$$/environ");
	cleanup_text_ struct text said = { 0 };

	(void)state;
	setenv("SECRET", "hunter22", 1);
	run(&command, &said);
	assert_string_equal(said.data, "ONLY=this\n");
}

static void its_own_end_is_told_from_being_killed(void **state)
{
	struct machine_command command = shell("exit 3");
	cleanup_text_ struct text said = { 0 };
	int status;

	(void)state;
	status = run(&command, &said);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 3);
}

static void one_processor_is_all_that_it_may_use(void **state)
{
	struct machine_command command = shell("nproc");
	cleanup_text_ struct text said = { 0 };

	(void)state;
	command.one_processor = true;
	command.slot = -1;
	run(&command, &said);
	assert_string_equal(said.data, "1\n");
}

/* What a shell in that slot may use: "0", of one that may use more. */
static char *processor_of(int slot)
{
	struct machine_command command = shell("taskset -cp $$ | sed 's/.*: //'");
	struct text said = { 0 };

	command.one_processor = true;
	command.slot = slot;
	run(&command, &said);
	return text_steal(&said);
}

static void slots_share_out_the_processors(void **state)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);
	char *first = processor_of(0), *second = processor_of(1);
	char *again = processor_of((int)count);

	(void)state;
	assert_string_equal(first, again);
	if (count > 1)
		assert_string_not_equal(first, second);
	free(first);
	free(second);
	free(again);
}

static void a_program_that_cannot_be_executed_is_named(void **state)
{
	struct machine_command command = { .name = "nothing" };
	cleanup_error_ struct error error = { 0 };
	struct machine machine;

	(void)state;
	arguments_add(&command.arguments, "/etc/passwd");
	arguments_end(&command.arguments);
	arguments_end(&command.environment);
	assert_int_equal(machine_start(&command, &machine, &error), -EACCES);
	assert_string_equal(error.reason,
			    "cannot execute /etc/passwd: Permission denied");
	machine_command_clear(&command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(descriptors_come_in_order_whatever_their_numbers_are),
		cmocka_unit_test(the_environment_is_what_the_command_says),
		cmocka_unit_test(its_own_end_is_told_from_being_killed),
		cmocka_unit_test(one_processor_is_all_that_it_may_use),
		cmocka_unit_test(slots_share_out_the_processors),
		cmocka_unit_test(a_program_that_cannot_be_executed_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
