/* SPDX-License-Identifier: BSD-3-Clause */
#include "lab/engine.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/process.h"
#include "base/program.h"
#include "base/time.h"
#include "lab/boot.h"
#include "lab/uml-kernel.h"
#include "lab/watch.h"

static void lab_clear(struct lab *lab)
{
	guest_kernel_clear(&lab->qemu.kernel);
	guest_modules_clear(&lab->qemu.modules);
	free(lab->qemu.program);
	free(lab->uml.recording);
	free(lab->uml.kernel);
	free(lab->uml.folder);
	free(lab->hostapd);
	free(lab->wpa_supplicant);
	free(lab->roamtest);
	free(lab->logs);
	closep(&lab->interrupt);
	closep(&lab->input_near);
	closep(&lab->input_far);
}

void lab_narrate(const struct lab *lab, const char *fmt, ...)
{
	cleanup_free_ char *sentence = NULL;
	va_list ap;

	if (!lab->callbacks->narrate)
		return;
	va_start(ap, fmt);
	sentence = memory_vprintf(fmt, ap);
	va_end(ap);
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
	int r;

	if (given) {
		r = program_find(given, ret);
		if (r < 0)
			error_errno(error, r, "cannot execute %s", given);
	} else {
		r = program_require(name, package, ret, error);
	}
	if (r < 0)
		return -ENOENT;
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

	r = find_program(options->hostapd, "hostapd", "hostapd", &lab->hostapd, error);
	if (r >= 0)
		r = find_program(options->wpa_supplicant, "wpa_supplicant",
				 "wpasupplicant", &lab->wpa_supplicant, error);
	return r < 0 ? r : find_itself(&lab->roamtest, error);
}

/* User Mode Linux where it can be had: it is there in a tenth of the time. */
static int choose_best(struct lab *lab, const struct engine **ret, struct error *error)
{
	cleanup_error_ struct error why = { 0 };
	int r = engine_uml.prepare(lab, &why);

	*ret = &engine_uml;
	if (r >= 0)
		return 0;
	*ret = &engine_qemu;
	r = engine_qemu.prepare(lab, error);
	if (r < 0)
		return r == -EINTR ? r : error_prefix(error, r, "%s; qemu", why.reason);
	if (lab->callbacks->advise) {
		cleanup_free_ char *sentence =
			memory_printf("the lab runs on qemu, which takes longer: %s; %s",
				      why.reason, why.remedy ? why.remedy : "");

		lab->callbacks->advise(lab->userdata, sentence);
	}
	return 0;
}

static int choose_engine(struct lab *lab, const struct engine **ret, struct error *error)
{
	const char *kernel = lab->options->kernel;
	enum lab_engine wanted = lab->options->engine;

	if (wanted == LAB_AUTO && !kernel)
		return choose_best(lab, ret, error);
	if (wanted == LAB_AUTO)
		wanted = uml_kernel_is_one(kernel) ? LAB_UML : LAB_QEMU;
	*ret = wanted == LAB_UML ? &engine_uml : &engine_qemu;
	return (*ret)->prepare(lab, error);
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

static int open_console_log(const char *output, struct error *error)
{
	cleanup_free_ char *path = memory_printf("%s/console.log", output);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	return fd < 0 ? error_errno(error, -errno, "cannot write %s", path) : fd;
}

/* Of the guest's console. */
static int make_input(struct lab *lab, struct error *error)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return error_errno(error, -errno, "cannot make a pipe");
	lab->input_far = ends[0];
	lab->input_near = ends[1];
	fcntl(lab->input_near, F_SETFL, O_NONBLOCK);
	return 0;
}

static int watch_guest(struct lab *lab, const struct engine *engine,
		       struct machine *machine, struct channel *channel, int log,
		       enum lab_end *ret, struct text *ret_console, struct error *error)
{
	uint64_t limit_ns = lab->options->silence_limit_ns;
	struct watch watch = {
		.machine = machine,
		.channel = channel,
		.interrupt = lab->interrupt,
		.log = log,
		.describe = engine->describe,
		.virtual_clock = lab->virtual_clock,
		.silence_limit_ns = limit_ns ? limit_ns : engine->silence_limit_ns,
		.line = lab->callbacks->line,
		.tick = lab->callbacks->tick,
		.console = lab->options->terminal ? lab->callbacks->console : NULL,
		.input = lab->input_near,
		.userdata = lab->userdata,
	};

	close_now(&lab->input_far);
	return watch_run(&watch, ret, ret_console, error);
}

/* Runs the guest to its end. */
static int run(struct lab *lab, const struct engine *engine, struct guest_job *job,
	       int log, enum lab_end *ret, struct text *ret_console, struct error *error)
{
	struct channel channel = CHANNEL_NONE;
	struct machine machine;
	int r = engine->boot(lab, job, &machine, &channel, error);

	if (r >= 0)
		r = watch_guest(lab, engine, &machine, &channel, log, ret, ret_console,
				error);
	channel_close(&channel);
	if (engine->clean_up)
		engine->clean_up(lab);
	return r;
}

int lab_run(const struct lab_options *options, const struct lab_scenario *scenario,
	    const struct lab_callbacks *callbacks, void *userdata, enum lab_end *ret,
	    struct text *ret_console, struct error *error)
{
	cleanup_(lab_clear) struct lab lab = { .options = options,
					       .callbacks = callbacks,
					       .userdata = userdata,
					       .interrupt = -1,
					       .input_near = -1,
					       .input_far = -1 };
	const struct engine *engine = NULL;
	cleanup_close_ int log = -1;
	char started[RFC3339_MAX], seed[16];
	int r;

	lab.interrupt = process_open_signals();
	if (lab.interrupt < 0)
		return error_errno(error, lab.interrupt, "cannot make a signalfd");
	r = find_parts(&lab, error);
	if (r >= 0)
		r = choose_engine(&lab, &engine, error);
	if (r == -EINTR) {
		error_clear(error);
		*ret = LAB_INTERRUPTED;
		return 0;
	}
	if (r >= 0)
		r = make_logs_folder(&lab, error);
	if (r >= 0 && options->terminal)
		r = make_input(&lab, error);
	if (r < 0)
		return r;
	log = open_console_log(options->output, error);
	if (log < 0)
		return log;
	snprintf(seed, sizeof(seed), "%" PRIu32, options->seed);

	/* Borrowed strings: not to be cleared. */
	struct guest_job job = {
		.scenario_file = (char *)(uintptr_t)scenario->file,
		.scenario = (char *)(uintptr_t)scenario->text,
		.scenario_length = scenario->length,
		.password = (char *)(uintptr_t)scenario->password,
		.wg_quick = (char *)(uintptr_t)scenario->wg_quick,
		.program = lab.roamtest,
		.hostapd = lab.hostapd,
		.wpa_supplicant = lab.wpa_supplicant,
		.lab = (char *)(uintptr_t)engine->name,
		.clock = (char *)(uintptr_t)(lab.virtual_clock ? "virtual" : "real"),
		.started = rfc3339_now(started),
		.seed = seed,
		.without = (char *)(uintptr_t)options->without,
		.air = (char *)(uintptr_t)options->air,
		.beside = (char *)(uintptr_t)options->beside,
		.terminal = (char *)(uintptr_t)options->terminal,
		.command = (char *)(uintptr_t)options->command,
		.try_fix = (char *)(uintptr_t)options->try_fix,
	};

	return run(&lab, engine, &job, log, ret, ret_console, error);
}
