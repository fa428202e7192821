/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lab/guest-kernel.h"

/* The fields of a bzImage's header that are looked at (Documentation/x86/boot.rst). */
static void make_image(uint8_t image[static 0x400], const char *version)
{
	memset(image, 0, 0x400);
	memcpy(image + 0x1fe, "\x55\xaa", 2); /* boot_flag */
	memcpy(image + 0x202, "HdrS", 4);     /* header */
	memcpy(image + 0x206, "\x0f\x02", 2); /* version: protocol 2.15 */
	memcpy(image + 0x20e, "\x00\x01", 2); /* kernel_version: 0x100 + 0x200 */
	strcpy((char *)image + 0x300, version);
}

static void the_version_is_the_first_word(void **state)
{
	char version[KERNEL_VERSION_MAX];
	uint8_t image[0x400];

	(void)state;
	make_image(image, "6.1.0-56-amd64 (debian-kernel@lists.debian.org) #1 SMP");
	assert_int_equal(bzimage_version(image, sizeof(image), version), 0);
	assert_string_equal(version, "6.1.0-56-amd64");
	make_image(image, "6.12.0");
	assert_int_equal(bzimage_version(image, sizeof(image), version), 0);
	assert_string_equal(version, "6.12.0");
}

static void what_is_no_kernel_is_refused(void **state)
{
	char version[KERNEL_VERSION_MAX];
	uint8_t image[0x400];

	(void)state;
	make_image(image, "6.1.0");
	assert_int_equal(bzimage_version(image, 0, version), -EINVAL);
	assert_int_equal(bzimage_version(image, 0x20f, version), -EINVAL);
	image[0x202] = 'h';
	assert_int_equal(bzimage_version(image, sizeof(image), version), -EINVAL);
	make_image(image, "6.1.0");
	image[0x1fe] = 0;
	assert_int_equal(bzimage_version(image, sizeof(image), version), -EINVAL);
	make_image(image, "6.1.0");
	image[0x207] = 1; /* protocol 1.15 had no version */
	assert_int_equal(bzimage_version(image, sizeof(image), version), -EINVAL);
}

static void a_version_outside_the_image_is_refused(void **state)
{
	char version[KERNEL_VERSION_MAX];
	uint8_t image[0x400];

	(void)state;
	make_image(image, "6.1.0");
	memcpy(image + 0x20e, "\xff\xff", 2);
	assert_int_equal(bzimage_version(image, sizeof(image), version), -EINVAL);
	make_image(image, "6.1.0");
	memset(image + 0x300, '6', 0x100); /* no end */
	assert_int_equal(bzimage_version(image, sizeof(image), version), -EINVAL);
	assert_int_equal(bzimage_version(image, 0x310, version), -EINVAL);
	make_image(image, "6.1.0");
	memset(image + 0x20e, 0, 2);
	assert_int_equal(bzimage_version(image, sizeof(image), version), -EINVAL);
}

static void a_version_cannot_lead_to_another_folder(void **state)
{
	char version[KERNEL_VERSION_MAX];
	uint8_t image[0x400];

	(void)state;
	make_image(image, "../../tmp/modules");
	assert_int_equal(bzimage_version(image, sizeof(image), version), -EINVAL);
	make_image(image, "");
	assert_int_equal(bzimage_version(image, sizeof(image), version), -EINVAL);
}

static void a_kernel_that_is_not_there_is_missing(void **state)
{
	cleanup_error_ struct error error = { 0 };
	struct guest_modules modules;
	struct guest_kernel kernel;

	(void)state;
	assert_int_equal(guest_kernel_find("/nonexistent/vmlinuz", &kernel, &modules,
					   &error),
			 -ENOENT);
	assert_non_null(strstr(error.reason, "/nonexistent/vmlinuz"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_version_is_the_first_word),
		cmocka_unit_test(what_is_no_kernel_is_refused),
		cmocka_unit_test(a_version_outside_the_image_is_refused),
		cmocka_unit_test(a_version_cannot_lead_to_another_folder),
		cmocka_unit_test(a_kernel_that_is_not_there_is_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
