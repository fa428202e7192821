/* SPDX-License-Identifier: BSD-3-Clause */
#include "trial-sample.h"
#include "twin/page.h"

static const struct text_style plain = { .utf8 = true };

static const struct sample_file agreed[] = { { "ap1", NULL, FIRST(KEY_1) },
					     { "ap2", NULL, SECOND(KEY_1) } };
static const struct sample_file apart[] = { { "ap1", NULL, FIRST(KEY_1) },
					    { "ap2", NULL, SECOND(KEY_2) } };

static void run(struct twin_trial *trial, const struct sample_file *files, bool first,
		bool second)
{
	sample_trial(trial, files, 2);
	sample_results(trial);
	sample_roam(trial, 0, 1, LEG_COLD, first);
	sample_roam(trial, 1, 0, LEG_COLD, second);
	sample_judge(trial);
}

/* In this order. */
static void assert_says(const char *text, const char *const *parts)
{
	for (; *parts; parts++) {
		const char *at = strstr(text, *parts);

		if (!at)
			fail_msg("no \"%s\" in\n%s", *parts, text);
		text = at;
	}
}

#define SAYS(text, ...) assert_says(text, (const char *const[]){ __VA_ARGS__, NULL })

static void page(const struct twin_trial *trial, struct text *out)
{
	twin_page(trial, "out/live.yaml", &plain, out);
	twin_page_verdict(trial, &plain, out);
}

static void a_site_that_is_right_passes_with_questions(void **state)
{
	cleanup_text_ struct text out = { 0 };
	TRIAL trial = { 0 };

	(void)state;
	run(&trial, agreed, true, true);
	page(&trial, &out);
	SAYS(out.data, "\"corridor\": 2 access points, 2 BSSs",
	     "over the air 2 of 2 ordered pairs roam by FT", "over the DS  not offered",
	     "that is no failure", "FINDINGS, THOUGH NOTHING FAILED", "over-ds-off",
	     "WHAT A SIMULATION CANNOT KNOW", "roamtest run out/live.yaml",
	     "\"corridor\": PASSED, 2 of 2 roams worked");
	assert_null(strstr(out.data, "FAILURES"));
}

static void a_finding_is_told_with_the_failures_that_it_explains(void **state)
{
	cleanup_text_ struct text out = { 0 };
	TRIAL trial = { 0 };

	(void)state;
	run(&trial, apart, false, false);
	page(&trial, &out);
	SAYS(out.data, "over the air 0 of 2 ordered pairs roam by FT",
	     "FINDINGS THAT EXPLAIN THE FAILURES", "breaks: r0kh-key",
	     "lab       1 roam over the air: status 53",
	     "FINDINGS THAT EXPLAIN NO FAILURE", "over-ds-off",
	     "\"corridor\": FAILED, 0 of 2 roams worked;");
	assert_null(strstr(out.data, "NO FINDING EXPLAINS"));
	assert_null(strstr(out.data, KEY_1));
	assert_null(strstr(out.data, KEY_2));
	assert_null(strstr(out.data, "correct horse"));
}

static void what_no_finding_explains_is_told_with_the_runs_diagnosis(void **state)
{
	cleanup_text_ struct text out = { 0 };
	struct diagnosis *diagnosis;
	TRIAL trial = { 0 };

	(void)state;
	sample_trial(&trial, agreed, 2);
	sample_results(&trial);
	diagnosis = &sample_roam(&trial, 0, 1, LEG_COLD, false)->diagnosis;
	diagnosis->present = true;
	diagnosis->cause = CAUSE_R0KH_UNREACHABLE;
	*array_add(diagnosis->evidence, diagnosis->evidence_count,
		   diagnosis->evidence_capacity) = memory_strdup("nothing came back");
	sample_roam(&trial, 1, 0, LEG_COLD, true);
	sample_judge(&trial);
	page(&trial, &out);
	SAYS(out.data, "FAILURES THAT NO FINDING EXPLAINS", "ap1 -> ap2",
	     "status 53; the run's diagnosis is r0kh-unreachable", "nothing came back",
	     "1 of 2 roams worked, 1 fails unexplained;");
}

static void what_the_run_does_not_bear_out_is_said(void **state)
{
	cleanup_text_ struct text out = { 0 };
	TRIAL trial = { 0 };

	(void)state;
	run(&trial, apart, true, true);
	page(&trial, &out);
	SAYS(out.data, "FINDINGS THAT EXPLAIN NO FAILURE", "breaks: r0kh-key",
	     "lab       1 of these roams worked all the same", "FAILED");
}

static void before_and_after_stand_side_by_side(void **state)
{
	cleanup_text_ struct text out = { 0 };
	TRIAL before = { 0 };
	TRIAL after = { 0 };

	(void)state;
	run(&before, apart, true, false);
	run(&after, agreed, true, true);
	twin_page_mended(&before, &after, "mended", &plain, &out);
	SAYS(out.data, "before       after\n",
	     "ap1 -> ap2           air    FT           FT\n",
	     "ap2 -> ap1           air    status 53    FT\n",
	     "roams that work             1 of 2       2 of 2\n",
	     "findings that break         2            0\n",
	     "The mended files are in mended");
	assert_null(strstr(out.data, "still there"));
}

static void without_a_run_the_findings_are_told_all_the_same(void **state)
{
	cleanup_text_ struct text out = { 0 };
	TRIAL trial = { 0 };

	(void)state;
	sample_trial(&trial, agreed, 2);
	sample_judge(&trial);
	page(&trial, &out);
	SAYS(out.data, "over-ds-off", "\"corridor\": NOT MEASURED; 1 finding, none");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_site_that_is_right_passes_with_questions),
		cmocka_unit_test(a_finding_is_told_with_the_failures_that_it_explains),
		cmocka_unit_test(
			what_no_finding_explains_is_told_with_the_runs_diagnosis),
		cmocka_unit_test(what_the_run_does_not_bear_out_is_said),
		cmocka_unit_test(before_and_after_stand_side_by_side),
		cmocka_unit_test(without_a_run_the_findings_are_told_all_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
