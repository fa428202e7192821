/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"
#include "base/cleanup.h"
#include "key-lines.h"

static enum silence silence_of(const struct situation *s, enum cause cause)
{
	struct quotes quotes = { 0 };

	assert_true(cause_is_proven(&s->c, cause, &quotes));
	return quotes.silence;
}

static void r0kh_mac_is_that_the_pull_goes_to_another_address(void **state)
{
	cleanup_situation_ struct situation *s = begin_key_step();

	(void)state;
	situation_conf(s, STAIRS, KEY_LINE("r0kh", "02:00:00:00:77:00", "hall", "key-1"));
	situation_log(s, STAIRS, PULL_TO("02:00:00:00:77:00"));
	assert_proven(s, CAUSE_R0KH_MAC, PULL_TO("02:00:00:00:77:00"), NULL);
	assert_only(s, CAUSE_R0KH_MAC);
	assert_int_equal(silence_of(s, CAUSE_R0KH_MAC), SILENCE_NONE);
	situation_conf(s, HALL, HALL_CONF); /* with its log */
	assert_int_equal(silence_of(s, CAUSE_R0KH_MAC), SILENCE_PULL);
}

static void for_that_no_configuration_is_needed(void **state)
{
	cleanup_situation_ struct situation *s = begin_key_step();

	(void)state;
	situation_log(s, STAIRS, PULL_TO("02:00:00:00:77:00"));
	assert_proven(s, CAUSE_R0KH_MAC, PULL_TO("02:00:00:00:77:00"), NULL);
	assert_only(s, CAUSE_R0KH_MAC);
}

static void r0kh_mac_is_none_of_wildcards_or_of_other_stations(void **state)
{
	cleanup_situation_ struct situation *all = begin_key_step();
	cleanup_situation_ struct situation *wildcard = begin_key_step();
	cleanup_situation_ struct situation *learned = begin_key_step();
	cleanup_situation_ struct situation *right = begin_key_step();
	cleanup_situation_ struct situation *others = begin_key_step();

	(void)state;
	situation_log(all, STAIRS, PULL_TO("ff:ff:ff:ff:ff:ff"));
	assert_not_proven(all, CAUSE_R0KH_MAC);
	situation_log(wildcard, STAIRS, WILDCARD);
	situation_log(wildcard, STAIRS, PULL_TO("02:00:00:00:77:00"));
	assert_not_proven(wildcard, CAUSE_R0KH_MAC);
	situation_conf(learned, STAIRS,
		       WILD("key-1") KEY_LINE("r0kh", STAIRS_BSSID, "stairs", "key-1"));
	situation_log(learned, STAIRS, PULL_TO("02:00:00:00:77:00"));
	assert_not_proven(learned, CAUSE_R0KH_MAC);
	situation_log(right, STAIRS, PULL_TO(HALL_BSSID));
	assert_not_proven(right, CAUSE_R0KH_MAC);
	situation_log(others, STAIRS, "authentication: STA=" STRANGER " auth_alg=2");
	situation_log(others, STAIRS, PULL_TO(ATTIC_BSSID));
	assert_not_proven(others, CAUSE_R0KH_MAC);
}

static void r0kh_unreachable_is_that_it_has_not_heard_the_pull(void **state)
{
	cleanup_situation_ struct situation *s = begin_key_step();

	(void)state;
	situation_conf(s, HALL, HALL_CONF);
	situation_conf(s, STAIRS, STAIRS_CONF);
	situation_log(s, STAIRS, PULL_TO(HALL_BSSID));
	assert_proven(s, CAUSE_R0KH_UNREACHABLE, PULL_TO(HALL_BSSID), NULL);
	assert_only(s, CAUSE_R0KH_UNREACHABLE);
	assert_int_equal(silence_of(s, CAUSE_R0KH_UNREACHABLE), SILENCE_PULL);
}

static void or_that_its_answer_does_not_come_back(void **state)
{
	cleanup_situation_ struct situation *key = begin_key_step();
	cleanup_situation_ struct situation *number = begin_key_step();

	(void)state;
	situation_log(key, STAIRS, PULL_TO(HALL_BSSID));
	situation_log(key, HALL, FROM_STAIRS);
	situation_log(key, HALL, PULLED);
	situation_log(key, HALL, RESPONDED);
	assert_proven(key, CAUSE_R0KH_UNREACHABLE, PULL_TO(HALL_BSSID), NULL);
	assert_only(key, CAUSE_R0KH_UNREACHABLE);
	assert_int_equal(silence_of(key, CAUSE_R0KH_UNREACHABLE), SILENCE_RESPONSE);
	/* What it asks itself, before it answers at all. */
	situation_log(number, STAIRS, PULL_TO("ff:ff:ff:ff:ff:ff"));
	situation_log(number, HALL, FROM_STAIRS);
	situation_log(number, HALL, PULLED);
	assert_proven(number, CAUSE_R0KH_UNREACHABLE, PULL_TO("ff:ff:ff:ff:ff:ff"), NULL);
	assert_only(number, CAUSE_R0KH_UNREACHABLE);
	situation_log(number, STAIRS, FROM_HALL);
	assert_not_proven(number, CAUSE_R0KH_UNREACHABLE);
}

static void r0kh_unreachable_is_not_proven_by_a_log_that_is_not_at_hand(void **state)
{
	cleanup_situation_ struct situation *none = begin_key_step();
	cleanup_situation_ struct situation *terse = begin_key_step();

	(void)state;
	situation_log(none, STAIRS, PULL_TO(HALL_BSSID));
	assert_not_proven(none, CAUSE_R0KH_UNREACHABLE);
	situation_log(terse, STAIRS, PULL_TO(HALL_BSSID));
	situation_log(terse, HALL, "AP-STA-CONNECTED " STATION);
	assert_not_proven(terse, CAUSE_R0KH_UNREACHABLE);
	situation_log(terse, HALL, FT_AUTHENTICATION); /* it debugs after all */
	assert_proven(terse, CAUSE_R0KH_UNREACHABLE, PULL_TO(HALL_BSSID), NULL);
}

static void nor_where_the_r0kh_has_declined_or_its_answer_came(void **state)
{
	static const char *const lines[] = { NO_R1KH,	 UNDECIPHERABLE,
					     BOTH_OWN,	 NEITHER_OWN,
					     R0_UNKNOWN, "FT: R0KH-ID mismatch" };
	cleanup_situation_ struct situation *came = begin_key_step();

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		cleanup_situation_ struct situation *s = begin_key_step();

		situation_log(s, STAIRS, PULL_TO(HALL_BSSID));
		situation_log(s, HALL, FROM_STAIRS);
		situation_log(s, HALL, PULLED);
		situation_log(s, HALL, lines[i]);
		if (strcmp(lines[i], R0_UNKNOWN) == 0)
			situation_log(s, STAIRS, FROM_HALL);
		assert_not_proven(s, CAUSE_R0KH_UNREACHABLE);
	}
	situation_log(came, STAIRS, PULL_TO(HALL_BSSID));
	situation_log(came, HALL, FROM_STAIRS);
	situation_log(came, HALL, RESPONDED);
	situation_log(came, STAIRS, FROM_HALL);
	situation_log(came, STAIRS, RESPONSE);
	assert_not_proven(came, CAUSE_R0KH_UNREACHABLE);
}

static void wildcard_discovery_is_that_the_target_had_to_look(void **state)
{
	cleanup_situation_ struct situation *s = begin_key_step();

	(void)state;
	situation_log(s, STAIRS, WILDCARD);
	assert_not_proven(s, CAUSE_WILDCARD_DISCOVERY);
	situation_log(s, STAIRS, PULL_TO("ff:ff:ff:ff:ff:ff"));
	situation_log(s, HALL, FROM_STAIRS);
	situation_log(s, STAIRS, FROM_HALL);
	assert_proven(s, CAUSE_WILDCARD_DISCOVERY, WILDCARD, NULL);
	assert_only(s, CAUSE_WILDCARD_DISCOVERY);
}

static void wildcard_discovery_explains_neither_a_wrong_key_nor_a_cut_wire(void **state)
{
	cleanup_situation_ struct situation *key = begin_key_step();
	cleanup_situation_ struct situation *cut = begin_key_step();

	(void)state;
	situation_log(key, STAIRS, WILDCARD);
	say_undecipherable(key);
	assert_not_proven(key, CAUSE_WILDCARD_DISCOVERY);
	situation_log(cut, STAIRS, WILDCARD);
	situation_log(cut, STAIRS, PULL_TO("ff:ff:ff:ff:ff:ff"));
	situation_log(cut, HALL, FROM_STAIRS);
	assert_not_proven(cut, CAUSE_WILDCARD_DISCOVERY);
}

static void whose_keys_nobody_knows_proves_nothing(void **state)
{
	cleanup_situation_ struct situation *s = begin_key_step();

	(void)state;
	situation_conf(s, STAIRS, "nas_identifier=stairs\n");
	situation_log(s, STAIRS, R0KH_HALL);
	situation_log(s, STAIRS, BLOCKED);
	s->c.keys.known = false;
	assert_only(s, CAUSE_MAX);
	assert_null(key_trace_find(&s->c));
}

static void a_line_that_does_not_decide_is_worth_telling(void **state)
{
	cleanup_situation_ struct situation *unknown = begin_key_step();
	cleanup_situation_ struct situation *nothing = begin_key_step();

	(void)state;
	assert_null(key_trace_find(&nothing->c));
	situation_log(unknown, STAIRS, NO_R0KH);
	situation_log(unknown, STAIRS, R0KH_HALL);
	assert_only(unknown, CAUSE_MAX);
	assert_string_equal(key_trace_find(&unknown->c)->text, R0KH_HALL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(r0kh_mac_is_that_the_pull_goes_to_another_address),
		cmocka_unit_test(for_that_no_configuration_is_needed),
		cmocka_unit_test(r0kh_mac_is_none_of_wildcards_or_of_other_stations),
		cmocka_unit_test(r0kh_unreachable_is_that_it_has_not_heard_the_pull),
		cmocka_unit_test(or_that_its_answer_does_not_come_back),
		cmocka_unit_test(
			r0kh_unreachable_is_not_proven_by_a_log_that_is_not_at_hand),
		cmocka_unit_test(nor_where_the_r0kh_has_declined_or_its_answer_came),
		cmocka_unit_test(wildcard_discovery_is_that_the_target_had_to_look),
		cmocka_unit_test(
			wildcard_discovery_explains_neither_a_wrong_key_nor_a_cut_wire),
		cmocka_unit_test(whose_keys_nobody_knows_proves_nothing),
		cmocka_unit_test(a_line_that_does_not_decide_is_worth_telling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
