/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"
#include "analysis/case-log.h"
#include "situation.h"

#define RRB(own, remote) "FT: RRB-OUI(" own ") received frame from remote AP " remote

static void lines_of_before_the_step_say_nothing_of_it(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	s->now_ns = SITUATION_START_NS - 2 * NS_PER_MS;
	situation_log(s, STAIRS, "FT: No matching R0KH found");
	assert_null(case_target_said(&s->c, LOG_R0KH_UNKNOWN));
	situation_log(s, STAIRS, "FT: No matching R0KH found");
	assert_int_equal(case_target_said(&s->c, LOG_R0KH_UNKNOWN)->time_ns,
			 SITUATION_START_NS);
	assert_null(case_r0kh_said(&s->c, LOG_R0KH_UNKNOWN));
}

static void an_r0kh_that_nobody_knows_says_nothing(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	situation_log(s, HALL, "FT: Received PMK-R1 pull");
	assert_non_null(case_r0kh_said(&s->c, LOG_PULL_RECEIVED));
	s->c.keys.known = false;
	assert_null(case_r0kh_said(&s->c, LOG_PULL_RECEIVED));
}

static void what_an_r0kh_says_of_another_target_is_not_of_this_step(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	situation_log(s, HALL, RRB(HALL_BSSID, ATTIC_BSSID));
	situation_log(s, HALL, "FT: No matching R1KH found");
	assert_null(case_r0kh_said(&s->c, LOG_R1KH_UNKNOWN));
	situation_log(s, HALL, RRB(HALL_BSSID, STAIRS_BSSID));
	situation_log(s, HALL, "FT: No matching R1KH found");
	assert_non_null(case_r0kh_said(&s->c, LOG_R1KH_UNKNOWN));
}

static void what_a_target_says_of_a_third_access_point_is_not_either(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	situation_r0kh(s, ATTIC);
	situation_log(s, STAIRS, RRB(STAIRS_BSSID, HALL_BSSID));
	situation_log(s, STAIRS, "FT(RRB): Failed to decrypt");
	assert_non_null(case_target_said(&s->c, LOG_UNDECIPHERABLE)); /* it is left */
	situation_log(s, STAIRS, RRB(STAIRS_BSSID, ATTIC_BSSID));
	situation_log(s, STAIRS, "FT: R1KH-ID mismatch");
	assert_non_null(case_target_said(&s->c, LOG_ID_MISMATCH)); /* the R0KH */
	situation_r0kh(s, HALL);
	situation_log(s, STAIRS, RRB(STAIRS_BSSID, ATTIC_BSSID));
	situation_log(s, STAIRS, "FT: seq - local R0KH-ID and R1KH-ID");
	assert_null(case_target_said(&s->c, LOG_SEQUENCE_OWN));
	situation_log(s, STAIRS, RRB(STAIRS_BSSID, HALL_BSSID));
	situation_log(s, STAIRS, "FT: seq - local R0KH-ID and R1KH-ID");
	assert_non_null(case_target_said(&s->c, LOG_SEQUENCE_OWN));
}

static void other_stations_are_not_this_one(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	situation_log(s, STAIRS, "Station " STRANGER " not allowed to authenticate");
	assert_null(case_target_said(&s->c, LOG_ACCESS_LIST));
	situation_log(s, STAIRS, "Station " STATION " not allowed to authenticate");
	assert_non_null(case_target_said(&s->c, LOG_ACCESS_LIST));
}

static void a_line_can_be_looked_for_by_an_address_in_it(void **state)
{
	static const uint8_t upper[] = { 2, 0, 0, 0, 0xab, 0xcd };
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "ds");
	const struct log_entry *entry;

	(void)state;
	situation_log(s, HALL, "FT: RRB send to " ATTIC_BSSID);
	situation_log(s, HALL, "FT: RRB send to " STAIRS_BSSID);
	entry = case_said_of(&s->c, HALL, LOG_RELAY_SENT, case_bssid(&s->c, STAIRS));
	assert_string_equal(entry->text, "FT: RRB send to " STAIRS_BSSID);
	assert_null(case_said_of(&s->c, HALL, LOG_RELAY_SENT, case_bssid(&s->c, HALL)));
	situation_log(s, STAIRS, "FT: RRB send to 02:00:00:00:AB:CD");
	assert_true(log_names(case_target_said(&s->c, LOG_RELAY_SENT), upper));
}

static void of_two_lines_the_one_with_the_identifier_is_wanted(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	situation_log(s, STAIRS, "FT: No matching R0KH found");
	assert_string_equal(case_said_with_dump(&s->c, STAIRS, LOG_R0KH_UNKNOWN)->text,
			    "FT: No matching R0KH found");
	situation_log(s, STAIRS, "FT: Did not find R0KH-ID - hexdump(len=1): 68");
	assert_string_equal(case_said_with_dump(&s->c, STAIRS, LOG_R0KH_UNKNOWN)->text,
			    "FT: Did not find R0KH-ID - hexdump(len=1): 68");
}

static size_t dump(const char *text, uint8_t *ret, size_t size)
{
	struct log_entry entry = { .text = (char *)(uintptr_t)text };

	return log_dump(&entry, ret, size);
}

static void a_dump_is_read_as_far_as_it_goes(void **state)
{
	uint8_t octets[4];

	(void)state;
	assert_int_equal(dump("x - hexdump(len=4): 68 61 6C 6c", octets, 4), 4);
	assert_memory_equal(octets, "hall", 4);
	assert_int_equal(dump("x - hexdump(len=5): 68 61 6c 6c 20", octets, 4), 4);
	assert_int_equal(dump("x - hexdump(len=2): 68 6", octets, 4), 1);
	assert_int_equal(dump("x - hexdump(len=0):", octets, 4), 0);
	assert_int_equal(dump("x - hexdump(len=9): [REMOVED]", octets, 4), 0);
	assert_int_equal(dump("hexdump(", octets, 4), 0);
	assert_int_equal(dump("", octets, 4), 0);
	assert_int_equal(dump("hexdump(): 68 ", octets, 4), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_of_before_the_step_say_nothing_of_it),
		cmocka_unit_test(an_r0kh_that_nobody_knows_says_nothing),
		cmocka_unit_test(what_an_r0kh_says_of_another_target_is_not_of_this_step),
		cmocka_unit_test(
			what_a_target_says_of_a_third_access_point_is_not_either),
		cmocka_unit_test(other_stations_are_not_this_one),
		cmocka_unit_test(a_line_can_be_looked_for_by_an_address_in_it),
		cmocka_unit_test(of_two_lines_the_one_with_the_identifier_is_wanted),
		cmocka_unit_test(a_dump_is_read_as_far_as_it_goes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
