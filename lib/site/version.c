/* SPDX-License-Identifier: BSD-3-Clause */
#include "site/version.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/memory.h"

char *version_parse(const char *output)
{
	const char *v = strstr(output, " v");
	size_t length;

	/* "hostapd v2.11-devel-hostap_2_11-1-gabc": up to the first white space */
	while (v && (v[2] < '0' || v[2] > '9'))
		v = strstr(v + 1, " v");
	if (!v)
		return NULL;
	length = strcspn(v + 2, " \t\r\n");
	return memory_strndup(v + 2, length);
}

/* Enough for the version and the licence. */
#define VERSION_OUTPUT_MAX 4096

int version_of(const char *path, char **ret, struct error *error)
{
	cleanup_close_ int output_read = -1, output_write = -1;
	char buffer[VERSION_OUTPUT_MAX];
	size_t length = 0;
	ssize_t n;
	int ends[2];
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return error_errno(error, -errno, "cannot make a pipe");
	output_read = ends[0];
	output_write = ends[1];
	pid = fork();
	if (pid < 0)
		return error_errno(error, -errno, "cannot start %s", path);
	if (pid == 0) {
		dup2(output_write, STDOUT_FILENO);
		dup2(output_write, STDERR_FILENO);
		execl(path, path, "-v", NULL);
		_exit(127);
	}
	close_now(&output_write);
	while (length < sizeof(buffer) - 1 &&
	       (n = read(output_read, buffer + length, sizeof(buffer) - 1 - length)) > 0)
		length += (size_t)n;
	buffer[length] = '\0';
	close_now(&output_read);
	waitpid(pid, NULL, 0); /* hostapd -v exits with 1 */
	*ret = version_parse(buffer);
	if (!*ret)
		return error_set(error, -ENOEXEC, "%s -v names no version", path);
	return 0;
}
