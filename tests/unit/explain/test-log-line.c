/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_known_by_what_hostapd_says),
		cmocka_unit_test(what_a_system_s_log_puts_before_it_does_not_matter),
		cmocka_unit_test(a_pull_and_its_response_are_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
