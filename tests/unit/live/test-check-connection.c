/* SPDX-License-Identifier: BSD-3-Clause */
#include "cmocka-all.h"

#include <string.h>

#include "live/checks-fixture.h"

static void assert_check(struct interface_facts *facts, enum check_id id,
			 enum check_state state, const char *value, const char *remedy)
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
	if (remedy)
		assert_string_equal(check->remedy, remedy);
	else if (state == CHECK_OK)
		assert_null(check->remedy);
	checks_clear(&checks);
}

/* Of whom no supplicant can be asked. */
static struct interface_facts managed_by(enum manager manager)
{
	struct interface_facts facts = fixture_interface();

	facts.managed.manager = manager;
	fixture_set(&facts.managed.control_path, NULL);
	fixture_set(&facts.managed.version, NULL);
	return facts;
}

static void who_manages_it_is_told(void **state)
{
	struct interface_facts facts = fixture_interface();

	(void)state;
	assert_check(&facts, CHECK_MANAGER, CHECK_OK, "network-manager", NULL);
	facts = fixture_interface();
	facts.managed.manager = MANAGER_SUPPLICANT;
	assert_check(&facts, CHECK_MANAGER, CHECK_OK, "wpa_supplicant", NULL);
	facts = managed_by(MANAGER_IWD);
	assert_check(&facts, CHECK_MANAGER, CHECK_MISSING, "iwd", NULL);
	facts = managed_by(MANAGER_NONE);
	facts.interface.ssid_length = 0;
	assert_check(&facts, CHECK_MANAGER, CHECK_WARNING, "none",
		     "nmcli device set wlan0 managed yes, if NetworkManager is to have "
		     "it");
}

static void one_on_a_network_is_managed_by_somebody(void **state)
{
	struct interface_facts facts = managed_by(MANAGER_NONE);

	(void)state;
	assert_check(&facts, CHECK_MANAGER, CHECK_MISSING, "unknown",
		     "run roamtest as root");
}

static void a_control_socket_that_cannot_be_used_is_missing(void **state)
{
	struct interface_facts facts = managed_by(MANAGER_NETWORK_MANAGER);

	(void)state;
	error_set(&facts.managed.why, -EACCES, "it is not for this user");
	error_remedy(&facts.managed.why, "use sudo");
	assert_check(&facts, CHECK_CONTROL, CHECK_MISSING, NULL, "use sudo");
}

static void ft_and_sae_are_those_of_the_build(void **state)
{
	struct interface_facts facts = fixture_interface();

	(void)state;
	assert_check(&facts, CHECK_SUPPLICANT_FT, CHECK_OK, "NONE WPA-PSK FT-PSK SAE",
		     NULL);
	facts = fixture_interface();
	fixture_set(&facts.key_mgmt, "NONE WPA-PSK SAE");
	assert_check(&facts, CHECK_SUPPLICANT_FT, CHECK_MISSING, NULL,
		     "use a wpa_supplicant built with CONFIG_IEEE80211R=y");
	facts = fixture_interface();
	fixture_set(&facts.key_mgmt, "NONE WPA-PSK FT-PSK");
	assert_check(&facts, CHECK_SUPPLICANT_FT, CHECK_WARNING, NULL,
		     "use a wpa_supplicant built with CONFIG_SAE=y");
}

static void the_profile_must_allow_ft(void **state)
{
	struct interface_facts facts = fixture_interface();

	(void)state;
	assert_check(&facts, CHECK_PROFILE, CHECK_OK, "WPA-PSK FT-PSK SAE FT-SAE", NULL);
	facts = fixture_interface();
	facts.managed.manager = MANAGER_SUPPLICANT;
	facts.profile_id = 3;
	fixture_set(&facts.profile_key_mgmt, "WPA-PSK SAE");
	assert_check(&facts, CHECK_PROFILE, CHECK_MISSING, "WPA-PSK SAE",
		     "wpa_cli -i wlan0 set_network 3 key_mgmt \"FT-SAE FT-PSK WPA-PSK "
		     "SAE\"");
	facts = fixture_interface();
	fixture_set(&facts.profile_key_mgmt, "WPA-PSK");
	assert_check(&facts, CHECK_PROFILE, CHECK_MISSING, "WPA-PSK",
		     "NetworkManager adds FT by itself where wpa_supplicant has it: "
		     "restart both");
	facts = fixture_interface();
	fixture_set(&facts.profile_key_mgmt, "NONE");
	assert_check(&facts, CHECK_PROFILE, CHECK_WARNING, "NONE", NULL);
}

static void one_on_no_network_is_told_how_to_get_there(void **state)
{
	struct interface_facts facts = fixture_interface();

	(void)state;
	assert_check(&facts, CHECK_ASSOCIATION, CHECK_OK, "02:00:00:00:01:00", NULL);
	facts = fixture_interface();
	facts.associated = false;
	fixture_set(&facts.state, "SCANNING");
	assert_check(&facts, CHECK_ASSOCIATION, CHECK_WARNING, "SCANNING",
		     "nmcli device connect wlan0");
	facts = fixture_interface();
	facts.associated = false;
	facts.managed.manager = MANAGER_SUPPLICANT;
	assert_check(&facts, CHECK_ASSOCIATION, CHECK_WARNING, NULL,
		     "wpa_cli -i wlan0 reconnect");
}

static void a_version_is_told_what_it_cannot_do(void **state)
{
	static const struct {
		const char *version;
		bool between_domains, rsnxe, ext_key;
	} versions[] = {
		{ "2.9", true, true, true },
		{ "2.10", true, false, true },
		{ "2.10-12+deb12u3", true, false, true },
		{ "2.11", false, false, false },
		{ "2.12-devel-hostap_2_11-1-gabc", false, false, false },
		{ "3.0", false, false, false },
		{ "new", false, false, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
		struct interface_facts facts = fixture_interface();
		struct checks checks = { 0 };

		fixture_set(&facts.supplicant_version, versions[i].version);
		checks_of_interface(&facts, &checks);
		assert_string_equal(fixture_find(&checks, CHECK_SUPPLICANT)->value,
				    versions[i].version);
		assert_int_equal(fixture_find(&checks, CHECK_FT_BETWEEN_DOMAINS) != NULL,
				 versions[i].between_domains);
		assert_int_equal(fixture_find(&checks, CHECK_FT_RSNXE) != NULL,
				 versions[i].rsnxe);
		assert_int_equal(fixture_find(&checks, CHECK_FT_EXT_KEY) != NULL,
				 versions[i].ext_key);
		checks_clear(&checks);
		interface_facts_clear(&facts);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_manages_it_is_told),
		cmocka_unit_test(one_on_a_network_is_managed_by_somebody),
		cmocka_unit_test(a_control_socket_that_cannot_be_used_is_missing),
		cmocka_unit_test(ft_and_sae_are_those_of_the_build),
		cmocka_unit_test(the_profile_must_allow_ft),
		cmocka_unit_test(one_on_no_network_is_told_how_to_get_there),
		cmocka_unit_test(a_version_is_told_what_it_cannot_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
