/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mac.h"

/* What roamtest needs to know of an 802.11 management frame or an EAPOL-Key
 * frame, as plain data. Source: IEEE 802.11-2020 9.3.3 (frames), 9.4.2.24 (RSNE),
 * 9.4.2.46 (MDE), 9.4.2.47 (FTE), 9.4.2.49 (TIE), 9.4.2.241 (RSNXE), 9.6.8 (FT Action),
 * 12.7.2 (EAPOL-Key). Elements of an EAPOL-Key frame are those of a message 2, whose Key
 * Data is not encrypted. */

enum frame_kind {
	FRAME_NONE, /* not looked at, or not understood */
	FRAME_AUTHENTICATION,
	FRAME_ASSOCIATION_REQUEST,
	FRAME_ASSOCIATION_RESPONSE,
	FRAME_REASSOCIATION_REQUEST,
	FRAME_REASSOCIATION_RESPONSE,
	FRAME_DEAUTHENTICATION,
	FRAME_DISASSOCIATION,
	FRAME_FT_REQUEST,	/* FT Action, field 1 */
	FRAME_FT_RESPONSE,	/* field 2 */
	FRAME_FT_CONFIRM,	/* field 3 */
	FRAME_FT_ACK,		/* field 4 */
	FRAME_PROTECTED_ACTION, /* an action frame of any kind, its body encrypted */
	FRAME_EAPOL_KEY,
	FRAME_KIND_MAX
};
const char *frame_kind_name(enum frame_kind kind); /* "authentication", … */

/* IEEE 802.11-2020 9.4.1.1 */
enum auth_algorithm { AUTH_OPEN = 0, AUTH_SHARED_KEY = 1, AUTH_FT = 2, AUTH_SAE = 3 };

#define R0KH_ID_MAX 48
#define SSID_LENGTH_MAX 32
/* Bit 0 of the MDE's FT capability and policy (9.4.2.46) */
#define FT_CAPABILITY_OVER_DS 0x01
#define PMKID_LENGTH 16

struct frame {
	enum frame_kind kind;
	uint8_t to[MAC_LENGTH], from[MAC_LENGTH], bssid[MAC_LENGTH];
	uint16_t auth_algorithm, auth_transaction; /* authentication */
	bool has_status;
	uint16_t status; /* authentication, (re)association response, FT response */
	bool has_reason;
	uint16_t reason;	       /* deauthentication, disassociation */
	uint8_t target_ap[MAC_LENGTH]; /* FT Action */
	bool has_mde;
	uint16_t mobility_domain; /* octets in the order sent: a1b2 is 0xa1b2 */
	uint8_t ft_capability;	  /* bit 0: FT over the DS */
	bool has_fte;
	uint8_t fte_mic_length; /* octets; 0: no FTE */
	uint8_t r0kh_id[R0KH_ID_MAX];
	uint8_t r0kh_id_length; /* 0: none */
	bool has_r1kh_id;
	uint8_t r1kh_id[MAC_LENGTH];
	bool has_rsne;
	/* Suite selectors: 0x000fac04 is CCMP-128 as a cipher, FT-PSK as an AKM. 0: none
	 * given. Of pairwise ciphers and AKMs, the first. */
	uint32_t group_cipher, pairwise_cipher, akm, group_management_cipher;
	uint16_t rsn_capabilities;
	unsigned pmkid_count;	     /* in the RSNE */
	uint8_t pmkid[PMKID_LENGTH]; /* the first: in FT, PMKR0Name or PMKR1Name */
	bool has_rsnxe;
	uint8_t rsnxe; /* its first octet: length, capabilities; bit 5: SAE
			* hash-to-element */
	bool has_reassociation_deadline;
	uint32_t reassociation_deadline_tu; /* of 1024 µs */
	bool has_key_lifetime;
	uint32_t key_lifetime_s; /* of the PMK-R0 */
	unsigned eapol_message;	 /* EAPOL-Key: 1 to 4 of the 4-way handshake,
				  * 0 for the group handshake or unknown */
};

/* Parses one frame from its 802.11 header (no radiotap, no FCS). Returns 0 and
 * fills *ret, or -EINVAL when it is too short or malformed (*ret is then
 * FRAME_NONE), or -ENOTSUP for a kind that roamtest does not look at. Never reads
 * past length. */
int frame_parse(const uint8_t *octets, size_t length, struct frame *ret);
/* The same of a data frame that carries EAPOL, unprotected, behind LLC and SNAP (9.3.2;
 * IEEE 802.1X-2020 11.1). -ENOTSUP for any other. */
int frame_parse_data(const uint8_t *octets, size_t length, struct frame *ret);
/* Parses an EAPOL packet (from its 802.1X version octet). */
int frame_parse_eapol(const uint8_t *octets, size_t length, struct frame *ret);

/* Octets in a buffer of somebody else's. */
struct octets {
	const uint8_t *octets;
	size_t length;
};

/* As frame_parse(), and where its elements are: none in a frame that has none, or that
 * is encrypted. */
int frame_parse_elements(const uint8_t *octets, size_t length, struct frame *ret,
			 struct octets *ret_elements);
/* The EAPOL packet in a data frame that frame_parse_data() takes; same errors. */
int frame_find_eapol(const uint8_t *octets, size_t length, struct octets *ret);

/* The elements of a beacon or probe response that decide whether FT can be used. */
#define BSS_AKMS_MAX 8
#define BSS_CIPHERS_MAX 8

struct bss_elements {
	bool has_mde, has_rsne, has_rsnxe;
	uint16_t mobility_domain;
	uint8_t ft_capability;
	uint32_t group_cipher, group_management_cipher; /* selectors; 0: none given */
	uint32_t pairwise_ciphers[BSS_CIPHERS_MAX];
	size_t pairwise_cipher_count;
	uint32_t akms[BSS_AKMS_MAX]; /* AKM suite selectors of the RSNE */
	size_t akm_count;
	uint16_t rsn_capabilities;
	uint8_t rsnxe; /* its first octet, as in struct frame */
};
int bss_elements_parse(const uint8_t *elements, size_t length, struct bss_elements *ret);
