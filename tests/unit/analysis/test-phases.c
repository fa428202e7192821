/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/time.h"
#include "story.h"

#define AIR "steps: [ associate: hall, roam: { to: stairs, via: air } ]\n"
#define DS "steps: [ associate: hall, roam: { to: stairs, via: ds } ]\n"

/* "name:microseconds name:microseconds …" */
static void assert_phases(const struct phase *phases, size_t count, const char *expected)
{
	cleanup_text_ struct text out = { 0 };

	for (size_t i = 0; i < count; i++) {
		text_printf(
			&out, "%s%s:%u", i > 0 ? " " : "", phases[i].name,
			(unsigned)((phases[i].end_ns - phases[i].start_ns) / NS_PER_US));
		if (i > 0)
			assert_int_equal(phases[i].start_ns, phases[i - 1].end_ns);
	}
	assert_string_equal(out.data ? out.data : "", expected);
}

static void assert_roam_phases(struct story *story, const char *expected)
{
	const struct roam *roam = analysis_roam(story->analysis, 0);

	assert_non_null(roam);
	assert_phases(roam->phases, roam->phase_count, expected);
	/* No hole and no overlap: their sum is the total. */
	if (roam->phase_count > 0) {
		assert_int_equal(roam->phases[0].start_ns, roam->start_ns);
		assert_int_equal(roam->phases[roam->phase_count - 1].end_ns,
				 roam->start_ns + roam->total_ns);
	}
}

static void without_a_capture_each_exchange_holds_the_wait_for_its_request(void **state)
{
	struct story *story = story_begin("ft-sae", AIR);

	(void)state;
	story_arrives(story, 0);
	story_ft_air(story, 1, story_stairs);
	assert_roam_phases(story,
			   "command:1000 until-ft-authentication:4000 "
			   "association-command:0 until-reassociation:3000 keys:1000 "
			   "connected:1000");
	assert_string_equal(analysis_roam(story->analysis, 0)->phases[1].source,
			    "nl80211 multicast");
	story_end(story);
}

static void ft_over_the_ds_has_the_action_exchange(void **state)
{
	struct story *story = story_begin("ft-sae", DS);

	(void)state;
	story_arrives(story, 0);
	story_ft_ds(story, 1, story_stairs);
	/* The command's reply came at once: the request was with the kernel then. */
	assert_roam_phases(story, "command:0 ft-request-sent:1000 "
				  "ft-action-exchange:4000 association-command:0 "
				  "until-reassociation:3000 keys:1000 "
				  "connected:1000");
	story_end(story);
}

static void sae_has_commit_confirm_and_four_way_handshake(void **state)
{
	struct story *story = story_begin("ft-sae", AIR);
	const struct association *association;

	(void)state;
	story_arrives(story, 0);
	story_full(story, 1, story_stairs);
	assert_roam_phases(
		story,
		"command:1000 until-sae-commit:2000 "
		"until-sae-confirm:1000 association-command:0 "
		"until-reassociation:2000 eapol-1:500 eapol-2:500 eapol-4:1000 keys:1000 "
		"connected:1000");
	association = analysis_association(story->analysis, 0);
	assert_int_equal(association->phase_count, 10);
	story_end(story);
}

static void a_scan_for_the_target_is_a_phase_of_the_roam(void **state)
{
	struct story *story = story_begin("ft-sae", AIR);

	(void)state;
	story_arrives(story, 0);
	story_step(story, 1);
	story_command(story, "BSS 02:00:00:00:02:00", false);
	story_wait(story, 100);
	story_command(story, "SCAN TYPE=ONLY freq=2437", true);
	story_wait(story, 5000);
	story_supplicant(story, SUPPLICANT_SCAN_RESULTS, story_stairs);
	story_wait(story, 200);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	story_wait(story, 1000);
	story_supplicant(story, SUPPLICANT_AUTHENTICATING, story_stairs);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_done(story, OUTCOME_OK, -1);
	story_settled(story, true);
	assert_roam_phases(story, "scan:5000 preparation:200 command:1000 "
				  "connected:0");
	assert_int_equal(analysis_roam(story->analysis, 0)->total_ns, 6200 * NS_PER_US);
	story_end(story);
}

static void what_brings_the_station_to_its_start_is_no_part_of_the_roam(void **state)
{
	struct story *story = story_begin("ft-sae", AIR);

	(void)state;
	story_arrives(story, 0);
	story_step(story, 1);
	story_command(story, "SCAN TYPE=ONLY freq=2412", true);
	story_wait(story, 5000);
	story_command(story, "SELECT_NETWORK 0", true);
	story_wait(story, 5000);
	/* Of another kind than those of the roam. */
	story_sent(story, story_hall,
		   (struct frame){ .kind = FRAME_ASSOCIATION_REQUEST });
	story_received(story, story_hall, story_key_frame(1));
	story_supplicant(story, SUPPLICANT_CONNECTED, story_hall);
	story_command(story, "BSSID 0 00:00:00:00:00:00", true);
	story_wait(story, 1000);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	story_wait(story, 500);
	story_supplicant(story, SUPPLICANT_ASSOCIATED, story_stairs);
	story_wait(story, 100);
	story_supplicant(story, SUPPLICANT_EAPOL_RECEIVED, story_stairs);
	story_wait(story, 100);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_done(story, OUTCOME_OK, -1);
	story_settled(story, true);
	assert_int_equal(analysis_roam(story->analysis, 0)->total_ns, 700 * NS_PER_US);
	assert_true(analysis_roam(story->analysis, 0)->began_anew);
	/* "reassociation", and the supplicant's word for message 1. */
	assert_roam_phases(story, "until-reassociation:500 eapol-1:100 connected:100");
	story_end(story);
}

static void a_milestone_that_was_overtaken_ends_no_phase_of_its_own(void **state)
{
	struct story *story = story_begin("ft-sae", AIR);

	(void)state;
	story_arrives(story, 0);
	story_step(story, 1);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	story_wait(story, 1000);
	story_supplicant(story, SUPPLICANT_AUTHENTICATING, story_stairs);
	story_wait(story, 1000);
	story_supplicant(story, SUPPLICANT_ASSOCIATING, story_stairs);
	story_wait(story, 1);
	story_authenticate(story, story_stairs, AUTH_FT, 2, 0);
	story_wait(story, 999);
	story_supplicant(story, SUPPLICANT_ASSOCIATED, story_stairs);
	story_supplicant(story, SUPPLICANT_KEYS_DONE, story_stairs);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_wait(story, 10);
	story_associate(story, story_stairs, 0, true);
	story_done(story, OUTCOME_OK, -1);
	story_settled(story, true);
	assert_roam_phases(story, "command:1000 authentication:1000 "
				  "until-reassociation:1000 keys:0 connected:0");
	story_end(story);
}

static void events_out_of_order_are_put_in_order_by_their_time(void **state)
{
	struct story *story = story_begin("ft-sae", AIR);

	(void)state;
	story_arrives(story, 0);
	story_step(story, 1);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	story_wait(story, 1000);
	story_supplicant(story, SUPPLICANT_AUTHENTICATING, story_stairs);
	story_wait(story, 2000);
	story_supplicant(story, SUPPLICANT_ASSOCIATING, story_stairs);
	story->now_ns -= 500 * NS_PER_US;
	story_authenticate(story, story_stairs, AUTH_FT, 2, 0);
	story_wait(story, 1500);
	story_associate(story, story_stairs, 0, true);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_done(story, OUTCOME_OK, -1);
	story_settled(story, true);
	assert_roam_phases(story, "command:1000 until-ft-authentication:1500 "
				  "association-command:500 until-reassociation:1000 "
				  "connected:0");
	story_end(story);
}

static void a_rejection_ends_with_the_phase_that_was_rejected(void **state)
{
	struct story *story = story_begin("ft-sae", AIR);

	(void)state;
	story_arrives(story, 0);
	story_step(story, 1);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	story_wait(story, 1000);
	story_supplicant(story, SUPPLICANT_AUTHENTICATING, story_stairs);
	story_wait(story, 1000);
	story_authenticate(story, story_stairs, AUTH_FT, 2, 53);
	story_supplicant_status(story, SUPPLICANT_AUTH_REJECT, story_stairs, 53);
	story_done(story, OUTCOME_REJECTED, 53);
	story_settled(story, false);
	assert_roam_phases(story, "command:1000 until-ft-authentication:1000");
	assert_int_equal(analysis_roam(story->analysis, 0)->total_ns, 2000 * NS_PER_US);
	story_end(story);
}

static void an_exchange_without_an_answer_ends_with_the_deadline(void **state)
{
	struct story *story = story_begin("ft-sae", DS);

	(void)state;
	story_arrives(story, 0);
	story_step(story, 1);
	story_command(story, "FT_DS 02:00:00:00:02:00", true);
	story_wait(story, 100);
	story_ft_request(story, story_stairs, true);
	story_wait(story, 5000000);
	story_done(story, OUTCOME_TIMEOUT, -1);
	story_settled(story, true);
	assert_roam_phases(story, "command:0 ft-request-sent:100 "
				  "ft-action-exchange:5000000");
	story_end(story);
}

static void the_wait_of_an_association_comeback_is_told_apart(void **state)
{
	struct story *story = story_begin("sae", AIR);

	(void)state;
	story_arrives(story, 0);
	story_step(story, 1);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	story_wait(story, 1000);
	story_supplicant(story, SUPPLICANT_AUTHENTICATING, story_stairs);
	story_wait(story, 100);
	story_authenticate(story, story_stairs, AUTH_OPEN, 2, 0);
	story_wait(story, 1000);
	story_kernel(story, KERNEL_ASSOC_COMEBACK, story_stairs);
	story_wait(story, 1000000);
	story_associate(story, story_stairs, 0, false);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_done(story, OUTCOME_OK, -1);
	story_settled(story, true);
	assert_roam_phases(story, "command:1000 until-open-authentication:100 "
				  "until-reassociation:1000 "
				  "until-association-comeback:1000000 connected:0");
	story_end(story);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			without_a_capture_each_exchange_holds_the_wait_for_its_request),
		cmocka_unit_test(ft_over_the_ds_has_the_action_exchange),
		cmocka_unit_test(sae_has_commit_confirm_and_four_way_handshake),
		cmocka_unit_test(a_scan_for_the_target_is_a_phase_of_the_roam),
		cmocka_unit_test(
			what_brings_the_station_to_its_start_is_no_part_of_the_roam),
		cmocka_unit_test(a_milestone_that_was_overtaken_ends_no_phase_of_its_own),
		cmocka_unit_test(events_out_of_order_are_put_in_order_by_their_time),
		cmocka_unit_test(a_rejection_ends_with_the_phase_that_was_rejected),
		cmocka_unit_test(an_exchange_without_an_answer_ends_with_the_deadline),
		cmocka_unit_test(the_wait_of_an_association_comeback_is_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
