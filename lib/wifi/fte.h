/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "wifi/element.h"

/* The fast BSS transition element (IEEE 802.11-2020 9.4.2.47). */

#define FTE_MIC_MAX 32
#define FTE_MIC_AT 2 /* in the element's body, behind the MIC Control */
#define FTE_NONCE_LENGTH 32

struct fte {
	unsigned protected_count; /* the MIC Control's Element Count: how many elements
				   * the MIC protects */
	uint8_t mic_length;
	const uint8_t *mic, *anonce, *snonce; /* in the element */
	const uint8_t *r1kh_id;		      /* of MAC_LENGTH; NULL: none */
	const uint8_t *r0kh_id;		      /* NULL: none */
	uint8_t r0kh_id_length;
};

/* akm is the first AKM suite selector of the frame's RSNE, 0 if none. 0, or -EINVAL. */
int fte_parse(const struct element *element, uint32_t akm, struct fte *ret);
