/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "site/supplicant-conf.h"

static struct access_point access_points[] = {
	{ .name = (char *)"hall", .frequency_mhz = 2412 },
	{ .name = (char *)"stairs", .frequency_mhz = 5180 },
	{ .name = (char *)"attic", .frequency_mhz = 2412 },
};

static struct scenario sample(enum security security)
{
	struct scenario scenario = { .ssid = (char *)"corridor",
				     .password = (char *)"correct horse",
				     .access_points = access_points,
				     .access_point_count = 3 };

	scenario.securities[security] = true;
	return scenario;
}

static char *format(const struct scenario *scenario)
{
	struct text out = { 0 };

	supplicant_conf_format(scenario, "/run/wpa", "US", &out);
	return text_steal(&out);
}

static void has(const struct scenario *scenario, const char *line)
{
	cleanup_free_ char *conf = format(scenario);

	if (!strstr(conf, line))
		fail_msg("\"%s\" is not in:\n%s", line, conf);
}

static void lacks(const struct scenario *scenario, const char *words)
{
	cleanup_free_ char *conf = format(scenario);

	if (strstr(conf, words))
		fail_msg("\"%s\" is in:\n%s", words, conf);
}

static void the_network_is_there_and_disabled(void **state)
{
	struct scenario scenario = sample(SECURITY_FT_SAE);
	cleanup_free_ char *conf = format(&scenario);

	(void)state;
	assert_string_equal(conf, "ctrl_interface=DIR=/run/wpa\n"
				  "update_config=0\n"
				  "country=US\n"
				  "network={\n"
				  "\tssid=\"corridor\"\n"
				  "\tdisabled=1\n"
				  "\tscan_ssid=0\n"
				  "\tbgscan=\"\"\n"
				  "\tscan_freq=2412 5180\n"
				  "\tkey_mgmt=FT-SAE\n"
				  "\tproto=RSN\n"
				  "\tpairwise=GCMP-256 CCMP-256 GCMP CCMP\n"
				  "\tgroup=GCMP-256 CCMP-256 GCMP CCMP TKIP\n"
				  "\tsae_password=\"correct horse\"\n"
				  "\tieee80211w=2\n"
				  "}\n");
}

static void each_security_has_its_akm(void **state)
{
	struct scenario scenario = sample(SECURITY_OPEN);

	(void)state;
	has(&scenario, "\tkey_mgmt=NONE\n");
	lacks(&scenario, "psk");
	lacks(&scenario, "proto");
	scenario = sample(SECURITY_FT_PSK);
	has(&scenario, "\tkey_mgmt=FT-PSK\n");
	has(&scenario, "\tpsk=\"correct horse\"\n\tieee80211w=1\n");
	lacks(&scenario, "sae_password");
	scenario.securities[SECURITY_FT_SAE] = true;
	has(&scenario, "\tkey_mgmt=FT-PSK FT-SAE\n");
	has(&scenario, "\tpsk=\"correct horse\"\n\tsae_password=\"correct horse\"\n");
	has(&scenario, "\tieee80211w=1\n");
}

static void
where_an_access_point_knows_hash_to_element_only_the_station_does_too(void **state)
{
	char *one[] = { (char *)"1" }, *two[] = { (char *)"2" };
	struct hostapd_option option = { .key = (char *)"sae_pwe",
					 .values = two,
					 .value_count = 1 };
	struct scenario scenario = sample(SECURITY_FT_SAE);

	(void)state;
	scenario.hostapd = (struct hostapd_options){ .items = &option, .count = 1 };
	lacks(&scenario, "sae_pwe");
	option.values = one;
	has(&scenario, "\nsae_pwe=2\nnetwork={\n");
}

static void odd_strings_arrive_whole(void **state)
{
	struct scenario scenario = sample(SECURITY_FT_SAE);

	(void)state;
	scenario.ssid = (char *)"caf\xc3\xa9\n";
	scenario.password = (char *)"say \"friend\"";
	has(&scenario, "\tssid=636166c3a90a\n");
	has(&scenario, "\tsae_password=7361792022667269656e6422\n");
	scenario.password = (char *)"a # and a \\ ";
	has(&scenario, "\tsae_password=\"a # and a \\ \"\n");
	scenario.ssid = (char *)"two\nlines";
	has(&scenario, "\tssid=74776f0a6c696e6573\n");
	scenario = sample(SECURITY_PSK);
	scenario.password = (char *)"0123456789abcdef0123456789abcdef"
				    "0123456789abcdef0123456789abcdef";
	has(&scenario, "\tpsk=0123456789abcdef");
}

/* wpa_supplicant takes a '#' behind a second '"' for the beginning of a comment. */
static void a_passphrase_with_a_quote_is_written_as_its_psk(void **state)
{
	struct scenario scenario = sample(SECURITY_FT_PSK);

	(void)state;
	scenario.password = (char *)"say \"friend\" #1";
	has(&scenario,
	    "\tpsk=869ab8deb62b48e1e23ac2351805dae916e50c45942cddc2c20e6fddae9f0139\n");
	lacks(&scenario, "friend");
}

static void on_a_lossy_air_the_station_has_no_802_11n(void **state)
{
	struct scenario scenario = sample(SECURITY_FT_SAE);

	(void)state;
	lacks(&scenario, "disable_ht");
	scenario.air.loss_ppm = 1;
	has(&scenario, "\tdisable_ht=1\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_network_is_there_and_disabled),
		cmocka_unit_test(each_security_has_its_akm),
		cmocka_unit_test(
			where_an_access_point_knows_hash_to_element_only_the_station_does_too),
		cmocka_unit_test(odd_strings_arrive_whole),
		cmocka_unit_test(a_passphrase_with_a_quote_is_written_as_its_psk),
		cmocka_unit_test(on_a_lossy_air_the_station_has_no_802_11n),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
