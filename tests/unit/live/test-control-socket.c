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

#define HEAD "Num       RefCount Protocol Flags    Type St Inode Path\n"
#define LINE(type, path) \
	"0000000000000000: 00000002 00000000 00000000 " type " 01 20511" path "\n"

static void assert_bound(const char *table, const char *wanted)
{
	cleanup_paths_ struct paths paths = { 0 };

	control_socket_bound(table, "wlan0", &paths);
	assert_paths(&paths, wanted);
}

static void a_socket_of_the_interfaces_name_is_found_wherever_it_is_bound(void **state)
{
	(void)state;
	assert_bound(HEAD LINE("0002", " /run/wpa_supplicant/wlan0")
			     LINE("0002", " /srv/a folder/wlan0")
				     LINE("0002", " /run/wpa_supplicant/wlan0"),
		     "/run/wpa_supplicant/wlan0;/srv/a folder/wlan0;");
	/* As cut off by whatever it was read with. */
	assert_bound("ffff8881: 00000002 00000000 00000000 0002 01 1 /run/a/wlan0",
		     "/run/a/wlan0;");
}

static void other_sockets_are_left(void **state)
{
	(void)state;
	assert_bound("", "");
	assert_bound(HEAD LINE("0002", " /run/wpa_supplicant/wlan01")
			     LINE("0002", " /run/wpa_supplicant/p2p-wlan0")
				     LINE("0002", " /run/dhcpcd/wlan0.sock"),
		     "");
	assert_bound(HEAD LINE("0001", " /run/a/wlan0") LINE("0005", " /run/a/wlan0"),
		     "");
	assert_bound(HEAD LINE("0002", "") LINE("0002", " @/run/a/wlan0")
			     LINE("0002", " a/wlan0") LINE("0002", " "),
		     "");
}

/* arguments: a string literal with a NUL behind each argument but the last. */
#define assert_owner(arguments) \
	assert_true(control_socket_owner(arguments, sizeof(arguments), "wlan0"))
#define assert_stranger(arguments) \
	assert_false(control_socket_owner(arguments, sizeof(arguments), "wlan0"))

static void whose_interface_it_is_stands_in_its_arguments(void **state)
{
	(void)state;
	assert_owner("wpa_supplicant\0-c/etc/a.conf\0-Dnl80211,wext\0-iwlan0");
	assert_owner("wpa_supplicant\0-Bi\0wlan1\0-C\0/run/b\0-N\0-Bi\0wlan0");
	assert_stranger("wpa_supplicant\0-u\0-s\0-O\0DIR=/run/wlan0 GROUP=netdev");
	assert_stranger("wpa_supplicant\0-iwlan01\0-c\0wlan0\0-i");
	assert_false(control_socket_owner("", 0, "wlan0"));
	assert_false(control_socket_owner("-iwlan0", 7, "wlan0")); /* cut off */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_socket_of_the_interfaces_name_is_found_wherever_it_is_bound),
		cmocka_unit_test(other_sockets_are_left),
		cmocka_unit_test(whose_interface_it_is_stands_in_its_arguments),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
