/* SPDX-License-Identifier: BSD-3-Clause */
#include "cmocka-all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diagnostic.h"
#include "live/survey-fixture.h"
#include "scenario/plan.h"

/* Whatever is written must be a valid scenario. */
static struct scenario *read_back(const struct text *out)
{
	struct diagnostics diagnostics = { 0 };
	struct scenario *scenario = NULL;
	struct text told = { 0 };

	if (scenario_parse("site.yaml", out->data, out->length, &diagnostics, &scenario) <
	    0) {
		diagnostics_format(&diagnostics, "site.yaml", out->data, out->length,
				   &told);
		fail_msg("%s", told.data);
	}
	return scenario;
}

static struct scenario *write_and_read(struct survey *survey, struct text *out)
{
	assert_int_equal(survey_write(survey, out, NULL), 0);
	survey_clear(survey);
	return read_back(out);
}

static void assert_holds(const struct text *out, const char *words)
{
	if (!strstr(out->data, words))
		fail_msg("not in it: %s\n%s", words, out->data);
}

static void assert_lacks(const struct text *out, const char *words)
{
	if (strstr(out->data, words))
		fail_msg("in it: %s\n%s", words, out->data);
}

/* How often each ordered pair is roamed, over the air and over the DS. */
struct pairs {
	unsigned air[8][8], ds[8][8];
};

static void count_pairs(const struct scenario *scenario, struct pairs *ret)
{
	struct plan *plan = plan_make(scenario);

	*ret = (struct pairs){ 0 };
	for (size_t i = 0; i < plan->count; i++) {
		const struct plan_step *step = plan_step(plan, i);

		if (step->kind != STEP_ROAM)
			continue;
		if (step->via == VIA_AIR)
			ret->air[step->from][step->to]++;
		else
			ret->ds[step->from][step->to]++;
	}
	plan_free(plan);
}

static void every_ordered_pair_is_roamed_both_ways(void **state)
{
	(void)state;
	for (uint8_t count = 2; count <= 4; count++) {
		struct survey survey = fixture_new();
		struct scenario *scenario;
		struct text out = { 0 };
		struct pairs pairs;
		unsigned times;

		for (uint8_t i = 1; i <= count; i++)
			fixture_add(&survey, i, 1, -i);
		scenario = write_and_read(&survey, &out);
		count_pairs(scenario, &pairs);
		times = pairs.air[0][1];
		assert_in_range(times, 1, 6);
		for (uint8_t from = 0; from < count; from++)
			for (uint8_t to = 0; to < count; to++) {
				assert_int_equal(pairs.air[from][to],
						 from == to ? 0 : times);
				assert_int_equal(pairs.ds[from][to],
						 from == to ? 0 : times);
			}
		scenario_free(scenario);
		text_clear(&out);
	}
}

static void of_many_the_four_strongest_are_walked(void **state)
{
	struct survey survey = fixture_new();
	struct scenario *scenario;
	struct text out = { 0 };
	struct pairs pairs;

	(void)state;
	for (uint8_t i = 1; i <= 6; i++)
		fixture_add(&survey, i, 1, -i);
	scenario = write_and_read(&survey, &out);
	assert_int_equal(scenario->access_point_count, 6);
	count_pairs(scenario, &pairs);
	assert_int_equal(pairs.air[3][0], 1);
	assert_int_equal(pairs.air[4][0] + pairs.air[0][4], 0);
	assert_holds(&out, "  # The 4 strongest of 6, each to each other one:\n");
	scenario_free(scenario);
	text_clear(&out);
}

static void over_the_ds_only_among_those_that_offer_it(void **state)
{
	struct survey survey = fixture_new();
	struct scenario *scenario;
	struct text out = { 0 };
	struct pairs pairs;

	(void)state;
	/* Not the one from which the steps begin. */
	fixture_add(&survey, 1, 1, -10)->elements.ft_capability = 0;
	fixture_add(&survey, 2, 1, -20);
	fixture_add(&survey, 3, 1, -30);
	scenario = write_and_read(&survey, &out);
	count_pairs(scenario, &pairs);
	assert_in_range(pairs.ds[1][2], 1, 6);
	assert_int_equal(pairs.ds[1][2], pairs.ds[2][1]);
	for (uint8_t i = 0; i < 3; i++)
		assert_int_equal(pairs.ds[0][i] + pairs.ds[i][0], 0);
	assert_holds(&out, "  # differs: over the DS\n");
	scenario_free(scenario);
	text_clear(&out);
}

static void where_only_one_offers_it_there_is_none_over_the_ds(void **state)
{
	struct survey survey = fixture_new();
	struct scenario *scenario;
	struct text out = { 0 };

	(void)state;
	fixture_add(&survey, 1, 1, -10);
	fixture_add(&survey, 2, 1, -20)->elements.ft_capability = 0;
	scenario = write_and_read(&survey, &out);
	assert_lacks(&out, "via: ds");
	assert_holds(&out, "No two of them offer FT over the DS.");
	scenario_free(scenario);
	text_clear(&out);
}

static void with_one_access_point_no_roam_is_possible(void **state)
{
	struct survey survey = fixture_new();
	struct scenario *scenario;
	struct text out = { 0 };

	(void)state;
	fixture_add(&survey, 1, 1, -10);
	scenario = write_and_read(&survey, &out);
	assert_holds(&out, "  # There is one access point only: no roam is possible.\n");
	assert_lacks(&out, "roam:");
	assert_lacks(&out, "expect:");
	scenario_free(scenario);
	text_clear(&out);

	survey = fixture_new();
	fixture_add(&survey, 1, 1, -10);
	fixture_add(&survey, 2, 1, -20)->elements.has_mde = false;
	scenario = write_and_read(&survey, &out);
	assert_holds(&out, "  # The others are left out: no roam is possible.\n");
	scenario_free(scenario);
	text_clear(&out);
}

static void who_is_left_out_is_a_comment(void **state)
{
	struct survey survey = fixture_new();
	struct scenario *scenario;
	struct text out = { 0 };
	struct scanned_bss *bss;

	(void)state;
	fixture_add(&survey, 1, 1, -10);
	fixture_add(&survey, 2, 36, -20);
	fixture_add(&survey, 3, 11, -30)->elements.has_mde = false;
	bss = fixture_add(&survey, 4, 1, -40);
	bss->frequency_mhz = 6135;
	scenario = write_and_read(&survey, &out);
	assert_int_equal(scenario->access_point_count, 2);
	assert_holds(&out,
		     "  # -30 dBm, FT-SAE, CCMP-128, PMF required\n"
		     "  # differs: no MDE\n"
		     "  # ap-0303: { bssid: \"02:00:00:00:03:03\", channel: 11 }\n");
	assert_holds(&out, "  # differs: 6 GHz, which a scenario cannot have\n"
			   "  # ap-0404: 02:00:00:00:04:04, at 6135 MHz\n");
	scenario_free(scenario);
	text_clear(&out);
}

static void any_ssid_comes_back_as_it_was(void **state)
{
	static const char *const ssids[] = {
		"say \"hi\"",
		"it's",
		"back\\slash \\n",
		"# no comment",
		"key: value",
		" blanks ",
		"null",
		"0x10",
		"- item",
		"*alias",
		"{curly}",
		"%directive",
		"\xc3\xa4\xc3\xb6\xc3\xbc",
		"\xf0\x9f\x93\xb6",
		"next\xc2\x85line",
		"sep\xe2\x80\xa8"
		"arator",
		"\xef\xbb\xbf"
		"mark",
		"turn\xe2\x80\xae"
		"ed",
		"\xef\xbf\xbf",
		"12345678901234567890123456789012",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(ssids) / sizeof(ssids[0]); i++) {
		struct survey survey = fixture_new();
		struct scenario *scenario;
		struct text out = { 0 };

		fixture_set_ssid(&survey, ssids[i], strlen(ssids[i]));
		fixture_add(&survey, 1, 1, -10);
		fixture_add(&survey, 2, 1, -20);
		scenario = write_and_read(&survey, &out);
		assert_string_equal(scenario->ssid, ssids[i]);
		scenario_free(scenario);
		text_clear(&out);
	}
}

static void an_interface_of_any_name_does_no_harm(void **state)
{
	static const char *const names[] = { "wlan0", "we\"ird", "a#b", "{",	"-",
					     "a\x01", "\xff",	 "*",	"null", "%x" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct survey survey = fixture_new();
		struct text out = { 0 };

		snprintf(survey.interface, sizeof(survey.interface), "%s", names[i]);
		fixture_add(&survey, 1, 1, -10);
		scenario_free(write_and_read(&survey, &out));
		text_clear(&out);
	}
}

static void networks_without_ft_make_full_roams(void **state)
{
	static const uint8_t akms[] = { 2, 8, 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(akms); i++) {
		struct survey survey = fixture_new();
		struct scenario *scenario;
		struct text out = { 0 };

		for (uint8_t j = 1; j <= 3; j++) {
			struct scanned_bss *bss = fixture_add(&survey, j, 1, -j);

			bss->elements.has_mde = false;
			fixture_set_akms(bss, &akms[i], 1);
			if (akms[i] == 0) {
				bss->elements = (struct bss_elements){ 0 };
				bss->privacy = false;
			}
		}
		scenario = write_and_read(&survey, &out);
		assert_false(scenario_uses_ft(scenario));
		assert_lacks(&out, "via: ds");
		assert_holds(&out, "fast-transition: never");
		if (akms[i] == 0)
			assert_lacks(&out, "password");
		scenario_free(scenario);
		text_clear(&out);
	}
}

static void without_a_gateway_there_is_no_stream(void **state)
{
	struct survey survey = fixture_new();
	struct scenario *scenario;
	struct text out = { 0 };

	(void)state;
	survey.has_gateway = false;
	fixture_add(&survey, 1, 1, -10);
	fixture_add(&survey, 2, 1, -10);
	scenario = write_and_read(&survey, &out);
	assert_int_equal(scenario->stream_count, 0);
	assert_holds(&out, "# traffic:\n");
	scenario_free(scenario);
	text_clear(&out);
}

static void what_was_not_scanned_is_said(void **state)
{
	struct survey survey = fixture_new();
	struct scenario *scenario;
	struct text out = { 0 };

	(void)state;
	survey.not_scanned = strdup("it takes CAP_NET_ADMIN");
	fixture_add(&survey, 1, 1, -10);
	fixture_add(&survey, 2, 1, -20)->seen_ms_ago = 25900;
	scenario = write_and_read(&survey, &out);
	assert_holds(&out, "# It was not scanned for this (it takes CAP_NET_ADMIN)");
	assert_holds(&out, "over the DS; heard 25 s ago\n");
	scenario_free(scenario);
	text_clear(&out);
}

static void the_file_says_where_it_is_run(void **state)
{
	struct survey survey = fixture_new();
	struct scenario *scenario;
	struct text out = { 0 };

	(void)state;
	fixture_add(&survey, 1, 1, -10);
	scenario = write_and_read(&survey, &out);
	assert_string_equal(scenario->interface, "wlan0");
	assert_null(scenario->password);
	assert_false(scenario->has_lab);
	scenario_free(scenario);
	text_clear(&out);
}

static void a_lab_is_told_in_what_they_are_not_like_its_own(void **state)
{
	struct survey survey = fixture_new();
	struct scanned_bss *first = fixture_add(&survey, 1, 1, -10), *second, *third;
	struct scenario *scenario;
	struct text out = { 0 };

	(void)state;
	second = fixture_add(&survey, 2, 1, -20);
	third = fixture_add(&survey, 3, 1, -30);
	first->elements.mobility_domain = second->elements.mobility_domain =
		third->elements.mobility_domain = 0x0e10;
	first->elements.ft_capability = second->elements.ft_capability = 0;
	second->elements.rsn_capabilities = FIXTURE_MFPC;
	scenario = write_and_read(&survey, &out);
	assert_false(scenario->has_lab);
	assert_holds(&out, "lab:\n"
			   "  by-default: false\n"
			   "  hostapd: { mobility_domain: \"0e10\", ft_over_ds: 0 }\n"
			   "  access-points:\n"
			   "    ap-0202: { hostapd: { ieee80211w: 1 } }\n"
			   "    ap-0303: { hostapd: { ft_over_ds: 1 } }\n");
	assert_string_equal(scenario->hostapd.items[0].values[0], "0e10");
	scenario_free(scenario);
	text_clear(&out);
}

static void where_they_are_like_a_labs_own_there_is_no_more_to_say(void **state)
{
	struct survey survey = fixture_new();
	struct scenario *scenario;
	struct text out = { 0 };

	(void)state;
	fixture_add(&survey, 1, 1, -10);
	fixture_add(&survey, 2, 1, -20);
	scenario = write_and_read(&survey, &out);
	assert_lacks(&out, "lab:");
	scenario_free(scenario);
	text_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_ordered_pair_is_roamed_both_ways),
		cmocka_unit_test(of_many_the_four_strongest_are_walked),
		cmocka_unit_test(over_the_ds_only_among_those_that_offer_it),
		cmocka_unit_test(where_only_one_offers_it_there_is_none_over_the_ds),
		cmocka_unit_test(with_one_access_point_no_roam_is_possible),
		cmocka_unit_test(who_is_left_out_is_a_comment),
		cmocka_unit_test(any_ssid_comes_back_as_it_was),
		cmocka_unit_test(an_interface_of_any_name_does_no_harm),
		cmocka_unit_test(networks_without_ft_make_full_roams),
		cmocka_unit_test(without_a_gateway_there_is_no_stream),
		cmocka_unit_test(what_was_not_scanned_is_said),
		cmocka_unit_test(the_file_says_where_it_is_run),
		cmocka_unit_test(a_lab_is_told_in_what_they_are_not_like_its_own),
		cmocka_unit_test(where_they_are_like_a_labs_own_there_is_no_more_to_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
