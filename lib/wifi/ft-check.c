/* SPDX-License-Identifier: BSD-3-Clause */
#include "wifi/ft-check.h"

#include <openssl/crypto.h>
#include <string.h>

#include "base/cleanup.h"
#include "wifi/eapol-key.h"
#include "wifi/ft-elements.h"

/* One frame on its way through the checks. */
struct pass {
	struct ft_checker *checker;
	uint64_t time_ns;
	bool sent;
	struct frame *frame; /* what it is understood as */
	ft_found_fn found;
	void *userdata;
};

static void report(const struct pass *pass, enum ft_check check, const uint8_t *bssid,
		   const uint8_t *expected, const uint8_t *found, size_t length)
{
	struct event event = {
		.kind = EVENT_FT_KEYS,
		.time_ns = pass->time_ns,
		.step = -1,
		.ft_keys = { .check = check,
			     .matches = memcmp(expected, found, length) == 0,
			     .length = length },
	};

	memcpy(event.ft_keys.bssid, bssid, MAC_LENGTH);
	memcpy(event.ft_keys.expected, expected, length);
	memcpy(event.ft_keys.found, found, length);
	pass->found(pass->userdata, &event);
}

/* Of a list of PMKIDs, the one expected, or else the first: beside PMKR1Name there may
 * be others, of cached PMKSAs (12.7.6.3). */
static void report_name(const struct pass *pass, enum ft_check check,
			const uint8_t *bssid, const uint8_t *expected,
			const struct rsne *rsn)
{
	const uint8_t *found = rsn->pmkids;

	if (rsn->pmkid_count == 0)
		return;
	for (unsigned i = 0; i < rsn->pmkid_count; i++) {
		const uint8_t *pmkid = rsn->pmkids + PMKID_LENGTH * (size_t)i;

		if (memcmp(pmkid, expected, PMKID_LENGTH) == 0)
			found = pmkid;
	}
	report(pass, check, bssid, expected, found, PMKID_LENGTH);
}

/* The suite of a station's RSNE, which names one AKM and one pairwise cipher. NULL:
 * another AKM than FT-PSK. */
static const struct ft_suite *psk_suite(const struct rsne *rsn)
{
	if (rsn->akms[0] != 0x000fac04 && rsn->akms[0] != 0x000fac13)
		return NULL;
	return ft_tk_length(rsn->pairwise_ciphers[0]) ? ft_suite_find(rsn->akms[0])
						      : NULL;
}

static void set_domain(const struct ft_checker *checker, uint16_t mobility_domain,
		       const uint8_t *r0kh_id, uint8_t r0kh_id_length,
		       struct ft_domain *ret)
{
	*ret = (struct ft_domain){ .ssid_length = checker->ssid_length,
				   .mobility_domain = mobility_domain,
				   .r0kh_id_length = r0kh_id_length };
	memcpy(ret->ssid, checker->ssid, checker->ssid_length);
	memcpy(ret->r0kh_id, r0kh_id, r0kh_id_length);
}

static int derive_r0(const struct ft_checker *checker, const struct ft_suite *suite,
		     const struct ft_domain *domain, struct ft_keys *keys)
{
	keys->suite = suite;
	return ft_derive_pmk_r0(keys, checker->psk, sizeof(checker->psk), domain,
				checker->station);
}

/* A PMK-R0 is one of the domain that the station has associated in first, also where a
 * frame names the target's. */
static uint16_t home_domain(const struct ft_checker *checker, uint16_t named)
{
	return checker->has_domain ? checker->mobility_domain : named;
}

/* FT authentication or FT request, of the station. */
static void check_request(const struct pass *pass, const uint8_t *bssid,
			  struct octets elements)
{
	cleanup_ft_keys_ struct ft_keys keys = { 0 };
	struct ft_elements p;
	const struct ft_suite *suite;
	struct ft_domain domain;

	if (!ft_elements_find(elements, 0, &p) || !p.ft.r0kh_id)
		return;
	suite = psk_suite(&p.rsn);
	if (!suite)
		return;
	set_domain(pass->checker, home_domain(pass->checker, p.mobility_domain),
		   p.ft.r0kh_id, p.ft.r0kh_id_length, &domain);
	if (derive_r0(pass->checker, suite, &domain, &keys) == 0)
		report_name(pass, FT_CHECK_PMKR0_NAME, bssid, keys.pmk_r0_name, &p.rsn);
}

/* The exchange with this access point from its beginning, or as far as it has come. */
static struct ft_exchange *exchange_with(struct ft_checker *checker, const uint8_t *bssid)
{
	struct ft_exchange *exchange = &checker->exchange;

	if (!mac_equal(exchange->bssid, bssid)) {
		OPENSSL_cleanse(exchange, sizeof(*exchange));
		memcpy(exchange->bssid, bssid, MAC_LENGTH);
	}
	return exchange;
}

/* PMK-R0 to PTK from what the station says of them. */
static bool derive_all(const struct ft_checker *checker, struct ft_exchange *exchange,
		       const struct rsne *rsn, const uint8_t *anonce,
		       const uint8_t *snonce)
{
	const struct ft_suite *suite = psk_suite(rsn);
	struct ft_keys *keys = &exchange->keys;

	exchange->has_ptk =
		suite && derive_r0(checker, suite, &exchange->domain, keys) == 0 &&
		ft_derive_pmk_r1(keys, exchange->r1kh_id, checker->station) == 0 &&
		ft_derive_ptk(keys, ft_tk_length(rsn->pairwise_ciphers[0]), anonce,
			      snonce, exchange->bssid, checker->station) == 0;
	return exchange->has_ptk;
}

/* Key holders from an FTE that names both, if it does. */
static void take_holders(const struct ft_checker *checker, struct ft_exchange *exchange,
			 const struct ft_elements *p)
{
	if (!p->ft.r0kh_id || !p->ft.r1kh_id)
		return;
	set_domain(checker, home_domain(checker, p->mobility_domain), p->ft.r0kh_id,
		   p->ft.r0kh_id_length, &exchange->domain);
	memcpy(exchange->r1kh_id, p->ft.r1kh_id, MAC_LENGTH);
	exchange->has_holders = true;
}

/* 13.8.4, 13.8.5: both addresses, the number of the message in the FT protocol, then
 * the elements in this order whatever theirs in the frame. */
static void check_fte_mic(const struct pass *pass, enum ft_check check, uint8_t number,
			  const struct ft_exchange *exchange, const struct ft_elements *p)
{
	static const uint8_t zero[FTE_MIC_MAX];
	const size_t before = 2 + FTE_MIC_AT, behind = before + p->ft.mic_length;
	const struct octets parts[] = {
		{ pass->checker->station, MAC_LENGTH },
		{ exchange->bssid, MAC_LENGTH },
		{ &number, 1 },
		p->rsne,
		p->mde,
		{ p->fte.octets, before },
		{ zero, p->ft.mic_length },
		{ p->fte.octets + behind, p->fte.length - behind },
		p->ric,
		p->rsnxe,
	};
	uint8_t expected[FT_MIC_MAX];
	size_t length;

	if (ft_mic(&exchange->keys, parts, ARRAY_SIZE(parts), expected, &length) == 0 &&
	    length == p->ft.mic_length)
		report(pass, check, exchange->bssid, expected, p->ft.mic, length);
}

/* Of the station, in FT: it has an FTE with nonces and key holders. */
static void check_reassociation_request(const struct pass *pass, struct octets elements)
{
	struct ft_checker *checker = pass->checker;
	struct ft_exchange *exchange = exchange_with(checker, pass->frame->bssid);
	struct ft_elements p;

	exchange->has_ptk = false;
	exchange->has_holders = false;
	if (!ft_elements_find(elements, 0, &p))
		return;
	take_holders(checker, exchange, &p);
	if (!exchange->has_holders ||
	    !derive_all(checker, exchange, &p.rsn, p.ft.anonce, p.ft.snonce))
		return;
	report_name(pass, FT_CHECK_PMKR1_NAME, exchange->bssid,
		    exchange->keys.pmk_r1_name, &p.rsn);
	check_fte_mic(pass, FT_CHECK_MIC, 5, exchange, &p);
}

/* The first association with a mobility domain (13.4.2): the access point names the key
 * holders; the 4-way handshake follows. */
static void take_association_response(const struct pass *pass)
{
	struct ft_exchange *exchange = exchange_with(pass->checker, pass->frame->bssid);
	const struct frame *frame = pass->frame;

	exchange->has_ptk = false;
	exchange->has_anonce = false;
	exchange->has_holders =
		frame->has_mde && frame->r0kh_id_length > 0 && frame->has_r1kh_id;
	if (!exchange->has_holders)
		return;
	pass->checker->has_domain = true;
	pass->checker->mobility_domain = frame->mobility_domain;
	set_domain(pass->checker, frame->mobility_domain, frame->r0kh_id,
		   frame->r0kh_id_length, &exchange->domain);
	memcpy(exchange->r1kh_id, frame->r1kh_id, MAC_LENGTH);
}

/* Of the access point, held against the keys that the request led to. Its RSNE offers
 * all that its beacon does. After a request without FT, a 4-way handshake follows. */
static void check_reassociation_response(const struct pass *pass, struct octets elements)
{
	struct ft_exchange *exchange = exchange_with(pass->checker, pass->frame->bssid);
	struct ft_elements p;

	if (!exchange->has_ptk) {
		take_association_response(pass);
		return;
	}
	if (!ft_elements_find(elements, exchange->keys.suite->akm, &p))
		return;
	report_name(pass, FT_CHECK_PMKR1_NAME_AP, exchange->bssid,
		    exchange->keys.pmk_r1_name, &p.rsn);
	check_fte_mic(pass, FT_CHECK_MIC_AP, 6, exchange, &p);
}

static void check_eapol_mic(const struct pass *pass, enum ft_check check,
			    const struct ft_exchange *exchange,
			    const struct eapol_key *key)
{
	static const uint8_t zero[FT_MIC_MAX];
	const size_t before = (size_t)(key->mic.octets - key->packet.octets);
	const size_t behind = before + key->mic.length;
	uint8_t expected[FT_MIC_MAX];
	size_t length;

	if (key->mic.length == 0 || key->mic.length > sizeof(zero))
		return;
	if (ft_eapol_mic(
		    &exchange->keys,
		    (const struct octets[]){
			    { key->packet.octets, before },
			    { zero, key->mic.length },
			    { key->packet.octets + behind, key->packet.length - behind },
		    },
		    3, expected, &length) == 0 &&
	    length == key->mic.length)
		report(pass, check, exchange->bssid, expected, key->mic.octets, length);
}

/* Sent again, it is the same. */
static void take_message_1(struct ft_exchange *exchange, const struct eapol_key *key)
{
	if (exchange->has_anonce &&
	    memcmp(exchange->anonce, key->nonce, FTE_NONCE_LENGTH) == 0)
		return;
	memcpy(exchange->anonce, key->nonce, FTE_NONCE_LENGTH);
	exchange->has_anonce = true;
	exchange->has_ptk = false;
}

/* In the first 4-way handshake (12.7.6.3), message 2 names in its RSNE the PMK-R1, and
 * in its FTE the key holders, as the association response did. */
static void check_message_2(const struct pass *pass, struct ft_exchange *exchange,
			    const struct eapol_key *key)
{
	struct ft_elements p;

	exchange->has_ptk = false;
	if (!exchange->has_anonce || !ft_elements_find(key->key_data, 0, &p))
		return;
	take_holders(pass->checker, exchange, &p);
	if (!exchange->has_holders ||
	    !derive_all(pass->checker, exchange, &p.rsn, exchange->anonce, key->nonce))
		return;
	report_name(pass, FT_CHECK_PMKR1_NAME, exchange->bssid,
		    exchange->keys.pmk_r1_name, &p.rsn);
	check_eapol_mic(pass, FT_CHECK_EAPOL_MIC, exchange, key);
}

/* Key Data is padded to whole blocks with 0xdd and zeros (12.7.2). */
static size_t without_padding(const uint8_t *octets, size_t length)
{
	size_t at = 0;

	while (length - at >= 2 && octets[at + 1] <= length - at - 2) {
		if (octets[at] == ELEMENT_VENDOR_SPECIFIC && octets[at + 1] == 0)
			return at;
		at += 2 + (size_t)octets[at + 1];
	}
	return length - at == 1 && octets[at] == ELEMENT_VENDOR_SPECIFIC ? at : length;
}

#define KEY_DATA_MAX 2048

/* The Key Data of message 3 opened: the access point's elements, and the GTK, which is
 * none. */
static void check_key_data(const struct pass *pass, const struct ft_exchange *exchange,
			   const uint8_t *octets, size_t length)
{
	struct frame frame = *pass->frame;
	struct ft_elements p;

	length = without_padding(octets, length);
	if (elements_take(octets, length, &frame) == 0)
		*pass->frame = frame;
	if (ft_elements_find((struct octets){ octets, length }, exchange->keys.suite->akm,
			     &p))
		report_name(pass, FT_CHECK_PMKR1_NAME_AP, exchange->bssid,
			    exchange->keys.pmk_r1_name, &p.rsn);
}

static void check_message_3(const struct pass *pass, const struct ft_exchange *exchange,
			    const struct eapol_key *key)
{
	uint8_t octets[KEY_DATA_MAX];
	size_t length = key->key_data.length;

	check_eapol_mic(pass, FT_CHECK_EAPOL_MIC_AP, exchange, key);
	if (!(key->information & KEY_INFO_ENCRYPTED) || length > sizeof(octets))
		return;
	if (ft_unwrap(&exchange->keys, key->key_data.octets, length, octets) == 0)
		check_key_data(pass, exchange, octets, length - 8);
	OPENSSL_cleanse(octets, sizeof(octets));
}

static void check_eapol(const struct pass *pass, const struct eapol_key *key)
{
	struct ft_exchange *exchange = exchange_with(pass->checker, pass->frame->bssid);
	bool has_ptk = exchange->has_ptk;

	if (key->message == 1 && !pass->sent)
		take_message_1(exchange, key);
	else if (key->message == 2 && pass->sent)
		check_message_2(pass, exchange, key);
	else if (key->message == 3 && !pass->sent && has_ptk)
		check_message_3(pass, exchange, key);
	else if (key->message == 4 && pass->sent && has_ptk)
		check_eapol_mic(pass, FT_CHECK_EAPOL_MIC, exchange, key);
}

static void check_management(const struct pass *pass, struct octets elements)
{
	const struct frame *frame = pass->frame;
	bool sent = pass->sent;

	switch (frame->kind) {
	case FRAME_AUTHENTICATION:
		if (sent && frame->auth_algorithm == AUTH_FT)
			check_request(pass, frame->bssid, elements);
		break;
	case FRAME_FT_REQUEST:
		if (sent)
			check_request(pass, frame->target_ap, elements);
		break;
	case FRAME_REASSOCIATION_REQUEST:
		if (sent)
			check_reassociation_request(pass, elements);
		break;
	case FRAME_ASSOCIATION_RESPONSE:
		if (!sent)
			take_association_response(pass);
		break;
	case FRAME_REASSOCIATION_RESPONSE:
		if (!sent)
			check_reassociation_response(pass, elements);
		break;
	case FRAME_NONE:
	case FRAME_ASSOCIATION_REQUEST:
	case FRAME_DEAUTHENTICATION:
	case FRAME_DISASSOCIATION:
	case FRAME_FT_RESPONSE:
	case FRAME_FT_CONFIRM:
	case FRAME_FT_ACK:
	case FRAME_PROTECTED_ACTION:
	case FRAME_EAPOL_KEY:
	case FRAME_KIND_MAX:
		break;
	}
}

void ft_checker_init(struct ft_checker *checker, const char *password, const char *ssid)
{
	*checker = (struct ft_checker){ .ssid_length = (uint8_t)strlen(ssid) };
	memcpy(checker->ssid, ssid, checker->ssid_length);
	psk_from_password(password, ssid, checker->psk);
}

void ft_checker_clear(struct ft_checker *checker)
{
	OPENSSL_cleanse(checker, sizeof(*checker));
}

/* Whether the frame is the station's. It may take another address for each network. */
static bool is_of_station(struct ft_checker *checker, const struct frame *frame,
			  bool sent)
{
	if (!sent)
		return mac_equal(frame->to, checker->station);
	if (!mac_equal(frame->from, checker->station))
		OPENSSL_cleanse(&checker->exchange, sizeof(checker->exchange));
	memcpy(checker->station, frame->from, MAC_LENGTH);
	return true;
}

void ft_checker_frame(struct ft_checker *checker, uint64_t time_ns, bool sent,
		      const uint8_t *octets, size_t length, struct frame *ret,
		      ft_found_fn found, void *userdata)
{
	const struct pass pass = { checker, time_ns, sent, ret, found, userdata };
	struct octets elements, eapol;
	struct eapol_key key;

	if (frame_parse_elements(octets, length, ret, &elements) == 0) {
		if (is_of_station(checker, ret, sent))
			check_management(&pass, elements);
	} else if (frame_parse_data(octets, length, ret) == 0 &&
		   frame_find_eapol(octets, length, &eapol) == 0 &&
		   eapol_key_parse(eapol.octets, eapol.length, &key) == 0) {
		if (is_of_station(checker, ret, sent))
			check_eapol(&pass, &key);
	}
}
