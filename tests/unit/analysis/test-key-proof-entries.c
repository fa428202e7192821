/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"
#include "base/cleanup.h"
#include "key-lines.h"

static void r0kh_missing_is_that_the_target_has_no_line_for_it(void **state)
{
	cleanup_situation_ struct situation *s = begin_key_step();

	(void)state;
	situation_conf(s, HALL, HALL_CONF);
	situation_conf(s, STAIRS, "nas_identifier=stairs\n");
	situation_log(s, STAIRS, NO_R0KH);
	situation_log(s, STAIRS, R0KH_HALL);
	assert_proven(s, CAUSE_R0KH_MISSING, R0KH_HALL, NULL);
	assert_only(s, CAUSE_R0KH_MISSING);
}

static void r0kh_missing_takes_line_and_configuration(void **state)
{
	cleanup_situation_ struct situation *without_line = begin_key_step();
	cleanup_situation_ struct situation *without_conf = begin_key_step();
	cleanup_situation_ struct situation *of_another = begin_key_step();

	(void)state;
	situation_conf(without_line, STAIRS, "nas_identifier=stairs\n");
	assert_not_proven(without_line, CAUSE_R0KH_MISSING);
	situation_log(without_conf, STAIRS, R0KH_HALL);
	assert_not_proven(without_conf, CAUSE_R0KH_MISSING);
	situation_conf(of_another, HALL, "nas_identifier=hall\n");
	situation_conf(of_another, STAIRS, "nas_identifier=stairs\n");
	situation_log(of_another, STAIRS, R0KH_HALL2);
	assert_not_proven(of_another, CAUSE_R0KH_MISSING);
}

static void nas_identifier_is_that_its_line_has_another_name(void **state)
{
	cleanup_situation_ struct situation *s = begin_key_step();

	(void)state;
	situation_conf(s, HALL, "nas_identifier=hall2\n");
	situation_conf(s, STAIRS, STAIRS_CONF);
	situation_log(s, STAIRS, R0KH_HALL2);
	assert_proven(s, CAUSE_NAS_IDENTIFIER, R0KH_HALL2,
		      "r0kh=" HALL_BSSID " hall key-1:64");
	assert_only(s, CAUSE_NAS_IDENTIFIER);
}

static void nas_identifier_takes_a_configuration_in_which_it_differs(void **state)
{
	cleanup_situation_ struct situation *without_conf = begin_key_step();
	cleanup_situation_ struct situation *alike = begin_key_step();

	(void)state;
	situation_log(without_conf, STAIRS, R0KH_HALL2);
	assert_not_proven(without_conf, CAUSE_NAS_IDENTIFIER);
	situation_conf(alike, HALL, HALL_CONF);
	situation_conf(alike, STAIRS, STAIRS_CONF);
	situation_log(alike, STAIRS, NO_R0KH);
	assert_not_proven(alike, CAUSE_NAS_IDENTIFIER);
}

static void generate_local_is_that_it_stands_in_place_of_the_line(void **state)
{
	cleanup_situation_ struct situation *s = begin_key_step();

	(void)state;
	situation_conf(s, STAIRS, "nas_identifier=stairs\nft_psk_generate_local=1\n");
	situation_log(s, STAIRS, R0KH_HALL);
	assert_proven(s, CAUSE_GENERATE_LOCAL_SAE, R0KH_HALL, "ft_psk_generate_local=1");
	assert_only(s, CAUSE_GENERATE_LOCAL_SAE);
}

static void generate_local_is_none_of_psk_and_none_where_it_is_off(void **state)
{
	cleanup_situation_ struct situation *psk = situation_begin("ft-psk", "air");
	cleanup_situation_ struct situation *off = begin_key_step();
	cleanup_situation_ struct situation *listed = begin_key_step();

	(void)state;
	situation_conf(psk, STAIRS, "ft_psk_generate_local=1\n");
	situation_log(psk, STAIRS, R0KH_HALL);
	assert_not_proven(psk, CAUSE_GENERATE_LOCAL_SAE);
	situation_conf(off, STAIRS, "ft_psk_generate_local=0\n");
	situation_log(off, STAIRS, R0KH_HALL);
	assert_not_proven(off, CAUSE_GENERATE_LOCAL_SAE);
	situation_conf(listed, STAIRS, STAIRS_CONF "ft_psk_generate_local=1\n");
	situation_log(listed, STAIRS, R0KH_HALL2);
	assert_not_proven(listed, CAUSE_GENERATE_LOCAL_SAE);
}

static void namesakes_are_seen_where_the_target_takes_itself_for_it(void **state)
{
	static const char *const lines[] = { R0_OWN, R0KH_SELF };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		cleanup_situation_ struct situation *s = begin_key_step();

		situation_log(s, STAIRS, lines[i]);
		assert_proven(s, CAUSE_NAS_IDENTIFIER_DUPLICATE, lines[i], NULL);
		situation_log(s, STAIRS, FROM_HALL);
		situation_log(s, STAIRS, BOTH_OWN);
		assert_only(s, CAUSE_NAS_IDENTIFIER_DUPLICATE);
	}
}

static void and_where_it_asks_the_wrong_one_of_them(void **state)
{
	cleanup_situation_ struct situation *said = begin_key_step();
	cleanup_situation_ struct situation *configured = begin_key_step();

	(void)state;
	situation_log(said, STAIRS, PULL_TO(ATTIC_BSSID));
	situation_log(said, ATTIC,
		      "FT: RRB-OUI(" ATTIC_BSSID
		      ") received frame from remote AP " STAIRS_BSSID);
	situation_log(said, ATTIC, R0_UNKNOWN);
	assert_proven(said, CAUSE_NAS_IDENTIFIER_DUPLICATE, R0_UNKNOWN, NULL);
	assert_only(said, CAUSE_NAS_IDENTIFIER_DUPLICATE);
	situation_conf(configured, HALL, "nas_identifier=hall\n");
	situation_conf(configured, ATTIC, "nas_identifier=hall\n");
	situation_conf(configured, STAIRS,
		       KEY_LINE("r0kh", ATTIC_BSSID, "hall", "key-1"));
	situation_log(configured, STAIRS, PULL_TO(ATTIC_BSSID));
	assert_proven(configured, CAUSE_NAS_IDENTIFIER_DUPLICATE, PULL_TO(ATTIC_BSSID),
		      NULL);
	assert_only(configured, CAUSE_NAS_IDENTIFIER_DUPLICATE);
}

static void no_namesakes_are_where_the_target_is_the_r0kh_or_names_differ(void **state)
{
	cleanup_situation_ struct situation *own = begin_key_step();
	cleanup_situation_ struct situation *differ = begin_key_step();

	(void)state;
	situation_r0kh(own, STAIRS);
	situation_log(own, STAIRS, R0_OWN);
	situation_log(own, STAIRS, R0KH_SELF);
	assert_not_proven(own, CAUSE_NAS_IDENTIFIER_DUPLICATE);
	situation_conf(differ, HALL, HALL_CONF);
	situation_conf(differ, STAIRS, STAIRS_CONF);
	situation_log(differ, STAIRS, R0_OWN);
	situation_log(differ, STAIRS, R0KH_SELF); /* hall's line has its own address */
	assert_not_proven(differ, CAUSE_NAS_IDENTIFIER_DUPLICATE);
}

static void one_r1kh_id_of_two_is_seen_by_the_r0kh(void **state)
{
	cleanup_situation_ struct situation *s = begin_key_step();

	(void)state;
	situation_log(s, STAIRS, PULL_TO(HALL_BSSID));
	situation_log(s, HALL, FROM_STAIRS);
	situation_log(s, HALL, BOTH_OWN);
	assert_proven(s, CAUSE_R1KH_ID_DUPLICATE, BOTH_OWN, NULL);
	assert_only(s, CAUSE_R1KH_ID_DUPLICATE);
}

static void one_that_a_third_has_leads_to_the_third_s_line(void **state)
{
	static const char *const lines[] = { R1KH_77AA, UNDECIPHERABLE };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		cleanup_situation_ struct situation *s = begin_key_step();

		situation_conf(s, HALL,
			       KEY_LINE("r1kh", ATTIC_BSSID, "02:00:00:00:77:aa", "key-2")
				       KEY_LINE("r1kh", STAIRS_BSSID, "02:00:00:00:77:aa",
						"key-1"));
		situation_conf(s, STAIRS, STAIRS_CONF "r1_key_holder=0200000077aa\n");
		situation_conf(s, ATTIC, "r1_key_holder=0200000077aa\n");
		situation_log(s, STAIRS, PULL_TO(HALL_BSSID));
		situation_log(s, HALL, FROM_STAIRS);
		situation_log(s, HALL, lines[i]);
		assert_proven(s, CAUSE_R1KH_ID_DUPLICATE, lines[i], NULL);
		assert_only(s, CAUSE_R1KH_ID_DUPLICATE);
	}
}

static void that_third_s_identifier_may_be_the_one_that_the_r0kh_lists(void **state)
{
	static const char attic_s[] =
		"FT: Did not find R1KH-ID - hexdump(len=6): 02 00 00 00 03 00";
	static const char *const confs[] = {
		KEY_LINE("r1kh", STAIRS_BSSID, STAIRS_BSSID, "key-1"), ""
	};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		cleanup_situation_ struct situation *s = begin_key_step();

		situation_conf(s, HALL, confs[i]);
		situation_conf(s, STAIRS, "r1_key_holder=020000000300\n");
		situation_conf(s, ATTIC, "");
		situation_log(s, HALL, FROM_STAIRS);
		situation_log(s, HALL, attic_s);
		assert_proven(s, CAUSE_R1KH_ID_DUPLICATE, attic_s, NULL);
		assert_only(s, CAUSE_R1KH_ID_DUPLICATE);
	}
}

static void no_r1kh_id_is_shared_where_something_says_otherwise(void **state)
{
	cleanup_situation_ struct situation *differ = begin_key_step();
	cleanup_situation_ struct situation *neither = begin_key_step();
	cleanup_situation_ struct situation *of_others = begin_key_step();

	(void)state;
	situation_conf(differ, HALL, HALL_CONF);
	situation_conf(differ, STAIRS, STAIRS_CONF);
	situation_log(differ, HALL, BOTH_OWN);
	assert_not_proven(differ, CAUSE_R1KH_ID_DUPLICATE);
	/* A question of all access points, from a wildcard, brings this everywhere. */
	situation_log(neither, HALL, NEITHER_OWN);
	situation_log(neither, STAIRS, NEITHER_OWN);
	assert_not_proven(neither, CAUSE_R1KH_ID_DUPLICATE);
	situation_log(of_others, HALL,
		      "FT: RRB-OUI(" HALL_BSSID
		      ") received frame from remote AP " ATTIC_BSSID);
	situation_log(of_others, HALL, BOTH_OWN);
	assert_not_proven(of_others, CAUSE_R1KH_ID_DUPLICATE);
}

static void r1kh_missing_is_that_the_r0kh_has_no_line_for_the_target(void **state)
{
	cleanup_situation_ struct situation *known = begin_key_step();
	cleanup_situation_ struct situation *not_known = begin_key_step();

	(void)state;
	situation_conf(known, HALL, "nas_identifier=hall\n");
	situation_conf(known, STAIRS, STAIRS_CONF);
	situation_log(known, STAIRS, PULL_TO(HALL_BSSID));
	situation_log(known, HALL, FROM_STAIRS);
	situation_log(known, HALL, NO_R1KH);
	situation_log(known, HALL, R1KH_STAIRS);
	assert_proven(known, CAUSE_R1KH_MISSING, R1KH_STAIRS, NULL);
	assert_only(known, CAUSE_R1KH_MISSING);
	situation_log(not_known, HALL, FROM_STAIRS);
	situation_log(not_known, HALL, R1KH_STAIRS);
	assert_proven(not_known, CAUSE_R1KH_MISSING, R1KH_STAIRS, NULL);
	assert_only(not_known, CAUSE_R1KH_MISSING);
}

static void or_only_one_with_another_address(void **state)
{
	cleanup_situation_ struct situation *s = begin_key_step();

	(void)state;
	situation_conf(s, HALL,
		       KEY_LINE("r1kh", "02:00:00:00:88:00", STAIRS_BSSID, "key-1"));
	situation_conf(s, STAIRS, STAIRS_CONF);
	situation_log(s, HALL, R1KH_STAIRS);
	assert_proven(s, CAUSE_R1KH_MISSING, R1KH_STAIRS,
		      "r1kh=02:00:00:00:88:00 " STAIRS_BSSID " key-1:64");
}

static void r1kh_missing_takes_a_line_about_this_target(void **state)
{
	cleanup_situation_ struct situation *nothing = begin_key_step();
	cleanup_situation_ struct situation *of_another = begin_key_step();
	cleanup_situation_ struct situation *there = begin_key_step();

	(void)state;
	situation_conf(nothing, HALL, "nas_identifier=hall\n");
	assert_not_proven(nothing, CAUSE_R1KH_MISSING);
	situation_conf(of_another, HALL, "nas_identifier=hall\n");
	situation_conf(of_another, STAIRS, STAIRS_CONF);
	situation_log(of_another, HALL, R1KH_77AA);
	assert_not_proven(of_another, CAUSE_R1KH_MISSING);
	situation_conf(there, HALL, HALL_CONF);
	situation_log(there, HALL, R1KH_STAIRS);
	assert_not_proven(there, CAUSE_R1KH_MISSING);
}

static void r1kh_id_is_that_its_line_has_another_identifier(void **state)
{
	static const char *const lines[] = { R1KH_77AA, NO_R1KH };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		cleanup_situation_ struct situation *s = begin_key_step();

		situation_conf(s, HALL, HALL_CONF);
		situation_conf(s, STAIRS, STAIRS_CONF "r1_key_holder=0200000077aa\n");
		situation_log(s, STAIRS, PULL_TO(HALL_BSSID));
		situation_log(s, HALL, FROM_STAIRS);
		situation_log(s, HALL, lines[i]);
		assert_proven(s, CAUSE_R1KH_ID, lines[i],
			      "r1kh=" STAIRS_BSSID " " STAIRS_BSSID " key-1:64");
		assert_only(s, CAUSE_R1KH_ID);
	}
}

static void or_without_configurations_that_it_is_not_the_bssid(void **state)
{
	cleanup_situation_ struct situation *s = begin_key_step();

	(void)state;
	situation_log(s, HALL, R1KH_77AA);
	assert_proven(s, CAUSE_R1KH_ID, R1KH_77AA, NULL);
	assert_only(s, CAUSE_R1KH_ID);
}

static void r1kh_id_takes_identifiers_that_differ(void **state)
{
	cleanup_situation_ struct situation *alike = begin_key_step();
	cleanup_situation_ struct situation *bssid = begin_key_step();
	cleanup_situation_ struct situation *missing = begin_key_step();

	(void)state;
	situation_conf(alike, HALL, HALL_CONF);
	situation_conf(alike, STAIRS, STAIRS_CONF);
	situation_log(alike, HALL, R1KH_STAIRS);
	assert_not_proven(alike, CAUSE_R1KH_ID);
	situation_log(bssid, HALL, R1KH_STAIRS);
	assert_not_proven(bssid, CAUSE_R1KH_ID);
	situation_conf(missing, HALL, "nas_identifier=hall\n");
	situation_log(missing, HALL, R1KH_77AA);
	assert_not_proven(missing, CAUSE_R1KH_ID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(r0kh_missing_is_that_the_target_has_no_line_for_it),
		cmocka_unit_test(r0kh_missing_takes_line_and_configuration),
		cmocka_unit_test(nas_identifier_is_that_its_line_has_another_name),
		cmocka_unit_test(
			nas_identifier_takes_a_configuration_in_which_it_differs),
		cmocka_unit_test(generate_local_is_that_it_stands_in_place_of_the_line),
		cmocka_unit_test(generate_local_is_none_of_psk_and_none_where_it_is_off),
		cmocka_unit_test(namesakes_are_seen_where_the_target_takes_itself_for_it),
		cmocka_unit_test(and_where_it_asks_the_wrong_one_of_them),
		cmocka_unit_test(
			no_namesakes_are_where_the_target_is_the_r0kh_or_names_differ),
		cmocka_unit_test(one_r1kh_id_of_two_is_seen_by_the_r0kh),
		cmocka_unit_test(one_that_a_third_has_leads_to_the_third_s_line),
		cmocka_unit_test(
			that_third_s_identifier_may_be_the_one_that_the_r0kh_lists),
		cmocka_unit_test(no_r1kh_id_is_shared_where_something_says_otherwise),
		cmocka_unit_test(
			r1kh_missing_is_that_the_r0kh_has_no_line_for_the_target),
		cmocka_unit_test(or_only_one_with_another_address),
		cmocka_unit_test(r1kh_missing_takes_a_line_about_this_target),
		cmocka_unit_test(r1kh_id_is_that_its_line_has_another_identifier),
		cmocka_unit_test(or_without_configurations_that_it_is_not_the_bssid),
		cmocka_unit_test(r1kh_id_takes_identifiers_that_differ),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
