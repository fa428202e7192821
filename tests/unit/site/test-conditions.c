/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "base/time.h"
#include "site/conditions.h"

static void collect(void *userdata, const char *sentence)
{
	text_printf(userdata, "%s\n", sentence);
}

static void assert_told(const struct scenario *scenario, const char *sentences)
{
	cleanup_text_ struct text told = { 0 };

	conditions_tell(scenario, collect, &told);
	assert_string_equal(told.data ? told.data : "", sentences);
}

static void a_site_as_it_should_be_is_not_talked_about(void **state)
{
	const struct scenario scenario = { .has_lab = true };

	(void)state;
	assert_told(&scenario, "");
}

static void a_setting_of_the_station_is_told_either_way(void **state)
{
	struct scenario scenario = { .station = { .has_arp_evict = true } };

	(void)state;
	assert_told(&scenario, "The station's kernel keeps its ARP entries when the "
			       "carrier drops\n");
	scenario.station.arp_evict = true;
	assert_told(&scenario, "The station's kernel forgets its ARP entries when the "
			       "carrier drops\n");
	scenario.station = (struct lab_station){ .has_ndisc_evict = true };
	assert_told(&scenario, "The station's kernel keeps its IPv6 neighbours when the "
			       "carrier drops\n");
	scenario.station.ndisc_evict = true;
	assert_told(&scenario, "The station's kernel forgets its IPv6 neighbours when "
			       "the carrier drops\n");
}

static void the_air_s_loss_is_told(void **state)
{
	const struct scenario scenario = { .air = { .loss_ppm = 125000 } };

	(void)state;
	assert_told(&scenario,
		    "The air loses 12.5 % of the attempts to transmit a frame\n");
}

static void the_backbone_s_delay_is_told_with_its_jitter_and_its_loss(void **state)
{
	struct scenario scenario = { .backbone = { .delay_ns = 100 * NS_PER_MS } };

	(void)state;
	assert_told(&scenario, "The backbone delays every frame by 100ms, each way\n");
	scenario.backbone.jitter_ns = 10 * NS_PER_MS;
	assert_told(&scenario,
		    "The backbone delays every frame by 90.0ms to 110ms, each way\n");
	scenario.backbone.loss_ppm = 2500;
	assert_told(&scenario, "The backbone delays every frame by 90.0ms to 110ms and "
			       "loses 0.25 % of the frames, each way\n");
	scenario.backbone = (struct backbone){ .loss_ppm = 1000000 };
	assert_told(&scenario, "The backbone loses 100 % of the frames, each way\n");
}

static void where_the_station_has_its_address_from_is_told(void **state)
{
	struct access_point access_points[] = {
		{ .name = (char *)"hall" },
		{ .name = (char *)"stairs", .router = true },
		{ .name = (char *)"attic", .vlan = 20 },
	};
	struct scenario scenario = { .access_points = access_points,
				     .access_point_count = 3,
				     .station = { .dhcp = true } };

	(void)state;
	assert_told(&scenario, "The station has its address from DHCP\n"
			       "Access point stairs is a router with NAT\n"
			       "Behind access point attic is VLAN 20\n");
	scenario.station.keep_address = true;
	scenario.access_point_count = 1;
	assert_told(&scenario, "The station has its address from DHCP, and keeps it when "
			       "the carrier drops\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_site_as_it_should_be_is_not_talked_about),
		cmocka_unit_test(a_setting_of_the_station_is_told_either_way),
		cmocka_unit_test(the_air_s_loss_is_told),
		cmocka_unit_test(
			the_backbone_s_delay_is_told_with_its_jitter_and_its_loss),
		cmocka_unit_test(where_the_station_has_its_address_from_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
