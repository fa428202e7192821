/* SPDX-License-Identifier: BSD-3-Clause */
#include "lab/uml-kernel.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"
#include "lab/cache.h"

/* The newest of several is the one whose path comes last. */
static char *newest(const char *pattern)
{
	char *found = NULL;
	glob_t paths;

	if (glob(pattern, GLOB_NOSORT, NULL, &paths) != 0)
		return NULL;
	for (size_t i = 0; i < paths.gl_pathc; i++) {
		const char *path = paths.gl_pathv[i];

		if (access(path, X_OK) < 0 || (found && strverscmp(path, found) < 0))
			continue;
		free(found);
		found = memory_strdup(path);
	}
	globfree(&paths);
	return found;
}

/* Characters of the folder's own path that glob(3) would take for a pattern. */
static char *escape(const char *path)
{
	struct text out = { 0 };

	for (; *path; path++) {
		if (strchr("*?[\\", *path))
			text_add_char(&out, '\\');
		text_add_char(&out, *path);
	}
	return text_steal(&out);
}

int uml_kernel_find(char **ret, struct error *error)
{
	cleanup_free_ char *folder = cache_path("kernel"), *escaped = NULL;
	cleanup_free_ char *pattern = NULL, *any = NULL, *other = NULL;

	if (!folder) {
		error_set(error, -ENOENT,
			  "there is no User Mode Linux kernel: no cache folder either");
		error_remedy(error, "set HOME or XDG_CACHE_HOME; " UML_KERNEL_REMEDY);
		return -ENOENT;
	}
	escaped = escape(folder);
	pattern = memory_printf("%s/*-" UML_KERNEL_HASH "/linux", escaped);
	*ret = newest(pattern);
	if (*ret)
		return 0;
	any = memory_printf("%s/*/linux", escaped);
	other = newest(any);
	if (other)
		error_set(error, -ENOENT,
			  "the User Mode Linux kernel %s is of another configuration "
			  "than this roamtest's",
			  other);
	else
		error_set(error, -ENOENT, "there is no User Mode Linux kernel in %s",
			  folder);
	error_remedy(error, UML_KERNEL_REMEDY);
	return -ENOENT;
}

bool uml_kernel_is_one(const char *path)
{
	cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC);
	char magic[SELFMAG];

	return fd >= 0 && read(fd, magic, sizeof(magic)) == sizeof(magic) &&
	       memcmp(magic, ELFMAG, SELFMAG) == 0;
}
