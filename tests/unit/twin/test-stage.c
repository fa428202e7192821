/* SPDX-License-Identifier: BSD-3-Clause */
#include "scenario/scenario.h"
#include "trial-sample.h"

#define OVER_DS "\toption ft_over_ds '1'\n"

static void check_valid(const char *text, bool live)
{
	struct diagnostics diagnostics = { 0 };
	cleanup_text_ struct text wrong = { 0 };
	struct scenario *scenario;

	if (scenario_parse("twin", text, strlen(text), &diagnostics, &scenario) < 0) {
		diagnostics_format(&diagnostics, "twin", text, strlen(text), &wrong);
		fail_msg("%s", wrong.data);
	}
	assert_int_equal(scenario->has_lab, !live);
	scenario_free(scenario);
}

static void stage(struct twin_trial *trial, const char *one, const char *two,
		  const char *three)
{
	const struct sample_file files[] = { { "ap1", NULL, one },
					     { "ap2", NULL, two },
					     { "ap3", NULL, three } };

	sample_trial(trial, files, three ? 3 : 2);
	if (!trial->stage.problem) {
		check_valid(trial->stage.scenario, false);
		check_valid(trial->stage.live, true);
	}
}

static void where_all_offer_the_ds_each_pair_is_tried_both_ways(void **state)
{
	TRIAL trial = { 0 };

	(void)state;
	stage(&trial, IFACE("radio0", MAC_1, ID_1, OVER_DS),
	      IFACE("radio0", MAC_2, ID_2, OVER_DS), NULL);
	assert_non_null(strstr(trial.stage.scenario, "  - matrix: { via: [air, ds] }\n"));
	assert_non_null(strstr(trial.stage.live, "  - matrix: { via: [air, ds] }\n"));
	assert_non_null(strstr(trial.stage.scenario, "tunnel: { survives: true }"));
}

static void over_the_ds_is_tried_from_those_that_offer_it_only(void **state)
{
	TRIAL trial = { 0 };
	const char *steps;

	(void)state;
	stage(&trial, IFACE("radio0", MAC_1, ID_1, OVER_DS),
	      IFACE("radio0", MAC_2, ID_2, OVER_DS), IFACE("radio0", MAC_3, ID_3, ""));
	steps = strstr(trial.stage.live, "steps:");
	assert_string_equal(steps, "steps:\n"
				   "  - matrix: { via: air }\n"
				   "  - matrix: { via: ds, among: [ap1, ap2] }\n"
				   "  - associate: ap1\n"
				   "  - roam: { to: ap3, via: ds }\n"
				   "  - associate: ap2\n"
				   "  - roam: { to: ap3, via: ds }\n");
}

static void what_does_not_start_is_left_out(void **state)
{
	TRIAL trial = { 0 };

	(void)state;
	stage(&trial, IFACE("radio0", MAC_1, ID_1, ""),
	      IFACE("radio0", MAC_2, ID_2, "\toption r1_key_holder 'x'\n"),
	      IFACE("radio0", MAC_3, ID_3, ""));
	assert_int_equal(trial.stage.absence[1], TWIN_NOT_STARTED);
	assert_int_equal(trial.stage.present, 2);
	assert_null(strstr(trial.stage.scenario, "ap2"));
}

static void of_two_with_one_address_the_second_is_left_out(void **state)
{
	TRIAL trial = { 0 };

	(void)state;
	stage(&trial, IFACE("radio0", MAC_1, ID_1, ""), IFACE("radio0", MAC_1, ID_2, ""),
	      IFACE("radio0", MAC_3, ID_3, ""));
	assert_int_equal(trial.stage.absence[0], TWIN_PRESENT);
	assert_int_equal(trial.stage.absence[1], TWIN_BSSID_TAKEN);
}

static void a_site_without_passwords_is_not_for_the_lab(void **state)
{
	const char *open = "config wifi-iface\n\toption ssid 'corridor'\n"
			   "\toption encryption 'none'\n";
	TRIAL trial = { 0 };

	(void)state;
	stage(&trial, open, open, NULL);
	assert_int_equal(trial.stage.absence[0], TWIN_NO_PASSWORD);
	assert_non_null(trial.stage.problem);
	assert_null(trial.stage.scenario);
	assert_null(trial.stage.live);
}

static void one_radio_is_associated_with(void **state)
{
	TRIAL trial = { 0 };

	(void)state;
	stage(&trial, IFACE("radio0", MAC_1, ID_1, ""),
	      IFACE("radio0", MAC_2, ID_2, "\toption r1_key_holder 'x'\n"), NULL);
	assert_non_null(strstr(trial.stage.scenario, "steps:\n  - associate: ap1\n"));
}

static void the_scenario_for_the_site_has_no_secret(void **state)
{
	TRIAL trial = { 0 };

	(void)state;
	stage(&trial, FIRST(KEY_1), SECOND(KEY_1), NULL);
	assert_non_null(strstr(trial.stage.scenario, "correct horse"));
	assert_null(strstr(trial.stage.live, "correct horse"));
	assert_null(strstr(trial.stage.live, KEY_1));
	assert_non_null(strstr(trial.stage.live, "does not tell the channel"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(where_all_offer_the_ds_each_pair_is_tried_both_ways),
		cmocka_unit_test(over_the_ds_is_tried_from_those_that_offer_it_only),
		cmocka_unit_test(what_does_not_start_is_left_out),
		cmocka_unit_test(of_two_with_one_address_the_second_is_left_out),
		cmocka_unit_test(a_site_without_passwords_is_not_for_the_lab),
		cmocka_unit_test(one_radio_is_associated_with),
		cmocka_unit_test(the_scenario_for_the_site_has_no_secret),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
