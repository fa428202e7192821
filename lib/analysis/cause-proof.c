/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/case-log.h"
#include "analysis/diagnosis-case.h"
#include "analysis/key-proof.h"
#include "analysis/negotiation.h"

/* What proves a cause: what the access points' logs say, what frames say, and what the
 * beacons show where nothing else can have come of it. */

static bool quote(struct quotes *ret, const struct log_entry *entry)
{
	ret->entry = entry;
	return entry;
}

static bool prove_relay_blocked(const struct diagnosis_case *c, struct quotes *ret)
{
	size_t from;

	/* An access point that is not on the air relays nothing either. */
	if (!c->window->from || c->window->plan_step.via != VIA_DS ||
	    case_facts(c, c->target_index)->off_air)
		return false;
	from = case_from(c);
	if (case_facts(c, c->target_index)->log_at_hand &&
	    quote(ret, case_said_of(c, from, LOG_RELAY_SENT,
				    case_bssid(c, c->target_index))) &&
	    !case_said_of(c, c->target_index, LOG_RELAY_RECEIVED, case_bssid(c, from))) {
		ret->silence = SILENCE_RELAY;
		return true;
	}
	ret->silence = SILENCE_RELAY_ANSWER;
	return case_facts(c, from)->log_at_hand &&
	       quote(ret, case_said_of(c, c->target_index, LOG_RELAY_SENT,
				       case_bssid(c, from))) &&
	       !case_said(c, from, LOG_RELAY_ANSWER);
}

static bool prove_over_ds_off(const struct diagnosis_case *c, struct quotes *ret)
{
	if (c->window->from)
		quote(ret, case_said(c, case_from(c), LOG_OVER_DS_OFF));
	return ret->entry || case_lacks_over_ds(c);
}

static bool prove_mobility_domain(const struct diagnosis_case *c, struct quotes *ret)
{
	quote(ret, case_target_said(c, LOG_MDE));
	return ret->entry || case_refused_with(c, 54) ||
	       (c->from && domains_differ(c->from, c->target));
}

static bool prove_no_ft_akm(const struct diagnosis_case *c, struct quotes *ret)
{
	quote(ret, case_target_said(c, LOG_AKM));
	return ret->entry || case_lacks_ft(c);
}

static bool prove_cipher(const struct diagnosis_case *c, struct quotes *ret)
{
	quote(ret, case_target_said(c, LOG_CIPHER));
	return ret->entry || c->symptom->kind == SYMPTOM_ACROSS_CIPHERS ||
	       (c->from && lacks_common_cipher(c->from, c->target));
}

static bool prove_pmf(const struct diagnosis_case *c, struct quotes *ret)
{
	quote(ret, case_target_said(c, LOG_PMF));
	return ret->entry || case_pmf_excludes(c) || case_refused_with(c, 31);
}

/* The station's own keys prove it too: a frame of the access point that they do not fit.
 */
static bool prove_password(const struct diagnosis_case *c, struct quotes *ret)
{
	return quote(ret, case_target_said(c, LOG_SAE_CONFIRM)) ||
	       quote(ret, case_target_said(c, LOG_EAPOL_MIC)) ||
	       quote(ret, case_target_said(c, LOG_NO_PSK)) ||
	       negotiation_blames_target(c->window) ||
	       (c->symptom->has_algorithm && c->symptom->algorithm == AUTH_SAE &&
		c->symptom->transaction == 2);
}

static bool was_unheard(const struct diagnosis_case *c)
{
	const struct symptom *s = c->symptom;

	return s->kind == SYMPTOM_NOT_FOUND || s->sent == s->unacknowledged;
}

static bool prove_target_off_air(const struct diagnosis_case *c, struct quotes *ret)
{
	const struct ap_facts *target = case_facts(c, c->target_index);

	quote(ret, case_target_said(c, LOG_DISABLED));
	return target->off_air ||
	       (was_unheard(c) && target->looked_for && !target->found);
}

static bool prove_target_channel(const struct diagnosis_case *c, struct quotes *ret)
{
	const struct ap_facts *target = case_facts(c, c->target_index);

	(void)ret;
	return was_unheard(c) && target->looked_for && target->found &&
	       target->found_mhz != c->target->frequency_mhz;
}

static bool prove_access_list(const struct diagnosis_case *c, struct quotes *ret)
{
	return quote(ret, case_target_said(c, LOG_ACCESS_LIST));
}

static bool prove_access_point_full(const struct diagnosis_case *c, struct quotes *ret)
{
	return quote(ret, case_target_said(c, LOG_FULL));
}

static bool prove_association_held(const struct diagnosis_case *c, struct quotes *ret)
{
	quote(ret, case_target_said(c, LOG_SA_QUERY));
	return c->symptom->kind == SYMPTOM_PUT_OFF ||
	       c->symptom->before == SYMPTOM_PUT_OFF || case_refused_with(c, 30);
}

static bool prove_pmksa(const struct diagnosis_case *c, struct quotes *ret)
{
	quote(ret, case_target_said(c, LOG_CONNECTED));
	return c->symptom->kind == SYMPTOM_CACHED;
}

typedef bool (*prove_fn)(const struct diagnosis_case *c, struct quotes *ret);

/* NULL: of keys, or of no failure. */
static const prove_fn proofs[CAUSE_MAX] = {
	[CAUSE_RELAY_BLOCKED] = prove_relay_blocked,
	[CAUSE_OVER_DS_OFF] = prove_over_ds_off,
	[CAUSE_MOBILITY_DOMAIN] = prove_mobility_domain,
	[CAUSE_NO_FT_AKM] = prove_no_ft_akm,
	[CAUSE_CIPHER] = prove_cipher,
	[CAUSE_PMF] = prove_pmf,
	[CAUSE_PASSWORD] = prove_password,
	[CAUSE_TARGET_OFF_AIR] = prove_target_off_air,
	[CAUSE_TARGET_CHANNEL] = prove_target_channel,
	[CAUSE_ACCESS_LIST] = prove_access_list,
	[CAUSE_ACCESS_POINT_FULL] = prove_access_point_full,
	[CAUSE_ASSOCIATION_HELD] = prove_association_held,
	[CAUSE_PMKSA] = prove_pmksa,
};

bool cause_is_proven(const struct diagnosis_case *c, enum cause cause, struct quotes *ret)
{
	struct quotes found = { 0 };

	if (cause >= CAUSE_MAX)
		return false;
	if (cause <= CAUSE_WILDCARD_DISCOVERY) {
		/* They are about two access points. */
		if (!c->keys.known || !key_cause_is_proven(c, cause, &found))
			return false;
	} else if (!proofs[cause] || !proofs[cause](c, &found)) {
		return false;
	}
	*ret = found;
	return true;
}
