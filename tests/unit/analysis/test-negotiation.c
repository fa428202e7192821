/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/negotiation.h"

#include "../cmocka-all.h"
#include "story.h"

#define AIR                                                          \
	"steps: [ associate: hall, roam: { to: stairs, via: air }, " \
	"roam: { to: hall, via: air }, roam: { to: stairs, via: air } ]\n"
#define DS "steps: [ associate: hall, roam: { to: stairs, via: ds } ]\n"

static void begin(struct story *story, int step, const char *command)
{
	story_wait(story, 1000);
	story_step(story, step);
	story_command(story, command, true);
	story_wait(story, 100);
}

static void end(struct story *story, const uint8_t *target)
{
	story_wait(story, 100);
	story_supplicant(story, SUPPLICANT_CONNECTED, target);
	story_done(story, OUTCOME_OK, -1);
	story_settled(story, true);
}

static void ft_exchange(struct story *story)
{
	story_sent(story, story_stairs, story_auth(AUTH_FT, 1, -1));
	story_received(story, story_stairs, story_auth(AUTH_FT, 2, 0));
	story_wait(story, 100);
	story_sent(story, story_stairs, story_ft_frame(FRAME_REASSOCIATION_REQUEST, -1));
	story_received(story, story_stairs,
		       story_ft_frame(FRAME_REASSOCIATION_RESPONSE, 0));
}

static void frames_of_ft_tell_holders_names_and_suites(void **state)
{
	struct story *story = story_begin("ft-sae", AIR);
	const struct negotiation *n;
	uint8_t r0_name[16], r1_name[16];

	(void)state;
	memset(r0_name, 0x10, sizeof(r0_name));
	memset(r1_name, 0x11, sizeof(r1_name));
	story_arrives(story, 0);
	begin(story, 1, "ROAM 02:00:00:00:02:00");
	ft_exchange(story);
	end(story, story_stairs);
	n = &analysis_roam(story->analysis, 0)->negotiated;
	assert_true(n->has_security);
	assert_int_equal(n->akm, 0x000fac09);
	assert_int_equal(n->pairwise_cipher, 0x000fac04);
	assert_int_equal(n->group_cipher, 0x000fac04);
	assert_int_equal(n->group_management_cipher, 0x000fac06);
	assert_true(n->pmf);
	assert_true(n->has_mobility_domain);
	assert_int_equal(n->mobility_domain, 0xa1b2);
	assert_true(n->over_ds);
	assert_int_equal(n->r0kh_id_length, 13);
	assert_memory_equal(n->r0kh_id, "hall.roamtest", 13);
	assert_true(n->has_r1kh_id);
	assert_memory_equal(n->r1kh_id, story_stairs, MAC_LENGTH);
	assert_true(n->has_pmkr0_name);
	assert_memory_equal(n->pmkr0_name, r0_name, sizeof(r0_name));
	assert_true(n->has_pmkr1_name);
	assert_memory_equal(n->pmkr1_name, r1_name, sizeof(r1_name));
	assert_false(n->has_reassociation_deadline);
	assert_false(n->has_rsnxe);
	story_end(story);
}

static void without_frames_nothing_is_known(void **state)
{
	struct story *story = story_begin("ft-sae", AIR);
	const struct negotiation *n;

	(void)state;
	story_arrives(story, 0);
	begin(story, 1, "ROAM 02:00:00:00:02:00");
	end(story, story_stairs);
	n = &analysis_roam(story->analysis, 0)->negotiated;
	assert_false(n->has_security);
	assert_false(n->has_mobility_domain);
	assert_int_equal(n->r0kh_id_length, 0);
	assert_false(n->has_r1kh_id || n->has_pmkr0_name || n->has_pmkr1_name);
	story_end(story);
}

static void frames_with_another_access_point_tell_nothing(void **state)
{
	struct story *story = story_begin("ft-sae", AIR);
	const struct negotiation *n;

	(void)state;
	story_arrives(story, 0);
	begin(story, 1, "ROAM 02:00:00:00:02:00");
	story_sent(story, story_hall, story_ft_frame(FRAME_REASSOCIATION_REQUEST, -1));
	story_received(story, story_hall, story_auth(AUTH_FT, 2, 0));
	end(story, story_stairs);
	n = &analysis_roam(story->analysis, 0)->negotiated;
	assert_false(n->has_security);
	assert_false(n->has_mobility_domain);
	story_end(story);
}

/* They are between the station and its current access point; their target counts. */
static void an_ft_request_over_the_ds_names_pmk_r0(void **state)
{
	struct story *story = story_begin("ft-psk", DS);
	struct frame request = story_ft_frame(FRAME_FT_REQUEST, -1);
	const struct negotiation *n;

	(void)state;
	memcpy(request.target_ap, story_stairs, MAC_LENGTH);
	request.ft_capability = 0;
	story_arrives(story, 0);
	begin(story, 1, "FT_DS 02:00:00:00:02:00");
	story_sent(story, story_hall, request);
	end(story, story_stairs);
	n = &analysis_roam(story->analysis, 0)->negotiated;
	assert_true(n->has_pmkr0_name);
	assert_false(n->has_pmkr1_name);
	assert_true(n->has_mobility_domain);
	assert_false(n->over_ds);
	story_end(story);
}

/* A PMKSA's identifier is no name of a PMK-R1. */
static void a_pmkid_without_an_fte_is_no_name(void **state)
{
	struct story *story = story_begin("sae", AIR);
	struct frame request = story_ft_frame(FRAME_REASSOCIATION_REQUEST, -1);

	(void)state;
	request.has_mde = request.has_fte = request.has_r1kh_id = false;
	request.r0kh_id_length = 0;
	request.has_rsnxe = true;
	request.rsnxe = 0x20;
	story_arrives(story, 0);
	begin(story, 1, "ROAM 02:00:00:00:02:00");
	story_sent(story, story_stairs, request);
	end(story, story_stairs);
	assert_false(analysis_roam(story->analysis, 0)->negotiated.has_pmkr1_name);
	assert_true(analysis_roam(story->analysis, 0)->negotiated.has_rsnxe);
	assert_int_equal(analysis_roam(story->analysis, 0)->negotiated.rsnxe, 0x20);
	story_end(story);
}

static void message_2_names_pmk_r1(void **state)
{
	struct story *story = story_begin("ft-psk", AIR);
	struct frame message = story_key_frame(2);

	(void)state;
	message.pmkid_count = 1;
	memset(message.pmkid, 0x22, sizeof(message.pmkid));
	story_step(story, 0);
	story_command(story, "SELECT_NETWORK 0", true);
	story_sent(story, story_hall, message);
	end(story, story_hall);
	assert_true(analysis_association(story->analysis, 0)->negotiated.has_pmkr1_name);
	assert_memory_equal(
		analysis_association(story->analysis, 0)->negotiated.pmkr1_name,
		message.pmkid, sizeof(message.pmkid));
	story_end(story);
}

/* A full authentication with these Timeout Interval elements; 0: without. */
static void full(struct story *story, const uint8_t *target, uint32_t deadline_tu)
{
	struct frame response = story_ft_frame(FRAME_REASSOCIATION_RESPONSE, 0);

	response.has_reassociation_deadline = response.has_key_lifetime = deadline_tu > 0;
	response.reassociation_deadline_tu = deadline_tu;
	response.key_lifetime_s = 600;
	story_received(story, target, story_auth(AUTH_SAE, 2, 0));
	story_received(story, target, response);
	story_wait(story, 10);
	story_sent(story, target, story_key_frame(2));
	end(story, target);
}

static void deadlines_hold_for_the_ft_roams_of_their_domain(void **state)
{
	struct story *story = story_begin("ft-sae", AIR);
	const struct negotiation *n;

	(void)state;
	begin(story, 0, "SELECT_NETWORK 0");
	full(story, story_hall, 1000);
	begin(story, 1, "ROAM 02:00:00:00:02:00");
	ft_exchange(story);
	end(story, story_stairs);
	n = &analysis_roam(story->analysis, 0)->negotiated;
	assert_true(n->has_reassociation_deadline);
	assert_int_equal(n->reassociation_deadline_tu, 1000);
	assert_true(n->has_key_lifetime);
	assert_int_equal(n->key_lifetime_s, 600);
	story_end(story);
}

static void a_full_authentication_begins_the_domain_anew(void **state)
{
	struct story *story = story_begin("ft-sae", AIR);

	(void)state;
	begin(story, 0, "SELECT_NETWORK 0");
	full(story, story_hall, 1000);
	begin(story, 1, "ROAM 02:00:00:00:02:00");
	full(story, story_stairs, 0);
	story_ft_air(story, 2, story_hall);
	assert_int_equal(analysis_roam(story->analysis, 0)->used, METHOD_FULL);
	assert_false(
		analysis_roam(story->analysis, 0)->negotiated.has_reassociation_deadline);
	assert_int_equal(analysis_roam(story->analysis, 1)->used, METHOD_FT_AIR);
	assert_false(
		analysis_roam(story->analysis, 1)->negotiated.has_reassociation_deadline);
	story_end(story);
}

static void a_roam_that_failed_leaves_the_domain_as_it_was(void **state)
{
	struct story *story = story_begin("ft-sae", AIR);

	(void)state;
	begin(story, 0, "SELECT_NETWORK 0");
	full(story, story_hall, 1000);
	begin(story, 1, "ROAM 02:00:00:00:02:00");
	story_done(story, OUTCOME_TIMEOUT, -1);
	story_settled(story, true);
	story_ft_air(story, 2, story_hall);
	assert_int_equal(
		analysis_roam(story->analysis, 1)->negotiated.reassociation_deadline_tu,
		1000);
	story_end(story);
}

static void key_checks_of_the_target_belong_to_the_roam(void **state)
{
	struct story *story = story_begin("ft-psk", AIR);
	const struct negotiation *n;

	(void)state;
	story_arrives(story, 0);
	begin(story, 1, "ROAM 02:00:00:00:02:00");
	story_ft_keys(story, story_stairs, FT_CHECK_PMKR0_NAME, true);
	story_ft_keys(story, story_hall, FT_CHECK_MIC, false);
	story_ft_keys(story, story_stairs, FT_CHECK_MIC_AP, false);
	ft_exchange(story);
	end(story, story_stairs);
	n = &analysis_roam(story->analysis, 0)->negotiated;
	assert_int_equal(n->check_count, 2);
	assert_int_equal(n->checks[0].check, FT_CHECK_PMKR0_NAME);
	assert_true(n->checks[0].matches);
	assert_int_equal(n->checks[1].check, FT_CHECK_MIC_AP);
	assert_false(n->checks[1].matches);
	assert_int_equal(n->checks[1].length, 16);
	assert_int_equal(n->checks[1].expected[15], 0xaa);
	assert_int_equal(n->checks[1].found[15], 0xbb);
	story_end(story);
}

/* The explanation of a roam whose first check that fails is this one. */
static void assert_fault(enum ft_check check, const char *fault)
{
	struct story *story = story_begin("ft-psk", AIR);
	const char *explanation;

	story_arrives(story, 0);
	begin(story, 1, "ROAM 02:00:00:00:02:00");
	story_ft_keys(story, story_stairs, FT_CHECK_PMKR0_NAME,
		      check != FT_CHECK_PMKR0_NAME);
	story_ft_keys(story, story_stairs, check, false);
	story_ft_keys(story, story_stairs, FT_CHECK_EAPOL_MIC_AP, false);
	story_done(story, OUTCOME_TIMEOUT, -1);
	story_settled(story, true);
	explanation = analysis_roam(story->analysis, 0)->explanation;
	assert_non_null(explanation);
	if (!strstr(explanation, fault))
		fail_msg("%s: %s", ft_check_name(check), explanation);
	story_end(story);
}

static void a_check_that_fails_names_the_side_that_is_wrong(void **state)
{
	(void)state;
	assert_fault(FT_CHECK_PMKR0_NAME, "; the station named another PMK-R0 than ");
	assert_fault(FT_CHECK_PMKR1_NAME, "; the station named another PMK-R1 than ");
	assert_fault(FT_CHECK_PMKR1_NAME_AP, "; stairs named another PMK-R1 than ");
	assert_fault(FT_CHECK_MIC, "; the MIC of the station's reassociation request ");
	assert_fault(FT_CHECK_MIC_AP, "; the MIC of stairs's reassociation response ");
	assert_fault(FT_CHECK_EAPOL_MIC, "; the MIC of the station's 4-way handshake ");
	assert_fault(FT_CHECK_EAPOL_MIC_AP, "; the MIC of stairs's 4-way handshake is "
					    "wrong: its password is another one");
}

static void checks_that_all_match_explain_nothing(void **state)
{
	struct story *story = story_begin("ft-psk", AIR);

	(void)state;
	story_arrives(story, 0);
	begin(story, 1, "ROAM 02:00:00:00:02:00");
	story_ft_keys(story, story_stairs, FT_CHECK_MIC_AP, true);
	story_authenticate(story, story_stairs, AUTH_FT, 2, 53);
	story_done(story, OUTCOME_REJECTED, 53);
	story_settled(story, true);
	assert_string_equal(analysis_roam(story->analysis, 0)->explanation,
			    "stairs rejected the FT authentication with status 53 "
			    "(invalid PMKID)");
	story_end(story);
}

/* The explanation of a roam that ended in silence after message 2, sent so often, the
 * access point's message 3 perhaps seen. */
static void assert_silence(int sent, bool answered, enum outcome outcome, bool named)
{
	static const char fault[] =
		"; the station's message 2 of the 4-way handshake is right for its "
		"password, and stairs does not go on from it: the password of stairs is "
		"another one";
	struct story *story = story_begin("ft-psk", AIR);
	const char *explanation;

	story_arrives(story, 0);
	begin(story, 1, "ROAM 02:00:00:00:02:00");
	for (int i = 0; i < sent; i++)
		story_ft_keys(story, story_stairs, FT_CHECK_EAPOL_MIC, true);
	if (answered)
		story_ft_keys(story, story_stairs, FT_CHECK_EAPOL_MIC_AP, true);
	story_done(story, outcome, -1);
	story_settled(story, true);
	explanation = analysis_roam(story->analysis, 0)->explanation;
	assert_non_null(explanation);
	assert_int_equal(strstr(explanation, fault) != NULL, named);
	story_end(story);
}

static void
an_access_point_that_asks_for_message_2_again_has_another_password(void **state)
{
	(void)state;
	assert_silence(2, false, OUTCOME_TIMEOUT, true);
	assert_silence(4, false, OUTCOME_DISCONNECTED, true);
	assert_silence(2, true, OUTCOME_TIMEOUT, false);
	assert_silence(2, false, OUTCOME_OK, false);
}

static void one_that_is_silent_after_message_2_may_be_gone(void **state)
{
	(void)state;
	assert_silence(1, false, OUTCOME_TIMEOUT, false);
	assert_silence(1, false, OUTCOME_DISCONNECTED, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_of_ft_tell_holders_names_and_suites),
		cmocka_unit_test(without_frames_nothing_is_known),
		cmocka_unit_test(frames_with_another_access_point_tell_nothing),
		cmocka_unit_test(an_ft_request_over_the_ds_names_pmk_r0),
		cmocka_unit_test(a_pmkid_without_an_fte_is_no_name),
		cmocka_unit_test(message_2_names_pmk_r1),
		cmocka_unit_test(deadlines_hold_for_the_ft_roams_of_their_domain),
		cmocka_unit_test(a_full_authentication_begins_the_domain_anew),
		cmocka_unit_test(a_roam_that_failed_leaves_the_domain_as_it_was),
		cmocka_unit_test(key_checks_of_the_target_belong_to_the_roam),
		cmocka_unit_test(a_check_that_fails_names_the_side_that_is_wrong),
		cmocka_unit_test(checks_that_all_match_explain_nothing),
		cmocka_unit_test(
			an_access_point_that_asks_for_message_2_again_has_another_password),
		cmocka_unit_test(one_that_is_silent_after_message_2_may_be_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
