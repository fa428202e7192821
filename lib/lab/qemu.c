/* SPDX-License-Identifier: BSD-3-Clause */
#include "lab/qemu.h"

#include "base/cleanup.h"
#include "base/program.h"
#include "base/text.h"

/* In the values of a qemu option a comma ends the value, and two are one. */
static char *escape_commas(const char *value)
{
	struct text out = { 0 };

	for (; *value; value++) {
		text_add_char(&out, *value);
		if (*value == ',')
			text_add_char(&out, ',');
	}
	return text_steal(&out);
}

static void add_folder(struct arguments *out, const char *folder, const char *tag,
		       bool read_only)
{
	cleanup_free_ char *path = escape_commas(folder);

	/* multidevs=remap: below / lie several file systems with equal inode numbers. */
	arguments_add(out, "-virtfs");
	arguments_add(out,
		      "local,path=%s,mount_tag=%s,security_model=none,multidevs=remap%s",
		      path, tag, read_only ? ",readonly=on" : "");
}

static void add_accelerator(struct arguments *out, const struct qemu_options *options)
{
	arguments_add(out, "-accel");
	if (options->accelerator == ACCELERATOR_KVM) {
		arguments_add(out, "kvm");
		arguments_add(out, "-cpu");
		arguments_add(out, "host");
		return;
	}
	if (!options->virtual_clock) {
		/* The second processor keeps the network's softirqs and the programs
		 * from waiting for each other. */
		arguments_add(out, "tcg,thread=multi");
		arguments_add(out, "-smp");
		arguments_add(out, "2");
	} else {
		arguments_add(out, "tcg,thread=single");
		/* Time counts instructions (one a nanosecond) while the guest works and
		 * runs with the host's clock while it idles: a slow or busy host makes
		 * a run longer, not the guest's processor slower. */
		arguments_add(out, "-icount");
		arguments_add(out, "shift=0,sleep=on");
	}
	arguments_add(out, "-cpu");
	arguments_add(out, "max");
}

/* No timer checks or frequency searches on a machine without real timers, and no self
 * tests of the cryptographic algorithms (700 million instructions): they can only
 * find what is known. panic=-1 with -no-reboot ends qemu at once. */
static const char kernel_options[] = "console=ttyS0 quiet panic=-1 mitigations=off "
				     "tsc=reliable no_timer_check nokaslr "
				     "audit=0 random.trust_cpu=on cryptomgr.notests=1";

/* The kernel sets the local APIC's timer by spinning for a tenth of a second with an
 * instruction that counting makes a hundred times as dear (arch/x86/kernel/apic/
 * apic.c, calibrate_APIC_clock()): three seconds. One processor can do with the HPET. */
static const char virtual_clock_options[] = " noapictimer";

void qemu_arguments(const struct qemu_options *options, struct arguments *out)
{
	arguments_add(out, "%s", options->program);
	arguments_add(out, "-nodefaults");
	arguments_add(out, "-no-user-config");
	arguments_add(out, "-no-reboot");
	arguments_add(out, "-display");
	arguments_add(out, "none");
	arguments_add(out, "-machine");
	arguments_add(out, "pc");
	arguments_add(out, "-m");
	arguments_add(out, "%u", options->memory_mb);
	add_accelerator(out, options);
	arguments_add(out, "-kernel");
	if (options->unpacked)
		arguments_add(out, "/proc/self/fd/%d", QEMU_KERNEL);
	else
		arguments_add(out, "%s", options->kernel);
	arguments_add(out, "-initrd");
	arguments_add(out, "/proc/self/fd/%d", QEMU_INITRAMFS);
	arguments_add(out, "-append");
	arguments_add(out, "%s%s", kernel_options,
		      options->virtual_clock ? virtual_clock_options : "");
	arguments_add(out, "-chardev");
	arguments_add(out, "stdio,id=console,signal=off");
	arguments_add(out, "-serial");
	arguments_add(out, "chardev:console");
	if (options->channel) {
		arguments_add(out, "-chardev");
		arguments_add(out, "socket,id=events,fd=%d", QEMU_CHANNEL);
		arguments_add(out, "-device");
		arguments_add(out, "virtio-serial-pci");
		arguments_add(out, "-device");
		arguments_add(out, "virtserialport,chardev=events,name=%s",
			      QEMU_CHANNEL_NAME);
	}
	if (options->output) {
		add_folder(out, "/", QEMU_ROOT_TAG, true);
		add_folder(out, options->output, QEMU_OUTPUT_TAG, false);
	}
	arguments_end(out);
}

int qemu_find(char **ret, struct error *error)
{
	int r = program_find("qemu-system-x86_64", ret);

	if (r < 0) {
		error_set(error, r, "qemu-system-x86_64 is not installed");
		error_remedy(error, "install it: apt install qemu-system-x86");
	}
	return r;
}

void qemu_command(const struct qemu_options *options, struct machine_command *out)
{
	static const char *const passed[] = { "PATH", "LD_LIBRARY_PATH", "TMPDIR" };

	qemu_arguments(options, &out->arguments);
	arguments_pass_environment(&out->environment, passed, ARRAY_SIZE(passed));
	arguments_end(&out->environment);
}
