/* SPDX-License-Identifier: BSD-3-Clause */
#include <getopt.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "command.h"
#include "config/report-text.h"
#include "config/sarif.h"
#include "lab-options.h"
#include "tty.h"
#include "twin.h"

static const char help[] =
	"Usage: roamtest twin [OPTION]... NAME=FILE[@RELEASE]...\n"
	"\n"
	"Reads the wireless configuration of all access points of a site, finds what\n"
	"is wrong with it for fast transition, builds the same access points in the\n"
	"lab, tries every roam from one radio to another, and prints a page: what\n"
	"works, what does not, and which lines are the cause. FILE is\n"
	"/etc/config/wireless of OpenWrt, or what \"uci export wireless\" or \"uci\n"
	"show wireless\" prints; NAME is what to call the access point.\n"
	"\n"
	"  --openwrt RELEASE         OpenWrt's release, \"23.05\" or \"23.05.3\":\n"
	"                            what it makes of a configuration depends on\n"
	"                            it. FILE@RELEASE says it of one access\n"
	"                            point. Default: the newest\n"
	"  --hostapd-conf NAME=FILE  an access point's hostapd.conf\n"
	"  --ssid SSID               the network. Default: the one that all have\n"
	"  --fix FOLDER              write mended files, FOLDER/NAME/FILE, run them\n"
	"                            too, and show both side by side. They hold\n"
	"                            passwords and keys\n"
	"  --out FOLDER              for twin.json, a scenario for the site itself\n"
	"                            (live.yaml), results.json, junit.xml,\n"
	"                            events.jsonl and logs; those of mended files go\n"
	"                            into FOLDER/mended (default:\n"
	"                            roamtest-results/twin)\n"
	"  --lab ENGINE              where to simulate: auto, uml or qemu\n"
	"  --seed NUMBER             what the lab makes up follows from it\n"
	"  --kernel FILE, --hostapd FILE, --wpa-supplicant FILE\n"
	"                            others than those of this machine\n"
	"  -v, --verbose             narrate on standard error; a full report of the\n"
	"                            run, too\n"
	"\n"
	"Without a run:\n"
	"  --lint                    print what is wrong\n"
	"  --sarif                   the same as SARIF 2.1.0\n"
	"  --print                   print each access point's hostapd.conf, and\n"
	"                            where each line comes from, without secrets\n"
	"  --scenario FILE           write the site as a scenario for \"roamtest\n"
	"                            run\": all that would be run. It holds the\n"
	"                            password and the keys\n"
	"  -h, --help                this text\n"
	"\n"
	"Exit status: 0 every roam worked and nothing is found that breaks fast\n"
	"transition (over the DS where it is not offered is no failure), 1 if not, 2\n"
	"a file cannot be read, 3 could not measure, 4 internal error, 77 this machine\n"
	"has no lab, 130 interrupted.\n";

static void fill_random(void *context, uint8_t *out, size_t length)
{
	(void)context;
	/* Without random numbers there are no keys, and nothing to be done about it. */
	if (RAND_bytes(out, (int)length) != 1)
		abort();
}

static void twin_clear(struct twin *twin)
{
	for (size_t i = 0; i < twin->source_count; i++) {
		struct twin_source *source = &twin->sources[i];

		if (source->text)
			explicit_bzero(source->text, source->length);
		free(source->text);
		free(source->name);
		free(source->path);
	}
	free(twin->sources);
	twin_trial_clear(&twin->trial);
}

/* What releases were taken for granted. */
static void narrate(const struct twin *twin)
{
	cleanup_text_ struct text release = { 0 };
	struct openwrt_release newest = openwrt_release_newest();

	openwrt_release_add(&release, &newest);
	for (size_t i = 0; i < twin->source_count; i++) {
		const struct twin_source *source = &twin->sources[i];

		if (source->format == CONFIG_UCI && !source->has_release &&
		    !twin->has_release) {
			fprintf(stderr,
				"roamtest twin: taken to be OpenWrt %s; --openwrt says "
				"another release\n",
				release.data);
			return;
		}
	}
}

static void print_confs(const struct twin *twin)
{
	cleanup_text_ struct text out = { 0 };

	for (size_t i = 0; i < twin->trial.site.bss_count; i++) {
		if (i > 0)
			text_add_char(&out, '\n');
		config_print(&twin->trial.site, i, &out);
	}
	fputs(out.data ? out.data : "", stdout);
}

static void print_lint(const struct twin *twin)
{
	const struct findings *findings = &twin->trial.findings;
	size_t breaking = twin_trial_findings(&twin->trial, FINDING_BREAKS);
	cleanup_text_ struct text out = { 0 };

	config_site_format(&twin->trial.site, &out);
	text_add_char(&out, '\n');
	findings_format(&twin->trial.site, findings, &out);
	if (findings->count > 0)
		text_add_char(&out, '\n');
	config_notes_format(&twin->trial.site, &out);
	text_printf(&out, "%zu finding%s, %zu of them break%s fast transition\n",
		    findings->count, findings->count == 1 ? "" : "s", breaking,
		    breaking == 1 ? "s" : "");
	fputs(out.data, stdout);
}

/* What is asked for beside the run, or in its place. */
static int print_asked(const struct twin *twin)
{
	cleanup_free_ char *sarif = NULL;

	if (twin->print)
		print_confs(twin);
	if (twin->lint)
		print_lint(twin);
	if (twin->sarif) {
		sarif = findings_sarif(&twin->trial.site, &twin->trial.findings);
		fputs(sarif, stdout);
	}
	return twin->scenario ? twin_write_scenario(twin) : EXIT_PASSED;
}

static int twin_run(struct twin *twin)
{
	static const struct config_random random = { .fill = fill_random };
	bool only_asked = twin->print || twin->lint || twin->sarif || twin->scenario;
	cleanup_twin_trial_ struct twin_trial after = { 0 };
	int code = twin_load(twin);

	if (code != EXIT_PASSED)
		return code;
	narrate(twin);
	twin_stage_make(&twin->trial.site, &twin->trial.stage);
	config_lint(&twin->trial.site, &random, &twin->trial.findings);
	code = print_asked(twin);
	if (code == EXIT_PASSED && twin->fix)
		code = twin_write_fixed(twin, &random, &after);
	if (code != EXIT_PASSED)
		return code;
	if (!only_asked)
		return twin_run_lab(twin, after.site.bss_count > 0 ? &after : NULL);
	return twin_trial_findings(&twin->trial, FINDING_BREAKS) > 0 ? EXIT_FAILED
								     : EXIT_PASSED;
}

static int parse(int argc, char **argv, struct twin *twin)
{
	static const struct option options[] = {
		{ "openwrt", required_argument, NULL, 'o' },
		{ "hostapd-conf", required_argument, NULL, 'c' },
		{ "ssid", required_argument, NULL, 's' },
		{ "lint", no_argument, NULL, 'l' },
		{ "sarif", no_argument, NULL, 'S' },
		{ "print", no_argument, NULL, 'p' },
		{ "scenario", required_argument, NULL, 'r' },
		{ "fix", required_argument, NULL, 'f' },
		{ "out", required_argument, NULL, 'O' },
		{ "lab", required_argument, NULL, 'L' },
		{ "seed", required_argument, NULL, 'e' },
		{ "kernel", required_argument, NULL, 'k' },
		{ "hostapd", required_argument, NULL, 'H' },
		{ "wpa-supplicant", required_argument, NULL, 'w' },
		{ "verbose", no_argument, NULL, 'v' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	struct lab_options *lab = &twin->session.lab;
	int option, code = EXIT_PASSED, r = 0;

	/* "-": access points keep their order, in whichever way they are given. */
	while (r == 0 && (option = getopt_long(argc, argv, "-hv", options, NULL)) != -1) {
		switch (option) {
		case 1:
			code = twin_add_source(twin, optarg, CONFIG_UCI);
			if (code != EXIT_PASSED)
				return code;
			break;
		case 'o':
			if (!openwrt_release_parse(optarg, &twin->release))
				return twin_wrong_release(optarg);
			twin->has_release = true;
			break;
		case 'c':
			code = twin_add_source(twin, optarg, CONFIG_HOSTAPD);
			if (code != EXIT_PASSED)
				return code;
			break;
		case 's':
			twin->ssid = optarg;
			break;
		case 'l':
			twin->lint = true;
			break;
		case 'S':
			twin->sarif = true;
			break;
		case 'p':
			twin->print = true;
			break;
		case 'r':
			twin->scenario = optarg;
			break;
		case 'f':
			twin->fix = optarg;
			break;
		case 'O':
			twin->output = optarg;
			break;
		case 'L':
			r = option_take_engine("twin", optarg, lab);
			break;
		case 'e':
			r = option_take_seed("twin", optarg, lab);
			break;
		case 'k':
			lab->kernel = optarg;
			break;
		case 'H':
			lab->hostapd = optarg;
			break;
		case 'w':
			lab->wpa_supplicant = optarg;
			break;
		case 'v':
			twin->session.narrate = true;
			twin->session.style.verbose = true;
			break;
		case 'h':
			fputs(help, stdout);
			return -1;
		default:
			return usage_error("twin");
		}
	}
	if (r < 0)
		return usage_error("twin");
	for (; optind < argc; optind++) {
		code = twin_add_source(twin, argv[optind], CONFIG_UCI);
		if (code != EXIT_PASSED)
			return code;
	}
	if (twin->source_count == 0) {
		fputs("roamtest twin: no access point was given\n", stderr);
		return usage_error("twin");
	}
	return lab_options_check_files(lab);
}

static int run(int argc, char **argv)
{
	__attribute__((cleanup(twin_clear))) struct twin twin = {
		.session = {
			.lab = { .seed = LAB_DEFAULT_SEED, .slot = -1 },
			.style = tty_style(stdout),
			.narrate = tty_is_watched(stderr),
			.advise = true,
			.silent = true,
		},
		.output = "roamtest-results/twin",
	};
	int code = parse(argc, argv, &twin);

	if (code < 0)
		return EXIT_PASSED;
	return code == EXIT_PASSED ? twin_run(&twin) : code;
}

const struct command command_twin = {
	.name = "twin",
	.summary = "simulate a site from its access points' files; try every roam",
	.run = run,
};
