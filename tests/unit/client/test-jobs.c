/* SPDX-License-Identifier: BSD-3-Clause */
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "exit-code.h"
#include "jobs.h"

#define LIMIT_MS 30000 /* for what comes at once unless it never does */

/* One token a job: what it waits for, and gives. */
static int tokens[8][2];

static void give(size_t index)
{
	(void)!write(tokens[index][1], "", 1);
}

/* False where it did not come. */
static bool await(size_t index)
{
	struct pollfd given = { .fd = tokens[index][0], .events = POLLIN };
	char octet;

	return poll(&given, 1, LIMIT_MS) == 1 && read(given.fd, &octet, 1) == 1;
}

static int make_tokens(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(tokens); i++)
		if (pipe2(tokens[i], O_CLOEXEC) < 0)
			return -1;
	return 0;
}

static int close_tokens(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(tokens); i++) {
		close(tokens[i][0]);
		close(tokens[i][1]);
	}
	return 0;
}

#define FILES "a.yaml", "b.yaml", "c.yaml", "d.yaml", "e.yaml", "f.yaml"

struct shown {
	struct tally_line lines[6];
	char out[4096], err[4096];
};

static void read_back(FILE *file, char *ret, size_t size)
{
	size_t length;

	rewind(file);
	length = fread(ret, 1, size - 1, file);
	ret[length] = '\0';
}

static void run(struct jobs jobs, struct shown *ret)
{
	static const char *const files[] = { FILES };
	cleanup_fclose_ FILE *out = tmpfile(), *err = tmpfile();

	*ret = (struct shown){ 0 };
	for (size_t i = 0; i < jobs.count; i++)
		ret->lines[i].file = ret->lines[i].name = files[i];
	jobs.out = out;
	jobs.err = jobs.err ? jobs.err : err;
	if (jobs.err == stdout) /* stands for "the same as out" */
		jobs.err = out;
	assert_int_equal(jobs_run(&jobs, ret->lines, NULL), 0);
	read_back(out, ret->out, sizeof(ret->out));
	read_back(err, ret->err, sizeof(ret->err));
}

/* The last one ends first. */
static int end_backwards(void *userdata, size_t index, unsigned slot,
			 struct tally_line *line)
{
	const size_t *count = userdata;

	(void)slot;
	printf("%s begins\n", line->name);
	fflush(stdout);
	if (index + 1 < *count && !await(index + 1))
		return EXIT_INTERNAL;
	printf("%s ends\n", line->name);
	fflush(stdout);
	give(index);
	return EXIT_PASSED;
}

static void each_is_shown_whole_and_in_its_place(void **state)
{
	size_t count = 3;
	struct shown got;

	(void)state;
	run((struct jobs){ .count = count,
			   .limit = 3,
			   .run = end_backwards,
			   .userdata = &count },
	    &got);
	assert_string_equal(got.out, "a.yaml begins\na.yaml ends\n"
				     "b.yaml begins\nb.yaml ends\n"
				     "c.yaml begins\nc.yaml ends\n");
	assert_string_equal(got.err, "");
}

#define LONG 300000 /* more than a pipe holds */

static int say_much(void *userdata, size_t index, unsigned slot, struct tally_line *line)
{
	(void)slot;
	(void)userdata;
	(void)line;
	for (int i = 0; i < LONG; i++)
		putchar((int)('a' + index));
	return EXIT_PASSED;
}

static void however_much_is_said_is_shown(void **state)
{
	struct tally_line lines[] = { { .file = "a" }, { .file = "b" }, { .file = "c" } };
	cleanup_fclose_ FILE *out = tmpfile();
	const struct jobs jobs = {
		.count = 3, .limit = 3, .run = say_much, .out = out, .err = out
	};

	(void)state;
	fputs("before\n", out); /* not yet written when the jobs begin */
	assert_int_equal(jobs_run(&jobs, lines, NULL), 0);
	assert_int_equal(ftell(out), 7 + 3 * LONG);
	fseek(out, 7, SEEK_SET);
	for (int i = 0; i < 3 * LONG; i++)
		assert_int_equal(getc(out), 'a' + i / LONG);
}

/* Each ends after the one ahead of it, and the first when the last has begun. */
static int end_in_order(void *userdata, size_t index, unsigned slot,
			struct tally_line *line)
{
	const size_t *count = userdata;

	(void)slot;
	printf("%s begins\n", line->name);
	fflush(stdout);
	if (index + 1 == *count)
		give(index);
	if (!await(index ? index - 1 : *count - 1))
		return EXIT_INTERNAL;
	printf("%s ends\n", line->name);
	give(index);
	return EXIT_PASSED;
}

static void one_whose_turn_comes_goes_on_after_what_it_has_said(void **state)
{
	size_t count = 3;
	struct shown got;

	(void)state;
	run((struct jobs){ .count = count,
			   .limit = 3,
			   .run = end_in_order,
			   .userdata = &count },
	    &got);
	assert_string_equal(got.out, "a.yaml begins\na.yaml ends\n"
				     "b.yaml begins\nb.yaml ends\n"
				     "c.yaml begins\nc.yaml ends\n");
}

/* Goes on when what it has said can be read where it is to be shown. */
static int await_showing(void *userdata, size_t index, unsigned slot,
			 struct tally_line *line)
{
	struct pollfd shown = { .fd = *(int *)userdata, .events = POLLIN };
	char octets[16];

	(void)slot;
	(void)line;
	printf("%zu\n", index);
	fflush(stdout);
	return poll(&shown, 1, LIMIT_MS) == 1 && read(shown.fd, octets, 2) == 2 &&
			       octets[0] == (char)('0' + index)
		       ? EXIT_PASSED
		       : EXIT_FAILED;
}

static void whose_turn_it_is_is_shown_as_it_speaks(void **state)
{
	struct tally_line lines[] = { { .file = "a" }, { .file = "b" } };
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);

	cleanup_fclose_ FILE *out = fdopen(ends[1], "w");
	const struct jobs jobs = {
		.count = 2,
		.limit = 1, /* a waiting one would read what is not its own */
		.run = await_showing,
		.userdata = &ends[0],
		.out = out,
		.err = out,
	};

	assert_int_equal(jobs_run(&jobs, lines, NULL), 0);
	assert_int_equal(lines[0].code, EXIT_PASSED);
	assert_int_equal(lines[1].code, EXIT_PASSED);
	close(ends[0]);
}

/* 2k and 2k+1 wait for each other. */
static int meet(void *userdata, size_t index, unsigned slot, struct tally_line *line)
{
	atomic_int *alive = userdata;
	int now = atomic_fetch_add(alive, 1) + 1;
	bool met;

	line->expectations = slot;
	give(index);
	met = await(index ^ 1);
	line->met = (size_t)now;
	atomic_fetch_sub(alive, 1);
	return met ? EXIT_PASSED : EXIT_FAILED;
}

static void so_many_run_at_a_time(void **state)
{
	atomic_int *alive = mmap(NULL, sizeof(*alive), PROT_READ | PROT_WRITE,
				 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct shown got;
	size_t most = 0;

	(void)state;
	run((struct jobs){ .count = 6, .limit = 2, .run = meet, .userdata = alive },
	    &got);
	for (size_t i = 0; i < 6; i++) {
		assert_int_equal(got.lines[i].code, EXIT_PASSED);
		if (got.lines[i].met > most)
			most = got.lines[i].met;
		/* those that meet have a slot each */
		assert_in_range(got.lines[i].expectations, 0, 1);
		assert_int_not_equal(got.lines[i].expectations,
				     got.lines[i ^ 1].expectations);
	}
	assert_int_equal(most, 2);
	munmap(alive, sizeof(*alive));
}

static int say_and_return(void *userdata, size_t index, unsigned slot,
			  struct tally_line *line)
{
	const int *codes = userdata;

	(void)slot;
	line->measured = true;
	line->met = index;
	line->expectations = 10;
	line->duration_ns = 5;
	return codes[index];
}

static void figures_and_exit_codes_come_across(void **state)
{
	static const int codes[] = { EXIT_FAILED, EXIT_SKIPPED, EXIT_PASSED };
	struct shown got;

	(void)state;
	run((struct jobs){ .count = 3,
			   .limit = 3,
			   .run = say_and_return,
			   .userdata = (void *)codes },
	    &got);
	for (size_t i = 0; i < 3; i++) {
		assert_true(got.lines[i].started && got.lines[i].measured);
		assert_int_equal(got.lines[i].code, codes[i]);
		assert_int_equal(got.lines[i].met, i);
		assert_int_equal(got.lines[i].expectations, 10);
		assert_int_equal(got.lines[i].duration_ns, 5);
	}
}

static int die(void *userdata, size_t index, unsigned slot, struct tally_line *line)
{
	(void)slot;
	(void)userdata;
	line->measured = true;
	printf("%zu was here\n", index);
	fflush(stdout);
	if (index == 0)
		kill(getpid(), SIGKILL);
	if (index == 1)
		_exit(EXIT_PASSED); /* as a library might */
	return EXIT_PASSED;
}

static void one_that_dies_is_named_and_the_others_go_on(void **state)
{
	struct shown got;

	(void)state;
	run((struct jobs){ .count = 3, .limit = 1, .run = die }, &got);
	assert_string_equal(got.out, "0 was here\n1 was here\n2 was here\n");
	assert_string_equal(
		got.err,
		"a.yaml:\n"
		"roamtest: the process that ran a.yaml was killed by SIGKILL\n"
		"          where memory ran out, run fewer at a time with --jobs\n"
		"b.yaml:\n"
		"roamtest: the process that ran b.yaml ended early with exit code 0\n");
	assert_int_equal(got.lines[0].code, EXIT_INTERNAL);
	assert_int_equal(got.lines[1].code, EXIT_INTERNAL);
	assert_int_equal(got.lines[2].code, EXIT_PASSED);
	assert_false(got.lines[0].measured || got.lines[1].measured);
}

static int complain(void *userdata, size_t index, unsigned slot, struct tally_line *line)
{
	(void)slot;
	(void)userdata;
	(void)line;
	printf("%zu says\n", index);
	fflush(stdout);
	fprintf(stderr, "%zu complains\n", index);
	printf("%zu says more\n", index);
	return EXIT_PASSED;
}

static void complaints_keep_their_place_where_both_go_to_one(void **state)
{
	struct shown got;

	(void)state;
	run((struct jobs){ .count = 2, .limit = 2, .run = complain, .err = stdout },
	    &got);
	assert_string_equal(got.out, "0 says\n0 complains\n0 says more\n"
				     "1 says\n1 complains\n1 says more\n");
}

static void complaints_alone_tell_whose_they_are(void **state)
{
	struct shown got;

	(void)state;
	run((struct jobs){ .count = 2, .limit = 2, .run = complain }, &got);
	assert_string_equal(got.out, "0 says\n0 says more\n1 says\n1 says more\n");
	assert_string_equal(got.err, "a.yaml:\n0 complains\nb.yaml:\n1 complains\n");
}

/* The first job has roamtest terminated; both wait for the word of it. */
static int await_signal(void *userdata, size_t index, unsigned slot,
			struct tally_line *line)
{
	sigset_t set;

	(void)slot;
	(void)userdata;
	(void)line;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	if (index == 0 && await(1))
		kill(getppid(), SIGTERM);
	if (index == 1)
		give(1);
	return sigtimedwait(&set, NULL, &(struct timespec){ LIMIT_MS / 1000, 0 }) ==
			       SIGTERM
		       ? EXIT_INTERRUPTED
		       : EXIT_FAILED;
}

static void an_interruption_is_passed_on_and_starts_no_more(void **state)
{
	struct shown got;
	sigset_t set, before;

	(void)state;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, &before);
	run((struct jobs){ .count = 3, .limit = 2, .run = await_signal }, &got);
	sigprocmask(SIG_SETMASK, &before, NULL);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(got.lines[i].code, EXIT_INTERRUPTED);
	assert_true(got.lines[0].started && got.lines[1].started);
	assert_false(got.lines[2].started);
}

static int stay(void *userdata, size_t index, unsigned slot, struct tally_line *line)
{
	pid_t self = getpid();

	(void)slot;
	(void)index;
	(void)line;
	(void)!write(*(int *)userdata, &self, sizeof(self));
	pause();
	return EXIT_PASSED;
}

static void a_killed_roamtest_leaves_none(void **state)
{
	int ends[2], job;
	pid_t roamtest, pid = 0;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	roamtest = fork();
	if (roamtest == 0) {
		struct tally_line line = { .file = "a.yaml" };
		struct jobs jobs = { .count = 1,
				     .limit = 1,
				     .run = stay,
				     .userdata = &ends[1],
				     .out = stdout,
				     .err = stderr };

		jobs_run(&jobs, &line, NULL);
		_exit(0);
	}
	assert_int_equal(read(ends[0], &pid, sizeof(pid)), sizeof(pid));
	job = (int)syscall(SYS_pidfd_open, pid, 0);
	assert_true(job >= 0);
	kill(roamtest, SIGKILL);
	waitpid(roamtest, NULL, 0);
	assert_int_equal(
		poll(&(struct pollfd){ .fd = job, .events = POLLIN }, 1, LIMIT_MS), 1);
	close(job);
	close(ends[0]);
	close(ends[1]);
}

int main(void)
{
#define WITH_TOKENS(test) cmocka_unit_test_setup_teardown(test, make_tokens, close_tokens)
	const struct CMUnitTest tests[] = {
		WITH_TOKENS(each_is_shown_whole_and_in_its_place),
		WITH_TOKENS(one_whose_turn_comes_goes_on_after_what_it_has_said),
		cmocka_unit_test(however_much_is_said_is_shown),
		cmocka_unit_test(whose_turn_it_is_is_shown_as_it_speaks),
		WITH_TOKENS(so_many_run_at_a_time),
		cmocka_unit_test(figures_and_exit_codes_come_across),
		cmocka_unit_test(one_that_dies_is_named_and_the_others_go_on),
		cmocka_unit_test(complaints_keep_their_place_where_both_go_to_one),
		cmocka_unit_test(complaints_alone_tell_whose_they_are),
		WITH_TOKENS(an_interruption_is_passed_on_and_starts_no_more),
		cmocka_unit_test(a_killed_roamtest_leaves_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
