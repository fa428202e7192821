/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <sys/stat.h>

#include "lab/initramfs.h"

#define HEADER 110 /* "070701" and 13 fields of eight digits */

struct entry {
	unsigned long inode, mode, size;
	char name[64];
	const char *content;
};

static unsigned long field(const char *header, int index)
{
	char digits[9] = "";

	memcpy(digits, header + 6 + 8 * index, 8);
	return strtoul(digits, NULL, 16);
}

static size_t aligned(size_t offset)
{
	return (offset + 3) & ~(size_t)3;
}

/* Reads one entry as the kernel does (init/initramfs.c); returns the next's place. */
static size_t read_entry(const struct text *archive, size_t at, struct entry *ret)
{
	const char *header = archive->data + at;
	unsigned long name_size;

	assert_true(at % 4 == 0 && at + HEADER <= archive->length);
	assert_memory_equal(header, "070701", 6);
	ret->inode = field(header, 0);
	ret->mode = field(header, 1);
	ret->size = field(header, 6);
	name_size = field(header, 11);
	assert_true(name_size <= sizeof(ret->name));
	memcpy(ret->name, header + HEADER, name_size);
	assert_int_equal(ret->name[name_size - 1], '\0');
	at = aligned(at + HEADER + name_size);
	ret->content = archive->data + at;
	assert_true(at + ret->size <= archive->length);
	return aligned(at + ret->size);
}

static void an_archive_reads_back_as_it_was_written(void **state)
{
	struct cpio cpio = { 0 };
	struct entry entry;
	size_t at;

	(void)state;
	cpio_add(&cpio, "modules", S_IFDIR | 0755, NULL, 0);
	cpio_add(&cpio, "modules/list", S_IFREG | 0644, "odd", 3);
	cpio_add(&cpio, "job.json", S_IFREG | 0600, "{}\0\n", 4);
	cpio_finish(&cpio);

	at = read_entry(&cpio.out, 0, &entry);
	assert_string_equal(entry.name, "modules");
	assert_int_equal(entry.mode, S_IFDIR | 0755);
	assert_int_equal(entry.size, 0);
	assert_int_equal(entry.inode, 1);
	at = read_entry(&cpio.out, at, &entry);
	assert_string_equal(entry.name, "modules/list");
	assert_int_equal(entry.mode, S_IFREG | 0644);
	assert_int_equal(entry.size, 3);
	assert_memory_equal(entry.content, "odd", 3);
	assert_int_equal(entry.inode, 2);
	at = read_entry(&cpio.out, at, &entry);
	assert_string_equal(entry.name, "job.json");
	assert_int_equal(entry.mode, S_IFREG | 0600);
	assert_memory_equal(entry.content, "{}\0\n", 4);
	at = read_entry(&cpio.out, at, &entry);
	assert_string_equal(entry.name, "TRAILER!!!");
	assert_int_equal(entry.size, 0);
	assert_int_equal(at, cpio.out.length);
	cpio_clear(&cpio);
}

/* scripts/sign-file.c: the signature, then struct module_signature (12 octets, its
 * last four the signature's length), then the mark. */
#define SIGNED             \
	"ELF module"       \
	"SIGNATURE"        \
	"\0\0\2\0\0\0\0\0" \
	"\0\0\0\x09"       \
	"~Module signature appended~\n"

static void a_module_loses_its_signature(void **state)
{
	(void)state;
	assert_int_equal(module_length_unsigned((const uint8_t *)SIGNED,
						sizeof(SIGNED) - 1),
			 strlen("ELF module"));
}

static void a_module_without_a_signature_is_whole(void **state)
{
	uint8_t odd[sizeof(SIGNED) - 1];

	(void)state;
	assert_int_equal(module_length_unsigned((const uint8_t *)"ELF module", 10), 10);
	assert_int_equal(module_length_unsigned((const uint8_t *)"", 0), 0);
	/* A mark with nothing before it, and one with too long a signature. */
	assert_int_equal(module_length_unsigned(
				 (const uint8_t *)"~Module signature appended~\n", 28),
			 28);
	memcpy(odd, SIGNED, sizeof(odd));
	odd[sizeof(odd) - 29] = 20;
	assert_int_equal(module_length_unsigned(odd, sizeof(odd)), sizeof(odd));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_archive_reads_back_as_it_was_written),
		cmocka_unit_test(a_module_loses_its_signature),
		cmocka_unit_test(a_module_without_a_signature_is_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
