/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "lab/channel.h"

struct place {
	char folder[32];
	char *path;
};

static int make_place(void **state)
{
	struct place *place = memory_zero(1, sizeof(*place));

	strcpy(place->folder, "/tmp/test-channel-XXXXXX");
	if (!mkdtemp(place->folder))
		return -1;
	place->path = memory_printf("%s/recording", place->folder);
	*state = place;
	return 0;
}

static int remove_place(void **state)
{
	struct place *place = *state;

	unlink(place->path);
	rmdir(place->folder);
	free(place->path);
	free(place);
	return 0;
}

static void reads(struct channel *channel, const char *expected)
{
	char buffer[64] = "";
	ssize_t n = channel_read(channel, buffer, sizeof(buffer) - 1);

	assert_int_equal(n, strlen(expected));
	assert_string_equal(buffer, expected);
}

static bool has_more(const struct channel *channel)
{
	struct pollfd event = { .fd = channel_poll_fd(channel), .events = POLLIN };

	return poll(&event, 1, 0) == 1;
}

static void a_file_tells_when_it_grows(void **state)
{
	struct place *place = *state;
	struct channel channel;
	int writer;

	assert_int_equal(channel_make_file(place->path, &channel, NULL), 0);
	writer = open(place->path, O_WRONLY | O_APPEND | O_CLOEXEC);
	assert_true(writer >= 0);
	reads(&channel, "");
	assert_false(has_more(&channel));
	assert_int_equal(write(writer, "one\n", 4), 4);
	assert_true(has_more(&channel));
	reads(&channel, "one\n");
	assert_false(has_more(&channel));
	/* Not the end: the guest goes on. */
	reads(&channel, "");
	assert_int_equal(write(writer, "two\n", 4), 4);
	assert_true(has_more(&channel));
	reads(&channel, "two\n");
	close(writer);
	reads(&channel, "");
	channel_close(&channel);
}

static void a_file_of_an_earlier_run_is_not_read(void **state)
{
	struct place *place = *state;
	int earlier = open(place->path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	struct channel channel;

	assert_int_equal(write(earlier, "old\n", 4), 4);
	assert_int_equal(channel_make_file(place->path, &channel, NULL), 0);
	assert_int_equal(write(earlier, "older\n", 6), 6);
	reads(&channel, "");
	close(earlier);
	channel_close(&channel);
}

static void a_file_that_cannot_be_made_is_named(void **state)
{
	cleanup_error_ struct error error = { 0 };
	struct channel channel;

	(void)state;
	assert_int_equal(channel_make_file("/nonexistent/recording", &channel, &error),
			 -ENOENT);
	assert_non_null(strstr(error.reason, "/nonexistent/recording"));
}

static void a_socket_ends_with_its_other_end(void **state)
{
	struct channel channel;
	int ends[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
	channel = channel_of_socket(ends[0]);
	reads(&channel, "");
	assert_int_equal(write(ends[1], "one\n", 4), 4);
	assert_true(has_more(&channel));
	close(ends[1]);
	reads(&channel, "one\n");
	assert_int_equal(channel_read(&channel, &(char){ 0 }, 1), -EPIPE);
	channel_close(&channel);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_file_tells_when_it_grows, make_place,
						remove_place),
		cmocka_unit_test_setup_teardown(a_file_of_an_earlier_run_is_not_read,
						make_place, remove_place),
		cmocka_unit_test(a_file_that_cannot_be_made_is_named),
		cmocka_unit_test(a_socket_ends_with_its_other_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
