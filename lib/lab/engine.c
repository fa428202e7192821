/* SPDX-License-Identifier: BSD-3-Clause */
#include "lab/engine.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <systemd/sd-event.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/program.h"
#include "base/time.h"
#include "lab/guest-kernel.h"
#include "lab/initramfs.h"
#include "lab/kernel-image.h"
#include "lab/kvm-trial.h"
#include "lab/machine.h"
#include "lab/watch.h"

#define GUEST_MEMORY_MB 1024

struct lab {
	const struct lab_options *options;
	const struct lab_callbacks *callbacks;
	void *userdata;

	struct guest_kernel kernel;
	struct guest_modules modules;
	char *qemu, *hostapd, *wpa_supplicant, *roamtest;
	enum accelerator accelerator;
	bool virtual_clock;
	int interrupt; /* signalfd */
	char *logs;
};

static void lab_clear(struct lab *lab)
{
	guest_kernel_clear(&lab->kernel);
	guest_modules_clear(&lab->modules);
	free(lab->qemu);
	free(lab->hostapd);
	free(lab->wpa_supplicant);
	free(lab->roamtest);
	free(lab->logs);
	if (lab->interrupt >= 0)
		close(lab->interrupt);
}

static void narrate(const struct lab *lab, const char *sentence)
{
	if (lab->callbacks->narrate)
		lab->callbacks->narrate(lab->userdata, sentence);
}

/* Where the guest has its own file systems over those of the host. */
static int check_reachable(const char *path, struct error *error)
{
	static const char *const covered[] = { "/dev/", "/proc/", "/run/", "/sys/" };

	for (size_t i = 0; i < ARRAY_SIZE(covered); i++) {
		if (strncmp(path, covered[i], strlen(covered[i])) != 0)
			continue;
		error_set(error, -EINVAL,
			  "a guest cannot see %s: it has a %.*s of its own", path,
			  (int)strlen(covered[i]) - 1, covered[i]);
		error_remedy(error, "put it elsewhere");
		return -EINVAL;
	}
	return 0;
}

static int find_program(const char *given, const char *name, const char *package,
			char **ret, struct error *error)
{
	int r = program_find(given ? given : name, ret);

	if (r == -ENOENT && !given) {
		error_set(error, r, "%s is not installed", name);
		error_remedy(error, "install it: apt install %s", package);
		return r;
	}
	if (r < 0) {
		error_errno(error, r, "cannot execute %s", given ? given : name);
		return -ENOENT;
	}
	return check_reachable(*ret, error);
}

static int find_itself(char **ret, struct error *error)
{
	char *path = realpath("/proc/self/exe", NULL);

	if (!path) {
		error_errno(error, -errno, "cannot find roamtest's own program file");
		error_remedy(error, "mount /proc: mount -t proc proc /proc");
		return -ENOENT;
	}
	*ret = path;
	return check_reachable(path, error);
}

static int find_parts(struct lab *lab, struct error *error)
{
	const struct lab_options *options = lab->options;
	int r;

	r = machine_find_qemu(&lab->qemu, error);
	if (r < 0)
		return r;
	r = guest_kernel_find(options->kernel, &lab->kernel, &lab->modules, error);
	if (r < 0)
		return r;
	r = find_program(options->hostapd, "hostapd", "hostapd", &lab->hostapd, error);
	if (r < 0)
		return r;
	r = find_program(options->wpa_supplicant, "wpa_supplicant", "wpasupplicant",
			 &lab->wpa_supplicant, error);
	if (r < 0)
		return r;
	return find_itself(&lab->roamtest, error);
}

static int choose_accelerator(struct lab *lab, struct error *error)
{
	enum kvm_answer known;
	bool kvm;
	int r;

	if (lab->options->clock == LAB_CLOCK_VIRTUAL) {
		lab->accelerator = ACCELERATOR_TCG;
		lab->virtual_clock = true;
		return 0;
	}
	known = kvm_recall(lab->qemu, lab->kernel.image);
	kvm = known == KVM_YES;
	if (known == KVM_UNKNOWN) {
		narrate(lab, "Trying whether KVM works here; the answer is kept");
		r = kvm_trial(lab->qemu, lab->kernel.image, lab->interrupt, &kvm);
		if (r < 0)
			return error_errno(error, r, "the trial of KVM was ended");
	}
	lab->accelerator = kvm ? ACCELERATOR_KVM : ACCELERATOR_TCG;
	lab->virtual_clock = !kvm && lab->options->clock == LAB_CLOCK_AUTO;
	return 0;
}

static int make_logs_folder(struct lab *lab, struct error *error)
{
	cleanup_free_ char *folder = realpath(lab->options->output, NULL);

	if (!folder)
		return error_errno(error, -errno, "cannot use the output folder %s",
				   lab->options->output);
	lab->logs = memory_printf("%s/logs", folder);
	return folder_make(lab->logs, error);
}

static const char *accelerator_name(enum accelerator accelerator)
{
	return accelerator == ACCELERATOR_KVM ? "kvm" : "tcg";
}

static int make_initramfs(const struct lab *lab, const char *scenario_file,
			  const char *scenario_text, size_t scenario_length,
			  const char *password, struct error *error)
{
	/* Borrowed strings: not to be cleared. */
	struct guest_job job = {
		.scenario_file = (char *)(uintptr_t)scenario_file,
		.scenario = (char *)(uintptr_t)scenario_text,
		.scenario_length = scenario_length,
		.password = (char *)(uintptr_t)password,
		.program = lab->roamtest,
		.channel = (char *)(uintptr_t)GUEST_CHANNEL,
		.output_tag = (char *)(uintptr_t)GUEST_OUTPUT_TAG,
		.hostapd = lab->hostapd,
		.wpa_supplicant = lab->wpa_supplicant,
		.lab = (char *)(uintptr_t) "qemu",
		.clock = (char *)(uintptr_t)(lab->virtual_clock ? "virtual" : "real"),
		.accelerator = (char *)(uintptr_t)accelerator_name(lab->accelerator),
	};
	struct text json = { 0 };
	int r;

	guest_job_format(&job, &json);
	r = initramfs_make(&lab->kernel, &lab->modules, lab->roamtest, &json, error);
	explicit_bzero(json.data, json.length);
	text_clear(&json);
	return r;
}

static int start_machine(const struct lab *lab, int initramfs, int channel,
			 struct machine *ret, struct error *error)
{
	cleanup_close_ int kernel = -1;
	struct machine_options options = {
		.program = lab->qemu,
		.kernel = lab->kernel.image,
		.accelerator = lab->accelerator,
		.virtual_clock = lab->virtual_clock,
		.memory_mb = GUEST_MEMORY_MB,
		.initramfs = initramfs,
		.channel = channel,
		.output = lab->logs,
	};
	cleanup_free_ char *sentence = memory_printf(
		"Booting the lab: qemu, %s, %s clock, kernel %s",
		lab->accelerator == ACCELERATOR_KVM ? "KVM" : "TCG (no KVM)",
		lab->virtual_clock ? "virtual" : "real", lab->kernel.version);

	narrate(lab, sentence);
	if (lab->accelerator == ACCELERATOR_TCG)
		kernel = kernel_image_unpack(lab->kernel.image);
	options.kernel_fd = kernel;
	return machine_start(&options, ret, error);
}

static int open_signals(int *ret, struct error *error)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	*ret = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return *ret < 0 ? error_errno(error, -errno, "cannot make a signalfd") : 0;
}

static int open_console_log(const char *output, struct error *error)
{
	cleanup_free_ char *path = memory_printf("%s/console.log", output);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	return fd < 0 ? error_errno(error, -errno, "cannot write %s", path) : fd;
}

int lab_run(const struct lab_options *options, const char *scenario_file,
	    const char *scenario_text, size_t scenario_length, const char *password,
	    const struct lab_callbacks *callbacks, void *userdata, enum lab_end *ret,
	    struct text *ret_console, struct error *error)
{
	cleanup_(lab_clear) struct lab lab = { .options = options,
					       .callbacks = callbacks,
					       .userdata = userdata,
					       .interrupt = -1 };
	cleanup_close_ int initramfs = -1, channel = -1, log = -1, guest_end = -1;
	struct machine machine;
	int r, ends[2];

	r = find_parts(&lab, error);
	if (r < 0)
		return r;
	r = make_logs_folder(&lab, error);
	if (r < 0)
		return r;
	log = open_console_log(options->output, error);
	if (log < 0)
		return log;
	r = open_signals(&lab.interrupt, error);
	if (r < 0)
		return r;
	r = choose_accelerator(&lab, error);
	if (r == -EINTR) {
		error_clear(error);
		*ret = LAB_INTERRUPTED;
		return 0;
	}
	if (r < 0)
		return r;
	initramfs = make_initramfs(&lab, scenario_file, scenario_text, scenario_length,
				   password, error);
	if (initramfs < 0)
		return initramfs;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return error_errno(error, -errno, "cannot make the guest's channel");
	channel = ends[0];
	guest_end = ends[1];
	r = start_machine(&lab, initramfs, guest_end, &machine, error);
	if (r < 0)
		return r;
	close_now(&guest_end); /* so that the channel ends with qemu */
	close_now(&initramfs);

	struct watch watch = { .machine = &machine,
			       .channel = channel,
			       .interrupt = lab.interrupt,
			       .log = log,
			       .silence_limit_ns = options->silence_limit_ns,
			       .line = callbacks->line,
			       .userdata = userdata };

	return watch_run(&watch, ret, ret_console, error);
}
