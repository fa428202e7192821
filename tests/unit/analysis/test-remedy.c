/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cmocka-all.h"
#include "analysis/diagnosis.h"
#include "base/memory.h"
#include "situation.h"

#define KEY "<64 hex digits, the same at both ends>"

static void remedy_clear(struct remedy *remedy)
{
	free(remedy->access_point);
	free(remedy->text);
	free(remedy->hostapd);
	free(remedy->openwrt);
}
#define cleanup_remedy_ __attribute__((cleanup(remedy_clear)))

static struct remedy remedy_of(const struct situation *s, enum cause cause)
{
	struct remedy remedy;

	remedy_find(&s->c, cause, &remedy);
	assert_string_equal(remedy.text, cause_text(cause)->remedy);
	return remedy;
}

static void assert_remedy(const struct situation *s, enum cause cause,
			  const char *access_point, const char *hostapd,
			  const char *openwrt)
{
	cleanup_remedy_ struct remedy remedy = remedy_of(s, cause);

	assert_string_equal(remedy.access_point, access_point);
	assert_string_equal(remedy.hostapd, hostapd);
	assert_string_equal(remedy.openwrt, openwrt);
}

static void the_target_is_to_list_the_r0kh(void **state)
{
	static const enum cause causes[] = { CAUSE_R0KH_MISSING, CAUSE_R0KH_MAC,
					     CAUSE_R0KH_KEY };
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	for (size_t i = 0; i < 3; i++)
		assert_remedy(s, causes[i], "stairs",
			      "r0kh=" HALL_BSSID " <its nas_identifier> " KEY,
			      "uci add_list wireless.<iface>.r0kh='" HALL_BSSID
			      ",<its nas_identifier>," KEY "'");
	situation_conf(s, HALL, HALL_CONF);
	assert_remedy(s, CAUSE_R0KH_MISSING, "stairs", "r0kh=" HALL_BSSID " hall " KEY,
		      "uci add_list wireless.<iface>.r0kh='" HALL_BSSID ",hall," KEY "'");
}

static void the_r0kh_is_to_list_the_target(void **state)
{
	static const enum cause causes[] = { CAUSE_R1KH_MISSING, CAUSE_R1KH_KEY };
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	for (size_t i = 0; i < 2; i++)
		assert_remedy(s, causes[i], "hall",
			      "r1kh=" STAIRS_BSSID " " STAIRS_BSSID " " KEY,
			      "uci add_list wireless.<iface>.r1kh='" STAIRS_BSSID
			      "," STAIRS_BSSID "," KEY "'");
	situation_conf(s, STAIRS, "r1_key_holder=0200000077aa\n");
	assert_remedy(s, CAUSE_R1KH_MISSING, "hall",
		      "r1kh=" STAIRS_BSSID " 02:00:00:00:77:aa " KEY,
		      "uci add_list wireless.<iface>.r1kh='" STAIRS_BSSID
		      ",02:00:00:00:77:aa," KEY "'");
}

static void each_is_to_be_called_as_the_other_one_s_list_has_it(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	assert_remedy(s, CAUSE_R1KH_ID, "stairs", cause_text(CAUSE_R1KH_ID)->hostapd,
		      cause_text(CAUSE_R1KH_ID)->openwrt);
	assert_remedy(s, CAUSE_NAS_IDENTIFIER, "hall",
		      cause_text(CAUSE_NAS_IDENTIFIER)->hostapd,
		      cause_text(CAUSE_NAS_IDENTIFIER)->openwrt);
	situation_conf(s, HALL, "r1kh=" STAIRS_BSSID " 02:00:00:00:77:AA key-1:64\n");
	situation_conf(s, STAIRS, "r0kh=" HALL_BSSID " Hall.1 key-1:64\n");
	assert_remedy(s, CAUSE_R1KH_ID, "stairs", "r1_key_holder=0200000077aa",
		      "uci set wireless.<iface>.r1_key_holder='0200000077aa'");
	assert_remedy(s, CAUSE_NAS_IDENTIFIER, "hall", "nas_identifier=Hall.1",
		      "uci set wireless.<iface>.nasid='Hall.1'");
}

static void of_namesakes_the_target_is_to_be_called_by_its_bssid(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	assert_remedy(s, CAUSE_R1KH_ID_DUPLICATE, "stairs", "r1_key_holder=020000000200",
		      "uci set wireless.<iface>.r1_key_holder='020000000200'");
	assert_remedy(s, CAUSE_NAS_IDENTIFIER_DUPLICATE, "stairs",
		      "nas_identifier=020000000200",
		      "uci set wireless.<iface>.nasid='020000000200'");
}

static void the_mobility_domain_is_that_of_where_the_station_was(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	s->from.elements.mobility_domain = 0x0a1b;
	assert_remedy(s, CAUSE_MOBILITY_DOMAIN, "stairs", "mobility_domain=0a1b",
		      "uci set wireless.<iface>.mobility_domain='0a1b'");
	s->from.elements.has_mde = false;
	assert_remedy(s, CAUSE_MOBILITY_DOMAIN, "stairs",
		      cause_text(CAUSE_MOBILITY_DOMAIN)->hostapd,
		      cause_text(CAUSE_MOBILITY_DOMAIN)->openwrt);
}

static void ft_is_to_be_turned_on_where_it_is_lacking(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	s->target.elements.has_mde = false;
	assert_remedy(s, CAUSE_NO_FT_AKM, "stairs", cause_text(CAUSE_NO_FT_AKM)->hostapd,
		      cause_text(CAUSE_NO_FT_AKM)->openwrt);
	s->target.elements.has_mde = true;
	s->from.elements.has_mde = false;
	assert_remedy(s, CAUSE_NO_FT_AKM, "hall", cause_text(CAUSE_NO_FT_AKM)->hostapd,
		      cause_text(CAUSE_NO_FT_AKM)->openwrt);
}

static void assert_same(const char *a, const char *b)
{
	assert_true(!a == !b);
	if (a)
		assert_string_equal(a, b);
}

static void every_cause_has_its_text_and_its_access_point(void **state)
{
	static const char *const places[CAUSE_MAX] = {
		[CAUSE_R0KH_MISSING] = "stairs",
		[CAUSE_R0KH_MAC] = "stairs",
		[CAUSE_R0KH_KEY] = "stairs",
		[CAUSE_R1KH_MISSING] = "hall",
		[CAUSE_R1KH_KEY] = "hall",
		[CAUSE_R1KH_ID] = "stairs",
		[CAUSE_R1KH_ID_DUPLICATE] = "stairs",
		[CAUSE_NAS_IDENTIFIER] = "hall",
		[CAUSE_NAS_IDENTIFIER_DUPLICATE] = "stairs",
		[CAUSE_R0KH_UNREACHABLE] = "hall",
		[CAUSE_R0KH_RESTARTED] = "hall",
		[CAUSE_NEGATIVE_CACHE] = "stairs",
		[CAUSE_WILDCARD_DISCOVERY] = "stairs",
		[CAUSE_OVER_DS_OFF] = "attic",
		[CAUSE_MOBILITY_DOMAIN] = "stairs",
		[CAUSE_NO_FT_AKM] = "stairs",
		[CAUSE_CIPHER] = "stairs",
		[CAUSE_PMF] = "stairs",
		[CAUSE_PASSWORD] = "stairs",
		[CAUSE_TARGET_OFF_AIR] = "stairs",
		[CAUSE_TARGET_CHANNEL] = "stairs",
		[CAUSE_ACCESS_LIST] = "stairs",
		[CAUSE_ACCESS_POINT_FULL] = "stairs",
		[CAUSE_ASSOCIATION_HELD] = "stairs",
		[CAUSE_DEAUTHENTICATED_AFTER] = "stairs",
	};
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "ds");

	(void)state;
	s->window.from = &s->scenario->access_points[ATTIC];
	for (enum cause cause = 0; cause < CAUSE_MAX; cause++) {
		cleanup_remedy_ struct remedy remedy = remedy_of(s, cause);

		assert_same(remedy.access_point, places[cause]);
		assert_int_equal(!remedy.hostapd, !cause_text(cause)->hostapd);
		assert_int_equal(!remedy.openwrt, !cause_text(cause)->openwrt);
	}
}

static void without_a_step_it_is_that_of_the_cause(void **state)
{
	(void)state;
	for (enum cause cause = 0; cause < CAUSE_MAX; cause++) {
		cleanup_remedy_ struct remedy remedy = { 0 };

		remedy_find(NULL, cause, &remedy);
		assert_null(remedy.access_point);
		assert_same(remedy.hostapd, cause_text(cause)->hostapd);
		assert_same(remedy.openwrt, cause_text(cause)->openwrt);
	}
}

static void where_nobody_knows_the_r0kh_it_has_no_name(void **state)
{
	cleanup_situation_ struct situation *s = situation_of_association("ft-sae");

	(void)state;
	for (enum cause cause = 0; cause < CAUSE_MAX; cause++) {
		cleanup_remedy_ struct remedy remedy = remedy_of(s, cause);

		assert_same(remedy.hostapd, cause_text(cause)->hostapd);
		if (remedy.access_point)
			assert_string_equal(remedy.access_point, "stairs");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_target_is_to_list_the_r0kh),
		cmocka_unit_test(the_r0kh_is_to_list_the_target),
		cmocka_unit_test(each_is_to_be_called_as_the_other_one_s_list_has_it),
		cmocka_unit_test(of_namesakes_the_target_is_to_be_called_by_its_bssid),
		cmocka_unit_test(the_mobility_domain_is_that_of_where_the_station_was),
		cmocka_unit_test(ft_is_to_be_turned_on_where_it_is_lacking),
		cmocka_unit_test(every_cause_has_its_text_and_its_access_point),
		cmocka_unit_test(without_a_step_it_is_that_of_the_cause),
		cmocka_unit_test(where_nobody_knows_the_r0kh_it_has_no_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
