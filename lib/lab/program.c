/* SPDX-License-Identifier: BSD-3-Clause */
#include "lab/program.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"

static bool is_program(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISREG(status.st_mode) &&
	       access(path, X_OK) == 0;
}

static char *find_in(const char *folders, const char *name)
{
	while (folders && *folders) {
		size_t length = strcspn(folders, ":");
		char *path = memory_printf("%.*s/%s", (int)length, folders, name);

		/* An empty or relative entry would mean another program elsewhere. */
		if (*folders == '/' && is_program(path))
			return path;
		free(path);
		folders += length;
		if (*folders)
			folders++;
	}
	return NULL;
}

int program_find(const char *name, char **ret)
{
	cleanup_free_ char *path = NULL;
	char *real;

	if (strchr(name, '/')) {
		if (access(name, X_OK) < 0)
			return -errno;
		if (!is_program(name))
			return -EACCES;
		path = memory_strdup(name);
	} else {
		path = find_in(getenv("PATH"), name);
		if (!path)
			path = find_in("/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:"
				       "/usr/bin:/bin",
				       name);
		if (!path)
			return -ENOENT;
	}
	real = realpath(path, NULL);
	if (!real)
		return -errno;
	*ret = real;
	return 0;
}

char *program_version_parse(const char *output)
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

int program_version(const char *path, char **ret, struct error *error)
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
	*ret = program_version_parse(buffer);
	if (!*ret)
		return error_set(error, -ENOEXEC, "%s -v names no version", path);
	return 0;
}
