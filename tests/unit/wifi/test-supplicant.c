/* SPDX-License-Identifier: BSD-3-Clause */
#include "netlink/namespace.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/time.h"
#include "wifi/supplicant.h"

/* A process that speaks as wpa_supplicant does on its control socket. What a test
 * wants of it, it asks for by a command. */

struct fixture {
	char folder[32], path[64];
	pid_t server;
	sd_event *loop;
	struct realtime realtime;
	struct supplicant *supplicant;
	struct error error;
	char replies[512]; /* each with ';' behind it */
	size_t events, gone;
	enum supplicant_event last;
	uint64_t last_ns;
	bool close_in_callback;
};

static void tell(int fd, const struct sockaddr_un *to, socklen_t length, const char *text)
{
	sendto(fd, text, strlen(text), 0, (const struct sockaddr *)to, length);
}

static _Noreturn void serve(int fd)
{
	struct sockaddr_un monitor = { 0 }, from;
	socklen_t monitor_length = 0, length;
	char text[256];
	ssize_t n;

	for (;;) {
		length = sizeof(from);
		n = recvfrom(fd, text, sizeof(text) - 1, 0, (struct sockaddr *)&from,
			     &length);
		if (n < 0)
			_exit(1);
		text[n] = '\0';
		if (strcmp(text, "ATTACH") == 0) {
			monitor = from;
			monitor_length = length;
			tell(fd, &from, length, "OK\n");
		} else if (strcmp(text, "LEVEL 2") == 0) {
			/* as ctrl_iface_level(): only for a socket that attached */
			bool same = length == monitor_length &&
				    memcmp(&from, &monitor, length) == 0;

			tell(fd, &from, length, same ? "OK\n" : "FAIL\n");
		} else if (strcmp(text, "SAY") == 0) {
			tell(fd, &monitor, monitor_length,
			     "<2>RX EAPOL from 02:00:00:00:01:00");
			tell(fd, &monitor, monitor_length, "<2>chatter");
			tell(fd, &monitor, monitor_length,
			     "<3>Associated with 02:00:00:00:01:00");
			tell(fd, &from, length, "OK\n");
		} else if (strcmp(text, "TERMINATE") == 0) {
			tell(fd, &from, length, "OK\n");
			tell(fd, &monitor, monitor_length, "<3>CTRL-EVENT-TERMINATING ");
			_exit(0);
		} else if (strcmp(text, "DIE") == 0) {
			_exit(0);
		} else {
			/* its last character comes back */
			snprintf(text, sizeof(text), "%c\n", text[n - 1]);
			tell(fd, &from, length, text);
		}
	}
}

static void on_event(void *userdata, uint64_t time_ns, const struct event *event)
{
	struct fixture *f = userdata;

	assert_true(time_ns > 0);
	f->events++;
	f->last = event->supplicant.what;
	f->last_ns = time_ns;
	if (f->close_in_callback)
		f->supplicant = supplicant_close(f->supplicant);
}

static void on_gone(void *userdata)
{
	((struct fixture *)userdata)->gone++;
}

static void on_reply(void *userdata, uint64_t time_ns, const char *reply, size_t length)
{
	struct fixture *f = userdata;

	assert_true(time_ns > 0);
	if (reply)
		assert_int_equal(strlen(reply), length);
	strcat(f->replies, reply ? reply : "(gone)");
	strcat(f->replies, ";");
}

/* How many messages the queue of a socket made from now on takes, in a namespace of
 * the test's own. Where the setting is not shown, it is a new namespace's 10; where it
 * cannot be set, the tests skip. */
static void set_queue_length(const char *length)
{
	cleanup_fclose_ FILE *file = NULL;

	if (!in_own_namespace())
		return;
	file = fopen("/proc/sys/net/unix/max_dgram_qlen", "we");
	if (file)
		fputs(length, file);
}

static int open_fixture(void **state)
{
	static const struct supplicant_callbacks callbacks = { on_event, on_gone };
	static struct fixture fixture;
	struct fixture *f = &fixture;
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd, r;

	memset(f, 0, sizeof(*f));
	*state = f;
	strcpy(f->folder, "/tmp/roamtest-unit-XXXXXX");
	if (!mkdtemp(f->folder))
		return -1;
	snprintf(f->path, sizeof(f->path), "%s/wlan0", f->folder);
	strcpy(address.sun_path, f->path);
	set_queue_length("10"); /* commands have to wait */
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	set_queue_length("512");
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		return -1;
	f->server = fork();
	if (f->server == 0)
		serve(fd);
	close(fd);
	if (sd_event_new(&f->loop) < 0)
		return -1;
	realtime_init(&f->realtime);
	r = supplicant_open(&f->supplicant, f->loop, f->path, &f->realtime, &callbacks, f,
			    &f->error);
	return r == 0 || r == -ENOBUFS ? 0 : -1;
}

static int close_fixture(void **state)
{
	struct fixture *f = *state;

	supplicant_close(f->supplicant);
	sd_event_unref(f->loop);
	error_clear(&f->error);
	kill(f->server, SIGKILL);
	waitpid(f->server, NULL, 0);
	unlink(f->path);
	rmdir(f->folder);
	return 0;
}

/* Runs the loop until the replies have this length, or nothing comes for 2 s. */
static void run_until_replies(struct fixture *f, size_t length)
{
	while (strlen(f->replies) < length)
		assert_true(sd_event_run(f->loop, 2000000) > 0);
}

static void replies_come_in_the_order_of_their_commands(void **state)
{
	struct fixture *f = *state;

	if (!f->supplicant)
		skip();
	assert_int_equal(supplicant_command(f->supplicant, "a", on_reply, f), 0);
	assert_int_equal(supplicant_command(f->supplicant, "b", on_reply, f), 0);
	assert_int_equal(supplicant_command(f->supplicant, "c", on_reply, f), 0);
	assert_string_equal(f->replies, ""); /* none before the loop runs */
	run_until_replies(f, 6);
	assert_string_equal(f->replies, "a;b;c;");
}

static void more_commands_than_a_socket_queues_all_get_their_reply(void **state)
{
	struct fixture *f = *state;

	if (!f->supplicant)
		skip();
	for (int i = 0; i < 100; i++) {
		char command[] = { (char)('a' + i % 26), '\0' };

		assert_int_equal(supplicant_command(f->supplicant, command, on_reply, f),
				 0);
	}
	run_until_replies(f, 200);
	for (size_t i = 0; i < 100; i++)
		assert_int_equal(f->replies[2 * i], 'a' + i % 26);
}

static void commands_are_bounded(void **state)
{
	struct fixture *f = *state;
	int r = 0, i;

	if (!f->supplicant)
		skip();
	for (i = 0; i < 1000 && r == 0; i++)
		r = supplicant_command(f->supplicant, "x", on_reply, f);
	assert_int_equal(r, -ENOBUFS);
	assert_true(i > 200);
}

static void events_are_parsed_and_chatter_is_left_out(void **state)
{
	struct fixture *f = *state;

	if (!f->supplicant)
		skip();
	assert_int_equal(supplicant_command(f->supplicant, "SAY", on_reply, f), 0);
	run_until_replies(f, 3);
	while (f->events < 2)
		assert_true(sd_event_run(f->loop, 2000000) > 0);
	assert_int_equal(f->events, 2);
	assert_int_equal(f->last, SUPPLICANT_ASSOCIATED);
}

static void a_supplicant_that_terminates_is_gone_once(void **state)
{
	struct fixture *f = *state;

	if (!f->supplicant)
		skip();
	assert_int_equal(supplicant_command(f->supplicant, "TERMINATE", on_reply, f), 0);
	while (!f->gone)
		assert_true(sd_event_run(f->loop, 2000000) > 0);
	assert_int_equal(f->last, SUPPLICANT_TERMINATING);
	assert_int_equal(f->gone, 1);
	assert_int_equal(supplicant_command(f->supplicant, "a", on_reply, f), -ENOTCONN);
	assert_int_equal(sd_event_run(f->loop, 0), 0);
	assert_int_equal(f->gone, 1);
}

static void a_command_without_reply_is_told_that_the_supplicant_is_gone(void **state)
{
	struct fixture *f = *state;

	if (!f->supplicant)
		skip();
	assert_int_equal(supplicant_command(f->supplicant, "DIE", on_reply, f), 0);
	waitpid(f->server, NULL, 0);
	/* The next command finds nobody. */
	assert_int_equal(supplicant_command(f->supplicant, "a", on_reply, f), 0);
	assert_string_equal(f->replies, "");
	run_until_replies(f, 14);
	assert_string_equal(f->replies, "(gone);(gone);");
	assert_int_equal(f->gone, 1);
}

static void a_callback_may_close_its_supplicant(void **state)
{
	struct fixture *f = *state;

	if (!f->supplicant)
		skip();
	f->close_in_callback = true;
	assert_int_equal(supplicant_command(f->supplicant, "SAY", on_reply, f), 0);
	while (f->supplicant)
		assert_true(sd_event_run(f->loop, 2000000) > 0);
	assert_int_equal(f->events, 1);
}

static void what_was_said_is_read_at_once_with_the_time_of_its_saying(void **state)
{
	struct fixture *f = *state;
	uint64_t asked_ns, gone_ns;

	if (!f->supplicant)
		skip();
	asked_ns = clock_monotonic_ns();
	assert_int_equal(supplicant_command(f->supplicant, "TERMINATE", on_reply, f), 0);
	waitpid(f->server, NULL, 0);
	gone_ns = clock_monotonic_ns();
	assert_int_equal(f->events, 0);
	assert_int_equal(supplicant_read(f->supplicant), -ENOTCONN);
	assert_int_equal(f->last, SUPPLICANT_TERMINATING);
	assert_int_equal(f->gone, 1);
	assert_true(f->last_ns + realtime_error_ns(&f->realtime) >= asked_ns);
	assert_true(f->last_ns <= gone_ns + realtime_error_ns(&f->realtime));
	assert_int_equal(supplicant_read(f->supplicant), -ENOTCONN);
}

static void a_path_without_socket_is_an_error_that_names_it(void **state)
{
	static const struct supplicant_callbacks callbacks = { on_event, on_gone };
	struct fixture *f = *state;
	struct supplicant *none = NULL;

	if (!f->supplicant)
		skip();
	assert_true(supplicant_open(&none, f->loop, "/nonexistent/wlan9", &f->realtime,
				    &callbacks, f, &f->error) < 0);
	assert_null(none);
	assert_non_null(strstr(f->error.reason, "/nonexistent/wlan9"));
}

#define supplicant_test(name) \
	cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		supplicant_test(replies_come_in_the_order_of_their_commands),
		supplicant_test(more_commands_than_a_socket_queues_all_get_their_reply),
		supplicant_test(commands_are_bounded),
		supplicant_test(events_are_parsed_and_chatter_is_left_out),
		supplicant_test(a_supplicant_that_terminates_is_gone_once),
		supplicant_test(
			a_command_without_reply_is_told_that_the_supplicant_is_gone),
		supplicant_test(a_callback_may_close_its_supplicant),
		supplicant_test(
			what_was_said_is_read_at_once_with_the_time_of_its_saying),
		supplicant_test(a_path_without_socket_is_an_error_that_names_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
