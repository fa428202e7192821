/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"

int fd_write_all(int fd, const void *data, size_t length)
{
	const char *next = data;

	while (length > 0) {
		ssize_t n = write(fd, next, length);

		if (n < 0) {
			if (errno == EINTR)
				continue;
			return -errno;
		}
		next += n;
		length -= (size_t)n;
	}
	return 0;
}

int file_read(const char *path, size_t limit, char **ret_data, size_t *ret_length,
	      struct error *error)
{
	cleanup_close_ int fd = -1;
	cleanup_text_ struct text content = { 0 };
	struct stat st;

	if (strcmp(path, "-") == 0)
		fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
	else
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return error_errno(error, -errno, "cannot open %s", path);
	if (fstat(fd, &st) < 0)
		return error_errno(error, -errno, "cannot read %s", path);
	if (S_ISDIR(st.st_mode))
		return error_errno(error, -EISDIR, "cannot read %s", path);
	for (;;) {
		char chunk[16384];
		ssize_t n = read(fd, chunk, sizeof(chunk));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return error_errno(error, -errno, "cannot read %s", path);
		if (n == 0)
			break;
		if (content.length + (size_t)n > limit)
			return error_set(error, -EFBIG, "%s is larger than %zu octets",
					 path, limit);
		text_add_bytes(&content, chunk, (size_t)n);
	}
	*ret_length = content.length;
	*ret_data = text_steal(&content);
	return 0;
}

int file_write(const char *path, const void *data, size_t length, mode_t mode,
	       struct error *error)
{
	cleanup_free_ char *temporary = memory_printf("%s.XXXXXX", path);
	cleanup_close_ int fd = -1;
	mode_t mask;
	int r;

	fd = mkostemp(temporary, O_CLOEXEC);
	if (fd < 0)
		return error_errno(error, -errno, "cannot write %s", path);
	mask = umask(0);
	umask(mask);
	r = fd_write_all(fd, data, length);
	if (r == 0 && (fchmod(fd, mode & ~mask) < 0 || fsync(fd) < 0 ||
		       rename(temporary, path) < 0))
		r = -errno;
	if (r < 0) {
		unlink(temporary);
		return error_errno(error, r, "cannot write %s", path);
	}
	return 0;
}

int folder_make(const char *path, struct error *error)
{
	cleanup_free_ char *part = memory_strdup(path);
	struct stat st;

	for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(part, 0777) < 0 && errno != EEXIST)
			return error_errno(error, -errno, "cannot make the folder %s",
					   part);
		*slash = '/';
	}
	if (mkdir(part, 0777) < 0 && errno != EEXIST)
		return error_errno(error, -errno, "cannot make the folder %s", path);
	if (stat(path, &st) < 0)
		return error_errno(error, -errno, "cannot use the folder %s", path);
	if (!S_ISDIR(st.st_mode))
		return error_errno(error, -ENOTDIR, "cannot use %s", path);
	return 0;
}
