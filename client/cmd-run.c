/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/program.h"
#include "base/time.h"
#include "command.h"
#include "load.h"
#include "session.h"
#include "tty.h"

static const char help[] =
	"Usage: roamtest run [OPTION]... SCENARIO.yaml...\n"
	"\n"
	"Runs scenarios, one after the other. The verdict is the exit status.\n"
	"\n"
	"  --lab ENGINE           simulate the site: auto or qemu (also a scenario that "
	"has\n"
	"                         no lab: section)\n"
	"  --clock CLOCK          of the lab: auto, real, or virtual (counts the "
	"guest's\n"
	"                         instructions, so that a busy host shows little)\n"
	"  --out FOLDER           for results.json, junit.xml, events.jsonl and logs; "
	"with\n"
	"                         several scenarios, a folder in it for each\n"
	"                         (default: roamtest-results/NAME)\n"
	"  --kernel FILE          the guest's kernel, its modules in /lib/modules\n"
	"  --hostapd FILE         the hostapd under test\n"
	"  --wpa-supplicant FILE  the wpa_supplicant under test\n"
	"  --silence DURATION     how long a guest may say nothing before it counts as "
	"hung\n"
	"                         (default 120s)\n"
	"  -v, --verbose          narrate on standard error, also where it is no "
	"terminal\n"
	"  -h, --help             this text\n"
	"\n"
	"Exit status: 0 every expectation was met, 1 one was not, 2 wrong usage or a\n"
	"scenario that is not valid, 3 could not measure, 4 internal error, 77 this "
	"machine\n"
	"lacks what the scenario needs, 130 interrupted.\n";

/* Any will do, so long as it is the same in every run. */
#define SEED 1

struct options {
	struct session_options session;
	const char *output; /* NULL: the default */
	bool lab;	    /* --lab was given */
};

static int take_word(const char *option, const char *word, const char *const *words,
		     size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(word, words[i]) == 0)
			return (int)i;
	fprintf(stderr, "roamtest run: %s takes", option);
	for (size_t i = 0; i < count; i++)
		fprintf(stderr, "%s %s", i ? "," : "", words[i]);
	fprintf(stderr, ", not '%s'\n", word);
	return -EINVAL;
}

static int take_engine(struct options *o, const char *word)
{
	static const char *const engines[LAB_ENGINE_MAX] = {
		[LAB_AUTO] = "auto",
		[LAB_UML] = "uml",
		[LAB_QEMU] = "qemu",
	};
	int engine = take_word("--lab", word, engines, ARRAY_SIZE(engines));

	if (engine < 0)
		return engine;
	o->lab = true;
	o->session.lab.engine = (enum lab_engine)engine;
	return 0;
}

static int take_clock(struct options *o, const char *word)
{
	static const char *const clocks[LAB_CLOCK_MAX] = {
		[LAB_CLOCK_AUTO] = "auto",
		[LAB_CLOCK_REAL] = "real",
		[LAB_CLOCK_VIRTUAL] = "virtual",
	};
	int value = take_word("--clock", word, clocks, ARRAY_SIZE(clocks));

	if (value < 0)
		return value;
	o->session.lab.clock = (enum lab_clock)value;
	return 0;
}

static int take_silence(struct options *o, const char *word)
{
	int r = duration_parse(word, &o->session.lab.silence_limit_ns);

	/* A guest that is well says something every five seconds, and boots in ten. */
	if (r < 0 || o->session.lab.silence_limit_ns < 10 * NS_PER_S) {
		fprintf(stderr,
			"roamtest run: --silence takes a duration of 10s or more, such "
			"as "
			"60s, not '%s'\n",
			word);
		return -EINVAL;
	}
	return 0;
}

/* 0, a negative errno for wrong usage, or 1 if there is nothing more to do. */
static int parse_options(int argc, char **argv, struct options *o)
{
	enum { LAB = 256, CLOCK, OUT, KERNEL, HOSTAPD, SUPPLICANT, SILENCE };
	static const struct option options[] = {
		{ "lab", required_argument, NULL, LAB },
		{ "clock", required_argument, NULL, CLOCK },
		{ "out", required_argument, NULL, OUT },
		{ "kernel", required_argument, NULL, KERNEL },
		{ "hostapd", required_argument, NULL, HOSTAPD },
		{ "wpa-supplicant", required_argument, NULL, SUPPLICANT },
		{ "silence", required_argument, NULL, SILENCE },
		{ "verbose", no_argument, NULL, 'v' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int option, r = 0;

	while (r == 0 && (option = getopt_long(argc, argv, "hv", options, NULL)) != -1) {
		switch (option) {
		case LAB:
			r = take_engine(o, optarg);
			break;
		case CLOCK:
			r = take_clock(o, optarg);
			break;
		case OUT:
			o->output = optarg;
			break;
		case KERNEL:
			o->session.lab.kernel = optarg;
			break;
		case HOSTAPD:
			o->session.lab.hostapd = optarg;
			break;
		case SUPPLICANT:
			o->session.lab.wpa_supplicant = optarg;
			break;
		case SILENCE:
			r = take_silence(o, optarg);
			break;
		case 'v':
			o->session.narrate = true;
			break;
		case 'h':
			fputs(help, stdout);
			return 1;
		default:
			return -EINVAL;
		}
	}
	if (r == 0 && optind == argc) {
		fputs("roamtest run: no scenario was given\n", stderr);
		r = -EINVAL;
	}
	return r;
}

/* Where no lab was asked for, this version has nothing to run on. */
static int check_runnable(const struct scenario *scenario, const struct options *o)
{
	if (scenario->has_lab || o->lab)
		return EXIT_PASSED;
	fprintf(stderr,
		"roamtest: %s has no lab: section, and this version cannot run on a real "
		"interface\n"
		"          simulate its site with --lab auto\n",
		scenario->file);
	return EXIT_NOT_MEASURED;
}

/* A scenario's name as the name of a folder. */
static char *folder_name(const char *name)
{
	char *folder = memory_strdup(name);

	for (char *p = folder; *p; p++)
		if (*p == '/' || (unsigned char)*p < 0x21 || (p == folder && *p == '.'))
			*p = '-';
	return folder;
}

static int run_one(const struct scenario *scenario, struct options *o, bool several)
{
	cleanup_free_ char *name = folder_name(scenario->name), *folder = NULL;

	if (several || !o->output)
		folder = memory_printf("%s/%s",
				       o->output ? o->output : "roamtest-results", name);
	o->session.output = folder ? folder : o->output;
	if (several) {
		printf("%s: %s\n\n", scenario->file, scenario->name);
		fflush(stdout);
	}
	return session_run(scenario, &o->session);
}

/* Of several runs the gravest exit code: what was not measured says less than what
 * failed, and a skipped one does not hide either. */
static int graver(int a, int b)
{
	static const int order[] = { EXIT_PASSED,     EXIT_SKIPPED,	 EXIT_FAILED,
				     EXIT_USAGE,      EXIT_NOT_MEASURED, EXIT_INTERNAL,
				     EXIT_INTERRUPTED };
	size_t rank_a = 0, rank_b = 0;

	for (size_t i = 0; i < ARRAY_SIZE(order); i++) {
		if (order[i] == a)
			rank_a = i;
		if (order[i] == b)
			rank_b = i;
	}
	return rank_a > rank_b ? a : b;
}

/* Each of several scenarios writes into a folder of its own. */
static int check_folders(struct scenario *const *scenarios, size_t count)
{
	int code = EXIT_PASSED;

	for (size_t i = 1; i < count; i++) {
		for (size_t j = 0; j < i && scenarios[i] && scenarios[j]; j++) {
			cleanup_free_ char *one = folder_name(scenarios[j]->name);
			cleanup_free_ char *other = folder_name(scenarios[i]->name);

			if (strcmp(one, other) != 0)
				continue;
			fprintf(stderr,
				"roamtest: the results of %s and %s would go to one "
				"folder, %s\n"
				"          give them different names (name:)\n",
				scenarios[j]->file, scenarios[i]->file, one);
			code = EXIT_USAGE;
		}
	}
	return code;
}

static int run_all(char **paths, size_t count, struct options *o)
{
	struct scenario **scenarios = memory_zero(count, sizeof(struct scenario *));
	int code = EXIT_PASSED;

	for (size_t i = 0; i < count; i++) {
		int loaded = load_scenario(paths[i], &scenarios[i]);

		if (loaded == EXIT_PASSED)
			loaded = check_runnable(scenarios[i], o);
		code = graver(code, loaded);
	}
	code = graver(code, check_folders(scenarios, count));
	/* Nothing is run unless everything can be. */
	if (code == EXIT_PASSED) {
		for (size_t i = 0; i < count && code != EXIT_INTERRUPTED; i++)
			code = graver(code, run_one(scenarios[i], o, count > 1));
	}
	for (size_t i = 0; i < count; i++)
		scenario_free(scenarios[i]);
	free(scenarios);
	return code;
}

/* What the caller names must be there: that is no lack of this machine, and a test
 * that is skipped for a typing error would go unnoticed. */
static int check_files(const struct options *o)
{
	const char *const programs[] = { o->session.lab.hostapd,
					 o->session.lab.wpa_supplicant };
	const char *kernel = o->session.lab.kernel;

	if (kernel && access(kernel, R_OK) < 0) {
		fprintf(stderr, "roamtest: cannot read the kernel %s: %s\n", kernel,
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

static void block_signals(void)
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
}

static int run(int argc, char **argv)
{
	struct options o = {
		.session = {
			.lab = { .seed = SEED },
			.narrate = tty_is_watched(stderr),
		},
	};
	int r = parse_options(argc, argv, &o);

	if (r != 0)
		return r > 0 ? EXIT_PASSED : usage_error("run");
	r = check_files(&o);
	if (r != EXIT_PASSED)
		return r;
	block_signals();
	/* A core, of qemu too, would hold the password. */
	setrlimit(RLIMIT_CORE, &(struct rlimit){ 0 });
	return run_all(argv + optind, (size_t)(argc - optind), &o);
}

const struct command command_run = {
	.name = "run",
	.summary = "run scenarios; the verdict is the exit status",
	.run = run,
};
