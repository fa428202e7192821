/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "base/text.h"
#include "command.h"
#include "report/style.h"

static const struct command *const commands[] = {
	&command_run,	 &command_check,   &command_lab,
	&command_init,	 &command_twin,	   &command_doctor,
	&command_report, &command_explain, &command_reflect,
};

static void print_help(FILE *out)
{
	fputs("Usage: roamtest COMMAND [OPTION]... [FILE]...\n"
	      "\n"
	      "Forces 802.11r (Fast BSS Transition) roams, proves what was used, times\n"
	      "each step, and watches the traffic through them.\n"
	      "\n"
	      "Commands:\n",
	      out);
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		fprintf(out, "  %-8s  %s\n", commands[i]->name, commands[i]->summary);
	fputs("\n"
	      "'roamtest COMMAND --help' tells the options of one.\n"
	      "'roamtest --version' tells the version.\n",
	      out);
}

int usage_error(const char *command)
{
	fprintf(stderr, "Try 'roamtest %s --help'.\n", command);
	return EXIT_USAGE;
}

void print_error(const struct error *error)
{
	cleanup_text_ struct text reason = { 0 };

	/* It can quote a file or a program's output. */
	plain_add(&reason, error->reason ? error->reason : "unknown error");
	fprintf(stderr, "roamtest: %s\n", reason.data);
	if (error->remedy)
		fprintf(stderr, "          %s\n", error->remedy);
}

static int unknown_command(const char *word)
{
	const char *names[ARRAY_SIZE(commands)];
	const char *near;

	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		names[i] = commands[i]->name;
	near = suggest_nearest(word, names, ARRAY_SIZE(names));
	fprintf(stderr, "roamtest: there is no command '%s'", word);
	if (near)
		fprintf(stderr, "; did you mean '%s'?", near);
	fputs("\nTry 'roamtest --help'.\n", stderr);
	return EXIT_USAGE;
}

/* Where one is closed (>&-), the next file that is opened would become it and get what
 * is printed. Opened the wrong way round, so that its use fails as it should. */
static void fill_standard_descriptors(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			(void)!open("/dev/null",
				    fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

/* A result that could not be written is no result. A reader that had enough (roamtest …
 * | head) is no failure: what it did not read is not missed. */
static int flush_output(int code)
{
	if (fflush(stdout) == 0 || errno == EPIPE)
		return code;
	fprintf(stderr, "roamtest: cannot write to standard output: %s\n",
		strerror(errno));
	return code == EXIT_PASSED ? EXIT_INTERNAL : code;
}

int main(int argc, char **argv)
{
	fill_standard_descriptors();
	signal(SIGPIPE, SIG_IGN);

	if (argc < 2) {
		print_help(stderr);
		return EXIT_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
	    strcmp(argv[1], "help") == 0) {
		print_help(stdout);
		return EXIT_PASSED;
	}
	if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
		puts("roamtest " ROAMTEST_VERSION);
		return EXIT_PASSED;
	}
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		cleanup_free_ char *program = NULL;

		if (strcmp(argv[1], commands[i]->name) != 0)
			continue;
		/* getopt() begins its messages with it. */
		program = memory_printf("roamtest %s", argv[1]);
		argv[1] = program;
		return flush_output(commands[i]->run(argc - 1, argv + 1));
	}
	/* Not for people: a lab's guest is started with it. */
	if (strcmp(argv[1], command_guest.name) == 0)
		return command_guest.run(argc - 1, argv + 1);
	return unknown_command(argv[1]);
}
