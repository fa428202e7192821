/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/time.h"
#include "lab/watch.h"

/* Stands in for qemu: a shell whose descriptor 3 is the channel. */
struct stand_in {
	struct machine machine;
	struct channel channel;
	struct watch watch;
	struct text lines;
};

static int keep_line(void *userdata, const char *line, size_t length)
{
	struct stand_in *s = userdata;

	text_add_bytes(&s->lines, line, length);
	text_add_char(&s->lines, '|');
	return strncmp(line, "stop", length) == 0 ? -EIO : 0;
}

static void start(struct stand_in *s, const char *script)
{
	int console[2], ends[2];
	sigset_t set;
	pid_t pid;

	assert_int_equal(pipe2(console, O_CLOEXEC), 0);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		dup2(console[1], 1);
		dup2(ends[1], 3);
		execl("/bin/sh", "sh", "-c", script, NULL);
		_exit(127);
	}
	close(console[1]);
	close(ends[1]);
	fcntl(console[0], F_SETFL, O_NONBLOCK);
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	*s = (struct stand_in){
		.machine = { .name = "qemu",
			     .pid = pid,
			     .pidfd = (int)syscall(SYS_pidfd_open, pid, 0),
			     .console = console[0] },
		.channel = channel_of_socket(ends[0]),
		.watch = { .interrupt = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK),
			   .log = open("/dev/null", O_WRONLY | O_CLOEXEC),
			   .silence_limit_ns = 20 * NS_PER_S,
			   .line = keep_line },
	};
	s->watch.machine = &s->machine;
	s->watch.channel = &s->channel;
	s->watch.userdata = s;
}

static enum lab_end finish(struct stand_in *s, struct text *console, struct error *error)
{
	enum lab_end end;

	assert_int_equal(watch_run(&s->watch, &end, console, error), 0);
	channel_close(&s->channel);
	close(s->watch.interrupt);
	close(s->watch.log);
	return end;
}

static void all_that_was_said_before_the_end_arrives(void **state)
{
	cleanup_text_ struct text console = { 0 };
	struct pollfd gone;
	struct stand_in s;

	(void)state;
	start(&s, "echo booting; printf '{1}\\n{2' >&3; printf '2}\\n\\nno end' >&3; "
		  "echo off");
	/* Nobody has read anything when it is gone already. */
	gone = (struct pollfd){ .fd = s.machine.pidfd, .events = POLLIN };
	assert_int_equal(poll(&gone, 1, 20000), 1);
	assert_int_equal(finish(&s, &console, NULL), LAB_FINISHED);
	assert_string_equal(s.lines.data, "{1}|{22}||");
	assert_string_equal(console.data, "booting\noff\n");
	text_clear(&s.lines);
}

static void only_the_end_of_a_long_console_is_kept(void **state)
{
	cleanup_text_ struct text console = { 0 };
	struct stand_in s;

	(void)state;
	start(&s, "i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done");
	assert_int_equal(finish(&s, &console, NULL), LAB_FINISHED);
	assert_int_equal(console.length, WATCH_CONSOLE_MAX);
	assert_string_equal(console.data + console.length - 11, "line 19999\n");
}

static void a_silent_guest_has_hung(void **state)
{
	cleanup_error_ struct error error = { 0 };
	struct stand_in s;

	(void)state;
	start(&s, "echo hello; exec sleep 60");
	s.watch.silence_limit_ns = 200 * NS_PER_MS;
	assert_int_equal(finish(&s, NULL, &error), LAB_HUNG);
	assert_string_equal(error.reason, "the guest has said nothing for 200ms");
}

static void a_signal_interrupts(void **state)
{
	struct stand_in s;

	(void)state;
	start(&s, "exec sleep 60");
	kill(getpid(), SIGINT);
	assert_int_equal(finish(&s, NULL, NULL), LAB_INTERRUPTED);
}

static void a_line_that_cannot_be_kept_ends_the_guest(void **state)
{
	struct stand_in s;

	(void)state;
	/* nor is anything asked about that comes after it */
	start(&s, "printf 'one\nstop\nthree' >&3; echo four >&3; exec sleep 60");
	assert_int_equal(finish(&s, NULL, NULL), LAB_INTERRUPTED);
	assert_string_equal(s.lines.data, "one|stop|");
	text_clear(&s.lines);
}

static void a_killed_machine_has_died(void **state)
{
	cleanup_error_ struct error error = { 0 };
	struct stand_in s;

	(void)state;
	start(&s, "echo '{1}' >&3; kill -9 $$");
	assert_int_equal(finish(&s, NULL, &error), LAB_DIED);
	assert_string_equal(error.reason,
			    "the lab's machine (qemu) was killed by SIGKILL");
	assert_string_equal(s.lines.data, "{1}|");
	text_clear(&s.lines);
}

static void a_line_without_end_is_not_kept_for_ever(void **state)
{
	cleanup_error_ struct error error = { 0 };
	struct stand_in s;

	(void)state;
	start(&s, "while :; do printf '%01000d' 7; done >&3");
	assert_int_equal(finish(&s, NULL, &error), LAB_DIED);
	assert_non_null(strstr(error.reason, "a line of more than"));
}

static enum lab_end judge(int status, const char *console, const char *expected)
{
	cleanup_error_ struct error error = { 0 };
	enum lab_end end = watch_judge("qemu", status, console, &error);

	if (expected)
		assert_string_equal(error.reason, expected);
	else
		assert_null(error.reason);
	return end;
}

static void the_console_tells_why_a_guest_ended(void **state)
{
	(void)state;
	assert_int_equal(judge(0, "[ 9.1] reboot: Power down\n", NULL), LAB_FINISHED);
	assert_int_equal(judge(0, "", NULL), LAB_FINISHED);
	assert_int_equal(
		judge(0,
		      "[ 1.0] Kernel panic - not syncing: No working init\r\n"
		      "[ 1.1] more\n",
		      "the guest's kernel stopped: Kernel panic - not syncing: No "
		      "working init"),
		LAB_DIED);
	/* a kernel that is a program itself */
	assert_int_equal(judge(SIGABRT,
			       "Kernel panic - not syncing: Attempted to kill init!\n",
			       "the guest's kernel stopped: Kernel panic - not syncing: "
			       "Attempted to kill init!"),
			 LAB_DIED);
	assert_int_equal(
		judge(0,
		      "roamtest-init: error: cannot mount /lower (9p): No such device\n",
		      "the guest could not go on: cannot mount /lower (9p): No such "
		      "device"),
		LAB_DIED);
	assert_int_equal(
		judge(SIGABRT,
		      "Bus error - the host /dev/shm or /tmp mount likely just ran out "
		      "of space\nKernel panic - not syncing: Kernel mode signal 7\n",
		      "the folder with the guest's memory is full (/dev/shm, or TMPDIR)"),
		LAB_DIED);
	assert_int_equal(
		judge(1 << 8, "qemu: no\n",
		      "the lab's machine (qemu) ended with exit code 1: qemu: no"),
		LAB_DIED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_that_was_said_before_the_end_arrives),
		cmocka_unit_test(only_the_end_of_a_long_console_is_kept),
		cmocka_unit_test(a_silent_guest_has_hung),
		cmocka_unit_test(a_signal_interrupts),
		cmocka_unit_test(a_line_that_cannot_be_kept_ends_the_guest),
		cmocka_unit_test(a_killed_machine_has_died),
		cmocka_unit_test(a_line_without_end_is_not_kept_for_ever),
		cmocka_unit_test(the_console_tells_why_a_guest_ended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
