/* SPDX-License-Identifier: BSD-3-Clause */
#include <getopt.h>
#include <linux/nl80211.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/diagnostic.h"
#include "base/file.h"
#include "command.h"
#include "find-interface.h"
#include "live/survey.h"
#include "net/gateway.h"
#include "tty.h"

static const char help[] =
	"Usage: roamtest init INTERFACE [--out FILE [--force]]\n"
	"\n"
	"Writes a scenario from the air: the network that INTERFACE is on, its access\n"
	"points with what each offers, and roams among them. It scans for that, which\n"
	"takes CAP_NET_ADMIN; without, it takes what the kernel still has. A password\n"
	"is neither asked for nor written.\n"
	"\n"
	"  --out FILE  write it there; default: standard output\n"
	"  --force     also where there is a file already\n"
	"  -h, --help  this text\n"
	"\n"
	"Exit status: 0; 2 for wrong usage, as is an interface that is not there or a\n"
	"file that is; 3 if no scenario can be made of what was heard.\n";

struct options {
	const char *interface, *output;
	bool force;
};

/* 1: help was printed, there is nothing to do; negative: wrong usage, which was told. */
static int parse_options(int argc, char **argv, struct options *o)
{
	static const struct option options[] = {
		{ "out", required_argument, NULL, 'o' },
		{ "force", no_argument, NULL, 'f' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		switch (option) {
		case 'o':
			o->output = optarg;
			break;
		case 'f':
			o->force = true;
			break;
		case 'h':
			fputs(help, stdout);
			return 1;
		default:
			return -EINVAL;
		}
	}
	if (optind == argc) {
		fputs("roamtest init: no interface was given\n", stderr);
		return -EINVAL;
	}
	o->interface = argv[optind++];
	if (optind < argc) {
		fprintf(stderr, "roamtest init: unexpected argument '%s'\n",
			argv[optind]);
		return -EINVAL;
	}
	return 0;
}

/* What cannot be read again would be of no use. */
static int check_again(const struct text *scenario)
{
	cleanup_(scenario_freep) struct scenario *read = NULL;
	cleanup_diagnostics_ struct diagnostics diagnostics = { 0 };
	cleanup_text_ struct text out = { 0 };

	if (scenario_parse("init", scenario->data, scenario->length, &diagnostics,
			   &read) >= 0)
		return EXIT_PASSED;
	fputs("roamtest init: what it has written is no valid scenario\n", stderr);
	diagnostics_format(&diagnostics, "init", scenario->data, scenario->length, &out);
	fputs(out.data ? out.data : "", stderr);
	return EXIT_INTERNAL;
}

static int write_scenario(const struct text *scenario, const struct options *o)
{
	cleanup_error_ struct error error = { 0 };

	if (!o->output) {
		fputs(scenario->data, stdout);
		return EXIT_PASSED;
	}
	if (file_write(o->output, scenario->data, scenario->length, 0666, &error) < 0) {
		print_error(&error);
		return EXIT_NOT_MEASURED;
	}
	return EXIT_PASSED;
}

static int init(const struct options *o)
{
	__attribute__((cleanup(survey_clear))) struct survey survey = { 0 };
	cleanup_wireless_interfaces_ struct wireless_interfaces interfaces = { 0 };
	const struct wireless_interface *interface;
	struct in6_addr gateway;
	cleanup_error_ struct error error = { 0 };
	cleanup_text_ struct text out = { 0 };
	int code;

	if (o->output && !o->force && access(o->output, F_OK) == 0) {
		fprintf(stderr,
			"roamtest init: there is a file %s already\n"
			"          write over it with --force\n",
			o->output);
		return EXIT_USAGE;
	}
	if (wireless_interfaces_list(&interfaces, &error) < 0) {
		print_error(&error);
		return EXIT_NOT_MEASURED;
	}
	interface = find_interface("init", &interfaces, o->interface);
	if (!interface)
		return EXIT_USAGE;
	if (tty_is_watched(stderr))
		fprintf(stderr, "roamtest init: scanning: up to half a minute\n");
	if (survey_make(interface, &survey, &error) < 0) {
		print_error(&error);
		return EXIT_NOT_MEASURED;
	}
	survey.has_gateway =
		gateway_find(-1, interface->name, AF_INET, &gateway, NULL) >= 0;
	if (survey_write(&survey, &out, &error) < 0) {
		print_error(&error);
		return EXIT_NOT_MEASURED;
	}
	if (survey.not_scanned)
		fprintf(stderr,
			"roamtest init: not scanned (%s): access points may be missing\n"
			"          run it as root, or let NetworkManager scan before: "
			"nmcli "
			"device wifi rescan\n",
			survey.not_scanned);
	code = check_again(&out);
	return code == EXIT_PASSED ? write_scenario(&out, o) : code;
}

static int run(int argc, char **argv)
{
	struct options o = { 0 };
	int r = parse_options(argc, argv, &o);

	if (r != 0)
		return r > 0 ? EXIT_PASSED : usage_error("init");
	return init(&o);
}

const struct command command_init = {
	.name = "init",
	.summary = "write a scenario from the air around an interface",
	.run = run,
};
