/* SPDX-License-Identifier: BSD-3-Clause */
#include "hostapd-sample.h"

enum { HALL, STAIRS, ATTIC };

#define HALL_MAC "02:00:00:00:01:00"
#define STAIRS_MAC "02:00:00:00:02:00"
#define ATTIC_MAC "02:00:00:00:03:00"
#define ZEROS_64 "00" ZEROES_31
#define COMMON "cc" ZEROES_31

/* A site with one fault. */
static struct scenario faulty(enum security security, struct fault *fault)
{
	struct scenario scenario = sample(security);

	scenario.faults = fault;
	scenario.fault_count = 1;
	return scenario;
}

static void assert_same_without(const struct scenario *scenario, size_t index)
{
	struct scenario healthy = *scenario;
	cleanup_free_ char *with = format(scenario, index), *without = NULL;

	healthy.fault_count = 0;
	without = format(&healthy, index);
	assert_string_equal(with, without);
}

static void an_entry_is_missing_at_one_access_point_for_one_other(void **state)
{
	struct fault fault = { .kind = FAULT_R0KH_MISSING,
			       .access_point = STAIRS,
			       .of = HALL };
	struct scenario scenario = faulty(SECURITY_FT_PSK, &fault);

	(void)state;
	lacks(&scenario, STAIRS, "r0kh=" HALL_MAC);
	has(&scenario, STAIRS, "r1kh=" HALL_MAC);
	has(&scenario, STAIRS, "r0kh=" ATTIC_MAC);
	assert_same_without(&scenario, HALL);
	assert_same_without(&scenario, ATTIC);
	fault.kind = FAULT_R1KH_MISSING;
	lacks(&scenario, STAIRS, "r1kh=" HALL_MAC);
	has(&scenario, STAIRS, "r0kh=" HALL_MAC);
	has(&scenario, STAIRS, "r1kh=" ATTIC_MAC);
	assert_same_without(&scenario, HALL);
}

static void an_entry_has_another_address_that_is_nobodys(void **state)
{
	struct fault fault = { .kind = FAULT_R0KH_MAC,
			       .access_point = STAIRS,
			       .of = HALL };
	struct scenario scenario = faulty(SECURITY_FT_PSK, &fault);

	(void)state;
	has(&scenario, STAIRS,
	    "r0kh=02:00:00:00:01:01 hall.roamtest 11" ZEROES_31 "\n"
	    "r1kh=" HALL_MAC " " HALL_MAC " 11" ZEROES_31 "\n");
	assert_same_without(&scenario, HALL);
}

static void an_entry_has_another_key_in_one_place_only(void **state)
{
	struct fault fault = { .kind = FAULT_R0KH_KEY,
			       .access_point = STAIRS,
			       .of = HALL };
	struct scenario scenario = faulty(SECURITY_FT_PSK, &fault);

	(void)state;
	has(&scenario, STAIRS,
	    "r0kh=" HALL_MAC " hall.roamtest "
	    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\n"
	    "r1kh=" HALL_MAC " " HALL_MAC " 11" ZEROES_31 "\n");
	assert_same_without(&scenario, HALL);
	fault.kind = FAULT_R1KH_KEY;
	has(&scenario, STAIRS,
	    "r0kh=" HALL_MAC " hall.roamtest 11" ZEROES_31 "\n"
	    "r1kh=" HALL_MAC " " HALL_MAC " "
	    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\n");
	assert_same_without(&scenario, HALL);
}

static void an_identifier_is_not_what_the_others_list(void **state)
{
	struct fault fault = { .kind = FAULT_NAS_IDENTIFIER,
			       .access_point = STAIRS,
			       .of = FAULT_EVERY };
	struct scenario scenario = faulty(SECURITY_FT_PSK, &fault);

	(void)state;
	has(&scenario, STAIRS, "nas_identifier=Stairs.roamtest\n");
	assert_same_without(&scenario, HALL);
	fault.kind = FAULT_R1KH_ID;
	has(&scenario, STAIRS, "r1_key_holder=020000000201\n");
	assert_same_without(&scenario, HALL);
}

static void a_duplicate_is_listed_as_it_is(void **state)
{
	struct fault fault = { .kind = FAULT_NAS_IDENTIFIER_DUPLICATE,
			       .access_point = STAIRS,
			       .of = HALL };
	struct scenario scenario = faulty(SECURITY_FT_PSK, &fault);

	(void)state;
	has(&scenario, STAIRS, "nas_identifier=hall.roamtest\n");
	has(&scenario, HALL, "r0kh=" STAIRS_MAC " hall.roamtest 11");
	has(&scenario, ATTIC, "r0kh=" STAIRS_MAC " hall.roamtest 33");
	has(&scenario, ATTIC, "r0kh=" HALL_MAC " hall.roamtest 22");
	fault.kind = FAULT_R1KH_ID_DUPLICATE;
	has(&scenario, STAIRS, "r1_key_holder=020000000100\n");
	has(&scenario, HALL, "r1kh=" STAIRS_MAC " " HALL_MAC " 11");
	has(&scenario, ATTIC, "r1kh=" STAIRS_MAC " " HALL_MAC " 33");
	has(&scenario, ATTIC, "r1kh=" HALL_MAC " " HALL_MAC " 22");
}

static void local_generation_leaves_all_entries_out(void **state)
{
	struct fault fault = { .kind = FAULT_GENERATE_LOCAL_SAE,
			       .access_point = STAIRS,
			       .of = FAULT_EVERY };
	struct scenario scenario = faulty(SECURITY_FT_SAE, &fault);

	(void)state;
	has(&scenario, STAIRS, "ft_psk_generate_local=1\n");
	lacks(&scenario, STAIRS, "r0kh");
	lacks(&scenario, STAIRS, "r1kh");
	has(&scenario, STAIRS, "nas_identifier=stairs.roamtest\n");
	assert_same_without(&scenario, HALL);
}

static void an_option_is_not_as_it_should_be(void **state)
{
	static const struct {
		enum fault_kind kind;
		const char *line;
	} options[] = {
		{ FAULT_OVER_DS_OFF, "ft_over_ds=0\n" },
		{ FAULT_CIPHER, "rsn_pairwise=GCMP\n" },
		{ FAULT_ACCESS_LIST, "macaddr_acl=0\n"
				     "deny_mac_file=/run/hostapd-1.deny\n" },
		{ FAULT_ACCESS_POINT_FULL, "max_num_sta=0\n" },
		{ FAULT_REASSOCIATION_DEADLINE, "reassociation_deadline=1000\n" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(options); i++) {
		struct fault fault = { .kind = options[i].kind,
				       .access_point = STAIRS,
				       .of = FAULT_EVERY };
		struct scenario scenario = faulty(SECURITY_FT_SAE, &fault);

		has(&scenario, STAIRS, options[i].line);
		assert_same_without(&scenario, HALL);
	}
}

static void a_mobility_domain_of_its_own_is_left_out_by_the_others(void **state)
{
	struct fault fault = { .kind = FAULT_MOBILITY_DOMAIN,
			       .access_point = STAIRS,
			       .of = FAULT_EVERY };
	struct scenario scenario = faulty(SECURITY_FT_SAE, &fault);

	(void)state;
	has(&scenario, STAIRS, "mobility_domain=b2b2\n");
	lacks(&scenario, STAIRS, "r0kh");
	has(&scenario, HALL, "mobility_domain=a1b2\n");
	lacks(&scenario, HALL, STAIRS_MAC);
	has(&scenario, HALL, ATTIC_MAC);
}

static void without_ft_the_same_security_is_left(void **state)
{
	struct fault fault = { .kind = FAULT_NO_FT_AKM,
			       .access_point = STAIRS,
			       .of = FAULT_EVERY };
	struct scenario scenario = faulty(SECURITY_FT_PSK, &fault);

	(void)state;
	has(&scenario, STAIRS, "wpa_key_mgmt=WPA-PSK\n");
	has(&scenario, STAIRS, "wpa_passphrase=correct horse\n");
	lacks(&scenario, STAIRS, "mobility_domain");
	lacks(&scenario, STAIRS, "r0kh");
	scenario = faulty(SECURITY_FT_SAE, &fault);
	has(&scenario, STAIRS, "wpa_key_mgmt=SAE\n");
	scenario.securities[SECURITY_SAE] = scenario.securities[SECURITY_FT_PSK] = true;
	has(&scenario, STAIRS, "wpa_key_mgmt=WPA-PSK SAE\n");
	has(&scenario, HALL, "wpa_key_mgmt=SAE FT-PSK FT-SAE\n");
}

static void protected_management_frames_are_required_or_absent(void **state)
{
	struct fault fault = { .kind = FAULT_PMF,
			       .access_point = STAIRS,
			       .of = FAULT_EVERY };
	struct scenario scenario = faulty(SECURITY_FT_PSK, &fault);

	(void)state;
	has(&scenario, STAIRS, "ieee80211w=2\n");
	scenario = faulty(SECURITY_FT_SAE, &fault);
	has(&scenario, STAIRS, "ieee80211w=0\n");
	lacks(&scenario, STAIRS, "sae_require_mfp");
	scenario.securities[SECURITY_FT_PSK] = true;
	has(&scenario, STAIRS, "ieee80211w=2\n");
}

static void the_password_is_another_one_in_each_form(void **state)
{
	struct fault fault = { .kind = FAULT_PASSWORD,
			       .access_point = STAIRS,
			       .of = FAULT_EVERY };
	struct scenario scenario = faulty(SECURITY_FT_PSK, &fault);

	(void)state;
	has(&scenario, STAIRS, "wpa_passphrase=not the same password\n");
	lacks(&scenario, STAIRS, "correct horse");
	scenario.securities[SECURITY_FT_SAE] = true;
	has(&scenario, STAIRS, "wpa_passphrase=not the same password\n");
	has(&scenario, STAIRS, "sae_password=not the same password\n");
	scenario = faulty(SECURITY_FT_PSK, &fault);
	scenario.password = (char *)ZEROS_64;
	has(&scenario, HALL, "wpa_psk=" ZEROS_64 "\n");
	has(&scenario, STAIRS, "wpa_passphrase=not the same password\n");
	lacks(&scenario, STAIRS, "wpa_psk");
}

static void a_wildcard_s_key_is_that_of_all_who_know_it(void **state)
{
	struct fault fault = { .kind = FAULT_WILDCARD_DISCOVERY,
			       .access_point = STAIRS,
			       .of = FAULT_EVERY };
	struct scenario scenario = faulty(SECURITY_FT_SAE, &fault);

	(void)state;
	has(&scenario, STAIRS,
	    "r0kh=ff:ff:ff:ff:ff:ff * " COMMON "\n"
	    "r1kh=00:00:00:00:00:00 00:00:00:00:00:00 " COMMON "\n");
	lacks(&scenario, STAIRS, HALL_MAC);
	has(&scenario, HALL, "r0kh=" STAIRS_MAC " stairs.roamtest " COMMON "\n");
	has(&scenario, HALL, "r0kh=" ATTIC_MAC " attic.roamtest 22" ZEROES_31 "\n");
}

static void a_poor_key_is_the_same_at_both_ends(void **state)
{
	struct fault fault = { .kind = FAULT_RRB_KEY_ZERO,
			       .access_point = STAIRS,
			       .of = HALL };
	struct scenario scenario = faulty(SECURITY_FT_SAE, &fault);

	(void)state;
	has(&scenario, STAIRS,
	    "r0kh=" HALL_MAC " hall.roamtest " ZEROS_64 "\n"
	    "r1kh=" HALL_MAC " " HALL_MAC " " ZEROS_64 "\n");
	has(&scenario, HALL,
	    "r0kh=" STAIRS_MAC " stairs.roamtest " ZEROS_64 "\n"
	    "r1kh=" STAIRS_MAC " " STAIRS_MAC " " ZEROS_64 "\n");
	assert_same_without(&scenario, ATTIC);
	fault.of = FAULT_EVERY;
	has(&scenario, ATTIC, "r0kh=" STAIRS_MAC " stairs.roamtest " ZEROS_64 "\n");
	has(&scenario, ATTIC, "r0kh=" HALL_MAC " hall.roamtest 22" ZEROES_31 "\n");
	fault.kind = FAULT_RRB_KEY_LENGTH;
	has(&scenario, ATTIC,
	    "r0kh=" STAIRS_MAC " stairs.roamtest "
	    "3300000000000000000000000000000000000000\n");
	has(&scenario, STAIRS,
	    "r1kh=" ATTIC_MAC " " ATTIC_MAC " "
	    "3300000000000000000000000000000000000000\n");
}

static void the_scenario_s_own_option_comes_after_the_fault(void **state)
{
	char *value = (char *)"1";
	struct hostapd_option option = { .key = (char *)"ft_over_ds",
					 .values = &value,
					 .value_count = 1 };
	struct fault fault = { .kind = FAULT_OVER_DS_OFF,
			       .access_point = STAIRS,
			       .of = FAULT_EVERY };
	struct scenario scenario = faulty(SECURITY_FT_SAE, &fault);

	(void)state;
	scenario.hostapd = (struct hostapd_options){ .items = &option, .count = 1 };
	has(&scenario, STAIRS, "ft_over_ds=1\n");
	lacks(&scenario, STAIRS, "ft_over_ds=0");
}

static bool is_secret(const struct scenario *scenario, const char *key)
{
	struct secrets secrets = { 0 };
	bool found = false;

	hostapd_conf_secrets(scenario, &keys, &secrets);
	for (size_t i = 0; i < secrets.count; i++)
		found = found || strcmp(secrets.items[i], key) == 0;
	secrets_clear(&secrets);
	return found;
}

static void the_keys_of_faults_are_secrets(void **state)
{
	struct fault fault = { .kind = FAULT_R1KH_KEY,
			       .access_point = STAIRS,
			       .of = HALL };
	struct scenario scenario = faulty(SECURITY_FT_SAE, &fault);

	(void)state;
	assert_true(is_secret(
		&scenario,
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"));
	assert_true(is_secret(&scenario, "11" ZEROES_31));
	fault.kind = FAULT_RRB_KEY_LENGTH;
	assert_true(is_secret(&scenario, "1100000000000000000000000000000000000000"));
	fault.kind = FAULT_WILDCARD_DISCOVERY;
	assert_true(is_secret(&scenario, COMMON));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_entry_is_missing_at_one_access_point_for_one_other),
		cmocka_unit_test(an_entry_has_another_address_that_is_nobodys),
		cmocka_unit_test(an_entry_has_another_key_in_one_place_only),
		cmocka_unit_test(an_identifier_is_not_what_the_others_list),
		cmocka_unit_test(a_duplicate_is_listed_as_it_is),
		cmocka_unit_test(local_generation_leaves_all_entries_out),
		cmocka_unit_test(an_option_is_not_as_it_should_be),
		cmocka_unit_test(a_mobility_domain_of_its_own_is_left_out_by_the_others),
		cmocka_unit_test(without_ft_the_same_security_is_left),
		cmocka_unit_test(protected_management_frames_are_required_or_absent),
		cmocka_unit_test(the_password_is_another_one_in_each_form),
		cmocka_unit_test(a_wildcard_s_key_is_that_of_all_who_know_it),
		cmocka_unit_test(a_poor_key_is_the_same_at_both_ends),
		cmocka_unit_test(the_scenario_s_own_option_comes_after_the_fault),
		cmocka_unit_test(the_keys_of_faults_are_secrets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
