/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/phases.h"

#include "../cmocka-all.h"
#include "base/time.h"
#include "timed-story.h"

/* An exchange whose request was not seen on the air is another phase than the exchange:
 * the wait for the request is in it. */

#define AIR "steps: [ associate: hall, roam: { to: stairs, via: air } ]\n"
#define DS "steps: [ associate: hall, roam: { to: stairs, via: ds } ]\n"

static struct frame of_kind(enum frame_kind kind, int status)
{
	struct frame frame = story_ft_frame(kind, status);

	memcpy(frame.target_ap, story_stairs, MAC_LENGTH);
	return frame;
}

/* The name of the phase that the answer ends: the request goes out after 20 us where it
 * is seen, the answer comes after 50. */
static void assert_name(const char *steps, const struct frame *request,
			const struct frame *answer, const char *name)
{
	bool ds = strstr(steps, "ds");
	struct story *story = timed_begin("ft-psk", steps);
	const uint8_t *ap = ds ? story_hall : story_stairs;
	const char *found = NULL;
	const struct roam *roam;

	if (request) {
		timed_at(story, 20);
		story_sent(story, ap, *request);
	}
	timed_at(story, 50);
	story_received(story, ap, *answer);
	timed_arrives(story, 100);
	story_settled(story, true);
	roam = analysis_roam(story->analysis, 0);
	assert_non_null(roam);
	for (size_t i = 0; i < roam->phase_count; i++)
		if (roam->phases[i].end_ns == roam->start_ns + 50 * NS_PER_US)
			found = roam->phases[i].name;
	assert_non_null(found);
	assert_string_equal(found, name);
	story_end(story);
}

static void assert_exchange(const char *steps, struct frame request, struct frame answer,
			    const char *name, const char *until)
{
	assert_name(steps, &request, &answer, name);
	assert_name(steps, NULL, &answer, until);
}

static void of_an_authentication_each_exchange_has_its_name(void **state)
{
	(void)state;
	assert_exchange(AIR, story_auth(AUTH_FT, 1, -1), story_auth(AUTH_FT, 2, 0),
			"ft-authentication", "until-ft-authentication");
	assert_exchange(AIR, story_auth(AUTH_OPEN, 1, -1), story_auth(AUTH_OPEN, 2, 0),
			"open-authentication", "until-open-authentication");
	assert_exchange(AIR, story_auth(AUTH_SAE, 1, 0), story_auth(AUTH_SAE, 1, 0),
			"sae-commit", "until-sae-commit");
	assert_exchange(AIR, story_auth(AUTH_SAE, 2, 0), story_auth(AUTH_SAE, 2, 0),
			"sae-confirm", "until-sae-confirm");
	assert_exchange(AIR, story_auth(AUTH_SAE, 1, 0), story_auth(AUTH_SAE, 1, 76),
			"sae-token", "until-sae-token");
}

static void so_has_that_over_the_ds(void **state)
{
	(void)state;
	assert_exchange(DS, of_kind(FRAME_FT_REQUEST, -1), of_kind(FRAME_FT_RESPONSE, 0),
			"ft-action-exchange", "until-ft-action-exchange");
}

static void so_has_that_of_an_association(void **state)
{
	(void)state;
	assert_exchange(AIR, of_kind(FRAME_REASSOCIATION_REQUEST, -1),
			of_kind(FRAME_REASSOCIATION_RESPONSE, 0), "reassociation",
			"until-reassociation");
	assert_exchange(AIR, of_kind(FRAME_ASSOCIATION_REQUEST, -1),
			of_kind(FRAME_ASSOCIATION_RESPONSE, 0), "association",
			"until-association");
	/* Come back later. */
	assert_exchange(AIR, of_kind(FRAME_REASSOCIATION_REQUEST, -1),
			of_kind(FRAME_REASSOCIATION_RESPONSE, 30), "reassociation",
			"until-reassociation");
}

static void so_has_one_that_was_refused(void **state)
{
	(void)state;
	assert_exchange(AIR, story_auth(AUTH_FT, 1, -1), story_auth(AUTH_FT, 2, 53),
			"ft-authentication", "until-ft-authentication");
	assert_exchange(AIR, of_kind(FRAME_REASSOCIATION_REQUEST, -1),
			of_kind(FRAME_REASSOCIATION_RESPONSE, 53), "reassociation",
			"until-reassociation");
}

/* The first request is none to the second answer. */
static void the_request_after_a_comeback_or_a_token_has_to_be_seen_again(void **state)
{
	struct frame back = { .kind = FRAME_REASSOCIATION_RESPONSE,
			      .has_status = true,
			      .status = 30 };
	struct story *story = timed_begin("sae", AIR);

	(void)state;
	timed_at(story, 10);
	story_sent(story, story_stairs, story_auth(AUTH_SAE, 1, 0));
	timed_at(story, 20);
	story_received(story, story_stairs, story_auth(AUTH_SAE, 1, 76));
	timed_at(story, 40);
	story_received(story, story_stairs, story_auth(AUTH_SAE, 1, 0));
	timed_at(story, 50);
	story_sent(story, story_stairs,
		   (struct frame){ .kind = FRAME_REASSOCIATION_REQUEST });
	timed_at(story, 60);
	story_received(story, story_stairs, back);
	timed_answers_association(story, 90, false);
	timed_finish_arrived(story, 100,
			     "sae-commit-sent:10:m sae-token:10:m "
			     "until-sae-commit:20:m reassociation-sent:10:m "
			     "reassociation:10:m until-association-comeback:30:m "
			     "connected:10:c");
}

static void what_was_seen_of_an_attempt_that_failed_is_none_of_the_next(void **state)
{
	struct story *story = timed_begin("ft-psk", AIR);

	(void)state;
	timed_at(story, 10);
	story_sent(story, story_stairs, story_auth(AUTH_FT, 1, -1));
	timed_answers_authentication(story, 20, AUTH_FT, 2, 53);
	timed_at(story, 40);
	story_supplicant(story, SUPPLICANT_AUTHENTICATING, story_stairs);
	timed_answers_authentication(story, 60, AUTH_FT, 2, 0);
	timed_finish_arrived(story, 100,
			     "ft-authentication-sent:10:m ft-authentication:10:m "
			     "recovery:20:c until-ft-authentication:20:m connected:40:c");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_an_authentication_each_exchange_has_its_name),
		cmocka_unit_test(so_has_that_over_the_ds),
		cmocka_unit_test(so_has_that_of_an_association),
		cmocka_unit_test(so_has_one_that_was_refused),
		cmocka_unit_test(
			the_request_after_a_comeback_or_a_token_has_to_be_seen_again),
		cmocka_unit_test(
			what_was_seen_of_an_attempt_that_failed_is_none_of_the_next),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
