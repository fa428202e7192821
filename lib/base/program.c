/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/program.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/memory.h"

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

int program_require(const char *name, const char *package, char **ret,
		    struct error *error)
{
	int r = program_find(name, ret);

	if (r == -ENOENT) {
		error_set(error, r, "%s is not installed", name);
		error_remedy(error, "install it: apt install %s", package);
	} else if (r < 0) {
		error_errno(error, r, "cannot execute %s", name);
	}
	return r;
}
