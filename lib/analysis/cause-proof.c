/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "analysis/diagnosis-case.h"
#include "analysis/negotiation.h"
#include "base/cleanup.h"

/* What proves a cause: first what the access points' logs say, then, between causes of
 * which the logs say the same, their configurations (hostapd 2.10 to 2.12-devel,
 * src/ap/wpa_auth_ft.c). */

/* A step's logs count from its own beginning. */
static const struct log_entry *said(const struct diagnosis_case *c, size_t access_point,
				    enum log_line what)
{
	return log_find(c->facts, access_point, what, c->window->start_ns);
}

static const struct log_entry *target_said(const struct diagnosis_case *c,
					   enum log_line what)
{
	return said(c, c->target_index, what);
}

static const struct log_entry *r0kh_said(const struct diagnosis_case *c,
					 enum log_line what)
{
	return c->has_r0kh ? said(c, c->r0kh, what) : NULL;
}

static const struct ap_conf *conf_of(const struct diagnosis_case *c, size_t access_point)
{
	return &c->facts->access_points[access_point].conf;
}

static const uint8_t *bssid_of(const struct diagnosis_case *c, size_t access_point)
{
	return c->scenario->access_points[access_point].bssid;
}

static bool quote(struct quotes *ret, const struct log_entry *entry)
{
	ret->entry = entry;
	return entry;
}

static bool quote_conf(struct quotes *ret, size_t conf_of_ap, const char *line)
{
	ret->conf_of = conf_of_ap;
	ret->line = line;
	return true;
}

/* The entry for the R0KH in the target's list, found by its address or by its name. */
static const struct key_holder *r0kh_entry(const struct diagnosis_case *c)
{
	return key_holder_of_mac(&conf_of(c, c->target_index)->r0kh,
				 bssid_of(c, c->r0kh));
}

static const struct key_holder *r1kh_entry(const struct diagnosis_case *c)
{
	return key_holder_of_mac(&conf_of(c, c->r0kh)->r1kh,
				 bssid_of(c, c->target_index));
}

/* Of "No matching R0KH found" and "Did not find R0KH-ID - hexdump(…)", and of the like of
 * an R1KH, the second names it. */
static const struct log_entry *holder_unknown(const struct diagnosis_case *c,
					      size_t access_point, enum log_line what)
{
	for (size_t i = 0; i < c->facts->count; i++) {
		const struct log_entry *entry = &c->facts->entries[i];

		if (entry->access_point == access_point && entry->what == what &&
		    entry->time_ns >= c->window->start_ns &&
		    strstr(entry->text, "hexdump"))
			return entry;
	}
	return said(c, access_point, what);
}

static const struct log_entry *r0kh_unknown(const struct diagnosis_case *c)
{
	return holder_unknown(c, c->target_index, LOG_R0KH_UNKNOWN);
}

static const struct log_entry *r1kh_unknown(const struct diagnosis_case *c)
{
	return holder_unknown(c, c->r0kh, LOG_R1KH_UNKNOWN);
}

static bool prove_r0kh_missing(const struct diagnosis_case *c, struct quotes *ret)
{
	const struct ap_conf *conf = conf_of(c, c->target_index);

	return quote(ret, r0kh_unknown(c)) && conf->known && !r0kh_entry(c) &&
	       !(case_is_sae(c) && conf->generate_local);
}

static bool prove_nas_identifier(const struct diagnosis_case *c, struct quotes *ret)
{
	const struct key_holder *entry;

	if (!quote(ret, r0kh_unknown(c)) || !conf_of(c, c->target_index)->known)
		return false;
	entry = r0kh_entry(c);
	return entry && quote_conf(ret, c->target_index, entry->line);
}

static bool prove_generate_local(const struct diagnosis_case *c, struct quotes *ret)
{
	return quote(ret, r0kh_unknown(c)) && case_is_sae(c) &&
	       conf_of(c, c->target_index)->generate_local && !r0kh_entry(c) &&
	       quote_conf(ret, c->target_index, "ft_psk_generate_local=1");
}

/* The target asked another access point, which has the R0KH's name and not its keys. */
static const struct log_entry *namesake_said(const struct diagnosis_case *c,
					     enum log_line what)
{
	for (size_t i = 0; i < c->scenario->access_point_count; i++) {
		const struct log_entry *entry = said(c, i, what);

		if (i != c->r0kh && entry)
			return entry;
	}
	return NULL;
}

/* The R1KH-ID by which the target asks. */
static const uint8_t *r1kh_id(const struct diagnosis_case *c, size_t access_point)
{
	const struct ap_conf *conf = conf_of(c, access_point);

	return mac_is_zero(conf->r1_key_holder) ? bssid_of(c, access_point)
						: conf->r1_key_holder;
}

static bool shares_r1kh_id(const struct diagnosis_case *c)
{
	for (size_t i = 0; i < c->scenario->access_point_count; i++)
		if (i != c->target_index && conf_of(c, i)->known &&
		    conf_of(c, c->target_index)->known &&
		    mac_equal(r1kh_id(c, i), r1kh_id(c, c->target_index)))
			return true;
	return false;
}

static bool prove_nas_identifier_duplicate(const struct diagnosis_case *c,
					   struct quotes *ret)
{
	if (c->r0kh == c->target_index)
		return false;
	return quote(ret, target_said(c, LOG_R0_OWN)) ||
	       quote(ret, target_said(c, LOG_R0KH_SELF)) ||
	       quote(ret, namesake_said(c, LOG_R0_UNKNOWN));
}

static bool prove_r1kh_id_duplicate(const struct diagnosis_case *c, struct quotes *ret)
{
	struct quotes other;

	if (prove_nas_identifier_duplicate(c, &other))
		return false;
	if (shares_r1kh_id(c) &&
	    (quote(ret, r1kh_unknown(c)) || quote(ret, r0kh_said(c, LOG_UNDECIPHERABLE))))
		return true;
	return quote(ret, r0kh_said(c, LOG_SEQUENCE_OWN)) ||
	       quote(ret, target_said(c, LOG_SEQUENCE_OWN));
}

/* "FT: Did not find R1KH-ID - hexdump(len=6): 02 00 00 00 02 00" */
static bool names_bssid(const struct diagnosis_case *c, const struct log_entry *entry)
{
	const char *at = strstr(entry->text, "hexdump(len=6): ");
	uint8_t mac[MAC_LENGTH];

	if (!at)
		return true;
	at += strlen("hexdump(len=6): ");
	for (size_t i = 0; i < MAC_LENGTH; i++) {
		char *end;

		mac[i] = (uint8_t)strtoul(at, &end, 16);
		at = end;
	}
	return mac_equal(mac, bssid_of(c, c->target_index));
}

static bool prove_r1kh_id(const struct diagnosis_case *c, struct quotes *ret)
{
	const struct key_holder *entry;

	if (!c->has_r0kh || shares_r1kh_id(c) || !quote(ret, r1kh_unknown(c)))
		return false;
	if (!conf_of(c, c->r0kh)->known)
		return !names_bssid(c, ret->entry);
	entry = r1kh_entry(c);
	return entry && quote_conf(ret, c->r0kh, entry->line);
}

static bool prove_r1kh_missing(const struct diagnosis_case *c, struct quotes *ret)
{
	struct quotes other = { 0 };

	if (!c->has_r0kh || shares_r1kh_id(c) || !quote(ret, r1kh_unknown(c)))
		return false;
	return !prove_r1kh_id(c, &other);
}

/* Of the four places that have the key of a pair, how many have this one. */
static unsigned count_key(const struct diagnosis_case *c, const char *key)
{
	const struct key_holder *entries[] = {
		r0kh_entry(c),
		r1kh_entry(c),
		key_holder_of_mac(&conf_of(c, c->r0kh)->r0kh,
				  bssid_of(c, c->target_index)),
		key_holder_of_mac(&conf_of(c, c->target_index)->r1kh,
				  bssid_of(c, c->r0kh)),
	};
	unsigned count = 0;

	for (size_t i = 0; i < ARRAY_SIZE(entries); i++)
		count += entries[i] && strcmp(entries[i]->key, key) == 0;
	return count;
}

/* The message could not be opened; which of the two entries is the odd one is known only
 * where the pair's other entries are. */
static bool prove_key(const struct diagnosis_case *c, bool of_r0kh_entry,
		      struct quotes *ret)
{
	const struct key_holder *r0kh, *r1kh, *odd;

	if (!c->has_r0kh || shares_r1kh_id(c) ||
	    (!quote(ret, r0kh_said(c, LOG_UNDECIPHERABLE)) &&
	     !quote(ret, target_said(c, LOG_UNDECIPHERABLE))))
		return false;
	r0kh = r0kh_entry(c);
	r1kh = r1kh_entry(c);
	if (!r0kh || !r1kh || strcmp(r0kh->key, r1kh->key) == 0)
		return false;
	odd = count_key(c, r0kh->key) < count_key(c, r1kh->key) ? r0kh : r1kh;
	if (of_r0kh_entry != (odd == r0kh))
		return false;
	return quote_conf(ret, odd == r0kh ? c->target_index : c->r0kh, odd->line);
}

static bool prove_r0kh_key(const struct diagnosis_case *c, struct quotes *ret)
{
	return prove_key(c, true, ret);
}

static bool prove_r1kh_key(const struct diagnosis_case *c, struct quotes *ret)
{
	return prove_key(c, false, ret);
}

static bool prove_r0kh_restarted(const struct diagnosis_case *c, struct quotes *ret)
{
	return quote(ret, r0kh_said(c, LOG_R0_UNKNOWN)) ||
	       (c->has_r0kh && c->r0kh == c->target_index &&
		quote(ret, target_said(c, LOG_NO_KEY)));
}

static bool prove_negative_cache(const struct diagnosis_case *c, struct quotes *ret)
{
	return quote(ret, target_said(c, LOG_R0KH_BLOCKED));
}

/* "… to remote R0KH address 02:00:00:00:01:00" */
static bool pull_goes_to(const struct log_entry *entry, const uint8_t *bssid)
{
	const char *at = strrchr(entry->text, ' ');
	uint8_t mac[MAC_LENGTH];

	return at && mac_parse(at + 1, mac) >= 0 && mac_equal(mac, bssid);
}

/* Whatever comes of a pull at an R0KH. */
static bool r0kh_has_heard(const struct diagnosis_case *c)
{
	return r0kh_said(c, LOG_PULL_RECEIVED) || r0kh_said(c, LOG_R1KH_UNKNOWN) ||
	       r0kh_said(c, LOG_UNDECIPHERABLE) || r0kh_said(c, LOG_SEQUENCE_OWN);
}

static bool prove_r0kh_mac(const struct diagnosis_case *c, struct quotes *ret)
{
	return c->has_r0kh && quote(ret, target_said(c, LOG_PULL_SENT)) &&
	       !target_said(c, LOG_WILDCARD) &&
	       !pull_goes_to(ret->entry, bssid_of(c, c->r0kh));
}

static bool prove_r0kh_unreachable(const struct diagnosis_case *c, struct quotes *ret)
{
	struct quotes other = { 0 };

	if (!c->has_r0kh || !quote(ret, target_said(c, LOG_PULL_SENT)) ||
	    prove_r0kh_mac(c, &other))
		return false;
	if (!c->facts->access_points[c->r0kh].log_at_hand)
		return false;
	if (!r0kh_has_heard(c))
		return true;
	return r0kh_said(c, LOG_RESPONSE_SENT) && !target_said(c, LOG_RESPONSE_RECEIVED);
}

static bool prove_wildcard_discovery(const struct diagnosis_case *c, struct quotes *ret)
{
	struct quotes other = { 0 };

	return quote(ret, target_said(c, LOG_WILDCARD)) && r0kh_has_heard(c) &&
	       !prove_r0kh_unreachable(c, &other) && !r0kh_said(c, LOG_UNDECIPHERABLE);
}

static bool prove_relay_blocked(const struct diagnosis_case *c, struct quotes *ret)
{
	size_t from;

	if (!c->window->from || c->window->plan_step->via != VIA_DS)
		return false;
	from = (size_t)(c->window->from - c->scenario->access_points);
	if (!c->facts->access_points[c->target_index].log_at_hand ||
	    !c->facts->access_points[from].log_at_hand ||
	    c->facts->access_points[c->target_index].off_air)
		return false;
	if (quote(ret, said(c, from, LOG_RELAY_SENT)) &&
	    !target_said(c, LOG_RELAY_RECEIVED))
		return true;
	return quote(ret, target_said(c, LOG_RELAY_SENT)) &&
	       !said(c, from, LOG_RELAY_ANSWER);
}

static bool prove_over_ds_off(const struct diagnosis_case *c, struct quotes *ret)
{
	if (c->window->from)
		quote(ret, said(c, (size_t)(c->window->from - c->scenario->access_points),
				LOG_OVER_DS_OFF));
	return ret->entry || case_lacks_over_ds(c);
}

static bool prove_mobility_domain(const struct diagnosis_case *c, struct quotes *ret)
{
	quote(ret, target_said(c, LOG_MDE));
	return ret->entry || (c->symptom->has_status && c->symptom->status == 54) ||
	       (c->from && domains_differ(c->from, c->target));
}

static bool prove_no_ft_akm(const struct diagnosis_case *c, struct quotes *ret)
{
	quote(ret, target_said(c, LOG_AKM));
	return ret->entry || case_lacks_ft(c);
}

static bool prove_cipher(const struct diagnosis_case *c, struct quotes *ret)
{
	quote(ret, target_said(c, LOG_CIPHER));
	return ret->entry || case_ciphers_differ(c);
}

static bool prove_pmf(const struct diagnosis_case *c, struct quotes *ret)
{
	quote(ret, target_said(c, LOG_PMF));
	return ret->entry || case_pmf_differs(c) ||
	       (c->symptom->has_status && c->symptom->status == 31);
}

/* The station's own keys prove it too: a frame of the access point that they do not fit.
 */
static bool prove_password(const struct diagnosis_case *c, struct quotes *ret)
{
	cleanup_free_ char *fault = negotiation_fault(c->window);

	return quote(ret, target_said(c, LOG_SAE_CONFIRM)) ||
	       quote(ret, target_said(c, LOG_EAPOL_MIC)) ||
	       quote(ret, target_said(c, LOG_NO_PSK)) || fault ||
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
	const struct ap_facts *target = &c->facts->access_points[c->target_index];

	quote(ret, target_said(c, LOG_DISABLED));
	return target->off_air ||
	       (was_unheard(c) && target->looked_for && !target->found);
}

static bool prove_target_channel(const struct diagnosis_case *c, struct quotes *ret)
{
	const struct ap_facts *target = &c->facts->access_points[c->target_index];

	(void)ret;
	return was_unheard(c) && target->looked_for && target->found &&
	       target->found_mhz != c->target->frequency_mhz;
}

static bool prove_access_list(const struct diagnosis_case *c, struct quotes *ret)
{
	return quote(ret, target_said(c, LOG_ACCESS_LIST));
}

static bool prove_access_point_full(const struct diagnosis_case *c, struct quotes *ret)
{
	return quote(ret, target_said(c, LOG_FULL));
}

static bool prove_association_held(const struct diagnosis_case *c, struct quotes *ret)
{
	quote(ret, target_said(c, LOG_SA_QUERY));
	return c->symptom->kind == SYMPTOM_PUT_OFF ||
	       (c->symptom->has_status && c->symptom->status == 30);
}

static bool prove_pmksa(const struct diagnosis_case *c, struct quotes *ret)
{
	quote(ret, target_said(c, LOG_CONNECTED));
	return c->symptom->kind == SYMPTOM_CACHED;
}

typedef bool (*prove_fn)(const struct diagnosis_case *c, struct quotes *ret);

static const prove_fn proofs[CAUSE_MAX] = {
	[CAUSE_R0KH_MISSING] = prove_r0kh_missing,
	[CAUSE_R0KH_MAC] = prove_r0kh_mac,
	[CAUSE_R0KH_KEY] = prove_r0kh_key,
	[CAUSE_R1KH_MISSING] = prove_r1kh_missing,
	[CAUSE_R1KH_KEY] = prove_r1kh_key,
	[CAUSE_R1KH_ID] = prove_r1kh_id,
	[CAUSE_R1KH_ID_DUPLICATE] = prove_r1kh_id_duplicate,
	[CAUSE_NAS_IDENTIFIER] = prove_nas_identifier,
	[CAUSE_NAS_IDENTIFIER_DUPLICATE] = prove_nas_identifier_duplicate,
	[CAUSE_GENERATE_LOCAL_SAE] = prove_generate_local,
	[CAUSE_R0KH_UNREACHABLE] = prove_r0kh_unreachable,
	[CAUSE_R0KH_RESTARTED] = prove_r0kh_restarted,
	[CAUSE_NEGATIVE_CACHE] = prove_negative_cache,
	[CAUSE_WILDCARD_DISCOVERY] = prove_wildcard_discovery,
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

	/* Those of the keys are about two access points. */
	if (cause <= CAUSE_WILDCARD_DISCOVERY && !c->has_r0kh)
		return false;
	if (!proofs[cause] || !proofs[cause](c, &found))
		return false;
	*ret = found;
	return true;
}
