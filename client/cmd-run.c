/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "air.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "batch.h"
#include "beside.h"
#include "command.h"
#include "jobs.h"
#include "lab-options.h"
#include "live-check.h"
#include "load.h"
#include "run/run.h"
#include "tally.h"
#include "tty.h"

static const char help[] =
	"Usage: roamtest run [OPTION]... SCENARIO.yaml...\n"
	"\n"
	"Runs scenarios; several of them side by side. The verdict is the exit status.\n"
	"\n"
	"  --lab ENGINE           simulate the site: auto, uml or qemu (also a scenario\n"
	"                         that has no lab: section)\n"
	"  --live                 run on a real interface, also a scenario that has a\n"
	"                         lab: section (without one it does)\n"
	"  --interface NAME       on this one (default: what the scenario says, or the\n"
	"                         only wireless interface of the machine)\n"
	"  --reduced              do without what this user may not use on it\n"
	"  --clock CLOCK          of the lab: auto, real, or virtual (a busy host shows\n"
	"                         little in it)\n"
	"  --seed NUMBER          what the lab makes up (keys, ports) follows from it\n"
	"                         (default 1)\n"
	"  --jobs N               so many scenarios at a time, 1 to 64 (default: one a\n"
	"                         processor)\n"
	"  --out FOLDER           for results.json, junit.xml, events.jsonl and logs;\n"
	"                         with several scenarios, a folder in it for each\n"
	"                         (default: roamtest-results/NAME)\n"
	"  --kernel FILE          the guest's kernel\n"
	"  --hostapd FILE         the hostapd under test\n"
	"  --wpa-supplicant FILE  the wpa_supplicant under test\n"
	"  --without SOURCE       do without a source of events, to see what it is "
	"worth:\n"
	"                         capture, nl80211, rtnetlink, nlmon or tracefs\n"
	"  --try-fix FIX          where a gap has the part that it removes, run once "
	"more\n"
	"                         with this setting of the station's machine, and show\n"
	"                         both: arp-evict or ndisc-evict\n"
	"  --beside COMMAND       run a program of yours in the station's network while "
	"the\n"
	"                         streams flow (sh -c COMMAND); its output is in\n"
	"                         " BESIDE_FILE "\n"
	"  --air                  also keep what all radios of the lab send, in\n"
	"                         " AIR_FILE "\n"
	"  --silence DURATION     how long a guest may say nothing before it counts as\n"
	"                         hung (default: 60s on uml, 120s on qemu)\n"
	"  -v, --verbose          narrate on standard error, also where it is no "
	"terminal;\n"
	"                         and the report tells all that is known, and folds "
	"nothing\n"
	"  -h, --help             this text\n"
	"\n"
	"Exit status: 0 every expectation was met, 1 one was not, 2 wrong usage or a\n"
	"scenario that is not valid, 3 could not measure, 4 internal error, 77 this\n"
	"machine lacks what the scenario needs, 130 interrupted.\n";

struct options {
	struct session_options session;
	const char *output; /* NULL: the default */
	unsigned jobs;
	enum fix fix;
	bool lab, live; /* --lab or --live was given */
	struct live_wishes wishes;
	const char *lab_only; /* an option that is for a lab only, or NULL */
	struct text without;
};

static int take_source(struct options *o, const char *word)
{
	const char *names[RUN_OPTIONAL_SOURCES];
	int source;

	for (enum source i = 0; i < RUN_OPTIONAL_SOURCES; i++)
		names[i] = source_name(i);
	source = option_take_word("run", "--without", word, names, ARRAY_SIZE(names));
	if (source < 0)
		return source;
	text_printf(&o->without, "%s%s", o->without.length ? "," : "", word);
	o->session.lab.without = o->without.data;
	return 0;
}

static int take_fix(struct options *o, const char *word)
{
	const char *ids[FIX_MAX - 1], *near;

	o->fix = fix_find(word);
	if (o->fix != FIX_NONE)
		return 0;
	for (enum fix fix = FIX_NONE + 1; fix < FIX_MAX; fix++)
		ids[fix - 1] = fix_entry(fix)->id;
	fputs("roamtest run: --try-fix takes", stderr);
	for (size_t i = 0; i < ARRAY_SIZE(ids); i++)
		fprintf(stderr, "%s %s", i ? "," : "", ids[i]);
	near = suggest_nearest(word, ids, ARRAY_SIZE(ids));
	fprintf(stderr, ", not '%s'%s%s%s\n", word, near ? "; did you mean '" : "",
		near ? near : "", near ? "'?" : "");
	return -EINVAL;
}

static int take_beside(struct options *o, const char *word)
{
	if (!word[strspn(word, " \t\n")]) {
		fputs("roamtest run: --beside takes a command, not nothing\n", stderr);
		return -EINVAL;
	}
	o->session.lab.beside = word;
	return 0;
}

static int take_jobs(struct options *o, const char *word)
{
	char *end;
	unsigned long jobs = strtoul(word, &end, 10);

	/* strtoul() takes "-1", and blanks before it. */
	if (*word < '0' || *word > '9' || *end || jobs < 1 || jobs > JOBS_MAX) {
		fprintf(stderr,
			"roamtest run: --jobs takes a number from 1 to %d, not '%s'\n",
			JOBS_MAX, word);
		return -EINVAL;
	}
	o->jobs = (unsigned)jobs;
	return 0;
}

/* 0, a negative errno for wrong usage, or 1 if there is nothing more to do. */
static int parse_options(int argc, char **argv, struct options *o)
{
	enum {
		LAB = 256,
		LIVE,
		INTERFACE,
		REDUCED,
		CLOCK,
		SEED,
		JOBS,
		OUT,
		KERNEL,
		HOSTAPD,
		SUPPLICANT,
		WITHOUT,
		TRY_FIX,
		BESIDE,
		AIR,
		SILENCE,
	};
	static const struct option options[] = {
		{ "lab", required_argument, NULL, LAB },
		{ "live", no_argument, NULL, LIVE },
		{ "interface", required_argument, NULL, INTERFACE },
		{ "reduced", no_argument, NULL, REDUCED },
		{ "clock", required_argument, NULL, CLOCK },
		{ "seed", required_argument, NULL, SEED },
		{ "jobs", required_argument, NULL, JOBS },
		{ "out", required_argument, NULL, OUT },
		{ "kernel", required_argument, NULL, KERNEL },
		{ "hostapd", required_argument, NULL, HOSTAPD },
		{ "wpa-supplicant", required_argument, NULL, SUPPLICANT },
		{ "without", required_argument, NULL, WITHOUT },
		{ "try-fix", required_argument, NULL, TRY_FIX },
		{ "beside", required_argument, NULL, BESIDE },
		{ "air", no_argument, NULL, AIR },
		{ "silence", required_argument, NULL, SILENCE },
		{ "verbose", no_argument, NULL, 'v' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	struct lab_options *lab = &o->session.lab;
	int option, r = 0;

	while (r == 0 && (option = getopt_long(argc, argv, "hv", options, NULL)) != -1) {
		switch (option) {
		case LAB:
			o->lab = true;
			r = option_take_engine("run", optarg, lab);
			break;
		case LIVE:
			o->live = true;
			break;
		case INTERFACE:
			o->wishes.interface = optarg;
			break;
		case REDUCED:
			o->wishes.reduced = true;
			break;
		case CLOCK:
			o->lab_only = "--clock";
			r = option_take_clock("run", optarg, lab);
			break;
		case SEED:
			r = option_take_seed("run", optarg, lab);
			break;
		case JOBS:
			r = take_jobs(o, optarg);
			break;
		case OUT:
			o->output = optarg;
			break;
		case KERNEL:
			o->lab_only = "--kernel";
			o->session.lab.kernel = optarg;
			break;
		case HOSTAPD:
			o->lab_only = "--hostapd";
			o->session.lab.hostapd = optarg;
			break;
		case SUPPLICANT:
			o->session.lab.wpa_supplicant = optarg;
			break;
		case WITHOUT:
			r = take_source(o, optarg);
			break;
		case TRY_FIX:
			r = take_fix(o, optarg);
			break;
		case BESIDE:
			o->lab_only = "--beside";
			r = take_beside(o, optarg);
			break;
		case AIR:
			o->lab_only = "--air";
			o->session.lab.air = AIR_FILE;
			break;
		case SILENCE:
			o->lab_only = "--silence";
			r = option_take_silence("run", optarg, lab);
			break;
		case 'v':
			o->session.narrate = true;
			o->session.style.verbose = true;
			break;
		case 'h':
			fputs(help, stdout);
			return 1;
		default:
			return -EINVAL;
		}
	}
	if (r == 0 && o->lab && o->live) {
		fputs("roamtest run: --lab and --live exclude each other\n", stderr);
		r = -EINVAL;
	}
	if (r == 0 && optind == argc) {
		fputs("roamtest run: no scenario was given\n", stderr);
		r = -EINVAL;
	}
	return r;
}

static bool is_live(const struct scenario *scenario, const struct options *o)
{
	return o->live || (!o->lab && !scenario->has_lab);
}

/* Each kind of run has options that the other cannot have. */
static int check_options(const struct scenario *scenario, const struct options *o)
{
	const struct live_wishes *wishes = &o->wishes;
	bool live = is_live(scenario, o);

	if (live && o->lab_only) {
		fprintf(stderr,
			"roamtest run: %s is for a lab, and %s runs on a real "
			"interface\n"
			"          simulate its site with --lab auto\n",
			o->lab_only, scenario->file);
		return EXIT_USAGE;
	}
	if (!live && (wishes->interface || wishes->reduced)) {
		fprintf(stderr,
			"roamtest run: %s is for a real interface, and %s runs in a lab\n"
			"          --live runs it on one\n",
			wishes->interface ? "--interface" : "--reduced", scenario->file);
		return EXIT_USAGE;
	}
	return EXIT_PASSED;
}

static int prepare(struct scenario *scenario, const struct options *o)
{
	struct live_wishes wishes = o->wishes;
	int code = check_options(scenario, o);

	wishes.without = o->session.lab.without;
	wishes.fix = o->fix != FIX_NONE;
	if (code == EXIT_PASSED && is_live(scenario, o))
		code = live_check(scenario, &wishes);
	return code;
}

static int run_all(char **paths, size_t count, const struct options *o)
{
	struct scenario **scenarios = memory_zero(count, sizeof(struct scenario *));
	struct batch batch = {
		.scenarios = scenarios,
		.count = count,
		.session = o->session,
		.output = o->output,
		.jobs = o->jobs,
		.fix = o->fix,
	};
	int code = EXIT_PASSED;

	for (size_t i = 0; i < count; i++) {
		int loaded = load_scenario(paths[i], &scenarios[i]);

		if (loaded == EXIT_PASSED)
			loaded = prepare(scenarios[i], o);
		/* They would take the interface from each other. */
		if (scenarios[i] && scenarios[i]->live)
			batch.jobs = 1;
		code = tally_graver(code, loaded);
	}
	code = tally_graver(code, batch_check(&batch));
	/* Nothing is run unless everything can be. */
	if (code == EXIT_PASSED)
		code = batch_run(&batch);
	for (size_t i = 0; i < count; i++)
		scenario_free(scenarios[i]);
	free(scenarios);
	return code;
}

static int run_with(int argc, char **argv, struct options *o)
{
	int r = parse_options(argc, argv, o);

	if (r != 0)
		return r > 0 ? EXIT_PASSED : usage_error("run");
	r = lab_options_check_files(&o->session.lab);
	if (r != EXIT_PASSED)
		return r;
	lab_prepare_process();
	return run_all(argv + optind, (size_t)(argc - optind), o);
}

static int run(int argc, char **argv)
{
	struct options o = {
		.session = {
			.lab = { .seed = LAB_DEFAULT_SEED },
			.style = tty_style(stdout),
			.narrate = tty_is_watched(stderr),
		},
		.jobs = jobs_default_limit(),
	};
	int code = run_with(argc, argv, &o);

	text_clear(&o.without);
	return code;
}

const struct command command_run = {
	.name = "run",
	.summary = "run scenarios; the verdict is the exit status",
	.run = run,
};
