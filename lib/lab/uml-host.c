/* SPDX-License-Identifier: BSD-3-Clause */
#include "lab/uml-host.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/magic.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/process.h"
#include "base/text.h"

/* linux/ptrace.h collides with sys/ptrace.h. */
#define SYSEMU 31

static _Noreturn void be_traced(pid_t parent)
{
	/* If that is gone, nobody would ever continue this. */
	if (process_die_with(parent) < 0)
		_exit(ESRCH);
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0)
		_exit(errno);
	raise(SIGSTOP);
	_exit(0);
}

/* As arch/um/os-Linux/start_up.c checks it. 0 or -errno. */
static int try_ptrace(void)
{
	int status, r = 0;
	pid_t parent = getpid(), pid = fork();

	if (pid < 0)
		return -errno;
	if (pid == 0)
		be_traced(parent);
	if (waitpid(pid, &status, WUNTRACED) < 0)
		return -errno;
	if (WIFEXITED(status))
		return -WEXITSTATUS(status);
	if (ptrace(SYSEMU, pid, NULL, NULL) < 0)
		r = -errno;
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	return r;
}

/* Documentation/admin-guide/LSM/Yama.rst: from 2 on PTRACE_TRACEME is for the privileged,
 * and 3, for nobody, stays until the next start. 0 where there is no Yama. */
static char yama_scope(void)
{
	cleanup_free_ char *scope = NULL;
	size_t length;

	if (file_read("/proc/sys/kernel/yama/ptrace_scope", 16, &scope, &length, NULL) <
	    0)
		return '0';
	return *scope;
}

int uml_host_check_ptrace(struct error *error)
{
	int r = try_ptrace();

	if (r >= 0)
		return 0;
	error_errno(error, r, "User Mode Linux needs ptrace(2), which is refused here");
	switch (yama_scope()) {
	case '2':
		error_remedy(error, "kernel.yama.ptrace_scope is 2: sysctl -w "
				    "kernel.yama.ptrace_scope=1");
		break;
	case '3':
		error_remedy(error, "kernel.yama.ptrace_scope is 3: set it lower in "
				    "/etc/sysctl.d and restart this machine");
		break;
	default:
		error_remedy(error,
			     "in a container: start it with --cap-add SYS_PTRACE, "
			     "or with a seccomp profile that allows ptrace; under a "
			     "tracer such as strace: run without it");
	}
	return -EPERM;
}

/* O_TMPFILE is not known to every file system; the kernel itself does without then
 * (arch/um/os-Linux/mem.c). */
static int open_temporary(const char *folder)
{
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0700);

	if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
		cleanup_free_ char *path = memory_printf("%s/roamtest-XXXXXX", folder);

		fd = mkostemp(path, O_CLOEXEC);
		if (fd >= 0)
			unlink(path);
	}
	return fd < 0 ? -errno : fd;
}

/* 0 or -errno: EPERM where the file system is mounted noexec. */
static int try_folder(const char *folder, uint64_t size, bool *ret_in_memory)
{
	cleanup_close_ int fd = open_temporary(folder);
	struct statfs status;
	char octet = 0;
	void *page;

	if (fd < 0)
		return fd;
	if (fstatfs(fd, &status) < 0 || pwrite(fd, &octet, 1, 0) < 0)
		return -errno;
	page = mmap(NULL, 1, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
	if (page == MAP_FAILED)
		return -errno;
	munmap(page, 1);
	/* A tmpfs without a limit has no blocks at all. */
	if (status.f_blocks &&
	    (uint64_t)status.f_bavail * (uint64_t)status.f_bsize < size)
		return -ENOSPC;
	*ret_in_memory = status.f_type == TMPFS_MAGIC;
	return 0;
}

static void describe_refusal(const char *folder, int r, uint64_t size, struct text *out)
{
	text_printf(out, "%s%s: ", out->length ? "; " : "", folder);
	if (r == -EPERM)
		text_add(out, "mounted noexec");
	else if (r == -ENOSPC)
		text_printf(out, "less than %" PRIu64 " MiB free", size >> 20);
	else
		text_add(out, strerror(-r));
}

int uml_host_find_folder(uint64_t size, char **ret, struct error *error)
{
	const char *folders[] = { "/dev/shm", getenv("TMPDIR"), "/tmp", "/var/tmp" };
	cleanup_text_ struct text refusals = { 0 };
	const char *found = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(folders); i++) {
		bool in_memory = false;
		int r;

		if (!folders[i] || *folders[i] != '/')
			continue;
		r = try_folder(folders[i], size, &in_memory);
		if (r < 0)
			describe_refusal(folders[i], r, size, &refusals);
		else if (in_memory || !found)
			found = folders[i];
		if (r >= 0 && in_memory)
			break;
	}
	if (found) {
		*ret = memory_strdup(found);
		return 0;
	}
	error_set(error, -ENOENT,
		  "User Mode Linux keeps the guest's memory in a file whose pages can be "
		  "executed, and no folder is fit for it (%s)",
		  refusals.data ? refusals.data : "none");
	error_remedy(error,
		     "name another folder in TMPDIR; or for a noexec one: mount -o "
		     "remount,exec /dev/shm; for one without room: --shm-size=1g of "
		     "docker run, or mount -o remount,size=1g /dev/shm");
	return -ENOENT;
}
