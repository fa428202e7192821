/* SPDX-License-Identifier: BSD-3-Clause */
#include "lab/uml-activity.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"

#define SAMPLE_MS 500
#define STACK_PAGE 4096
/* Where a guest's own address space ends (arch/um/include/asm/processor-generic.h,
 * TASK_SIZE, with the stub's pages on top): nothing of the host's lies below. */
#define GUEST_END UINT64_C(0x8000000000)

/* A process of the machine: the kernel itself, or a guest's program. */
struct process {
	pid_t pid;
	char state;	/* proc(5) */
	uint64_t ticks; /* of processor time, user and system */
};

struct processes {
	struct process *items;
	size_t count, capacity;
};

/* ticks is 0 and state '?' where it cannot be read. */
static bool read_process(pid_t pid, pid_t *ret_parent, struct process *ret)
{
	unsigned long long user, system;
	cleanup_free_ char *stat = NULL;
	const char *after_name;
	size_t length;
	char path[64];
	int parent;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	if (file_read(path, 4096, &stat, &length, NULL) < 0)
		return false;
	after_name = strrchr(stat, ')');
	if (!after_name ||
	    sscanf(after_name, ") %c %d %*s %*s %*s %*s %*s %*s %*s %*s %*s %llu %llu",
		   &ret->state, &parent, &user, &system) != 4)
		return false;
	ret->pid = pid;
	ret->ticks = user + system;
	*ret_parent = parent;
	return true;
}

/* The machine's main process first, then its children. */
static void find_processes(pid_t machine, struct processes *out)
{
	DIR *folder = opendir("/proc");
	struct dirent *entry;
	struct process process;
	pid_t parent;

	if (!folder)
		return;
	if (read_process(machine, &parent, &process))
		*array_add(out->items, out->count, out->capacity) = process;
	while ((entry = readdir(folder))) {
		if (!isdigit((unsigned char)entry->d_name[0]))
			continue;
		if (read_process((pid_t)strtol(entry->d_name, NULL, 10), &parent,
				 &process) &&
		    parent == machine)
			*array_add(out->items, out->count, out->capacity) = process;
	}
	closedir(folder);
}

char *uml_program_of_stack(const uint8_t *page, size_t length)
{
	size_t end, start;

	/* A pointer's worth of zeros closes the stack, after the string's own. */
	end = length;
	while (end && page[end - 1] == '\0')
		end--;
	start = end;
	while (start && page[start - 1] != '\0')
		start--;
	if (length - end < sizeof(void *) + 1 || page[start] != '/')
		return NULL;
	for (size_t i = start; i < end; i++) {
		if (!isprint(page[i]))
			return NULL;
	}
	return memory_strndup((const char *)page + start, end - start);
}

/* The end of the highest mapping that a guest's program can write to, below the
 * stub's data page (arch/um/include/shared/as-layout.h). */
static uint64_t stack_end(pid_t pid)
{
	uint64_t found = 0, from, to, stub = 0;
	char path[64], line[512], rights[8];
	FILE *maps;

	snprintf(path, sizeof(path), "/proc/%d/maps", (int)pid);
	maps = fopen(path, "re");
	if (!maps)
		return 0;
	while (fgets(line, sizeof(line), maps)) {
		if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %7s", &from, &to, rights) !=
			    3 ||
		    to > GUEST_END)
			continue;
		if (strncmp(rights, "rw", 2) == 0) {
			found = stub;
			stub = to;
		}
	}
	fclose(maps);
	return found;
}

static char *program_of(pid_t pid)
{
	uint64_t end = stack_end(pid);
	uint8_t page[STACK_PAGE];
	cleanup_close_ int memory = -1;
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/mem", (int)pid);
	memory = open(path, O_RDONLY | O_CLOEXEC);
	if (memory < 0 || end < sizeof(page) ||
	    pread(memory, page, sizeof(page), (off_t)(end - sizeof(page))) !=
		    sizeof(page))
		return NULL;
	return uml_program_of_stack(page, sizeof(page));
}

/* What it has run meanwhile; nothing can be said of one that is new. */
static uint64_t ticks_since(const struct processes *before, const struct process *now)
{
	for (size_t i = 0; i < before->count; i++) {
		if (before->items[i].pid == now->pid)
			return now->ticks - before->items[i].ticks;
	}
	return 0;
}

/* One that makes system calls keeps the kernel's process busy too. */
#define SPINNING_PERCENT 90
#define SPINNING_TICKS 5

static char *describe(const struct processes *before, const struct processes *after,
		      bool virtual_clock)
{
	const struct process *busiest = NULL;
	cleanup_free_ char *program = NULL;
	uint64_t all = 0, most = 0;

	for (size_t i = 0; i < after->count; i++) {
		uint64_t ticks = ticks_since(before, &after->items[i]);

		all += ticks;
		if (ticks > most) {
			most = ticks;
			busiest = &after->items[i];
		}
	}
	if (busiest && (most < SPINNING_TICKS || most * 100 < all * SPINNING_PERCENT))
		return memory_strdup("it is busy, and got no further");
	if (busiest == &after->items[0])
		return memory_strdup("its kernel is busy, and no program runs");
	if (busiest) {
		program = program_of(busiest->pid);
		return memory_printf(
			"%s runs there and waits for nothing%s",
			program ? program : "a program",
			virtual_clock ? ": on a virtual clock nobody else gets a turn "
					"then, with --clock real they do"
				      : "");
	}
	if (after->items[0].state == 'T')
		return memory_strdup("it is stopped (SIGSTOP)");
	if (after->items[0].state == 'D')
		return memory_strdup("it waits for this machine's disk or network");
	return memory_strdup("nothing runs there");
}

char *uml_activity(const struct machine *machine, bool virtual_clock)
{
	struct processes before = { 0 }, after = { 0 };
	struct pollfd ended = { .fd = machine->pidfd, .events = POLLIN };
	char *clause = NULL;

	find_processes(machine->pid, &before);
	poll(&ended, 1, SAMPLE_MS);
	find_processes(machine->pid, &after);
	if (before.count && after.count)
		clause = describe(&before, &after, virtual_clock);
	free(before.items);
	free(after.items);
	return clause;
}
