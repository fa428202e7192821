/* SPDX-License-Identifier: BSD-3-Clause */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"
#include "lab/boot.h"
#include "lab/initramfs.h"
#include "lab/uml-activity.h"
#include "lab/uml-host.h"
#include "lab/uml-kernel.h"
#include "lab/uml.h"

/* The lab on User Mode Linux: a kernel that needs neither root nor KVM, and a clock
 * that runs only while everybody waits. */

#define GUEST_MEMORY ((uint64_t)UML_GUEST_MEMORY_MB << 20)
#define RECORDING "recording"

static int find_kernel(struct lab *lab, struct error *error)
{
	const char *given = lab->options->kernel;

	if (!given)
		return uml_kernel_find(&lab->uml.kernel, error);
	if (!uml_kernel_is_one(given)) {
		error_set(error, -EINVAL, "%s is no User Mode Linux kernel: no program",
			  given);
		error_remedy(error, "a bzImage is for --lab qemu");
		return -EINVAL;
	}
	lab->uml.kernel = memory_strdup(given);
	return 0;
}

static int prepare(struct lab *lab, struct error *error)
{
	int r = find_kernel(lab, error);

	if (r < 0)
		return r;
	r = uml_host_check_ptrace(error);
	if (r >= 0)
		r = uml_host_find_folder(GUEST_MEMORY, &lab->uml.folder, error);
	lab->virtual_clock = lab->options->clock != LAB_CLOCK_REAL;
	return r < 0 ? -ENOENT : 0;
}

static void clean_up(struct lab *lab)
{
	/* The kernel removes its own unless it is killed. */
	cleanup_free_ char *folder = memory_printf("%s/" UML_UMID, lab->logs);
	cleanup_free_ char *pid = memory_printf("%s/pid", folder);

	if (lab->uml.recording)
		unlink(lab->uml.recording);
	unlink(pid);
	rmdir(folder);
}

static int boot(struct lab *lab, struct guest_job *job, struct machine *ret,
		struct channel *ret_channel, struct error *error)
{
	struct initramfs_content content = {
		.root = INITRAMFS_ROOT_HOSTFS,
		.program = lab->roamtest,
		.job = job,
	};
	struct uml_options options = {
		.kernel = lab->uml.kernel,
		.folder = lab->uml.folder,
		.memory_mb = UML_GUEST_MEMORY_MB,
		.virtual_clock = lab->virtual_clock,
		.seed = lab->options->seed,
		.terminal = lab->input_far >= 0,
		.slot = lab->options->slot,
	};
	cleanup_(machine_command_clear) struct machine_command command = {
		.name = "User Mode Linux",
		.input = lab->input_far,
	};
	struct channel channel;
	cleanup_close_ int initramfs = -1, folder = -1;
	int descriptors[2], r;

	lab->uml.recording = memory_printf("%s/" RECORDING, lab->logs);
	clean_up(lab); /* after one that was killed */
	/* Borrowed strings: not to be cleared. */
	job->channel = (char *)(uintptr_t)RECORDING;
	job->output = lab->logs;
	initramfs = initramfs_make(&content, error);
	if (initramfs < 0)
		return initramfs;
	r = channel_make_file(lab->uml.recording, &channel, error);
	if (r < 0)
		return r;
	lab_narrate(lab, "Booting the lab: User Mode Linux, %s clock, kernel %s",
		    lab->virtual_clock ? "virtual" : "real", lab->uml.kernel);
	folder = open(lab->logs, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0) {
		channel_close(&channel);
		return error_errno(error, -errno, "cannot open %s", lab->logs);
	}
	descriptors[UML_INITRAMFS - MACHINE_FD_FIRST] = initramfs;
	descriptors[UML_FOLDER - MACHINE_FD_FIRST] = folder;
	command.descriptors = descriptors;
	command.descriptor_count = ARRAY_SIZE(descriptors);
	uml_command(&options, &command);
	r = machine_start(&command, ret, error);
	if (r < 0) {
		channel_close(&channel);
		return r;
	}
	*ret_channel = channel;
	return 0;
}

const struct engine engine_uml = {
	.name = "uml",
	.silence_limit_ns = 60 * NS_PER_S,
	.prepare = prepare,
	.boot = boot,
	.describe = uml_activity,
	.clean_up = clean_up,
};
