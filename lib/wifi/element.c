/* SPDX-License-Identifier: BSD-3-Clause */
#include "wifi/element.h"

#include <errno.h>
#include <string.h>

#include "wifi/fte.h"
#include "wifi/rsne.h"

int element_next(const uint8_t *octets, size_t length, size_t *at, struct element *ret)
{
	struct element element;

	if (*at == length)
		return 0;
	if (length - *at < 2)
		return -EINVAL;
	element.id = octets[*at];
	element.length = octets[*at + 1];
	element.body = octets + *at + 2;
	if (element.length > length - *at - 2)
		return -EINVAL;
	*at += 2 + element.length;
	element.fragmented =
		element.length == 255 && *at < length && octets[*at] == ELEMENT_FRAGMENT;
	*ret = element;
	return 1;
}

/* 9.4.2.46 */
static int parse_mde(const struct element *element, uint16_t *ret_domain,
		     uint8_t *ret_capability)
{
	if (element->length < 3)
		return -EINVAL;
	*ret_domain = get_be16(element->body);
	*ret_capability = element->body[2];
	return 0;
}

/* 9.4.2.241 */
static int parse_rsnxe(const struct element *element, uint8_t *ret)
{
	if (element->length < 1)
		return -EINVAL;
	*ret = element->body[0];
	return 0;
}

/* Table 9-174 */
enum timeout_interval {
	TIMEOUT_REASSOCIATION_DEADLINE = 1, /* in time units of 1024 µs */
	TIMEOUT_KEY_LIFETIME = 2,	    /* in seconds */
};

/* 9.4.2.49 */
static int take_tie(const struct element *element, struct frame *frame)
{
	uint32_t value;

	if (element->length < 5)
		return -EINVAL;
	value = get_le32(element->body + 1);
	switch (element->body[0]) {
	case TIMEOUT_REASSOCIATION_DEADLINE:
		if (!frame->has_reassociation_deadline)
			frame->reassociation_deadline_tu = value;
		frame->has_reassociation_deadline = true;
		break;
	case TIMEOUT_KEY_LIFETIME:
		if (!frame->has_key_lifetime)
			frame->key_lifetime_s = value;
		frame->has_key_lifetime = true;
		break;
	}
	return 0;
}

static int take_rsne(const struct element *element, struct frame *frame)
{
	struct rsne rsne;
	int r;

	r = rsne_parse(element, &rsne);
	if (r < 0)
		return r;
	frame->has_rsne = true;
	frame->group_cipher = rsne.group_cipher;
	if (rsne.pairwise_cipher_count)
		frame->pairwise_cipher = rsne.pairwise_ciphers[0];
	if (rsne.akm_count)
		frame->akm = rsne.akms[0];
	frame->group_management_cipher = rsne.group_management_cipher;
	frame->rsn_capabilities = rsne.capabilities;
	frame->pmkid_count = rsne.pmkid_count;
	if (rsne.pmkid_count)
		memcpy(frame->pmkid, rsne.pmkids, PMKID_LENGTH);
	return 0;
}

static int take_fte(const struct element *element, struct frame *frame)
{
	struct fte fte;
	int r;

	r = fte_parse(element, frame->akm, &fte);
	if (r < 0)
		return r;
	frame->has_fte = true;
	frame->fte_mic_length = fte.mic_length;
	if (fte.r1kh_id) {
		memcpy(frame->r1kh_id, fte.r1kh_id, MAC_LENGTH);
		frame->has_r1kh_id = true;
	}
	if (fte.r0kh_id) {
		memcpy(frame->r0kh_id, fte.r0kh_id, fte.r0kh_id_length);
		frame->r0kh_id_length = fte.r0kh_id_length;
	}
	return 0;
}

int elements_take(const uint8_t *elements, size_t length, struct frame *frame)
{
	struct element element, fte = { 0 };
	size_t at = 0;
	int r;

	while ((r = element_next(elements, length, &at, &element)) > 0) {
		switch (element.id) {
		case ELEMENT_RSN:
			if (!frame->has_rsne)
				r = take_rsne(&element, frame);
			break;
		case ELEMENT_MOBILITY_DOMAIN:
			if (!frame->has_mde)
				r = parse_mde(&element, &frame->mobility_domain,
					      &frame->ft_capability);
			frame->has_mde = true;
			break;
		case ELEMENT_FAST_BSS_TRANSITION:
			if (!fte.body)
				fte = element;
			break;
		case ELEMENT_TIMEOUT_INTERVAL:
			r = take_tie(&element, frame);
			break;
		case ELEMENT_RSN_EXTENSION:
			if (!frame->has_rsnxe)
				r = parse_rsnxe(&element, &frame->rsnxe);
			frame->has_rsnxe = true;
			break;
		}
		if (r < 0)
			return r;
	}
	if (r < 0)
		return r;
	/* Last, for its shape depends on the RSNE's AKM. */
	return fte.body ? take_fte(&fte, frame) : 0;
}

static int take_bss_rsne(const struct element *element, struct bss_elements *bss)
{
	struct rsne rsne;
	int r;

	r = rsne_parse(element, &rsne);
	if (r < 0)
		return r;
	bss->has_rsne = true;
	bss->group_cipher = rsne.group_cipher;
	bss->group_management_cipher = rsne.group_management_cipher;
	memcpy(bss->pairwise_ciphers, rsne.pairwise_ciphers,
	       sizeof(bss->pairwise_ciphers));
	bss->pairwise_cipher_count = rsne.pairwise_cipher_count;
	memcpy(bss->akms, rsne.akms, sizeof(bss->akms));
	bss->akm_count = rsne.akm_count;
	bss->rsn_capabilities = rsne.capabilities;
	return 0;
}

int bss_elements_parse(const uint8_t *elements, size_t length, struct bss_elements *ret)
{
	struct bss_elements bss = { 0 };
	struct element element;
	size_t at = 0;
	int r;

	while ((r = element_next(elements, length, &at, &element)) > 0) {
		switch (element.id) {
		case ELEMENT_RSN:
			if (!bss.has_rsne)
				r = take_bss_rsne(&element, &bss);
			break;
		case ELEMENT_MOBILITY_DOMAIN:
			if (!bss.has_mde)
				r = parse_mde(&element, &bss.mobility_domain,
					      &bss.ft_capability);
			bss.has_mde = true;
			break;
		case ELEMENT_RSN_EXTENSION:
			if (!bss.has_rsnxe)
				r = parse_rsnxe(&element, &bss.rsnxe);
			bss.has_rsnxe = true;
			break;
		}
		if (r < 0)
			return r;
	}
	if (r < 0)
		return r;
	*ret = bss;
	return 0;
}
