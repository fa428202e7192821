/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "../cmocka-all.h"
#include "base/cleanup.h"
#include "run/log-owners.h"

#define HALL "02:00:00:00:01:00"
#define STAIRS "02:00:00:00:02:00"
#define FAR "02:00:00:00:09:00"
#define STATION "02:00:00:00:ff:00"

#define FIRST (UINT64_C(1) << 3)
#define SECOND (UINT64_C(1) << 5)
#define BOTH (FIRST | SECOND)

/* Access points 3 and 5 of a scenario, on one device. */
static struct log_owners two(void)
{
	static const uint8_t hall[] = { 2, 0, 0, 0, 1, 0 },
			     stairs[] = { 2, 0, 0, 0, 2, 0 };
	struct log_owners owners = { 0 };

	log_owners_add(&owners, 3, hall);
	log_owners_add(&owners, 5, stairs);
	return owners;
}
#define cleanup_owners_ __attribute__((cleanup(log_owners_clear)))

static void a_line_that_names_nobody_is_everybodys(void **state)
{
	cleanup_owners_ struct log_owners owners = two();

	(void)state;
	assert_int_equal(log_owners_of(&owners, ""), BOTH);
	assert_int_equal(log_owners_of(&owners, "FT: Invalid MDIE"), BOTH);
	assert_int_equal(log_owners_of(&owners, "phy0-ap0: AP-ENABLED"), BOTH);
}

static void hostapd_tells_at_its_start_whose_an_interface_is(void **state)
{
	cleanup_owners_ struct log_owners owners = two();

	(void)state;
	log_owners_learn(&owners,
			 "Sun Nov 22 21:46:11 2026 daemon.debug hostapd: Using interface "
			 "phy0-ap0 with hwaddr " HALL " and ssid \"corridor\"");
	log_owners_learn(&owners, "Using interface phy0-ap0-1 with hwaddr " STAIRS);
	log_owners_learn(&owners, "Using interface phy9 with hwaddr " FAR);
	log_owners_learn(&owners, "Using interface  with hwaddr " HALL);
	log_owners_learn(&owners, "Using interface phy1 with hwaddr " HALL "1");
	log_owners_learn(&owners, "Using interface phy1");
	assert_int_equal(log_owners_of(&owners, "phy0-ap0: AP-STA-CONNECTED " STATION),
			 FIRST);
	assert_int_equal(log_owners_of(&owners, "hostapd: phy0-ap0-1: STA " STATION
						" IEEE 802.11: associated (aid 1)"),
			 SECOND);
	assert_int_equal(log_owners_of(&owners, "phy0-ap0.sta1 or xphy0-ap0"), BOTH);
	assert_int_equal(log_owners_of(&owners, "phy0-ap0-1 asks phy0-ap0"), BOTH);
	assert_int_equal(log_owners_of(&owners, "phy9: AP-ENABLED"), BOTH);
	/* hostapd was started anew with other names. */
	log_owners_learn(&owners, "Using interface wlan1 with hwaddr " HALL);
	assert_int_equal(log_owners_of(&owners, "wlan1: AP-ENABLED"), FIRST);
	assert_int_equal(log_owners_of(&owners, "phy0-ap0: AP-ENABLED"), BOTH);
}

static void else_a_line_is_of_the_bssid_that_it_says_to_be_its_own(void **state)
{
	cleanup_owners_ struct log_owners owners = two();

	(void)state;
	assert_int_equal(log_owners_of(&owners,
				       "FT: Received authentication frame: STA=" STATION
				       " BSSID=" STAIRS " transaction=1"),
			 SECOND);
	assert_int_equal(log_owners_of(&owners, "nl80211: sa=" HALL " bssid=" HALL),
			 FIRST);
	assert_int_equal(log_owners_of(&owners, "FT: Send PMK-R1 pull request from " HALL
						" to remote R0KH address " STAIRS),
			 FIRST);
	assert_int_equal(log_owners_of(&owners, "FT: RRB-OUI(" STAIRS
						") received frame from remote AP " HALL
						" oui_suffix=1 dst=" STAIRS),
			 SECOND);
	assert_int_equal(log_owners_of(&owners, "BSSID=" FAR), BOTH);
}

static void the_other_sides_bssid_makes_no_line_its_own(void **state)
{
	static const char *const lines[] = {
		"FT: RRB send to " HALL,
		"FT: RRB received frame from remote AP " HALL,
		"FT: Invalid R1KH-ID in pull request from " HALL,
		"FT: Received FT Action frame (STA=" STATION " Target AP=" HALL
		" Action=1)",
		"FT: RRB authentication response: STA=" STATION " CurrentAP=" HALL,
		"FT: R1KH-ID=" HALL,
		"FT: Send PMK-R1 pull request from " FAR " to remote R0KH address " HALL,
	};
	cleanup_owners_ struct log_owners owners = two();

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
		assert_int_equal(log_owners_of(&owners, lines[i]), BOTH);
}

static void an_interface_says_more_than_a_bssid(void **state)
{
	cleanup_owners_ struct log_owners owners = two();

	(void)state;
	log_owners_learn(&owners, "Using interface phy0-ap0 with hwaddr " HALL);
	assert_int_equal(log_owners_of(&owners, "phy0-ap0: new neighbour BSSID=" STAIRS),
			 FIRST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_that_names_nobody_is_everybodys),
		cmocka_unit_test(hostapd_tells_at_its_start_whose_an_interface_is),
		cmocka_unit_test(else_a_line_is_of_the_bssid_that_it_says_to_be_its_own),
		cmocka_unit_test(the_other_sides_bssid_makes_no_line_its_own),
		cmocka_unit_test(an_interface_says_more_than_a_bssid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
