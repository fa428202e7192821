/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "command.h"
#include "lab-options.h"
#include "load.h"
#include "record/event.h"
#include "relay.h"
#include "site/programs.h"
#include "terminal.h"
#include "tty.h"

static const char help[] =
	"Usage: roamtest lab [OPTION]... SCENARIO.yaml -- COMMAND [ARGUMENT]...\n"
	"\n"
	"Runs a command of yours beside simulated access points: in a guest with the\n"
	"scenario's site, where wlan0 is the station's, and nothing has touched it. "
	"Steps,\n"
	"streams and expectations play no part. The command's exit status is "
	"roamtest's.\n"
	"Where standard input and output are a terminal, it is the command's.\n"
	"\n"
	"  --lab ENGINE           auto, uml or qemu\n"
	"  --clock CLOCK          auto, real, or virtual\n"
	"  --seed NUMBER          what the lab makes up follows from it (default 1)\n"
	"  --out FOLDER           for the logs of the site, and for what the command\n"
	"                         leaves in $ROAMTEST_OUTPUT (default: nothing is kept)\n"
	"  --kernel FILE          the guest's kernel\n"
	"  --hostapd FILE         the hostapd under test\n"
	"  --silence DURATION     how long a guest may say nothing before it counts as\n"
	"                         hung (default: 60s on uml, 120s on qemu)\n"
	"  -v, --verbose          narrate on standard error, also where it is no "
	"terminal\n"
	"  -h, --help             this text\n"
	"\n"
	"Exit status: the command's; where there is none: 2 wrong usage or a scenario "
	"that\n"
	"is not valid, 3 the lab could not be had or has ended early, 77 this machine "
	"lacks\n"
	"what it needs, 130 interrupted.\n";

struct options {
	struct lab_options lab;
	const char *output; /* NULL: nothing is kept */
	bool narrate;
};

struct conversation {
	const struct options *options;
	bool ended; /* the command */
	int code;
	struct terminal terminal;
	bool unread;	      /* nobody wants to read what the command says */
	struct error problem; /* the guest's */
	struct error defect;  /* of roamtest itself */
};

static void narrate(void *userdata, const char *sentence)
{
	const struct conversation *c = userdata;

	if (c->options->narrate)
		fprintf(stderr, "%s\n", sentence);
}

static void advise(void *userdata, const char *sentence)
{
	(void)userdata;
	fprintf(stderr, "roamtest: %s\n", sentence);
}

static int take_event(struct conversation *c, const char *line, size_t length)
{
	struct event event;

	if (event_parse(line, length, &event, &c->defect) < 0)
		return error_prefix(&c->defect, -EBADMSG,
				    "the guest sent a line that cannot be read");
	if (event.kind == EVENT_NOTE && event.note.warning) {
		fprintf(stderr, "roamtest: %s\n", event.note.text);
	} else if (event.kind == EVENT_NOTE) {
		narrate(c, event.note.text);
	} else if (event.kind == EVENT_PROBLEM) {
		error_set(&c->problem, -EIO, "%s", event.problem.reason);
		if (event.problem.remedy)
			error_remedy(&c->problem, "%s", event.problem.remedy);
	}
	event_clear(&event);
	return 0;
}

static int pass_on(struct conversation *c, const struct relay_line *line)
{
	int fd = line->kind == RELAY_ERRORS ? STDERR_FILENO : STDOUT_FILENO;
	int r = fd_write_all(fd, line->octets, line->length);

	if (r == -EPIPE)
		c->unread = true;
	else if (r < 0)
		error_errno(&c->defect, r, "cannot write to standard output");
	return r;
}

static int take_line(void *userdata, const char *line, size_t length)
{
	struct conversation *c = userdata;
	struct relay_line said;
	int r;

	if (length && *line == '{')
		return take_event(c, line, length);
	r = relay_parse(line, length, &said);
	if (r < 0)
		return error_set(&c->defect, r,
				 "the guest sent a line that cannot be read");
	if (said.kind == RELAY_EXIT) {
		c->ended = true;
		c->code = said.code;
		return 0;
	}
	r = pass_on(c, &said);
	free(said.octets);
	return r;
}

static void show_console(void *userdata, const char *octets, size_t length)
{
	struct conversation *c = userdata;

	/* The kernel says good-bye, too. */
	if (!c->ended)
		terminal_show(&c->terminal, octets, length);
}

/* In single quotes, for sh. */
static void add_quoted(struct text *out, const char *word)
{
	text_add_char(out, '\'');
	for (; *word; word++) {
		if (*word == '\'')
			text_add(out, "'\\''");
		else
			text_add_char(out, *word);
	}
	text_add_char(out, '\'');
}

/* The guest shows the machine's files: the command has its folder there, too. */
static char *command_line(char **words, size_t count)
{
	cleanup_free_ char *folder = getcwd(NULL, 0);
	struct text line = { 0 };

	if (folder) {
		text_add(&line, "cd ");
		add_quoted(&line, folder);
		text_add(&line, " && ");
	}
	text_add(&line, "exec");
	for (size_t i = 0; i < count; i++) {
		text_add_char(&line, ' ');
		add_quoted(&line, words[i]);
	}
	return text_steal(&line);
}

static int remove_entry(const char *path, const struct stat *st, int kind,
			struct FTW *place)
{
	(void)st;
	(void)kind;
	(void)place;
	remove(path);
	return 0;
}

static char *make_scratch(struct error *error)
{
	const char *folder = getenv("TMPDIR");
	char *path = memory_printf("%s/roamtest-XXXXXX",
				   folder && *folder == '/' ? folder : "/tmp");

	if (mkdtemp(path))
		return path;
	error_errno(error, -errno, "cannot make a folder like %s", path);
	free(path);
	return NULL;
}

static int judge(struct conversation *c, enum lab_end end, const struct error *why,
		 const struct text *console)
{
	if (c->defect.reason) {
		print_error(&c->defect);
		return EXIT_INTERNAL;
	}
	if (c->ended)
		return c->code;
	if (c->unread)
		return EXIT_PASSED;
	if (end == LAB_INTERRUPTED)
		return EXIT_INTERRUPTED;
	if (c->problem.reason) {
		print_error(&c->problem);
		return EXIT_NOT_MEASURED;
	}
	fprintf(stderr, "roamtest: %s\n",
		why->reason ? why->reason : "the guest ended before the command did");
	lab_print_console(console);
	return EXIT_NOT_MEASURED;
}

static int run_lab(const struct scenario *scenario, const struct options *o)
{
	static const struct lab_callbacks callbacks = {
		.line = take_line,
		.console = show_console,
		.narrate = narrate,
		.advise = advise,
	};
	const struct lab_scenario subject = {
		.file = scenario->file,
		.text = scenario->source,
		.length = scenario->source_length,
		.password = scenario->password,
		.wg_quick = scenario->tunnel.text,
	};
	struct conversation c = { .options = o };
	cleanup_error_ struct error error = { 0 };
	cleanup_text_ struct text console = { 0 };
	enum lab_end end = LAB_FINISHED;
	int r, code;

	r = site_check_programs(scenario, &error);
	if (r >= 0)
		r = lab_run(&o->lab, &subject, &callbacks, &c, &end, &console, &error);
	terminal_restore(&c.terminal);
	if (r < 0) {
		print_error(&error);
		code = r == -ENOENT ? EXIT_SKIPPED : EXIT_NOT_MEASURED;
	} else {
		code = judge(&c, end, &error, &console);
	}
	error_clear(&c.problem);
	error_clear(&c.defect);
	return code;
}

/* Returns a descriptor that holds it as long as it is open. */
static int take_folder(const char *folder, struct error *error)
{
	cleanup_close_ int fd = -1;
	int r = folder_make(folder, error);

	if (r < 0)
		return r;
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return error_errno(error, -errno, "cannot use the folder %s", folder);
	/* A file system without locks goes without. */
	if (flock(fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK) {
		error_set(error, -EBUSY, "another roamtest lab is using %s", folder);
		error_remedy(error, "choose another folder with --out");
		return -EBUSY;
	}
	return TAKE_FD(fd);
}

static int run_in_folder(const struct scenario *scenario, struct options *o)
{
	cleanup_error_ struct error error = { 0 };
	cleanup_free_ char *scratch = NULL;
	int folder = -1, code;

	if (o->output)
		folder = take_folder(o->output, &error);
	else
		scratch = make_scratch(&error);
	if (error.reason) {
		print_error(&error);
		return EXIT_USAGE;
	}
	o->lab.output = scratch ? scratch : o->output;
	code = run_lab(scenario, o);
	if (scratch)
		nftw(scratch, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	closep(&folder);
	return code;
}

/* As those of cmd-run.c. */
static int parse_options(int argc, char **argv, struct options *o)
{
	enum { LAB = 256, CLOCK, SEED, OUT, KERNEL, HOSTAPD, SILENCE };
	static const struct option options[] = {
		{ "lab", required_argument, NULL, LAB },
		{ "clock", required_argument, NULL, CLOCK },
		{ "seed", required_argument, NULL, SEED },
		{ "out", required_argument, NULL, OUT },
		{ "kernel", required_argument, NULL, KERNEL },
		{ "hostapd", required_argument, NULL, HOSTAPD },
		{ "silence", required_argument, NULL, SILENCE },
		{ "verbose", no_argument, NULL, 'v' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int option, r = 0;

	while (r == 0 && (option = getopt_long(argc, argv, "hv", options, NULL)) != -1) {
		switch (option) {
		case LAB:
			r = option_take_engine("lab", optarg, &o->lab);
			break;
		case CLOCK:
			r = option_take_clock("lab", optarg, &o->lab);
			break;
		case SEED:
			r = option_take_seed("lab", optarg, &o->lab);
			break;
		case OUT:
			o->output = optarg;
			break;
		case KERNEL:
			o->lab.kernel = optarg;
			break;
		case HOSTAPD:
			o->lab.hostapd = optarg;
			break;
		case SILENCE:
			r = option_take_silence("lab", optarg, &o->lab);
			break;
		case 'v':
			o->narrate = true;
			break;
		case 'h':
			fputs(help, stdout);
			return 1;
		default:
			return -EINVAL;
		}
	}
	if (r == 0 && argc - optind < 2) {
		fprintf(stderr, "roamtest lab: no %s was given\n",
			optind == argc ? "scenario" : "command");
		r = -EINVAL;
	}
	return r;
}

static int run(int argc, char **argv)
{
	struct options o = {
		.lab = { .seed = LAB_DEFAULT_SEED, .slot = -1 },
		.narrate = tty_is_watched(stderr),
	};
	__attribute__((cleanup(scenario_freep))) struct scenario *scenario = NULL;
	cleanup_free_ char *line = NULL, *terminal = NULL;
	int r = parse_options(argc, argv, &o);

	if (r != 0)
		return r > 0 ? EXIT_PASSED : usage_error("lab");
	r = lab_options_check_files(&o.lab);
	if (r == EXIT_PASSED)
		r = load_scenario(argv[optind], &scenario);
	if (r != EXIT_PASSED)
		return r;
	line = command_line(argv + optind + 1, (size_t)(argc - optind - 1));
	terminal = terminal_describe();
	o.lab.command = line;
	o.lab.terminal = terminal;
	/* Nobody types at a virtual clock's pace. */
	if (terminal && o.lab.clock == LAB_CLOCK_AUTO)
		o.lab.clock = LAB_CLOCK_REAL;
	lab_prepare_process();
	return run_in_folder(scenario, &o);
}

const struct command command_lab = {
	.name = "lab",
	.summary = "run a command of yours beside simulated access points",
	.run = run,
};
