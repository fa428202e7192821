/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "wifi/element.h"

/* The RSNE (IEEE 802.11-2020 9.4.2.24). */
struct rsne {
	uint32_t group_cipher, group_management_cipher; /* selectors; 0: none given */
	uint32_t pairwise_ciphers[BSS_CIPHERS_MAX];
	size_t pairwise_cipher_count;
	uint32_t akms[BSS_AKMS_MAX];
	size_t akm_count;
	uint16_t capabilities;
	unsigned pmkid_count;
	const uint8_t *pmkids; /* in the element */
};

/* 0, or -EINVAL. More ciphers and AKMs than are kept do no harm. */
int rsne_parse(const struct element *element, struct rsne *ret);
