/* SPDX-License-Identifier: BSD-3-Clause */
#include "cmocka-all.h"

#include <string.h>

#include "base/memory.h"
#include "live/checks-fixture.h"

/* What is judged of the facts, which are released. */
static struct checks judge(struct machine_facts *facts, size_t wireless, bool live)
{
	struct checks checks = { 0 };

	checks_of_machine(facts, wireless, live, &checks);
	machine_facts_clear(facts);
	return checks;
}

static void assert_check(struct checks *checks, enum check_id id, enum check_state state,
			 const char *value, const char *remedy)
{
	const struct check *check = fixture_find(checks, id);

	assert_non_null(check);
	assert_int_equal(check->state, state);
	if (value)
		assert_string_equal(check->value, value);
	if (remedy)
		assert_string_equal(check->remedy, remedy);
	checks_clear(checks);
}

static void a_machine_that_lacks_nothing_is_ok(void **state)
{
	struct machine_facts facts = fixture_machine();
	struct checks checks = judge(&facts, 1, true);

	(void)state;
	assert_int_equal(checks_state(&checks), CHECK_OK);
	for (size_t i = 0; i < checks.sections[0].count; i++)
		assert_null(checks.sections[0].items[i].remedy);
	checks_clear(&checks);
}

static void privileges_matter_on_a_real_interface(void **state)
{
	struct machine_facts facts = fixture_machine();
	struct checks checks;

	(void)state;
	facts.privileges = (struct privileges){ .net_raw = true };
	checks = judge(&facts, 1, true);
	assert_non_null(strstr(fixture_find(&checks, CHECK_PRIVILEGES)->sentence,
			       "lacks CAP_NET_ADMIN: a run"));
	assert_check(&checks, CHECK_PRIVILEGES, CHECK_MISSING, "none",
		     "sudo setcap cap_net_admin,cap_net_raw+ep /usr/bin/roamtest");
	facts = fixture_machine();
	facts.privileges = (struct privileges){ 0 };
	checks = judge(&facts, 1, false);
	assert_check(&checks, CHECK_PRIVILEGES, CHECK_WARNING, "none", NULL);
	facts = fixture_machine();
	facts.privileges.root = false;
	checks = judge(&facts, 1, true);
	assert_check(&checks, CHECK_PRIVILEGES, CHECK_OK, "capabilities", NULL);
}

static void a_part_that_is_not_there_says_why_and_what_to_do(void **state)
{
	struct machine_facts facts = fixture_machine();
	struct checks checks;

	(void)state;
	fixture_lack(&facts.tracefs, "tracefs is not mounted", "mount it");
	checks = judge(&facts, 1, true);
	assert_string_equal(fixture_find(&checks, CHECK_TRACEFS)->sentence,
			    "tracefs is not mounted");
	assert_check(&checks, CHECK_TRACEFS, CHECK_WARNING, NULL, "mount it");
	facts = fixture_machine();
	fixture_lack(&facts.wireguard, "there is none", NULL);
	checks = judge(&facts, 1, true);
	assert_check(&checks, CHECK_WIREGUARD, CHECK_WARNING, NULL, NULL);
	facts = fixture_machine();
	fixture_lack(&facts.stamps, "there are none", NULL);
	checks = judge(&facts, 1, true);
	assert_check(&checks, CHECK_STAMPS, CHECK_MISSING, NULL, NULL);
}

static void a_clock_that_is_slow_or_coarse_is_told(void **state)
{
	struct machine_facts facts = fixture_machine();
	struct checks checks;

	(void)state;
	fixture_set(&facts.clocksource, "hpet");
	checks = judge(&facts, 1, true);
	assert_check(&checks, CHECK_CLOCK, CHECK_WARNING, "hpet", NULL);
	facts = fixture_machine();
	facts.timer_resolution_ns = 4000000;
	checks = judge(&facts, 1, true);
	assert_non_null(strstr(fixture_find(&checks, CHECK_CLOCK)->sentence, "4.00ms"));
	assert_check(&checks, CHECK_CLOCK, CHECK_WARNING, "tsc", NULL);
	facts = fixture_machine();
	fixture_set(&facts.clocksource, NULL);
	checks = judge(&facts, 1, true);
	assert_check(&checks, CHECK_CLOCK, CHECK_OK, NULL, NULL);
}

static void a_short_queue_ends_the_talk_with_the_supplicant(void **state)
{
	struct machine_facts facts = fixture_machine();
	struct checks checks;

	(void)state;
	facts.datagram_queue = 10;
	checks = judge(&facts, 1, true);
	assert_check(&checks, CHECK_CONTROL_QUEUE, CHECK_MISSING, "10",
		     "sudo sysctl -w net.unix.max_dgram_qlen=512");
	/* A lab has its own. */
	facts = fixture_machine();
	facts.datagram_queue = 10;
	checks = judge(&facts, 1, false);
	assert_null(fixture_find(&checks, CHECK_CONTROL_QUEUE));
	checks_clear(&checks);
}

static void a_machine_without_wireless_can_have_a_lab(void **state)
{
	struct machine_facts facts = fixture_machine();
	struct checks checks = judge(&facts, 0, false);

	(void)state;
	assert_check(&checks, CHECK_WIRELESS, CHECK_WARNING, "0", NULL);
}

static void what_was_left_behind_is_named(void **state)
{
	struct machine_facts facts = fixture_machine();
	struct checks checks;

	(void)state;
	facts.leftovers = memory_zero(2, sizeof(char *));
	facts.leftovers[0] = memory_strdup("wlan0");
	facts.leftovers[1] = memory_strdup("wlan1");
	facts.leftover_count = 2;
	checks = judge(&facts, 1, true);
	assert_check(&checks, CHECK_LEFTOVERS, CHECK_WARNING, "wlan0, wlan1",
		     "roamtest doctor --clean");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_machine_that_lacks_nothing_is_ok),
		cmocka_unit_test(privileges_matter_on_a_real_interface),
		cmocka_unit_test(a_part_that_is_not_there_says_why_and_what_to_do),
		cmocka_unit_test(a_clock_that_is_slow_or_coarse_is_told),
		cmocka_unit_test(a_short_queue_ends_the_talk_with_the_supplicant),
		cmocka_unit_test(a_machine_without_wireless_can_have_a_lab),
		cmocka_unit_test(what_was_left_behind_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
