/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"
#include "situation.h"
#include "story.h"

/* Events of the step, and what the station then saw. */

static void tell(struct situation *s, enum supplicant_event what, const uint8_t *bssid,
		 int status)
{
	struct event event = { .kind = EVENT_SUPPLICANT, .supplicant.what = what };

	memcpy(event.supplicant.bssid, bssid, MAC_LENGTH);
	event.supplicant.has_status = status >= 0;
	event.supplicant.status = status >= 0 ? (unsigned)status : 0;
	situation_event(s, &event);
}

static void command(struct situation *s, const char *text)
{
	struct event event = { .kind = EVENT_COMMAND };

	event.command.text = (char *)(uintptr_t)text;
	situation_event(s, &event);
}

static void reply(struct situation *s, bool ok)
{
	struct event event = { .kind = EVENT_REPLY, .reply.ok = ok };

	situation_event(s, &event);
}

static void capture(struct situation *s, bool sent, bool unacknowledged,
		    struct frame frame)
{
	struct event event = { .kind = EVENT_FRAME };

	event.frame.frame = frame;
	event.frame.sent = sent;
	event.frame.unacknowledged = unacknowledged;
	memcpy(event.frame.frame.from, sent ? story_station : story_stairs, MAC_LENGTH);
	memcpy(event.frame.frame.to, sent ? story_stairs : story_station, MAC_LENGTH);
	situation_event(s, &event);
}

static void give_up(struct situation *s, enum kernel_event what)
{
	struct event event = { .kind = EVENT_KERNEL, .kernel.what = what };

	event.kernel.timed_out = true;
	memcpy(event.kernel.mac, story_stairs, MAC_LENGTH);
	situation_event(s, &event);
}

static const struct symptom *find(struct situation *s, enum outcome outcome,
				  enum method used)
{
	situation_outcome(s, outcome);
	symptom_find(&s->window, s->scenario, used, s->c.from, &s->target, &s->symptom);
	return &s->symptom;
}

static void a_roam_as_it_should_be_has_none(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	assert_int_equal(find(s, OUTCOME_OK, METHOD_FT_AIR)->kind, SYMPTOM_NONE);
}

static void nor_has_an_association_whatever_it_used(void **state)
{
	cleanup_situation_ struct situation *s = situation_of_association("ft-sae");

	(void)state;
	assert_int_equal(find(s, OUTCOME_OK, METHOD_FULL)->kind, SYMPTOM_NONE);
}

static void nor_has_a_full_roam_where_ft_is_not_used(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("sae", "air");

	(void)state;
	assert_int_equal(find(s, OUTCOME_OK, METHOD_FULL)->kind, SYMPTOM_NONE);
}

static void a_target_says_no_with_a_frame(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");
	const struct symptom *symptom;

	(void)state;
	capture(s, true, false, story_auth(AUTH_FT, 1, -1));
	capture(s, false, false, story_auth(AUTH_FT, 2, 53));
	symptom = find(s, OUTCOME_REJECTED, METHOD_NONE);
	assert_int_equal(symptom->kind, SYMPTOM_REFUSED);
	assert_int_equal(symptom->asked, ASKED_AUTHENTICATION);
	assert_true(symptom->has_algorithm);
	assert_int_equal(symptom->algorithm, AUTH_FT);
	assert_int_equal(symptom->transaction, 2);
	assert_true(symptom->has_status);
	assert_int_equal(symptom->status, 53);
	assert_true(symptom->tried_ft);
	assert_int_equal(symptom->sent, 1);
	assert_int_equal(symptom->unacknowledged, 0);
	assert_false(symptom->late);
}

static void that_of_a_reassociation_is_told_from_that_of_an_association(void **state)
{
	static const enum asked asked[] = { ASKED_REASSOCIATION, ASKED_ASSOCIATION };
	static const enum frame_kind kinds[] = { FRAME_REASSOCIATION_RESPONSE,
						 FRAME_ASSOCIATION_RESPONSE };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

		capture(s, false, false, story_ft_frame(kinds[i], 31));
		assert_int_equal(find(s, OUTCOME_REJECTED, METHOD_NONE)->asked, asked[i]);
		assert_int_equal(s->symptom.status, 31);
	}
}

static void or_through_wpa_supplicant(void **state)
{
	static const struct {
		enum supplicant_event what;
		enum asked asked;
	} ways[] = {
		{ SUPPLICANT_AUTH_REJECT, ASKED_AUTHENTICATION },
		{ SUPPLICANT_ASSOC_REJECT, ASKED_ASSOCIATION },
		{ SUPPLICANT_FT_RESPONSE, ASKED_FT_REQUEST },
	};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		cleanup_situation_ struct situation *s = situation_begin("ft-sae", "ds");

		tell(s, ways[i].what, story_elsewhere, 1);
		tell(s, ways[i].what, story_stairs, 17);
		assert_int_equal(find(s, OUTCOME_REJECTED, METHOD_NONE)->kind,
				 SYMPTOM_REFUSED);
		assert_int_equal(s->symptom.asked, ways[i].asked);
		assert_int_equal(s->symptom.status, 17);
		assert_false(s->symptom.has_algorithm);
	}
}

static void a_no_counts_from_the_move_and_not_from_a_scan_before_it(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "ds");

	(void)state;
	s->window.moments[0].command.move = false; /* it was the scan */
	s->window.moved = false;
	s->now_ns += 3 * NS_PER_S;
	command(s, "FT_DS " STAIRS_BSSID);
	tell(s, SUPPLICANT_FT_RESPONSE, story_stairs, 53);
	assert_false(find(s, OUTCOME_REJECTED, METHOD_NONE)->late);
	assert_int_equal(s->symptom.after_ns, NS_PER_MS);
}

static void a_no_after_a_pull_in_vain_is_late(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "ds");

	(void)state;
	s->now_ns += 4 * NS_PER_S;
	tell(s, SUPPLICANT_FT_RESPONSE, story_stairs, 53);
	assert_true(find(s, OUTCOME_REJECTED, METHOD_NONE)->late);
	assert_in_range(s->symptom.after_ns, 4 * NS_PER_S, 5 * NS_PER_S);
}

static void a_token_for_sae_is_no_refusal(void **state)
{
	cleanup_situation_ struct situation *s = situation_of_association("ft-sae");

	(void)state;
	capture(s, false, false, story_auth(AUTH_SAE, 1, 76));
	capture(s, false, false, story_auth(AUTH_SAE, 2, 15));
	assert_int_equal(find(s, OUTCOME_REJECTED, METHOD_NONE)->status, 15);
	assert_int_equal(s->symptom.transaction, 2);
}

static void a_target_that_does_not_answer_is_silent(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");
	const struct symptom *symptom;

	(void)state;
	capture(s, true, false, story_auth(AUTH_FT, 1, -1));
	capture(s, true, true, story_auth(AUTH_FT, 1, -1));
	capture(s, true, true, story_key_frame(2)); /* none of management */
	give_up(s, KERNEL_AUTHENTICATE);
	symptom = find(s, OUTCOME_TIMEOUT, METHOD_NONE);
	assert_int_equal(symptom->kind, SYMPTOM_SILENT);
	assert_int_equal(symptom->asked, ASKED_AUTHENTICATION);
	assert_int_equal(symptom->sent, 2);
	assert_int_equal(symptom->unacknowledged, 1);
	assert_true(symptom->tried_ft);
	assert_false(symptom->late);
}

static void silence_may_follow_the_association_request(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	capture(s, true, false, story_auth(AUTH_SAE, 1, -1));
	give_up(s, KERNEL_ASSOCIATE);
	assert_int_equal(find(s, OUTCOME_TIMEOUT, METHOD_NONE)->kind, SYMPTOM_SILENT);
	assert_int_equal(s->symptom.asked, ASKED_ASSOCIATION);
	assert_false(s->symptom.tried_ft);
}

static void who_asks_to_come_back_later_puts_off(void **state)
{
	struct event event = { .kind = EVENT_KERNEL,
			       .kernel.what = KERNEL_ASSOC_COMEBACK };
	cleanup_situation_ struct situation *s = situation_of_association("ft-sae");

	(void)state;
	memcpy(event.kernel.mac, story_stairs, MAC_LENGTH);
	situation_event(s, &event);
	give_up(s, KERNEL_ASSOCIATE);
	assert_int_equal(find(s, OUTCOME_TIMEOUT, METHOD_NONE)->kind, SYMPTOM_PUT_OFF);
}

static void over_the_ds_silence_is_that_nothing_came_back(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "ds");

	(void)state;
	assert_int_equal(find(s, OUTCOME_TIMEOUT, METHOD_NONE)->kind, SYMPTOM_SILENT);
	assert_int_equal(s->symptom.asked, ASKED_FT_REQUEST);
	assert_false(s->symptom.late);
}

static void or_that_wpa_supplicant_did_not_go_on_from_what_came(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "ds");

	(void)state;
	s->now_ns += 4 * NS_PER_S;
	tell(s, SUPPLICANT_FT_RESPONSE, story_stairs, 0);
	assert_int_equal(find(s, OUTCOME_TIMEOUT, METHOD_NONE)->kind, SYMPTOM_SILENT);
	assert_true(s->symptom.late);
	assert_int_equal(s->symptom.after_ns, 4 * NS_PER_S + NS_PER_MS);
}

static void if_it_did_go_on_it_was_too_slow(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "ds");

	(void)state;
	tell(s, SUPPLICANT_FT_RESPONSE, story_stairs, 0);
	tell(s, SUPPLICANT_ASSOCIATING, story_stairs, -1);
	assert_int_equal(find(s, OUTCOME_TIMEOUT, METHOD_NONE)->kind, SYMPTOM_TOO_SLOW);
}

static void a_deadline_passes_with_a_try_or_without(void **state)
{
	cleanup_situation_ struct situation *without = situation_begin("ft-sae", "air");
	cleanup_situation_ struct situation *with = situation_begin("ft-sae", "air");

	(void)state;
	tell(with, SUPPLICANT_AUTHENTICATING, story_stairs, -1);
	tell(without, SUPPLICANT_AUTHENTICATING, story_elsewhere, -1);
	assert_int_equal(find(with, OUTCOME_TIMEOUT, METHOD_NONE)->kind,
			 SYMPTOM_TOO_SLOW);
	assert_int_equal(find(without, OUTCOME_TIMEOUT, METHOD_NONE)->kind,
			 SYMPTOM_NOT_TRIED);
}

static void a_command_may_be_refused_by_wpa_supplicant_itself(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	reply(s, false);
	assert_int_equal(find(s, OUTCOME_REJECTED, METHOD_NONE)->kind,
			 SYMPTOM_COMMAND_REFUSED);
}

static void a_rejection_that_no_frame_tells_has_the_step_s_status(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	reply(s, true);
	situation_outcome(s, OUTCOME_REJECTED);
	s->window.has_status = true;
	s->window.status = 17;
	symptom_find(&s->window, s->scenario, METHOD_NONE, s->c.from, &s->target,
		     &s->symptom);
	assert_int_equal(s->symptom.kind, SYMPTOM_REFUSED);
	assert_int_equal(s->symptom.asked, ASKED_NOTHING);
	assert_int_equal(s->symptom.status, 17);
}

static void where_the_move_was_not_commanded_the_target_was_not_found(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	s->window.moved = false;
	assert_int_equal(find(s, OUTCOME_TIMEOUT, METHOD_NONE)->kind, SYMPTOM_NOT_FOUND);
}

static void or_the_station_did_not_get_to_where_the_roam_starts(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	s->window.moved = s->window.started = false;
	command(s, "SELECT_NETWORK 0");
	assert_int_equal(find(s, OUTCOME_TIMEOUT, METHOD_NONE)->kind,
			 SYMPTOM_NOT_BROUGHT);
}

static void nor_does_it_where_that_is_not_found(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	s->window.moved = s->window.started = false;
	command(s, "BSS " HALL_BSSID);
	command(s, "SCAN TYPE=ONLY freq=2412");
	command(s, "BSS " HALL_BSSID);
	assert_int_equal(find(s, OUTCOME_TIMEOUT, METHOD_NONE)->kind,
			 SYMPTOM_NOT_BROUGHT);
}

static void what_is_done_behind_the_step_does_not_change_that(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	s->window.moved = s->window.started = false;
	command(s, "BSS " STAIRS_BSSID);
	command(s, "SCAN TYPE=ONLY freq=2437");
	situation_outcome(s, OUTCOME_TIMEOUT);
	command(s, "BSSID 0 " HALL_BSSID);
	command(s, "SELECT_NETWORK 0");
	command(s, "BSS " HALL_BSSID);
	symptom_find(&s->window, s->scenario, METHOD_NONE, s->c.from, &s->target,
		     &s->symptom);
	assert_int_equal(s->symptom.kind, SYMPTOM_NOT_FOUND);
}

static void a_station_that_was_brought_there_may_not_find_the_target(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	s->window.moved = s->window.started = false;
	command(s, "SELECT_NETWORK 0");
	command(s, "SCAN TYPE=ONLY freq=2437");
	assert_int_equal(find(s, OUTCOME_TIMEOUT, METHOD_NONE)->kind, SYMPTOM_NOT_FOUND);
}

static void a_disconnection_has_its_reason_and_going_elsewhere_none(void **state)
{
	cleanup_situation_ struct situation *gone = situation_begin("ft-sae", "air");
	cleanup_situation_ struct situation *elsewhere = situation_begin("ft-sae", "air");

	(void)state;
	situation_outcome(gone, OUTCOME_DISCONNECTED);
	gone->window.has_status = true;
	gone->window.status = 15;
	symptom_find(&gone->window, gone->scenario, METHOD_NONE, gone->c.from,
		     &gone->target, &gone->symptom);
	assert_int_equal(gone->symptom.kind, SYMPTOM_DISCONNECTED);
	assert_int_equal(gone->symptom.status, 15);
	assert_int_equal(find(elsewhere, OUTCOME_WRONG_AP, METHOD_NONE)->kind,
			 SYMPTOM_ELSEWHERE);
}

static void what_arrived_in_another_way_says_which(void **state)
{
	static const struct {
		const char *via;
		enum method used;
		enum symptom_kind kind;
	} ways[] = {
		{ "air", METHOD_FULL, SYMPTOM_FELL_BACK },
		{ "air", METHOD_PMKSA, SYMPTOM_CACHED },
		{ "ds", METHOD_FT_AIR, SYMPTOM_ANOTHER_WAY },
		{ "ds", METHOD_FT_DS, SYMPTOM_NONE },
	};

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		cleanup_situation_ struct situation *s =
			situation_begin("ft-sae", ways[i].via);

		assert_int_equal(find(s, OUTCOME_OK, ways[i].used)->kind, ways[i].kind);
		assert_int_equal(s->symptom.before, SYMPTOM_NONE);
	}
}

static void a_full_authentication_may_come_after_a_refusal_of_ft(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	capture(s, true, false, story_auth(AUTH_FT, 1, -1));
	capture(s, false, false, story_auth(AUTH_FT, 2, 53));
	capture(s, false, false, story_auth(AUTH_SAE, 2, 0));
	assert_int_equal(find(s, OUTCOME_OK, METHOD_FULL)->kind, SYMPTOM_FELL_BACK);
	assert_int_equal(s->symptom.before, SYMPTOM_REFUSED);
	assert_int_equal(s->symptom.status, 53);
}

static void ft_to_another_domain_or_cipher_is_not_well(void **state)
{
	cleanup_situation_ struct situation *domain = situation_begin("ft-sae", "air");
	cleanup_situation_ struct situation *cipher = situation_begin("ft-sae", "air");

	(void)state;
	domain->target.elements.mobility_domain = 0xb2b2;
	cipher->target.elements.pairwise_ciphers[0] = CIPHER_GCMP;
	assert_int_equal(find(domain, OUTCOME_OK, METHOD_FT_AIR)->kind,
			 SYMPTOM_ACROSS_DOMAINS);
	assert_int_equal(find(cipher, OUTCOME_OK, METHOD_FT_AIR)->kind,
			 SYMPTOM_ACROSS_CIPHERS);
}

static void two_that_have_a_cipher_in_common_do_not_lack_one(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	s->target.elements.pairwise_ciphers[0] = CIPHER_GCMP;
	assert_true(lacks_common_cipher(&s->from, &s->target));
	s->target.elements.pairwise_ciphers[1] = CIPHER_CCMP;
	s->target.elements.pairwise_cipher_count = 2;
	assert_false(lacks_common_cipher(&s->from, &s->target));
	s->target.elements.pairwise_cipher_count = 0; /* not known */
	assert_false(lacks_common_cipher(&s->from, &s->target));
}

static void what_was_not_seen_differs_in_nothing(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	s->target.elements.mobility_domain = 0xb2b2;
	assert_true(domains_differ(&s->from, &s->target));
	s->from.seen = false;
	assert_false(domains_differ(&s->from, &s->target));
	s->target.elements.pairwise_ciphers[0] = CIPHER_GCMP;
	assert_false(lacks_common_cipher(&s->from, &s->target));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_roam_as_it_should_be_has_none),
		cmocka_unit_test(nor_has_an_association_whatever_it_used),
		cmocka_unit_test(nor_has_a_full_roam_where_ft_is_not_used),
		cmocka_unit_test(a_target_says_no_with_a_frame),
		cmocka_unit_test(
			that_of_a_reassociation_is_told_from_that_of_an_association),
		cmocka_unit_test(or_through_wpa_supplicant),
		cmocka_unit_test(a_no_counts_from_the_move_and_not_from_a_scan_before_it),
		cmocka_unit_test(a_no_after_a_pull_in_vain_is_late),
		cmocka_unit_test(a_token_for_sae_is_no_refusal),
		cmocka_unit_test(a_target_that_does_not_answer_is_silent),
		cmocka_unit_test(silence_may_follow_the_association_request),
		cmocka_unit_test(who_asks_to_come_back_later_puts_off),
		cmocka_unit_test(over_the_ds_silence_is_that_nothing_came_back),
		cmocka_unit_test(or_that_wpa_supplicant_did_not_go_on_from_what_came),
		cmocka_unit_test(if_it_did_go_on_it_was_too_slow),
		cmocka_unit_test(a_deadline_passes_with_a_try_or_without),
		cmocka_unit_test(a_command_may_be_refused_by_wpa_supplicant_itself),
		cmocka_unit_test(a_rejection_that_no_frame_tells_has_the_step_s_status),
		cmocka_unit_test(
			where_the_move_was_not_commanded_the_target_was_not_found),
		cmocka_unit_test(or_the_station_did_not_get_to_where_the_roam_starts),
		cmocka_unit_test(nor_does_it_where_that_is_not_found),
		cmocka_unit_test(what_is_done_behind_the_step_does_not_change_that),
		cmocka_unit_test(
			a_station_that_was_brought_there_may_not_find_the_target),
		cmocka_unit_test(a_disconnection_has_its_reason_and_going_elsewhere_none),
		cmocka_unit_test(what_arrived_in_another_way_says_which),
		cmocka_unit_test(a_full_authentication_may_come_after_a_refusal_of_ft),
		cmocka_unit_test(ft_to_another_domain_or_cipher_is_not_well),
		cmocka_unit_test(two_that_have_a_cipher_in_common_do_not_lack_one),
		cmocka_unit_test(what_was_not_seen_differs_in_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
