/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/spill.h"

#include <errno.h>
#include <fcntl.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/memory.h"

/* A part of the file; each is twice as long as the one before it, so that there are few.
 */
#define PIECE_MIN ((size_t)64 << 10)
#define PIECE_MAX ((size_t)64 << 20)
/* As much of an array is copied at a time: both ends of the copy are resident. */
#define COPY_MAX ((size_t)128 << 10)

/* So much of the disk is left to the recording and the reports. */
#define SPARE ((uint64_t)64 << 20)

struct piece {
	char *data;
	size_t size, used;
	off_t offset; /* in the file */
	bool mapped;  /* else it is memory */
};

struct spill {
	int fd;
	bool frozen; /* the file is left alone: what is in memory stays there */
	off_t end;   /* of the file */
	size_t page;
	struct piece *pieces; /* the last one is filled */
	size_t count, capacity;
};

static int open_nameless(const char *folder)
{
	cleanup_free_ char *path = NULL;
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd >= 0)
		return fd;
	/* Not every file system has files without a name. */
	path = memory_printf("%s/.roamtest.XXXXXX", folder);
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0 && unlink(path) < 0)
		close_now(&fd);
	return fd;
}

static bool has_room(const struct spill *spill, size_t more)
{
	struct statvfs st;

	return fstatvfs(spill->fd, &st) == 0 &&
	       (uint64_t)st.f_bavail * st.f_frsize >= SPARE + more;
}

static bool allocate(const struct spill *spill, size_t size)
{
	int code;

	do
		code = posix_fallocate(spill->fd, spill->end, (off_t)size);
	while (code == EINTR);
	return code == 0;
}

/* What the disk has no room for must be known now: a write to a mapping can only be
 * answered with SIGBUS. */
static bool map_piece(struct spill *spill, struct piece *piece)
{
	void *data = MAP_FAILED;

	if (spill->frozen)
		return false;
	if (has_room(spill, piece->size) && allocate(spill, piece->size))
		data = mmap(NULL, piece->size, PROT_READ | PROT_WRITE, MAP_SHARED,
			    spill->fd, spill->end);
	if (data == MAP_FAILED) {
		/* What was allocated of it would be missing elsewhere. */
		ftruncate(spill->fd, spill->end);
		return false;
	}
	piece->mapped = true;
	piece->data = data;
	piece->offset = spill->end;
	spill->end += (off_t)piece->size;
	return true;
}

/* Copy-on-write file systems want room for a page that is written again, allocated or
 * not. From here on what is written to the pieces is memory, and the file is only read.
 */
static void freeze(struct spill *spill)
{
	spill->frozen = true;
	for (size_t i = 0; i < spill->count; i++) {
		const struct piece *piece = &spill->pieces[i];

		if (piece->mapped &&
		    mmap(piece->data, piece->size, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_FIXED, spill->fd, piece->offset) == MAP_FAILED)
			abort(); /* there is no memory for the mapping itself */
	}
}

static void add_piece(struct spill *spill, size_t least)
{
	size_t size = spill->count ? spill->pieces[spill->count - 1].size * 2 : PIECE_MIN;
	struct piece *piece;

	if (size > PIECE_MAX)
		size = PIECE_MAX;
	if (size < least)
		size = (least + spill->page - 1) / spill->page * spill->page;
	piece = array_add(spill->pieces, spill->count, spill->capacity);
	piece->size = size;
	if (!map_piece(spill, piece))
		piece->data = memory_zero(1, size);
}

struct spill *spill_new(const char *folder)
{
	struct spill *spill = memory_zero(1, sizeof(*spill));

	spill->page = (size_t)sysconf(_SC_PAGESIZE);
	spill->fd = open_nameless(folder);
	if (spill->fd >= 0) {
		add_piece(spill, PIECE_MIN);
		if (spill->pieces[0].mapped)
			return spill;
	}
	return spill_free(spill);
}

struct spill *spill_free(struct spill *spill)
{
	if (!spill)
		return NULL;
	for (size_t i = 0; i < spill->count; i++) {
		if (spill->pieces[i].mapped)
			munmap(spill->pieces[i].data, spill->pieces[i].size);
		else
			free(spill->pieces[i].data);
	}
	free(spill->pieces);
	closep(&spill->fd);
	free(spill);
	return NULL;
}

void *spill_zero(struct spill *spill, size_t size)
{
	const size_t align = alignof(max_align_t);
	struct piece *piece;
	void *data;

	if (!spill)
		return memory_zero(1, size);
	size = (size + align - 1) / align * align;
	piece = &spill->pieces[spill->count - 1];
	if (piece->size - piece->used < size) {
		add_piece(spill, size);
		piece = &spill->pieces[spill->count - 1];
	}
	data = piece->data + piece->used;
	piece->used += size;
	return data;
}

char *spill_string(struct spill *spill, const char *string)
{
	size_t size;

	if (!string)
		return NULL;
	size = strlen(string) + 1;
	return memcpy(spill_zero(spill, size), string, size);
}

/* A shared mapping's pages are the file's: they stay there, written or not (madvise(2),
 * MADV_DONTNEED). */
void spill_rest(struct spill *spill)
{
	if (!spill || spill->frozen)
		return;
	if (!has_room(spill, 0)) {
		freeze(spill);
		return;
	}
	for (size_t i = 0; i < spill->count; i++)
		if (spill->pieces[i].mapped)
			madvise(spill->pieces[i].data, spill->pieces[i].size,
				MADV_DONTNEED);
}

static void copy(struct spill *spill, char *to, const char *from, size_t length)
{
	while (length > 0) {
		size_t part = length < COPY_MAX ? length : COPY_MAX;

		memcpy(to, from, part);
		to += part;
		from += part;
		length -= part;
		if (length > 0)
			spill_rest(spill);
	}
}

void *spill_grow_(struct spill *spill, void **items, size_t *count, size_t *capacity,
		  size_t size)
{
	if (!spill)
		return memory_grow_(items, count, capacity, size);
	if (*count == *capacity) {
		size_t larger = *capacity ? *capacity * 2 : 8;
		char *data = spill_zero(spill, larger * size);

		copy(spill, data, *items, *count * size);
		*items = data;
		*capacity = larger;
	}
	return (char *)*items + (*count)++ * size;
}

void *spill_take_over_(struct spill *spill, void *items, size_t count, size_t *capacity,
		       size_t size)
{
	void *taken = NULL;

	if (!spill)
		return items;
	if (count > 0)
		taken = memcpy(spill_zero(spill, count * size), items, count * size);
	*capacity = count;
	free(items);
	return taken;
}

char *spill_take_over_string(struct spill *spill, char *string)
{
	char *taken;

	if (!spill)
		return string;
	taken = spill_string(spill, string);
	free(string);
	return taken;
}
