/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/phases.h"

#include "../cmocka-all.h"
#include "timed-story.h"

/* Phases where every source tells of a roam, in the order in which wpa_supplicant 2.10
 * and mac80211 6.12 do. */

#define AIR "steps: [ associate: hall, roam: { to: stairs, via: air } ]\n"
#define DS "steps: [ associate: hall, roam: { to: stairs, via: ds } ]\n"

/* From the supplicant's word to the old access point's end. */
static void authenticating(struct story *story, uint64_t us)
{
	timed_at(story, us);
	story_supplicant(story, SUPPLICANT_AUTHENTICATING, story_stairs);
	timed_at(story, us + 40);
	story_kernel(story, KERNEL_DEL_STATION, story_hall);
	story_kernel(story, KERNEL_DISCONNECT, story_hall);
	timed_at(story, us + 50);
	story_kernel(story, KERNEL_NEW_STATION, story_stairs);
}

static void requests_association(struct story *story, uint64_t us, bool ft)
{
	struct frame frame = { .kind = FRAME_REASSOCIATION_REQUEST };

	timed_at(story, us);
	story_sent(story, story_stairs, ft ? story_ft_frame(frame.kind, -1) : frame);
}

/* Keys and all, from the association response at us on: ends 100 us later. */
static void ft_keys_and_connected(struct story *story, uint64_t us)
{
	timed_at(story, us + 43);
	story_key(story, NULL, 1, 0);
	timed_at(story, us + 44);
	story_key(story, NULL, 4, 0);
	timed_at(story, us + 45);
	story_key(story, story_stairs, 0, 0);
	timed_at(story, us + 75);
	story_supplicant(story, SUPPLICANT_ASSOCIATED, story_stairs);
	timed_at(story, us + 90);
	story_supplicant(story, SUPPLICANT_KEYS_DONE, story_stairs);
	timed_arrives(story, us + 100);
	timed_at(story, us + 110);
	story_link(story, true);
	timed_at(story, us + 130);
	story_trace(story, TRACE_STATION_STATE, story_stairs, 1);
	story_authorized(story, story_stairs);
}

/* 4-way handshake and keys, from the association response at us on. */
static void four_way_handshake(struct story *story, uint64_t us)
{
	timed_at(story, us + 20);
	story_supplicant(story, SUPPLICANT_ASSOCIATED, story_stairs);
	timed_at(story, us + 30);
	story_link(story, true);
	timed_at(story, us + 50);
	story_received(story, story_stairs, story_key_frame(1));
	timed_at(story, us + 60);
	story_supplicant(story, SUPPLICANT_EAPOL_RECEIVED, story_stairs);
	timed_at(story, us + 180);
	story_sent(story, story_stairs, story_key_frame(2));
	timed_at(story, us + 181);
	story_eapol(story, story_stairs, 2);
	timed_at(story, us + 195);
	story_received(story, story_stairs, story_key_frame(3));
	timed_at(story, us + 205);
	story_supplicant(story, SUPPLICANT_EAPOL_RECEIVED, story_stairs);
	timed_at(story, us + 250);
	story_sent(story, story_stairs, story_key_frame(4));
	timed_at(story, us + 251);
	story_eapol(story, story_stairs, 4);
	timed_at(story, us + 270);
	story_key(story, story_stairs, 0, 0);
	timed_at(story, us + 271);
	story_authorized(story, story_stairs);
	timed_at(story, us + 300);
	story_key(story, NULL, 1, 0);
	timed_at(story, us + 305);
	story_supplicant(story, SUPPLICANT_KEYS_DONE, story_stairs);
	timed_arrives(story, us + 330);
}

#define FOUR_WAY_HANDSHAKE                                              \
	"eapol-1:50:m eapol-2:130:m eapol-3:15:m eapol-4:55:m "         \
	"ptk-installed:20:t port-open:1:t gtk-installed:29:t keys:5:c " \
	"connected:25:c"

static void ft_over_the_air_ends_each_phase_at_its_first_source(void **state)
{
	struct story *story = timed_begin("ft-sae", AIR);

	(void)state;
	authenticating(story, 101);
	timed_at(story, 151);
	story_sent(story, story_stairs, story_auth(AUTH_FT, 1, -1));
	story_trace(story, TRACE_AUTH, story_stairs, 10);
	timed_answers_authentication(story, 191, AUTH_FT, 2, 0);
	timed_associating(story, 224);
	requests_association(story, 3787, true);
	timed_answers_association(story, 3796, true);
	ft_keys_and_connected(story, 3796);
	timed_finish(story,
		     "command:101:c old-association-dropped:40:n "
		     "ft-authentication-sent:10:m ft-authentication:40:m "
		     "association-command:33:c reassociation-sent:3563:m "
		     "reassociation:9:m gtk-installed:43:t ptk-installed:2:t keys:45:c "
		     "connected:10:c");
}

static void sources_have_their_titles(void **state)
{
	struct story *story = timed_begin("ft-sae", AIR);
	const struct roam *roam;

	(void)state;
	authenticating(story, 101);
	timed_at(story, 151);
	story_sent(story, story_stairs, story_auth(AUTH_FT, 1, -1));
	timed_arrives(story, 200);
	story_settled(story, true);
	roam = analysis_roam(story->analysis, 0);
	assert_int_equal(roam->phase_count, 4);
	assert_string_equal(roam->phases[0].source, "control interface");
	assert_string_equal(roam->phases[1].source, "nl80211 multicast");
	assert_string_equal(roam->phases[2].source, "monitor capture");
	assert_string_equal(roam->phases[3].source, "control interface");
	story_end(story);
}

/* Under PMF; a block ack agreement is made at the same time. */
static void over_the_ds_long_protected_frames_are_the_exchange(void **state)
{
	struct story *story = timed_begin("ft-sae", DS);

	(void)state;
	timed_at(story, 2);
	story_protected(story, true, story_hall, 49);
	timed_at(story, 12);
	story_protected(story, true, story_hall, 250);
	story_ft_request(story, story_stairs, true);
	timed_at(story, 13);
	story_trace(story, TRACE_MGMT_TX, NULL, 2);
	timed_at(story, 20);
	story_protected(story, false, story_hall, 49);
	timed_at(story, 40);
	story_protected(story, false, story_hall, 300);
	timed_at(story, 56);
	story_supplicant_status(story, SUPPLICANT_FT_RESPONSE, story_stairs, 0);
	timed_at(story, 66);
	story_key(story, story_stairs, 0, -2);
	timed_associating(story, 72);
	timed_at(story, 113);
	story_kernel(story, KERNEL_DEL_STATION, story_hall);
	story_kernel(story, KERNEL_DISCONNECT, story_hall);
	requests_association(story, 500, true);
	timed_answers_association(story, 510, true);
	ft_keys_and_connected(story, 510);
	assert_int_equal(story->step, 1);
	timed_finish(story,
		     "command:0:c ft-request-sent:12:m ft-action-exchange:28:m "
		     "association-command:32:c old-association-dropped:41:n "
		     "reassociation-sent:387:m reassociation:10:m gtk-installed:43:t "
		     "ptk-installed:2:t keys:45:c connected:10:c");
}

static void over_the_ds_without_pmf_the_frames_are_read(void **state)
{
	struct story *story = timed_begin("ft-psk", DS);
	struct frame request = story_ft_frame(FRAME_FT_REQUEST, -1);
	struct frame response = story_ft_frame(FRAME_FT_RESPONSE, 0);

	(void)state;
	memcpy(request.target_ap, story_stairs, MAC_LENGTH);
	memcpy(response.target_ap, story_stairs, MAC_LENGTH);
	timed_at(story, 12);
	story_sent(story, story_hall, request);
	timed_at(story, 40);
	story_received(story, story_hall, response);
	timed_at(story, 60);
	story_supplicant_status(story, SUPPLICANT_FT_RESPONSE, story_stairs, 0);
	timed_associating(story, 72);
	requests_association(story, 500, true);
	timed_answers_association(story, 510, true);
	timed_finish_arrived(story, 600,
			     "command:0:c ft-request-sent:12:m ft-action-exchange:28:m "
			     "association-command:32:c reassociation-sent:428:m "
			     "reassociation:10:m connected:90:c");
}

static void sae(struct story *story, uint64_t us)
{
	timed_at(story, us);
	story_sent(story, story_stairs, story_auth(AUTH_SAE, 1, 126));
	timed_answers_authentication(story, us + 15, AUTH_SAE, 1, 126);
	timed_at(story, us + 100);
	story_supplicant(story, SUPPLICANT_AUTHENTICATING, story_stairs);
	timed_at(story, us + 120);
	story_sent(story, story_stairs, story_auth(AUTH_SAE, 2, 0));
	timed_answers_authentication(story, us + 129, AUTH_SAE, 2, 0);
}

static void full_sae_has_commit_confirm_eapol_and_keys(void **state)
{
	struct story *story = timed_begin("sae", AIR);

	(void)state;
	authenticating(story, 99);
	sae(story, 149);
	timed_associating(story, 325);
	requests_association(story, 729, false);
	timed_answers_association(story, 738, false);
	four_way_handshake(story, 738);
	assert_int_equal(analysis_roam_count(story->analysis), 0);
	timed_finish(story,
		     "command:99:c old-association-dropped:40:n sae-commit-sent:10:m "
		     "sae-commit:15:m sae-confirm-sent:105:m sae-confirm:9:m "
		     "association-command:47:c reassociation-sent:404:m "
		     "reassociation:9:m " FOUR_WAY_HANDSHAKE);
}

static void open_to(struct story *story)
{
	authenticating(story, 99);
	timed_at(story, 149);
	story_sent(story, story_stairs, story_auth(AUTH_OPEN, 1, -1));
	timed_answers_authentication(story, 161, AUTH_OPEN, 2, 0);
	timed_associating(story, 200);
}

#define OPEN                                                                       \
	"command:99:c old-association-dropped:40:n open-authentication-sent:10:m " \
	"open-authentication:12:m association-command:39:c "

static void psk_has_open_authentication_and_eapol(void **state)
{
	struct story *story = timed_begin("psk", AIR);

	(void)state;
	open_to(story);
	requests_association(story, 300, false);
	timed_answers_association(story, 310, false);
	four_way_handshake(story, 310);
	story_settled(story, true);
	assert_string_equal(analysis_roam(story->analysis, 0)->exchange, "full-psk");
	timed_assert_phases(
		story,
		OPEN "reassociation-sent:100:m reassociation:10:m " FOUR_WAY_HANDSHAKE);
	story_end(story);
}

static void a_cached_pmksa_has_the_phases_of_psk(void **state)
{
	struct story *story = timed_begin("sae", AIR);
	struct frame request = { .kind = FRAME_REASSOCIATION_REQUEST, .pmkid_count = 1 };

	(void)state;
	open_to(story);
	timed_at(story, 300);
	story_sent(story, story_stairs, request);
	timed_answers_association(story, 310, false);
	four_way_handshake(story, 310);
	story_settled(story, true);
	assert_string_equal(analysis_roam(story->analysis, 0)->exchange, "pmksa");
	timed_assert_phases(
		story,
		OPEN "reassociation-sent:100:m reassociation:10:m " FOUR_WAY_HANDSHAKE);
	story_end(story);
}

static void an_anti_clogging_token_is_a_phase_and_a_second_commit(void **state)
{
	struct story *story = timed_begin("sae", AIR);

	(void)state;
	authenticating(story, 99);
	timed_at(story, 149);
	story_sent(story, story_stairs, story_auth(AUTH_SAE, 1, 0));
	timed_answers_authentication(story, 160, AUTH_SAE, 1, 76);
	sae(story, 200);
	timed_finish_arrived(
		story, 400,
		"command:99:c old-association-dropped:40:n sae-commit-sent:10:m "
		"sae-token:11:m sae-commit-sent:40:m sae-commit:15:m "
		"sae-confirm-sent:105:m sae-confirm:9:m connected:71:c");
}

static void comeback(struct story *story, uint64_t us)
{
	struct frame frame = { .kind = FRAME_REASSOCIATION_RESPONSE,
			       .has_status = true,
			       .status = 30 };

	timed_at(story, us);
	story_received(story, story_stairs, frame);
	timed_at(story, us + 8);
	story_kernel(story, KERNEL_ASSOC_COMEBACK, story_stairs);
}

static void a_captured_comeback_is_an_answer_a_wait_and_another_exchange(void **state)
{
	struct story *story = timed_begin("sae", AIR);

	(void)state;
	open_to(story);
	requests_association(story, 300, false);
	comeback(story, 310);
	requests_association(story, 56310, false);
	comeback(story, 56320);
	requests_association(story, 60000, false);
	timed_answers_association(story, 60010, false);
	timed_finish_arrived(story, 60100,
			     OPEN "reassociation-sent:100:m reassociation:10:m "
				  "association-comeback:56000:m reassociation:10:m "
				  "association-comeback:3680:m reassociation:10:m "
				  "connected:90:c");
}

/* As drivers do that hand the status of a transmission over late. */
static void a_request_that_is_told_of_after_its_comeback_is_not_the_next(void **state)
{
	struct story *story = timed_begin("sae", AIR);

	(void)state;
	open_to(story);
	comeback(story, 310);
	requests_association(story, 330, false);
	timed_answers_association(story, 60010, false);
	requests_association(story, 60030, false);
	timed_finish_arrived(story, 60100,
			     OPEN "until-reassociation:110:m "
				  "until-association-comeback:59700:m "
				  "connected:90:c");
}

static void a_commit_that_is_told_of_after_its_token_is_not_the_next(void **state)
{
	struct story *story = timed_begin("sae", AIR);

	(void)state;
	authenticating(story, 99);
	timed_answers_authentication(story, 160, AUTH_SAE, 1, 76);
	timed_at(story, 170);
	story_sent(story, story_stairs, story_auth(AUTH_SAE, 1, 0));
	sae(story, 200);
	timed_finish_arrived(story, 400,
			     "command:99:c old-association-dropped:40:n "
			     "until-sae-token:21:m sae-commit-sent:40:m "
			     "sae-commit:15:m "
			     "sae-confirm-sent:105:m sae-confirm:9:m connected:71:c");
}

static void a_comeback_without_a_capture_lasts_until_the_answer(void **state)
{
	struct story *story = timed_begin("sae", AIR);

	(void)state;
	authenticating(story, 99);
	timed_at(story, 161);
	story_authenticate(story, story_stairs, AUTH_OPEN, 2, 0);
	timed_associating(story, 200);
	timed_at(story, 318);
	story_kernel(story, KERNEL_ASSOC_COMEBACK, story_stairs);
	timed_at(story, 60010);
	story_associate(story, story_stairs, 0, false);
	timed_finish_arrived(story, 60100,
			     "command:99:c old-association-dropped:40:n "
			     "until-open-authentication:22:n association-command:39:c "
			     "until-reassociation:118:n "
			     "until-association-comeback:59692:n "
			     "connected:90:c");
}

static void after_a_refused_ft_attempt_comes_recovery_and_a_full_one(void **state)
{
	struct story *story = timed_begin("ft-sae", AIR);

	(void)state;
	authenticating(story, 99);
	timed_at(story, 149);
	story_sent(story, story_stairs, story_auth(AUTH_FT, 1, -1));
	timed_answers_authentication(story, 160, AUTH_FT, 2, 53);
	timed_at(story, 190);
	story_supplicant_status(story, SUPPLICANT_AUTH_REJECT, story_stairs, 53);
	timed_at(story, 1190);
	story_supplicant(story, SUPPLICANT_AUTHENTICATING, story_stairs);
	sae(story, 1240);
	timed_associating(story, 1400);
	requests_association(story, 1500, false);
	timed_answers_association(story, 1510, false);
	four_way_handshake(story, 1510);
	story_settled(story, true);
	assert_string_equal(analysis_roam(story->analysis, 0)->exchange, "full-sae");
	timed_assert_phases(
		story, "command:99:c old-association-dropped:40:n "
		       "ft-authentication-sent:10:m ft-authentication:11:m "
		       "recovery:1030:c sae-commit-sent:50:m sae-commit:15:m "
		       "sae-confirm-sent:105:m sae-confirm:9:m association-command:31:c "
		       "reassociation-sent:100:m reassociation:10:m " FOUR_WAY_HANDSHAKE);
	story_end(story);
}

/* The answer to the request is there before wpa_supplicant's to the command. */
static void a_reply_after_the_refusal_is_no_new_attempt(void **state)
{
	struct story *story = story_begin("ft-psk", DS);
	struct event command = { .kind = EVENT_COMMAND,
				 .command.text = (char[]){ "FT_DS 02:00:00:00:02:00" } };
	struct event reply = { .kind = EVENT_REPLY, .reply.ok = true };
	struct frame request = story_ft_frame(FRAME_FT_REQUEST, -1);
	struct frame response = story_ft_frame(FRAME_FT_RESPONSE, 53);

	(void)state;
	story_arrives(story, 0);
	memcpy(request.target_ap, story_stairs, MAC_LENGTH);
	memcpy(response.target_ap, story_stairs, MAC_LENGTH);
	story_step(story, 1);
	timed_start(story);
	story_event(story, &command);
	timed_at(story, 5);
	story_trace(story, TRACE_MGMT_TX, NULL, 1);
	timed_at(story, 6);
	story_sent(story, story_hall, request);
	timed_at(story, 10);
	story_received(story, story_hall, response);
	timed_at(story, 20);
	story_event(story, &reply);
	timed_at(story, 100);
	story_supplicant(story, SUPPLICANT_AUTHENTICATING, story_stairs);
	timed_finish_arrived(story, 200,
			     "command:4:t ft-request-sent:2:m "
			     "ft-action-exchange:4:m recovery:90:c connected:100:c");
}

static void what_nobody_told_of_is_in_the_phase_that_follows(void **state)
{
	struct story *story = timed_begin("sae", AIR);

	(void)state;
	timed_at(story, 50);
	story_eapol(story, story_stairs, 4); /* before the association: not of it */
	timed_answers_association(story, 60, false);
	timed_at(story, 80);
	story_sent(story, story_stairs, story_key_frame(2));
	timed_at(story, 90);
	story_received(story, story_stairs, story_key_frame(1)); /* overtaken */
	timed_finish_arrived(story, 100,
			     "until-reassociation:60:m eapol-2:20:m connected:20:c");
}

static void a_scan_of_the_supplicant_s_own_is_followed_by_selection(void **state)
{
	struct story *story = timed_begin("sae", AIR);

	(void)state;
	timed_at(story, 10);
	story_trace(story, TRACE_SCAN, NULL, 2);
	story_kernel(story, KERNEL_SCAN_STARTED, story_stairs);
	timed_at(story, 110);
	story_kernel(story, KERNEL_SCAN_DONE, story_stairs);
	timed_at(story, 115);
	story_supplicant(story, SUPPLICANT_SCAN_RESULTS, story_stairs);
	timed_at(story, 130);
	story_supplicant(story, SUPPLICANT_AUTHENTICATING, story_stairs);
	timed_finish_arrived(story, 150,
			     "command:8:t scan:102:n selection:20:c connected:20:c");
}

static void a_scan_whose_end_nobody_told_of_is_in_selection(void **state)
{
	struct story *story = timed_begin("sae", AIR);

	(void)state;
	timed_at(story, 10);
	story_kernel(story, KERNEL_SCAN_STARTED, story_stairs);
	timed_at(story, 130);
	story_supplicant(story, SUPPLICANT_AUTHENTICATING, story_stairs);
	timed_finish_arrived(story, 150, "command:10:n selection:120:c connected:20:c");
}

static void a_target_that_no_scan_found_was_never_commanded(void **state)
{
	struct story *story = story_begin("sae", AIR);

	(void)state;
	story_arrives(story, 0);
	story_step(story, 1);
	timed_start(story);
	story_command(story, "SCAN TYPE=ONLY freq=2437", true);
	timed_at(story, 100);
	story_supplicant(story, SUPPLICANT_SCAN_RESULTS, story_stairs);
	timed_at(story, 130);
	story_done(story, OUTCOME_TIMEOUT, -1);
	timed_finish(story, "scan:100:c preparation:30:?");
}

static void a_step_that_ended_after_connected_has_no_hole(void **state)
{
	struct story *story = timed_begin("sae", AIR);

	(void)state;
	timed_at(story, 100);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	timed_at(story, 200);
	story_supplicant(story, SUPPLICANT_DISCONNECTED, story_stairs);
	story_done(story, OUTCOME_DISCONNECTED, -1);
	timed_finish(story, "connected:100:c connected:100:c");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ft_over_the_air_ends_each_phase_at_its_first_source),
		cmocka_unit_test(sources_have_their_titles),
		cmocka_unit_test(over_the_ds_long_protected_frames_are_the_exchange),
		cmocka_unit_test(over_the_ds_without_pmf_the_frames_are_read),
		cmocka_unit_test(full_sae_has_commit_confirm_eapol_and_keys),
		cmocka_unit_test(psk_has_open_authentication_and_eapol),
		cmocka_unit_test(a_cached_pmksa_has_the_phases_of_psk),
		cmocka_unit_test(an_anti_clogging_token_is_a_phase_and_a_second_commit),
		cmocka_unit_test(
			a_captured_comeback_is_an_answer_a_wait_and_another_exchange),
		cmocka_unit_test(
			a_request_that_is_told_of_after_its_comeback_is_not_the_next),
		cmocka_unit_test(
			a_commit_that_is_told_of_after_its_token_is_not_the_next),
		cmocka_unit_test(a_comeback_without_a_capture_lasts_until_the_answer),
		cmocka_unit_test(
			after_a_refused_ft_attempt_comes_recovery_and_a_full_one),
		cmocka_unit_test(a_reply_after_the_refusal_is_no_new_attempt),
		cmocka_unit_test(what_nobody_told_of_is_in_the_phase_that_follows),
		cmocka_unit_test(a_scan_of_the_supplicant_s_own_is_followed_by_selection),
		cmocka_unit_test(a_scan_whose_end_nobody_told_of_is_in_selection),
		cmocka_unit_test(a_target_that_no_scan_found_was_never_commanded),
		cmocka_unit_test(a_step_that_ended_after_connected_has_no_hole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
