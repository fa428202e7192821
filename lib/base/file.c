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

static int cannot_write(const struct output_file *file, int code, struct error *error)
{
	return error_errno(error, code, "cannot write %s", file->path);
}

int output_file_open(struct output_file *file, const char *path, struct error *error)
{
	*file = (struct output_file){
		.path = memory_strdup(path),
		.temporary = memory_printf("%s.XXXXXX", path),
	};
	file->fd = mkostemp(file->temporary, O_CLOEXEC);
	return file->fd < 0 ? cannot_write(file, -errno, error) : 0;
}

int output_file_add(struct output_file *file, const void *data, size_t length,
		    struct error *error)
{
	int r = fd_write_all(file->fd, data, length);

	return r < 0 ? cannot_write(file, r, error) : 0;
}

int output_file_commit(struct output_file *file, mode_t mode, struct error *error)
{
	mode_t mask = umask(0);

	umask(mask);
	if (fchmod(file->fd, mode & ~mask) < 0 || fsync(file->fd) < 0 ||
	    rename(file->temporary, file->path) < 0)
		return cannot_write(file, -errno, error);
	close_now(&file->fd);
	return 0;
}

void output_file_close(struct output_file *file)
{
	if (file->fd >= 0)
		unlink(file->temporary);
	closep(&file->fd);
	free(file->path);
	free(file->temporary);
}

int file_write(const char *path, const void *data, size_t length, mode_t mode,
	       struct error *error)
{
	cleanup_output_file_ struct output_file file = { .fd = -1 };
	int r = output_file_open(&file, path, error);

	if (r >= 0)
		r = output_file_add(&file, data, length, error);
	if (r >= 0)
		r = output_file_commit(&file, mode, error);
	return r;
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
