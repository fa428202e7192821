/* SPDX-License-Identifier: BSD-3-Clause */
#include "trial-sample.h"

static const struct sample_file agreed[] = { { "ap1", NULL, FIRST(KEY_1) },
					     { "ap2", NULL, SECOND(KEY_1) } };
/* The second one's keys are others: neither way works. */
static const struct sample_file apart[] = { { "ap1", NULL, FIRST(KEY_1) },
					    { "ap2", NULL, SECOND(KEY_2) } };

static const struct twin_pair *pair_of(const struct twin_trial *trial, size_t from,
				       size_t to, enum via via)
{
	for (size_t i = 0; i < trial->outcome.count; i++) {
		const struct twin_pair *pair = &trial->outcome.pairs[i];

		if (pair->from == from && pair->to == to && pair->via == via)
			return pair;
	}
	fail_msg("no pair");
	return NULL;
}

static void a_pair_works_if_all_its_legs_do(void **state)
{
	TRIAL trial = { 0 };

	(void)state;
	sample_trial(&trial, agreed, 2);
	sample_results(&trial);
	for (enum leg leg = 0; leg < LEG_MAX; leg++)
		sample_roam(&trial, 0, 1, leg, true);
	sample_roam(&trial, 1, 0, LEG_COLD, true);
	sample_roam(&trial, 1, 0, LEG_BACK, false);
	sample_judge(&trial);
	assert_int_equal(pair_of(&trial, 0, 1, VIA_AIR)->state, TWIN_WORKED);
	assert_int_equal(pair_of(&trial, 1, 0, VIA_AIR)->state, TWIN_FAILED);
	assert_int_equal(pair_of(&trial, 1, 0, VIA_AIR)->roam->leg, LEG_BACK);
	assert_int_equal(trial.outcome.worked, 1);
	assert_int_equal(trial.outcome.failed, 1);
	assert_int_equal(twin_trial_verdict(&trial), VERDICT_FAIL);
}

static void over_the_ds_not_offered_is_no_failure(void **state)
{
	TRIAL trial = { 0 };

	(void)state;
	sample_trial(&trial, agreed, 2);
	sample_results(&trial);
	for (size_t from = 0; from < 2; from++)
		sample_roam(&trial, from, 1 - from, LEG_COLD, true);
	sample_judge(&trial);
	assert_int_equal(pair_of(&trial, 0, 1, VIA_DS)->state, TWIN_NOT_OFFERED);
	assert_int_equal(trial.outcome.failed, 0);
	assert_int_equal(twin_trial_verdict(&trial), VERDICT_PASS);
}

static void a_finding_explains_the_pairs_that_it_is_about(void **state)
{
	TRIAL trial = { 0 };

	(void)state;
	sample_trial(&trial, apart, 2);
	sample_results(&trial);
	sample_roam(&trial, 0, 1, LEG_COLD, false);
	sample_roam(&trial, 1, 0, LEG_COLD, false);
	sample_judge(&trial);
	for (size_t from = 0; from < 2; from++)
		assert_true(twin_pair_is_explained(
			&trial.outcome, pair_of(&trial, from, 1 - from, VIA_AIR)));
	assert_int_equal(trial.outcome.failed, 2);
}

static void a_finding_that_the_run_does_not_bear_out_is_contradicted(void **state)
{
	size_t contradicted = 0;
	TRIAL trial = { 0 };

	(void)state;
	sample_trial(&trial, apart, 2);
	sample_results(&trial);
	sample_roam(&trial, 0, 1, LEG_COLD, true);
	sample_roam(&trial, 1, 0, LEG_COLD, false);
	sample_judge(&trial);
	for (size_t i = 0; i < trial.findings.count; i++)
		contradicted +=
			twin_finding_contradicted(&trial.outcome, &trial.findings, i);
	assert_int_equal(contradicted, 1);
}

static void a_failure_without_a_finding_is_not_explained(void **state)
{
	TRIAL trial = { 0 };

	(void)state;
	sample_trial(&trial, agreed, 2);
	sample_results(&trial);
	sample_roam(&trial, 0, 1, LEG_COLD, true);
	sample_roam(&trial, 1, 0, LEG_COLD, false);
	sample_judge(&trial);
	assert_false(
		twin_pair_is_explained(&trial.outcome, pair_of(&trial, 1, 0, VIA_AIR)));
}

static void a_pair_that_could_not_begin_has_failed(void **state)
{
	TRIAL trial = { 0 };

	(void)state;
	sample_trial(&trial, agreed, 2);
	sample_results(&trial);
	sample_roam(&trial, 0, 1, LEG_COLD, true);
	sample_refused(&trial, 1);
	sample_skipped(&trial, 1, 0);
	sample_judge(&trial);
	assert_int_equal(pair_of(&trial, 1, 0, VIA_AIR)->state, TWIN_NOT_BEGUN);
	assert_non_null(pair_of(&trial, 1, 0, VIA_AIR)->association);
	assert_int_equal(trial.outcome.failed, 1);
}

static void what_is_not_there_fails_without_a_run(void **state)
{
	const struct sample_file files[] = { { "ap1", NULL, FIRST(KEY_1) },
					     { "ap2", NULL,
					       IFACE("radio0", MAC_2, ID_2,
						     "\toption r1_key_holder x\n") } };
	TRIAL trial = { 0 };

	(void)state;
	sample_trial(&trial, files, 2);
	sample_judge(&trial);
	assert_int_equal(pair_of(&trial, 0, 1, VIA_AIR)->state, TWIN_ABSENT);
	assert_true(
		twin_pair_is_explained(&trial.outcome, pair_of(&trial, 0, 1, VIA_AIR)));
}

static void without_a_run_nothing_is_said_of_pairs(void **state)
{
	TRIAL trial = { 0 };

	(void)state;
	sample_trial(&trial, agreed, 2);
	sample_judge(&trial);
	assert_int_equal(pair_of(&trial, 0, 1, VIA_AIR)->state, TWIN_NOT_RUN);
	assert_int_equal(trial.outcome.worked + trial.outcome.failed, 0);
	assert_int_equal(twin_trial_verdict(&trial), VERDICT_ERROR);
}

static void a_pair_whose_legs_were_not_all_run_is_not_judged(void **state)
{
	struct matrix_cell *back;
	TRIAL trial = { 0 };

	(void)state;
	sample_trial(&trial, agreed, 2);
	sample_results(&trial)->interrupted = true;
	sample_roam(&trial, 0, 1, LEG_COLD, true);
	sample_skipped(&trial, 0, 1);
	back = &trial.results->matrices[0].cells[1];
	back->leg = LEG_BACK;
	back->skipped = false;
	sample_judge(&trial);
	assert_int_equal(pair_of(&trial, 0, 1, VIA_AIR)->state, TWIN_NOT_RUN);
	assert_int_equal(twin_trial_verdict(&trial), VERDICT_ERROR);
}

static void a_run_that_failed_fails_though_each_pair_worked(void **state)
{
	TRIAL trial = { 0 };

	(void)state;
	sample_trial(&trial, agreed, 2);
	sample_results(&trial)->verdict = VERDICT_FAIL; /* the tunnel, say */
	for (size_t from = 0; from < 2; from++)
		sample_roam(&trial, from, 1 - from, LEG_COLD, true);
	sample_judge(&trial);
	assert_int_equal(twin_trial_verdict(&trial), VERDICT_FAIL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pair_works_if_all_its_legs_do),
		cmocka_unit_test(over_the_ds_not_offered_is_no_failure),
		cmocka_unit_test(a_finding_explains_the_pairs_that_it_is_about),
		cmocka_unit_test(
			a_finding_that_the_run_does_not_bear_out_is_contradicted),
		cmocka_unit_test(a_failure_without_a_finding_is_not_explained),
		cmocka_unit_test(a_pair_that_could_not_begin_has_failed),
		cmocka_unit_test(what_is_not_there_fails_without_a_run),
		cmocka_unit_test(without_a_run_nothing_is_said_of_pairs),
		cmocka_unit_test(a_pair_whose_legs_were_not_all_run_is_not_judged),
		cmocka_unit_test(a_run_that_failed_fails_though_each_pair_worked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
