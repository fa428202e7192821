/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"
#include "situation.h"

static void the_keys_akm_tells_sae_from_psk_in_a_mixed_network(void **state)
{
	cleanup_situation_ struct situation *s =
		situation_begin("[ ft-psk, ft-sae ]", "air");

	(void)state;
	s->target.elements.akms[1] = AKM_FT_PSK;
	s->target.elements.akm_count = 2;
	assert_true(case_may_be_sae(&s->c));
	assert_true(case_may_be_psk(&s->c));
	s->c.keys.akm = AKM_FT_PSK;
	assert_false(case_may_be_sae(&s->c));
	assert_true(case_may_be_psk(&s->c));
	s->c.keys.akm = AKM_FT_SAE;
	assert_true(case_may_be_sae(&s->c));
	assert_false(case_may_be_psk(&s->c));
}

static void else_what_network_and_target_offer_does(void **state)
{
	cleanup_situation_ struct situation *mixed =
		situation_begin("[ ft-psk, ft-sae ]", "air");
	cleanup_situation_ struct situation *sae = situation_begin("ft-sae", "air");
	cleanup_situation_ struct situation *psk = situation_begin("ft-psk", "air");

	(void)state;
	assert_false(case_may_be_psk(&mixed->c)); /* stairs offers FT-SAE alone */
	mixed->target.elements.akms[0] = AKM_FT_PSK;
	assert_false(case_may_be_sae(&mixed->c));
	assert_true(case_may_be_psk(&mixed->c));
	mixed->target.seen = false;
	assert_true(case_may_be_sae(&mixed->c));
	assert_true(case_may_be_sae(&sae->c));
	assert_false(case_may_be_psk(&sae->c));
	assert_true(case_may_be_psk(&psk->c));
	assert_false(case_may_be_sae(&psk->c));
}

static void a_reason_code_is_no_status_code(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	situation_refused(s, ASKED_REASSOCIATION, 31);
	assert_true(case_refused_with(&s->c, 31));
	assert_false(case_refused_with(&s->c, 30));
	s->symptom.kind = SYMPTOM_FELL_BACK;
	s->symptom.before = SYMPTOM_REFUSED;
	assert_true(case_refused_with(&s->c, 31));
	s->symptom.before = SYMPTOM_NONE;
	s->symptom.kind = SYMPTOM_DISCONNECTED;
	assert_false(case_refused_with(&s->c, 31));
}

static void ciphers_differ_in_the_group_s_or_in_one_of_several(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");
	struct bss_elements *target = &s->target.elements;

	(void)state;
	assert_false(case_ciphers_differ(&s->c));
	target->group_cipher = CIPHER_GCMP;
	assert_true(case_ciphers_differ(&s->c));
	target->group_cipher = CIPHER_CCMP;
	target->pairwise_ciphers[1] = CIPHER_GCMP;
	target->pairwise_cipher_count = 2;
	assert_true(case_ciphers_differ(&s->c));
	s->from.elements.pairwise_ciphers[0] = CIPHER_GCMP;
	s->from.elements.pairwise_ciphers[1] = CIPHER_CCMP;
	s->from.elements.pairwise_cipher_count = 2;
	assert_false(case_ciphers_differ(&s->c));
	target->group_cipher = CIPHER_GCMP;
	target->has_rsne = false;
	assert_false(case_ciphers_differ(&s->c));
}

static void pmf_that_is_optional_excludes_nobody(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");
	uint16_t *target = &s->target.elements.rsn_capabilities;

	(void)state;
	assert_false(case_pmf_differs(&s->c));
	*target = RSN_MFP_CAPABLE;
	assert_true(case_pmf_differs(&s->c));
	assert_false(case_pmf_excludes(&s->c));
	*target = 0;
	assert_true(case_pmf_excludes(&s->c));
	s->from.elements.rsn_capabilities = 0;
	*target = RSN_MFP_CAPABLE | RSN_MFP_REQUIRED;
	assert_true(case_pmf_excludes(&s->c));
	s->from.elements.rsn_capabilities = RSN_MFP_CAPABLE;
	assert_false(case_pmf_excludes(&s->c));
	*target = 0x000c; /* other bits */
	s->from.elements.rsn_capabilities = 0;
	assert_false(case_pmf_differs(&s->c));
}

static void ft_is_lacking_without_mobility_domain_or_ft_akm(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("ft-sae", "air");

	(void)state;
	assert_false(case_lacks_ft(&s->c));
	s->target.elements.has_mde = false;
	assert_true(case_lacks_ft(&s->c));
	assert_false(case_from_lacks_ft(&s->c));
	s->target.elements.has_mde = true;
	s->target.elements.akms[0] = AKM_SAE;
	assert_true(case_lacks_ft(&s->c));
	s->target.seen = false;
	assert_false(case_lacks_ft(&s->c));
	s->target.seen = true;
	s->target.elements.akms[0] = AKM_FT_SAE;
	s->from.elements.has_mde = false;
	assert_true(case_lacks_ft(&s->c));
	assert_true(case_from_lacks_ft(&s->c));
	s->target.elements.has_mde = false;
	assert_false(case_from_lacks_ft(&s->c));
}

static void ft_is_lacking_where_the_two_have_no_akm_of_it_in_common(void **state)
{
	cleanup_situation_ struct situation *s =
		situation_begin("[ ft-psk, ft-sae ]", "air");

	(void)state;
	s->target.elements.akms[0] = AKM_FT_PSK;
	assert_true(case_lacks_ft(&s->c));
	assert_false(case_from_lacks_ft(&s->c));
	s->from.elements.akms[1] = AKM_FT_PSK;
	s->from.elements.akm_count = 2;
	assert_false(case_lacks_ft(&s->c));
	s->c.keys.akm = AKM_FT_SAE; /* the first association was of SAE */
	assert_true(case_lacks_ft(&s->c));
	s->c.keys.akm = AKM_FT_PSK;
	assert_false(case_lacks_ft(&s->c));
	s->c.keys.akm = AKM_SAE;
	assert_false(case_lacks_ft(&s->c));
}

static void where_the_network_does_not_use_ft_none_is_lacking(void **state)
{
	cleanup_situation_ struct situation *s = situation_begin("sae", "air");

	(void)state;
	s->target.elements.has_mde = false;
	assert_false(case_lacks_ft(&s->c));
}

static void
over_the_ds_is_lacking_where_the_one_that_is_left_does_not_offer_it(void **state)
{
	cleanup_situation_ struct situation *ds = situation_begin("ft-sae", "ds");
	cleanup_situation_ struct situation *air = situation_begin("ft-sae", "air");

	(void)state;
	ds->target.elements.ft_capability = 0;
	assert_false(case_lacks_over_ds(&ds->c));
	ds->from.elements.ft_capability = air->from.elements.ft_capability = 0;
	assert_true(case_lacks_over_ds(&ds->c));
	assert_false(case_lacks_over_ds(&air->c));
	ds->from.seen = false;
	assert_false(case_lacks_over_ds(&ds->c));
}

static void an_association_has_nobody_to_compare_with(void **state)
{
	cleanup_situation_ struct situation *s = situation_of_association("ft-sae");

	(void)state;
	s->target.elements.group_cipher = CIPHER_GCMP;
	s->target.elements.rsn_capabilities = 0;
	s->target.elements.akms[0] = AKM_FT_PSK;
	s->c.keys.akm = AKM_FT_SAE;
	assert_false(case_ciphers_differ(&s->c));
	assert_false(case_pmf_differs(&s->c));
	assert_false(case_pmf_excludes(&s->c));
	assert_false(case_lacks_over_ds(&s->c));
	assert_false(case_lacks_ft(&s->c));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_keys_akm_tells_sae_from_psk_in_a_mixed_network),
		cmocka_unit_test(else_what_network_and_target_offer_does),
		cmocka_unit_test(a_reason_code_is_no_status_code),
		cmocka_unit_test(ciphers_differ_in_the_group_s_or_in_one_of_several),
		cmocka_unit_test(pmf_that_is_optional_excludes_nobody),
		cmocka_unit_test(ft_is_lacking_without_mobility_domain_or_ft_akm),
		cmocka_unit_test(ft_is_lacking_where_the_two_have_no_akm_of_it_in_common),
		cmocka_unit_test(where_the_network_does_not_use_ft_none_is_lacking),
		cmocka_unit_test(
			over_the_ds_is_lacking_where_the_one_that_is_left_does_not_offer_it),
		cmocka_unit_test(an_association_has_nobody_to_compare_with),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
