/* SPDX-License-Identifier: BSD-3-Clause */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "command.h"
#include "report/report.h"
#include "tty.h"

static const char help[] =
	"Usage: roamtest report [--format FORMAT] RESULTS.json\n"
	"\n"
	"Makes a report again from a saved run, on standard output.\n"
	"\n"
	"  --format FORMAT  text (default), json or junit\n"
	"  -h, --help       this text\n"
	"\n"
	"Exit status: 0 if the report was made, 2 if the file cannot be read or is no\n"
	"results.json. The run's own verdict is part of the report.\n";

/* Far above what a run of SCENARIO_STEP_MAX roams leaves. */
#define RESULTS_SIZE_MAX ((size_t)1 << 30)

static void format_text(const struct results *results, struct text *out)
{
	struct text_style style = tty_style(stdout);

	report_text(results, &style, out);
}

static const struct format {
	const char *name;
	void (*make)(const struct results *results, struct text *out);
} formats[] = {
	{ "text", format_text },
	{ "json", report_json },
	{ "junit", report_junit },
};

static int report(const char *path, const struct format *format)
{
	__attribute__((cleanup(results_freep))) struct results *results = NULL;
	cleanup_error_ struct error error = { 0 };
	cleanup_text_ struct text out = { 0 };
	cleanup_free_ char *json = NULL;
	size_t length;

	if (file_read(path, RESULTS_SIZE_MAX, &json, &length, &error) < 0) {
		print_error(&error);
		return EXIT_USAGE;
	}
	if (report_parse_json(json, length, &results, &error) < 0) {
		error_prefix(&error, -EBADMSG, "%s", path);
		print_error(&error);
		return EXIT_USAGE;
	}
	format->make(results, &out);
	if (fwrite(out.data, 1, out.length, stdout) != out.length ||
	    fflush(stdout) != 0) {
		error_errno(&error, -errno, "cannot write the report");
		print_error(&error);
		return EXIT_INTERNAL;
	}
	return EXIT_PASSED;
}

static int run(int argc, char **argv)
{
	static const struct option options[] = {
		{ "format", required_argument, NULL, 'f' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	const struct format *format = &formats[0];
	int option;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		switch (option) {
		case 'f':
			format = NULL;
			for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
				if (strcmp(optarg, formats[i].name) == 0)
					format = &formats[i];
			if (!format) {
				fprintf(stderr,
					"roamtest report: --format takes text, json or "
					"junit, not '%s'\n",
					optarg);
				return usage_error("report");
			}
			break;
		case 'h':
			fputs(help, stdout);
			return EXIT_PASSED;
		default:
			return usage_error("report");
		}
	}
	if (argc - optind != 1) {
		fputs("roamtest report: give one results.json\n", stderr);
		return usage_error("report");
	}
	return report(argv[optind], format);
}

const struct command command_report = {
	.name = "report",
	.summary = "make a report again from a saved results.json",
	.run = run,
};
