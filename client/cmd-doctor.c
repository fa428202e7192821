/* SPDX-License-Identifier: BSD-3-Clause */
#include <getopt.h>
#include <linux/nl80211.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "checks-report.h"
#include "command.h"
#include "find-interface.h"
#include "lab-facts.h"
#include "live/gather.h"
#include "live/live.h"
#include "report/style.h"
#include "tty.h"

static const char help[] =
	"Usage: roamtest doctor [INTERFACE] [--json]\n"
	"       roamtest doctor [INTERFACE] --clean\n"
	"\n"
	"Says what this machine can do: with INTERFACE whether that one can be run on\n"
	"and what will be seen, without one whether a lab can run here, and which\n"
	"wireless interfaces there are. Of what is missing it says how to get it.\n"
	"Nothing is changed, but with --clean.\n"
	"\n"
	"  --json      the same for programs (docs/doctor.schema.json)\n"
	"  --clean     put back what runs that were killed have left changed\n"
	"  -h, --help  this text\n"
	"\n"
	"Exit status: 0 if nothing is missing, else 3; warnings do not count. With\n"
	"--clean 0 if all is back, else 3. 2 for wrong usage, as is an interface that\n"
	"is not there.\n";

struct options {
	const char *interface;
	bool json, clean;
};

/* 1: help was printed, there is nothing to do; negative: wrong usage, which was told. */
static int parse_options(int argc, char **argv, struct options *o)
{
	static const struct option options[] = {
		{ "json", no_argument, NULL, 'j' },
		{ "clean", no_argument, NULL, 'c' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		switch (option) {
		case 'j':
			o->json = true;
			break;
		case 'c':
			o->clean = true;
			break;
		case 'h':
			fputs(help, stdout);
			return 1;
		default:
			return -EINVAL;
		}
	}
	if (optind < argc)
		o->interface = argv[optind++];
	if (optind < argc) {
		fprintf(stderr, "roamtest doctor: unexpected argument '%s'\n",
			argv[optind]);
		return -EINVAL;
	}
	if (o->clean && o->json) {
		fputs("roamtest doctor: --clean has nothing to say in --json\n", stderr);
		return -EINVAL;
	}
	return 0;
}

static int check_one(const struct wireless_interface *interface, bool briefly,
		     struct checks *checks)
{
	__attribute__((
		cleanup(interface_facts_clear))) struct interface_facts facts = { 0 };
	cleanup_error_ struct error error = { 0 };

	if (gather_interface(interface, &facts, &error) < 0) {
		print_error(&error);
		return EXIT_NOT_MEASURED;
	}
	if (briefly)
		checks_of_interface_briefly(&facts, checks);
	else
		checks_of_interface(&facts, checks);
	return EXIT_PASSED;
}

static int check_all(const struct wireless_interfaces *interfaces, struct checks *checks)
{
	__attribute__((cleanup(lab_facts_clear))) struct lab_facts facts = { 0 };
	int code = EXIT_PASSED;

	lab_facts_gather(&facts);
	checks_of_lab(&facts, checks);
	for (size_t i = 0; i < interfaces->count && code == EXIT_PASSED; i++)
		if (interfaces->items[i].type != NL80211_IFTYPE_MONITOR)
			code = check_one(&interfaces->items[i], true, checks);
	return code;
}

/* A monitor beside a station is a means of somebody's, maybe roamtest's. */
static size_t count_without_monitors(const struct wireless_interfaces *interfaces)
{
	size_t count = 0;

	for (size_t i = 0; i < interfaces->count; i++)
		count += interfaces->items[i].type != NL80211_IFTYPE_MONITOR;
	return count;
}

static int examine(const struct options *o)
{
	__attribute__((
		cleanup(machine_facts_clear))) struct machine_facts machine = { 0 };
	cleanup_wireless_interfaces_ struct wireless_interfaces interfaces = { 0 };
	const struct wireless_interface *interface = NULL;
	cleanup_checks_ struct checks checks = { 0 };
	cleanup_error_ struct error error = { 0 };
	cleanup_text_ struct text out = { 0 };
	struct text_style style = tty_style(stdout);
	int code;

	if (wireless_interfaces_list(&interfaces, &error) < 0) {
		print_error(&error);
		return EXIT_NOT_MEASURED;
	}
	if (o->interface) {
		interface = find_interface("doctor", &interfaces, o->interface);
		if (!interface)
			return EXIT_USAGE;
	}
	gather_machine(&machine);
	checks_of_machine(&machine, count_without_monitors(&interfaces),
			  interface != NULL, &checks);
	code = interface ? check_one(interface, false, &checks)
			 : check_all(&interfaces, &checks);
	if (code != EXIT_PASSED)
		return code;
	if (o->json)
		checks_json(&checks, o->interface, &out);
	else
		checks_text(&checks, o->interface, &style, &out);
	fputs(out.data, stdout);
	return checks_state(&checks) == CHECK_MISSING ? EXIT_NOT_MEASURED : EXIT_PASSED;
}

static void on_cleaned(void *userdata, const char *sentence)
{
	cleanup_text_ struct text plain = { 0 };
	bool *any = userdata;

	*any = true;
	plain_add(&plain, sentence);
	puts(plain.data);
}

/* Also of an interface that is gone: what belongs to it is not all on it. */
static int clean(const struct options *o)
{
	cleanup_error_ struct error error = { 0 };
	bool any = false;

	if (live_clean(o->interface, on_cleaned, &any, &error) < 0) {
		print_error(&error);
		return EXIT_NOT_MEASURED;
	}
	if (!any)
		puts("Nothing was left behind.");
	return EXIT_PASSED;
}

static int run(int argc, char **argv)
{
	struct options o = { 0 };
	int r = parse_options(argc, argv, &o);

	if (r != 0)
		return r > 0 ? EXIT_PASSED : usage_error("doctor");
	return o.clean ? clean(&o) : examine(&o);
}

const struct command command_doctor = {
	.name = "doctor",
	.summary = "what this machine can do, and how to get what is missing",
	.run = run,
};
