/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"
#include "situation.h"

#define AUTHENTICATION "authentication: STA=" STATION " auth_alg=3 auth_transaction=1"
#define RELAYED_TO(mac) "FT: RRB send to " mac
#define RELAY_FROM(mac) "FT: RRB received frame from remote AP " mac
#define RELAY_ANSWER "FT: FT Packet Type - Response (status_code=0)"

/* said: the line that is quoted, or NULL: none is. */
static void assert_proven(const struct situation *s, enum cause cause, const char *said)
{
	struct quotes quotes = { 0 };

	assert_true(cause_is_proven(&s->c, cause, &quotes));
	assert_null(quotes.line);
	if (said)
		assert_string_equal(quotes.entry->text, said);
	else
		assert_null(quotes.entry);
}

static void assert_not_proven(const struct situation *s, enum cause cause)
{
	struct quotes quotes = { 0 };

	assert_false(cause_is_proven(&s->c, cause, &quotes));
}

static struct situation *exchange(void)
{
	struct situation *s = situation_begin("ft-sae", "ds");

	situation_silent_exchange(s);
	return s;
}

static enum silence silence_of(const struct situation *s, enum cause cause)
{
	struct quotes quotes = { 0 };

	assert_true(cause_is_proven(&s->c, cause, &quotes));
	return quotes.silence;
}

static void
a_relay_is_blocked_where_what_was_handed_to_the_wire_did_not_come(void **state)
{
	cleanup_situation_ struct situation *s = exchange();

	(void)state;
	situation_conf(s, STAIRS, "");
	situation_log(s, HALL, RELAYED_TO(STAIRS_BSSID));
	assert_proven(s, CAUSE_RELAY_BLOCKED, RELAYED_TO(STAIRS_BSSID));
	assert_int_equal(silence_of(s, CAUSE_RELAY_BLOCKED), SILENCE_RELAY);
}

static void or_where_the_answer_did_not(void **state)
{
	cleanup_situation_ struct situation *s = exchange();

	(void)state;
	situation_log(s, HALL, RELAYED_TO(STAIRS_BSSID));
	situation_log(s, STAIRS, RELAY_FROM(HALL_BSSID));
	situation_log(s, STAIRS, RELAYED_TO(HALL_BSSID));
	assert_proven(s, CAUSE_RELAY_BLOCKED, RELAYED_TO(HALL_BSSID));
	assert_int_equal(silence_of(s, CAUSE_RELAY_BLOCKED), SILENCE_RELAY_ANSWER);
	situation_log(s, HALL, RELAY_FROM(STAIRS_BSSID));
	situation_log(s, HALL, RELAY_ANSWER);
	assert_not_proven(s, CAUSE_RELAY_BLOCKED);
}

static void a_relay_is_not_blocked_by_a_log_that_is_not_at_hand(void **state)
{
	cleanup_situation_ struct situation *target = exchange();
	cleanup_situation_ struct situation *from = exchange();

	(void)state;
	situation_log(target, HALL, RELAYED_TO(STAIRS_BSSID));
	situation_log(target, STAIRS, "AP-STA-CONNECTED " STATION);
	assert_not_proven(target, CAUSE_RELAY_BLOCKED);
	situation_log(from, STAIRS, RELAY_FROM(HALL_BSSID));
	situation_log(from, STAIRS, RELAYED_TO(HALL_BSSID));
	assert_not_proven(from, CAUSE_RELAY_BLOCKED);
}

static void nor_where_the_target_did_not_answer_or_is_off_the_air(void **state)
{
	cleanup_situation_ struct situation *mute = exchange();
	cleanup_situation_ struct situation *off = exchange();

	(void)state;
	situation_log(mute, HALL, RELAYED_TO(STAIRS_BSSID));
	situation_log(mute, STAIRS, RELAY_FROM(HALL_BSSID));
	assert_not_proven(mute, CAUSE_RELAY_BLOCKED);
	situation_conf(off, STAIRS, "");
	situation_log(off, STAIRS, "AP-DISABLED");
	situation_log(off, HALL, RELAYED_TO(STAIRS_BSSID));
	assert_not_proven(off, CAUSE_RELAY_BLOCKED);
}

/* Of two radios of one device every line is of both. */
static void nor_by_lines_that_two_access_points_share(void **state)
{
	static const char *const lines[] = { RELAYED_TO(STAIRS_BSSID),
					     RELAY_FROM(HALL_BSSID) };
	cleanup_situation_ struct situation *s = exchange();

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		situation_log(s, HALL, lines[i]);
		situation_log(s, STAIRS, lines[i]);
	}
	assert_not_proven(s, CAUSE_RELAY_BLOCKED);
}

static void nor_over_the_air(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	situation_conf(s, STAIRS, "");
	situation_log(s, HALL, RELAYED_TO(STAIRS_BSSID));
	assert_not_proven(s, CAUSE_RELAY_BLOCKED);
}

static void over_ds_is_off_where_log_or_beacon_say_so(void **state)
{
	static const char line[] = "FT: Over-DS option disabled - reject";
	cleanup_situation_ struct situation *log = exchange();
	cleanup_situation_ struct situation *beacon = exchange();
	cleanup_situation_ struct situation *first = situation_of_association("ft-sae");

	(void)state;
	assert_not_proven(log, CAUSE_OVER_DS_OFF);
	situation_log(log, STAIRS, line);
	assert_not_proven(log, CAUSE_OVER_DS_OFF);
	situation_log(log, HALL, line);
	assert_proven(log, CAUSE_OVER_DS_OFF, line);
	beacon->from.elements.ft_capability = 0;
	assert_proven(beacon, CAUSE_OVER_DS_OFF, NULL);
	assert_not_proven(first, CAUSE_OVER_DS_OFF);
}

static void mobility_domain_is_proven_by_log_status_or_beacons(void **state)
{
	cleanup_situation_ struct situation *log = situation_begin("ft-sae", "air");
	cleanup_situation_ struct situation *status = situation_begin("ft-sae", "air");
	cleanup_situation_ struct situation *beacon = situation_begin("ft-sae", "air");

	(void)state;
	situation_refused(log, ASKED_AUTHENTICATION, 53);
	assert_not_proven(log, CAUSE_MOBILITY_DOMAIN);
	situation_log(log, STAIRS, "FT: Invalid MDIE");
	assert_proven(log, CAUSE_MOBILITY_DOMAIN, "FT: Invalid MDIE");
	situation_refused(status, ASKED_AUTHENTICATION, 54);
	assert_proven(status, CAUSE_MOBILITY_DOMAIN, NULL);
	beacon->target.elements.mobility_domain = 0xb2b2;
	assert_proven(beacon, CAUSE_MOBILITY_DOMAIN, NULL);
}

static void a_reason_code_proves_nothing_that_a_status_code_would(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	s->symptom.kind = SYMPTOM_DISCONNECTED;
	s->symptom.has_status = true;
	s->symptom.status = 54;
	assert_not_proven(s, CAUSE_MOBILITY_DOMAIN);
	s->symptom.status = 31;
	assert_not_proven(s, CAUSE_PMF);
	s->symptom.status = 30;
	assert_not_proven(s, CAUSE_ASSOCIATION_HELD);
}

static void no_ft_akm_is_proven_by_log_or_beacons(void **state)
{
	static const char line[] = "FT: Invalid key mgmt (0x400) from " STATION;
	cleanup_situation_ struct situation *log = situation_begin("ft-sae", "air");
	cleanup_situation_ struct situation *beacon = situation_begin("ft-sae", "air");

	(void)state;
	situation_refused(log, ASKED_AUTHENTICATION, 1);
	assert_not_proven(log, CAUSE_NO_FT_AKM);
	situation_log(log, STAIRS, line);
	assert_proven(log, CAUSE_NO_FT_AKM, line);
	beacon->target.elements.akms[0] = AKM_SAE;
	assert_proven(beacon, CAUSE_NO_FT_AKM, NULL);
}

static void cipher_is_proven_by_log_or_by_lists_with_nothing_in_common(void **state)
{
	static const char line[] = "FT: Invalid pairwise cipher (0x10) from " STATION;
	cleanup_situation_ struct situation *log = situation_begin("ft-sae", "air");
	cleanup_situation_ struct situation *beacon = situation_begin("ft-sae", "air");

	(void)state;
	situation_log(log, STAIRS, line);
	assert_proven(log, CAUSE_CIPHER, line);
	beacon->target.elements.pairwise_ciphers[1] = CIPHER_GCMP;
	beacon->target.elements.pairwise_cipher_count = 2;
	beacon->target.elements.group_cipher = CIPHER_GCMP;
	assert_true(case_ciphers_differ(&beacon->c));
	assert_not_proven(beacon, CAUSE_CIPHER);
	beacon->target.elements.pairwise_ciphers[0] = CIPHER_GCMP;
	assert_proven(beacon, CAUSE_CIPHER, NULL);
	beacon->target.elements.pairwise_ciphers[0] = CIPHER_CCMP;
	beacon->symptom.kind = SYMPTOM_ACROSS_CIPHERS;
	assert_proven(beacon, CAUSE_CIPHER, NULL);
}

static void pmf_is_proven_by_log_status_or_beacons_that_exclude_each_other(void **state)
{
	static const char line[] = "Management frame protection required with SAE, but "
				   "client did not enable it";
	cleanup_situation_ struct situation *log = situation_begin("ft-sae", "air");
	cleanup_situation_ struct situation *status = situation_begin("ft-sae", "air");
	cleanup_situation_ struct situation *beacon = situation_begin("ft-sae", "air");

	(void)state;
	situation_log(log, STAIRS, line);
	assert_proven(log, CAUSE_PMF, line);
	situation_refused(status, ASKED_REASSOCIATION, 31);
	assert_proven(status, CAUSE_PMF, NULL);
	beacon->target.elements.rsn_capabilities = RSN_MFP_CAPABLE;
	assert_not_proven(beacon, CAUSE_PMF);
	beacon->target.elements.rsn_capabilities = 0;
	assert_proven(beacon, CAUSE_PMF, NULL);
}

static void a_password_is_proven_by_what_the_target_says(void **state)
{
	static const char *const lines[] = {
		"SAE: Confirm mismatch",
		"STA " STATION " WPA: invalid MIC in msg 2/4 of 4-Way Handshake",
		"FT: Did not find PSK to generate PMK-R1 locally",
	};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		cleanup_situation_ struct situation *s =
			situation_of_association("ft-psk");

		situation_log(s, STAIRS, AUTHENTICATION);
		assert_not_proven(s, CAUSE_PASSWORD);
		situation_log(s, STAIRS, lines[i]);
		assert_proven(s, CAUSE_PASSWORD, lines[i]);
	}
}

static void that_of_another_station_is_its_own_affair(void **state)
{
	cleanup_situation_ struct situation *s = situation_of_association("ft-sae");

	(void)state;
	situation_log(s, STAIRS, "authentication: STA=" STRANGER " auth_alg=3");
	situation_log(s, STAIRS, "SAE: Confirm mismatch");
	situation_log(s, STAIRS, "no more room for new STAs (32/32)");
	situation_log(s, STAIRS, "Station " STRANGER " not allowed to authenticate");
	assert_not_proven(s, CAUSE_PASSWORD);
	assert_not_proven(s, CAUSE_ACCESS_POINT_FULL);
	assert_not_proven(s, CAUSE_ACCESS_LIST);
}

static void check(struct situation *s, enum ft_check what, bool matches)
{
	struct event event = { .kind = EVENT_FT_KEYS, .ft_keys.check = what };

	memcpy(event.ft_keys.bssid, s->window.target->bssid, MAC_LENGTH);
	event.ft_keys.matches = matches;
	situation_event(s, &event);
}

static void or_by_frames_of_the_target_that_do_not_fit_it(void **state)
{
	cleanup_situation_ struct situation *target = situation_of_association("ft-psk");
	cleanup_situation_ struct situation *station = situation_of_association("ft-psk");
	cleanup_situation_ struct situation *mute = situation_of_association("ft-psk");

	(void)state;
	check(target, FT_CHECK_EAPOL_MIC, true);
	check(target, FT_CHECK_EAPOL_MIC_AP, false);
	assert_proven(target, CAUSE_PASSWORD, NULL);
	check(station, FT_CHECK_EAPOL_MIC, false);
	assert_not_proven(station, CAUSE_PASSWORD);
	check(mute, FT_CHECK_EAPOL_MIC, true);
	situation_outcome(mute, OUTCOME_TIMEOUT);
	assert_not_proven(mute, CAUSE_PASSWORD);
	check(mute, FT_CHECK_EAPOL_MIC, true);
	assert_proven(mute, CAUSE_PASSWORD, NULL);
}

static void or_by_a_no_to_the_sae_confirm(void **state)
{
	cleanup_situation_ struct situation *s = situation_of_association("ft-sae");

	(void)state;
	situation_refused(s, ASKED_AUTHENTICATION, 1);
	s->symptom.has_algorithm = true;
	s->symptom.algorithm = AUTH_SAE;
	s->symptom.transaction = 1;
	assert_not_proven(s, CAUSE_PASSWORD);
	s->symptom.transaction = 2;
	assert_proven(s, CAUSE_PASSWORD, NULL);
	s->symptom.algorithm = AUTH_FT;
	assert_not_proven(s, CAUSE_PASSWORD);
}

static struct ap_facts *facts_of_target(struct situation *s)
{
	return &s->facts.access_points[STAIRS];
}

static void a_target_is_off_the_air_where_a_look_around_does_not_find_it(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	situation_silent(s);
	s->symptom.unacknowledged = s->symptom.sent;
	assert_not_proven(s, CAUSE_TARGET_OFF_AIR);
	facts_of_target(s)->looked_for = true;
	assert_proven(s, CAUSE_TARGET_OFF_AIR, NULL);
	s->symptom.unacknowledged--; /* somebody was there */
	assert_not_proven(s, CAUSE_TARGET_OFF_AIR);
	s->symptom.kind = SYMPTOM_NOT_FOUND;
	assert_proven(s, CAUSE_TARGET_OFF_AIR, NULL);
	facts_of_target(s)->found = true;
	assert_not_proven(s, CAUSE_TARGET_OFF_AIR);
}

static void or_where_it_says_so_itself_and_nothing_since(void **state)
{
	cleanup_situation_ struct situation *s = exchange();

	(void)state;
	situation_log(s, STAIRS, "AP-DISABLED");
	assert_proven(s, CAUSE_TARGET_OFF_AIR, "AP-DISABLED");
	situation_log(s, STAIRS, "AP-ENABLED");
	assert_not_proven(s, CAUSE_TARGET_OFF_AIR);
}

static void
a_target_is_on_another_channel_where_a_look_around_finds_it_there(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	situation_silent(s);
	s->symptom.unacknowledged = s->symptom.sent;
	facts_of_target(s)->found = true;
	facts_of_target(s)->found_mhz = 5180;
	assert_not_proven(s, CAUSE_TARGET_CHANNEL);
	facts_of_target(s)->looked_for = true;
	assert_proven(s, CAUSE_TARGET_CHANNEL, NULL);
	s->symptom.unacknowledged--;
	assert_not_proven(s, CAUSE_TARGET_CHANNEL);
	s->symptom.unacknowledged++;
	facts_of_target(s)->found_mhz = s->target.frequency_mhz;
	assert_not_proven(s, CAUSE_TARGET_CHANNEL);
	facts_of_target(s)->found = false;
	facts_of_target(s)->found_mhz = 0;
	assert_not_proven(s, CAUSE_TARGET_CHANNEL);
}

static void an_access_list_is_what_the_target_says(void **state)
{
	static const char line[] = "Station " STATION " not allowed to authenticate";
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	situation_refused(s, ASKED_AUTHENTICATION, 1);
	situation_log(s, HALL, line);
	assert_not_proven(s, CAUSE_ACCESS_LIST);
	situation_log(s, STAIRS, line);
	assert_proven(s, CAUSE_ACCESS_LIST, line);
}

static void so_is_that_it_is_full(void **state)
{
	static const char line[] = "no more room for new STAs (0/0)";
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	situation_refused(s, ASKED_AUTHENTICATION, 17);
	assert_not_proven(s, CAUSE_ACCESS_POINT_FULL);
	situation_log(s, STAIRS, line);
	assert_proven(s, CAUSE_ACCESS_POINT_FULL, line);
}

static void an_association_is_held_where_the_station_is_put_off(void **state)
{
	static const char line[] =
		"STA " STATION " IEEE 802.11: association SA Query attempt 1";
	cleanup_situation_ struct situation *s = situation_of_association("ft-sae");

	(void)state;
	situation_refused(s, ASKED_ASSOCIATION, 17);
	situation_log(s, STAIRS, line); /* which need not have been in vain */
	assert_not_proven(s, CAUSE_ASSOCIATION_HELD);
	situation_refused(s, ASKED_ASSOCIATION, 30);
	assert_proven(s, CAUSE_ASSOCIATION_HELD, line);
	s->symptom = (struct symptom){ .kind = SYMPTOM_PUT_OFF };
	assert_proven(s, CAUSE_ASSOCIATION_HELD, line);
	s->symptom =
		(struct symptom){ .kind = SYMPTOM_FELL_BACK, .before = SYMPTOM_PUT_OFF };
	assert_proven(s, CAUSE_ASSOCIATION_HELD, line);
}

static void a_cached_pmksa_is_what_the_station_saw(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	situation_log(s, STAIRS, "AP-STA-CONNECTED " STATION);
	s->symptom.kind = SYMPTOM_FELL_BACK;
	assert_not_proven(s, CAUSE_PMKSA);
	s->symptom.kind = SYMPTOM_CACHED;
	assert_proven(s, CAUSE_PMKSA, "AP-STA-CONNECTED " STATION);
}

static void what_is_no_cause_of_a_step_is_never_proven(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	assert_not_proven(s, CAUSE_DEAUTHENTICATED_AFTER);
	assert_not_proven(s, CAUSE_REASSOCIATION_DEADLINE);
	assert_not_proven(s, CAUSE_RRB_KEY_ZERO);
	assert_not_proven(s, CAUSE_RRB_KEY_LENGTH);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_relay_is_blocked_where_what_was_handed_to_the_wire_did_not_come),
		cmocka_unit_test(or_where_the_answer_did_not),
		cmocka_unit_test(a_relay_is_not_blocked_by_a_log_that_is_not_at_hand),
		cmocka_unit_test(nor_where_the_target_did_not_answer_or_is_off_the_air),
		cmocka_unit_test(nor_by_lines_that_two_access_points_share),
		cmocka_unit_test(nor_over_the_air),
		cmocka_unit_test(over_ds_is_off_where_log_or_beacon_say_so),
		cmocka_unit_test(mobility_domain_is_proven_by_log_status_or_beacons),
		cmocka_unit_test(a_reason_code_proves_nothing_that_a_status_code_would),
		cmocka_unit_test(no_ft_akm_is_proven_by_log_or_beacons),
		cmocka_unit_test(
			cipher_is_proven_by_log_or_by_lists_with_nothing_in_common),
		cmocka_unit_test(
			pmf_is_proven_by_log_status_or_beacons_that_exclude_each_other),
		cmocka_unit_test(a_password_is_proven_by_what_the_target_says),
		cmocka_unit_test(that_of_another_station_is_its_own_affair),
		cmocka_unit_test(or_by_frames_of_the_target_that_do_not_fit_it),
		cmocka_unit_test(or_by_a_no_to_the_sae_confirm),
		cmocka_unit_test(
			a_target_is_off_the_air_where_a_look_around_does_not_find_it),
		cmocka_unit_test(or_where_it_says_so_itself_and_nothing_since),
		cmocka_unit_test(
			a_target_is_on_another_channel_where_a_look_around_finds_it_there),
		cmocka_unit_test(an_access_list_is_what_the_target_says),
		cmocka_unit_test(so_is_that_it_is_full),
		cmocka_unit_test(an_association_is_held_where_the_station_is_put_off),
		cmocka_unit_test(a_cached_pmksa_is_what_the_station_saw),
		cmocka_unit_test(what_is_no_cause_of_a_step_is_never_proven),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
