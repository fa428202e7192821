/* SPDX-License-Identifier: BSD-3-Clause */
#include "recording.h"

/* What the site was asked for. */
static struct {
	unsigned times;
	enum fault_kind kind;
	bool begin;
	void *userdata;
	int answer;
} asked;

static int change_faults(void *userdata, enum fault_kind kind, bool begin,
			 struct error *error)
{
	asked.times++;
	asked.userdata = userdata;
	asked.kind = kind;
	asked.begin = begin;
	return asked.answer < 0 ? error_set(error, asked.answer, "it does not want to")
				: 0;
}

static const struct step begins = { .kind = STEP_FAULT,
				    .fault = FAULT_SILENT_BRIDGE,
				    .begins = true };

static void the_site_is_asked_to_begin_or_end_a_fault(void **state)
{
	const struct step ends = { .kind = STEP_FAULT, .fault = FAULT_STALE_FORWARDING };
	struct recording recording;

	(void)state;
	recording_begin(&recording);
	recording.station.change_faults = change_faults;
	asked.answer = 0;
	assert_int_equal(fault_step(recording.run, &begins, NULL), 0);
	assert_int_equal(asked.kind, FAULT_SILENT_BRIDGE);
	assert_true(asked.begin);
	assert_ptr_equal(asked.userdata, &recording);
	assert_int_equal(fault_step(recording.run, &ends, NULL), 0);
	assert_int_equal(asked.kind, FAULT_STALE_FORWARDING);
	assert_false(asked.begin);
	recording_end(&recording);
}

static void where_it_cannot_the_run_ends_with_its_reason(void **state)
{
	cleanup_error_ struct error error = { 0 };
	struct recording recording;

	(void)state;
	recording_begin(&recording);
	recording.station.change_faults = change_faults;
	asked.answer = -EIO;
	assert_int_equal(fault_step(recording.run, &begins, &error), -EIO);
	assert_string_equal(error.reason, "it does not want to");
	recording_end(&recording);
}

static void without_a_site_there_is_a_remedy(void **state)
{
	cleanup_error_ struct error error = { 0 };
	struct recording recording;

	(void)state;
	recording_begin(&recording);
	assert_int_equal(fault_step(recording.run, &begins, &error), -ENOTSUP);
	assert_string_equal(error.reason,
			    "the fault silent-bridge is to begin, and nobody "
			    "can make it do so");
	assert_non_null(error.remedy);
	recording_end(&recording);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_site_is_asked_to_begin_or_end_a_fault),
		cmocka_unit_test(where_it_cannot_the_run_ends_with_its_reason),
		cmocka_unit_test(without_a_site_there_is_a_remedy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
