/* SPDX-License-Identifier: BSD-3-Clause */
#include <getopt.h>
#include <stdio.h>

#include "command.h"
#include "load.h"
#include "scenario/plan.h"

static const char help[] =
	"Usage: roamtest check [--plan] SCENARIO.yaml...\n"
	"\n"
	"Validates scenarios without running them. Every mistake is shown with its "
	"place.\n"
	"\n"
	"  --plan      print the steps, one by one, as they would be run\n"
	"  -h, --help  this text\n"
	"\n"
	"Exit status: 0 if all are valid, else 2.\n";

/* How often a repeat with "for" goes round only shows as it runs. */
static const char *least(bool open)
{
	return open ? "at least " : "";
}

static int check(const char *path, bool with_plan)
{
	__attribute__((cleanup(scenario_freep))) struct scenario *scenario = NULL;
	__attribute__((cleanup(plan_freep))) struct plan *plan = NULL;
	cleanup_text_ struct text out = { 0 };
	int code = load_scenario(path, &scenario);
	bool open;

	if (code != EXIT_PASSED)
		return code;
	plan = plan_make(scenario);
	open = plan_is_open(plan);
	plan_format(plan, &out); /* and it goes to the end */
	printf("%s: valid: %s%zu step%s, %s%zu roam%s\n", path, least(open), plan->count,
	       plan->count == 1 ? "" : "s", least(open && plan->roam_count),
	       plan->roam_count, plan->roam_count == 1 ? "" : "s");
	if (with_plan)
		fputs(out.data ? out.data : "", stdout);
	return EXIT_PASSED;
}

static int run(int argc, char **argv)
{
	static const struct option options[] = {
		{ "plan", no_argument, NULL, 'p' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int code = EXIT_PASSED, option;
	bool with_plan = false;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		switch (option) {
		case 'p':
			with_plan = true;
			break;
		case 'h':
			fputs(help, stdout);
			return EXIT_PASSED;
		default:
			return usage_error("check");
		}
	}
	if (optind == argc) {
		fputs("roamtest check: no scenario was given\n", stderr);
		return usage_error("check");
	}
	for (; optind < argc; optind++)
		if (check(argv[optind], with_plan) != EXIT_PASSED)
			code = EXIT_USAGE;
	return code;
}

const struct command command_check = {
	.name = "check",
	.summary = "validate scenarios without running them",
	.run = run,
};
