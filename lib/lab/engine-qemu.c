/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

#include "base/cleanup.h"
#include "base/time.h"
#include "lab/boot.h"
#include "lab/initramfs.h"
#include "lab/kernel-image.h"
#include "lab/kvm-trial.h"

/* The lab on qemu: the distribution's own kernel, with KVM where that works. */

#define GUEST_MEMORY_MB 1024

static int choose_accelerator(struct lab *lab, struct error *error)
{
	const char *qemu = lab->qemu.program, *image = lab->qemu.kernel.image;
	enum kvm_answer known;
	bool kvm;
	int r;

	if (lab->options->clock == LAB_CLOCK_VIRTUAL) {
		lab->qemu.accelerator = ACCELERATOR_TCG;
		lab->virtual_clock = true;
		return 0;
	}
	known = kvm_recall(qemu, image);
	kvm = known == KVM_YES;
	if (known == KVM_UNKNOWN) {
		lab_narrate(lab, "Trying whether KVM works here; the answer is kept");
		r = kvm_trial(qemu, image, lab->interrupt, &kvm);
		if (r < 0)
			return error_errno(error, r, "the trial of KVM was ended");
	}
	lab->qemu.accelerator = kvm ? ACCELERATOR_KVM : ACCELERATOR_TCG;
	lab->virtual_clock = !kvm && lab->options->clock == LAB_CLOCK_AUTO;
	return 0;
}

static int prepare(struct lab *lab, struct error *error)
{
	int r = qemu_find(&lab->qemu.program, error);

	if (r >= 0)
		r = guest_kernel_find(lab->options->kernel, &lab->qemu.kernel,
				      &lab->qemu.modules, error);
	return r < 0 ? r : choose_accelerator(lab, error);
}

static int make_initramfs(const struct lab *lab, struct guest_job *job,
			  struct error *error)
{
	struct initramfs_content content = {
		.kernel = &lab->qemu.kernel,
		.modules = &lab->qemu.modules,
		.root = INITRAMFS_ROOT_9P,
		.program = lab->roamtest,
		.job = job,
	};

	/* Borrowed strings: not to be cleared. */
	job->channel = (char *)(uintptr_t)QEMU_CHANNEL_NAME;
	job->output = (char *)(uintptr_t)QEMU_OUTPUT_TAG;
	job->accelerator =
		(char *)(uintptr_t)(lab->qemu.accelerator == ACCELERATOR_KVM ? "kvm"
									     : "tcg");
	return initramfs_make(&content, error);
}

static int boot(struct lab *lab, struct guest_job *job, struct machine *ret,
		struct channel *ret_channel, struct error *error)
{
	bool kvm = lab->qemu.accelerator == ACCELERATOR_KVM;
	struct qemu_options options = {
		.program = lab->qemu.program,
		.kernel = lab->qemu.kernel.image,
		.accelerator = lab->qemu.accelerator,
		.virtual_clock = lab->virtual_clock,
		.memory_mb = GUEST_MEMORY_MB,
		.channel = true,
		.output = lab->logs,
	};
	cleanup_close_ int kernel = -1, initramfs = -1, near = -1, far = -1;
	cleanup_(machine_command_clear) struct machine_command command = {
		.name = "qemu",
		.input = lab->input_far,
	};
	int descriptors[3], ends[2], r;

	initramfs = make_initramfs(lab, job, error);
	if (initramfs < 0)
		return initramfs;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return error_errno(error, -errno, "cannot make the guest's channel");
	near = ends[0];
	far = ends[1];
	lab_narrate(lab, "Booting the lab: qemu, %s, %s clock, kernel %s",
		    kvm ? "KVM" : "TCG (no KVM)", lab->virtual_clock ? "virtual" : "real",
		    lab->qemu.kernel.version);
	if (!kvm)
		kernel = kernel_image_unpack(lab->qemu.kernel.image);
	options.unpacked = kernel >= 0;
	descriptors[QEMU_INITRAMFS - MACHINE_FD_FIRST] = initramfs;
	descriptors[QEMU_CHANNEL - MACHINE_FD_FIRST] = far;
	descriptors[QEMU_KERNEL - MACHINE_FD_FIRST] = kernel;
	command.descriptors = descriptors;
	command.descriptor_count = options.unpacked ? 3 : 2;
	qemu_command(&options, &command);
	r = machine_start(&command, ret, error);
	if (r < 0)
		return r;
	/* Its far end closes here, so that the channel ends with qemu. */
	*ret_channel = channel_of_socket(TAKE_FD(near));
	return 0;
}

const struct engine engine_qemu = {
	.name = "qemu",
	.silence_limit_ns = 120 * NS_PER_S, /* an emulated processor boots in ten */
	.prepare = prepare,
	.boot = boot,
};
