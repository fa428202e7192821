/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "story.h"

#define AIR "steps: [ associate: hall, roam: { to: stairs, via: air } ]\n"
#define DS "steps: [ associate: hall, roam: { to: stairs, via: ds } ]\n"
#define FT_SAE 0x000fac09
#define SAE 0x000fac08

static struct story *begin(const char *security, const char *steps)
{
	struct story *story = story_begin(security, steps);

	story_arrives(story, 0);
	return story;
}

static void assert_explanation(struct story *story, const char *expected)
{
	const struct roam *roam = analysis_roam(story->analysis, 0);

	assert_non_null(roam);
	if (expected)
		assert_string_equal(roam->explanation, expected);
	else
		assert_null(roam->explanation);
	story_end(story);
}

static void a_fast_roam_needs_no_explanation(void **state)
{
	struct story *story = begin("ft-sae", AIR);

	(void)state;
	story_bss(story, story_hall, 0xa1b2, FT_SAE);
	story_bss(story, story_stairs, 0xa1b2, FT_SAE);
	story_ft_air(story, 1, story_stairs);
	assert_explanation(story, NULL);
}

static void a_full_roam_in_a_network_without_ft_needs_none(void **state)
{
	struct story *story = begin("sae", AIR);

	(void)state;
	story_full(story, 1, story_stairs);
	assert_explanation(story, NULL);
}

static void mobility_domains_that_differ_are_named(void **state)
{
	struct story *story = begin("ft-sae", AIR);

	(void)state;
	story_bss(story, story_hall, 0xa1b2, FT_SAE);
	story_bss(story, story_stairs, 0xb2b2, FT_SAE);
	story_full(story, 1, story_stairs);
	assert_explanation(story, "stairs advertises mobility domain b2b2, hall a1b2");
}

static void a_target_without_mobility_domain_is_named(void **state)
{
	struct story *story = begin("ft-sae", AIR);

	(void)state;
	story_bss(story, story_hall, 0xa1b2, FT_SAE);
	story_bss(story, story_stairs, -1, SAE);
	story_full(story, 1, story_stairs);
	assert_explanation(story, "stairs advertises no mobility domain, hall a1b2");
}

static void a_target_without_ft_akm_is_named(void **state)
{
	struct story *story = begin("ft-sae", AIR);

	(void)state;
	story_bss(story, story_hall, 0xa1b2, FT_SAE);
	story_bss(story, story_stairs, 0xa1b2, SAE);
	story_full(story, 1, story_stairs);
	assert_explanation(story, "stairs offers no FT AKM");
}

static void where_nothing_was_seen_it_says_so(void **state)
{
	struct story *story = begin("ft-sae", AIR);

	(void)state;
	story_full(story, 1, story_stairs);
	assert_explanation(story, "nothing that was seen says why");
}

static void ft_between_mobility_domains_is_not_well(void **state)
{
	struct story *story = begin("ft-sae", AIR);

	(void)state;
	story_bss(story, story_hall, 0xa1b2, FT_SAE);
	story_bss(story, story_stairs, 0xc3d4, FT_SAE);
	story_ft_air(story, 1, story_stairs);
	assert_false(analysis_roam(story->analysis, 0)->passed);
	assert_explanation(story, "it went from one mobility domain to another, where FT "
				  "does not apply: stairs advertises mobility domain "
				  "c3d4, hall a1b2");
}

static void a_rejected_authentication_gives_its_status_by_name(void **state)
{
	struct story *story = begin("ft-sae", AIR);

	(void)state;
	story_step(story, 1);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	story_authenticate(story, story_stairs, AUTH_FT, 2, 28);
	story_supplicant_status(story, SUPPLICANT_AUTH_REJECT, story_stairs, 28);
	story_done(story, OUTCOME_REJECTED, 28);
	story_settled(story, true);
	assert_explanation(story, "stairs rejected the FT authentication with status 28 "
				  "(R0KH unreachable)");
}

static void a_rejected_ft_request_gives_its_status_by_name(void **state)
{
	struct story *story = begin("ft-sae", DS);

	(void)state;
	story_step(story, 1);
	story_command(story, "FT_DS 02:00:00:00:02:00", true);
	story_supplicant_status(story, SUPPLICANT_FT_RESPONSE, story_stairs, 53);
	story_done(story, OUTCOME_REJECTED, 53);
	story_settled(story, true);
	assert_explanation(story, "stairs rejected the FT request with status 53 "
				  "(invalid PMKID)");
}

static void silence_over_the_ds_names_the_relay(void **state)
{
	struct story *story = begin("ft-sae", DS);

	(void)state;
	story_step(story, 1);
	story_command(story, "FT_DS 02:00:00:00:02:00", true);
	story_wait(story, 5000000);
	story_done(story, OUTCOME_TIMEOUT, -1);
	story_settled(story, true);
	assert_explanation(story, "no answer to the FT request came back through hall");
}

static void an_authentication_that_timed_out_is_told(void **state)
{
	struct story *story = begin("ft-sae", AIR);

	(void)state;
	story_step(story, 1);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	story_timeout(story, KERNEL_AUTHENTICATE, story_stairs);
	story_done(story, OUTCOME_TIMEOUT, -1);
	story_settled(story, false);
	assert_explanation(story, "stairs did not answer the authentication");
}

static void a_target_that_no_scan_found_is_told(void **state)
{
	struct story *story = begin("ft-sae", AIR);

	(void)state;
	story_step(story, 1);
	story_command(story, "SCAN TYPE=ONLY freq=2437", true);
	story_done(story, OUTCOME_TIMEOUT, -1);
	story_settled(story, true);
	assert_explanation(story, "stairs was not found by a scan of its channel");
}

static void a_command_that_was_refused_is_told(void **state)
{
	struct story *story = begin("ft-sae", DS);

	(void)state;
	story_step(story, 1);
	story_command(story, "FT_DS 02:00:00:00:02:00", false);
	story_done(story, OUTCOME_REJECTED, -1);
	story_settled(story, true);
	assert_explanation(story, "wpa_supplicant refused the command");
}

static void an_sae_confirm_that_fails_suggests_the_password(void **state)
{
	struct story *story = story_begin(
		"sae", "steps: [ { associate: hall, expect: { result: rejected } } ]\n");
	const struct association *association;

	(void)state;
	story_step(story, 0);
	story_command(story, "SELECT_NETWORK 0", true);
	story_authenticate(story, story_hall, AUTH_SAE, 1, 126);
	story_authenticate(story, story_hall, AUTH_SAE, 2, 15);
	story_supplicant_status(story, SUPPLICANT_AUTH_REJECT, story_hall, 15);
	story_done(story, OUTCOME_REJECTED, 15);
	association = analysis_association(story->analysis, 0);
	assert_non_null(association);
	assert_true(association->passed);
	assert_string_equal(association->explanation,
			    "hall rejected the SAE authentication with status 15 "
			    "(challenge failure); the password may be wrong");
	story_end(story);
}

/* hall's MDE has the bit clear. */
static struct story *begin_without_over_ds(void)
{
	struct story *story = story_begin("ft-sae", DS);
	struct event event = { .kind = EVENT_BSS };
	struct bss_elements *elements = &event.bss.elements;

	story_arrives(story, 0);
	memcpy(event.bss.bssid, story_hall, MAC_LENGTH);
	elements->has_mde = elements->has_rsne = true;
	elements->mobility_domain = 0xa1b2;
	elements->akms[0] = FT_SAE;
	elements->akm_count = 1;
	story_event(story, &event);
	story_bss(story, story_stairs, 0xa1b2, FT_SAE);
	story_wait(story, 1000);
	story_step(story, 1);
	story_command(story, "FT_DS 02:00:00:00:02:00", true);
	story_wait(story, 100);
	return story;
}

#define NOT_OFFERED                                                          \
	"hall does not offer FT over the DS (bit 0 of the FT capability in " \
	"its MDE is 0)"

static void assert_not_over_ds(struct story *story, enum method used)
{
	story_wait(story, 100);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_done(story, OUTCOME_OK, -1);
	story_settled(story, true);
	assert_int_equal(analysis_roam(story->analysis, 0)->used, used);
	assert_false(analysis_roam(story->analysis, 0)->passed);
	assert_explanation(story, NOT_OFFERED);
}

static void an_access_point_that_does_not_offer_the_ds_is_named(void **state)
{
	struct story *story = begin_without_over_ds();

	(void)state;
	/* Acknowledged, dropped; wpa_supplicant goes over the air. */
	story_ft_request(story, story_stairs, true);
	story_wait(story, 1000);
	story_authenticate(story, story_stairs, AUTH_FT, 2, 0);
	story_associate(story, story_stairs, 0, true);
	assert_not_over_ds(story, METHOD_FT_AIR);

	story = begin_without_over_ds();
	story_protected(story, true, story_hall, 250);
	story_wait(story, 1000);
	story_authenticate(story, story_stairs, AUTH_SAE, 2, 0);
	story_associate(story, story_stairs, 0, true);
	story_wait(story, 100);
	story_eapol(story, story_stairs, 2);
	assert_not_over_ds(story, METHOD_FULL);

	story = begin_without_over_ds();
	story_protected(story, true, story_hall, 250);
	story_wait(story, 1000);
	story_received(story, story_stairs, story_auth(AUTH_OPEN, 2, 0));
	story_associate(story, story_stairs, 0, true);
	story_wait(story, 100);
	story_eapol(story, story_stairs, 2);
	assert_not_over_ds(story, METHOD_PMKSA);
}

static void silence_where_the_ds_is_not_offered_says_so(void **state)
{
	struct story *story = begin_without_over_ds();

	(void)state;
	story_ft_request(story, story_stairs, true);
	story_wait(story, 5000000);
	story_done(story, OUTCOME_TIMEOUT, -1);
	story_settled(story, true);
	assert_explanation(
		story,
		"no answer to the FT request came back through hall: " NOT_OFFERED);
}

static void a_refusal_that_was_captured_only_is_told(void **state)
{
	struct story *story = begin("ft-sae", AIR);

	(void)state;
	story_step(story, 1);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	story_received(story, story_stairs, story_auth(AUTH_FT, 2, 28));
	story_done(story, OUTCOME_TIMEOUT, -1);
	story_settled(story, true);
	assert_explanation(story, "stairs rejected the FT authentication with status 28 "
				  "(R0KH unreachable)");
}

static void a_comeback_that_was_captured_and_then_silence_is_told(void **state)
{
	struct story *story = begin("sae", AIR);
	struct frame later = { .kind = FRAME_REASSOCIATION_RESPONSE,
			       .has_status = true,
			       .status = 30 };

	(void)state;
	story_step(story, 1);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	story_wait(story, 100);
	story_received(story, story_stairs, later);
	story_wait(story, 100);
	story_timeout(story, KERNEL_ASSOCIATE, story_stairs);
	story_done(story, OUTCOME_TIMEOUT, -1);
	story_settled(story, true);
	assert_explanation(story,
			   "stairs still held an association of the station, asked it "
			   "to come back later (SA Query, IEEE 802.11-2020 11.13), and "
			   "the kernel gave up");
}

static void a_key_fault_follows_why_ft_was_not_used(void **state)
{
	struct story *story = begin("ft-psk", AIR);

	(void)state;
	story_bss(story, story_hall, 0xa1b2, 0x000fac04);
	story_bss(story, story_stairs, 0xa1b2, 0x000fac04);
	story_step(story, 1);
	story_command(story, "ROAM 02:00:00:00:02:00", true);
	story_wait(story, 100);
	story_authenticate(story, story_stairs, AUTH_FT, 2, 53);
	story_ft_keys(story, story_stairs, FT_CHECK_MIC_AP, false);
	story_wait(story, 100);
	story_authenticate(story, story_stairs, AUTH_OPEN, 2, 0);
	story_associate(story, story_stairs, 0, true);
	story_wait(story, 100);
	story_eapol(story, story_stairs, 2);
	story_supplicant(story, SUPPLICANT_CONNECTED, story_stairs);
	story_done(story, OUTCOME_OK, -1);
	story_settled(story, true);
	assert_explanation(story,
			   "stairs rejected the FT authentication with status 53 "
			   "(invalid PMKID); the MIC of stairs's reassociation response "
			   "is wrong: it computed it with another key than the password "
			   "gives");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fast_roam_needs_no_explanation),
		cmocka_unit_test(a_full_roam_in_a_network_without_ft_needs_none),
		cmocka_unit_test(mobility_domains_that_differ_are_named),
		cmocka_unit_test(a_target_without_mobility_domain_is_named),
		cmocka_unit_test(a_target_without_ft_akm_is_named),
		cmocka_unit_test(where_nothing_was_seen_it_says_so),
		cmocka_unit_test(ft_between_mobility_domains_is_not_well),
		cmocka_unit_test(a_rejected_authentication_gives_its_status_by_name),
		cmocka_unit_test(a_rejected_ft_request_gives_its_status_by_name),
		cmocka_unit_test(silence_over_the_ds_names_the_relay),
		cmocka_unit_test(an_authentication_that_timed_out_is_told),
		cmocka_unit_test(a_target_that_no_scan_found_is_told),
		cmocka_unit_test(a_command_that_was_refused_is_told),
		cmocka_unit_test(an_sae_confirm_that_fails_suggests_the_password),
		cmocka_unit_test(an_access_point_that_does_not_offer_the_ds_is_named),
		cmocka_unit_test(silence_where_the_ds_is_not_offered_says_so),
		cmocka_unit_test(a_refusal_that_was_captured_only_is_told),
		cmocka_unit_test(a_comeback_that_was_captured_and_then_silence_is_told),
		cmocka_unit_test(a_key_fault_follows_why_ft_was_not_used),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
