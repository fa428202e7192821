/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "lab/uml-host.h"

#define LITTLE ((uint64_t)1 << 20)
#define NOT_TO_BE_HAD ((uint64_t)1 << 60)

/* Runs check in a child, which may take its own machine's freedoms away; what the
 * child has to say comes back. */
static void in_a_child(void (*check)(struct text *said), struct text *said)
{
	int ends[2];
	char buffer[4096];
	ssize_t n;
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		struct text words = { 0 };

		check(&words);
		(void)!write(ends[1], words.data, words.length);
		text_clear(&words);
		_exit(0);
	}
	close(ends[1]);
	while ((n = read(ends[0], buffer, sizeof(buffer))) > 0)
		text_add_bytes(said, buffer, (size_t)n);
	close(ends[0]);
	waitpid(pid, NULL, 0);
}

static void try_ptrace(struct text *said)
{
	cleanup_error_ struct error error = { 0 };

	if (uml_host_check_ptrace(&error) < 0)
		text_printf(said, "%s; %s", error.reason, error.remedy);
	else
		text_add(said, "ok");
}

static void try_ptrace_where_it_is_forbidden(struct text *said)
{
	/* As a container's filter does: ptrace(2) fails with EPERM. */
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_ptrace, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { .len = 4, .filter = filter };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)
		text_add(said, "no filter");
	else
		try_ptrace(said);
}

static void ptrace_works_here(void **state)
{
	cleanup_text_ struct text said = { 0 };

	(void)state;
	in_a_child(try_ptrace, &said);
	assert_string_equal(said.data, "ok");
}

static void a_filter_against_ptrace_is_told(void **state)
{
	cleanup_text_ struct text said = { 0 };

	(void)state;
	in_a_child(try_ptrace_where_it_is_forbidden, &said);
	assert_string_equal(said.data,
			    "User Mode Linux needs ptrace(2), which is refused here: "
			    "Operation not permitted; in a container: start it with "
			    "--cap-add SYS_PTRACE, or with a seccomp profile that "
			    "allows ptrace; under a tracer such as strace: run without "
			    "it");
}

static void try_folder(struct text *said)
{
	cleanup_error_ struct error error = { 0 };
	cleanup_free_ char *folder = NULL;

	if (uml_host_find_folder(LITTLE, &folder, &error) < 0)
		text_printf(said, "%s; %s", error.reason, error.remedy);
	else
		text_add(said, folder);
}

/* In a mount namespace of its own; said stays empty where that may not be had. */
static bool mount_noexec(const char *const *folders, size_t count)
{
	if (unshare(geteuid() == 0 ? CLONE_NEWNS : CLONE_NEWUSER | CLONE_NEWNS) < 0 ||
	    mount("", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (mount("noexec", folders[i], "tmpfs", MS_NOEXEC, "mode=1777") < 0)
			return false;
	}
	return true;
}

static void try_noexec_everywhere(struct text *said)
{
	static const char *const folders[] = { "/dev/shm", "/tmp", "/var/tmp" };

	unsetenv("TMPDIR");
	if (mount_noexec(folders, 3))
		try_folder(said);
}

static void try_noexec_in_dev_shm(struct text *said)
{
	static const char *const folders[] = { "/dev/shm" };

	unsetenv("TMPDIR");
	if (mount_noexec(folders, 1))
		try_folder(said);
}

static void folders_that_forbid_execution_are_named(void **state)
{
	cleanup_text_ struct text said = { 0 };

	(void)state;
	in_a_child(try_noexec_everywhere, &said);
	if (!said.length)
		skip(); /* this user may not make a mount namespace */
	assert_non_null(strstr(said.data, "(/dev/shm: mounted noexec; /tmp: mounted "
					  "noexec; /var/tmp: mounted noexec)"));
	assert_non_null(strstr(said.data, "remount,exec /dev/shm"));
}

static void another_folder_will_do_where_dev_shm_forbids_execution(void **state)
{
	cleanup_text_ struct text said = { 0 };

	(void)state;
	in_a_child(try_noexec_in_dev_shm, &said);
	if (!said.length)
		skip();
	assert_string_equal(said.data, "/tmp");
}

static void a_folder_without_room_is_named(void **state)
{
	char own[] = "/tmp/test-uml-host-XXXXXX";
	cleanup_error_ struct error error = { 0 };
	cleanup_free_ char *words = NULL;
	char *folder;

	(void)state;
	assert_non_null(mkdtemp(own));
	setenv("TMPDIR", own, 1);
	assert_int_equal(uml_host_find_folder(NOT_TO_BE_HAD, &folder, &error), -ENOENT);
	rmdir(own);
	words = memory_printf("; %s: less than 1099511627776 MiB free; ", own);
	assert_non_null(strstr(error.reason, words));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ptrace_works_here),
		cmocka_unit_test(a_filter_against_ptrace_is_told),
		cmocka_unit_test(folders_that_forbid_execution_are_named),
		cmocka_unit_test(another_folder_will_do_where_dev_shm_forbids_execution),
		cmocka_unit_test(a_folder_without_room_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
