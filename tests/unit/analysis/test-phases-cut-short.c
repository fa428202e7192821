/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/phases.h"

#include "../cmocka-all.h"
#include "timed-story.h"

/* A step that failed ends with the phase of what it waited for then. */

#define AIR "steps: [ associate: hall, roam: { to: stairs, via: air } ]\n"
#define DS "steps: [ associate: hall, roam: { to: stairs, via: ds } ]\n"

static void expires(struct story *story, const char *expected)
{
	timed_at(story, 100);
	story_done(story, OUTCOME_TIMEOUT, -1);
	timed_finish(story, expected);
}

static void after_an_association_without_ft_the_handshake_is_waited_for(void **state)
{
	struct story *story = timed_begin("psk", AIR);

	(void)state;
	timed_answers_association(story, 50, false);
	expires(story, "until-reassociation:50:m eapol-1:50:?");
}

static void after_one_with_ft_it_is_the_keys(void **state)
{
	struct story *story = timed_begin("ft-psk", AIR);

	(void)state;
	timed_answers_authentication(story, 20, AUTH_FT, 2, 0);
	timed_answers_association(story, 50, true);
	expires(story, "until-ft-authentication:20:m until-reassociation:30:m "
		       "keys:50:?");

	story = timed_begin("ft-sae", DS);
	timed_at(story, 20);
	story_supplicant_status(story, SUPPLICANT_FT_RESPONSE, story_stairs, 0);
	timed_answers_association(story, 50, true);
	expires(story, "command:0:c until-ft-action-exchange:20:c "
		       "until-reassociation:30:m keys:50:?");
}

/* FT that an earlier attempt began gives this one no keys. */
static void a_second_attempt_without_ft_waits_for_the_handshake(void **state)
{
	struct story *story = timed_begin("ft-psk", AIR);
	struct frame refusal = story_ft_frame(FRAME_REASSOCIATION_RESPONSE, 53);

	(void)state;
	timed_answers_authentication(story, 10, AUTH_FT, 2, 0);
	timed_at(story, 30);
	story_received(story, story_stairs, refusal);
	timed_at(story, 40);
	story_supplicant(story, SUPPLICANT_AUTHENTICATING, story_stairs);
	timed_answers_association(story, 60, false);
	expires(story, "until-ft-authentication:10:m until-reassociation:20:m "
		       "recovery:10:c until-reassociation:20:m eapol-1:40:?");
}

/* After a handshake that came so far. */
static void assert_waits_after(unsigned messages, const char *expected)
{
	struct story *story = timed_begin("psk", AIR);

	timed_answers_association(story, 50, false);
	timed_at(story, 60);
	for (unsigned message = 1; message <= messages; message++)
		if (message % 2)
			story_received(story, story_stairs, story_key_frame(message));
		else
			story_sent(story, story_stairs, story_key_frame(message));
	expires(story, expected);
}

static void in_a_handshake_it_is_the_next_message(void **state)
{
	(void)state;
	assert_waits_after(1, "until-reassociation:50:m eapol-1:10:m eapol-2:40:?");
	assert_waits_after(2, "until-reassociation:50:m eapol-1:10:m eapol-2:0:m "
			      "eapol-3:40:?");
	assert_waits_after(3, "until-reassociation:50:m eapol-1:10:m eapol-2:0:m "
			      "eapol-3:0:m eapol-4:40:?");
	assert_waits_after(4, "until-reassociation:50:m eapol-1:10:m eapol-2:0:m "
			      "eapol-3:0:m eapol-4:0:m keys:40:?");
}

static void after_message_4_it_is_the_keys_whether_3_was_seen_or_not(void **state)
{
	struct story *story = timed_begin("psk", AIR);

	(void)state;
	timed_answers_association(story, 50, false);
	timed_at(story, 60);
	story_sent(story, story_stairs, story_key_frame(2));
	story_sent(story, story_stairs, story_key_frame(4));
	expires(story, "until-reassociation:50:m eapol-2:10:m eapol-4:0:m keys:40:?");
}

/* Keys and the port come anywhere behind the association: they do not tell how far the
 * handshake is. */
static void what_comes_at_any_time_is_not_what_the_wait_goes_by(void **state)
{
	struct story *story = timed_begin("psk", AIR);

	(void)state;
	timed_answers_association(story, 50, false);
	timed_at(story, 60);
	story_authorized(story, story_stairs);
	expires(story, "until-reassociation:50:m port-open:10:t eapol-1:40:?");

	story = timed_begin("psk", AIR);
	timed_answers_association(story, 50, false);
	timed_at(story, 60);
	story_received(story, story_stairs, story_key_frame(1));
	timed_at(story, 70);
	story_key(story, story_stairs, 0, 0);
	expires(story, "until-reassociation:50:m eapol-1:10:m ptk-installed:10:t "
		       "eapol-2:30:?");
}

static void after_the_keys_it_is_the_supplicant_s_word(void **state)
{
	struct story *story = timed_begin("ft-psk", AIR);

	(void)state;
	timed_answers_authentication(story, 20, AUTH_FT, 2, 0);
	timed_answers_association(story, 50, true);
	timed_at(story, 70);
	story_supplicant(story, SUPPLICANT_KEYS_DONE, story_stairs);
	timed_at(story, 80);
	story_authorized(story, story_stairs);
	expires(story, "until-ft-authentication:20:m until-reassociation:30:m "
		       "keys:20:c port-open:10:t connected:20:?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			after_an_association_without_ft_the_handshake_is_waited_for),
		cmocka_unit_test(after_one_with_ft_it_is_the_keys),
		cmocka_unit_test(a_second_attempt_without_ft_waits_for_the_handshake),
		cmocka_unit_test(in_a_handshake_it_is_the_next_message),
		cmocka_unit_test(
			after_message_4_it_is_the_keys_whether_3_was_seen_or_not),
		cmocka_unit_test(what_comes_at_any_time_is_not_what_the_wait_goes_by),
		cmocka_unit_test(after_the_keys_it_is_the_supplicant_s_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
