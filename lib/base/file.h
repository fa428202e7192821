/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>
#include <sys/types.h>

#include "base/error.h"

/* Reads a whole regular file, pipe or "-" (standard input), NUL-terminated. Fails
 * with -EFBIG past limit bytes, -EISDIR for a folder. */
int file_read(const char *path, size_t limit, char **ret_data, size_t *ret_length,
	      struct error *error);
/* A file that is written piece by piece, and is there whole or not at all: a temporary
 * file beside it until output_file_commit(), which also syncs it. */
struct output_file {
	char *path, *temporary;
	int fd;
};

int output_file_open(struct output_file *file, const char *path, struct error *error);
int output_file_add(struct output_file *file, const void *data, size_t length,
		    struct error *error);
int output_file_commit(struct output_file *file, mode_t mode, struct error *error);
/* Also removes what was not committed. */
void output_file_close(struct output_file *file);
#define cleanup_output_file_ __attribute__((cleanup(output_file_close)))

/* The same of what is at hand as a whole. */
int file_write(const char *path, const void *data, size_t length, mode_t mode,
	       struct error *error);
/* Makes a folder and those above it, mode 0777 less the umask; no error where it
 * is there already. */
int folder_make(const char *path, struct error *error);
/* write(2) until all is written, through EINTR and short writes. 0 or -errno. */
int fd_write_all(int fd, const void *data, size_t length);
