/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "site/hostapd-control.h"

/* A socket where hostapd would listen, and what becomes of a command. */
struct fixture {
	sd_event *loop;
	char folder[32];
	char path[64];
	int socket;
	struct sockaddr_un from;
	socklen_t from_length;
	struct hostapd_command *command;
	unsigned answers;
	char *reason; /* of the answer, NULL: it is done */
};

static int open_fixture(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	strcpy(f->folder, "/tmp/roamtest-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	snprintf(f->path, sizeof(f->path), "%s/wlan0", f->folder);
	strcpy(address.sun_path, f->path);
	f->socket = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(f->socket, (struct sockaddr *)&address, sizeof(address)),
			 0);
	assert_true(sd_event_new(&f->loop) >= 0);
	*state = f;
	return 0;
}

static int close_fixture(void **state)
{
	struct fixture *f = *state;

	hostapd_command_free(f->command);
	sd_event_unref(f->loop);
	close(f->socket);
	unlink(f->path);
	rmdir(f->folder);
	free(f->reason);
	free(f);
	return 0;
}

static void on_answered(void *userdata, const struct error *error)
{
	struct fixture *f = userdata;

	f->answers++;
	f->reason = error ? strdup(error->reason) : NULL;
	f->command = hostapd_command_free(f->command);
}

static void begin(struct fixture *f, const char *command)
{
	char heard[64] = { 0 };

	assert_int_equal(hostapd_command_begin(&f->command, f->loop, f->path,
					       "hostapd of hall", command, on_answered, f,
					       NULL),
			 0);
	f->from_length = sizeof(f->from);
	assert_true(recvfrom(f->socket, heard, sizeof(heard) - 1, 0,
			     (struct sockaddr *)&f->from, &f->from_length) > 0);
	assert_string_equal(heard, command);
}

static void answer(struct fixture *f, const char *reply)
{
	assert_true(sendto(f->socket, reply, strlen(reply), 0,
			   (struct sockaddr *)&f->from, f->from_length) > 0);
	assert_true(sd_event_run(f->loop, 0) > 0);
}

static void a_command_is_done_once_it_is_answered(void **state)
{
	struct fixture *f = *state;

	begin(f, "DISABLE");
	assert_int_equal(sd_event_run(f->loop, 0), 0);
	assert_int_equal(f->answers, 0);
	answer(f, "OK\n");
	assert_int_equal(f->answers, 1);
	assert_null(f->reason);
}

static void one_that_is_refused_says_which_and_by_whom(void **state)
{
	struct fixture *f = *state;

	begin(f, "SET channel 99");
	answer(f, "FAIL\n");
	assert_int_equal(f->answers, 1);
	assert_string_equal(f->reason, "hostapd of hall does not do as it is told: SET "
				       "channel 99: FAIL");
}

static void where_nobody_listens_no_command_begins(void **state)
{
	cleanup_error_ struct error error = { 0 };
	struct fixture *f = *state;

	unlink(f->path);
	assert_true(hostapd_command_begin(&f->command, f->loop, f->path,
					  "hostapd of hall", "DISABLE", on_answered, f,
					  &error) < 0);
	assert_non_null(strstr(error.reason, "hostapd of hall cannot be reached"));
	assert_int_equal(f->answers, 0);
}

static void one_that_is_given_up_is_not_answered(void **state)
{
	struct fixture *f = *state;

	begin(f, "ENABLE");
	f->command = hostapd_command_free(f->command);
	assert_int_equal(sd_event_run(f->loop, 0), 0);
	assert_int_equal(f->answers, 0);
}

#define control_test(name) \
	cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		control_test(a_command_is_done_once_it_is_answered),
		control_test(one_that_is_refused_says_which_and_by_whom),
		control_test(where_nobody_listens_no_command_begins),
		control_test(one_that_is_given_up_is_not_answered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
