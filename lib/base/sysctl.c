/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/sysctl.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"

int sysctl_set(const char *path, const char *value, struct error *error)
{
	cleanup_close_ int fd = open(path, O_WRONLY | O_CLOEXEC);
	int r = fd < 0 ? -errno : fd_write_all(fd, value, strlen(value));

	return r < 0 ? error_errno(error, r, "cannot write %s", path) : 0;
}
