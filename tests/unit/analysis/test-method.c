/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "story.h"

#define AIR "steps: [ associate: hall, roam: { to: stairs, via: air } ]\n"
#define DS "steps: [ associate: hall, roam: { to: stairs, via: ds } ]\n"

static struct story *begin(const char *security, const char *steps)
{
	struct story *story = story_begin(security, steps);

	story_arrives(story, 0);
	story_step(story, 1);
	story_command(story,
		      strstr(steps, "ds") ? "FT_DS 02:00:00:00:02:00"
					  : "ROAM 02:00:00:00:02:00",
		      true);
	story_wait(story, 100);
	return story;
}

/* What the roam under way was, once it is done. */
static enum method end(struct story *story)
{
	enum method used;

	story_wait(story, 100);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_done(story, OUTCOME_OK, -1);
	story_settled(story, true);
	assert_int_equal(analysis_roam_count(story->analysis), 1);
	used = analysis_roam(story->analysis, 0)->used;
	assert_true(analysis_roam(story->analysis, 0)->proof_count > 0);
	story_end(story);
	return used;
}

static void ft_authentication_and_fte_without_eapol_is_ft_over_the_air(void **state)
{
	struct story *story = begin("ft-sae", AIR);

	(void)state;
	story_authenticate(story, story_stairs, AUTH_FT, 2, 0);
	story_associate(story, story_stairs, 0, true);
	assert_int_equal(end(story), METHOD_FT_AIR);
}

static void the_proof_names_frame_status_sender_and_time(void **state)
{
	struct story *story = begin("ft-sae", AIR);

	(void)state;
	story_authenticate(story, story_stairs, AUTH_FT, 2, 0);
	story_associate(story, story_stairs, 0, true);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_done(story, OUTCOME_OK, -1);
	story_settled(story, true);
	assert_string_equal(
		analysis_roam(story->analysis, 0)->proof[0],
		"authentication response, algorithm 2 (FT), status 0 (success), from "
		"02:00:00:00:02:00: nl80211 multicast (authenticate) at 0.010100s");
	story_end(story);
}

static void an_eapol_handshake_makes_it_a_full_authentication(void **state)
{
	struct story *story = begin("ft-sae", AIR);

	(void)state;
	story_authenticate(story, story_stairs, AUTH_FT, 2, 0);
	story_associate(story, story_stairs, 0, true);
	story_supplicant(story, SUPPLICANT_EAPOL_RECEIVED, story_stairs);
	assert_int_equal(end(story), METHOD_FULL);

	story = begin("ft-sae", AIR);
	story_authenticate(story, story_stairs, AUTH_FT, 2, 0);
	story_associate(story, story_stairs, 0, true);
	story_eapol(story, story_stairs, 2);
	assert_int_equal(end(story), METHOD_FULL);
}

static void eapol_with_the_old_access_point_does_not_count(void **state)
{
	struct story *story = begin("ft-sae", AIR);

	(void)state;
	story_supplicant(story, SUPPLICANT_EAPOL_RECEIVED, story_hall);
	story_eapol(story, story_hall, 0);
	story_authenticate(story, story_stairs, AUTH_FT, 2, 0);
	story_associate(story, story_stairs, 0, true);
	assert_int_equal(end(story), METHOD_FT_AIR);
}

static void a_response_without_fte_is_no_ft(void **state)
{
	struct story *story = begin("ft-sae", AIR);

	(void)state;
	story_authenticate(story, story_stairs, AUTH_FT, 2, 0);
	story_associate(story, story_stairs, 0, false);
	assert_int_equal(end(story), METHOD_FULL);
}

static void frames_of_another_access_point_prove_nothing(void **state)
{
	struct story *story = begin("ft-sae", AIR);

	(void)state;
	story_authenticate(story, story_elsewhere, AUTH_FT, 2, 0);
	story_associate(story, story_elsewhere, 0, true);
	assert_int_equal(end(story), METHOD_FULL);
}

static void a_rejected_ft_authentication_and_then_sae_is_full(void **state)
{
	struct story *story = begin("ft-sae", AIR);

	(void)state;
	story_authenticate(story, story_stairs, AUTH_FT, 2, 53);
	story_authenticate(story, story_stairs, AUTH_SAE, 2, 0);
	story_associate(story, story_stairs, 0, true);
	story_eapol(story, story_stairs, 2);
	assert_int_equal(end(story), METHOD_FULL);
}

static void kernel_events_that_are_read_late_still_count(void **state)
{
	struct story *story = begin("ft-sae", AIR);

	(void)state;
	story_authenticate(story, story_stairs, AUTH_FT, 2, 0);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_wait(story, 10);
	story_associate(story, story_stairs, 0, true);
	story_done(story, OUTCOME_OK, -1);
	story_settled(story, true);
	assert_int_equal(analysis_roam(story->analysis, 0)->used, METHOD_FT_AIR);
	story_end(story);
}

static void a_rekey_after_the_roam_is_no_handshake_of_it(void **state)
{
	struct story *story = begin("ft-sae", AIR);

	(void)state;
	story_authenticate(story, story_stairs, AUTH_FT, 2, 0);
	story_associate(story, story_stairs, 0, true);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_done(story, OUTCOME_OK, -1);
	story_wait(story, 300);
	story_eapol(story, story_stairs, 2);
	story_settled(story, true);
	assert_int_equal(analysis_roam(story->analysis, 0)->used, METHOD_FT_AIR);
	story_end(story);
}

static void
an_acknowledged_ft_request_without_authentication_is_ft_over_the_ds(void **state)
{
	struct story *story = begin("ft-sae", DS);

	(void)state;
	story_ft_request(story, story_stairs, true);
	story_associate(story, story_stairs, 0, true);
	assert_int_equal(end(story), METHOD_FT_DS);
}

static void a_request_that_pmf_hides_is_taken_for_what_it_must_be(void **state)
{
	struct story *story = begin("ft-sae", DS);

	(void)state;
	story_ft_request(story, story_stairs, false);
	story_supplicant_status(story, SUPPLICANT_FT_RESPONSE, story_stairs, 0);
	story_associate(story, story_stairs, 0, true);
	assert_int_equal(end(story), METHOD_FT_DS);
}

static void a_hidden_frame_without_an_answer_is_no_exchange(void **state)
{
	struct story *story = begin("ft-sae", DS);

	(void)state;
	story_ft_request(story, story_stairs, false);
	story_associate(story, story_stairs, 0, true);
	assert_int_equal(end(story), METHOD_FULL);
}

static void
an_authentication_that_only_the_supplicant_tells_of_is_not_the_ds(void **state)
{
	struct story *story = begin("ft-sae", DS);

	(void)state;
	story_ft_request(story, story_stairs, true);
	story_supplicant(story, SUPPLICANT_AUTHENTICATING, story_stairs);
	story_associate(story, story_stairs, 0, true);
	assert_int_equal(end(story), METHOD_FULL);
}

static void the_response_to_a_first_association_is_no_ft(void **state)
{
	struct story *story = begin("ft-sae", AIR);
	struct event event = { .kind = EVENT_KERNEL, .kernel.what = KERNEL_ASSOCIATE };

	(void)state;
	story_authenticate(story, story_stairs, AUTH_FT, 2, 0);
	event.kernel.frame.kind = FRAME_ASSOCIATION_RESPONSE;
	memcpy(event.kernel.frame.from, story_stairs, MAC_LENGTH);
	event.kernel.frame.has_status = true;
	event.kernel.frame.has_mde = event.kernel.frame.has_fte = true;
	story_event(story, &event);
	assert_int_equal(end(story), METHOD_FULL);
}

static void a_request_for_another_target_is_no_proof(void **state)
{
	struct story *story = begin("ft-sae", DS);

	(void)state;
	story_ft_request(story, story_elsewhere, true);
	story_associate(story, story_stairs, 0, true);
	assert_int_equal(end(story), METHOD_FULL);
}

static void a_roam_over_the_ds_that_went_over_the_air_is_ft_air(void **state)
{
	struct story *story = begin("ft-sae", DS);

	(void)state;
	story_ft_request(story, story_stairs, true);
	story_authenticate(story, story_stairs, AUTH_FT, 2, 0);
	story_associate(story, story_stairs, 0, true);
	assert_int_equal(end(story), METHOD_FT_AIR);
}

static void any_authentication_frame_rules_ft_over_the_ds_out(void **state)
{
	struct story *story = begin("ft-sae", DS);

	(void)state;
	story_ft_request(story, story_stairs, true);
	story_authenticate(story, story_stairs, AUTH_SAE, 2, 0);
	story_associate(story, story_stairs, 0, true);
	assert_int_equal(end(story), METHOD_FULL);
}

static void the_command_alone_proves_nothing(void **state)
{
	(void)state;
	assert_int_equal(end(begin("ft-sae", DS)), METHOD_FULL);
	assert_int_equal(end(begin("ft-sae", AIR)), METHOD_FULL);
}

static void open_authentication_and_eapol_with_sae_is_a_cached_pmksa(void **state)
{
	struct story *story = begin("sae", AIR);

	(void)state;
	story_authenticate(story, story_stairs, AUTH_OPEN, 2, 0);
	story_associate(story, story_stairs, 0, false);
	story_eapol(story, story_stairs, 2);
	assert_int_equal(end(story), METHOD_PMKSA);
}

static void open_authentication_and_eapol_with_psk_is_full(void **state)
{
	struct story *story = begin("psk", AIR);

	(void)state;
	story_authenticate(story, story_stairs, AUTH_OPEN, 2, 0);
	story_associate(story, story_stairs, 0, false);
	story_eapol(story, story_stairs, 2);
	assert_int_equal(end(story), METHOD_FULL);
}

static void a_target_that_offers_psk_only_was_not_reached_by_sae(void **state)
{
	struct story *story = begin("[ sae, psk ]", AIR);

	(void)state;
	story_bss(story, story_stairs, -1, 0x000fac02);
	story_authenticate(story, story_stairs, AUTH_OPEN, 2, 0);
	story_associate(story, story_stairs, 0, false);
	story_eapol(story, story_stairs, 2);
	assert_int_equal(end(story), METHOD_FULL);
}

static void a_station_that_did_not_arrive_used_nothing(void **state)
{
	struct story *story = begin("ft-sae", AIR);

	(void)state;
	story_authenticate(story, story_stairs, AUTH_FT, 2, 53);
	story_supplicant_status(story, SUPPLICANT_AUTH_REJECT, story_stairs, 53);
	story_done(story, OUTCOME_REJECTED, 53);
	story_settled(story, false);
	assert_int_equal(analysis_roam(story->analysis, 0)->used, METHOD_NONE);
	story_end(story);
}

/* An FT exchange as captured; no other source tells of it. */
static void capture_ft(struct story *story)
{
	story_sent(story, story_stairs, story_ft_frame(FRAME_REASSOCIATION_REQUEST, -1));
	story_wait(story, 10);
	story_received(story, story_stairs,
		       story_ft_frame(FRAME_REASSOCIATION_RESPONSE, 0));
}

static void captured_frames_alone_prove_ft_over_the_air(void **state)
{
	struct story *story = begin("ft-sae", AIR);
	const struct roam *roam;

	(void)state;
	story_sent(story, story_stairs, story_auth(AUTH_FT, 1, -1));
	story_wait(story, 10);
	story_received(story, story_stairs, story_auth(AUTH_FT, 2, 0));
	capture_ft(story);
	story_wait(story, 10);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_done(story, OUTCOME_OK, -1);
	story_settled(story, true);
	roam = analysis_roam(story->analysis, 0);
	assert_int_equal(roam->used, METHOD_FT_AIR);
	assert_string_equal(roam->exchange, "ft-air");
	assert_false(roam->used_unproven);
	assert_string_equal(
		roam->proof[0],
		"authentication response, algorithm 2 (FT), status 0 (success), from "
		"02:00:00:00:02:00: monitor capture at 0.010110s");
	assert_string_equal(
		roam->proof[1],
		"reassociation-response, status 0 (success), with MDE and FTE "
		"(mobility domain a1b2), from 02:00:00:00:02:00: monitor "
		"capture at 0.010120s");
	story_end(story);
}

static void captured_frames_alone_prove_ft_over_the_ds(void **state)
{
	struct story *story = begin("ft-psk", DS);
	struct frame request = story_ft_frame(FRAME_FT_REQUEST, -1);

	(void)state;
	memcpy(request.target_ap, story_stairs, MAC_LENGTH);
	story_sent(story, story_hall, request);
	capture_ft(story);
	assert_int_equal(end(story), METHOD_FT_DS);
}

static void a_long_protected_frame_and_the_supplicant_prove_ft_over_the_ds(void **state)
{
	struct story *story = begin("ft-sae", DS);

	(void)state;
	story_protected(story, true, story_hall, 250);
	story_wait(story, 10);
	story_supplicant_status(story, SUPPLICANT_FT_RESPONSE, story_stairs, 0);
	capture_ft(story);
	assert_int_equal(end(story), METHOD_FT_DS);
}

static void a_short_protected_frame_is_no_ft_request(void **state)
{
	struct story *story = begin("ft-sae", DS);

	(void)state;
	story_protected(story, true, story_hall, 49);
	story_wait(story, 10);
	story_supplicant_status(story, SUPPLICANT_FT_RESPONSE, story_stairs, 0);
	capture_ft(story);
	assert_int_equal(end(story), METHOD_FULL);
}

static void a_protected_frame_without_an_answer_is_no_exchange(void **state)
{
	struct story *story = begin("ft-sae", DS);

	(void)state;
	story_protected(story, true, story_hall, 250);
	capture_ft(story);
	assert_int_equal(end(story), METHOD_FULL);
}

static void a_refused_ft_request_is_no_exchange_over_the_ds(void **state)
{
	struct story *story = begin("ft-sae", DS);

	(void)state;
	story_protected(story, true, story_hall, 250);
	story_wait(story, 10);
	story_supplicant_status(story, SUPPLICANT_FT_RESPONSE, story_stairs, 53);
	capture_ft(story);
	assert_int_equal(end(story), METHOD_FULL);
}

static void a_captured_authentication_rules_ft_over_the_ds_out(void **state)
{
	struct story *story = begin("ft-psk", DS);
	struct frame request = story_ft_frame(FRAME_FT_REQUEST, -1);

	(void)state;
	memcpy(request.target_ap, story_stairs, MAC_LENGTH);
	story_sent(story, story_hall, request);
	story_wait(story, 10);
	story_received(story, story_stairs, story_auth(AUTH_OPEN, 2, 0));
	capture_ft(story);
	assert_int_equal(end(story), METHOD_FULL);
}

static void a_captured_message_of_the_handshake_makes_it_full(void **state)
{
	struct story *story = begin("ft-sae", AIR);

	(void)state;
	story_received(story, story_stairs, story_auth(AUTH_FT, 2, 0));
	capture_ft(story);
	story_wait(story, 10);
	story_received(story, story_stairs, story_key_frame(1));
	assert_int_equal(end(story), METHOD_FULL);
}

static void a_handshake_with_the_old_access_point_does_not_count(void **state)
{
	struct story *story = begin("ft-sae", AIR);

	(void)state;
	story_received(story, story_stairs, story_auth(AUTH_FT, 2, 0));
	story_received(story, story_hall, story_key_frame(1));
	story_sent(story, story_hall, story_key_frame(2));
	capture_ft(story);
	assert_int_equal(end(story), METHOD_FT_AIR);
}

/* The kernel tells of the frames once more, and late. */
static void what_the_kernel_repeats_is_no_new_attempt(void **state)
{
	struct story *story = begin("sae", AIR);

	(void)state;
	story_received(story, story_stairs, story_auth(AUTH_OPEN, 2, 0));
	story_wait(story, 10);
	story_sent(story, story_stairs,
		   (struct frame){ .kind = FRAME_REASSOCIATION_REQUEST,
				   .pmkid_count = 1 });
	story_wait(story, 10);
	story_received(story, story_stairs, story_key_frame(1));
	story_wait(story, 10);
	story_authenticate(story, story_stairs, AUTH_OPEN, 2, 0);
	story_associate(story, story_stairs, 0, false);
	assert_int_equal(end(story), METHOD_PMKSA);
}

static void assert_exchange(struct story *story, const char *expected)
{
	story_wait(story, 100);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_done(story, OUTCOME_OK, -1);
	story_settled(story, true);
	assert_string_equal(analysis_roam(story->analysis, 0)->exchange, expected);
	story_end(story);
}

static void a_full_authentication_is_told_by_its_kind(void **state)
{
	struct story *story = begin("[ sae, psk ]", AIR);

	(void)state;
	story_authenticate(story, story_stairs, AUTH_SAE, 2, 0);
	story_eapol(story, story_stairs, 2);
	assert_exchange(story, "full-sae");

	story = begin("psk", AIR);
	story_authenticate(story, story_stairs, AUTH_OPEN, 2, 0);
	story_eapol(story, story_stairs, 2);
	assert_exchange(story, "full-psk");
}

/* A cached PMKSA has a 4-way handshake, too. */
static void
a_handshake_without_an_authentication_is_not_known_for_a_full_one(void **state)
{
	struct story *story = begin("sae", AIR);
	const struct roam *roam;

	(void)state;
	story_associate(story, story_stairs, 0, false);
	story_eapol(story, story_stairs, 2);
	story_wait(story, 100);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_done(story, OUTCOME_OK, -1);
	story_settled(story, true);
	roam = analysis_roam(story->analysis, 0);
	assert_int_equal(roam->used, METHOD_FULL);
	assert_true(roam->used_unproven);
	assert_string_equal(roam->exchange, "unproven");
	story_end(story);
}

static void where_nothing_was_seen_no_exchange_is_claimed(void **state)
{
	(void)state;
	assert_exchange(begin("ft-sae", AIR), "unproven");
}

/* Kicked out while its traffic is waited for, a station may come back by FT. */
static void a_second_entry_behind_the_roam_proves_nothing_of_it(void **state)
{
	struct story *story = begin("ft-sae", AIR);
	const struct roam *roam;

	(void)state;
	story_authenticate(story, story_stairs, AUTH_SAE, 2, 0);
	story_associate(story, story_stairs, 0, false);
	story_eapol(story, story_stairs, 2);
	story_wait(story, 100);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_done(story, OUTCOME_OK, -1);
	story_wait(story, 100);
	story_supplicant(story, SUPPLICANT_DISCONNECTED, story_stairs);
	story_supplicant(story, SUPPLICANT_AUTHENTICATING, story_stairs);
	story_authenticate(story, story_stairs, AUTH_FT, 2, 0);
	story_associate(story, story_stairs, 0, true);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_settled(story, true);
	roam = analysis_roam(story->analysis, 0);
	assert_int_equal(roam->used, METHOD_FULL);
	assert_string_equal(roam->exchange, "full-sae");
	story_end(story);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			ft_authentication_and_fte_without_eapol_is_ft_over_the_air),
		cmocka_unit_test(the_proof_names_frame_status_sender_and_time),
		cmocka_unit_test(an_eapol_handshake_makes_it_a_full_authentication),
		cmocka_unit_test(eapol_with_the_old_access_point_does_not_count),
		cmocka_unit_test(a_response_without_fte_is_no_ft),
		cmocka_unit_test(frames_of_another_access_point_prove_nothing),
		cmocka_unit_test(a_rejected_ft_authentication_and_then_sae_is_full),
		cmocka_unit_test(kernel_events_that_are_read_late_still_count),
		cmocka_unit_test(a_rekey_after_the_roam_is_no_handshake_of_it),
		cmocka_unit_test(
			an_acknowledged_ft_request_without_authentication_is_ft_over_the_ds),
		cmocka_unit_test(a_request_that_pmf_hides_is_taken_for_what_it_must_be),
		cmocka_unit_test(a_hidden_frame_without_an_answer_is_no_exchange),
		cmocka_unit_test(
			an_authentication_that_only_the_supplicant_tells_of_is_not_the_ds),
		cmocka_unit_test(the_response_to_a_first_association_is_no_ft),
		cmocka_unit_test(a_request_for_another_target_is_no_proof),
		cmocka_unit_test(a_roam_over_the_ds_that_went_over_the_air_is_ft_air),
		cmocka_unit_test(any_authentication_frame_rules_ft_over_the_ds_out),
		cmocka_unit_test(the_command_alone_proves_nothing),
		cmocka_unit_test(
			open_authentication_and_eapol_with_sae_is_a_cached_pmksa),
		cmocka_unit_test(open_authentication_and_eapol_with_psk_is_full),
		cmocka_unit_test(a_target_that_offers_psk_only_was_not_reached_by_sae),
		cmocka_unit_test(a_station_that_did_not_arrive_used_nothing),
		cmocka_unit_test(captured_frames_alone_prove_ft_over_the_air),
		cmocka_unit_test(captured_frames_alone_prove_ft_over_the_ds),
		cmocka_unit_test(
			a_long_protected_frame_and_the_supplicant_prove_ft_over_the_ds),
		cmocka_unit_test(a_short_protected_frame_is_no_ft_request),
		cmocka_unit_test(a_protected_frame_without_an_answer_is_no_exchange),
		cmocka_unit_test(a_refused_ft_request_is_no_exchange_over_the_ds),
		cmocka_unit_test(a_captured_authentication_rules_ft_over_the_ds_out),
		cmocka_unit_test(a_captured_message_of_the_handshake_makes_it_full),
		cmocka_unit_test(a_handshake_with_the_old_access_point_does_not_count),
		cmocka_unit_test(what_the_kernel_repeats_is_no_new_attempt),
		cmocka_unit_test(a_second_entry_behind_the_roam_proves_nothing_of_it),
		cmocka_unit_test(a_full_authentication_is_told_by_its_kind),
		cmocka_unit_test(
			a_handshake_without_an_authentication_is_not_known_for_a_full_one),
		cmocka_unit_test(where_nothing_was_seen_no_exchange_is_claimed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
