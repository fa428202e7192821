/* SPDX-License-Identifier: BSD-3-Clause */
#include "analysis/key-proof.h"

#include <string.h>

#include "analysis/case-log.h"
#include "scenario/scenario.h"

/* First what the access points' logs say, then, between causes of which the logs say the
 * same, their configurations (hostapd 2.10 to 2.12-devel, src/ap/wpa_auth_ft.c). */

static const struct ap_conf *conf_of(const struct diagnosis_case *c, size_t access_point)
{
	return &case_facts(c, access_point)->conf;
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

static bool is_first_ap(const struct diagnosis_case *c)
{
	return c->keys.r0kh == c->target_index;
}

/* R0KH-ID, or NULL: not known. */
static const char *r0kh_id(const struct diagnosis_case *c, size_t access_point)
{
	return conf_of(c, access_point)->nas_identifier;
}

/* Where it is configured with none it is the BSSID. */
static const uint8_t *r1kh_id(const struct diagnosis_case *c, size_t access_point)
{
	const uint8_t *id = conf_of(c, access_point)->r1_key_holder;

	return mac_is_zero(id) ? case_bssid(c, access_point) : id;
}

/* The line for the R0KH in the target's list, by its address. */
static const struct key_holder *r0kh_line(const struct diagnosis_case *c)
{
	return key_holder_of_mac(&conf_of(c, c->target_index)->r0kh,
				 case_bssid(c, c->keys.r0kh));
}

static const struct key_holder *r1kh_line(const struct diagnosis_case *c)
{
	return key_holder_of_mac(&conf_of(c, c->keys.r0kh)->r1kh,
				 case_bssid(c, c->target_index));
}

/* And the one that hostapd uses for it, which may be the wildcard. */
static const struct key_holder *r0kh_entry(const struct diagnosis_case *c)
{
	const char *id = r0kh_id(c, c->keys.r0kh);

	return id ? key_holder_of_r0kh(&conf_of(c, c->target_index)->r0kh, id)
		  : r0kh_line(c);
}

static const struct key_holder *r1kh_entry(const struct diagnosis_case *c)
{
	return key_holder_of_r1kh(&conf_of(c, c->keys.r0kh)->r1kh,
				  r1kh_id(c, c->target_index));
}

/* What stands in the line, where it has it, is not that identifier. */
static bool dumps_another(const struct log_entry *entry, const void *id, size_t length)
{
	uint8_t dumped[R0KH_ID_MAX];
	size_t count = log_dump(entry, dumped, sizeof(dumped));

	return count > 0 && (count != length || memcmp(dumped, id, length) != 0);
}

/* The target does not know the R0KH. */
static bool quote_r0kh_unknown(const struct diagnosis_case *c, struct quotes *ret)
{
	const char *id = r0kh_id(c, c->keys.r0kh);

	return quote(ret, case_said_with_dump(c, c->target_index, LOG_R0KH_UNKNOWN)) &&
	       (!id || !dumps_another(ret->entry, id, strlen(id)));
}

/* The R0KH does not know the target. */
static bool quote_r1kh_unknown(const struct diagnosis_case *c, struct quotes *ret)
{
	return quote(ret, case_said_with_dump(c, c->keys.r0kh, LOG_R1KH_UNKNOWN)) &&
	       (!conf_of(c, c->target_index)->known ||
		!dumps_another(ret->entry, r1kh_id(c, c->target_index), MAC_LENGTH));
}

static bool prove_r0kh_missing(const struct diagnosis_case *c, struct quotes *ret)
{
	const struct ap_conf *conf = conf_of(c, c->target_index);

	return quote_r0kh_unknown(c, ret) && conf->known && !r0kh_line(c) &&
	       !(case_may_be_sae(c) && conf->generate_local);
}

static bool prove_nas_identifier(const struct diagnosis_case *c, struct quotes *ret)
{
	const struct key_holder *line;

	if (!quote_r0kh_unknown(c, ret))
		return false;
	line = r0kh_line(c);
	if (!line ||
	    (r0kh_id(c, c->keys.r0kh) && strcmp(line->id, r0kh_id(c, c->keys.r0kh)) == 0))
		return false;
	return quote_conf(ret, c->target_index, line->line);
}

/* hostapd looks for an R0KH only where it does not generate the key itself. */
static bool prove_generate_local(const struct diagnosis_case *c, struct quotes *ret)
{
	return quote_r0kh_unknown(c, ret) && case_may_be_sae(c) &&
	       conf_of(c, c->target_index)->generate_local && !r0kh_line(c) &&
	       quote_conf(ret, c->target_index, "ft_psk_generate_local=1");
}

/* Not, as far as both configurations are known. */
static bool have_same_r0kh_id(const struct diagnosis_case *c, size_t a, size_t b)
{
	return !r0kh_id(c, a) || !r0kh_id(c, b) ||
	       strcmp(r0kh_id(c, a), r0kh_id(c, b)) == 0;
}

static bool have_same_r1kh_id(const struct diagnosis_case *c, size_t a, size_t b)
{
	return !conf_of(c, a)->known || !conf_of(c, b)->known ||
	       mac_equal(r1kh_id(c, a), r1kh_id(c, b));
}

/* The target's pull went to an access point that is known to have the R0KH's identifier.
 */
static const struct log_entry *pull_to_namesake(const struct diagnosis_case *c)
{
	for (size_t i = 0; i < c->scenario->access_point_count; i++) {
		const struct log_entry *entry =
			case_said_of(c, c->target_index, LOG_PULL_SENT, case_bssid(c, i));

		if (entry && i != c->keys.r0kh && i != c->target_index &&
		    r0kh_id(c, c->keys.r0kh) && r0kh_id(c, i) &&
		    have_same_r0kh_id(c, c->keys.r0kh, i))
			return entry;
	}
	return NULL;
}

/* The target asked another access point, which has the R0KH's name and not its keys. */
static const struct log_entry *namesake_said(const struct diagnosis_case *c,
					     enum log_line what)
{
	for (size_t i = 0; i < c->scenario->access_point_count; i++) {
		const struct log_entry *entry = case_said(c, i, what);

		if (entry && i != c->keys.r0kh && i != c->target_index)
			return entry;
	}
	return NULL;
}

/* The target takes itself for the R0KH, or asks another one. */
static bool prove_nas_identifier_duplicate(const struct diagnosis_case *c,
					   struct quotes *ret)
{
	if (is_first_ap(c))
		return false;
	if (quote(ret, namesake_said(c, LOG_R0_UNKNOWN)) ||
	    quote(ret, pull_to_namesake(c)))
		return true;
	return have_same_r0kh_id(c, c->target_index, c->keys.r0kh) &&
	       (quote(ret, case_target_said(c, LOG_R0_OWN)) ||
		quote(ret, case_target_said(c, LOG_R0KH_SELF)));
}

/* Another access point is known to have the target's R1KH-ID: whoever looks for it may
 * find that one's line. */
static bool shares_r1kh_id(const struct diagnosis_case *c)
{
	for (size_t i = 0; i < c->scenario->access_point_count; i++)
		if (i != c->target_index && conf_of(c, i)->known &&
		    conf_of(c, c->target_index)->known &&
		    have_same_r1kh_id(c, i, c->target_index))
			return true;
	return false;
}

static bool prove_r1kh_id_duplicate(const struct diagnosis_case *c, struct quotes *ret)
{
	struct quotes other = { 0 };

	if (prove_nas_identifier_duplicate(c, &other))
		return false;
	if (shares_r1kh_id(c) && (quote_r1kh_unknown(c, ret) ||
				  quote(ret, case_r0kh_said(c, LOG_UNDECIPHERABLE))))
		return true;
	return have_same_r1kh_id(c, c->target_index, c->keys.r0kh) &&
	       (quote(ret, case_r0kh_said(c, LOG_SEQUENCE_OWN)) ||
		quote(ret, case_target_said(c, LOG_SEQUENCE_OWN)));
}

static bool prove_r1kh_id(const struct diagnosis_case *c, struct quotes *ret)
{
	const struct key_holder *line;
	uint8_t id[MAC_LENGTH];

	if (shares_r1kh_id(c) || !quote_r1kh_unknown(c, ret))
		return false;
	if (!conf_of(c, c->keys.r0kh)->known) /* then its BSSID is what others list */
		return dumps_another(ret->entry, case_bssid(c, c->target_index),
				     MAC_LENGTH);
	line = r1kh_line(c);
	if (!line || mac_parse(line->id, id) < 0)
		return false;
	if (!dumps_another(ret->entry, id, MAC_LENGTH) &&
	    (!conf_of(c, c->target_index)->known ||
	     mac_equal(id, r1kh_id(c, c->target_index))))
		return false;
	return quote_conf(ret, c->keys.r0kh, line->line);
}

/* It may have one with another address, which is none for the target. */
static bool prove_r1kh_missing(const struct diagnosis_case *c, struct quotes *ret)
{
	struct quotes other = { 0 };

	if (shares_r1kh_id(c) || !quote_r1kh_unknown(c, ret) ||
	    prove_r1kh_id(c, &other) || r1kh_line(c))
		return false;
	if (r1kh_entry(c))
		quote_conf(ret, c->keys.r0kh, r1kh_entry(c)->line);
	return true;
}

static unsigned count_in(const struct key_holders *holders, const char *key)
{
	unsigned count = 0;

	for (size_t i = 0; i < holders->count; i++)
		count += strcmp(holders->items[i].key, key) == 0;
	return count;
}

/* In how many places of the site a key stands. */
static unsigned count_key(const struct diagnosis_case *c, const char *key)
{
	unsigned count = 0;

	for (size_t i = 0; i < c->scenario->access_point_count; i++)
		count += count_in(&conf_of(c, i)->r0kh, key) +
			 count_in(&conf_of(c, i)->r1kh, key);
	return count;
}

/* The message could not be opened. Which of the two entries is the odd one shows by how
 * often their keys stand elsewhere; where that is equal either may be changed. */
static bool prove_key(const struct diagnosis_case *c, bool of_r0kh_entry,
		      struct quotes *ret)
{
	const struct key_holder *r0kh, *r1kh, *odd;

	if (shares_r1kh_id(c) || (!quote(ret, case_r0kh_said(c, LOG_UNDECIPHERABLE)) &&
				  !quote(ret, case_target_said(c, LOG_UNDECIPHERABLE))))
		return false;
	r0kh = r0kh_entry(c);
	r1kh = r1kh_entry(c);
	if (!r0kh || !r1kh || strcmp(r0kh->key, r1kh->key) == 0)
		return false;
	odd = count_key(c, r0kh->key) < count_key(c, r1kh->key) ? r0kh : r1kh;
	if (of_r0kh_entry != (odd == r0kh))
		return false;
	return quote_conf(ret, odd == r0kh ? c->target_index : c->keys.r0kh, odd->line);
}

static bool prove_r0kh_key(const struct diagnosis_case *c, struct quotes *ret)
{
	return prove_key(c, true, ret);
}

static bool prove_r1kh_key(const struct diagnosis_case *c, struct quotes *ret)
{
	return prove_key(c, false, ret);
}

/* One that generates the keys of PSK stations itself never had their PMK-R0. */
static bool prove_r0kh_restarted(const struct diagnosis_case *c, struct quotes *ret)
{
	if (is_first_ap(c))
		return quote(ret, case_target_said(c, LOG_NO_KEY)) ||
		       quote(ret, case_target_said(c, LOG_PULL_SENT));
	return quote(ret, case_r0kh_said(c, LOG_R0_UNKNOWN)) &&
	       !(case_may_be_psk(c) && conf_of(c, c->keys.r0kh)->generate_local);
}

static bool prove_negative_cache(const struct diagnosis_case *c, struct quotes *ret)
{
	return quote(ret, case_target_said(c, LOG_R0KH_BLOCKED));
}

/* Whatever comes of a pull at an R0KH. */
static bool r0kh_has_heard(const struct diagnosis_case *c)
{
	return case_r0kh_said(c, LOG_RRB_RECEIVED) ||
	       case_r0kh_said(c, LOG_PULL_RECEIVED) ||
	       case_r0kh_said(c, LOG_R1KH_UNKNOWN) ||
	       case_r0kh_said(c, LOG_UNDECIPHERABLE) ||
	       case_r0kh_said(c, LOG_SEQUENCE_OWN) ||
	       case_r0kh_said(c, LOG_SEQUENCE_FOREIGN);
}

/* It has heard, and something of it did not suit it. */
static bool r0kh_has_declined(const struct diagnosis_case *c)
{
	return case_r0kh_said(c, LOG_R1KH_UNKNOWN) ||
	       case_r0kh_said(c, LOG_UNDECIPHERABLE) ||
	       case_r0kh_said(c, LOG_SEQUENCE_OWN) ||
	       case_r0kh_said(c, LOG_SEQUENCE_FOREIGN) ||
	       case_r0kh_said(c, LOG_ID_MISMATCH);
}

static bool r0kh_is_silent(const struct diagnosis_case *c)
{
	return case_facts(c, c->keys.r0kh)->log_at_hand && !r0kh_has_heard(c);
}

/* "… from 02:00:00:00:02:00 to remote R0KH address 02:00:00:00:01:00" */
static bool goes_to(const struct log_entry *pull, const uint8_t mac[static MAC_LENGTH])
{
	const char *last = strrchr(pull->text, ' ');
	uint8_t address[MAC_LENGTH];

	return last && mac_parse(last + 1, address) >= 0 && mac_equal(address, mac);
}

/* A pull to all, of a wildcard, or to the R0KH itself. */
static bool goes_right(const struct diagnosis_case *c, const struct log_entry *pull)
{
	static const uint8_t all[MAC_LENGTH] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

	return goes_to(pull, all) || goes_to(pull, case_bssid(c, c->keys.r0kh));
}

/* An address that is not in the target's list is one that it has learned, not one that
 * somebody has configured. */
static bool is_configured(const struct diagnosis_case *c, const struct log_entry *pull)
{
	const struct ap_conf *conf = conf_of(c, c->target_index);

	for (size_t i = 0; i < conf->r0kh.count; i++)
		if (goes_to(pull, conf->r0kh.items[i].mac))
			return true;
	return !conf->known;
}

static bool prove_r0kh_mac(const struct diagnosis_case *c, struct quotes *ret)
{
	if (is_first_ap(c) || !quote(ret, case_target_said(c, LOG_PULL_SENT)) ||
	    case_target_said(c, LOG_WILDCARD) || goes_right(c, ret->entry) ||
	    !is_configured(c, ret->entry) || namesake_said(c, LOG_R0_UNKNOWN) ||
	    pull_to_namesake(c))
		return false;
	ret->silence = r0kh_is_silent(c) ? SILENCE_PULL : SILENCE_NONE;
	return true;
}

/* The pull does not arrive, or the answers to it do not come back: not the R0KH's
 * question for the target's sequence number, which comes first, or not the key. */
static bool prove_r0kh_unreachable(const struct diagnosis_case *c, struct quotes *ret)
{
	if (is_first_ap(c) || !quote(ret, case_target_said(c, LOG_PULL_SENT)) ||
	    !goes_right(c, ret->entry))
		return false;
	if (r0kh_is_silent(c)) {
		ret->silence = SILENCE_PULL;
		return true;
	}
	ret->silence = SILENCE_RESPONSE;
	if (case_r0kh_said(c, LOG_RESPONSE_SENT))
		return !case_target_said(c, LOG_RESPONSE_RECEIVED);
	return case_r0kh_said(c, LOG_RRB_RECEIVED) && !r0kh_has_declined(c) &&
	       !case_said_of(c, c->target_index, LOG_RRB_RECEIVED,
			     case_bssid(c, c->keys.r0kh));
}

static bool prove_wildcard_discovery(const struct diagnosis_case *c, struct quotes *ret)
{
	struct quotes other = { 0 };

	return quote(ret, case_target_said(c, LOG_WILDCARD)) && r0kh_has_heard(c) &&
	       !prove_r0kh_unreachable(c, &other) &&
	       !case_r0kh_said(c, LOG_UNDECIPHERABLE);
}

typedef bool (*prove_fn)(const struct diagnosis_case *c, struct quotes *ret);

static const prove_fn proofs[] = {
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
};

bool key_cause_is_proven(const struct diagnosis_case *c, enum cause cause,
			 struct quotes *ret)
{
	return proofs[cause](c, ret);
}

const struct log_entry *key_trace_find(const struct diagnosis_case *c)
{
	struct quotes quotes = { 0 };

	if (!c->keys.known)
		return NULL;
	if (quote_r0kh_unknown(c, &quotes) || quote_r1kh_unknown(c, &quotes) ||
	    quote(&quotes, case_r0kh_said(c, LOG_UNDECIPHERABLE)) ||
	    quote(&quotes, case_target_said(c, LOG_UNDECIPHERABLE)))
		return quotes.entry;
	return NULL;
}
