/* SPDX-License-Identifier: BSD-3-Clause */
#include "site/page-cache.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"

/* A mapping with its pages populated reads through whatever is missing and leaves
 * what is there alone; nothing is copied. */
static void fill(const char *path)
{
	cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat status;
	void *mapping;

	if (fd < 0 || fstat(fd, &status) < 0 || !S_ISREG(status.st_mode) ||
	    !status.st_size)
		return;
	mapping = mmap(NULL, (size_t)status.st_size, PROT_READ,
		       MAP_PRIVATE | MAP_POPULATE, fd, 0);
	if (mapping != MAP_FAILED)
		munmap(mapping, (size_t)status.st_size);
}

void page_cache_fill(pid_t pid)
{
	char maps[64], line[4352], last[4352] = "";
	FILE *file;

	snprintf(maps, sizeof(maps), "/proc/%d/maps", (int)pid);
	file = fopen(maps, "re");
	if (!file)
		return;
	while (fgets(line, sizeof(line), file)) {
		char *path = strchr(line, '/');

		if (!path)
			continue;
		path[strcspn(path, "\n")] = '\0';
		/* A file's segments follow one another. */
		if (strcmp(path, last) == 0)
			continue;
		snprintf(last, sizeof(last), "%s", path);
		fill(path);
	}
	fclose(file);
}
