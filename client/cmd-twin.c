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
#include "twin.h"

static const char help[] =
	"Usage: roamtest twin [OPTION]... NAME=FILE[@RELEASE]...\n"
	"\n"
	"Reads the wireless configuration of all access points of a site, and\n"
	"finds what is wrong with it for fast transition. FILE is\n"
	"/etc/config/wireless of OpenWrt, or what \"uci export wireless\" or \"uci\n"
	"show wireless\" prints; NAME is what to call the access point.\n"
	"\n"
	"  --openwrt RELEASE         OpenWrt's release, \"23.05\" or \"23.05.3\":\n"
	"                            what it makes of a configuration depends on\n"
	"                            it. FILE@RELEASE says it of one access\n"
	"                            point. Default: the newest\n"
	"  --hostapd-conf NAME=FILE  an access point's hostapd.conf\n"
	"  --ssid SSID               the network. Default: the one that all have\n"
	"  --lint                    print what is wrong (also without an option)\n"
	"  --sarif                   the same as SARIF 2.1.0\n"
	"  --print                   print each access point's hostapd.conf, and\n"
	"                            where each line comes from, without secrets\n"
	"  --scenario FILE           write the site as a scenario for \"roamtest\n"
	"                            run\": a matrix of all roams from one to\n"
	"                            another. It holds the password and the keys\n"
	"  --fix FOLDER              write mended files, FOLDER/NAME/FILE. They\n"
	"                            hold passwords and keys\n"
	"  -h, --help                this text\n"
	"\n"
	"Exit status: 0, 1 if something breaks fast transition, 2 if a file\n"
	"cannot be read.\n";

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
		struct source *source = &twin->sources[i];

		if (source->text)
			explicit_bzero(source->text, source->length);
		free(source->text);
		free(source->name);
		free(source->path);
	}
	free(twin->sources);
	findings_clear(&twin->findings);
	config_site_clear(&twin->site);
}

/* What releases were taken for granted. */
static void narrate(const struct twin *twin)
{
	cleanup_text_ struct text release = { 0 };
	struct openwrt_release newest = openwrt_release_newest();

	openwrt_release_add(&release, &newest);
	for (size_t i = 0; i < twin->source_count; i++) {
		const struct source *source = &twin->sources[i];

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

	for (size_t i = 0; i < twin->site.bss_count; i++) {
		if (i > 0)
			text_add_char(&out, '\n');
		config_print(&twin->site, i, &out);
	}
	fputs(out.data ? out.data : "", stdout);
}

static void print_lint(const struct twin *twin)
{
	const struct findings *findings = &twin->findings;
	cleanup_text_ struct text out = { 0 };

	config_site_format(&twin->site, &out);
	text_add_char(&out, '\n');
	findings_format(&twin->site, findings, &out);
	if (findings->count > 0)
		text_add_char(&out, '\n');
	config_notes_format(&twin->site, &out);
	text_printf(&out, "%zu finding%s, %zu of them break%s fast transition\n",
		    findings->count, findings->count == 1 ? "" : "s",
		    twin_breaking(findings), twin_breaking(findings) == 1 ? "s" : "");
	fputs(out.data, stdout);
}

static int twin_run(struct twin *twin)
{
	static const struct config_random random = { .fill = fill_random };
	cleanup_free_ char *sarif = NULL;
	int code = twin_load(twin);

	if (code != EXIT_PASSED)
		return code;
	narrate(twin);
	if (twin->print)
		print_confs(twin);
	/* The lint mends the model. */
	if (twin->scenario) {
		code = twin_write_scenario(twin);
		if (code != EXIT_PASSED)
			return code;
	}
	config_lint(&twin->site, &random, &twin->findings);
	if (twin->lint || (!twin->print && !twin->sarif && !twin->fix && !twin->scenario))
		print_lint(twin);
	if (twin->sarif) {
		sarif = findings_sarif(&twin->site, &twin->findings);
		fputs(sarif, stdout);
	}
	if (twin->fix) {
		code = twin_write_fixed(twin, &random);
		if (code != EXIT_PASSED)
			return code;
	}
	return twin_breaking(&twin->findings) > 0 ? EXIT_FAILED : EXIT_PASSED;
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
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int option, code;

	/* "-": access points keep their order, in whichever way they are given. */
	while ((option = getopt_long(argc, argv, "-h", options, NULL)) != -1) {
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
		case 'h':
			fputs(help, stdout);
			return -1;
		default:
			return usage_error("twin");
		}
	}
	for (; optind < argc; optind++) {
		code = twin_add_source(twin, argv[optind], CONFIG_UCI);
		if (code != EXIT_PASSED)
			return code;
	}
	if (twin->source_count == 0) {
		fputs("roamtest twin: no access point was given\n", stderr);
		return usage_error("twin");
	}
	return EXIT_PASSED;
}

static int run(int argc, char **argv)
{
	__attribute__((cleanup(twin_clear))) struct twin twin = { 0 };
	int code = parse(argc, argv, &twin);

	if (code < 0)
		return EXIT_PASSED;
	return code == EXIT_PASSED ? twin_run(&twin) : code;
}

const struct command command_twin = {
	.name = "twin",
	.summary = "check a site's configuration files before anything runs",
	.run = run,
};
