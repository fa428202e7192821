/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "situation.h"

#define UNANSWERED                                                          \
	"r0kh-unreachable r0kh-key r1kh-key r0kh-mac r1kh-missing r1kh-id " \
	"r1kh-id-duplicate nas-identifier-duplicate"
#define GONE "target-off-air target-channel"

static void assert_candidates(const struct situation *s, const char *expected)
{
	struct diagnosis diagnosis = { 0 };
	cleanup_text_ struct text ids = { 0 };

	candidates_find(&s->c, &diagnosis);
	text_add(&ids, "");
	for (size_t i = 0; i < diagnosis.candidate_count; i++)
		text_printf(&ids, "%s%s", i ? " " : "",
			    cause_text(diagnosis.candidates[i])->id);
	assert_string_equal(ids.length ? ids.data : "", expected);
	diagnosis_clear(&diagnosis);
}

static void differ_in_cipher_list_and_pmf(struct situation *s)
{
	s->target.elements.pairwise_ciphers[1] = CIPHER_GCMP;
	s->target.elements.pairwise_cipher_count = 2;
	s->target.elements.rsn_capabilities = RSN_MFP_CAPABLE;
}

static void a_target_that_was_not_found_is_gone(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	s->symptom.kind = SYMPTOM_NOT_FOUND;
	assert_candidates(s, GONE);
}

static void status_1_can_be_many_things(void **state)
{
	cleanup_situation_ struct situation *air = situation_begin("ft-sae", "air");
	cleanup_situation_ struct situation *ds = situation_begin("ft-sae", "ds");
	cleanup_situation_ struct situation *first = situation_of_association("ft-sae");

	(void)state;
	situation_refused(air, ASKED_AUTHENTICATION, 1);
	assert_candidates(air, "cipher no-ft-akm access-list");
	situation_refused(ds, ASKED_FT_REQUEST, 1);
	assert_candidates(ds, "cipher no-ft-akm");
	situation_refused(first, ASKED_AUTHENTICATION, 1);
	first->symptom.has_algorithm = true;
	first->symptom.algorithm = AUTH_SAE;
	assert_candidates(first, "password access-list");
	situation_refused(first, ASKED_ASSOCIATION, 1);
	assert_candidates(first, "");
}

static void of_status_1_what_the_beacons_show_may_be_the_cause(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	situation_refused(s, ASKED_AUTHENTICATION, 1);
	differ_in_cipher_list_and_pmf(s);
	assert_candidates(s, "cipher no-ft-akm access-list pmf");
	s->target.elements.rsn_capabilities = 0;
	assert_candidates(s, "pmf cipher no-ft-akm access-list");
}

static void a_status_that_names_a_cause_has_no_other(void **state)
{
	static const struct {
		unsigned status;
		const char *cause;
	} codes[] = {
		{ 13, "no-ft-akm" },	    { 43, "no-ft-akm" }, { 15, "password" },
		{ 30, "association-held" }, { 31, "pmf" },	 { 45, "pmf" },
		{ 41, "cipher" },	    { 42, "cipher" },	 { 46, "cipher" },
		{ 54, "mobility-domain" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(codes); i++) {
		cleanup_situation_ struct situation *s = situation_begin("ft-sae", "ds");

		situation_refused(s, ASKED_REASSOCIATION, codes[i].status);
		differ_in_cipher_list_and_pmf(s);
		s->from.elements.ft_capability = 0;
		assert_candidates(s, codes[i].cause);
		assert_int_equal(cause_of_status(codes[i].status),
				 cause_find(codes[i].cause));
	}
}

static void the_others_name_none(void **state)
{
	static const unsigned codes[] = { 0, 1, 17, 28, 53, 55, 12, 37, 65535 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(codes); i++)
		assert_int_equal(cause_of_status(codes[i]), CAUSE_MAX);
}

static void status_17_is_a_full_access_point_or_an_old_association(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	situation_refused(s, ASKED_AUTHENTICATION, 17);
	differ_in_cipher_list_and_pmf(s);
	assert_candidates(s, "access-point-full association-held");
}

static void status_28_is_a_pull_without_an_answer(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	situation_refused(s, ASKED_AUTHENTICATION, 28);
	assert_candidates(s, UNANSWERED);
}

static void status_53_is_that_there_is_no_key(void **state)
{
	cleanup_situation_ struct situation *sae = situation_begin("ft-sae", "air");
	cleanup_situation_ struct situation *psk = situation_begin("ft-psk", "air");
	cleanup_situation_ struct situation *mixed =
		situation_begin("[ ft-psk, ft-sae ]", "air");

	(void)state;
	situation_refused(sae, ASKED_AUTHENTICATION, 53);
	assert_candidates(sae, "r0kh-missing nas-identifier generate-local-sae "
			       "r0kh-restarted nas-identifier-duplicate negative-cache");
	situation_refused(psk, ASKED_AUTHENTICATION, 53);
	assert_candidates(psk, "r0kh-missing nas-identifier r0kh-restarted "
			       "nas-identifier-duplicate negative-cache password");
	situation_refused(mixed, ASKED_AUTHENTICATION, 53);
	mixed->target.seen = false;
	assert_candidates(mixed,
			  "r0kh-missing nas-identifier generate-local-sae r0kh-restarted "
			  "nas-identifier-duplicate negative-cache password");
}

static void of_status_53_only_mobility_domain_and_ft_show_in_beacons(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	situation_refused(s, ASKED_AUTHENTICATION, 53);
	differ_in_cipher_list_and_pmf(s);
	s->target.elements.mobility_domain = 0xb2b2;
	assert_candidates(s, "mobility-domain r0kh-missing nas-identifier "
			     "generate-local-sae r0kh-restarted nas-identifier-duplicate "
			     "negative-cache");
	s->target.elements.has_mde = false;
	assert_candidates(s, "no-ft-akm r0kh-missing nas-identifier generate-local-sae "
			     "r0kh-restarted nas-identifier-duplicate negative-cache");
}

static void a_status_53_that_is_late_is_a_pull_without_an_answer(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "ds");

	(void)state;
	situation_refused(s, ASKED_FT_REQUEST, 53);
	s->symptom.late = true;
	assert_candidates(s, UNANSWERED);
}

static void a_way_that_was_gone_before_makes_a_restart_likely(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	situation_refused(s, ASKED_AUTHENTICATION, 53);
	s->facts.access_points[STAIRS].reached[HALL] = true;
	assert_candidates(s, "r0kh-restarted r0kh-missing nas-identifier "
			     "generate-local-sae nas-identifier-duplicate "
			     "negative-cache");
}

static void a_pull_in_vain_a_short_while_ago_makes_a_negative_cache_likely(void **state)
{
	static const char first[] = "negative-cache r0kh-missing nas-identifier "
				    "generate-local-sae r0kh-restarted "
				    "nas-identifier-duplicate",
			  last[] = "r0kh-missing nas-identifier generate-local-sae "
				   "r0kh-restarted nas-identifier-duplicate "
				   "negative-cache";
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");
	uint64_t *unanswered_ns = s->facts.access_points[STAIRS].unanswered_ns;

	(void)state;
	situation_refused(s, ASKED_AUTHENTICATION, 53);
	unanswered_ns[HALL] = SITUATION_START_NS - NS_PER_S;
	assert_candidates(s, first);
	s->symptom.at_ns = unanswered_ns[HALL] + 63 * NS_PER_S;
	assert_candidates(s, first);
	s->symptom.at_ns = unanswered_ns[HALL] + 64 * NS_PER_S;
	assert_candidates(s, last);
	unanswered_ns[HALL] = 0;
	unanswered_ns[ATTIC] = s->symptom.at_ns; /* of other keys */
	assert_candidates(s, last);
}

static void the_first_access_point_itself_has_lost_the_key(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-psk", "air");

	(void)state;
	situation_r0kh(s, STAIRS);
	situation_refused(s, ASKED_AUTHENTICATION, 53);
	assert_candidates(s, "r0kh-restarted");
	situation_silent(s);
	assert_candidates(s, "r0kh-restarted");
}

static void of_a_status_that_says_nothing_the_beacons_may_say_something(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "ds");

	(void)state;
	situation_refused(s, ASKED_REASSOCIATION, 55);
	assert_candidates(s, "");
	differ_in_cipher_list_and_pmf(s);
	s->from.elements.ft_capability = 0; /* and yet it relayed */
	assert_candidates(s, "cipher pmf");
	s->target.elements.mobility_domain = 0xb2b2;
	assert_candidates(s, "mobility-domain cipher pmf");
}

static void an_ft_authentication_without_an_answer_is_a_pull_without_one(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	situation_silent(s);
	differ_in_cipher_list_and_pmf(s);
	assert_candidates(s, UNANSWERED);
	s->c.keys.known = false;
	assert_candidates(s, UNANSWERED);
}

static void once_a_pull_went_well_the_entries_are_right(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	situation_silent(s);
	s->facts.access_points[STAIRS].reached[HALL] = true;
	assert_candidates(s, "r0kh-unreachable");
	s->facts.access_points[STAIRS].reached[HALL] = false;
	s->facts.access_points[STAIRS].reached[ATTIC] = true; /* of other keys */
	assert_candidates(s, UNANSWERED);
}

static void what_nobody_acknowledged_nobody_heard(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	situation_silent(s);
	s->symptom.unacknowledged = s->symptom.sent;
	assert_candidates(s, GONE);
	s->symptom.unacknowledged--;
	assert_candidates(s, UNANSWERED);
}

static void without_a_capture_it_may_have_been_ft(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	situation_silent(s);
	s->symptom.sent = 0;
	s->symptom.tried_ft = false;
	assert_candidates(s,
			  UNANSWERED " " GONE " access-list access-point-full password");
	s->target.elements.mobility_domain = 0xb2b2;
	assert_candidates(s, GONE " mobility-domain access-list access-point-full "
				  "password");
	s->symptom.asked = ASKED_ASSOCIATION;
	s->target.elements.mobility_domain = 0xa1b2;
	assert_candidates(s, GONE " association-held access-list access-point-full "
				  "password");
}

static void one_that_was_not_ft_has_other_causes(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	situation_silent(s);
	s->symptom.tried_ft = false;
	differ_in_cipher_list_and_pmf(s);
	assert_candidates(s, "cipher pmf access-list access-point-full password");
}

static void a_reassociation_without_an_answer_is_no_matter_of_keys(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	situation_silent(s);
	s->symptom.asked = ASKED_ASSOCIATION;
	assert_candidates(s, "association-held access-list access-point-full");
}

static void over_the_ds_whoever_says_nothing_has_not_heard(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "ds");

	(void)state;
	situation_silent_exchange(s);
	differ_in_cipher_list_and_pmf(s);
	assert_candidates(s, "relay-blocked r0kh-unreachable access-point-full "
			     "target-off-air");
	s->from.seen = false;
	assert_candidates(s, "relay-blocked r0kh-unreachable access-point-full "
			     "target-off-air over-ds-off");
}

static void an_answer_after_a_pull_in_vain_is_late(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "ds");

	(void)state;
	situation_silent_exchange(s);
	s->symptom.late = true;
	s->symptom.after_ns = 4 * NS_PER_S;
	assert_candidates(s, UNANSWERED);
}

static void one_at_once_without_a_key_is_what_others_call_status_53(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "ds");

	(void)state;
	situation_silent_exchange(s);
	s->symptom.late = true;
	s->symptom.after_ns = NS_PER_MS;
	s->target.elements.rsn_capabilities = RSN_MFP_CAPABLE;
	assert_candidates(s, "r0kh-missing nas-identifier generate-local-sae "
			     "r0kh-restarted nas-identifier-duplicate negative-cache "
			     "pmf");
}

static void what_ends_ft_whatever_else_is_right_needs_no_further_suspects(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "ds");

	(void)state;
	situation_silent_exchange(s);
	s->from.elements.ft_capability = 0;
	assert_candidates(s, "over-ds-off");
	s->target.elements.mobility_domain = 0xb2b2;
	assert_candidates(s, "mobility-domain over-ds-off");
	s->target.elements.akms[0] = AKM_SAE;
	assert_candidates(s, "no-ft-akm over-ds-off");
	s->from.elements.ft_capability = FT_CAPABILITY_OVER_DS;
	s->target.elements.akms[0] = AKM_FT_SAE;
	s->target.elements.mobility_domain = 0xa1b2;
	s->target.elements.pairwise_ciphers[0] = CIPHER_GCMP;
	assert_candidates(s, "cipher");
	s->target.elements.pairwise_ciphers[0] = CIPHER_CCMP;
	s->target.elements.rsn_capabilities = 0;
	assert_candidates(s, "pmf");
}

static void who_was_put_off_was_held(void **state)
{
	cleanup_situation_ struct situation *s = situation_of_association("ft-sae");

	(void)state;
	s->symptom.kind = SYMPTOM_PUT_OFF;
	assert_candidates(s, "association-held");
}

static void where_nothing_was_tried_beacons_or_a_target_that_is_gone_tell(void **state)
{
	static const enum symptom_kind kinds[] = { SYMPTOM_COMMAND_REFUSED,
						   SYMPTOM_NOT_TRIED, SYMPTOM_ELSEWHERE };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

		s->symptom.kind = kinds[i];
		assert_candidates(s, GONE);
		s->target.elements.has_mde = false;
		differ_in_cipher_list_and_pmf(s);
		assert_candidates(s, "no-ft-akm cipher pmf " GONE);
	}
}

static void where_it_broke_off_the_password_may_be_wrong_unless_it_was_ft(void **state)
{
	static const enum symptom_kind kinds[] = { SYMPTOM_TOO_SLOW,
						   SYMPTOM_DISCONNECTED };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

		s->symptom.kind = kinds[i];
		differ_in_cipher_list_and_pmf(s);
		assert_candidates(s, "cipher pmf password");
		s->symptom.tried_ft = true;
		assert_candidates(s, "cipher pmf");
	}
}

static void a_step_that_fell_back_has_the_causes_of_what_was_before(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	situation_refused(s, ASKED_AUTHENTICATION, 54);
	s->symptom.kind = SYMPTOM_FELL_BACK;
	s->symptom.before = SYMPTOM_REFUSED;
	assert_candidates(s, "mobility-domain");
	situation_silent(s);
	s->symptom.kind = SYMPTOM_FELL_BACK;
	s->symptom.before = SYMPTOM_SILENT;
	assert_candidates(s, UNANSWERED);
	s->symptom.before = SYMPTOM_PUT_OFF;
	assert_candidates(s, "association-held");
	s->symptom.before = SYMPTOM_NONE;
	assert_candidates(s, "");
	differ_in_cipher_list_and_pmf(s);
	assert_candidates(s, "cipher pmf");
}

static void a_cached_pmksa_is_named_before_the_beacons(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	s->symptom.kind = SYMPTOM_CACHED;
	s->target.elements.mobility_domain = 0xb2b2;
	assert_candidates(s, "pmksa mobility-domain");
}

static void what_went_over_the_air_instead_was_not_offered_the_ds(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "ds");

	(void)state;
	s->symptom.kind = SYMPTOM_ANOTHER_WAY;
	differ_in_cipher_list_and_pmf(s);
	assert_candidates(s, "");
	s->from.elements.ft_capability = 0;
	assert_candidates(s, "over-ds-off");
}

static void ft_across_something_says_itself_what_is_wrong(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	s->symptom.kind = SYMPTOM_ACROSS_CIPHERS;
	assert_candidates(s, "cipher");
	s->symptom.kind = SYMPTOM_ACROSS_DOMAINS;
	assert_candidates(s, "mobility-domain");
}

static void what_was_not_begun_has_none(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	s->symptom.kind = SYMPTOM_NOT_BROUGHT;
	assert_candidates(s, "");
	s->symptom.kind = SYMPTOM_NONE;
	assert_candidates(s, "");
}

static void no_association_has_a_cause_that_takes_two(void **state)
{
	cleanup_situation_ struct situation *s = situation_of_association("ft-psk");

	(void)state;
	situation_refused(s, ASKED_ASSOCIATION, 53);
	assert_candidates(s, "password");
	situation_refused(s, ASKED_ASSOCIATION, 54);
	assert_candidates(s, "");
	situation_silent(s);
	s->symptom.tried_ft = false;
	assert_candidates(s, "access-list access-point-full password");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_target_that_was_not_found_is_gone),
		cmocka_unit_test(status_1_can_be_many_things),
		cmocka_unit_test(of_status_1_what_the_beacons_show_may_be_the_cause),
		cmocka_unit_test(a_status_that_names_a_cause_has_no_other),
		cmocka_unit_test(the_others_name_none),
		cmocka_unit_test(status_17_is_a_full_access_point_or_an_old_association),
		cmocka_unit_test(status_28_is_a_pull_without_an_answer),
		cmocka_unit_test(status_53_is_that_there_is_no_key),
		cmocka_unit_test(
			of_status_53_only_mobility_domain_and_ft_show_in_beacons),
		cmocka_unit_test(a_status_53_that_is_late_is_a_pull_without_an_answer),
		cmocka_unit_test(a_way_that_was_gone_before_makes_a_restart_likely),
		cmocka_unit_test(
			a_pull_in_vain_a_short_while_ago_makes_a_negative_cache_likely),
		cmocka_unit_test(the_first_access_point_itself_has_lost_the_key),
		cmocka_unit_test(
			of_a_status_that_says_nothing_the_beacons_may_say_something),
		cmocka_unit_test(
			an_ft_authentication_without_an_answer_is_a_pull_without_one),
		cmocka_unit_test(once_a_pull_went_well_the_entries_are_right),
		cmocka_unit_test(what_nobody_acknowledged_nobody_heard),
		cmocka_unit_test(without_a_capture_it_may_have_been_ft),
		cmocka_unit_test(one_that_was_not_ft_has_other_causes),
		cmocka_unit_test(a_reassociation_without_an_answer_is_no_matter_of_keys),
		cmocka_unit_test(over_the_ds_whoever_says_nothing_has_not_heard),
		cmocka_unit_test(an_answer_after_a_pull_in_vain_is_late),
		cmocka_unit_test(one_at_once_without_a_key_is_what_others_call_status_53),
		cmocka_unit_test(
			what_ends_ft_whatever_else_is_right_needs_no_further_suspects),
		cmocka_unit_test(who_was_put_off_was_held),
		cmocka_unit_test(
			where_nothing_was_tried_beacons_or_a_target_that_is_gone_tell),
		cmocka_unit_test(
			where_it_broke_off_the_password_may_be_wrong_unless_it_was_ft),
		cmocka_unit_test(a_step_that_fell_back_has_the_causes_of_what_was_before),
		cmocka_unit_test(a_cached_pmksa_is_named_before_the_beacons),
		cmocka_unit_test(what_went_over_the_air_instead_was_not_offered_the_ds),
		cmocka_unit_test(ft_across_something_says_itself_what_is_wrong),
		cmocka_unit_test(what_was_not_begun_has_none),
		cmocka_unit_test(no_association_has_a_cause_that_takes_two),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
