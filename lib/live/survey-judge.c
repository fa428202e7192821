/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/hex.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "live/survey.h"
#include "record/suite-name.h"

/* IEEE 802.11-2020 9.4.2.24.4 */
#define RSN_MFPR 0x0040
#define RSN_MFPC 0x0080
/* 9.4.2.241, table 9-309 */
#define RSNXE_SAE_H2E 0x20

#define AKM(number) (UINT32_C(0x000fac) << 8 | (number))

static const struct {
	uint32_t akm;
	enum security security;
} known[] = {
	{ AKM(2), SECURITY_PSK },    { AKM(6), SECURITY_PSK },
	{ AKM(8), SECURITY_SAE },    { AKM(4), SECURITY_FT_PSK },
	{ AKM(9), SECURITY_FT_SAE },
};

void surveyed_site_clear(struct surveyed_site *site)
{
	for (size_t i = 0; i < site->count; i++)
		free(site->items[i].differs);
	free(site->items);
	*site = (struct surveyed_site){ 0 };
}

static bool is_of_network(const struct survey *survey, const struct scanned_bss *bss)
{
	return bss->ssid_length == survey->ssid_length &&
	       memcmp(bss->ssid, survey->ssid, bss->ssid_length) == 0;
}

/* One that has told its SSID to whoever asked for it stands there twice. */
static bool is_hidden(const struct survey *survey, const struct scanned_bss *bss)
{
	if (bss->ssid_length > 0)
		return false;
	for (size_t i = 0; i < survey->results.count; i++)
		if (survey->results.items[i].ssid_length > 0 &&
		    mac_equal(survey->results.items[i].bssid, bss->bssid))
			return false;
	return true;
}

static unsigned channel_of(unsigned frequency_mhz)
{
	for (unsigned channel = 1; channel <= 177; channel++)
		if (frequency_mhz > 0 && channel_frequency_mhz(channel) == frequency_mhz)
			return channel;
	return 0;
}

static int signal_of(const struct scanned_bss *bss)
{
	return bss->has_signal ? bss->signal_dbm : -1000;
}

/* Of several entries with one BSSID (it has changed its channel) the one that counts. */
static bool is_better(const struct scanned_bss *one, const struct scanned_bss *other)
{
	if (one->associated != other->associated)
		return one->associated;
	return one->seen_ms_ago < other->seen_ms_ago;
}

static void take_securities(struct surveyed_bss *item)
{
	const struct bss_elements *elements = &item->bss->elements;

	if (!elements->has_rsne) {
		item->securities[SECURITY_OPEN] = !item->bss->privacy &&
						  !item->bss->has_wpa &&
						  !item->bss->malformed;
		return;
	}
	for (size_t i = 0; i < elements->akm_count; i++) {
		for (size_t j = 0; j < ARRAY_SIZE(known); j++) {
			enum security security = known[j].security;

			if (elements->akms[i] != known[j].akm)
				continue;
			item->ft_akm |= security_is_ft(security);
			/* Without a mobility domain nobody can use it. */
			item->securities[security] =
				elements->has_mde || !security_is_ft(security);
		}
	}
	item->ft = elements->has_mde && item->ft_akm;
}

static void add(struct surveyed_site *site, size_t *capacity,
		const struct scanned_bss *bss)
{
	struct surveyed_bss *item;

	for (size_t i = 0; i < site->count; i++) {
		item = &site->items[i];
		if (!mac_equal(item->bss->bssid, bss->bssid))
			continue;
		if (is_better(bss, item->bss))
			item->bss = bss;
		return;
	}
	item = array_add(site->items, site->count, *capacity);
	item->bss = bss;
}

static int by_place(const void *a, const void *b)
{
	const struct surveyed_bss *one = a, *other = b;

	if (one->target != other->target)
		return one->target ? -1 : 1;
	if (one->bss->associated != other->bss->associated)
		return one->bss->associated ? -1 : 1;
	if (signal_of(one->bss) != signal_of(other->bss))
		return signal_of(one->bss) > signal_of(other->bss) ? -1 : 1;
	return memcmp(one->bss->bssid, other->bss->bssid, MAC_LENGTH);
}

/* By the last octets of the BSSID, so many that all differ. */
static void give_names(struct surveyed_site *site)
{
	for (unsigned octets = 2; octets <= MAC_LENGTH; octets++) {
		bool unique = true;

		for (size_t i = 0; i < site->count; i++) {
			struct surveyed_bss *item = &site->items[i];
			char digits[2 * MAC_LENGTH + 1];

			hex_format(digits, item->bss->bssid + MAC_LENGTH - octets,
				   octets);
			snprintf(item->name, sizeof(item->name), "ap-%s", digits);
			for (size_t j = 0; j < i; j++)
				unique &= strcmp(item->name, site->items[j].name) != 0;
		}
		if (unique)
			return;
	}
}

static void add_difference(struct surveyed_bss *item, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static void add_difference(struct surveyed_bss *item, const char *fmt, ...)
{
	cleanup_free_ char *before = item->differs, *more = NULL;
	va_list ap;

	va_start(ap, fmt);
	more = memory_vprintf(fmt, ap);
	va_end(ap);
	item->differs =
		before ? memory_printf("%s, %s", before, more) : memory_strdup(more);
}

static bool any(const bool *securities)
{
	for (size_t i = 0; i < SECURITY_MAX; i++)
		if (securities[i])
			return true;
	return false;
}

/* IEEE 802-2014 8.2.2: the first bit sent is the I/G bit. */
static bool is_address(const uint8_t bssid[static MAC_LENGTH])
{
	return !(bssid[0] & 1) && !mac_is_zero(bssid);
}

static bool is_usable(const struct surveyed_bss *item)
{
	return item->channel > 0 && any(item->securities) && is_address(item->bss->bssid);
}

/* The BSS that the others are compared with: where the station is, if FT can be used from
 * there; else of the mobility domain that most are of, the strongest first; else any. */
static const struct surveyed_bss *find_reference(const struct surveyed_site *site)
{
	const struct surveyed_bss *best = NULL;
	size_t most = 0;

	for (size_t i = 0; i < site->count; i++)
		if (site->items[i].ft && is_usable(&site->items[i]) &&
		    site->items[i].bss->associated)
			return &site->items[i];
	for (size_t i = 0; i < site->count; i++) {
		const struct surveyed_bss *one = &site->items[i];
		size_t members = 0;

		if (!one->ft || !is_usable(one))
			continue;
		for (size_t j = 0; j < site->count; j++)
			members += site->items[j].ft && is_usable(&site->items[j]) &&
				   site->items[j].bss->elements.mobility_domain ==
					   one->bss->elements.mobility_domain;
		if (members > most) {
			most = members;
			best = one;
		}
	}
	for (size_t i = 0; !best && i < site->count; i++)
		if (is_usable(&site->items[i]))
			best = &site->items[i];
	return best;
}

static void add_akms(struct text *out, const struct bss_elements *elements)
{
	for (size_t i = 0; i < elements->akm_count; i++) {
		char name[SUITE_NAME_MAX];

		text_printf(out, "%s%s", i ? " " : "", akm_name(name, elements->akms[i]));
	}
}

static void refuse_channel(struct surveyed_bss *item)
{
	unsigned mhz = item->bss->frequency_mhz;

	if (mhz >= 5945 && mhz <= 7125)
		add_difference(item, "6 GHz, which a scenario cannot have");
	else
		add_difference(item, "%u MHz, which a scenario cannot have", mhz);
}

static void refuse_security(struct surveyed_bss *item)
{
	const struct scanned_bss *bss = item->bss;
	cleanup_text_ struct text akms = { 0 };

	add_akms(&akms, &bss->elements);
	if (bss->malformed)
		add_difference(item, "elements that cannot be read");
	else if (akms.data)
		add_difference(item, "AKM %s, which a scenario cannot have", akms.data);
	else if (bss->has_wpa)
		add_difference(item, "WPA without RSN, which a scenario cannot have");
	else
		add_difference(item, "WEP, which a scenario cannot have");
}

/* Whether it shares one of the securities that are still common, and, if so, leaves only
 * the shared ones. */
static bool share(const struct surveyed_bss *item, bool ft, bool *common)
{
	bool shared[SECURITY_MAX], enough = false;

	for (enum security i = 0; i < SECURITY_MAX; i++) {
		shared[i] = common[i] && item->securities[i];
		enough |= shared[i] && (!ft || security_is_ft(i));
	}
	if (enough)
		memcpy(common, shared, sizeof(shared));
	return enough;
}

static void judge(struct surveyed_bss *item, const struct surveyed_bss *reference,
		  struct surveyed_site *site)
{
	const struct bss_elements *elements = &item->bss->elements;

	if (!is_address(item->bss->bssid))
		add_difference(item, "a BSSID that is no station's");
	if (item->channel == 0)
		refuse_channel(item);
	if (elements->has_rsne && !elements->has_mde &&
	    (site->ft || (item->ft_akm && !any(item->securities))))
		add_difference(item, "no MDE");
	else if (!any(item->securities))
		refuse_security(item);
	if (item->differs)
		return;
	if (site->ft && !item->ft)
		add_difference(item, "no AKM of FT");
	else if (site->ft &&
		 elements->mobility_domain != reference->bss->elements.mobility_domain)
		add_difference(item, "mobility domain %04x", elements->mobility_domain);
	else if (site->target_count == SCENARIO_AP_MAX)
		add_difference(item, "one more than the %d that a scenario can have",
			       SCENARIO_AP_MAX);
	else if (share(item, site->ft, site->securities))
		item->target = true;
	else
		add_difference(item, "other AKMs");
	site->target_count += item->target;
}

static const char *pmf_name(uint16_t capabilities)
{
	if (capabilities & RSN_MFPR)
		return "PMF required";
	return capabilities & RSN_MFPC ? "PMF offered" : "no PMF";
}

/* Of what a target has, beside what the first one has. */
static void compare(struct surveyed_bss *item, const struct surveyed_bss *first)
{
	const struct bss_elements *one = &item->bss->elements;
	const struct bss_elements *other = &first->bss->elements;
	cleanup_text_ struct text akms = { 0 }, ciphers = { 0 };
	char name[SUITE_NAME_MAX];

	if (memcmp(item->securities, first->securities, sizeof(item->securities)) != 0) {
		add_akms(&akms, one);
		add_difference(item, "AKMs %s", akms.data ? akms.data : "none");
	}
	if (item->ft && (one->ft_capability & FT_CAPABILITY_OVER_DS) !=
				(other->ft_capability & FT_CAPABILITY_OVER_DS))
		add_difference(item, one->ft_capability & FT_CAPABILITY_OVER_DS
					     ? "over the DS"
					     : "not over the DS");
	if ((one->rsn_capabilities & (RSN_MFPR | RSN_MFPC)) !=
	    (other->rsn_capabilities & (RSN_MFPR | RSN_MFPC)))
		add_difference(item, "%s", pmf_name(one->rsn_capabilities));
	if (one->pairwise_cipher_count != other->pairwise_cipher_count ||
	    memcmp(one->pairwise_ciphers, other->pairwise_ciphers,
		   one->pairwise_cipher_count * sizeof(uint32_t)) != 0) {
		for (size_t i = 0; i < one->pairwise_cipher_count; i++)
			text_printf(&ciphers, " %s",
				    cipher_name(name, one->pairwise_ciphers[i]));
		add_difference(item, "pairwise%s", ciphers.data ? ciphers.data : " none");
	}
	if (one->group_cipher != other->group_cipher)
		add_difference(item, "group %s", cipher_name(name, one->group_cipher));
	if ((one->rsnxe & RSNXE_SAE_H2E) != (other->rsnxe & RSNXE_SAE_H2E))
		add_difference(item, one->rsnxe & RSNXE_SAE_H2E
					     ? "SAE hash-to-element"
					     : "no SAE hash-to-element");
}

/* As the scenario's file will hold it: UTF-8, and no control character in it. */
static int check_ssid(const struct survey *survey, struct error *error)
{
	cleanup_text_ struct text digits = { 0 };
	size_t octets;
	uint32_t c;

	for (size_t i = 0; i < survey->ssid_length; i += octets) {
		octets = utf8_decode(survey->ssid + i, survey->ssid_length - i, &c);
		if (octets > 0 && c >= 0x20 && c != 0x7f)
			continue;
		text_add_hex(&digits, survey->ssid, survey->ssid_length);
		return error_set(error, -EOPNOTSUPP,
				 "the network's SSID %s, which a scenario cannot have; "
				 "its octets are %s",
				 octets ? "has a control character in it"
					: "is no UTF-8 text",
				 digits.data);
	}
	return 0;
}

static int tell_unusable(const struct surveyed_site *site, const struct survey *survey,
			 struct error *error)
{
	if (site->count == 0)
		return error_set(error, -EOPNOTSUPP,
				 "no access point of the network that %s is on was heard",
				 survey->interface);
	error_set(error, -EOPNOTSUPP,
		  "no access point of the network can stand in a scenario: %s",
		  site->items[0].differs);
	error_remedy(error,
		     "this version knows open, psk, sae, ft-psk and ft-sae, at 2.4 "
		     "and 5 GHz");
	return -EOPNOTSUPP;
}

int survey_judge(const struct survey *survey, struct surveyed_site *ret,
		 struct error *error)
{
	__attribute__((cleanup(surveyed_site_clear))) struct surveyed_site site = { 0 };
	const struct surveyed_bss *reference;
	size_t capacity = 0;
	int r = check_ssid(survey, error);

	if (r < 0)
		return r;
	for (size_t i = 0; i < survey->results.count; i++) {
		const struct scanned_bss *bss = &survey->results.items[i];

		site.hidden_count += is_hidden(survey, bss);
		if (is_of_network(survey, bss))
			add(&site, &capacity, bss);
	}
	for (size_t i = 0; i < site.count; i++) {
		take_securities(&site.items[i]);
		site.items[i].channel = channel_of(site.items[i].bss->frequency_mhz);
	}
	if (site.count > 0)
		qsort(site.items, site.count, sizeof(*site.items), by_place);
	give_names(&site);
	reference = find_reference(&site);
	if (reference) {
		site.ft = reference->ft;
		memcpy(site.securities, reference->securities, sizeof(site.securities));
	}
	/* The reference first: the rest is held against what it has. */
	if (reference)
		judge((struct surveyed_bss *)(uintptr_t)reference, reference, &site);
	for (size_t i = 0; i < site.count; i++)
		if (&site.items[i] != reference)
			judge(&site.items[i], reference, &site);
	if (site.target_count == 0)
		return tell_unusable(&site, survey, error);
	qsort(site.items, site.count, sizeof(*site.items), by_place);
	for (size_t i = 1; i < site.target_count; i++)
		compare(&site.items[i], &site.items[0]);
	*ret = site;
	site = (struct surveyed_site){ 0 };
	return 0;
}
