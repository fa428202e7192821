/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"
#include "base/cleanup.h"
#include "key-lines.h"

static void r0kh_key_is_that_the_target_s_line_has_the_odd_key(void **state)
{
	cleanup_situation_ struct situation *s = begin_key_step();

	(void)state;
	situation_conf(s, HALL, HALL_CONF);
	situation_conf(s, STAIRS,
		       "nas_identifier=stairs\n" KEY_LINE("r0kh", HALL_BSSID, "hall",
							  "key-2")
			       KEY_LINE("r1kh", HALL_BSSID, HALL_BSSID, "key-1"));
	say_undecipherable(s);
	assert_proven(s, CAUSE_R0KH_KEY, UNDECIPHERABLE,
		      "r0kh=" HALL_BSSID " hall key-2:64");
	assert_only(s, CAUSE_R0KH_KEY);
}

static void r1kh_key_is_that_the_r0kh_s_line_has_it(void **state)
{
	cleanup_situation_ struct situation *s = begin_key_step();

	(void)state;
	situation_conf(s, HALL,
		       "nas_identifier=hall\n" KEY_LINE("r0kh", STAIRS_BSSID, "stairs",
							"key-1")
			       KEY_LINE("r1kh", STAIRS_BSSID, STAIRS_BSSID, "key-2"));
	situation_conf(s, STAIRS, STAIRS_CONF);
	say_undecipherable(s);
	assert_proven(s, CAUSE_R1KH_KEY, UNDECIPHERABLE,
		      "r1kh=" STAIRS_BSSID " " STAIRS_BSSID " key-2:64");
	assert_only(s, CAUSE_R1KH_KEY);
}

static void keys_that_are_equal_are_no_cause(void **state)
{
	cleanup_situation_ struct situation *s = begin_key_step();

	(void)state;
	situation_conf(s, HALL, HALL_CONF);
	situation_conf(s, STAIRS, STAIRS_CONF);
	say_undecipherable(s);
	assert_not_proven(s, CAUSE_R0KH_KEY);
	assert_not_proven(s, CAUSE_R1KH_KEY);
}

static void keys_that_differ_are_none_where_every_message_was_opened(void **state)
{
	cleanup_situation_ struct situation *s = begin_key_step();

	(void)state;
	situation_conf(s, HALL, HALL_CONF);
	situation_conf(s, STAIRS,
		       "nas_identifier=stairs\n" KEY_LINE("r0kh", HALL_BSSID, "hall",
							  "key-2"));
	assert_not_proven(s, CAUSE_R0KH_KEY);
	assert_not_proven(s, CAUSE_R1KH_KEY);
}

static void without_configurations_either_key_may_be_wrong(void **state)
{
	cleanup_situation_ struct situation *s = begin_key_step();

	(void)state;
	say_undecipherable(s);
	assert_not_proven(s, CAUSE_R0KH_KEY);
	assert_not_proven(s, CAUSE_R1KH_KEY);
	assert_string_equal(key_trace_find(&s->c)->text, UNDECIPHERABLE);
}

static void wildcards_have_keys_too_and_the_odd_one_is_that_of_fewer(void **state)
{
	cleanup_situation_ struct situation *hall = begin_key_step();
	cleanup_situation_ struct situation *stairs = begin_key_step();

	(void)state;
	situation_conf(hall, HALL, "nas_identifier=hall\n" WILD("key-2"));
	situation_conf(hall, STAIRS, "nas_identifier=stairs\n" WILD("key-1"));
	situation_conf(hall, ATTIC, "nas_identifier=attic\n" WILD("key-1"));
	say_undecipherable(hall);
	assert_proven(hall, CAUSE_R1KH_KEY, UNDECIPHERABLE,
		      "r1kh=00:00:00:00:00:00 00:00:00:00:00:00 key-2:32");
	assert_not_proven(hall, CAUSE_R0KH_KEY);
	situation_conf(stairs, HALL, "nas_identifier=hall\n" WILD("key-1"));
	situation_conf(stairs, STAIRS, "nas_identifier=stairs\n" WILD("key-2"));
	situation_conf(stairs, ATTIC, "nas_identifier=attic\n" WILD("key-1"));
	say_undecipherable(stairs);
	assert_proven(stairs, CAUSE_R0KH_KEY, UNDECIPHERABLE,
		      "r0kh=ff:ff:ff:ff:ff:ff * key-2:32");
}

static void of_two_keys_that_stand_equally_often_either_may_be_changed(void **state)
{
	cleanup_situation_ struct situation *s = begin_key_step();

	(void)state;
	situation_conf(s, HALL, "nas_identifier=hall\n" WILD("key-1"));
	situation_conf(s, STAIRS, "nas_identifier=stairs\n" WILD("key-2"));
	say_undecipherable(s);
	assert_proven(s, CAUSE_R1KH_KEY, UNDECIPHERABLE,
		      "r1kh=00:00:00:00:00:00 00:00:00:00:00:00 key-1:32");
	assert_only(s, CAUSE_R1KH_KEY);
}

static void a_pull_that_another_r0kh_s_target_sent_proves_no_key(void **state)
{
	cleanup_situation_ struct situation *s = begin_key_step();

	(void)state;
	situation_conf(s, HALL, HALL_CONF);
	situation_conf(s, STAIRS,
		       "nas_identifier=stairs\n" KEY_LINE("r0kh", HALL_BSSID, "hall",
							  "key-2"));
	situation_log(s, HALL,
		      "FT: RRB-OUI(" HALL_BSSID
		      ") received frame from remote AP " ATTIC_BSSID);
	situation_log(s, HALL, UNDECIPHERABLE);
	assert_not_proven(s, CAUSE_R0KH_KEY);
	assert_not_proven(s, CAUSE_R1KH_KEY);
}

static void r0kh_restarted_is_that_the_r0kh_has_no_key(void **state)
{
	cleanup_situation_ struct situation *s = begin_key_step();

	(void)state;
	situation_log(s, STAIRS, PULL_TO(HALL_BSSID));
	situation_log(s, HALL, FROM_STAIRS);
	situation_log(s, HALL, PULLED);
	situation_log(s, HALL, RESPONDED);
	situation_log(s, HALL, R0_UNKNOWN);
	situation_log(s, STAIRS, FROM_HALL);
	situation_log(s, STAIRS, RESPONSE);
	assert_proven(s, CAUSE_R0KH_RESTARTED, R0_UNKNOWN, NULL);
	assert_only(s, CAUSE_R0KH_RESTARTED);
}

static void or_that_the_target_itself_has_lost_it(void **state)
{
	static const char *const lines[] = { NO_KEY, PULL_TO("ff:ff:ff:ff:ff:ff"),
					     PULL_TO(HALL_BSSID) };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		cleanup_situation_ struct situation *s = begin_key_step();

		situation_r0kh(s, STAIRS);
		situation_log(s, STAIRS, lines[i]);
		assert_proven(s, CAUSE_R0KH_RESTARTED, lines[i], NULL);
		assert_only(s, CAUSE_R0KH_RESTARTED);
	}
}

static void r0kh_restarted_is_not_proven_by_the_target_s_lack_of_a_key(void **state)
{
	cleanup_situation_ struct situation *s = begin_key_step();

	(void)state;
	situation_log(s, STAIRS, NO_KEY);
	assert_not_proven(s, CAUSE_R0KH_RESTARTED);
}

static void nor_where_the_r0kh_never_keeps_a_key(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-psk", "air");

	(void)state;
	situation_conf(s, HALL, HALL_CONF "ft_psk_generate_local=1\n");
	situation_conf(s, STAIRS, STAIRS_CONF);
	situation_log(s, HALL, FROM_STAIRS);
	situation_log(s, HALL, R0_UNKNOWN);
	assert_not_proven(s, CAUSE_R0KH_RESTARTED);
}

static void negative_cache_is_what_the_target_says(void **state)
{
	cleanup_situation_ struct situation *s = begin_key_step();

	(void)state;
	assert_not_proven(s, CAUSE_NEGATIVE_CACHE);
	situation_log(s, STAIRS, "FT: Temporarily block R0KH-ID - hexdump(len=1): 68");
	assert_not_proven(s, CAUSE_NEGATIVE_CACHE);
	situation_log(s, STAIRS, BLOCKED);
	assert_proven(s, CAUSE_NEGATIVE_CACHE, BLOCKED, NULL);
	assert_only(s, CAUSE_NEGATIVE_CACHE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(r0kh_key_is_that_the_target_s_line_has_the_odd_key),
		cmocka_unit_test(r1kh_key_is_that_the_r0kh_s_line_has_it),
		cmocka_unit_test(keys_that_are_equal_are_no_cause),
		cmocka_unit_test(
			keys_that_differ_are_none_where_every_message_was_opened),
		cmocka_unit_test(without_configurations_either_key_may_be_wrong),
		cmocka_unit_test(
			wildcards_have_keys_too_and_the_odd_one_is_that_of_fewer),
		cmocka_unit_test(
			of_two_keys_that_stand_equally_often_either_may_be_changed),
		cmocka_unit_test(a_pull_that_another_r0kh_s_target_sent_proves_no_key),
		cmocka_unit_test(r0kh_restarted_is_that_the_r0kh_has_no_key),
		cmocka_unit_test(or_that_the_target_itself_has_lost_it),
		cmocka_unit_test(
			r0kh_restarted_is_not_proven_by_the_target_s_lack_of_a_key),
		cmocka_unit_test(nor_where_the_r0kh_never_keeps_a_key),
		cmocka_unit_test(negative_cache_is_what_the_target_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
