/* SPDX-License-Identifier: BSD-3-Clause */
#include "cmocka-all.h"

#include <linux/nl80211.h>
#include <string.h>

#include "live/checks-fixture.h"

/* The one check, of facts that are released. */
static void assert_check(struct interface_facts *facts, enum check_id id,
			 enum check_state state, const char *value)
{
	struct checks checks = { 0 };
	const struct check *check;

	checks_of_interface(facts, &checks);
	interface_facts_clear(facts);
	check = fixture_find(&checks, id);
	assert_non_null(check);
	assert_int_equal(check->state, state);
	if (value)
		assert_string_equal(check->value, value);
	if (state == CHECK_MISSING)
		assert_non_null(check->remedy);
	checks_clear(&checks);
}

static void an_interface_that_lacks_nothing_is_ok(void **state)
{
	struct interface_facts facts = fixture_interface();
	struct checks checks = { 0 };

	(void)state;
	checks_of_interface(&facts, &checks);
	assert_int_equal(checks_state(&checks), CHECK_OK);
	assert_string_equal(checks.sections[0].interface, "wlan0");
	checks_clear(&checks);
	interface_facts_clear(&facts);
}

static void one_that_cannot_be_used_says_why(void **state)
{
	struct interface_facts facts = fixture_interface();

	(void)state;
	facts.soft_blocked = true;
	assert_check(&facts, CHECK_INTERFACE, CHECK_MISSING, "soft-blocked");
	facts = fixture_interface();
	facts.hard_blocked = true;
	assert_check(&facts, CHECK_INTERFACE, CHECK_MISSING, "hard-blocked");
	facts = fixture_interface();
	facts.interface.type = NL80211_IFTYPE_AP;
	assert_check(&facts, CHECK_INTERFACE, CHECK_MISSING, "no-station");
	facts = fixture_interface();
	facts.up = false;
	assert_check(&facts, CHECK_INTERFACE, CHECK_WARNING, "down");
}

static void drivers_with_a_history_are_known_by_name(void **state)
{
	struct interface_facts facts = fixture_interface();

	(void)state;
	fixture_set(&facts.driver, "brcmfmac");
	assert_check(&facts, CHECK_DRIVER, CHECK_WARNING, "brcmfmac");
	facts = fixture_interface();
	fixture_set(&facts.driver, "mwifiex_pcie");
	assert_check(&facts, CHECK_DRIVER, CHECK_WARNING, "mwifiex_pcie");
	facts = fixture_interface();
	fixture_set(&facts.driver, NULL);
	assert_check(&facts, CHECK_DRIVER, CHECK_OK, NULL);
}

static void ft_is_the_supplicant_s_the_firmware_s_or_nobody_s(void **state)
{
	struct interface_facts facts = fixture_interface();

	(void)state;
	assert_check(&facts, CHECK_SME, CHECK_OK, "supplicant");
	facts = fixture_interface();
	fixture_command(&facts.wiphy, NL80211_CMD_AUTHENTICATE, false);
	fixture_command(&facts.wiphy, NL80211_CMD_UPDATE_FT_IES, true);
	assert_check(&facts, CHECK_SME, CHECK_WARNING, "firmware");
	facts = fixture_interface();
	fixture_command(&facts.wiphy, NL80211_CMD_AUTHENTICATE, false);
	assert_check(&facts, CHECK_SME, CHECK_MISSING, "firmware");
	facts = fixture_interface();
	fixture_command(&facts.wiphy, NL80211_CMD_AUTHENTICATE, false);
	fixture_command(&facts.wiphy, NL80211_CMD_CONNECT, false);
	assert_check(&facts, CHECK_SME, CHECK_MISSING, "none");
}

static void commands_and_features_are_listed(void **state)
{
	struct interface_facts facts = fixture_interface();

	(void)state;
	assert_check(&facts, CHECK_COMMANDS, CHECK_OK,
		     "authenticate associate connect remain_on_channel");
	facts = fixture_interface();
	facts.wiphy.features[NL80211_EXT_FEATURE_FILS_STA / 8] |=
		1 << NL80211_EXT_FEATURE_FILS_STA % 8;
	assert_check(&facts, CHECK_FEATURES, CHECK_OK, "fils_sta");
	facts = fixture_interface();
	facts.wiphy.features[NL80211_EXT_FEATURE_SAE_OFFLOAD / 8] |=
		1 << NL80211_EXT_FEATURE_SAE_OFFLOAD % 8;
	assert_check(&facts, CHECK_FEATURES, CHECK_WARNING, "sae_offload");
}

static void akms_of_the_driver_must_have_ft(void **state)
{
	struct interface_facts facts = fixture_interface();

	(void)state;
	assert_check(&facts, CHECK_DRIVER_AKMS, CHECK_OK, "any");
	facts = fixture_interface();
	facts.wiphy.akms[0] = 0x000fac02;
	facts.wiphy.akms[1] = 0x000fac04;
	facts.wiphy.akm_count = 2;
	assert_check(&facts, CHECK_DRIVER_AKMS, CHECK_OK, "PSK FT-PSK");
	facts = fixture_interface();
	facts.wiphy.akms[0] = 0x000fac02;
	facts.wiphy.akms[1] = 0x000fac03;
	facts.wiphy.akm_count = 2;
	assert_check(&facts, CHECK_DRIVER_AKMS, CHECK_MISSING, "PSK FT-802.1X");
}

static void without_a_monitor_less_is_seen(void **state)
{
	struct interface_facts facts = fixture_interface();

	(void)state;
	facts.wiphy.software_types = 0;
	assert_check(&facts, CHECK_MONITOR, CHECK_WARNING, "none");
	facts = fixture_interface();
	facts.wiphy.software_types = 0;
	assert_check(&facts, CHECK_FT_DS_REFUSAL, CHECK_WARNING, NULL);
	facts = fixture_interface();
	assert_check(&facts, CHECK_FT_DS_REFUSAL, CHECK_OK, NULL);
}

static void power_save_shows_in_the_figures(void **state)
{
	struct interface_facts facts = fixture_interface();
	struct checks checks = { 0 };

	(void)state;
	facts.power_save = true;
	assert_check(&facts, CHECK_POWER_SAVE, CHECK_WARNING, "on");
	facts = fixture_interface();
	facts.has_power_save = false;
	checks_of_interface(&facts, &checks);
	assert_null(fixture_find(&checks, CHECK_POWER_SAVE));
	checks_clear(&checks);
	interface_facts_clear(&facts);
}

static void of_all_interfaces_each_has_a_line(void **state)
{
	struct interface_facts facts = fixture_interface();
	struct checks checks = { 0 };

	(void)state;
	checks_of_interface_briefly(&facts, &checks);
	fixture_command(&facts.wiphy, NL80211_CMD_AUTHENTICATE, false);
	facts.associated = false;
	facts.power_save = true;
	checks_of_interface_briefly(&facts, &checks);
	assert_int_equal(checks.count, 1);
	assert_int_equal(checks.sections[0].count, 2);
	assert_null(checks.sections[0].interface);
	assert_string_equal(checks.sections[0].items[0].sentence,
			    "wlan0: iwlwifi, managed by NetworkManager, on \"corridor\": "
			    "0 missing, 0 warnings");
	assert_int_equal(checks.sections[0].items[0].state, CHECK_OK);
	/* Another may do, and a lab needs none. */
	assert_int_equal(checks.sections[0].items[1].state, CHECK_WARNING);
	assert_string_equal(checks.sections[0].items[1].sentence,
			    "wlan0: iwlwifi, managed by NetworkManager, on no network: "
			    "1 missing, 2 warnings");
	assert_string_equal(checks.sections[0].items[1].remedy, "roamtest doctor wlan0");
	checks_clear(&checks);
	interface_facts_clear(&facts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_interface_that_lacks_nothing_is_ok),
		cmocka_unit_test(one_that_cannot_be_used_says_why),
		cmocka_unit_test(drivers_with_a_history_are_known_by_name),
		cmocka_unit_test(ft_is_the_supplicant_s_the_firmware_s_or_nobody_s),
		cmocka_unit_test(commands_and_features_are_listed),
		cmocka_unit_test(akms_of_the_driver_must_have_ft),
		cmocka_unit_test(without_a_monitor_less_is_seen),
		cmocka_unit_test(power_save_shows_in_the_figures),
		cmocka_unit_test(of_all_interfaces_each_has_a_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
