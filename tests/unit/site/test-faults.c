/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "site/faults.h"

static void collect(void *userdata, const char *sentence)
{
	text_printf(userdata, "%s\n", sentence);
}

static void assert_told(const struct scenario *scenario, const char *sentences)
{
	cleanup_text_ struct text told = { 0 };

	faults_tell(scenario, collect, &told);
	assert_string_equal(told.data ? told.data : "", sentences);
}

static void without_faults_nothing_is_told(void **state)
{
	const struct scenario scenario = { .has_lab = true };

	(void)state;
	assert_told(&scenario, "");
}

static void every_fault_is_told_with_its_access_point(void **state)
{
	struct access_point access_points[] = { { .name = (char *)"hall" },
						{ .name = (char *)"stairs" } };
	struct fault faults[] = {
		{ .kind = FAULT_STALE_FORWARDING, .access_point = 0, .of = FAULT_EVERY },
		{ .kind = FAULT_SILENT_BRIDGE, .access_point = 1, .of = FAULT_EVERY },
		{ .kind = FAULT_ENDPOINT_UNREACHABLE,
		  .access_point = 1,
		  .of = FAULT_EVERY },
		{ .kind = FAULT_R0KH_MAC, .access_point = 1, .of = 0 },
		{ .kind = FAULT_RRB_KEY_ZERO, .access_point = 0, .of = FAULT_EVERY },
		{ .kind = FAULT_TARGET_CHANNEL, .access_point = 1, .channel = 11 },
	};
	const struct scenario scenario = { .access_points = access_points,
					   .access_point_count = 2,
					   .faults = faults,
					   .fault_count = ARRAY_SIZE(faults) };

	(void)state;
	assert_told(&scenario,
		    "Fault: the distribution system believes the station "
		    "behind hall for ever\n"
		    "Fault: the distribution system does not learn who is "
		    "behind stairs\n"
		    "Fault: the tunnel's endpoint cannot be reached through "
		    "stairs\n"
		    "Fault: the MAC address in stairs's r0kh entry for hall is "
		    "another one\n"
		    "Fault: the key between hall and every other one is all "
		    "zeros\n"
		    "Fault: stairs is on channel 11, and has not announced it\n");
}

static void each_kind_has_a_sentence_that_names_where_it_is(void **state)
{
	struct access_point access_points[] = { { .name = (char *)"hall" },
						{ .name = (char *)"stairs" } };
	const struct scenario scenario = { .access_points = access_points,
					   .access_point_count = 2 };

	(void)state;
	for (enum fault_kind kind = 0; kind < FAULT_MAX; kind++) {
		const struct fault fault = { .kind = kind, .access_point = 0, .of = 1 };
		cleanup_free_ char *sentence = fault_sentence(&scenario, &fault);

		assert_non_null(strstr(sentence, "hall"));
	}
}

static void one_that_a_step_begins_is_not_told_before(void **state)
{
	struct access_point access_points[] = { { .name = (char *)"hall" } };
	struct fault faults[] = { { .kind = FAULT_SILENT_BRIDGE, .later = true } };
	const struct scenario scenario = { .access_points = access_points,
					   .access_point_count = 1,
					   .faults = faults,
					   .fault_count = 1 };
	cleanup_free_ char *sentence = fault_sentence(&scenario, &faults[0]);

	(void)state;
	assert_told(&scenario, "");
	assert_string_equal(sentence,
			    "the distribution system does not learn who is behind hall");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_faults_nothing_is_told),
		cmocka_unit_test(every_fault_is_told_with_its_access_point),
		cmocka_unit_test(each_kind_has_a_sentence_that_names_where_it_is),
		cmocka_unit_test(one_that_a_step_begins_is_not_told_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
