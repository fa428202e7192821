/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/scenario-text.h"

#include <errno.h>

#include "scenario/scenario.h"
#include "site-sample.h"

#define SITE __attribute__((cleanup(config_site_clear))) struct config_site

static const struct hostapd_option *option(const struct access_point *ap, const char *key)
{
	for (size_t i = 0; i < ap->hostapd.count; i++)
		if (strcmp(ap->hostapd.items[i].key, key) == 0)
			return &ap->hostapd.items[i];
	return NULL;
}

static struct scenario *parse(const struct text *text)
{
	struct diagnostics diagnostics = { 0 };
	struct scenario *scenario;
	cleanup_text_ struct text wrong = { 0 };

	if (scenario_parse("twin.yaml", text->data, text->length, &diagnostics,
			   &scenario) < 0) {
		diagnostics_format(&diagnostics, "twin.yaml", text->data, text->length,
				   &wrong);
		fail_msg("%s", wrong.data);
	}
	diagnostics_clear(&diagnostics);
	return scenario;
}

static const struct config_scenario all = {
	.name = "twin",
	.rest = "steps:\n  - associate: ap1\n  - roam: { to: ap2, via: air }\n",
};

static void a_site_is_a_scenario_that_the_lab_can_run(void **state)
{
	const struct sample_file files[] = {
		{ "ap1", "23.05",
		  "config wifi-device radio0\n\toption channel 100\n\toption band "
		  "5g\n" IFACE("radio0", MAC_1, ID_1,
			       HOLDER(MAC_2, ID_2, MAC_2, KEY_1)
				       HOLDER(MAC_3, ID_3, MAC_3, KEY_2)) },
		{ "ap2", "25.12",
		  IFACE("radio0", MAC_2, ID_2, "\toption key 'pass \"word\\\\'\n") },
	};
	cleanup_text_ struct text text = { 0 };
	const struct hostapd_option *r0kh;
	struct scenario *scenario;
	SITE site = { 0 };

	(void)state;
	sample_build(&site, files, 2, NULL);
	assert_int_equal(config_scenario_format(&site, &all, &text, NULL), 0);
	scenario = parse(&text);
	assert_string_equal(scenario->ssid, "corridor");
	assert_true(scenario->securities[SECURITY_FT_SAE]);
	assert_int_equal(scenario->access_point_count, 2);
	assert_string_equal(scenario->access_points[0].name, "ap1");
	assert_memory_equal(scenario->access_points[0].bssid, site.bsss[0].bssid, 6);
	/* The lab has no radar detection. */
	assert_int_equal(scenario->access_points[0].channel, 36);
	r0kh = option(&scenario->access_points[0], "r0kh");
	assert_int_equal(r0kh->value_count, 2);
	assert_string_equal(r0kh->values[1], MAC_3 " " ID_3 " " KEY_2);
	assert_string_equal(
		option(&scenario->access_points[1], "wpa_passphrase")->values[0],
		"pass \"word\\\\");
	/* What the lab has by itself, and this one has not. */
	assert_true(option(&scenario->access_points[0], "sae_password")->removed);
	scenario_free(scenario);
}

static void an_access_point_that_ft_is_off_on_is_there_too(void **state)
{
	const struct sample_file files[] = {
		{ "ap1", NULL, IFACE("radio0", MAC_1, ID_1, "") },
		{ "ap2", NULL, IFACE("radio0", MAC_2, ID_2, "\toption ieee80211r 0\n") },
	};
	cleanup_text_ struct text text = { 0 };
	struct scenario *scenario;
	SITE site = { 0 };

	(void)state;
	sample_build(&site, files, 2, NULL);
	assert_int_equal(config_scenario_format(&site, &all, &text, NULL), 0);
	scenario = parse(&text);
	assert_string_equal(
		option(&scenario->access_points[1], "wpa_key_mgmt")->values[0], "SAE");
	assert_true(option(&scenario->access_points[1], "mobility_domain")->removed);
	assert_true(option(&scenario->access_points[1], "r0kh")->removed);
	scenario_free(scenario);
}

static void a_network_that_the_lab_does_not_have_is_refused(void **state)
{
	cleanup_text_ struct text text = { 0 };
	struct error error = { 0 };
	SITE site = { 0 };

	(void)state;
	sample_one(&site, NULL,
		   "config wifi-iface\n\toption ssid x\n\toption encryption wpa2\n");
	assert_int_equal(config_scenario_format(&site, &all, &text, &error), -EOPNOTSUPP);
	assert_string_equal(error.reason, "the lab has networks with a password (PSK, "
					  "SAE), and \"x\" is none");
	error_clear(&error);
}

static void channels_are_the_sites_where_the_lab_has_them(void **state)
{
	const struct sample_file files[] = {
		{ "ap1", NULL,
		  "config wifi-device radio0\n\toption channel 6\n"
		  "config wifi-device radio1\n\toption channel auto\n\toption band 5g\n"
		  "config wifi-device radio2\n\toption channel 5\n\toption band 6g\n"
		  "config wifi-iface\n\toption ssid x\n\toption device radio0\n"
		  "config wifi-iface\n\toption ssid x\n\toption device radio1\n"
		  "config wifi-iface\n\toption ssid x\n\toption device radio2\n" },
	};
	SITE site = { 0 };

	(void)state;
	sample_build(&site, files, 1, NULL);
	assert_int_equal(config_lab_channel(&site, 0), 6);
	assert_int_equal(config_lab_channel(&site, 1), 36);
	assert_int_equal(config_lab_channel(&site, 2), 36);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_site_is_a_scenario_that_the_lab_can_run),
		cmocka_unit_test(an_access_point_that_ft_is_off_on_is_there_too),
		cmocka_unit_test(a_network_that_the_lab_does_not_have_is_refused),
		cmocka_unit_test(channels_are_the_sites_where_the_lab_has_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
