/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <elf.h>
#include <errno.h>

#include "lab/kernel-image.h"

static void make_image(uint8_t image[static 0x1000])
{
	memset(image, 0, 0x1000);
	image[0x1f1] = 3;			      /* setup_sects */
	memcpy(image + 0x202, "HdrS", 4);	      /* header */
	memcpy(image + 0x206, "\x0f\x02", 2);	      /* version: protocol 2.15 */
	memcpy(image + 0x248, "\x10\x00\x00\x00", 4); /* payload_offset */
	memcpy(image + 0x24c, "\x20\x00\x00\x00", 4); /* payload_length */
}

static void the_payload_follows_the_setup_sectors(void **state)
{
	const uint8_t *payload;
	uint8_t image[0x1000];
	size_t length;

	(void)state;
	make_image(image);
	assert_int_equal(bzimage_payload(image, sizeof(image), &payload, &length), 0);
	assert_ptr_equal(payload, image + 4 * 512 + 0x10);
	assert_int_equal(length, 0x20);
	image[0x1f1] = 0; /* means 4 */
	assert_int_equal(bzimage_payload(image, sizeof(image), &payload, &length), 0);
	assert_ptr_equal(payload, image + 5 * 512 + 0x10);
}

static void a_payload_outside_the_image_is_refused(void **state)
{
	const uint8_t *payload;
	uint8_t image[0x1000];
	size_t length;

	(void)state;
	make_image(image);
	assert_int_equal(bzimage_payload(image, 4 * 512 + 0x2f, &payload, &length),
			 -EINVAL);
	memset(image + 0x24c, 0xff, 4);
	assert_int_equal(bzimage_payload(image, sizeof(image), &payload, &length),
			 -EINVAL);
	make_image(image);
	memset(image + 0x248, 0xff, 4);
	assert_int_equal(bzimage_payload(image, sizeof(image), &payload, &length),
			 -EINVAL);
	make_image(image);
	image[0x206] = 7; /* protocol 2.07 had no payload fields */
	assert_int_equal(bzimage_payload(image, sizeof(image), &payload, &length),
			 -EINVAL);
}

struct kernel {
	Elf64_Ehdr header;
	Elf64_Phdr segments[2];
	Elf64_Nhdr first;
	char first_name[8], first_content[4];
	Elf64_Nhdr second;
	char second_name[4], second_content[8];
};

/* A note of GNU's, then Xen's with the entry point. */
static struct kernel make_kernel(void)
{
	struct kernel kernel = {
		.header = { .e_phoff = offsetof(struct kernel, segments), .e_phnum = 2 },
		.segments = { { .p_type = PT_LOAD },
			      { .p_type = PT_NOTE,
				.p_offset = offsetof(struct kernel, first),
				.p_filesz = sizeof(kernel) -
					    offsetof(struct kernel, first) } },
		.first = { .n_namesz = 5, .n_descsz = 3, .n_type = 18 },
		.first_name = "Linu",
		.second = { .n_namesz = 4, .n_descsz = 8, .n_type = 18 },
		.second_name = "Xen",
	};

	memcpy(kernel.header.e_ident, ELFMAG, SELFMAG);
	kernel.header.e_ident[EI_CLASS] = ELFCLASS64;
	return kernel;
}

static bool has_entry(const struct kernel *kernel, size_t length)
{
	return elf_has_pvh_entry((const uint8_t *)kernel, length);
}

static void the_entry_point_is_found_in_the_notes(void **state)
{
	struct kernel kernel = make_kernel();

	(void)state;
	assert_true(has_entry(&kernel, sizeof(kernel)));
	kernel.second.n_type = 17;
	assert_false(has_entry(&kernel, sizeof(kernel)));
	kernel = make_kernel();
	kernel.second_name[0] = 'x';
	assert_false(has_entry(&kernel, sizeof(kernel)));
}

static void a_broken_elf_file_has_no_entry_point(void **state)
{
	struct kernel kernel = make_kernel();

	(void)state;
	for (size_t length = 0; length < sizeof(kernel); length++)
		assert_false(has_entry(&kernel, length));
	kernel.first.n_namesz = UINT32_MAX;
	assert_false(has_entry(&kernel, sizeof(kernel)));
	kernel = make_kernel();
	kernel.first.n_descsz = UINT32_MAX - 2;
	assert_false(has_entry(&kernel, sizeof(kernel)));
	kernel = make_kernel();
	kernel.segments[1].p_offset = UINT64_MAX;
	assert_false(has_entry(&kernel, sizeof(kernel)));
	kernel = make_kernel();
	kernel.header.e_phoff = UINT64_MAX - 10;
	assert_false(has_entry(&kernel, sizeof(kernel)));
	kernel = make_kernel();
	kernel.header.e_ident[EI_CLASS] = ELFCLASS32;
	assert_false(has_entry(&kernel, sizeof(kernel)));
}

static void what_cannot_be_unpacked_is_booted_as_it_is(void **state)
{
	(void)state;
	assert_int_equal(kernel_image_unpack("/nonexistent"), -ENOTSUP);
	assert_int_equal(kernel_image_unpack("/dev/null"), -ENOTSUP);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_payload_follows_the_setup_sectors),
		cmocka_unit_test(a_payload_outside_the_image_is_refused),
		cmocka_unit_test(the_entry_point_is_found_in_the_notes),
		cmocka_unit_test(a_broken_elf_file_has_no_entry_point),
		cmocka_unit_test(what_cannot_be_unpacked_is_booted_as_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
