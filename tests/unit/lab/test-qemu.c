/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "lab/qemu.h"

static char *join(const struct qemu_options *options)
{
	struct arguments arguments = { 0 };
	struct text line = { 0 };

	qemu_arguments(options, &arguments);
	assert_null(arguments.items[arguments.count - 1]);
	for (size_t i = 0; i + 1 < arguments.count; i++) {
		if (i)
			text_add_char(&line, ' ');
		text_add(&line, arguments.items[i]);
	}
	arguments_clear(&arguments);
	return text_steal(&line);
}

static struct qemu_options sample(void)
{
	return (struct qemu_options){ .program = "/usr/bin/qemu-system-x86_64",
				      .kernel = "/boot/vmlinuz-6.1.0",
				      .accelerator = ACCELERATOR_TCG,
				      .memory_mb = 1024,
				      .channel = true,
				      .output = "/home/me/a,b/logs" };
}

static void has(const struct qemu_options *options, const char *words)
{
	char *line = join(options);

	if (!strstr(line, words))
		fail_msg("\"%s\" is not in: %s", words, line);
	free(line);
}

static void lacks(const struct qemu_options *options, const char *words)
{
	char *line = join(options);

	if (strstr(line, words))
		fail_msg("\"%s\" is in: %s", words, line);
	free(line);
}

static void a_virtual_clock_counts_instructions_of_one_processor(void **state)
{
	struct qemu_options options = sample();

	(void)state;
	options.virtual_clock = true;
	has(&options, "-accel tcg,thread=single -icount shift=0,sleep=on -cpu max");
	has(&options, " noapictimer");
	lacks(&options, "-smp");
}

static void a_real_clock_without_kvm_has_two_processors(void **state)
{
	struct qemu_options options = sample();

	(void)state;
	has(&options, "-accel tcg,thread=multi -smp 2");
	lacks(&options, "-icount");
	lacks(&options, "noapictimer"); /* the second one needs it */
}

static void kvm_shows_the_host_s_processor(void **state)
{
	struct qemu_options options = sample();

	(void)state;
	options.accelerator = ACCELERATOR_KVM;
	has(&options, "-accel kvm -cpu host");
	lacks(&options, "tcg");
	lacks(&options, "-icount");
}

static void the_root_is_shared_for_reading_and_the_output_for_writing(void **state)
{
	struct qemu_options options = sample();

	(void)state;
	has(&options, "-virtfs local,path=/,mount_tag=root,security_model=none,"
		      "multidevs=remap,readonly=on");
	/* a comma in a path is written twice */
	has(&options, "-virtfs local,path=/home/me/a,,b/logs,mount_tag=output,"
		      "security_model=none,multidevs=remap");
	lacks(&options, "path=/home/me/a,,b/logs,mount_tag=output,security_model=none,"
			"multidevs=remap,readonly");
	options.output = NULL;
	lacks(&options, "-virtfs");
}

static void files_and_channel_are_inherited_descriptors(void **state)
{
	struct qemu_options options = sample();

	(void)state;
	has(&options, "-kernel /boot/vmlinuz-6.1.0 -initrd /proc/self/fd/3");
	has(&options, "-chardev socket,id=events,fd=4 -device virtio-serial-pci "
		      "-device virtserialport,chardev=events,name=roamtest.events");
	options.unpacked = true;
	options.channel = false;
	has(&options, "-kernel /proc/self/fd/5");
	lacks(&options, "virtio-serial");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_virtual_clock_counts_instructions_of_one_processor),
		cmocka_unit_test(a_real_clock_without_kvm_has_two_processors),
		cmocka_unit_test(kvm_shows_the_host_s_processor),
		cmocka_unit_test(
			the_root_is_shared_for_reading_and_the_output_for_writing),
		cmocka_unit_test(files_and_channel_are_inherited_descriptors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
