/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"

#include "live/privileges.h"

static const bool nothing[SOURCE_MAX] = { false };
static const struct privileges none = { 0 };
static const struct privileges both = { .net_admin = true, .net_raw = true };

static void root_or_two_capabilities_lack_nothing(void **state)
{
	struct stream stream = { .probe = PROBE_ICMP };
	const struct scenario scenario = {
		.streams = &stream,
		.stream_count = 1,
		.has_tunnel = true,
	};
	struct lack lack;

	(void)state;
	assert_false(privileges_lack(&both, &scenario, true, nothing, &lack));
	assert_null(lack.needed);
}

static void without_one_of_them_a_run_does_without_frames_and_stamps(void **state)
{
	const struct privileges one[] = { { .net_admin = true }, { .net_raw = true } };
	const struct scenario scenario = { 0 };
	struct lack lack;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		assert_true(privileges_lack(&one[i], &scenario, false, nothing, &lack));
		assert_true(lack.sources[SOURCE_CAPTURE] && lack.sources[SOURCE_NLMON]);
		assert_false(lack.sources[SOURCE_NL80211] ||
			     lack.sources[SOURCE_TRACEFS]);
		assert_null(lack.needed);
	}
}

static void what_nobody_wants_is_not_lacking(void **state)
{
	const bool without[SOURCE_MAX] = {
		[SOURCE_CAPTURE] = true, [SOURCE_NLMON] = true
	};
	const struct scenario scenario = { 0 };
	struct lack lack;

	(void)state;
	assert_false(privileges_lack(&none, &scenario, false, without, &lack));
}

static void what_a_scenario_cannot_do_without_is_named(void **state)
{
	const struct privileges ping = { .ping = true }, raw = { .net_raw = true };
	struct stream stream = { .probe = PROBE_ICMP };
	struct scenario scenario = { .streams = &stream, .stream_count = 1 };
	struct lack lack;

	(void)state;
	assert_true(privileges_lack(&none, &scenario, false, nothing, &lack));
	assert_string_equal(lack.needed, "ICMP echo needs CAP_NET_RAW here "
					 "(net.ipv4.ping_group_range)");
	privileges_lack(&ping, &scenario, false, nothing, &lack);
	assert_null(lack.needed);
	privileges_lack(&raw, &scenario, true, nothing, &lack);
	assert_string_equal(lack.needed, "--try-fix needs CAP_NET_ADMIN");
	scenario.has_tunnel = true;
	privileges_lack(&raw, &scenario, false, nothing, &lack);
	assert_string_equal(lack.needed, "the tunnel needs CAP_NET_ADMIN");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(root_or_two_capabilities_lack_nothing),
		cmocka_unit_test(
			without_one_of_them_a_run_does_without_frames_and_stamps),
		cmocka_unit_test(what_nobody_wants_is_not_lacking),
		cmocka_unit_test(what_a_scenario_cannot_do_without_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
