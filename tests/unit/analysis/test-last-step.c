/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"
#include "base/cleanup.h"
#include "base/time.h"
#include "story.h"

#define ROAM "steps: [ associate: hall, roam: { to: stairs, via: air } ]\n"
#define TWO                                                          \
	"steps: [ associate: hall, roam: { to: stairs, via: air }, " \
	"roam: { to: hall, via: air } ]\n"

#define FT_SAE 0x000fac09
#define S UINT64_C(1000000)

static void leave(struct story *story, const uint8_t *bssid, bool locally_generated)
{
	struct event event = { .kind = EVENT_SUPPLICANT,
			       .supplicant.what = SUPPLICANT_DISCONNECTED };

	memcpy(event.supplicant.bssid, bssid, MAC_LENGTH);
	event.supplicant.has_reason = true;
	event.supplicant.reason = 6;
	event.supplicant.locally_generated = locally_generated;
	story_event(story, &event);
}

static void look(struct story *story, const uint8_t *bssid, unsigned frequency_mhz)
{
	struct event event = { .kind = EVENT_BSS };

	memcpy(event.bss.bssid, bssid, MAC_LENGTH);
	event.bss.after_failure = true;
	event.bss.absent = frequency_mhz == 0;
	event.bss.frequency_mhz = frequency_mhz;
	story_event(story, &event);
}

static const struct diagnosis *diagnosis_of(const struct story *story, size_t roam)
{
	return &analysis_roam(story->analysis, roam)->diagnosis;
}

static struct story *roamed(const char *steps)
{
	struct story *story = story_begin("ft-sae", steps);

	story_arrives(story, 0);
	story_ft_air(story, 1, story_stairs);
	assert_false(diagnosis_of(story, 0)->present);
	return story;
}

static void a_station_that_is_thrown_out_soon_after_has_not_quite_arrived(void **state)
{
	struct story *story = roamed(ROAM);
	const struct diagnosis *d;

	(void)state;
	story_wait(story, 2 * S);
	leave(story, story_stairs, false);
	d = diagnosis_of(story, 0);
	assert_true(d->present);
	assert_int_equal(d->cause, CAUSE_DEAUTHENTICATED_AFTER);
	assert_int_equal(d->candidate_count, 1);
	assert_string_equal(
		d->evidence[0],
		"stairs threw the station out 2.00s after it was connected, "
		"reason 6 (class 2 frame from a station that is not authenticated)");
	assert_string_equal(d->remedy.access_point, "stairs");
	story_end(story);
}

static void so_has_one_that_is_thrown_out_of_its_first_association(void **state)
{
	struct story *story = story_begin("ft-sae", ROAM);
	const struct diagnosis *d;

	(void)state;
	story_arrives(story, 0);
	story_wait(story, 1 * S);
	leave(story, story_hall, false);
	d = &analysis_association(story->analysis, 0)->diagnosis;
	assert_int_equal(d->cause, CAUSE_DEAUTHENTICATED_AFTER);
	story_end(story);
}

static void what_the_access_point_says_of_it_is_told(void **state)
{
	struct event event = { .kind = EVENT_AP_LOG };
	struct story *story = roamed(ROAM);

	(void)state;
	story_wait(story, 1 * S);
	event.ap_log.access_point = 1;
	event.ap_log.text = (char[]){ "AP-STA-DISCONNECTED 02:00:00:00:ff:00" };
	story_event(story, &event);
	leave(story, story_stairs, false);
	assert_int_equal(diagnosis_of(story, 0)->evidence_count, 2);
	assert_non_null(strstr(diagnosis_of(story, 0)->evidence[1],
			       "AP-STA-DISCONNECTED 02:00:00:00:ff:00"));
	story_end(story);
}

static void one_that_leaves_by_itself_or_later_or_another_has_arrived(void **state)
{
	struct story *itself = roamed(ROAM), *later = roamed(ROAM);
	struct story *another = roamed(ROAM);

	(void)state;
	leave(itself, story_stairs, true);
	assert_false(diagnosis_of(itself, 0)->present);
	story_wait(later, 5 * S + 1);
	leave(later, story_stairs, false);
	assert_false(diagnosis_of(later, 0)->present);
	leave(another, story_hall, false);
	assert_false(diagnosis_of(another, 0)->present);
	story_end(itself);
	story_end(later);
	story_end(another);
}

static void once_the_next_step_has_begun_it_is_that_step_s(void **state)
{
	struct story *story = roamed(TWO);

	(void)state;
	story_step(story, 2);
	story_command(story, "ROAM 02:00:00:00:01:00", true);
	leave(story, story_stairs, false);
	assert_false(diagnosis_of(story, 0)->present);
	story_end(story);
}

/* With traffic a roam's window is open until data flows again. */
static void it_may_be_thrown_out_while_the_roam_s_own_window_is_open(void **state)
{
	struct story *story = story_begin("ft-sae", ROAM);

	(void)state;
	story_arrives(story, 0);
	story_step(story, 1);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	story_authenticate(story, story_stairs, AUTH_FT, 2, 0);
	story_associate(story, story_stairs, 0, true);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_done(story, OUTCOME_OK, -1);
	story_wait(story, 1 * S);
	leave(story, story_hall, false);
	leave(story, story_stairs, false);
	story_wait(story, 1 * S);
	leave(story, story_stairs, false);
	story_settled(story, false);
	assert_int_equal(diagnosis_of(story, 0)->cause, CAUSE_DEAUTHENTICATED_AFTER);
	assert_non_null(strstr(diagnosis_of(story, 0)->evidence[0], "1.00s after"));
	story_end(story);
}

static void or_leave_by_itself(void **state)
{
	struct story *story = story_begin("ft-sae", ROAM);

	(void)state;
	story_arrives(story, 0);
	story_step(story, 1);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	story_authenticate(story, story_stairs, AUTH_FT, 2, 0);
	story_associate(story, story_stairs, 0, true);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_done(story, OUTCOME_OK, -1);
	story_wait(story, 1000);
	leave(story, story_stairs, true);
	leave(story, story_stairs, false);
	story_settled(story, false);
	assert_false(diagnosis_of(story, 0)->present);
	story_end(story);
}

static void a_disconnection_of_before_the_move_is_not_after_it(void **state)
{
	struct story *story = story_begin("ft-sae", ROAM);

	(void)state;
	story_arrives(story, 0);
	story_step(story, 1);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	leave(story, story_stairs, false);
	story_authenticate(story, story_stairs, AUTH_FT, 2, 0);
	story_associate(story, story_stairs, 0, true);
	story_wait(story, 1000);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_done(story, OUTCOME_OK, -1);
	story_wait(story, 1000);
	leave(story, story_stairs, false);
	story_settled(story, true);
	assert_non_null(strstr(diagnosis_of(story, 0)->evidence[0], "1.00ms after"));
	story_end(story);
}

/* A roam that nobody acknowledged. */
static struct story *unheard(const char *steps)
{
	struct story *story = story_begin("ft-sae", steps);
	struct event event = { .kind = EVENT_FRAME };
	struct event found = { .kind = EVENT_BSS, .bss.frequency_mhz = 2437 };

	story_arrives(story, 0);
	memcpy(found.bss.bssid, story_stairs, MAC_LENGTH);
	story_event(story, &found);
	story_step(story, 1);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	event.frame.sent = event.frame.unacknowledged = true;
	event.frame.frame = story_auth(AUTH_FT, 1, -1);
	memcpy(event.frame.frame.from, story_station, MAC_LENGTH);
	memcpy(event.frame.frame.to, story_stairs, MAC_LENGTH);
	story_event(story, &event);
	story_wait(story, 300000);
	story_timeout(story, KERNEL_AUTHENTICATE, story_stairs);
	story_done(story, OUTCOME_TIMEOUT, -1);
	story_settled(story, true);
	assert_int_equal(diagnosis_of(story, 0)->cause, CAUSE_MAX);
	assert_non_null(diagnosis_of(story, 0)->decide);
	return story;
}

static void a_target_that_a_look_around_does_not_find_is_off_the_air(void **state)
{
	struct story *story = unheard(ROAM);
	const struct diagnosis *d = diagnosis_of(story, 0);

	(void)state;
	look(story, story_hall, 0);
	assert_int_equal(d->cause, CAUSE_MAX);
	look(story, story_stairs, 0);
	assert_int_equal(d->cause, CAUSE_TARGET_OFF_AIR);
	assert_null(d->decide);
	assert_string_equal(d->evidence[1], "a scan of all channels did not find stairs");
	assert_string_equal(d->remedy.access_point, "stairs");
	story_end(story);
}

static void one_that_is_found_elsewhere_has_another_channel(void **state)
{
	struct story *story = unheard(ROAM);
	const struct diagnosis *d = diagnosis_of(story, 0);

	(void)state;
	look(story, story_stairs, 5180);
	assert_int_equal(d->cause, CAUSE_TARGET_CHANNEL);
	assert_string_equal(d->evidence[1],
			    "a scan of all channels found stairs at 5180 MHz; the "
			    "station had it at 2437 MHz");
	story_end(story);
}

static void one_that_is_where_it_was_leaves_it_undecided(void **state)
{
	struct story *story = unheard(ROAM);

	(void)state;
	look(story, story_stairs, 2437);
	assert_int_equal(diagnosis_of(story, 0)->cause, CAUSE_MAX);
	assert_non_null(diagnosis_of(story, 0)->decide);
	story_end(story);
}

static void a_mere_scan_is_no_look_around(void **state)
{
	struct event event = { .kind = EVENT_BSS, .bss.frequency_mhz = 5180 };
	struct story *story = unheard(ROAM);

	(void)state;
	memcpy(event.bss.bssid, story_stairs, MAC_LENGTH);
	story_event(story, &event);
	look(story, story_hall, 2412); /* one, for somebody else */
	assert_int_equal(diagnosis_of(story, 0)->cause, CAUSE_MAX);
	story_end(story);
}

static void what_was_decided_stays(void **state)
{
	struct story *story = unheard(ROAM);

	(void)state;
	look(story, story_stairs, 0);
	look(story, story_stairs, 5180);
	assert_int_equal(diagnosis_of(story, 0)->cause, CAUSE_TARGET_OFF_AIR);
	story_end(story);
}

static void a_target_that_has_acknowledged_was_there(void **state)
{
	struct story *story = story_begin("ft-sae", ROAM);

	(void)state;
	story_arrives(story, 0);
	story_step(story, 1);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	story_sent(story, story_stairs, story_auth(AUTH_FT, 1, -1));
	story_timeout(story, KERNEL_AUTHENTICATE, story_stairs);
	story_done(story, OUTCOME_TIMEOUT, -1);
	story_settled(story, true);
	look(story, story_stairs, 0);
	assert_int_equal(diagnosis_of(story, 0)->cause, CAUSE_MAX);
	story_end(story);
}

static void before_the_first_step_has_ended_there_is_none(void **state)
{
	struct story *story = story_begin("ft-sae", ROAM);

	(void)state;
	look(story, story_stairs, 0);
	leave(story, story_hall, false);
	assert_int_equal(analysis_roam_count(story->analysis), 0);
	story_end(story);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_station_that_is_thrown_out_soon_after_has_not_quite_arrived),
		cmocka_unit_test(so_has_one_that_is_thrown_out_of_its_first_association),
		cmocka_unit_test(what_the_access_point_says_of_it_is_told),
		cmocka_unit_test(
			one_that_leaves_by_itself_or_later_or_another_has_arrived),
		cmocka_unit_test(once_the_next_step_has_begun_it_is_that_step_s),
		cmocka_unit_test(
			it_may_be_thrown_out_while_the_roam_s_own_window_is_open),
		cmocka_unit_test(or_leave_by_itself),
		cmocka_unit_test(a_disconnection_of_before_the_move_is_not_after_it),
		cmocka_unit_test(
			a_target_that_a_look_around_does_not_find_is_off_the_air),
		cmocka_unit_test(one_that_is_found_elsewhere_has_another_channel),
		cmocka_unit_test(one_that_is_where_it_was_leaves_it_undecided),
		cmocka_unit_test(a_mere_scan_is_no_look_around),
		cmocka_unit_test(what_was_decided_stays),
		cmocka_unit_test(a_target_that_has_acknowledged_was_there),
		cmocka_unit_test(before_the_first_step_has_ended_there_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
