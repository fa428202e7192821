/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "wifi/fte.h"

/* The FT key hierarchy (IEEE 802.11-2020 12.7.1.6) and what is computed with its keys.
 * Functions return 0, or -EIO where OpenSSL refuses, which it does without memory. */

#define FT_PMK_MAX 48
#define FT_KCK_MAX 24
#define FT_KEK_MAX 64
#define FT_TK_MAX 32
#define FT_MIC_MAX 24

/* Lengths of a PTK's parts, in octets, and its hash, by the AKM (table 12-8). KCK2 and
 * KEK2 are FILS's, whose EAPOL-Key frames have no MIC. */
struct ft_suite {
	uint32_t akm;
	bool sha384; /* else SHA-256, with MICs of AES-128-CMAC */
	uint8_t kck_length, kek_length, kck2_length, kek2_length;
};
/* NULL: none of the FT family, or one whose lengths depend on more than the AKM. */
const struct ft_suite *ft_suite_find(uint32_t akm);
/* Octets of the TK, by the pairwise cipher's suite selector. 0: not known. */
uint8_t ft_tk_length(uint32_t pairwise_cipher);

struct ft_keys {
	const struct ft_suite *suite;
	uint8_t pmk_r0[FT_PMK_MAX], pmk_r1[FT_PMK_MAX];
	uint8_t kck[FT_KCK_MAX], kek[FT_KEK_MAX], tk[FT_TK_MAX];
	uint8_t kck2[FT_KCK_MAX], kek2[FT_KEK_MAX];
	/* Names are no secrets. */
	uint8_t pmk_r0_name[PMKID_LENGTH], pmk_r1_name[PMKID_LENGTH],
		ptk_name[PMKID_LENGTH];
};

/* What PMK-R0 hangs on, but for the secret and the station. */
struct ft_domain {
	uint8_t ssid[SSID_LENGTH_MAX];
	uint8_t ssid_length;
	uint16_t mobility_domain; /* as in struct frame */
	uint8_t r0kh_id[R0KH_ID_MAX];
	uint8_t r0kh_id_length;
};

/* 12.7.1.6.3: PMK-R0 and PMKR0Name. The secret is the PSK, the SAE PMK, or what the AKM
 * takes of the MSK. The station is the S0KH-ID, and below the S1KH-ID. */
int ft_derive_pmk_r0(struct ft_keys *keys, const uint8_t *secret, size_t length,
		     const struct ft_domain *domain,
		     const uint8_t station[static MAC_LENGTH]);
/* 12.7.1.6.4: PMK-R1 and PMKR1Name, from those. */
int ft_derive_pmk_r1(struct ft_keys *keys, const uint8_t r1kh_id[static MAC_LENGTH],
		     const uint8_t station[static MAC_LENGTH]);
/* 12.7.1.6.5: the PTK's parts and PTKName, from those. */
int ft_derive_ptk(struct ft_keys *keys, uint8_t tk_length,
		  const uint8_t anonce[static FTE_NONCE_LENGTH],
		  const uint8_t snonce[static FTE_NONCE_LENGTH],
		  const uint8_t bssid[static MAC_LENGTH],
		  const uint8_t station[static MAC_LENGTH]);

/* The MIC of an FTE, of *ret_length octets (13.8.4, 13.8.5), over the parts in their
 * order. The FTE is one of them, its MIC field zeroed. */
int ft_mic(const struct ft_keys *keys, const struct octets *parts, size_t count,
	   uint8_t ret[static FT_MIC_MAX], size_t *ret_length);
/* The MIC of an EAPOL-Key frame (12.7.2), likewise. */
int ft_eapol_mic(const struct ft_keys *keys, const struct octets *parts, size_t count,
		 uint8_t ret[static FT_MIC_MAX], size_t *ret_length);
/* Key Data as it was before the NIST AES key wrap (12.7.2; RFC 3394): 8 octets fewer
 * than length, into ret. -EBADMSG: not wrapped with this key. The caller wipes it. */
int ft_unwrap(const struct ft_keys *keys, const uint8_t *wrapped, size_t length,
	      uint8_t *ret);

/* Wipes. */
void ft_keys_clear(struct ft_keys *keys);
#define cleanup_ft_keys_ __attribute__((cleanup(ft_keys_clear)))
