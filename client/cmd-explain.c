/* SPDX-License-Identifier: BSD-3-Clause */
#include <getopt.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "command.h"
#include "explain/explain.h"

static const char help[] = "Usage: roamtest explain [WORD]...\n"
			   "\n"
			   "Says what a word means: a cause for which roams fail or are "
			   "not fast, a finding in\n"
			   "configuration files, an option of hostapd.conf or of OpenWrt "
			   "that matters to fast\n"
			   "transition, a status or reason code (53, or \"status 53\"). "
			   "Without a word it lists\n"
			   "them all.\n"
			   "\n"
			   "  -h, --help  this text\n"
			   "\n"
			   "Exit status: 0, or 2 if a word is none of these.\n";

static int unknown_word(const char *word)
{
	const char *near = explain_nearest(word);

	fprintf(stderr, "roamtest explain: nothing is known of '%s'", word);
	if (near)
		fprintf(stderr, "; did you mean '%s'?", near);
	fputs("\n'roamtest explain' lists all words.\n", stderr);
	return EXIT_USAGE;
}

static int run(int argc, char **argv)
{
	static const struct option options[] = {
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	cleanup_text_ struct text out = { 0 };
	int code = EXIT_PASSED, option;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (option != 'h')
			return usage_error("explain");
		fputs(help, stdout);
		return EXIT_PASSED;
	}
	if (optind == argc)
		explain_list(&out);
	for (; optind < argc; optind++)
		if (!explain_word(argv[optind], &out))
			code = unknown_word(argv[optind]);
	fputs(out.data ? out.data : "", stdout);
	return code;
}

const struct command command_explain = {
	.name = "explain",
	.summary = "what a cause, an option or a code means, and what to do",
	.run = run,
};
