/* SPDX-License-Identifier: BSD-3-Clause */
#include "site/nft.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "site/programs.h"

/* Enough for the line of a complaint and the mark under it. */
#define COMPLAINT_MAX 1024

static _Noreturn void become(char *program, int netns, int rules, int complaint)
{
	char *const arguments[] = { program, (char *)"-f", (char *)"-", NULL };

	if (dup2(rules, 0) < 0 || dup2(complaint, 1) < 0 || dup2(complaint, 2) < 0 ||
	    (netns >= 0 && setns(netns, CLONE_NEWNET) < 0))
		_exit(126);
	execv(program, arguments);
	_exit(127);
}

/* The first line says all; what comes after it is taken so that nft can end. */
static void read_complaint(int fd, char *line, size_t size)
{
	size_t length = 0;
	char rest[COMPLAINT_MAX];
	ssize_t n;

	while (length < size - 1 && (n = read(fd, line + length, size - 1 - length)) > 0)
		length += (size_t)n;
	while (read(fd, rest, sizeof(rest)) > 0)
		;
	line[length] = '\0';
	line[strcspn(line, "\n")] = '\0';
}

int nft_apply(int netns, const char *rules, struct error *error)
{
	cleanup_close_ int rules_read = -1, rules_write = -1, said_read = -1,
			   said_write = -1;
	cleanup_free_ char *program = NULL;
	char complaint[COMPLAINT_MAX];
	int ends[2], status = 0, r;
	pid_t pid;

	r = site_program(PROGRAM_NFT, &program, error);
	if (r < 0)
		return r;
	if (pipe2(ends, O_CLOEXEC) < 0)
		return error_errno(error, -errno, "cannot make a pipe");
	rules_read = ends[0];
	rules_write = ends[1];
	if (pipe2(ends, O_CLOEXEC) < 0)
		return error_errno(error, -errno, "cannot make a pipe");
	said_read = ends[0];
	said_write = ends[1];
	pid = fork();
	if (pid < 0)
		return error_errno(error, -errno, "cannot start %s", program);
	if (pid == 0)
		become(program, netns, rules_read, said_write);
	close_now(&rules_read);
	close_now(&said_write);
	fd_write_all(rules_write, rules, strlen(rules)); /* nft tells what is amiss */
	close_now(&rules_write);
	read_complaint(said_read, complaint, sizeof(complaint));
	waitpid(pid, &status, 0);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	return error_set(error, -EIO, "nft does not take its rules: %s",
			 *complaint ? complaint : "it said nothing");
}
