/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "wifi/fte.h"
#include "wifi/rsne.h"

/* The elements that the FT protocol protects (IEEE 802.11-2020 13.8.4, 13.8.5), and what
 * they say of the keys. */
struct ft_elements {
	/* As the MIC covers them, with their headers; of length 0: none, or not covered.
	 */
	struct octets rsne, mde, fte, ric, rsnxe;
	struct rsne rsn;
	struct fte ft;
	uint16_t mobility_domain; /* as in struct frame */
};

/* Of each element the first. akm: the negotiated one, 0 where the RSNE itself says it.
 * False where RSNE, MDE or FTE is missing or malformed: then nothing can be checked. */
bool ft_elements_find(struct octets elements, uint32_t akm, struct ft_elements *ret);
