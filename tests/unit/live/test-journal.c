/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "live/journal.h"

static char folder[64];

static int make_folder(void **state)
{
	(void)state;
	strcpy(folder, "/tmp/roamtest-unit-XXXXXX");
	return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
	char *path = memory_printf("%s/wlan0.json", folder);

	(void)state;
	unlink(path);
	free(path);
	rmdir(folder); /* an unlock may have done so */
	return 0;
}

static void fill(struct journal *journal)
{
	*journal = (struct journal){
		.interface = memory_strdup("wlan0"),
		.pid = 1234,
		.manager = MANAGER_NETWORK_MANAGER,
		.device = memory_strdup("/org/freedesktop/NetworkManager/Devices/3"),
		.connection = memory_strdup("/org/freedesktop/NetworkManager/Settings/1"),
		.name = memory_strdup("Büro \"2\""),
		.control_path = memory_strdup("/run/wpa_supplicant/wlan0"),
		.network = 2,
		.ssid = memory_strdup("\"corridor\""),
		.enabled = true,
		.current = 2,
		.has_pin = true,
		.pin = { 2, 0, 0, 0, 1, 0 },
		.bgscan_held = true,
		.bgscan = memory_strdup("\"simple:30:-65:300\""),
	};
	for (int i = 0; i < 2; i++)
		*array_add(journal->others, journal->other_count,
			   journal->other_capacity) = i;
	*array_add(journal->interfaces, journal->interface_count,
		   journal->interface_capacity) = memory_strdup("wg0");
	*array_add(journal->settings, journal->setting_count, journal->setting_capacity) =
		(struct journal_setting){ memory_strdup("arp-evict"),
					  memory_strdup("1") };
}

static void a_journal_is_read_as_it_was_written(void **state)
{
	cleanup_journal_ struct journal written = { 0 }, read = { 0 };

	(void)state;
	fill(&written);
	assert_int_equal(journal_write(folder, &written, NULL), 0);
	assert_int_equal(journal_read(folder, "wlan0", &read, NULL), 0);
	assert_string_equal(read.interface, "wlan0");
	assert_int_equal(read.pid, 1234);
	assert_int_equal(read.manager, MANAGER_NETWORK_MANAGER);
	assert_string_equal(read.device, written.device);
	assert_string_equal(read.connection, written.connection);
	assert_string_equal(read.name, written.name);
	assert_string_equal(read.control_path, written.control_path);
	assert_int_equal(read.network, 2);
	assert_string_equal(read.ssid, "\"corridor\"");
	assert_true(read.enabled && read.has_pin && read.bgscan_held && !read.idle);
	assert_false(read.own_supplicant);
	assert_int_equal(read.current, 2);
	assert_memory_equal(read.pin, written.pin, MAC_LENGTH);
	assert_string_equal(read.bgscan, "\"simple:30:-65:300\"");
	assert_int_equal(read.other_count, 2);
	assert_int_equal(read.others[1], 1);
	assert_int_equal(read.interface_count, 1);
	assert_string_equal(read.interfaces[0], "wg0");
	assert_int_equal(read.setting_count, 1);
	assert_string_equal(read.settings[0].name, "arp-evict");
	assert_string_equal(read.settings[0].before, "1");
}

static void what_is_not_there_is_not_read_either(void **state)
{
	cleanup_journal_ struct journal written = { 0 }, read = { 0 };

	(void)state;
	written.interface = memory_strdup("wlan0");
	written.own_supplicant = true;
	written.link_mode = 1;
	written.current = -1;
	assert_int_equal(journal_write(folder, &written, NULL), 0);
	assert_int_equal(journal_read(folder, "wlan0", &read, NULL), 0);
	assert_true(read.own_supplicant && !read.was_up);
	assert_int_equal(read.link_mode, 1);
	assert_null(read.device);
	assert_null(read.control_path);
	assert_int_equal(read.other_count + read.interface_count + read.setting_count, 0);
}

static void journals_are_listed_by_interface_and_go_one_by_one(void **state)
{
	cleanup_journal_ struct journal journal = { 0 };
	cleanup_error_ struct error error = { 0 };
	char **names;
	size_t count;

	(void)state;
	assert_int_equal(journal_list("/nowhere", &names, &count, NULL), 0);
	assert_int_equal(count, 0);
	fill(&journal);
	assert_int_equal(journal_write(folder, &journal, NULL), 0);
	assert_int_equal(journal_list(folder, &names, &count, NULL), 0);
	assert_int_equal(count, 1);
	assert_string_equal(names[0], "wlan0");
	free(names[0]);
	free(names);
	assert_int_equal(journal_remove(folder, "wlan0", NULL), 0);
	assert_int_equal(journal_remove(folder, "wlan0", NULL), 0);
	cleanup_journal_ struct journal read = { 0 };

	assert_int_equal(journal_read(folder, "wlan0", &read, &error), -ENOENT);
}

static void assert_refused(const char *text)
{
	cleanup_free_ char *path = memory_printf("%s/wlan0.json", folder);
	cleanup_journal_ struct journal read = { 0 };
	cleanup_error_ struct error error = { 0 };

	assert_int_equal(file_write(path, text, strlen(text), 0600, NULL), 0);
	assert_int_equal(journal_read(folder, "wlan0", &read, &error), -EBADMSG);
	assert_non_null(error.remedy);
}

static void a_file_that_is_no_journal_is_refused(void **state)
{
	(void)state;
	assert_refused("");
	assert_refused("[]");
	assert_refused(
		"{ \"format\": 2, \"interface\": \"wlan0\", \"manager\": \"none\" }");
	assert_refused(
		"{ \"format\": 1, \"interface\": \"wlan1\", \"manager\": \"none\" }");
	assert_refused(
		"{ \"format\": 1, \"interface\": \"wlan0\", \"manager\": \"me\" }");
	assert_refused(
		"{ \"format\": 1, \"interface\": \"wlan0\", \"manager\": \"none\", "
		"\"settings\": [ { \"name\": \"arp-evict\" } ] }");
	assert_refused(
		"{ \"format\": 1, \"interface\": \"wlan0\", \"manager\": \"none\", "
		"\"supplicant\": { \"control\": \"/x\", \"ssid\": \"y\", "
		"\"pin\": \"z\" } }");
}

static void one_process_at_a_time_has_the_lock(void **state)
{
	cleanup_error_ struct error error = { 0 };
	char **names;
	size_t count;
	int lock;

	(void)state;
	lock = journal_lock(folder, "wlan0", NULL);
	assert_true(lock >= 0);
	assert_int_equal(journal_lock(folder, "wlan0", &error), -EBUSY);
	assert_non_null(error.remedy);
	/* It is no journal, and nothing is left of it. */
	assert_int_equal(journal_list(folder, &names, &count, NULL), 0);
	assert_int_equal(count, 0);
	free(names);
	journal_unlock(folder, "wlan0", lock);
	lock = journal_lock(folder, "wlan0", NULL);
	assert_true(lock >= 0);
	journal_unlock(folder, "wlan0", lock);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_journal_is_read_as_it_was_written,
						make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(what_is_not_there_is_not_read_either,
						make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(
			journals_are_listed_by_interface_and_go_one_by_one, make_folder,
			remove_folder),
		cmocka_unit_test_setup_teardown(a_file_that_is_no_journal_is_refused,
						make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(one_process_at_a_time_has_the_lock,
						make_folder, remove_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
