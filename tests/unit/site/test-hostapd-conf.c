/* SPDX-License-Identifier: BSD-3-Clause */
#include "hostapd-sample.h"

#include "base/cleanup.h"
#include "scenario/wg-quick.h"

static void an_ft_sae_access_point_has_all_that_ft_needs(void **state)
{
	struct scenario scenario = sample(SECURITY_FT_SAE);
	cleanup_free_ char *conf = format(&scenario, 0);

	(void)state;
	assert_string_equal(conf,
			    "interface=wlan0\n"
			    "bridge=br0\n"
			    "driver=nl80211\n"
			    "ctrl_interface=/run/hostapd-1\n"
			    "logger_stdout_level=1\n"
			    "ssid=corridor\n"
			    "country_code=US\n"
			    "ieee80211d=1\n"
			    "hw_mode=g\n"
			    "channel=1\n"
			    "ieee80211n=1\n"
			    "wmm_enabled=1\n"
			    "wpa=2\n"
			    "wpa_key_mgmt=FT-SAE\n"
			    "rsn_pairwise=CCMP\n"
			    "sae_password=correct horse\n"
			    "ieee80211w=2\n"
			    "sae_require_mfp=1\n"
			    "assoc_sa_query_max_timeout=50\n"
			    "assoc_sa_query_retry_timeout=20\n"
			    "mobility_domain=a1b2\n"
			    "nas_identifier=hall.roamtest\n"
			    "r1_key_holder=020000000100\n"
			    "ft_over_ds=1\n"
			    "pmk_r1_push=0\n"
			    "reassociation_deadline=20000\n"
			    "r0kh=02:00:00:00:02:00 stairs.roamtest 11" ZEROES_31 "\n"
			    "r1kh=02:00:00:00:02:00 02:00:00:00:02:00 11" ZEROES_31 "\n"
			    "r0kh=02:00:00:00:03:00 attic.roamtest 22" ZEROES_31 "\n"
			    "r1kh=02:00:00:00:03:00 02:00:00:00:03:00 22" ZEROES_31 "\n");
}

static void two_access_points_share_the_key_of_their_pair(void **state)
{
	struct scenario scenario = sample(SECURITY_FT_PSK);

	(void)state;
	has(&scenario, 1, "r0kh=02:00:00:00:01:00 hall.roamtest 11" ZEROES_31 "\n");
	has(&scenario, 1, "r0kh=02:00:00:00:03:00 attic.roamtest 33" ZEROES_31 "\n");
	has(&scenario, 2, "r1kh=02:00:00:00:02:00 02:00:00:00:02:00 33" ZEROES_31 "\n");
	lacks(&scenario, 2, "attic.roamtest 22");
}

static void each_security_has_its_akm_and_password(void **state)
{
	struct scenario scenario = sample(SECURITY_OPEN);

	(void)state;
	scenario.password = NULL;
	lacks(&scenario, 0, "wpa");
	lacks(&scenario, 0, "mobility_domain");
	scenario = sample(SECURITY_PSK);
	has(&scenario, 0, "wpa_key_mgmt=WPA-PSK\n");
	has(&scenario, 0, "wpa_passphrase=correct horse\n");
	lacks(&scenario, 0, "ieee80211w");
	lacks(&scenario, 0, "r0kh");
	scenario = sample(SECURITY_SAE);
	has(&scenario, 0, "wpa_key_mgmt=SAE\n");
	has(&scenario, 0, "ieee80211w=2\n");
	lacks(&scenario, 0, "mobility_domain");
	scenario = sample(SECURITY_FT_PSK);
	has(&scenario, 0, "wpa_key_mgmt=FT-PSK\n");
	lacks(&scenario, 0, "sae_password");
}

static void a_mixed_network_asks_only_sae_for_protected_management_frames(void **state)
{
	struct scenario scenario = sample(SECURITY_FT_SAE);

	(void)state;
	scenario.securities[SECURITY_FT_PSK] = true;
	has(&scenario, 0, "wpa_key_mgmt=FT-PSK FT-SAE\n");
	has(&scenario, 0, "ieee80211w=1\nsae_require_mfp=1\n");
	has(&scenario, 0, "sae_password=correct horse\nwpa_passphrase=correct horse\n");
}

static void the_channel_decides_the_band(void **state)
{
	struct scenario scenario = sample(SECURITY_OPEN);

	(void)state;
	has(&scenario, 1, "hw_mode=a\nchannel=36\nieee80211n=1\nieee80211ac=1\n");
	lacks(&scenario, 1, "ieee80211h");
	has(&scenario, 2, "ieee80211h=1\nhw_mode=a\nchannel=100\n"); /* DFS */
}

static void odd_passwords_arrive_whole(void **state)
{
	struct scenario scenario = sample(SECURITY_FT_PSK);

	(void)state;
	/* 64 hexadecimal digits are the PSK itself. */
	scenario.password = (char *)"0123456789abcdef0123456789ABCDEF"
				    "0123456789abcdef0123456789abcdef";
	has(&scenario, 0, "wpa_psk=0123456789abcdef");
	scenario = sample(SECURITY_FT_SAE);
	scenario.password = (char *)"pass|id=word";
	has(&scenario, 0, "wpa_passphrase=pass|id=word\n");
	lacks(&scenario, 0, "sae_password");
}

static void an_ssid_that_is_no_word_is_written_in_hexadecimal(void **state)
{
	struct scenario scenario = sample(SECURITY_OPEN);

	(void)state;
	scenario.ssid = (char *)" a\xc3\xa9";
	has(&scenario, 0, "ssid2=2061c3a9\n");
	lacks(&scenario, 0, "\nssid=");
}

static void a_long_or_odd_name_still_gives_a_unique_identifier(void **state)
{
	struct scenario scenario = sample(SECURITY_FT_SAE);
	struct access_point own[3];
	char identifier[NAS_IDENTIFIER_MAX];

	(void)state;
	memcpy(own, access_points, sizeof(own));
	scenario.access_points = own;
	own[0].name = (char *)"12345678901234567890123456789012345678"; /* 38 */
	hostapd_nas_identifier(&scenario, 0, identifier);
	assert_int_equal(strlen(identifier), 47);
	own[0].name = (char *)"123456789012345678901234567890123456789";
	hostapd_nas_identifier(&scenario, 0, identifier);
	assert_string_equal(identifier, "ap:1.roamtest");
	own[1].name = (char *)"first floor";
	hostapd_nas_identifier(&scenario, 1, identifier);
	assert_string_equal(identifier, "ap:2.roamtest");
}

static char *two[] = { (char *)"one", (char *)"two" };
static char *three[] = { (char *)"three" };

static void an_override_replaces_every_line_of_its_name(void **state)
{
	struct scenario scenario = sample(SECURITY_FT_SAE);
	struct hostapd_option common[] = {
		{ .key = (char *)"r0kh", .values = two, .value_count = 2 },
		{ .key = (char *)"ft_over_ds", .removed = true },
		{ .key = (char *)"future_option", .values = three, .value_count = 1 },
	};

	(void)state;
	scenario.hostapd = (struct hostapd_options){ .items = common, .count = 3 };
	has(&scenario, 0, "\nr0kh=one\nr0kh=two\n");
	lacks(&scenario, 0, "r0kh=02");
	lacks(&scenario, 0, "ft_over_ds");
	has(&scenario, 0, "future_option=three\n");
	has(&scenario, 0, "r1kh=02:00:00:00:02:00");
}

static void an_access_point_s_own_option_comes_last(void **state)
{
	struct scenario scenario = sample(SECURITY_FT_SAE);
	struct access_point own[3];
	char *b1c3[] = { (char *)"b1c3" };
	struct hostapd_option common = { .key = (char *)"mobility_domain",
					 .values = two,
					 .value_count = 2 };
	struct hostapd_option single = { .key = (char *)"mobility_domain",
					 .values = b1c3,
					 .value_count = 1 };

	(void)state;
	memcpy(own, access_points, sizeof(own));
	own[1].hostapd = (struct hostapd_options){ .items = &single, .count = 1 };
	scenario.access_points = own;
	scenario.hostapd = (struct hostapd_options){ .items = &common, .count = 1 };
	has(&scenario, 0, "mobility_domain=one\nmobility_domain=two\n");
	has(&scenario, 1, "mobility_domain=b1c3\n");
	lacks(&scenario, 1, "mobility_domain=one");
}

static void each_pair_has_a_key_of_its_own_from_either_side(void **state)
{
	struct pair_keys made;

	(void)state;
	pair_keys_make(64, 1, &made);
	assert_ptr_equal(pair_key(&made, 3, 60), pair_key(&made, 60, 3));
	for (size_t i = 0; i < 64 * 63 / 2; i++)
		for (size_t j = 0; j < i; j++)
			assert_memory_not_equal(made.keys[i], made.keys[j],
						RRB_KEY_LENGTH);
	pair_keys_clear(&made);
	pair_keys_make(1, 1, &made);
	pair_keys_clear(&made);
}

static void the_keys_follow_from_the_seed(void **state)
{
	struct pair_keys few, many, other;

	(void)state;
	pair_keys_make(3, 1, &few);
	pair_keys_make(4, 1, &many);
	pair_keys_make(3, 2, &other);
	for (size_t i = 0; i < 3; i++)
		for (size_t j = 0; j < i; j++) {
			assert_memory_equal(pair_key(&few, i, j), pair_key(&many, i, j),
					    RRB_KEY_LENGTH);
			assert_memory_not_equal(pair_key(&few, i, j),
						pair_key(&other, i, j), RRB_KEY_LENGTH);
		}
	pair_keys_clear(&few);
	pair_keys_clear(&many);
	pair_keys_clear(&other);
}

static void passwords_and_keys_are_known_as_secrets(void **state)
{
	struct scenario scenario = sample(SECURITY_FT_SAE);
	char *r0kh[] = { (char *)"02:00:00:00:09:00 x.test 00112233445566778899" };
	char *own[] = { (char *)"another one" };
	struct hostapd_option common[] = {
		{ .key = (char *)"r0kh", .values = r0kh, .value_count = 1 },
		{ .key = (char *)"wpa_passphrase", .values = own, .value_count = 1 },
		{ .key = (char *)"mobility_domain", .values = three, .value_count = 1 },
	};
	struct secrets secrets = { 0 };
	static const char *const expected[] = { "correct horse", "00112233445566778899",
						"another one",	 "11" ZEROES_31,
						"22" ZEROES_31,	 "33" ZEROES_31 };

	(void)state;
	scenario.hostapd = (struct hostapd_options){ .items = common, .count = 3 };
	hostapd_conf_secrets(&scenario, &keys, &secrets);
	assert_int_equal(secrets.count, ARRAY_SIZE(expected));
	for (size_t i = 0; i < secrets.count; i++)
		assert_string_equal(secrets.items[i], expected[i]);
	secrets_clear(&secrets);
}

static void a_key_is_one_whatever_stands_around_it(void **state)
{
	struct scenario scenario = sample(SECURITY_FT_SAE);
	char *r1kh[] = { (char *)"02:00:00:00:09:00 02:00:00:00:09:00 0011223344556677 ",
			 (char *)"x.test 8899aabbccddeeff" };
	struct hostapd_option option = { .key = (char *)"r1kh",
					 .values = r1kh,
					 .value_count = 2 };
	const struct pair_keys none = { 0 };
	struct secrets secrets = { 0 };

	(void)state;
	scenario.hostapd = (struct hostapd_options){ .items = &option, .count = 1 };
	hostapd_conf_secrets(&scenario, &none, &secrets);
	assert_int_equal(secrets.count, 4);
	assert_string_equal(secrets.items[1], "0011223344556677");
	assert_string_equal(secrets.items[3], "8899aabbccddeeff");
	secrets_clear(&secrets);
}

/* Of 32 zeros, and of 32 octets 0xff. */
static void a_tunnels_keys_are_secrets_as_its_tools_print_them(void **state)
{
	struct wg_quick_peer peers[2] = { { .has_preshared_key = true } };
	struct wg_quick tunnel = { .has_private_key = true,
				   .peers = peers,
				   .peer_count = 2 };
	struct scenario scenario = sample(SECURITY_OPEN);
	const struct pair_keys none = { 0 };
	struct secrets secrets = { 0 };

	(void)state;
	memset(peers[0].preshared_key, 0xff, sizeof(peers[0].preshared_key));
	scenario.password = NULL;
	scenario.tunnel.wg_quick = &tunnel;
	hostapd_conf_secrets(&scenario, &none, &secrets);
	assert_int_equal(secrets.count, 2);
	assert_string_equal(secrets.items[0],
			    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
	assert_string_equal(secrets.items[1],
			    "//////////////////////////////////////////8=");
	secrets_clear(&secrets);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_ft_sae_access_point_has_all_that_ft_needs),
		cmocka_unit_test(two_access_points_share_the_key_of_their_pair),
		cmocka_unit_test(each_security_has_its_akm_and_password),
		cmocka_unit_test(
			a_mixed_network_asks_only_sae_for_protected_management_frames),
		cmocka_unit_test(the_channel_decides_the_band),
		cmocka_unit_test(odd_passwords_arrive_whole),
		cmocka_unit_test(an_ssid_that_is_no_word_is_written_in_hexadecimal),
		cmocka_unit_test(a_long_or_odd_name_still_gives_a_unique_identifier),
		cmocka_unit_test(an_override_replaces_every_line_of_its_name),
		cmocka_unit_test(an_access_point_s_own_option_comes_last),
		cmocka_unit_test(each_pair_has_a_key_of_its_own_from_either_side),
		cmocka_unit_test(the_keys_follow_from_the_seed),
		cmocka_unit_test(passwords_and_keys_are_known_as_secrets),
		cmocka_unit_test(a_key_is_one_whatever_stands_around_it),
		cmocka_unit_test(a_tunnels_keys_are_secrets_as_its_tools_print_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
