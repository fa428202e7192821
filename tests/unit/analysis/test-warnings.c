/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cmocka-all.h"
#include "analysis/diagnosis.h"
#include "base/memory.h"
#include "situation.h"

/* Results in which warnings are looked for, with room for two associations and roams. */
static struct results *results(void)
{
	struct results *r = memory_zero(1, sizeof(*r));

	r->associations = memory_zero(2, sizeof(*r->associations));
	r->roams = memory_zero(2, sizeof(*r->roams));
	return r;
}
#define cleanup_results_ __attribute__((cleanup(results_freep)))

static void associate(struct results *r, const char *to, enum method used,
		      unsigned deadline_tu)
{
	struct association *association = &r->associations[r->association_count++];

	association->to = memory_strdup(to);
	association->used = used;
	association->negotiated.has_reassociation_deadline = deadline_tu > 0;
	association->negotiated.reassociation_deadline_tu = deadline_tu;
}

static void roam(struct results *r, const char *to, enum method used,
		 unsigned deadline_tu)
{
	struct roam *roam = &r->roams[r->roam_count++];

	roam->to = memory_strdup(to);
	roam->used = used;
	roam->negotiated.has_reassociation_deadline = deadline_tu > 0;
	roam->negotiated.reassociation_deadline_tu = deadline_tu;
}

static void assert_warning(const struct warning *warning, enum cause cause,
			   const char *access_point, const char *evidence)
{
	assert_int_equal(warning->cause, cause);
	assert_string_equal(warning->remedy.access_point, access_point);
	assert_string_equal(warning->evidence, evidence);
	assert_string_equal(warning->remedy.text, cause_text(cause)->remedy);
}

static void a_short_deadline_is_told_once_an_access_point(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");
	cleanup_results_ struct results *r = results();

	(void)state;
	associate(r, "hall", METHOD_FULL, 1000);
	associate(r, "hall", METHOD_FULL, 1000);
	roam(r, "stairs", METHOD_FULL, 19999);
	roam(r, "attic", METHOD_FT_AIR, 1000); /* of an association before it */
	warnings_find(&s->facts, r);
	assert_int_equal(r->warning_count, 2);
	assert_warning(
		&r->warnings[0], CAUSE_REASSOCIATION_DEADLINE, "hall",
		"hall gives stations a reassociation deadline of 1000 TU (1.02 s)");
	assert_warning(
		&r->warnings[1], CAUSE_REASSOCIATION_DEADLINE, "stairs",
		"stairs gives stations a reassociation deadline of 19999 TU (20.5 s)");
}

static void a_long_one_and_none_are_well(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");
	cleanup_results_ struct results *r = results();

	(void)state;
	associate(r, "hall", METHOD_FULL, 20000);
	associate(r, "stairs", METHOD_PMKSA, 0);
	situation_conf(s, ATTIC, "reassociation_deadline=0\n");
	warnings_find(&s->facts, r);
	assert_int_equal(r->warning_count, 0);
}

static void a_configured_one_counts_where_ft_is_used(void **state)
{
	cleanup_situation_ struct situation *ft = situation_begin("ft-sae", "air");
	cleanup_situation_ struct situation *sae = situation_begin("sae", "air");
	cleanup_results_ struct results *with = results(), *without = results();

	(void)state;
	situation_conf(ft, STAIRS, "reassociation_deadline=1000\n");
	situation_conf(sae, STAIRS, "reassociation_deadline=1000\n");
	warnings_find(&ft->facts, with);
	assert_int_equal(with->warning_count, 1);
	assert_string_equal(with->warnings[0].remedy.access_point, "stairs");
	warnings_find(&sae->facts, without);
	assert_int_equal(without->warning_count, 0);
}

static void a_key_of_zeros_is_told_with_its_line(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");
	cleanup_results_ struct results *r = results();

	(void)state;
	situation_conf(s, HALL,
		       "r0kh=" STAIRS_BSSID " stairs key-zero:64\n"
		       "r1kh=" STAIRS_BSSID " " STAIRS_BSSID " key-zero:64\n");
	situation_conf(s, STAIRS, "r1kh=" HALL_BSSID " " HALL_BSSID " key-zero:32\n");
	warnings_find(&s->facts, r);
	assert_int_equal(r->warning_count, 2);
	assert_warning(&r->warnings[0], CAUSE_RRB_KEY_ZERO, "hall",
		       "hostapd.conf of hall: r0kh=" STAIRS_BSSID " stairs key-zero:64");
	assert_warning(&r->warnings[1], CAUSE_RRB_KEY_ZERO, "stairs",
		       "hostapd.conf of stairs: r1kh=" HALL_BSSID " " HALL_BSSID
		       " key-zero:32");
}

static void a_key_that_hostapd_cuts_is_told_with_its_length(void **state)
{
	static const struct {
		const char *conf;
		unsigned digits;
	} keys[] = {
		{ "r0kh=" STAIRS_BSSID " stairs key-1:31\n", 0 }, /* it does not start */
		{ "r0kh=" STAIRS_BSSID " stairs key-1:32\n", 0 },
		{ "r0kh=" STAIRS_BSSID " stairs key-1:33\n", 33 },
		{ "r0kh=" STAIRS_BSSID " stairs key-1:63\n", 63 },
		{ "r0kh=" STAIRS_BSSID " stairs key-1:64\n", 0 },
	};

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");
		cleanup_results_ struct results *r = results();
		char evidence[128];

		situation_conf(s, HALL, keys[i].conf);
		warnings_find(&s->facts, r);
		assert_int_equal(r->warning_count, keys[i].digits > 0);
		if (keys[i].digits == 0)
			continue;
		snprintf(evidence, sizeof(evidence),
			 "hostapd.conf of hall: %.*s (%u digits)",
			 (int)strcspn(keys[i].conf, "\n"), keys[i].conf, keys[i].digits);
		assert_warning(&r->warnings[0], CAUSE_RRB_KEY_LENGTH, "hall", evidence);
	}
}

static void one_access_point_may_have_several(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");
	cleanup_results_ struct results *r = results();

	(void)state;
	situation_conf(s, HALL,
		       "r0kh=" STAIRS_BSSID " stairs key-zero:40\n"
		       "reassociation_deadline=1000\n");
	warnings_find(&s->facts, r);
	assert_int_equal(r->warning_count, 3);
	assert_int_equal(r->warnings[0].cause, CAUSE_REASSOCIATION_DEADLINE);
	assert_int_equal(r->warnings[1].cause, CAUSE_RRB_KEY_ZERO);
	assert_int_equal(r->warnings[2].cause, CAUSE_RRB_KEY_LENGTH);
}

static void what_nobody_knows_is_not_warned_of(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");
	cleanup_results_ struct results *r = results();

	(void)state;
	warnings_find(&s->facts, r);
	assert_int_equal(r->warning_count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_short_deadline_is_told_once_an_access_point),
		cmocka_unit_test(a_long_one_and_none_are_well),
		cmocka_unit_test(a_configured_one_counts_where_ft_is_used),
		cmocka_unit_test(a_key_of_zeros_is_told_with_its_line),
		cmocka_unit_test(a_key_that_hostapd_cuts_is_told_with_its_length),
		cmocka_unit_test(one_access_point_may_have_several),
		cmocka_unit_test(what_nobody_knows_is_not_warned_of),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
