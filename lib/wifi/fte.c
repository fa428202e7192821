/* SPDX-License-Identifier: BSD-3-Clause */
#include "wifi/fte.h"

#include <errno.h>

enum fte_subelement {
	FTE_R1KH_ID = 1,
	FTE_R0KH_ID = 3,
};

/* The FT AKMs with SHA-384 (table 9-151). */
static bool akm_has_sha384(uint32_t akm)
{
	return akm == 0x000fac0d || akm == 0x000fac11 || akm == 0x000fac13;
}

/* How long the MIC is, IEEE 802.11-2020 leaves to the AKM; later editions say it in bits
 * 1 to 3 of the MIC Control, where earlier senders have 0. */
static uint8_t mic_length_of(uint8_t mic_control, uint32_t akm)
{
	unsigned field = mic_control >> 1 & 7;

	if (field == 1 || akm_has_sha384(akm))
		return 24;
	return field == 2 ? 32 : 16;
}

static int take_subelement(unsigned id, const uint8_t *body, size_t length,
			   struct fte *fte)
{
	switch (id) {
	case FTE_R1KH_ID:
		if (length != MAC_LENGTH)
			return -EINVAL;
		fte->r1kh_id = body;
		break;
	case FTE_R0KH_ID:
		if (length < 1 || length > R0KH_ID_MAX)
			return -EINVAL;
		fte->r0kh_id = body;
		fte->r0kh_id_length = (uint8_t)length;
		break;
	}
	return 0;
}

int fte_parse(const struct element *element, uint32_t akm, struct fte *ret)
{
	struct fte fte = { 0 };
	size_t at = FTE_MIC_AT;
	int r;

	if (element->length < at)
		return -EINVAL;
	fte.protected_count = element->body[1];
	fte.mic_length = mic_length_of(element->body[0], akm);
	if (element->length - at < fte.mic_length + 2 * (size_t)FTE_NONCE_LENGTH)
		return -EINVAL;
	fte.mic = element->body + at;
	fte.anonce = fte.mic + fte.mic_length;
	fte.snonce = fte.anonce + FTE_NONCE_LENGTH;
	at += fte.mic_length + 2 * (size_t)FTE_NONCE_LENGTH;

	while (at < element->length) {
		const uint8_t *subelement = element->body + at;
		size_t left = element->length - at;

		if (left < 2 || subelement[1] > left - 2) {
			/* A long FTE ends here only because its last subelement goes on
			 * in a fragment: keys, which are none of roamtest's business. */
			if (element->fragmented)
				break;
			return -EINVAL;
		}
		r = take_subelement(subelement[0], subelement + 2, subelement[1], &fte);
		if (r < 0)
			return r;
		at += 2 + (size_t)subelement[1];
	}
	*ret = fte;
	return 0;
}
