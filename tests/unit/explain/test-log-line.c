/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "explain/log-line.h"

static void a_line_is_known_by_what_hostapd_says(void **state)
{
	(void)state;
	assert_int_equal(log_line_find("FT: No matching R1KH found"), LOG_R1KH_UNKNOWN);
	assert_int_equal(log_line_find("FT(RRB): Failed to decrypt"), LOG_UNDECIPHERABLE);
	assert_int_equal(log_line_find("wlan0: AP-STA-CONNECTED 02:00:00:00:ff:00"),
			 LOG_CONNECTED);
	assert_int_equal(log_line_find("nl80211: Register frame type=0xb0"),
			 LOG_LINE_MAX);
}

static void what_a_system_s_log_puts_before_it_does_not_matter(void **state)
{
	const char *line =
		"Sun Nov 22 21:46:11 2026 daemon.debug hostapd: FT: No matching "
		"PMK-R0-Name found";

	(void)state;
	assert_int_equal(log_line_find(line), LOG_R0_UNKNOWN);
	assert_string_equal(log_line_text(line), "FT: No matching PMK-R0-Name found");
}

static void a_pull_and_its_response_are_told_apart(void **state)
{
	(void)state;
	assert_int_equal(log_line_find("FT: Received PMK-R1 pull"), LOG_PULL_RECEIVED);
	assert_int_equal(log_line_find("FT: Received PMK-R1 pull response"),
			 LOG_RESPONSE_RECEIVED);
}

static void both_identifiers_of_its_own_are_told_from_neither(void **state)
{
	(void)state;
	assert_int_equal(log_line_find("FT: seq - local R0KH-ID and R1KH-ID"),
			 LOG_SEQUENCE_OWN);
	assert_int_equal(log_line_find("FT: seq - remote R0KH-ID and R1KH-ID"),
			 LOG_SEQUENCE_FOREIGN);
}

static void an_ft_authentication_is_no_mere_authentication(void **state)
{
	static const char mere[] = "1795342065.84: authentication: STA=02:00:00:00:ff:00 "
				   "auth_alg=2 auth_transaction=1 status_code=0";

	(void)state;
	assert_int_equal(log_line_find("FT: Received authentication frame: "
				       "STA=02:00:00:00:ff:00 BSSID=02:00:00:00:02:00"),
			 LOG_FT_AUTHENTICATION);
	assert_int_equal(log_line_find(mere), LOG_AUTHENTICATION);
	assert_string_equal(log_line_text(mere), strchr(mere, ' ') + 1);
	assert_int_equal(log_line_find("reassociation request: STA=02:00:00:00:ff:00"),
			 LOG_ASSOCIATION);
	assert_string_equal(log_line_text("x reassociation request: STA=02"),
			    "reassociation request: STA=02");
}

static void assert_about(const char *line, const char *expected)
{
	char address[MAC_FORMAT_MAX];
	uint8_t mac[MAC_LENGTH];

	assert_true(log_line_about(line, mac));
	assert_string_equal(mac_format(address, mac), expected);
}

static void a_line_names_the_station_that_it_is_about(void **state)
{
	static const char station[] = "02:00:00:00:ff:00";

	(void)state;
	assert_about("FT: Received authentication frame: STA=02:00:00:00:ff:00 "
		     "BSSID=02:00:00:00:02:00 transaction=1",
		     station);
	assert_about("FT: Received FT Action frame (STA=02:00:00:00:ff:00 Target "
		     "AP=02:00:00:00:02:00 Action=1)",
		     station);
	assert_about("FT: Timeout pending pull request for 02:00:00:00:ff:00", station);
	assert_about("AP-STA-CONNECTED 02:00:00:00:ff:00", station);
	assert_about("AP-STA-DISCONNECTED 02:00:00:00:ff:00", station);
	assert_about("Station 02:00:00:00:ff:00 not allowed to authenticate", station);
	assert_about("wlan0: STA 02:00:00:00:ff:00 IEEE 802.11: association SA Query "
		     "attempt 1",
		     station);
	assert_about("FT: RRB authentication response: STA=02:00:00:00:ff:00 "
		     "CurrentAP=02:00:00:00:01:00 status=0 (SUCCESS)",
		     station);
}

static void a_message_is_about_whoever_sent_it(void **state)
{
	(void)state;
	assert_about("FT: RRB-OUI(02:00:00:00:01:00) received frame from remote AP "
		     "02:00:00:00:02:00 oui_suffix=1 dst=02:00:00:00:01:00",
		     "02:00:00:00:02:00");
	assert_about("FT: RRB received frame from remote AP 02:00:00:00:02:00",
		     "02:00:00:00:02:00");
}

static void a_line_may_be_about_nobody(void **state)
{
	uint8_t mac[MAC_LENGTH];

	(void)state;
	assert_false(log_line_about("FT: STA R0KH-ID matching local configuration", mac));
	assert_false(log_line_about("FT(RRB): Failed to decrypt", mac));
	assert_false(log_line_about("STA=", mac));
	assert_false(log_line_about("", mac));
}

static void what_every_build_says_is_no_debug_line(void **state)
{
	(void)state;
	assert_false(log_line_is_debug(log_line_find("AP-STA-CONNECTED 02:00")));
	assert_false(log_line_is_debug(log_line_find("FT(RRB): Failed to decrypt")));
	assert_false(log_line_is_debug(LOG_LINE_MAX));
	assert_true(log_line_is_debug(log_line_find("FT: Received PMK-R1 pull")));
	assert_true(log_line_is_debug(log_line_find("authentication: STA=02:00")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_known_by_what_hostapd_says),
		cmocka_unit_test(what_a_system_s_log_puts_before_it_does_not_matter),
		cmocka_unit_test(a_pull_and_its_response_are_told_apart),
		cmocka_unit_test(both_identifiers_of_its_own_are_told_from_neither),
		cmocka_unit_test(an_ft_authentication_is_no_mere_authentication),
		cmocka_unit_test(a_line_names_the_station_that_it_is_about),
		cmocka_unit_test(a_message_is_about_whoever_sent_it),
		cmocka_unit_test(a_line_may_be_about_nobody),
		cmocka_unit_test(what_every_build_says_is_no_debug_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
