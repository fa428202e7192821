/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "wifi/frame.h"

/* The EAPOL-Key frame (IEEE 802.11-2020 12.7.2) in an EAPOL packet (IEEE 802.1X-2020
 * 11.3). */

#define EAPOL_KEY_NONCE_LENGTH 32

enum eapol_key_information {
	KEY_INFO_VERSION = 0x0007,
	KEY_INFO_PAIRWISE = 0x0008,
	KEY_INFO_INSTALL = 0x0040,
	KEY_INFO_ACK = 0x0080,
	KEY_INFO_MIC = 0x0100,
	KEY_INFO_REQUEST = 0x0800,
	KEY_INFO_ENCRYPTED = 0x1000, /* the Key Data */
	KEY_INFO_SMK = 0x2000,
};

struct eapol_key {
	struct octets packet; /* from the 802.1X version octet to the body's end */
	uint16_t information;
	unsigned message;     /* 1 to 4 of the 4-way handshake, else 0 */
	const uint8_t *nonce; /* in the packet */
	struct octets mic;    /* in the packet; none with an AKM that has AEAD, and where
			       * the Key Data does not fit: then none of that either */
	struct octets key_data;
};

/* 0; -ENOTSUP for an EAPOL packet of another type; -EINVAL. */
int eapol_key_parse(const uint8_t *octets, size_t length, struct eapol_key *ret);
