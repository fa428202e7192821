/* SPDX-License-Identifier: BSD-3-Clause */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../cmocka-all.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "run/log-follower.h"

/* A scenario of three access points, each without a log yet, a folder for logs, and the
 * lines that have come, each as "N: line\n". */
struct site {
	char folder[sizeof("/tmp/roamtest-test-XXXXXX")];
	struct scenario scenario;
	struct access_point access_points[3];
	sd_event *loop;
	struct log_follower *follower;
	struct text heard;
	unsigned count;
};

static void hear(void *userdata, size_t access_point, const char *line)
{
	struct site *site = userdata;

	text_printf(&site->heard, "%zu: %s\n", access_point, line);
	site->count++;
}

static int setup(void **state)
{
	struct site *site = memory_zero(1, sizeof(*site));

	strcpy(site->folder, "/tmp/roamtest-test-XXXXXX");
	assert_non_null(mkdtemp(site->folder));
	site->scenario.access_points = site->access_points;
	site->scenario.access_point_count = ARRAY_SIZE(site->access_points);
	for (uint8_t i = 0; i < ARRAY_SIZE(site->access_points); i++)
		memcpy(site->access_points[i].bssid, (uint8_t[]){ 2, 0, 0, 0, i, 0 },
		       MAC_LENGTH);
	assert_true(sd_event_new(&site->loop) >= 0);
	*state = site;
	return 0;
}

static int teardown(void **state)
{
	struct site *site = *state;
	char *command = memory_printf("rm -r %s", site->folder);

	log_follower_close(site->follower);
	sd_event_unref(site->loop);
	text_clear(&site->heard);
	for (size_t i = 0; i < ARRAY_SIZE(site->access_points); i++)
		free(site->access_points[i].log);
	assert_int_equal(system(command), 0);
	free(command);
	free(site);
	return 0;
}

static char *path_of(const struct site *site, const char *name)
{
	return memory_printf("%s/%s", site->folder, name);
}

static void add_octets(const struct site *site, const char *name, const void *octets,
		       size_t length)
{
	cleanup_free_ char *path = path_of(site, name);
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(fd_write_all(fd, octets, length), 0);
	close(fd);
}

static void add(const struct site *site, const char *name, const char *text)
{
	add_octets(site, name, text, strlen(text));
}

static void begin(struct site *site)
{
	assert_int_equal(log_follower_open(&site->follower, site->loop, &site->scenario,
					   hear, site, NULL),
			 0);
}

/* With what the first access point's log has already. */
static void follow(struct site *site, const char *past)
{
	site->access_points[0].log = path_of(site, "log");
	add(site, "log", past);
	begin(site);
}

/* inotify tells at once: what was done has been told of. */
static void dispatch(struct site *site)
{
	while (sd_event_run(site->loop, 0) > 0)
		;
}

static void assert_heard(struct site *site, const char *lines)
{
	dispatch(site);
	assert_string_equal(site->heard.data ? site->heard.data : "", lines);
	text_reset(&site->heard);
}

static void every_new_line_is_told(void **state)
{
	struct site *site = *state;

	follow(site, "before the run\n");
	assert_heard(site, "");
	add(site, "log", "first\n");
	assert_heard(site, "0: first\n");
	add(site, "log", "second\n\nthird\r\n");
	assert_heard(site, "0: second\n0: third\n");
	assert_int_equal(log_follower_lines(site->follower, 0), 3);
	assert_int_equal(log_follower_lines(site->follower, 1), 0);
}

static void half_a_line_waits_for_its_end(void **state)
{
	struct site *site = *state;

	follow(site, "");
	add(site, "log", "AP-STA-CONN");
	assert_heard(site, "");
	add(site, "log", "ECTED\nnext");
	assert_heard(site, "0: AP-STA-CONNECTED\n");
	add(site, "log", "\n");
	assert_heard(site, "0: next\n");
}

static void one_that_began_before_the_run_is_none(void **state)
{
	struct site *site = *state;

	follow(site, "whole\nhalf of");
	add(site, "log", " a line\nwhole again\n");
	assert_heard(site, "0: whole again\n");
}

static void a_truncated_log_begins_anew(void **state)
{
	struct site *site = *state;
	cleanup_free_ char *path = NULL;

	follow(site, "long enough to be longer than what comes\n");
	add(site, "log", "and half of what was on its way");
	assert_heard(site, "");
	path = path_of(site, "log");
	assert_int_equal(truncate(path, 0), 0);
	add(site, "log", "new\n");
	assert_heard(site, "0: new\n");
}

/* What "logread -f > FILE" does to a file that somebody else empties. */
static void a_hole_before_a_line_is_not_seen(void **state)
{
	struct site *site = *state;
	cleanup_free_ char *path = NULL;
	int fd;

	follow(site, "");
	path = path_of(site, "log");
	fd = open(path, O_WRONLY | O_CLOEXEC);
	assert_int_equal(fd_write_all(fd, "first\n", 6), 0);
	assert_heard(site, "0: first\n");
	assert_int_equal(truncate(path, 0), 0);
	assert_heard(site, "");
	assert_int_equal(fd_write_all(fd, "second\n", 7), 0);
	assert_heard(site, "0: second\n");
	close(fd);
}

static void a_renamed_log_is_read_to_its_end_and_then_the_new_one(void **state)
{
	struct site *site = *state;
	cleanup_free_ char *path = NULL, *old = NULL;

	follow(site, "past\n");
	path = path_of(site, "log");
	old = path_of(site, "log.1");
	assert_int_equal(rename(path, old), 0);
	add(site, "log.1", "last of the old\nhalf");
	assert_heard(site, "0: last of the old\n");
	add(site, "log.1", " and whole\n");
	add(site, "log", "first of the new\n");
	assert_heard(site, "0: half and whole\n0: first of the new\n");
	add(site, "log.1", "late\n");
	add(site, "log", "second of the new\n");
	assert_heard(site, "0: second of the new\n");
}

static void one_that_is_replaced_at_once_too(void **state)
{
	struct site *site = *state;
	cleanup_free_ char *path = NULL, *other = NULL;

	follow(site, "past\n");
	path = path_of(site, "log");
	other = path_of(site, "other");
	add(site, "other", "new\n");
	assert_int_equal(rename(other, path), 0);
	assert_heard(site, "0: new\n");
	add(site, "log", "newer\n");
	assert_heard(site, "0: newer\n");
}

static void one_that_is_not_there_is_waited_for(void **state)
{
	struct site *site = *state;

	site->access_points[0].log = path_of(site, "log");
	begin(site);
	add(site, "other", "no\n");
	assert_heard(site, "");
	add(site, "log", "here\n");
	assert_heard(site, "0: here\n");
}

static void but_not_one_whose_folder_is_not_there(void **state)
{
	cleanup_error_ struct error error = { 0 };
	struct site *site = *state;
	struct log_follower *follower;

	site->access_points[0].log = memory_strdup("/nowhere/at/all.log");
	assert_true(log_follower_open(&follower, site->loop, &site->scenario, hear, site,
				      &error) < 0);
	assert_string_equal(
		error.reason,
		"cannot follow /nowhere/at/all.log: No such file or directory");
}

static void one_in_the_current_folder_needs_no_slash(void **state)
{
	char before[PATH_MAX];
	struct site *site = *state;

	assert_non_null(getcwd(before, sizeof(before)));
	assert_int_equal(chdir(site->folder), 0);
	site->access_points[0].log = memory_strdup("log");
	begin(site);
	add(site, "log", "here\n");
	assert_heard(site, "0: here\n");
	assert_int_equal(chdir(before), 0);
}

static void a_log_behind_a_link_is_followed_where_it_is(void **state)
{
	struct site *site = *state;
	cleanup_free_ char *link = path_of(site, "link"),
			   *folder = path_of(site, "there");

	assert_int_equal(mkdir(folder, 0700), 0);
	add(site, "there/log", "past\n");
	assert_int_equal(symlink("there/log", link), 0);
	site->access_points[0].log = path_of(site, "link");
	begin(site);
	add(site, "there/log", "new\n");
	assert_heard(site, "0: new\n");
}

static void what_inotify_does_not_tell_of_is_read_on_demand(void **state)
{
	struct site *site = *state;

	follow(site, "past\n");
	/* The loop does not run, as if it knew of nothing. */
	add(site, "log", "new\n");
	log_follower_read(site->follower);
	assert_string_equal(site->heard.data, "0: new\n");
}

static void a_long_line_is_cut(void **state)
{
	struct site *site = *state;
	char line[2 * LOG_FOLLOWER_LINE_MAX];

	memset(line, 'x', sizeof(line));
	follow(site, "");
	add_octets(site, "log", line, sizeof(line));
	add(site, "log", "\nshort\n");
	dispatch(site);
	assert_int_equal(site->count, 2);
	assert_int_equal(site->heard.length,
			 strlen("0: \n0: short\n") + LOG_FOLLOWER_LINE_MAX);
}

static void garbage_is_harmless(void **state)
{
	static const char garbage[] = "\x1b[2Ja\tb\0c\x7f\xff\xc3\xa9\xc2\x9b \xc3\n";
	struct site *site = *state;
	char octets[20000];

	follow(site, "");
	add_octets(site, "log", garbage, sizeof(garbage) - 1);
	assert_heard(site, "0: ?[2Ja bc??\xc3\xa9? ?\n");
	srand(1);
	for (size_t i = 0; i < sizeof(octets); i++)
		octets[i] = (char)rand();
	add_octets(site, "log", octets, sizeof(octets));
	add(site, "log", "\n");
	dispatch(site);
	assert_true(site->count > 10);
	for (size_t i = 0; i < site->heard.length; i++)
		assert_true(site->heard.data[i] == '\n' ||
			    (unsigned char)site->heard.data[i] >= 0x20);
}

static void a_log_that_grows_fast_is_read_all_the_same(void **state)
{
	cleanup_text_ struct text text = { 0 };
	struct site *site = *state;

	for (int i = 0; i < 100000; i++)
		text_printf(&text, "line %d\n", i);
	follow(site, "");
	add_octets(site, "log", text.data, text.length);
	/* Not in one go: others get their turn. */
	assert_true(sd_event_run(site->loop, 0) > 0);
	assert_in_range(site->count, 1, 50000);
	dispatch(site);
	assert_int_equal(site->count, 100000);
}

static void the_networks_secrets_are_in_no_line(void **state)
{
	static const char psk[] =
		"f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e";
	struct site *site = *state;
	cleanup_text_ struct text line = { 0 };

	/* IEEE 802.11-2020 J.4.2, the first vector. */
	site->scenario.ssid = (char[]){ "IEEE" };
	site->scenario.password = (char[]){ "password" };
	site->scenario.securities[SECURITY_FT_PSK] = true;
	follow(site, "");
	add(site, "log", "wpa_passphrase=password\n");
	assert_heard(site, "0: wpa_passphrase=[secret]\n");
	text_printf(&line, "wpa_psk=%s\n", psk);
	add(site, "log", line.data);
	assert_heard(site, "0: wpa_psk=[secret]\n");
	add(site, "log", "passphrase - hexdump(len=8): 70 61 73 73 77 6f 72 64\n");
	assert_heard(site, "0: passphrase - hexdump(len=8): [secret]\n");
	text_reset(&line);
	text_add(&line, "PSK - hexdump(len=32):");
	for (size_t i = 0; i < strlen(psk); i += 2)
		text_printf(&line, " %.2s", psk + i);
	text_add(&line, "\n");
	add(site, "log", line.data);
	assert_heard(site, "0: PSK - hexdump(len=32): [secret]\n");
	/* Through which the end of what is kept of a line goes. */
	text_reset(&line);
	for (size_t i = 0; i < LOG_FOLLOWER_LINE_MAX - 5; i++)
		text_add_char(&line, '-');
	text_add(&line, "password\n");
	add(site, "log", line.data);
	dispatch(site);
	assert_non_null(strstr(site->heard.data, "-[secret]\n"));
	assert_null(strstr(site->heard.data, "passw"));
}

static void a_wpa3_network_has_no_psk(void **state)
{
	struct site *site = *state;

	site->scenario.password = (char[]){ "correct horse" };
	site->scenario.securities[SECURITY_FT_SAE] = true;
	follow(site, "");
	add(site, "log", "sae_password=correct horse\n");
	assert_heard(site, "0: sae_password=[secret]\n");
}

static void a_file_of_several_access_points_is_read_once(void **state)
{
	struct site *site = *state;
	cleanup_free_ char *log = path_of(site, "log"), *link = path_of(site, "link");

	add_octets(site, "log", "a hole: \0", sizeof("a hole: \0") - 1);
	add(site, "log", "Using interface wlan0 with hwaddr 02:00:00:00:00:00\n");
	assert_int_equal(symlink("log", link), 0);
	site->access_points[0].log = memory_strdup(log);
	site->access_points[1].log = memory_strdup(link);
	site->access_points[2].log = path_of(site, "other");
	add(site, "other", "");
	begin(site);
	add(site, "log", "Using interface wlan1 with hwaddr 02:00:00:00:01:00\n");
	assert_heard(site, "1: Using interface wlan1 with hwaddr 02:00:00:00:01:00\n");
	add(site, "log", "wlan0: zero\nwlan1: one\nboth\n");
	add(site, "other", "wlan0: another device's\n");
	assert_heard(site, "0: wlan0: zero\n1: wlan1: one\n0: both\n1: both\n"
			   "2: wlan0: another device's\n");
	assert_int_equal(log_follower_lines(site->follower, 0), 4);
	assert_int_equal(log_follower_lines(site->follower, 1), 4);
	assert_int_equal(log_follower_lines(site->follower, 2), 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(every_new_line_is_told),
		TEST(half_a_line_waits_for_its_end),
		TEST(one_that_began_before_the_run_is_none),
		TEST(a_truncated_log_begins_anew),
		TEST(a_hole_before_a_line_is_not_seen),
		TEST(a_renamed_log_is_read_to_its_end_and_then_the_new_one),
		TEST(one_that_is_replaced_at_once_too),
		TEST(one_that_is_not_there_is_waited_for),
		TEST(but_not_one_whose_folder_is_not_there),
		TEST(one_in_the_current_folder_needs_no_slash),
		TEST(a_log_behind_a_link_is_followed_where_it_is),
		TEST(what_inotify_does_not_tell_of_is_read_on_demand),
		TEST(a_long_line_is_cut),
		TEST(garbage_is_harmless),
		TEST(a_log_that_grows_fast_is_read_all_the_same),
		TEST(the_networks_secrets_are_in_no_line),
		TEST(a_wpa3_network_has_no_psk),
		TEST(a_file_of_several_access_points_is_read_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
