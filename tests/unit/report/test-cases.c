/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "diagnosed.h"

static struct roam *refused(struct results *results, const char *to, enum cause cause)
{
	struct roam *roam = diagnosed_roam(results, "hall", to, OUTCOME_REJECTED, 53);

	diagnosed_as(&roam->diagnosis, cause, to);
	return roam;
}

static void assert_name(const struct case_group *group, const char *name)
{
	cleanup_text_ struct text out = { 0 };

	case_group_name_add(&out, group);
	assert_string_equal(out.data, name);
}

static void steps_with_the_same_cause_and_remedy_are_one_matter(void **state)
{
	cleanup_(results_freep) struct results *results = diagnosed_results();
	cleanup_case_groups_ struct case_groups groups = { 0 };

	(void)state;
	refused(results, "stairs", CAUSE_R0KH_MISSING);
	refused(results, "attic", CAUSE_R0KH_MISSING);
	diagnosed_roam(results, "hall", "stairs", OUTCOME_OK, -1);
	refused(results, "stairs", CAUSE_R0KH_MISSING);
	refused(results, "stairs", CAUSE_NAS_IDENTIFIER);
	/* What else the station could think of does not matter. */
	diagnosed_candidate(&refused(results, "stairs", CAUSE_R0KH_MISSING)->diagnosis,
			    CAUSE_R0KH_RESTARTED);
	case_groups_find(results, NULL, true, &groups);
	assert_int_equal(groups.count, 3);
	assert_name(&groups.items[0], "roams 1, 4 and 6, hall -> stairs over the air, "
				      "rejected, status 53 (invalid PMKID)");
	assert_name(&groups.items[1], "roam 2, hall -> attic over the air, rejected, "
				      "status 53 (invalid PMKID)");
	assert_name(&groups.items[2], "roam 5, hall -> stairs over the air, rejected, "
				      "status 53 (invalid PMKID)");
}

static void not_decided_they_are_one_by_their_candidates(void **state)
{
	cleanup_(results_freep) struct results *results = diagnosed_results();
	cleanup_case_groups_ struct case_groups groups = { 0 };

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct roam *roam =
			diagnosed_roam(results, "hall", "stairs", OUTCOME_TIMEOUT, -1);

		diagnosed_as(&roam->diagnosis, CAUSE_MAX, NULL);
		diagnosed_candidate(&roam->diagnosis,
				    i == 1 ? CAUSE_R0KH_KEY : CAUSE_R0KH_MAC);
	}
	case_groups_find(results, NULL, true, &groups);
	assert_int_equal(groups.count, 2);
	assert_name(&groups.items[0], "roams 1 and 3, hall -> stairs over the air, "
				      "timeout");
}

static void what_was_not_expected_goes_first(void **state)
{
	cleanup_(results_freep) struct results *results = diagnosed_results();
	cleanup_case_groups_ struct case_groups groups = { 0 };

	(void)state;
	refused(results, "stairs", CAUSE_R0KH_MISSING)->passed = true;
	refused(results, "stairs", CAUSE_CIPHER)->passed = true;
	refused(results, "attic", CAUSE_R0KH_MISSING);
	refused(results, "stairs", CAUSE_R0KH_MISSING)->passed = true;
	case_groups_find(results, NULL, true, &groups);
	assert_int_equal(groups.count, 3);
	assert_int_equal(groups.items[0].items[0].roam->index, 3);
	assert_int_equal(groups.items[1].items[1].roam->index, 4);
	assert_int_equal(groups.items[2].items[0].roam->index, 2);
}

static void step_by_step_each_is_told_in_the_order_of_the_run(void **state)
{
	cleanup_(results_freep) struct results *results = diagnosed_results();
	cleanup_case_groups_ struct case_groups groups = { 0 };
	struct association *late;

	(void)state;
	refused(results, "stairs", CAUSE_R0KH_MISSING)->start_ns = 10;
	results->roams[0].passed = true;
	late = diagnosed_association(results, "attic", OUTCOME_DISCONNECTED, 15);
	late->start_ns = 20;
	diagnosed_as(&late->diagnosis, CAUSE_PASSWORD, "attic");
	refused(results, "stairs", CAUSE_R0KH_MISSING)->start_ns = 30;
	case_groups_find(results, NULL, false, &groups);
	assert_int_equal(groups.count, 3);
	assert_name(&groups.items[1], "association 1 with attic, disconnected, reason 15 "
				      "(4-way handshake timeout)");
	assert_int_equal(groups.items[2].items[0].roam->index, 2);
}

static void those_that_broke_an_expectation_can_be_asked_for(void **state)
{
	cleanup_(results_freep) struct results *results = diagnosed_results();
	cleanup_case_groups_ struct case_groups groups = { 0 };
	unsigned indices[] = { 2, 4 };
	const struct expectation_result of = { .roams = indices, .roam_count = 2 };

	(void)state;
	for (int i = 0; i < 5; i++)
		refused(results, "stairs", CAUSE_R0KH_MISSING);
	diagnosed_as(
		&diagnosed_association(results, "hall", OUTCOME_TIMEOUT, -1)->diagnosis,
		CAUSE_PASSWORD, "hall");
	case_groups_find(results, &of, true, &groups);
	assert_int_equal(groups.count, 1);
	assert_name(&groups.items[0], "roams 2 and 4, hall -> stairs over the air, "
				      "rejected, status 53 (invalid PMKID)");
}

static void a_name_says_what_they_have_in_common(void **state)
{
	cleanup_(results_freep) struct results *results = diagnosed_results();
	cleanup_case_groups_ struct case_groups groups = { 0 };

	(void)state;
	for (int i = 0; i < 12; i++) {
		cleanup_free_ char *to = memory_printf("ap%d", i % 5);
		struct roam *roam = diagnosed_roam(results, "hall", to,
						   i % 2 ? OUTCOME_REJECTED : OUTCOME_OK,
						   i % 2 ? 54 : -1);

		roam->via = i % 2 ? VIA_DS : VIA_AIR;
		diagnosed_as(&roam->diagnosis, CAUSE_MOBILITY_DOMAIN, "hall");
	}
	case_groups_find(results, NULL, true, &groups);
	assert_int_equal(groups.count, 1);
	assert_name(&groups.items[0],
		    "roams 1, 2, 3, 4, 5, 6, 7, 8 and 4 more, hall -> ap0, hall -> ap1, "
		    "hall -> ap2 and 2 more over the air and over the DS, arrived: full "
		    "authentication, PSK or rejected, status 54 (invalid MDE)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(steps_with_the_same_cause_and_remedy_are_one_matter),
		cmocka_unit_test(not_decided_they_are_one_by_their_candidates),
		cmocka_unit_test(what_was_not_expected_goes_first),
		cmocka_unit_test(step_by_step_each_is_told_in_the_order_of_the_run),
		cmocka_unit_test(those_that_broke_an_expectation_can_be_asked_for),
		cmocka_unit_test(a_name_says_what_they_have_in_common),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
