/* SPDX-License-Identifier: BSD-3-Clause */
#include "wifi/element.h"

#include <errno.h>
#include <string.h>

#include "base/cleanup.h"

struct element {
	uint8_t id;
	size_t length;
	const uint8_t *body;
	bool fragmented; /* goes on in a Fragment element (9.4.2.188) */
};

/* The element at *at, which moves behind it. 1, 0 at the end, -EINVAL if the element
 * passes the end. */
static int element_next(const uint8_t *octets, size_t length, size_t *at,
			struct element *ret)
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

struct rsne {
	uint32_t akms[BSS_AKMS_MAX];
	size_t akm_count;
	unsigned pmkid_count;
};

/* A count and so many items of size octets at *at. Every field of the RSNE behind the
 * version may be missing along with all that follow it (9.4.2.24.1). */
static int take_list(const struct element *element, size_t *at, size_t size,
		     unsigned *ret_count, const uint8_t **ret_items)
{
	size_t left = element->length - *at;
	unsigned count;

	*ret_count = 0;
	*ret_items = NULL;
	if (left == 0)
		return 0;
	if (left < 2)
		return -EINVAL;
	count = get_le16(element->body + *at);
	if (count > (left - 2) / size)
		return -EINVAL;
	*ret_count = count;
	*ret_items = element->body + *at + 2;
	*at += 2 + count * size;
	return 0;
}

/* 9.4.2.24 */
static int parse_rsne(const struct element *element, struct rsne *ret)
{
	struct rsne rsne = { 0 };
	const uint8_t *items;
	unsigned count;
	size_t at = 2; /* behind the version */
	int r;

	if (element->length < at)
		return -EINVAL;
	if (element->length - at >= 4)
		at += 4; /* group data cipher suite */
	else if (element->length > at)
		return -EINVAL;
	r = take_list(element, &at, 4, &count, &items); /* pairwise cipher suites */
	if (r < 0)
		return r;
	r = take_list(element, &at, 4, &count, &items);
	if (r < 0)
		return r;
	for (unsigned i = 0; i < count && i < BSS_AKMS_MAX; i++)
		rsne.akms[rsne.akm_count++] = get_be32(items + 4 * (size_t)i);
	if (element->length - at >= 2)
		at += 2; /* RSN capabilities */
	else if (element->length > at)
		return -EINVAL;
	r = take_list(element, &at, 16, &rsne.pmkid_count, &items);
	if (r < 0)
		return r;
	*ret = rsne;
	return 0;
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

enum fte_subelement {
	FTE_R1KH_ID = 1,
	FTE_R0KH_ID = 3,
};

#define AKM_FT_8021X_SHA384 UINT32_C(0x000fac0d)

/* 9.4.2.47: MIC Control, MIC, ANonce, SNonce, subelements. How long the MIC is, IEEE
 * 802.11-2020 leaves to the AKM; later editions say it in bits 1 to 3 of the MIC
 * Control, where earlier senders have 0. */
static int parse_fte(const struct element *element, uint32_t akm, struct frame *frame)
{
	size_t at = 2, mic_length = 16;
	unsigned mic_field;

	if (element->length < at)
		return -EINVAL;
	mic_field = element->body[0] >> 1 & 7;
	if (mic_field == 1 || akm == AKM_FT_8021X_SHA384)
		mic_length = 24;
	else if (mic_field == 2)
		mic_length = 32;
	at += mic_length + 32 + 32;
	if (element->length < at)
		return -EINVAL;

	while (at < element->length) {
		const uint8_t *body = element->body + at + 2;
		size_t left = element->length - at, length;

		/* A long FTE ends here only because its last subelement goes on in a
		 * fragment: keys, which are none of roamtest's business. */
		if (left < 2 || element->body[at + 1] > left - 2)
			return element->fragmented ? 0 : -EINVAL;
		length = element->body[at + 1];
		switch (element->body[at]) {
		case FTE_R1KH_ID:
			if (length != MAC_LENGTH)
				return -EINVAL;
			memcpy(frame->r1kh_id, body, MAC_LENGTH);
			frame->has_r1kh_id = true;
			break;
		case FTE_R0KH_ID:
			if (length < 1 || length > R0KH_ID_MAX)
				return -EINVAL;
			memcpy(frame->r0kh_id, body, length);
			frame->r0kh_id_length = (uint8_t)length;
			break;
		}
		at += 2 + length;
	}
	return 0;
}

int elements_take(const uint8_t *elements, size_t length, struct frame *frame)
{
	struct element element, fte = { 0 };
	struct rsne rsne;
	size_t at = 0;
	int r;

	while ((r = element_next(elements, length, &at, &element)) > 0) {
		switch (element.id) {
		case ELEMENT_RSN:
			if (frame->has_rsne)
				break;
			r = parse_rsne(&element, &rsne);
			if (r < 0)
				return r;
			frame->has_rsne = true;
			frame->pmkid_count = rsne.pmkid_count;
			frame->akm = rsne.akm_count ? rsne.akms[0] : 0;
			break;
		case ELEMENT_MOBILITY_DOMAIN:
			if (frame->has_mde)
				break;
			r = parse_mde(&element, &frame->mobility_domain,
				      &frame->ft_capability);
			if (r < 0)
				return r;
			frame->has_mde = true;
			break;
		case ELEMENT_FAST_BSS_TRANSITION:
			if (!frame->has_fte)
				fte = element;
			frame->has_fte = true;
			break;
		}
	}
	if (r < 0)
		return r;
	/* Last, for its shape depends on the RSNE's AKM. */
	return frame->has_fte ? parse_fte(&fte, frame->akm, frame) : 0;
}

int bss_elements_parse(const uint8_t *elements, size_t length, struct bss_elements *ret)
{
	struct bss_elements bss = { 0 };
	struct element element;
	struct rsne rsne;
	size_t at = 0;
	int r;

	while ((r = element_next(elements, length, &at, &element)) > 0) {
		switch (element.id) {
		case ELEMENT_RSN:
			if (bss.has_rsne)
				break;
			r = parse_rsne(&element, &rsne);
			if (r < 0)
				return r;
			bss.has_rsne = true;
			memcpy(bss.akms, rsne.akms, sizeof(bss.akms));
			bss.akm_count = rsne.akm_count;
			break;
		case ELEMENT_MOBILITY_DOMAIN:
			if (bss.has_mde)
				break;
			r = parse_mde(&element, &bss.mobility_domain, &bss.ft_capability);
			if (r < 0)
				return r;
			bss.has_mde = true;
			break;
		case ELEMENT_RSN_EXTENSION:
			bss.has_rsnxe = true;
			break;
		}
	}
	if (r < 0)
		return r;
	*ret = bss;
	return 0;
}
