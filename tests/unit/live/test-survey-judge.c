/* SPDX-License-Identifier: BSD-3-Clause */
#include "cmocka-all.h"

#include <errno.h>
#include <string.h>

#include "live/survey-fixture.h"

static struct surveyed_site judge(const struct survey *survey)
{
	struct surveyed_site site = { 0 };

	assert_int_equal(survey_judge(survey, &site, NULL), 0);
	return site;
}

static void assert_left_out(struct scanned_bss *bss, const struct survey *survey,
			    const char *why)
{
	struct surveyed_site site = judge(survey);

	assert_int_equal(site.target_count, site.count - 1);
	assert_ptr_equal(site.items[site.count - 1].bss, bss);
	assert_string_equal(site.items[site.count - 1].differs, why);
	surveyed_site_clear(&site);
}

static void the_station_s_own_comes_first_then_the_strongest(void **state)
{
	struct survey survey = fixture_new();
	struct surveyed_site site;

	(void)state;
	fixture_add(&survey, 1, 1, -70);
	fixture_add(&survey, 2, 6, -80);
	fixture_add(&survey, 3, 36, -40);
	site = judge(&survey);
	assert_int_equal(site.count, 3);
	assert_int_equal(site.target_count, 3);
	assert_true(site.ft);
	assert_string_equal(site.items[0].name, "ap-0101");
	assert_string_equal(site.items[1].name, "ap-0303");
	assert_string_equal(site.items[2].name, "ap-0202");
	assert_int_equal(site.items[1].channel, 36);
	for (size_t i = 0; i < 3; i++)
		assert_null(site.items[i].differs);
	surveyed_site_clear(&site);
	survey_clear(&survey);
}

static void other_networks_are_not_looked_at(void **state)
{
	struct survey survey = fixture_new();
	struct surveyed_site site;
	struct scanned_bss *other;

	(void)state;
	fixture_add(&survey, 1, 1, -70);
	other = fixture_add(&survey, 2, 6, -50);
	memcpy(other->ssid, "corridos", 8);
	other = fixture_add(&survey, 3, 6, -50);
	other->ssid_length--;
	site = judge(&survey);
	assert_int_equal(site.count, 1);
	surveyed_site_clear(&site);
	survey_clear(&survey);
}

static void who_cannot_be_a_target_of_ft_is_told_apart(void **state)
{
	struct survey survey = fixture_new();
	struct scanned_bss *odd;

	(void)state;
	fixture_add(&survey, 1, 1, -50);
	fixture_add(&survey, 2, 6, -60);
	odd = fixture_add(&survey, 3, 11, -40);
	odd->elements.has_mde = false;
	assert_left_out(odd, &survey, "no MDE");
	odd->elements.has_mde = true;
	FIXTURE_AKMS(odd, 8);
	assert_left_out(odd, &survey, "no AKM of FT");
	FIXTURE_AKMS(odd, 9);
	odd->elements.mobility_domain = 0xb2b2;
	assert_left_out(odd, &survey, "mobility domain b2b2");
	odd->elements.mobility_domain = 0xa1b2;
	FIXTURE_AKMS(odd, 4);
	assert_left_out(odd, &survey, "other AKMs");
	FIXTURE_AKMS(odd, 3);
	assert_left_out(odd, &survey, "AKM FT-802.1X, which a scenario cannot have");
	FIXTURE_AKMS(odd, 9);
	odd->frequency_mhz = 6135;
	assert_left_out(odd, &survey, "6 GHz, which a scenario cannot have");
	odd->frequency_mhz = 918;
	assert_left_out(odd, &survey, "918 MHz, which a scenario cannot have");
	odd->frequency_mhz = 6135;
	odd->elements.has_mde = false;
	assert_left_out(odd, &survey, "6 GHz, which a scenario cannot have, no MDE");
	odd->frequency_mhz = 2412;
	odd->elements.has_mde = true;
	odd->bssid[0] = 3;
	assert_left_out(odd, &survey, "a BSSID that is no station's");
	odd->bssid[0] = 2;
	odd->elements = (struct bss_elements){ 0 };
	assert_left_out(odd, &survey, "WEP, which a scenario cannot have");
	odd->has_wpa = true;
	assert_left_out(odd, &survey, "WPA without RSN, which a scenario cannot have");
	odd->malformed = true;
	assert_left_out(odd, &survey, "elements that cannot be read");
	survey_clear(&survey);
}

static void what_is_no_obstacle_is_only_marked(void **state)
{
	struct survey survey = fixture_new();
	struct surveyed_site site;
	struct scanned_bss *odd;

	(void)state;
	fixture_add(&survey, 1, 1, -50);
	odd = fixture_add(&survey, 2, 6, -60);
	odd->elements.ft_capability = 0;
	odd->elements.rsn_capabilities = FIXTURE_MFPC;
	odd->elements.pairwise_ciphers[1] = AKM(9);
	odd->elements.pairwise_cipher_count = 2;
	odd->elements.group_cipher = AKM(9);
	odd->elements.rsnxe = 0x20;
	FIXTURE_AKMS(odd, 8, 9);
	site = judge(&survey);
	assert_int_equal(site.target_count, 2);
	assert_string_equal(site.items[1].differs,
			    "AKMs SAE FT-SAE, not over the DS, PMF offered, pairwise "
			    "CCMP-128 GCMP-256, group GCMP-256, SAE hash-to-element");
	surveyed_site_clear(&site);
	survey_clear(&survey);
}

static void the_securities_are_those_that_all_have(void **state)
{
	struct survey survey = fixture_new();
	struct surveyed_site site;
	struct scanned_bss *bss;

	(void)state;
	bss = fixture_add(&survey, 1, 1, -50);
	FIXTURE_AKMS(bss, 2, 6, 4, 8, 9);
	bss = fixture_add(&survey, 2, 6, -60);
	FIXTURE_AKMS(bss, 2, 4);
	site = judge(&survey);
	assert_int_equal(site.target_count, 2);
	assert_true(site.securities[SECURITY_PSK] && site.securities[SECURITY_FT_PSK]);
	assert_false(site.securities[SECURITY_SAE] || site.securities[SECURITY_FT_SAE] ||
		     site.securities[SECURITY_OPEN]);
	surveyed_site_clear(&site);
	survey_clear(&survey);
}

static void the_domain_is_the_station_s_own_or_the_largest(void **state)
{
	struct survey survey = fixture_new();
	struct scanned_bss *own = fixture_add(&survey, 1, 1, -50);
	struct surveyed_site site;

	(void)state;
	own->elements.mobility_domain = 0xb2b2;
	fixture_add(&survey, 2, 6, -60);
	fixture_add(&survey, 3, 11, -60);
	site = judge(&survey);
	assert_int_equal(site.target_count, 1);
	assert_ptr_equal(site.items[0].bss, own);
	surveyed_site_clear(&site);
	/* From one without FT the others are looked at. */
	own->elements.has_mde = false;
	FIXTURE_AKMS(own, 8);
	site = judge(&survey);
	assert_int_equal(site.target_count, 2);
	assert_true(site.ft);
	assert_int_equal(site.items[0].bss->bssid[5], 2);
	assert_ptr_equal(site.items[2].bss, own);
	surveyed_site_clear(&site);
	survey_clear(&survey);
}

static void without_ft_anywhere_all_are_targets_of_full_roams(void **state)
{
	struct survey survey = fixture_new();
	struct surveyed_site site;

	(void)state;
	for (uint8_t i = 1; i <= 3; i++) {
		struct scanned_bss *bss = fixture_add(&survey, i, 1, -50);

		bss->elements.has_mde = false;
		FIXTURE_AKMS(bss, 2);
	}
	site = judge(&survey);
	assert_false(site.ft);
	assert_int_equal(site.target_count, 3);
	surveyed_site_clear(&site);
	survey_clear(&survey);
}

static void ft_without_a_mobility_domain_is_none(void **state)
{
	struct survey survey = fixture_new();
	struct surveyed_site site;

	(void)state;
	for (uint8_t i = 1; i <= 2; i++) {
		struct scanned_bss *bss = fixture_add(&survey, i, 1, -50);

		bss->elements.has_mde = false;
		FIXTURE_AKMS(bss, 2, 4);
	}
	/* With that AKM alone nobody could use it. */
	FIXTURE_AKMS(&survey.results.items[1], 4);
	site = judge(&survey);
	assert_false(site.ft);
	assert_int_equal(site.target_count, 1);
	assert_true(site.securities[SECURITY_PSK]);
	assert_false(site.securities[SECURITY_FT_PSK]);
	assert_string_equal(site.items[1].differs, "no MDE");
	surveyed_site_clear(&site);
	survey_clear(&survey);
}

static void of_two_domains_alike_the_stronger_counts(void **state)
{
	struct survey survey = fixture_new();
	struct surveyed_site site;

	(void)state;
	fixture_add(&survey, 1, 1, -70)->associated = false;
	fixture_add(&survey, 2, 1, -50)->elements.mobility_domain = 0xb2b2;
	site = judge(&survey);
	assert_int_equal(site.items[0].bss->bssid[5], 2);
	assert_int_equal(site.target_count, 1);
	surveyed_site_clear(&site);
	survey_clear(&survey);
}

static void names_have_so_many_octets_that_they_differ(void **state)
{
	struct survey survey = fixture_new();
	struct surveyed_site site;

	(void)state;
	fixture_add(&survey, 1, 1, -50);
	fixture_add(&survey, 1, 6, -60)->bssid[3] = 7;
	site = judge(&survey);
	assert_string_equal(site.items[0].name, "ap-000101");
	assert_string_equal(site.items[1].name, "ap-070101");
	surveyed_site_clear(&site);
	survey_clear(&survey);
}

static void of_one_bssid_heard_twice_the_latest_counts(void **state)
{
	struct survey survey = fixture_new();
	struct surveyed_site site;
	struct scanned_bss *old;

	(void)state;
	fixture_add(&survey, 1, 1, -50);
	old = fixture_add(&survey, 2, 6, -50);
	old->seen_ms_ago = 20000;
	fixture_add(&survey, 2, 11, -60);
	site = judge(&survey);
	assert_int_equal(site.count, 2);
	assert_int_equal(site.items[1].channel, 11);
	surveyed_site_clear(&site);
	survey_clear(&survey);
}

static void who_hides_is_counted_unless_it_has_told_its_name(void **state)
{
	struct survey survey = fixture_new();
	struct surveyed_site site;

	(void)state;
	fixture_add(&survey, 1, 1, -50);
	fixture_add(&survey, 1, 1, -50)->ssid_length = 0;
	fixture_add(&survey, 2, 1, -50)->ssid_length = 0;
	site = judge(&survey);
	assert_int_equal(site.hidden_count, 1);
	surveyed_site_clear(&site);
	survey_clear(&survey);
}

static void a_scenario_has_at_most_64(void **state)
{
	struct survey survey = fixture_new();
	struct surveyed_site site;

	(void)state;
	for (uint8_t i = 1; i <= 70; i++)
		fixture_add(&survey, i, 1, -i);
	site = judge(&survey);
	assert_int_equal(site.target_count, SCENARIO_AP_MAX);
	assert_int_equal(site.count, 70);
	assert_int_equal(site.items[64].bss->bssid[5], 65);
	surveyed_site_clear(&site);
	survey_clear(&survey);
}

static void assert_unusable(const struct survey *survey, const char *reason)
{
	struct surveyed_site site = { 0 };
	struct error error = { 0 };

	assert_int_equal(survey_judge(survey, &site, &error), -EOPNOTSUPP);
	assert_string_equal(error.reason, reason);
	error_clear(&error);
}

static void a_network_that_no_scenario_can_have_is_told(void **state)
{
	struct survey survey = fixture_new();

	(void)state;
	assert_unusable(&survey, "no access point of the network that wlan0 is on was "
				 "heard");
	FIXTURE_AKMS(fixture_add(&survey, 1, 1, -50), 1, 3);
	assert_unusable(&survey,
			"no access point of the network can stand in a scenario: AKM "
			"802.1X FT-802.1X, which a scenario cannot have");
	fixture_set_ssid(&survey, "\xff\xfe", 2);
	assert_unusable(&survey, "the network's SSID is no UTF-8 text, which a scenario "
				 "cannot have; its octets are fffe");
	fixture_set_ssid(&survey, "a\nb", 3);
	assert_unusable(&survey,
			"the network's SSID has a control character in it, which "
			"a scenario cannot have; its octets are 610a62");
	fixture_set_ssid(&survey, "a\0b", 3);
	assert_unusable(&survey,
			"the network's SSID has a control character in it, which "
			"a scenario cannot have; its octets are 610062");
	survey_clear(&survey);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_station_s_own_comes_first_then_the_strongest),
		cmocka_unit_test(other_networks_are_not_looked_at),
		cmocka_unit_test(who_cannot_be_a_target_of_ft_is_told_apart),
		cmocka_unit_test(what_is_no_obstacle_is_only_marked),
		cmocka_unit_test(the_securities_are_those_that_all_have),
		cmocka_unit_test(the_domain_is_the_station_s_own_or_the_largest),
		cmocka_unit_test(without_ft_anywhere_all_are_targets_of_full_roams),
		cmocka_unit_test(ft_without_a_mobility_domain_is_none),
		cmocka_unit_test(of_two_domains_alike_the_stronger_counts),
		cmocka_unit_test(names_have_so_many_octets_that_they_differ),
		cmocka_unit_test(of_one_bssid_heard_twice_the_latest_counts),
		cmocka_unit_test(who_hides_is_counted_unless_it_has_told_its_name),
		cmocka_unit_test(a_scenario_has_at_most_64),
		cmocka_unit_test(a_network_that_no_scenario_can_have_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
