/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/process.h"

static int exit_code_of(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void a_child_knows_whether_its_parent_is_still_there(void **state)
{
	pid_t parent = getpid(), child = fork();

	(void)state;
	assert_true(child >= 0);
	if (child == 0)
		_exit(process_die_with(parent) == 0 ? 0 : 1);
	assert_int_equal(exit_code_of(child), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) /* as if another had taken the parent's place */
		_exit(process_die_with(getpid()) == -ESRCH ? 0 : 1);
	assert_int_equal(exit_code_of(child), 0);
}

static void signals_that_ask_to_end_can_be_read(void **state)
{
	static const int asked[] = { SIGINT, SIGTERM, SIGHUP };
	struct signalfd_siginfo signal_;
	sigset_t set;
	int fd;

	(void)state;
	sigemptyset(&set);
	for (size_t i = 0; i < 3; i++)
		sigaddset(&set, asked[i]);
	sigprocmask(SIG_BLOCK, &set, NULL);
	fd = process_open_signals();
	assert_true(fd >= 0);
	assert_int_equal(read(fd, &signal_, sizeof(signal_)), -1);
	assert_int_equal(errno, EAGAIN);
	for (size_t i = 0; i < 3; i++) {
		raise(asked[i]);
		assert_int_equal(read(fd, &signal_, sizeof(signal_)), sizeof(signal_));
		assert_int_equal(signal_.ssi_signo, asked[i]);
	}
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_child_knows_whether_its_parent_is_still_there),
		cmocka_unit_test(signals_that_ask_to_end_can_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
