/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "lab/uml-kernel.h"

/* A cache whose path has in it what a pattern would be made of. */
static char cache[] = "/tmp/test-uml-kernel-[a*]-XXXXXX";

static char *kernel_path(const char *folder)
{
	return memory_printf("%s/roamtest/kernel/%s/linux", cache, folder);
}

static void add_kernel(const char *folder, mode_t mode)
{
	cleanup_free_ char *path = kernel_path(folder), *parent = memory_strdup(path);

	*strrchr(parent, '/') = '\0';
	assert_int_equal(folder_make(parent, NULL), 0);
	assert_int_equal(file_write(path, "\177ELF", 4, mode, NULL), 0);
}

static void finds(const char *folder)
{
	cleanup_free_ char *expected = kernel_path(folder), *found = NULL;

	assert_int_equal(uml_kernel_find(&found, NULL), 0);
	assert_string_equal(found, expected);
}

static void finds_none(const char *words)
{
	cleanup_error_ struct error error = { 0 };
	char *found;

	assert_int_equal(uml_kernel_find(&found, &error), -ENOENT);
	if (!strstr(error.reason, words))
		fail_msg("\"%s\" is not in: %s", words, error.reason);
	assert_non_null(strstr(error.remedy, "./dev kernel"));
}

/* In the order in which a cache fills. */
static void the_newest_of_this_configuration_is_taken(void **state)
{
	(void)state;
	finds_none("there is no User Mode Linux kernel");
	add_kernel("6.12.9-1-000000000000", 0755);
	finds_none("of another configuration");
	add_kernel("6.12.9-1-" UML_KERNEL_HASH, 0755);
	finds("6.12.9-1-" UML_KERNEL_HASH);
	/* 10 comes after 9 */
	add_kernel("6.12.10-1~deb12u1-" UML_KERNEL_HASH, 0755);
	finds("6.12.10-1~deb12u1-" UML_KERNEL_HASH);
	add_kernel("6.12.9-2-" UML_KERNEL_HASH, 0755);
	finds("6.12.10-1~deb12u1-" UML_KERNEL_HASH);
	/* one that cannot be executed, and one that is being built */
	add_kernel("6.12.11-1-" UML_KERNEL_HASH, 0644);
	add_kernel(".building-" UML_KERNEL_HASH, 0755);
	finds("6.12.10-1~deb12u1-" UML_KERNEL_HASH);
}

static void a_user_without_a_home_is_told(void **state)
{
	(void)state;
	unsetenv("XDG_CACHE_HOME");
	unsetenv("HOME");
	finds_none("no cache folder either");
	setenv("XDG_CACHE_HOME", cache, 1);
}

static void a_program_is_told_from_a_bzimage(void **state)
{
	cleanup_free_ char *elf = kernel_path("6.12.9-1-000000000000");

	(void)state;
	assert_true(uml_kernel_is_one(elf));
	assert_false(uml_kernel_is_one("/etc/passwd"));
	assert_false(uml_kernel_is_one("/nonexistent"));
}

static int make_cache(void **state)
{
	(void)state;
	if (!mkdtemp(cache))
		return -1;
	return setenv("XDG_CACHE_HOME", cache, 1);
}

static int remove_cache(void **state)
{
	cleanup_free_ char *command = memory_printf("rm -r '%s'", cache);

	(void)state;
	return system(command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_newest_of_this_configuration_is_taken),
		cmocka_unit_test(a_user_without_a_home_is_told),
		cmocka_unit_test(a_program_is_told_from_a_bzimage),
	};

	return cmocka_run_group_tests(tests, make_cache, remove_cache);
}
