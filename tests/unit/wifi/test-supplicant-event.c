/* SPDX-License-Identifier: BSD-3-Clause */
/* cmocka's prerequisites */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <string.h>

#include "wifi/supplicant.h"

/* Messages as wpa_supplicant 2.10 sent them. */

static const uint8_t stairs[MAC_LENGTH] = { 2, 0, 0, 0, 1, 0 };

static struct event parse(const char *message)
{
	struct event event = { 0 };

	assert_true(supplicant_parse_event(message, &event));
	assert_int_equal(event.kind, EVENT_SUPPLICANT);
	return event;
}

static void the_steps_of_an_association_name_their_bssid(void **state)
{
	static const struct {
		const char *message;
		enum supplicant_event what;
	} steps[] = {
		{ "<3>SME: Trying to authenticate with 02:00:00:00:01:00 "
		  "(SSID='corridor' freq=2437 MHz)",
		  SUPPLICANT_AUTHENTICATING },
		{ "<3>Trying to associate with 02:00:00:00:01:00 (SSID='corridor' "
		  "freq=2437 MHz)",
		  SUPPLICANT_ASSOCIATING },
		{ "<3>Associated with 02:00:00:00:01:00", SUPPLICANT_ASSOCIATED },
		{ "<2>RX EAPOL from 02:00:00:00:01:00", SUPPLICANT_EAPOL_RECEIVED },
		{ "<2>RX EAPOL from 02:00:00:00:01:00 (encrypted=-1)",
		  SUPPLICANT_EAPOL_RECEIVED }, /* since 2.11 */
		{ "<3>WPA: Key negotiation completed with 02:00:00:00:01:00 [PTK=CCMP "
		  "GTK=CCMP]",
		  SUPPLICANT_KEYS_DONE },
		{ "<3>CTRL-EVENT-CONNECTED - Connection to 02:00:00:00:01:00 completed "
		  "[id=0 id_str=]",
		  SUPPLICANT_CONNECTED },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		struct event event = parse(steps[i].message);

		assert_int_equal(event.supplicant.what, steps[i].what);
		assert_memory_equal(event.supplicant.bssid, stairs, MAC_LENGTH);
		assert_string_equal(event.supplicant.text, steps[i].message + 3);
		assert_false(event.supplicant.has_status || event.supplicant.has_reason);
		event_clear(&event);
	}
}

static void an_ft_response_names_the_target_and_not_the_station(void **state)
{
	struct event event = parse("<2>FT: Received FT Action Response: STA "
				   "02:00:00:00:02:00 TargetAP 02:00:00:00:01:00 status "
				   "54");

	(void)state;
	assert_int_equal(event.supplicant.what, SUPPLICANT_FT_RESPONSE);
	assert_memory_equal(event.supplicant.bssid, stairs, MAC_LENGTH);
	assert_true(event.supplicant.has_status);
	assert_int_equal(event.supplicant.status, 54);
	event_clear(&event);
}

static void a_rejected_authentication_has_its_status(void **state)
{
	struct event event =
		parse("<3>CTRL-EVENT-AUTH-REJECT 02:00:00:00:01:00 auth_type=2 "
		      "auth_transaction=2 status_code=53 ie=3603a1b201");

	(void)state;
	assert_int_equal(event.supplicant.what, SUPPLICANT_AUTH_REJECT);
	assert_memory_equal(event.supplicant.bssid, stairs, MAC_LENGTH);
	assert_true(event.supplicant.has_status);
	assert_int_equal(event.supplicant.status, 53);
	event_clear(&event);
}

static void a_rejected_association_has_its_status_and_bssid(void **state)
{
	struct event event = parse("<3>CTRL-EVENT-ASSOC-REJECT bssid=02:00:00:00:01:00 "
				   "status_code=55");

	(void)state;
	assert_int_equal(event.supplicant.what, SUPPLICANT_ASSOC_REJECT);
	assert_memory_equal(event.supplicant.bssid, stairs, MAC_LENGTH);
	assert_int_equal(event.supplicant.status, 55);
	assert_false(event.supplicant.timeout);
	event_clear(&event);
}

static void an_association_that_timed_out_is_told_from_a_rejected_one(void **state)
{
	struct event event = parse("<3>CTRL-EVENT-ASSOC-REJECT status_code=1 timeout");

	(void)state;
	assert_true(event.supplicant.timeout);
	assert_true(mac_is_zero(event.supplicant.bssid));
	event_clear(&event);
	event = parse("<3>CTRL-EVENT-ASSOC-REJECT bssid=02:00:00:00:01:00 status_code=1 "
		      "timeout=auth");
	assert_true(event.supplicant.timeout);
	event_clear(&event);
	event = parse("<3>CTRL-EVENT-ASSOC-REJECT bssid=02:00:00:00:01:00 status_code=1 "
		      "timeouts");
	assert_false(event.supplicant.timeout);
	event_clear(&event);
}

static void a_disconnection_has_its_reason_and_who_caused_it(void **state)
{
	struct event event =
		parse("<3>CTRL-EVENT-DISCONNECTED bssid=02:00:00:00:01:00 reason=15");

	(void)state;
	assert_int_equal(event.supplicant.what, SUPPLICANT_DISCONNECTED);
	assert_memory_equal(event.supplicant.bssid, stairs, MAC_LENGTH);
	assert_true(event.supplicant.has_reason);
	assert_int_equal(event.supplicant.reason, 15);
	assert_false(event.supplicant.locally_generated);
	event_clear(&event);
	event = parse("<3>CTRL-EVENT-DISCONNECTED bssid=02:00:00:00:01:00 reason=3 "
		      "locally_generated=1");
	assert_true(event.supplicant.locally_generated);
	event_clear(&event);
}

static void scans_and_the_end_are_recognised(void **state)
{
	struct event event = parse("<3>CTRL-EVENT-SCAN-STARTED ");

	(void)state;
	assert_int_equal(event.supplicant.what, SUPPLICANT_SCAN_STARTED);
	assert_string_equal(event.supplicant.text, "CTRL-EVENT-SCAN-STARTED");
	event_clear(&event);
	event = parse("<3>CTRL-EVENT-SCAN-RESULTS ");
	assert_int_equal(event.supplicant.what, SUPPLICANT_SCAN_RESULTS);
	event_clear(&event);
	event = parse("<3>CTRL-EVENT-SCAN-FAILED ret=-16 retry=1");
	assert_int_equal(event.supplicant.what, SUPPLICANT_SCAN_FAILED);
	event_clear(&event);
	event = parse("<3>CTRL-EVENT-TERMINATING ");
	assert_int_equal(event.supplicant.what, SUPPLICANT_TERMINATING);
	event_clear(&event);
}

static void what_an_ssid_says_is_not_believed(void **state)
{
	struct event event =
		parse("<3>CTRL-EVENT-SSID-TEMP-DISABLED id=0 ssid=\"x reason=5 "
		      "status_code=6\" auth_failures=1 duration=10 reason=WRONG_KEY");

	(void)state;
	assert_int_equal(event.supplicant.what, SUPPLICANT_TEMP_DISABLED);
	assert_false(event.supplicant.has_status);
	assert_false(event.supplicant.has_reason);
	event_clear(&event);
}

static void what_is_not_understood_is_kept_from_level_info_on(void **state)
{
	struct event event = parse("<3>PMKSA-CACHE-ADDED 02:00:00:00:01:00 0");

	(void)state;
	assert_int_equal(event.supplicant.what, SUPPLICANT_OTHER);
	assert_true(mac_is_zero(event.supplicant.bssid));
	assert_string_equal(event.supplicant.text,
			    "PMKSA-CACHE-ADDED 02:00:00:00:01:00 0");
	event_clear(&event);
	event = parse("<4>something that is a warning");
	event_clear(&event);
	assert_false(supplicant_parse_event("<2>SME: FT mobility domain a1b2", &event));
	assert_false(supplicant_parse_event("<1>RX ctrl_iface", &event));
}

static void of_what_tells_a_passphrase_or_a_key_only_the_kind_is_kept(void **state)
{
	static const struct {
		const char *message, *kept;
	} told[] = {
		{ "<3>WPS-CRED-RECEIVED 100e00511026", "WPS-CRED-RECEIVED" },
		{ "<3>WPS-NEW-AP-SETTINGS 104500081027", "WPS-NEW-AP-SETTINGS" },
		{ "<3>DPP-CONFOBJ-PASS 7365637265742121", "DPP-CONFOBJ-PASS" },
		{ "<3>DPP-CONFOBJ-PSK 00112233", "DPP-CONFOBJ-PSK" },
		{ "<3>DPP-NET-ACCESS-KEY 30770201", "DPP-NET-ACCESS-KEY" },
		{ "<3>P2P-GROUP-STARTED p2p0 GO ssid=\"DIRECT-xy\" freq=2412 "
		  "passphrase=\"secret 42\"",
		  "P2P-GROUP-STARTED" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
		struct event event = parse(told[i].message);

		assert_string_equal(event.supplicant.text, told[i].kept);
		event_clear(&event);
	}
}

static void what_is_no_message_is_refused(void **state)
{
	static const char *const others[] = { "",    "<",    "<3",   "<x>CTRL",
					      "<>x", "OK\n", "FAIL", "<33>CTRL" };
	struct event event;

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_false(supplicant_parse_event(others[i], &event));
}

static void messages_cut_short_lack_what_was_cut(void **state)
{
	const char whole[] = "<3>CTRL-EVENT-AUTH-REJECT 02:00:00:00:01:00 auth_type=2 "
			     "auth_transaction=2 status_code=53";
	char message[sizeof(whole)];
	struct event event;

	(void)state;
	for (size_t cut = 0; cut < sizeof(whole) - 1; cut++) {
		memcpy(message, whole, cut);
		message[cut] = '\0';
		if (!supplicant_parse_event(message, &event))
			continue;
		assert_true(!event.supplicant.has_status || event.supplicant.status == 5);
		event_clear(&event);
	}
}

static void numbers_that_are_none_are_left_out(void **state)
{
	struct event event = parse("<3>CTRL-EVENT-DISCONNECTED bssid=02:00:00:00:01:00 "
				   "reason=99999999999999999999");

	(void)state;
	assert_false(event.supplicant.has_reason);
	event_clear(&event);
	event = parse("<3>CTRL-EVENT-DISCONNECTED bssid=junk reason=-1");
	assert_false(event.supplicant.has_reason);
	assert_true(mac_is_zero(event.supplicant.bssid));
	event_clear(&event);
	event = parse("<3>CTRL-EVENT-DISCONNECTED bssid=02:00:00:00:01:00 reason=3x");
	assert_false(event.supplicant.has_reason);
	event_clear(&event);
}

static const char status[] = "bssid=02:00:00:00:01:00\n"
			     "freq=2437\n"
			     "ssid=corridor\n"
			     "p2p_device_address=42:00:00:00:02:00\n"
			     "address=02:00:00:00:02:00\n"
			     "empty=\n"
			     "wpa_state=COMPLETED";

static void a_field_is_found_at_the_start_of_a_line_only(void **state)
{
	size_t length = 0;
	const char *value;

	(void)state;
	value = supplicant_field(status, "address", &length);
	assert_int_equal(length, 17);
	assert_memory_equal(value, "02:00:00:00:02:00", 17);
	value = supplicant_field(status, "bssid", &length);
	assert_memory_equal(value, "02:00:00:00:01:00", 17);
	value = supplicant_field(status, "wpa_state", &length);
	assert_int_equal(length, 9);
	assert_memory_equal(value, "COMPLETED", 9);
	assert_non_null(supplicant_field(status, "empty", &length));
	assert_int_equal(length, 0);
	assert_null(supplicant_field(status, "state", &length));
	assert_null(supplicant_field(status, "ssi", &length));
	assert_null(supplicant_field("", "ssid", &length));
}

static const char bss[] = "id=1\n"
			  "bssid=02:00:00:00:01:00\n"
			  "freq=2437\n"
			  "beacon_int=100\n"
			  "ie=0008636f727269646f72"			 /* SSID */
			  "30140100000fac040100000fac040100000fac09c000" /* RSNE */
			  "3603a1b201\n"				 /* MDE */
			  "flags=[WPA2-FT/SAE-CCMP][ESS]\n"
			  "ssid=corridor";

static void a_bss_reply_becomes_an_event(void **state)
{
	struct event event;

	(void)state;
	assert_int_equal(supplicant_parse_bss(bss, &event), 0);
	assert_int_equal(event.kind, EVENT_BSS);
	assert_memory_equal(event.bss.bssid, stairs, MAC_LENGTH);
	assert_int_equal(event.bss.frequency_mhz, 2437);
	assert_true(event.bss.elements.has_mde);
	assert_int_equal(event.bss.elements.mobility_domain, 0xa1b2);
	assert_int_equal(event.bss.elements.akm_count, 1);
	assert_int_equal(event.bss.elements.akms[0], 0x000fac09);
}

static void an_empty_bss_reply_means_not_in_the_table(void **state)
{
	struct event event;

	(void)state;
	assert_int_equal(supplicant_parse_bss("", &event), -ENOENT);
	assert_int_equal(supplicant_parse_bss("\n", &event), -ENOENT);
}

static void bss_replies_that_make_no_sense_are_refused(void **state)
{
	static const char *const replies[] = {
		"FAIL",
		"bssid=02:00:00:00:01:00\nfreq=2437", /* no elements */
		"bssid=02:00:00:00:01\nfreq=2437\nie=",
		"bssid=02:00:00:00:01:00\nfreq=\nie=",
		"bssid=02:00:00:00:01:00\nfreq=-5\nie=",
		"bssid=02:00:00:00:01:00\nfreq=2437x\nie=",
		"bssid=02:00:00:00:01:00\nfreq=99999999999\nie=",
		"bssid=02:00:00:00:01:00\nfreq=2437\nie=360",	 /* half an octet */
		"bssid=02:00:00:00:01:00\nfreq=2437\nie=36zz",	 /* no hexadecimal */
		"bssid=02:00:00:00:01:00\nfreq=2437\nie=3603a1", /* cut */
	};
	struct event event;

	(void)state;
	for (size_t i = 0; i < sizeof(replies) / sizeof(replies[0]); i++)
		assert_int_equal(supplicant_parse_bss(replies[i], &event), -EBADMSG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_steps_of_an_association_name_their_bssid),
		cmocka_unit_test(an_ft_response_names_the_target_and_not_the_station),
		cmocka_unit_test(a_rejected_authentication_has_its_status),
		cmocka_unit_test(a_rejected_association_has_its_status_and_bssid),
		cmocka_unit_test(
			an_association_that_timed_out_is_told_from_a_rejected_one),
		cmocka_unit_test(a_disconnection_has_its_reason_and_who_caused_it),
		cmocka_unit_test(scans_and_the_end_are_recognised),
		cmocka_unit_test(what_an_ssid_says_is_not_believed),
		cmocka_unit_test(what_is_not_understood_is_kept_from_level_info_on),
		cmocka_unit_test(
			of_what_tells_a_passphrase_or_a_key_only_the_kind_is_kept),
		cmocka_unit_test(what_is_no_message_is_refused),
		cmocka_unit_test(messages_cut_short_lack_what_was_cut),
		cmocka_unit_test(numbers_that_are_none_are_left_out),
		cmocka_unit_test(a_field_is_found_at_the_start_of_a_line_only),
		cmocka_unit_test(a_bss_reply_becomes_an_event),
		cmocka_unit_test(an_empty_bss_reply_means_not_in_the_table),
		cmocka_unit_test(bss_replies_that_make_no_sense_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
