/* SPDX-License-Identifier: BSD-3-Clause */
#include "lab-options.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/program.h"
#include "base/seed.h"
#include "base/time.h"
#include "command.h"

int option_take_word(const char *command, const char *option, const char *word,
		     const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(word, words[i]) == 0)
			return (int)i;
	fprintf(stderr, "roamtest %s: %s takes", command, option);
	for (size_t i = 0; i < count; i++)
		fprintf(stderr, "%s %s", i ? "," : "", words[i]);
	fprintf(stderr, ", not '%s'\n", word);
	return -EINVAL;
}

int option_take_engine(const char *command, const char *word, struct lab_options *lab)
{
	static const char *const engines[LAB_ENGINE_MAX] = {
		[LAB_AUTO] = "auto",
		[LAB_UML] = "uml",
		[LAB_QEMU] = "qemu",
	};
	int engine =
		option_take_word(command, "--lab", word, engines, ARRAY_SIZE(engines));

	if (engine < 0)
		return engine;
	lab->engine = (enum lab_engine)engine;
	return 0;
}

int option_take_clock(const char *command, const char *word, struct lab_options *lab)
{
	static const char *const clocks[LAB_CLOCK_MAX] = {
		[LAB_CLOCK_AUTO] = "auto",
		[LAB_CLOCK_REAL] = "real",
		[LAB_CLOCK_VIRTUAL] = "virtual",
	};
	int value =
		option_take_word(command, "--clock", word, clocks, ARRAY_SIZE(clocks));

	if (value < 0)
		return value;
	lab->clock = (enum lab_clock)value;
	return 0;
}

int option_take_seed(const char *command, const char *word, struct lab_options *lab)
{
	int r = seed_parse(word, &lab->seed);

	if (r < 0)
		fprintf(stderr,
			"roamtest %s: --seed takes a number from 0 to %" PRIu32
			", not '%s'\n",
			command, UINT32_MAX, word);
	return r;
}

int option_take_silence(const char *command, const char *word, struct lab_options *lab)
{
	int r = duration_parse(word, &lab->silence_limit_ns);

	/* A guest that waits says something every five seconds, and one boots in ten. */
	if (r < 0 || lab->silence_limit_ns < 10 * NS_PER_S) {
		fprintf(stderr,
			"roamtest %s: --silence takes a duration of 10s or more, such as "
			"60s, not '%s'\n",
			command, word);
		return -EINVAL;
	}
	return 0;
}

/* What the caller names must be there: that is no lack of this machine, and a test
 * that is skipped for a typing error would go unnoticed. */
int lab_options_check_files(const struct lab_options *lab)
{
	const char *const programs[] = { lab->hostapd, lab->wpa_supplicant };

	if (lab->kernel && access(lab->kernel, R_OK) < 0) {
		fprintf(stderr, "roamtest: cannot read the kernel %s: %s\n", lab->kernel,
			strerror(errno));
		return EXIT_USAGE;
	}
	for (size_t i = 0; i < ARRAY_SIZE(programs); i++) {
		cleanup_free_ char *path = NULL;
		int r = programs[i] ? program_find(programs[i], &path) : 0;

		if (r < 0) {
			fprintf(stderr, "roamtest: cannot execute %s: %s\n", programs[i],
				strerror(-r));
			return EXIT_USAGE;
		}
	}
	return EXIT_PASSED;
}

void lab_prepare_process(void)
{
	struct sigaction hangup;
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	/* nohup(1): whoever ignores it means it. */
	if (sigaction(SIGHUP, NULL, &hangup) == 0 && hangup.sa_handler != SIG_IGN)
		sigaddset(&signals, SIGHUP);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	/* A core, of qemu too, would hold the password. */
	setrlimit(RLIMIT_CORE, &(struct rlimit){ 0 });
}

/* The last 20 lines say it; console.log has the rest. */
void lab_print_console(const struct text *console)
{
	const char *start = console->data;
	unsigned lines = 0;

	if (!start || !*start)
		return;
	for (const char *p = start + console->length - 1; p > console->data; p--) {
		if (p[-1] == '\n' && ++lines == 20) {
			start = p;
			break;
		}
	}
	fprintf(stderr, "End of the guest's console:\n%s%s", start,
		console->data[console->length - 1] == '\n' ? "" : "\n");
}
