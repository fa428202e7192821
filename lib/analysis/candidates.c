/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/diagnosis-case.h"

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/time.h"

/* Which causes a symptom can have, as IEEE 802.11 and hostapd's and mac80211's sources
 * have it (hostapd, src/ap/wpa_auth_ft.c; net/mac80211/mlme.c): from what the station
 * sees, and from nothing else. */

/* hostapd blocks an R0KH for so long (rkh_neg_timeout), from when it has pulled in vain
 * (rkh_pull_timeout times rkh_pull_retries); the station has given up before that. */
#define NEGATIVE_CACHE_NS ((60 + 4) * NS_PER_S)

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

static bool add_domain(const struct diagnosis_case *c, struct diagnosis *d)
{
	if (case_lacks_ft(c))
		add(d, CAUSE_NO_FT_AKM);
	else if (c->from && domains_differ(c->from, c->target))
		add(d, CAUSE_MOBILITY_DOMAIN);
	else
		return false;
	return true;
}

/* What the beacons show, and what ends a fast transition whatever else is right; the
 * first of these is the one that matters first. True: there is something. */
static bool add_obstacles(const struct diagnosis_case *c, struct diagnosis *d)
{
	bool found = add_domain(c, d);

	/* Whoever got an answer over the DS was heard there. */
	if (case_lacks_over_ds(c) && c->symptom->kind != SYMPTOM_REFUSED &&
	    c->symptom->before != SYMPTOM_REFUSED) {
		add(d, CAUSE_OVER_DS_OFF);
		found = true;
	}
	if (c->from && lacks_common_cipher(c->from, c->target)) {
		add(d, CAUSE_CIPHER);
		found = true;
	}
	if (case_pmf_excludes(c)) {
		add(d, CAUSE_PMF);
		found = true;
	}
	return found;
}

/* And what may matter or not. */
static void add_differences(const struct diagnosis_case *c, struct diagnosis *d)
{
	if (case_ciphers_differ(c))
		add(d, CAUSE_CIPHER);
	if (case_pmf_differs(c))
		add(d, CAUSE_PMF);
}

static void add_beacons(const struct diagnosis_case *c, struct diagnosis *d)
{
	add_obstacles(c, d);
	add_differences(c, d);
}

static const struct ap_facts *target_facts(const struct diagnosis_case *c)
{
	return case_facts(c, c->target_index);
}

static bool is_first_ap(const struct diagnosis_case *c)
{
	return c->keys.known && c->keys.r0kh == c->target_index;
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

	/* It has the key itself, and asks others only where it has lost it. */
	if (is_first_ap(c)) {
		add(d, CAUSE_R0KH_RESTARTED);
		return;
	}
	/* Once a pull went well the entries are right. */
	if (c->keys.known && target_facts(c)->reached[c->keys.r0kh]) {
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
	uint64_t unanswered_ns = c->keys.known ? target->unanswered_ns[c->keys.r0kh] : 0;
	bool lately = unanswered_ns > 0 &&
		      c->symptom->at_ns - unanswered_ns < NEGATIVE_CACHE_NS;

	if (lately)
		add(d, CAUSE_NEGATIVE_CACHE);
	if (is_first_ap(c)) { /* whose password and entries are right */
		add(d, CAUSE_R0KH_RESTARTED);
		return;
	}
	if (c->keys.known && target->reached[c->keys.r0kh])
		add(d, CAUSE_R0KH_RESTARTED);
	add(d, CAUSE_R0KH_MISSING);
	add(d, CAUSE_NAS_IDENTIFIER);
	if (case_may_be_sae(c))
		add(d, CAUSE_GENERATE_LOCAL_SAE);
	add(d, CAUSE_R0KH_RESTARTED);
	add(d, CAUSE_NAS_IDENTIFIER_DUPLICATE);
	add(d, CAUSE_NEGATIVE_CACHE);
	if (case_may_be_psk(c))
		add(d, CAUSE_PASSWORD); /* with keys generated locally */
}

enum cause cause_of_status(unsigned status)
{
	switch (status) {
	case 13:
	case 43:
		return CAUSE_NO_FT_AKM;
	case 15:
		return CAUSE_PASSWORD;
	case 30:
		return CAUSE_ASSOCIATION_HELD;
	case 31:
	case 45:
		return CAUSE_PMF;
	case 41:
	case 42:
	case 46:
		return CAUSE_CIPHER;
	case 54:
		return CAUSE_MOBILITY_DOMAIN;
	}
	return CAUSE_MAX;
}

/* Status 1 says nothing by itself. */
static void add_unspecified(const struct diagnosis_case *c, struct diagnosis *d)
{
	const struct symptom *s = c->symptom;

	add_obstacles(c, d);
	if (s->has_algorithm && s->algorithm == AUTH_SAE)
		add(d, CAUSE_PASSWORD);
	if (s->asked == ASKED_FT_REQUEST || s->tried_ft) {
		add(d, CAUSE_CIPHER);
		add(d, CAUSE_NO_FT_AKM);
	}
	if (s->asked == ASKED_AUTHENTICATION)
		add(d, CAUSE_ACCESS_LIST);
	add_differences(c, d);
}

/* By the status code that the target gave. What the beacons show counts only with one
 * that can come of it. */
static void add_refused(const struct diagnosis_case *c, struct diagnosis *d)
{
	const struct symptom *s = c->symptom;
	enum cause named = cause_of_status(s->status);

	if (named != CAUSE_MAX) {
		add(d, named);
		return;
	}
	switch (s->status) {
	case 1:
		add_unspecified(c, d);
		break;
	case 17:
		add(d, CAUSE_ACCESS_POINT_FULL);
		add(d, CAUSE_ASSOCIATION_HELD);
		break;
	case 28:
		add_unanswered_pull(c, d);
		break;
	case 53:
		add_domain(c, d); /* wpa_supplicant before 2.11 tries all the same */
		if (s->late)
			add_unanswered_pull(c, d);
		else
			add_no_key(c, d);
		break;
	default:
		add_beacons(c, d);
		break;
	}
}

/* Over the DS. Where the target pulls the key in vain it answers in the end, after 4 s
 * (rkh_pull_timeout times rkh_pull_retries): from hostapd 2.10 with status 0 and without
 * a key. One that answers nothing has not heard, or does not take the station. */
static void add_silent_exchange(const struct diagnosis_case *c, struct diagnosis *d)
{
	const struct symptom *s = c->symptom;

	if (add_obstacles(c, d))
		return;
	if (s->late && s->after_ns > LATE_ANSWER_NS) {
		add_unanswered_pull(c, d);
		return;
	}
	if (s->late) {
		add_no_key(c, d); /* what 2.12 answers with status 53 */
		add_differences(c, d);
		return;
	}
	add(d, CAUSE_RELAY_BLOCKED);
	add(d, CAUSE_R0KH_UNREACHABLE);
	add(d, CAUSE_ACCESS_POINT_FULL);
	add(d, CAUSE_TARGET_OFF_AIR);
	if (!c->from->seen)
		add(d, CAUSE_OVER_DS_OFF);
}

/* Where frames are not captured, whether one was of FT is not seen. */
static bool may_have_tried_ft(const struct diagnosis_case *c)
{
	return c->symptom->tried_ft ||
	       (c->symptom->sent == 0 && c->from && scenario_uses_ft(c->scenario) &&
		!case_lacks_ft(c) && !domains_differ(c->from, c->target));
}

static void add_silent(const struct diagnosis_case *c, struct diagnosis *d)
{
	const struct symptom *s = c->symptom;
	bool unheard = s->sent > 0 && s->sent == s->unacknowledged;

	if (s->asked == ASKED_FT_REQUEST) {
		add_silent_exchange(c, d);
		return;
	}
	if (unheard) {
		add_gone(d);
		return;
	}
	if (may_have_tried_ft(c) && s->asked == ASKED_AUTHENTICATION)
		add_unanswered_pull(c, d);
	if (s->sent == 0)
		add_gone(d);
	if (s->tried_ft && s->asked == ASKED_AUTHENTICATION)
		return; /* hostapd refuses aloud for other reasons */
	add_beacons(c, d);
	if (s->asked == ASKED_ASSOCIATION)
		add(d, CAUSE_ASSOCIATION_HELD);
	add(d, CAUSE_ACCESS_LIST);
	add(d, CAUSE_ACCESS_POINT_FULL);
	if (!s->tried_ft)
		add(d, CAUSE_PASSWORD); /* hostapd drops an SAE confirm that is wrong */
}

/* It arrived, and not as it was to. */
static void add_arrived(const struct diagnosis_case *c, struct diagnosis *d)
{
	if (c->symptom->before == SYMPTOM_REFUSED)
		add_refused(c, d);
	else if (c->symptom->before == SYMPTOM_SILENT)
		add_silent(c, d);
	else if (c->symptom->before == SYMPTOM_PUT_OFF)
		add(d, CAUSE_ASSOCIATION_HELD);
	else if (c->symptom->kind == SYMPTOM_FELL_BACK)
		add_beacons(c, d);
	else if (case_lacks_over_ds(c))
		add(d, CAUSE_OVER_DS_OFF);
}

static void add_by_symptom(const struct diagnosis_case *c, struct diagnosis *d)
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
	case SYMPTOM_ELSEWHERE:
		add_beacons(c, d);
		add_gone(d);
		break;
	case SYMPTOM_TOO_SLOW:
	case SYMPTOM_DISCONNECTED:
		add_beacons(c, d);
		if (!c->symptom->tried_ft)
			add(d, CAUSE_PASSWORD);
		break;
	case SYMPTOM_CACHED:
		add(d, CAUSE_PMKSA);
		add_beacons(c, d);
		break;
	case SYMPTOM_FELL_BACK:
	case SYMPTOM_ANOTHER_WAY:
		add_arrived(c, d);
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

/* No step has a cause that exists for others only. */
static void drop_impossible(const struct diagnosis_case *c, struct diagnosis *d)
{
	bool over_ds = c->window->from && c->window->plan_step.via == VIA_DS;
	size_t kept = 0;

	for (size_t i = 0; i < d->candidate_count; i++) {
		const struct cause_text *text = cause_text(d->candidates[i]);

		if ((c->window->from || !text->of_roams) && (over_ds || !text->over_ds))
			d->candidates[kept++] = d->candidates[i];
	}
	d->candidate_count = kept;
}

void candidates_find(const struct diagnosis_case *c, struct diagnosis *d)
{
	add_by_symptom(c, d);
	drop_impossible(c, d);
}
