/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/file.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../cmocka-all.h"

static char folder[] = "/tmp/test-file.XXXXXX";
static char path[sizeof(folder) + 16];

static int make_folder(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof(path), "%s/a", folder);
	return 0;
}

static int remove_folder(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(folder); /* fails if a temporary file was left */
}

static void what_is_written_is_read_back_whole(void **state)
{
	char *data = NULL;
	size_t length = 0;
	struct stat st;

	(void)state;
	assert_int_equal(file_write(path, "a\0b", 3, 0640, NULL), 0);
	assert_int_equal(file_read(path, 10, &data, &length, NULL), 0);
	assert_int_equal(length, 3);
	assert_memory_equal(data, "a\0b", 4);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0137, 0);
	free(data);
}

static void a_file_past_the_limit_is_refused(void **state)
{
	struct error error = { 0 };
	char *data = NULL;
	size_t length = 0;

	(void)state;
	assert_int_equal(file_write(path, "12345", 5, 0600, NULL), 0);
	assert_int_equal(file_read(path, 4, &data, &length, &error), -EFBIG);
	assert_non_null(strstr(error.reason, "larger than 4 octets"));
	assert_null(data);
	error_clear(&error);
}

static void a_folder_and_a_missing_file_are_errors_with_their_name(void **state)
{
	struct error error = { 0 };
	char *data = NULL;
	size_t length = 0;

	(void)state;
	assert_int_equal(file_read(folder, 4, &data, &length, &error), -EISDIR);
	assert_non_null(strstr(error.reason, folder));
	assert_int_equal(file_read("/nowhere/at/all", 4, &data, &length, &error),
			 -ENOENT);
	assert_non_null(strstr(error.reason, "/nowhere/at/all"));
	error_clear(&error);
}

static void a_write_that_fails_leaves_no_temporary_file(void **state)
{
	(void)state;
	/* The target is a folder: the rename at the end is what fails. */
	unlink(path);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(file_write(path, "x", 1, 0600, NULL), -EISDIR);
	assert_int_equal(rmdir(path), 0);
}

static void folders_are_made_with_those_above_and_twice_is_no_error(void **state)
{
	char deep[sizeof(folder) + 16], inner[sizeof(folder) + 16];

	(void)state;
	snprintf(deep, sizeof(deep), "%s/b", folder);
	snprintf(inner, sizeof(inner), "%s/b/c", folder);
	assert_int_equal(folder_make(inner, NULL), 0);
	assert_int_equal(folder_make(inner, NULL), 0);
	assert_int_equal(rmdir(inner), 0);
	assert_int_equal(rmdir(deep), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read_back_whole),
		cmocka_unit_test(a_file_past_the_limit_is_refused),
		cmocka_unit_test(a_folder_and_a_missing_file_are_errors_with_their_name),
		cmocka_unit_test(a_write_that_fails_leaves_no_temporary_file),
		cmocka_unit_test(folders_are_made_with_those_above_and_twice_is_no_error),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
