/* SPDX-License-Identifier: BSD-3-Clause */
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/spill.h"

#define MANY 300000

static void test_what_is_in_a_spill_is_zeroed_aligned_and_stays_where_it_is(void **state)
{
	struct spill *spill = spill_new(P_tmpdir);
	char *strings[1000];
	uint64_t *large = spill_zero(spill, 300000);

	(void)state;
	assert_non_null(spill);
	for (size_t i = 0; i < 300000 / sizeof(*large); i++)
		assert_int_equal(large[i], 0);
	for (size_t i = 0; i < 1000; i++) {
		char text[32];

		snprintf(text, sizeof(text), "number %zu", i);
		strings[i] = spill_string(spill, text);
		assert_int_equal((uintptr_t)strings[i] % 16, 0);
		spill_rest(spill);
	}
	for (size_t i = 0; i < 1000; i++) {
		char text[32];

		snprintf(text, sizeof(text), "number %zu", i);
		assert_string_equal(strings[i], text);
	}
	assert_null(spill_string(spill, NULL));
	spill_free(spill);
}

static void test_an_array_grows_in_a_spill_as_in_memory(void **state)
{
	struct spill *spills[] = { NULL, spill_new(P_tmpdir) };

	(void)state;
	for (size_t s = 0; s < 2; s++) {
		uint64_t *items = NULL;
		size_t count = 0, capacity = 0;

		for (uint64_t i = 0; i < MANY; i++) {
			uint64_t *last =
				spill_array_add(spills[s], items, count, capacity);

			assert_int_equal(*last, 0);
			*last = i * i;
			if (i % 1000 == 0)
				spill_rest(spills[s]);
		}
		assert_int_equal(count, MANY);
		for (uint64_t i = 0; i < MANY; i++)
			assert_int_equal(items[i], i * i);
		if (!spills[s])
			free(items);
	}
	spill_free(spills[1]);
}

static void test_a_spill_takes_arrays_and_strings_over(void **state)
{
	struct spill *spill = spill_new(P_tmpdir);
	char *string = spill_take_over_string(spill, memory_strdup("corridor"));
	int *items = NULL, *none = NULL;
	size_t count = 0, capacity = 0;

	(void)state;
	*array_add(items, count, capacity) = 7;
	*array_add(items, count, capacity) = 8;
	spill_take_over(spill, items, count, capacity);
	assert_int_equal(capacity, 2);
	*spill_array_add(spill, items, count, capacity) = 9;
	assert_int_equal(items[0] + items[1] + items[2], 24);
	assert_string_equal(string, "corridor");
	capacity = 8;
	none = memory_zero(8, sizeof(*none));
	spill_take_over(spill, none, 0, capacity);
	assert_null(none);
	assert_int_equal(capacity, 0);
	assert_null(spill_take_over_string(spill, NULL));
	spill_free(spill);
	string = memory_strdup("stairs");
	assert_ptr_equal(spill_take_over_string(NULL, string), string);
	free(string);
}

/* Of the mapping in which data is: its resident pages, and whether what is written to it
 * goes to its file. */
static size_t resident_pages(const char *data, bool *ret_shared)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	FILE *maps = fopen("/proc/self/smaps", "re");
	char line[512];
	bool here = false;
	size_t kilobytes = 0;

	assert_non_null(maps);
	while (fgets(line, sizeof(line), maps)) {
		unsigned long from, to;
		char permissions[5];

		if (sscanf(line, "%lx-%lx %4s", &from, &to, permissions) == 3) {
			here = (uintptr_t)data >= from && (uintptr_t)data < to;
			if (here && ret_shared)
				*ret_shared = permissions[3] == 's';
		} else if (here && sscanf(line, "Rss: %zu kB", &kilobytes) == 1) {
			break;
		}
	}
	fclose(maps);
	return kilobytes * 1024 / page;
}

static void test_what_rests_is_not_resident(void **state)
{
	const size_t size = 1 << 20;
	struct spill *spill = spill_new(P_tmpdir);
	char *data = spill_zero(spill, size);

	(void)state;
	memset(data, 'x', size);
	assert_true(resident_pages(data, NULL) >= 256);
	spill_rest(spill);
	assert_int_equal(resident_pages(data, NULL), 0);
	assert_int_equal(data[size - 1], 'x');
	spill_free(spill);
}

static void test_a_folder_that_takes_no_file_gives_no_spill(void **state)
{
	(void)state;
	assert_null(spill_new("/proc/self/nowhere"));
	assert_null(spill_free(NULL));
}

/* As a full disk does, for a file that may not be larger. */
static void test_where_the_disk_is_full_the_rest_is_in_memory(void **state)
{
	struct rlimit before, small;
	struct spill *spill;
	char *first, *second;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	small = before;
	small.rlim_cur = 128 << 10;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	spill = spill_new(P_tmpdir);
	assert_non_null(spill);
	first = spill_string(spill, "first");
	second = spill_zero(spill, 1 << 20);
	memset(second, 'y', 1 << 20);
	spill_rest(spill);
	assert_int_equal(second[(1 << 20) - 1], 'y');
	assert_string_equal(first, "first");
	assert_string_equal(spill_string(spill, "third"), "third");
	spill_free(spill);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
}

static bool write_line(const char *path, const char *line)
{
	FILE *file = fopen(path, "we");
	bool written = file && fputs(line, file) >= 0;

	return file && fclose(file) == 0 && written;
}

/* As root, or as somebody who is root in a namespace of his own. */
static bool own_mounts(void)
{
	char uids[64], gids[64];

	if (unshare(CLONE_NEWNS) == 0)
		return true;
	snprintf(uids, sizeof(uids), "0 %u 1", geteuid());
	snprintf(gids, sizeof(gids), "0 %u 1", getegid());
	return unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 &&
	       write_line("/proc/self/setgroups", "deny") &&
	       write_line("/proc/self/uid_map", uids) &&
	       write_line("/proc/self/gid_map", gids);
}

/* A file system of so many megabytes, at folder; whether that is possible. */
static bool mount_small(const char *folder, unsigned megabytes)
{
	char size[32];

	snprintf(size, sizeof(size), "size=%um", megabytes);
	return own_mounts() && mount("", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
	       mount("small", folder, "tmpfs", 0, size) == 0;
}

static void test_where_the_disk_becomes_full_the_file_is_only_read(void **state)
{
	char folder[] = P_tmpdir "/roamtest-spill.XXXXXX", other[64];
	struct spill *spill;
	char *before, *after;
	bool shared = true;
	int fd;

	(void)state;
	assert_non_null(mkdtemp(folder));
	if (!mount_small(folder, 80)) {
		rmdir(folder);
		skip();
	}
	spill = spill_new(folder);
	assert_non_null(spill);
	before = spill_string(spill, "from before");
	spill_rest(spill);
	assert_int_equal(resident_pages(before, NULL), 0);
	snprintf(other, sizeof(other), "%s/other", folder);
	fd = open(other, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	assert_int_equal(posix_fallocate(fd, 0, 40 << 20), 0);
	spill_rest(spill);
	assert_string_equal(before, "from before");
	memcpy(before, "changed", 8);
	after = spill_zero(spill, 1 << 20);
	memset(after, 'z', 1 << 20);
	assert_int_equal(posix_fallocate(fd, 40 << 20, 39 << 20), 0);
	spill_rest(spill);
	assert_string_equal(before, "changed");
	assert_true(resident_pages(before, &shared) > 0);
	assert_false(shared);
	assert_int_equal(after[(1 << 20) - 1], 'z');
	assert_true(resident_pages(after, NULL) > 0);
	assert_null(spill_new(folder)); /* it has no room for another one */
	spill_free(spill);
	close(fd);
	umount2(folder, MNT_DETACH);
	rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_what_is_in_a_spill_is_zeroed_aligned_and_stays_where_it_is),
		cmocka_unit_test(test_an_array_grows_in_a_spill_as_in_memory),
		cmocka_unit_test(test_a_spill_takes_arrays_and_strings_over),
		cmocka_unit_test(test_what_rests_is_not_resident),
		cmocka_unit_test(test_a_folder_that_takes_no_file_gives_no_spill),
		cmocka_unit_test(test_where_the_disk_is_full_the_rest_is_in_memory),
		cmocka_unit_test(test_where_the_disk_becomes_full_the_file_is_only_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
