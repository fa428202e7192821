/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/diagnosis-case.h"

#include "analysis/method.h"

/* The target offers such an AKM, as far as it was seen. */
static bool may_offer(const struct diagnosis_case *c, bool sae)
{
	const struct bss_elements *e = &c->target->elements;

	if (!c->target->seen || !e->has_rsne)
		return true;
	for (size_t i = 0; i < e->akm_count; i++)
		if (akm_is_sae(e->akms[i]) == sae)
			return true;
	return false;
}

bool case_may_be_sae(const struct diagnosis_case *c)
{
	const bool *securities = c->scenario->securities;

	if (c->keys.akm)
		return akm_is_sae(c->keys.akm);
	return (securities[SECURITY_FT_SAE] || securities[SECURITY_SAE]) &&
	       may_offer(c, true);
}

bool case_may_be_psk(const struct diagnosis_case *c)
{
	const bool *securities = c->scenario->securities;

	if (c->keys.akm)
		return !akm_is_sae(c->keys.akm);
	return (securities[SECURITY_FT_PSK] || securities[SECURITY_PSK]) &&
	       may_offer(c, false);
}

bool case_refused_with(const struct diagnosis_case *c, unsigned status)
{
	const struct symptom *s = c->symptom;

	return (s->kind == SYMPTOM_REFUSED || s->before == SYMPTOM_REFUSED) &&
	       s->has_status && s->status == status;
}

static bool both_have_rsne(const struct diagnosis_case *c)
{
	return c->from && c->from->seen && c->target->seen &&
	       c->from->elements.has_rsne && c->target->elements.has_rsne;
}

static bool offers_cipher(const struct bss_elements *elements, uint32_t cipher)
{
	for (size_t i = 0; i < elements->pairwise_cipher_count; i++)
		if (elements->pairwise_ciphers[i] == cipher)
			return true;
	return false;
}

bool case_ciphers_differ(const struct diagnosis_case *c)
{
	const struct bss_elements *a, *b;

	if (!both_have_rsne(c))
		return false;
	a = &c->from->elements;
	b = &c->target->elements;
	if (a->pairwise_cipher_count != b->pairwise_cipher_count ||
	    a->group_cipher != b->group_cipher)
		return true;
	for (size_t i = 0; i < a->pairwise_cipher_count; i++)
		if (!offers_cipher(b, a->pairwise_ciphers[i]))
			return true;
	return false;
}

bool case_pmf_differs(const struct diagnosis_case *c)
{
	return both_have_rsne(c) && ((c->from->elements.rsn_capabilities ^
				      c->target->elements.rsn_capabilities) &
				     (RSN_MFP_REQUIRED | RSN_MFP_CAPABLE));
}

bool case_pmf_excludes(const struct diagnosis_case *c)
{
	unsigned a, b;

	if (!both_have_rsne(c))
		return false;
	a = c->from->elements.rsn_capabilities;
	b = c->target->elements.rsn_capabilities;
	return (a & RSN_MFP_REQUIRED && !(b & RSN_MFP_CAPABLE)) ||
	       (b & RSN_MFP_REQUIRED && !(a & RSN_MFP_CAPABLE));
}

static bool offers_akm(const struct bss_elements *elements, uint32_t akm)
{
	for (size_t i = 0; i < elements->akm_count; i++)
		if (elements->akms[i] == akm)
			return true;
	return false;
}

/* FT keeps the AKM of the first association (IEEE 802.11-2020 13.4.2): the one that it
 * was, or, where no frame has told, any that both offer. */
static bool lacks_common_ft_akm(const struct diagnosis_case *c)
{
	const struct bss_elements *target = &c->target->elements;

	if (c->from && c->target->seen && target->has_rsne && akm_is_ft(c->keys.akm))
		return !offers_akm(target, c->keys.akm);
	if (!both_have_rsne(c) || !offers_ft_akm(&c->from->elements))
		return false;
	for (size_t i = 0; i < c->from->elements.akm_count; i++)
		if (akm_is_ft(c->from->elements.akms[i]) &&
		    offers_akm(target, c->from->elements.akms[i]))
			return false;
	return true;
}

static bool lacks_ft(const struct advertised *advertised)
{
	return advertised && advertised->seen &&
	       (!advertised->elements.has_mde ||
		(advertised->elements.has_rsne && !offers_ft_akm(&advertised->elements)));
}

bool case_lacks_ft(const struct diagnosis_case *c)
{
	return scenario_uses_ft(c->scenario) &&
	       (lacks_ft(c->target) || lacks_ft(c->from) || lacks_common_ft_akm(c));
}

bool case_from_lacks_ft(const struct diagnosis_case *c)
{
	return scenario_uses_ft(c->scenario) && lacks_ft(c->from) && !lacks_ft(c->target);
}

bool case_lacks_over_ds(const struct diagnosis_case *c)
{
	return c->from && c->from->seen && c->window->plan_step.via == VIA_DS &&
	       c->from->elements.has_mde &&
	       !(c->from->elements.ft_capability & FT_CAPABILITY_OVER_DS);
}
