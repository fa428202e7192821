/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"

#include <string.h>

#include "live/control-socket.h"

static void assert_paths(const struct paths *paths, const char *wanted)
{
	char all[256] = "";

	for (size_t i = 0; i < paths->count; i++) {
		strcat(all, paths->items[i]);
		strcat(all, ";");
	}
	assert_string_equal(all, wanted);
}

static void assert_found(const char *arguments, size_t length, const char *wanted_folders,
			 const char *wanted_files)
{
	cleanup_paths_ struct paths folders = { 0 }, files = { 0 };

	control_socket_arguments(arguments, length, &folders, &files);
	assert_paths(&folders, wanted_folders);
	assert_paths(&files, wanted_files);
}
/* arguments: a string literal with a NUL behind each argument but the last. */
#define assert_arguments(arguments, folders, files) \
	assert_found(arguments, sizeof(arguments), folders, files)

static void the_folder_of_a_supplicant_stands_in_its_arguments(void **state)
{
	(void)state;
	/* As Debian's service of NetworkManager has it. */
	assert_arguments("/sbin/wpa_supplicant\0-u\0-s\0-O\0"
			 "DIR=/run/wpa_supplicant GROUP=netdev",
			 "/run/wpa_supplicant;", "");
	assert_arguments("wpa_supplicant\0-O/run/a\0-c/etc/a.conf\0-iwlan0", "/run/a;",
			 "/etc/a.conf;");
	assert_arguments("wpa_supplicant\0-Bi\0wlan0\0-C\0/run/b\0-c\0/etc/b.conf\0-N\0"
			 "-i\0wlan1\0-C\0/run/b",
			 "/run/b;", "/etc/b.conf;");
}

static void what_is_no_folder_is_left(void **state)
{
	(void)state;
	assert_arguments("wpa_supplicant\0-i\0wlan0\0-C\0udp\0-c", "", "");
	assert_arguments("wpa_supplicant\0-D\0-Cnl80211\0-f\0/var/log/c", "", "");
	assert_found("", 0, "", "");
	assert_found("-C/x", 4, "", ""); /* cut off */
}

static void a_configuration_names_a_folder(void **state)
{
	cleanup_paths_ struct paths folders = { 0 };

	(void)state;
	control_socket_configuration("# ctrl_interface=/run/no\n"
				     "ctrl_interface=DIR=/run/one GROUP=netdev\r\n"
				     "\tctrl_interface=/run/two\n"
				     "ctrl_interface_group=netdev\n"
				     "ctrl_interface=udp\n"
				     "ctrl_interface=/run/two",
				     &folders);
	assert_paths(&folders, "/run/one;/run/two;");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_folder_of_a_supplicant_stands_in_its_arguments),
		cmocka_unit_test(what_is_no_folder_is_left),
		cmocka_unit_test(a_configuration_names_a_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
