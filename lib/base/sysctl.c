/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/sysctl.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"

/* The settings of interfaces are numbers. */
#define VALUE_MAX 64

int sysctl_get(const char *path, char **ret, struct error *error)
{
	size_t length;
	int r = file_read(path, VALUE_MAX, ret, &length, error);

	if (r >= 0)
		(*ret)[strcspn(*ret, "\n")] = '\0';
	return r;
}

int sysctl_set(const char *path, const char *value, struct error *error)
{
	cleanup_close_ int fd = open(path, O_WRONLY | O_CLOEXEC);
	int r = fd < 0 ? -errno : fd_write_all(fd, value, strlen(value));

	return r < 0 ? error_errno(error, r, "cannot write %s", path) : 0;
}
