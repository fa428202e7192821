/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/diagnosis-case.h"

#include <string.h>

#include "analysis/method.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"

/* Which causes a symptom can have, as IEEE 802.11 and hostapd's and mac80211's sources
 * have it (hostapd, src/ap/wpa_auth_ft.c; net/mac80211/mlme.c): from what the station
 * sees, and from nothing else. */

/* hostapd blocks an R0KH for so long (rkh_neg_timeout). */
#define NEGATIVE_CACHE_NS (60 * NS_PER_S)

static void add(struct diagnosis *d, enum cause cause)
{
	for (size_t i = 0; i < d->candidate_count; i++)
		if (d->candidates[i] == cause)
			return;
	*array_add(d->candidates, d->candidate_count, d->candidate_capacity) = cause;
}

static void add_all(struct diagnosis *d, const enum cause *causes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		add(d, causes[i]);
}

bool case_is_sae(const struct diagnosis_case *c)
{
	const struct bss_elements *e = &c->target->elements;

	if (!c->scenario->securities[SECURITY_FT_SAE] &&
	    !c->scenario->securities[SECURITY_SAE])
		return false;
	if (!c->target->seen || !e->has_rsne)
		return true;
	for (size_t i = 0; i < e->akm_count; i++)
		if (akm_is_sae(e->akms[i]))
			return true;
	return false;
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

static bool lacks_ft(const struct advertised *advertised)
{
	return advertised && advertised->seen &&
	       (!advertised->elements.has_mde ||
		(advertised->elements.has_rsne && !offers_ft_akm(&advertised->elements)));
}

bool case_lacks_ft(const struct diagnosis_case *c)
{
	return scenario_uses_ft(c->scenario) &&
	       (lacks_ft(c->target) || lacks_ft(c->from));
}

bool case_from_lacks_ft(const struct diagnosis_case *c)
{
	return scenario_uses_ft(c->scenario) && lacks_ft(c->from) && !lacks_ft(c->target);
}

bool case_lacks_over_ds(const struct diagnosis_case *c)
{
	return c->from && c->from->seen && c->window->plan_step->via == VIA_DS &&
	       c->from->elements.has_mde &&
	       !(c->from->elements.ft_capability & FT_CAPABILITY_OVER_DS);
}

/* What the beacons show; the first of these is the one that matters first. True: there is
 * something, and no need to look further. */
static bool add_beacons(const struct diagnosis_case *c, struct diagnosis *d)
{
	size_t before = d->candidate_count;

	if (case_lacks_ft(c))
		add(d, CAUSE_NO_FT_AKM);
	else if (c->from && domains_differ(c->from, c->target))
		add(d, CAUSE_MOBILITY_DOMAIN);
	if (case_lacks_over_ds(c))
		add(d, CAUSE_OVER_DS_OFF);
	if (case_ciphers_differ(c))
		add(d, CAUSE_CIPHER);
	if (case_pmf_differs(c))
		add(d, CAUSE_PMF);
	return d->candidate_count > before;
}

static const struct ap_facts *target_facts(const struct diagnosis_case *c)
{
	return &c->facts->access_points[c->target_index];
}

static bool is_first_ap(const struct diagnosis_case *c)
{
	return c->has_r0kh && c->r0kh == c->target_index;
}

/* The target asks the R0KH, and gets nothing that it can use. */
static void add_unanswered_pull(const struct diagnosis_case *c, struct diagnosis *d)
{
	static const enum cause causes[] = {
		CAUSE_R0KH_UNREACHABLE,	 CAUSE_R0KH_KEY,
		CAUSE_R1KH_KEY,		 CAUSE_R0KH_MAC,
		CAUSE_R1KH_MISSING,	 CAUSE_R1KH_ID,
		CAUSE_R1KH_ID_DUPLICATE, CAUSE_NAS_IDENTIFIER_DUPLICATE,
	};

	if (is_first_ap(c)) /* it has the key itself */
		return;
	/* Once a pull went well the entries are right. */
	if (c->has_r0kh && target_facts(c)->reached[c->r0kh]) {
		add(d, CAUSE_R0KH_UNREACHABLE);
		return;
	}
	add_all(d, causes, ARRAY_SIZE(causes));
}

static void add_gone(struct diagnosis *d)
{
	add(d, CAUSE_TARGET_OFF_AIR);
	add(d, CAUSE_TARGET_CHANNEL);
}

/* Status 53: there is no key for the station. */
static void add_no_key(const struct diagnosis_case *c, struct diagnosis *d)
{
	const struct ap_facts *target = target_facts(c);
	uint64_t unanswered_ns = c->has_r0kh ? target->unanswered_ns[c->r0kh] : 0;
	bool lately = unanswered_ns > 0 &&
		      c->symptom->at_ns - unanswered_ns < NEGATIVE_CACHE_NS;
	bool lost = is_first_ap(c) || (c->has_r0kh && target->reached[c->r0kh]);

	if (lately)
		add(d, CAUSE_NEGATIVE_CACHE);
	if (lost)
		add(d, CAUSE_R0KH_RESTARTED);
	if (!is_first_ap(c)) {
		add(d, CAUSE_R0KH_MISSING);
		add(d, CAUSE_NAS_IDENTIFIER);
		if (case_is_sae(c))
			add(d, CAUSE_GENERATE_LOCAL_SAE);
		add(d, CAUSE_R0KH_RESTARTED);
		add(d, CAUSE_NAS_IDENTIFIER_DUPLICATE);
		add(d, CAUSE_NEGATIVE_CACHE);
	}
	if (!case_is_sae(c))
		add(d, CAUSE_PASSWORD); /* with keys generated locally */
}

/* By the status code that the target gave (IEEE 802.11-2020 table 9-50). */
static void add_refused(const struct diagnosis_case *c, struct diagnosis *d)
{
	const struct symptom *s = c->symptom;

	add_beacons(c, d); /* a refusal can have another cause all the same */
	switch (s->status) {
	case 1:
		if (s->has_algorithm && s->algorithm == AUTH_SAE)
			add(d, CAUSE_PASSWORD);
		if (s->asked == ASKED_FT_REQUEST || s->tried_ft) {
			add(d, CAUSE_CIPHER);
			add(d, CAUSE_NO_FT_AKM);
		}
		if (s->asked == ASKED_AUTHENTICATION)
			add(d, CAUSE_ACCESS_LIST);
		break;
	case 13:
	case 43:
		add(d, CAUSE_NO_FT_AKM);
		break;
	case 15:
		add(d, CAUSE_PASSWORD);
		break;
	case 17:
		add(d, CAUSE_ACCESS_POINT_FULL);
		add(d, CAUSE_ASSOCIATION_HELD);
		break;
	case 28:
		add_unanswered_pull(c, d);
		break;
	case 30:
		add(d, CAUSE_ASSOCIATION_HELD);
		break;
	case 31:
	case 45:
		add(d, CAUSE_PMF);
		break;
	case 41:
	case 42:
	case 46:
		add(d, CAUSE_CIPHER);
		break;
	case 53:
		if (s->late)
			add_unanswered_pull(c, d);
		else
			add_no_key(c, d);
		break;
	case 54:
		add(d, CAUSE_MOBILITY_DOMAIN);
		break;
	}
}

/* Over the DS. Where the target pulls the key in vain it answers in the end, after 4 s
 * (rkh_pull_timeout times rkh_pull_retries): from hostapd 2.10 with status 0 and without
 * a key. One that answers nothing has not heard, or does not take the station. */
static void add_silent_exchange(const struct diagnosis_case *c, struct diagnosis *d)
{
	if (add_beacons(c, d))
		return;
	if (c->symptom->late && c->symptom->after_ns > LATE_ANSWER_NS)
		add_unanswered_pull(c, d);
	else if (c->symptom->late)
		add_no_key(c, d); /* what 2.12 answers with status 53 */
	if (c->symptom->late)
		return;
	add(d, CAUSE_RELAY_BLOCKED);
	add(d, CAUSE_R0KH_UNREACHABLE);
	add(d, CAUSE_ACCESS_POINT_FULL);
	add(d, CAUSE_TARGET_OFF_AIR);
	if (!c->from->seen)
		add(d, CAUSE_OVER_DS_OFF);
}

static void add_silent(const struct diagnosis_case *c, struct diagnosis *d)
{
	const struct symptom *s = c->symptom;
	bool unheard = s->sent > 0 && s->sent == s->unacknowledged;

	if (s->asked == ASKED_FT_REQUEST) {
		add_silent_exchange(c, d);
		return;
	}
	if (unheard || s->sent == 0)
		add_gone(d);
	if (unheard)
		return;
	if (s->tried_ft && s->asked == ASKED_AUTHENTICATION) {
		add_unanswered_pull(c, d); /* hostapd refuses aloud for other reasons */
		return;
	}
	add_beacons(c, d);
	if (s->asked == ASKED_ASSOCIATION)
		add(d, CAUSE_ASSOCIATION_HELD);
	add(d, CAUSE_ACCESS_LIST);
	add(d, CAUSE_ACCESS_POINT_FULL);
	if (!s->tried_ft)
		add(d, CAUSE_PASSWORD); /* hostapd drops an SAE confirm that is wrong */
}

void candidates_find(const struct diagnosis_case *c, struct diagnosis *d)
{
	switch (c->symptom->kind) {
	case SYMPTOM_NOT_FOUND:
		add_gone(d);
		break;
	case SYMPTOM_REFUSED:
		add_refused(c, d);
		break;
	case SYMPTOM_SILENT:
		add_silent(c, d);
		break;
	case SYMPTOM_PUT_OFF:
		add(d, CAUSE_ASSOCIATION_HELD);
		break;
	case SYMPTOM_COMMAND_REFUSED:
	case SYMPTOM_NOT_TRIED:
		add_beacons(c, d);
		add_gone(d);
		break;
	case SYMPTOM_TOO_SLOW:
	case SYMPTOM_DISCONNECTED:
		add_beacons(c, d);
		if (!c->symptom->tried_ft)
			add(d, CAUSE_PASSWORD);
		break;
	case SYMPTOM_ELSEWHERE:
		add_beacons(c, d);
		add_gone(d);
		break;
	case SYMPTOM_FELL_BACK:
		if (c->symptom->before == SYMPTOM_REFUSED)
			add_refused(c, d);
		else if (c->symptom->before == SYMPTOM_SILENT)
			add_silent(c, d);
		else
			add_beacons(c, d);
		break;
	case SYMPTOM_CACHED:
		add(d, CAUSE_PMKSA);
		add_beacons(c, d);
		break;
	case SYMPTOM_ANOTHER_WAY:
		add_beacons(c, d);
		break;
	case SYMPTOM_ACROSS_CIPHERS:
		add(d, CAUSE_CIPHER);
		break;
	case SYMPTOM_ACROSS_DOMAINS:
		add(d, CAUSE_MOBILITY_DOMAIN);
		break;
	case SYMPTOM_NONE:
	case SYMPTOM_NOT_BROUGHT:
	case SYMPTOM_MAX:
		break;
	}
}
