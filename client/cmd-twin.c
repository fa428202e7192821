/* SPDX-License-Identifier: BSD-3-Clause */
#include <getopt.h>
#include <libgen.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "command.h"
#include "config/cursor.h"
#include "config/mend.h"
#include "config/report-text.h"
#include "config/sarif.h"
#include "config/scenario-text.h"
#include "config/secret.h"

static const char help[] =
	"Usage: roamtest twin [OPTION]... NAME=FILE[@RELEASE]...\n"
	"\n"
	"Reads the wireless configuration of all access points of a site, and finds "
	"what\n"
	"is wrong with it for fast transition. FILE is /etc/config/wireless of OpenWrt, "
	"or\n"
	"the output of \"uci export wireless\" or \"uci show wireless\"; NAME is what to "
	"call\n"
	"the access point.\n"
	"\n"
	"  --openwrt RELEASE          OpenWrt's release, \"23.05\" or \"23.05.3\": what "
	"it makes\n"
	"                             of a configuration depends on it. FILE@RELEASE "
	"says it\n"
	"                             of one access point. Default: the newest\n"
	"  --hostapd-conf NAME=FILE   an access point's hostapd.conf\n"
	"  --ssid SSID                the network. Default: the one that all have\n"
	"  --lint                     print what is wrong (this is done without an "
	"option, too)\n"
	"  --sarif                    the same as SARIF 2.1.0\n"
	"  --print                    print each access point's hostapd.conf, and where "
	"each\n"
	"                             line comes from; secrets are left out\n"
	"  --scenario FILE            write the site as a scenario for \"roamtest run\": "
	"every\n"
	"                             roam from one access point to another, over the "
	"air. It\n"
	"                             holds the password and the keys\n"
	"  --fix FOLDER               write mended files, FOLDER/NAME/FILE. They hold\n"
	"                             passwords and keys\n"
	"  -h, --help                 this text\n"
	"\n"
	"Exit status: 0, 1 if something breaks fast transition, 2 if a file cannot be "
	"read.\n";

struct source {
	char *name, *path;
	char *text;
	size_t length;
	enum config_format format;
	struct openwrt_release release;
	bool has_release;
};

struct twin {
	struct source *sources;
	size_t source_count, source_capacity;
	struct openwrt_release release;
	bool has_release;
	const char *ssid, *scenario, *fix;
	bool lint, sarif, print;
	struct config_site site;
	struct findings findings;
};

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

static void fill_random(void *context, uint8_t *out, size_t length)
{
	(void)context;
	/* Without random numbers there are no keys, and nothing to be done about it. */
	if (RAND_bytes(out, (int)length) != 1)
		abort();
}

static bool is_name(const char *name)
{
	size_t length = strlen(name);

	return length > 0 && length <= CONFIG_AP_NAME_MAX &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			    "0123456789._-") == length &&
	       !strchr(".-", *name);
}

static int wrong_release(const char *release)
{
	cleanup_text_ struct text known = { 0 };

	openwrt_releases_add(&known);
	fprintf(stderr,
		"roamtest twin: there is no OpenWrt release '%s'; there are %s, and "
		"their "
		"point releases\n",
		release, known.data);
	return EXIT_USAGE;
}

/* NAME=FILE, of OpenWrt also NAME=FILE@RELEASE. 0, or the exit code. */
static int add_source(struct twin *twin, const char *argument, enum config_format format)
{
	const char *separator = strchr(argument, '=');
	struct source *source;
	char *at;

	if (!separator || !separator[1]) {
		fprintf(stderr, "roamtest twin: '%s' is not NAME=FILE\n", argument);
		return usage_error("twin");
	}
	source = array_add(twin->sources, twin->source_count, twin->source_capacity);
	source->name = memory_strndup(argument, (size_t)(separator - argument));
	source->path = memory_strdup(separator + 1);
	source->format = format;
	if (!is_name(source->name)) {
		fprintf(stderr,
			"roamtest twin: '%s' cannot be the name of an access point: it "
			"has "
			"1 to %d letters, digits, '.', '_' or '-'\n",
			source->name, CONFIG_AP_NAME_MAX);
		return EXIT_USAGE;
	}
	for (size_t i = 0; i + 1 < twin->source_count; i++)
		if (strcmp(twin->sources[i].name, source->name) == 0) {
			fprintf(stderr, "roamtest twin: there are two '%s'\n",
				source->name);
			return EXIT_USAGE;
		}
	if (twin->source_count > CONFIG_AP_MAX) {
		fprintf(stderr, "roamtest twin: more than %d access points\n",
			CONFIG_AP_MAX);
		return EXIT_USAGE;
	}
	at = strrchr(source->path, '@');
	/* A folder's name may have one. */
	if (format == CONFIG_HOSTAPD || !at || strchr(at, '/'))
		return EXIT_PASSED;
	if (!openwrt_release_parse(at + 1, &source->release))
		return wrong_release(at + 1);
	source->has_release = true;
	*at = '\0';
	return EXIT_PASSED;
}

static void show_mistakes(struct diagnostics *diagnostics, const struct source *source)
{
	cleanup_text_ struct text out = { 0 };
	cleanup_free_ char *shown = NULL;
	size_t length;

	shown = config_redact(source->text, source->length, &length);
	diagnostics_sort(diagnostics);
	diagnostics_format(diagnostics, source->path, shown, length, &out);
	fputs(out.data ? out.data : "", stderr);
}

/* All files are read, so that all their mistakes are told at once. */
static int load(struct twin *twin)
{
	int code = EXIT_PASSED;

	for (size_t i = 0; i < twin->source_count; i++) {
		struct source *source = &twin->sources[i];
		cleanup_diagnostics_ struct diagnostics diagnostics = { 0 };
		cleanup_error_ struct error error = { 0 };

		if (!source->has_release)
			source->release = twin->has_release ? twin->release
							    : openwrt_release_newest();
		if (file_read(source->path, CONFIG_SIZE_MAX, &source->text,
			      &source->length, &error) < 0) {
			print_error(&error);
			code = EXIT_USAGE;
		} else if (config_site_add(&twin->site, source->name, source->path,
					   source->text, source->length, source->format,
					   &source->release, &diagnostics) < 0) {
			show_mistakes(&diagnostics, source);
			code = EXIT_USAGE;
		}
	}
	return code;
}

static int build(struct twin *twin)
{
	cleanup_error_ struct error error = { 0 };

	if (config_site_build(&twin->site, twin->ssid, &error) == 0)
		return EXIT_PASSED;
	print_error(&error);
	return EXIT_USAGE;
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

static size_t breaking(const struct findings *findings)
{
	size_t count = 0;

	for (size_t i = 0; i < findings->count; i++)
		count += findings->items[i].severity == FINDING_BREAKS;
	return count;
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
		    findings->count, findings->count == 1 ? "" : "s", breaking(findings),
		    breaking(findings) == 1 ? "s" : "");
	fputs(out.data, stdout);
}

/* Every ordered pair, from a first association on. */
static void add_steps(const struct config_site *site, struct text *out)
{
	text_add(out, "steps:\n");
	for (size_t from = 0; from < site->bss_count; from++)
		for (size_t to = 0; to < site->bss_count; to++)
			if (from != to)
				text_printf(out,
					    "  - associate: %s\n"
					    "  - roam: { to: %s, via: air }\n",
					    site->bsss[from].name, site->bsss[to].name);
}

static int write_scenario(const struct twin *twin)
{
	cleanup_text_ struct text steps = { 0 }, out = { 0 };
	cleanup_error_ struct error error = { 0 };
	struct config_scenario scenario = { .name = "twin" };
	int r;

	add_steps(&twin->site, &steps);
	scenario.rest = steps.data;
	r = config_scenario_format(&twin->site, &scenario, &out, &error);
	if (r == 0)
		r = file_write(twin->scenario, out.data, out.length, 0600, &error);
	if (out.data)
		explicit_bzero(out.data, out.length);
	if (r == 0)
		return EXIT_PASSED;
	print_error(&error);
	return r == -EOPNOTSUPP ? EXIT_SKIPPED : EXIT_INTERNAL;
}

static int write_fixed(const struct twin *twin, const struct source *source,
		       const char *text)
{
	cleanup_free_ char *folder = memory_printf("%s/%s", twin->fix, source->name),
			   *copy = memory_strdup(source->path), *path = NULL;
	cleanup_error_ struct error error = { 0 };

	path = memory_printf("%s/%s", folder, basename(copy));
	if (folder_make(folder, &error) < 0 ||
	    file_write(path, text, strlen(text), 0600, &error) < 0) {
		print_error(&error);
		return EXIT_INTERNAL;
	}
	fprintf(stderr, "roamtest twin: %s is mended\n", path);
	return EXIT_PASSED;
}

static int fix(const struct twin *twin, const struct config_random *random)
{
	struct config_ap_source sources[CONFIG_AP_MAX];
	char *texts[CONFIG_AP_MAX];
	int code = EXIT_PASSED;
	unsigned rounds;

	for (size_t i = 0; i < twin->source_count; i++) {
		const struct source *source = &twin->sources[i];

		sources[i] = (struct config_ap_source){
			.name = source->name,
			.file = source->path,
			.text = source->text,
			.length = source->length,
			.format = source->format,
			.release = source->release,
		};
	}
	config_mend_all(sources, twin->source_count, twin->ssid, random, texts, &rounds);
	if (rounds == 0)
		fputs("roamtest twin: there is nothing that can be mended\n", stderr);
	for (size_t i = 0; i < twin->source_count; i++) {
		if (!texts[i])
			continue;
		if (code == EXIT_PASSED)
			code = write_fixed(twin, &twin->sources[i], texts[i]);
		explicit_bzero(texts[i], strlen(texts[i]));
		free(texts[i]);
	}
	return code;
}

static int twin_run(struct twin *twin)
{
	static const struct config_random random = { .fill = fill_random };
	cleanup_free_ char *sarif = NULL;
	int code = load(twin);

	if (code == EXIT_PASSED)
		code = build(twin);
	if (code != EXIT_PASSED)
		return code;
	narrate(twin);
	if (twin->print)
		print_confs(twin);
	/* The lint mends the model. */
	if (twin->scenario) {
		code = write_scenario(twin);
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
		code = fix(twin, &random);
		if (code != EXIT_PASSED)
			return code;
	}
	return breaking(&twin->findings) > 0 ? EXIT_FAILED : EXIT_PASSED;
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

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		switch (option) {
		case 'o':
			if (!openwrt_release_parse(optarg, &twin->release))
				return wrong_release(optarg);
			twin->has_release = true;
			break;
		case 'c':
			code = add_source(twin, optarg, CONFIG_HOSTAPD);
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
		code = add_source(twin, argv[optind], CONFIG_UCI);
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
