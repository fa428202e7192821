/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/milestone.h"

#include "../cmocka-all.h"
#include "timed-story.h"

/* What counts as a milestone, and which source's word of it. */

#define AIR "steps: [ associate: hall, roam: { to: stairs, via: air } ]\n"
#define DS "steps: [ associate: hall, roam: { to: stairs, via: ds } ]\n"

static void an_ft_response_for_another_target_ends_nothing(void **state)
{
	struct story *story = timed_begin("ft-psk", DS);
	struct frame request = story_ft_frame(FRAME_FT_REQUEST, -1);
	struct frame response = story_ft_frame(FRAME_FT_RESPONSE, 0);

	(void)state;
	memcpy(request.target_ap, story_stairs, MAC_LENGTH);
	memcpy(response.target_ap, story_elsewhere, MAC_LENGTH);
	timed_at(story, 12);
	story_sent(story, story_hall, request);
	timed_at(story, 40);
	story_received(story, story_hall, response);
	timed_at(story, 60);
	story_supplicant_status(story, SUPPLICANT_FT_RESPONSE, story_stairs, 0);
	timed_finish_arrived(story, 600,
			     "command:0:c ft-request-sent:12:m "
			     "ft-action-exchange:48:c connected:540:c");
}

static void a_key_that_was_refused_is_not_installed(void **state)
{
	struct story *story = timed_begin("ft-psk", AIR);

	(void)state;
	timed_answers_authentication(story, 50, AUTH_FT, 2, 0);
	timed_at(story, 60);
	story_key(story, story_stairs, 0, -2);
	story_key(story, NULL, 1, -67);
	timed_finish_arrived(story, 100, "until-ft-authentication:50:m connected:50:c");
}

static void keys_of_others_and_for_management_frames_are_no_milestones(void **state)
{
	struct story *story = timed_begin("ft-psk", AIR);

	(void)state;
	timed_answers_association(story, 50, true);
	timed_at(story, 70);
	story_key(story, story_hall, 0, 0);
	story_key(story, NULL, 4, 0);
	timed_at(story, 80);
	story_authorized(story, story_hall);
	story_kernel(story, KERNEL_PORT_AUTHORIZED, story_hall);
	story_eapol(story, story_hall, 2);
	timed_finish_arrived(story, 100, "until-reassociation:50:m connected:50:c");
}

static void the_carrier_is_none_of_the_way_to_connected(void **state)
{
	struct story *story = timed_begin("ft-psk", AIR);

	(void)state;
	timed_at(story, 10);
	story_link(story, true);
	timed_associating(story, 20);
	timed_at(story, 30);
	story_link(story, true);
	timed_answers_association(story, 50, true);
	timed_at(story, 70);
	story_link(story, false);
	timed_at(story, 80);
	story_link(story, true);
	timed_finish_arrived(story, 100,
			     "command:20:c until-reassociation:30:m connected:50:c");
}

static void a_port_is_open_where_the_kernel_said_so_first(void **state)
{
	struct story *story = timed_begin("ft-psk", AIR);

	(void)state;
	timed_answers_association(story, 50, true);
	timed_at(story, 70);
	story_kernel(story, KERNEL_PORT_AUTHORIZED, story_stairs);
	timed_at(story, 80);
	story_authorized(story, story_stairs);
	timed_finish_arrived(story, 100,
			     "until-reassociation:50:m port-open:20:n connected:30:c");
}

static void at_equal_times_the_cause_goes_first(void **state)
{
	struct story *story = timed_begin("ft-psk", AIR);

	(void)state;
	/* All that follows is told backwards. */
	timed_at(story, 50);
	story_supplicant(story, SUPPLICANT_ASSOCIATING, story_stairs);
	story_authenticate(story, story_stairs, AUTH_FT, 2, 0);
	story_sent(story, story_stairs, story_auth(AUTH_FT, 1, -1));
	story_trace(story, TRACE_AUTH, story_stairs, 0);
	timed_at(story, 90);
	story_supplicant(story, SUPPLICANT_KEYS_DONE, story_stairs);
	story_associate(story, story_stairs, 0, true);
	timed_finish_arrived(
		story, 100,
		"command:50:t ft-authentication-sent:0:m ft-authentication:0:n "
		"association-command:0:c until-reassociation:40:n keys:0:c "
		"connected:10:c");
}

static void frames_between_others_do_not_count(void **state)
{
	struct story *story = timed_begin("ft-psk", AIR);
	struct event event = { .kind = EVENT_FRAME };

	(void)state;
	timed_at(story, 10);
	story_sent(story, story_elsewhere, story_auth(AUTH_FT, 1, -1));
	story_received(story, story_elsewhere, story_auth(AUTH_FT, 2, 0));
	timed_at(story, 20);
	event.frame.frame = story_auth(AUTH_SAE, 2, 0);
	memcpy(event.frame.frame.to, story_elsewhere, MAC_LENGTH);
	memcpy(event.frame.frame.from, story_stairs, MAC_LENGTH);
	event.frame.length = 100;
	story_event(story, &event);
	event.frame.frame = story_key_frame(3);
	memcpy(event.frame.frame.to, story_elsewhere, MAC_LENGTH);
	memcpy(event.frame.frame.from, story_stairs, MAC_LENGTH);
	story_event(story, &event);
	timed_answers_authentication(story, 50, AUTH_FT, 2, 0);
	timed_answers_association(story, 60, true);
	timed_arrives(story, 100);
	story_settled(story, true);
	assert_int_equal(analysis_roam(story->analysis, 0)->used, METHOD_FT_AIR);
	timed_assert_phases(story,
			    "until-ft-authentication:50:m until-reassociation:10:m "
			    "connected:40:c");
	story_end(story);
}

static void without_a_capture_the_second_eapol_is_message_3(void **state)
{
	struct story *story = timed_begin("psk", AIR);

	(void)state;
	timed_at(story, 60);
	story_associate(story, story_stairs, 0, false);
	timed_at(story, 70);
	story_supplicant(story, SUPPLICANT_EAPOL_RECEIVED, story_stairs);
	timed_at(story, 80);
	story_eapol(story, story_stairs, 2);
	timed_at(story, 90);
	story_supplicant(story, SUPPLICANT_EAPOL_RECEIVED, story_stairs);
	timed_at(story, 95);
	story_eapol(story, story_stairs, 4);
	timed_finish_arrived(story, 100,
			     "until-reassociation:60:n eapol-1:10:c eapol-2:10:n "
			     "eapol-3:10:c eapol-4:5:n connected:5:c");
}

static void with_a_capture_message_1_that_came_twice_is_no_message_3(void **state)
{
	struct story *story = timed_begin("psk", AIR);

	(void)state;
	timed_answers_association(story, 10, false);
	for (uint64_t us = 20; us <= 40; us += 20) {
		timed_at(story, us);
		story_received(story, story_stairs, story_key_frame(1));
		timed_at(story, us + 10);
		story_supplicant(story, SUPPLICANT_EAPOL_RECEIVED, story_stairs);
	}
	timed_at(story, 60);
	story_sent(story, story_stairs, story_key_frame(2));
	timed_at(story, 70);
	story_received(story, story_stairs, story_key_frame(3));
	timed_finish_arrived(story, 100,
			     "until-reassociation:10:m eapol-1:10:m eapol-2:40:m "
			     "eapol-3:10:m connected:30:c");
}

/* The kernel tells user space of a frame's transmission just before its monitors. */
static void a_transmission_counts_where_its_frame_was_captured(void **state)
{
	struct story *story = timed_begin("ft-sae", DS);

	(void)state;
	timed_at(story, 20);
	story_ft_request(story, story_stairs, true);
	timed_at(story, 21);
	story_protected(story, true, story_hall, 250);
	timed_answers_association(story, 50, false);
	timed_at(story, 60);
	story_eapol(story, story_stairs, 2);
	timed_at(story, 63);
	story_sent(story, story_stairs, story_key_frame(2));
	timed_at(story, 70);
	story_eapol(story, story_stairs, 4);
	timed_at(story, 5000);
	story_sent(story, story_stairs, story_key_frame(4)); /* once more */
	timed_finish_arrived(
		story, 6000,
		"command:0:c ft-request-sent:21:m "
		"until-reassociation:29:m eapol-2:13:m eapol-4:7:n connected:5930:c");
}

static void an_ft_request_to_another_access_point_is_none(void **state)
{
	struct story *story = timed_begin("ft-sae", DS);

	(void)state;
	timed_at(story, 20);
	story_protected(story, true, story_elsewhere, 250);
	timed_at(story, 30);
	story_protected(story, true, story_hall, 250);
	timed_at(story, 40);
	story_protected(story, false, story_elsewhere, 300);
	timed_at(story, 50);
	story_supplicant_status(story, SUPPLICANT_FT_RESPONSE, story_stairs, 0);
	timed_finish_arrived(story, 60,
			     "command:0:c ft-request-sent:30:m ft-action-exchange:20:c "
			     "connected:10:c");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_ft_response_for_another_target_ends_nothing),
		cmocka_unit_test(a_key_that_was_refused_is_not_installed),
		cmocka_unit_test(
			keys_of_others_and_for_management_frames_are_no_milestones),
		cmocka_unit_test(the_carrier_is_none_of_the_way_to_connected),
		cmocka_unit_test(a_port_is_open_where_the_kernel_said_so_first),
		cmocka_unit_test(at_equal_times_the_cause_goes_first),
		cmocka_unit_test(frames_between_others_do_not_count),
		cmocka_unit_test(without_a_capture_the_second_eapol_is_message_3),
		cmocka_unit_test(
			with_a_capture_message_1_that_came_twice_is_no_message_3),
		cmocka_unit_test(a_transmission_counts_where_its_frame_was_captured),
		cmocka_unit_test(an_ft_request_to_another_access_point_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
