/* SPDX-License-Identifier: BSD-3-Clause */
#include "parsing.h"

#define REST SITE STEPS

static void a_network_has_an_ssid_a_security_and_a_password(void **state)
{
	cleanup_parsed_ struct parsed p = parse(NETWORK REST);

	(void)state;
	assert_string_equal(p.scenario->ssid, "corridor");
	assert_string_equal(p.scenario->password, "correct horse");
	for (int i = 0; i < SECURITY_MAX; i++)
		assert_int_equal(p.scenario->securities[i], i == SECURITY_FT_SAE);
	assert_int_equal(p.scenario->security_place.line, 1);
	assert_int_equal(p.scenario->security_place.column, 38);
	assert_true(scenario_uses_ft(p.scenario));
}

static void several_securities_are_a_list(void **state)
{
	cleanup_parsed_ struct parsed p = parse(
		"network: { ssid: x, security: [psk, sae], password: 12345678 }\n" REST);

	(void)state;
	assert_true(p.scenario->securities[SECURITY_PSK]);
	assert_true(p.scenario->securities[SECURITY_SAE]);
	assert_false(scenario_uses_ft(p.scenario));
}

static void an_ssid_has_1_to_32_octets(void **state)
{
	/* 30 letters and one of two octets: just fits. */
	cleanup_parsed_ struct parsed p =
		parse("network: { ssid: 012345678901234567890123456789\xc3\xbc, "
		      "security: open }\n" REST);

	(void)state;
	assert_int_equal(strlen(p.scenario->ssid), SSID_MAX);
	assert_mistake("network: { ssid: 0123456789012345678901234567890\xc3\xbc, "
		       "security: open }\n" REST,
		       1, 18, "an SSID has 1 to 32 octets, this one has 33");
}

static void mistakes_of_the_network_are_told(void **state)
{
	(void)state;
	assert_mistake("network: { ssid: '', security: open }\n" REST, 1, 18,
		       "an SSID has 1 to 32 octets, this one has 0");
	assert_mistake("network: { ssid: \"a\\tb\", security: open }\n" REST, 1, 18,
		       "an SSID with a control character in it cannot be used");
	assert_mistake("network: { security: open }\n" REST, 1, 1,
		       "\"network\" has no \"ssid\"");
	assert_mistake("network: { ssid: x, password: 12345678 }\n" REST, 1, 1,
		       "\"network\" has no \"security\"");
	assert_mistake("network: { ssid: x, security: [] }\n" REST, 1, 31,
		       "this list is empty");
	assert_mistake("network: { ssid: x, security: wpa3, password: y }\n" REST, 1, 31,
		       "there is no security \"wpa3\"");
	assert_mistake("network: { ssid: x, security: [open, psk], password: y }\n" REST,
		       1, 31, "an open network has no other security");
	assert_mistake(
		"network: { ssid: x, security: [psk, psk], password: 12345678 }\n" REST,
		1, 37, "\"psk\" is given twice");
	assert_mistake("network:\n" REST, 1, 1, "\"network\" has no value");
	assert_mistake("network: corridor\n" REST, 1, 10,
		       "\"network\" must be a mapping, not a text");
}

static void a_misspelt_key_is_not_missing_as_well(void **state)
{
	(void)state;
	assert_mistake("network: { sid: x, security: open }\n" REST, 1, 12,
		       "there is no key \"sid\" in \"network\"");
	assert_mistake("network: { ssid: x, securty: open }\n" REST, 1, 21,
		       "there is no key \"securty\" in \"network\"");
	assert_mistake("network: { ssid: x, security: psk, Password: y }\n" REST, 1, 36,
		       "there is no key \"Password\" in \"network\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_network_has_an_ssid_a_security_and_a_password),
		cmocka_unit_test(several_securities_are_a_list),
		cmocka_unit_test(an_ssid_has_1_to_32_octets),
		cmocka_unit_test(mistakes_of_the_network_are_told),
		cmocka_unit_test(a_misspelt_key_is_not_missing_as_well),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
