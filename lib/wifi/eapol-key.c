/* SPDX-License-Identifier: BSD-3-Clause */
#include "wifi/eapol-key.h"

#include <errno.h>
#include <string.h>

#include "base/cleanup.h"
#include "wifi/element.h"

#define EAPOL_HEADER_LENGTH 4
#define EAPOL_TYPE_KEY 3

/* Offsets in the body. */
#define KEY_INFORMATION 1
#define KEY_NONCE 13
#define KEY_MIC 77
#define KEY_BODY_MIN (KEY_MIC + 2) /* an AKM with AEAD has no MIC */

/* How long the MIC is depends on the AKM (table 12-8), which is not in the frame.
 * Descriptor versions 1 to 3 have 16 octets; with version 0 the Key Data, whose length
 * stands behind the MIC, must end where the body does. */
static void find_mic(const uint8_t *body, size_t length, struct eapol_key *key)
{
	static const size_t mic_lengths[] = { 16, 24, 32, 0 };
	bool any = (key->information & KEY_INFO_VERSION) == 0;

	for (size_t i = 0; i < (any ? ARRAY_SIZE(mic_lengths) : 1); i++) {
		size_t at = KEY_MIC + mic_lengths[i];
		size_t data_length;

		if (length < at + 2)
			continue;
		data_length = get_be16(body + at);
		if (any ? data_length != length - at - 2 : data_length > length - at - 2)
			continue;
		key->mic = (struct octets){ body + KEY_MIC, mic_lengths[i] };
		key->key_data = (struct octets){ body + at + 2, data_length };
		return;
	}
}

/* Which message of the 4-way handshake (12.7.6). Messages 2 and 4 differ in the Secure
 * bit only the first time; in a handshake under an older PTK both have it. What always
 * differs is that message 2 carries the SNonce and an RSNE. */
static unsigned four_way_message(const struct eapol_key *key)
{
	static const uint8_t zero[EAPOL_KEY_NONCE_LENGTH];
	unsigned info = key->information;

	if (!(info & KEY_INFO_PAIRWISE) || (info & (KEY_INFO_REQUEST | KEY_INFO_SMK)))
		return 0;
	if (info & KEY_INFO_ACK)
		return info & (KEY_INFO_MIC | KEY_INFO_INSTALL) ? 3 : 1;
	if (memcmp(key->nonce, zero, sizeof(zero)) == 0)
		return 4;
	/* WPA before RSN has a nonce in message 4 too, but no key data; its descriptor
	 * versions are 1 and 2. */
	if ((info & KEY_INFO_VERSION) != 0 && key->mic.length > 0 &&
	    key->key_data.length == 0)
		return 4;
	return 2;
}

int eapol_key_parse(const uint8_t *octets, size_t length, struct eapol_key *ret)
{
	struct eapol_key key = { 0 };
	const uint8_t *body;
	size_t body_length;

	if (length < EAPOL_HEADER_LENGTH)
		return -EINVAL;
	if (octets[1] != EAPOL_TYPE_KEY)
		return -ENOTSUP;
	body_length = get_be16(octets + 2);
	if (body_length > length - EAPOL_HEADER_LENGTH || body_length < KEY_BODY_MIN)
		return -EINVAL;
	body = octets + EAPOL_HEADER_LENGTH;
	key.packet = (struct octets){ octets, EAPOL_HEADER_LENGTH + body_length };
	key.information = get_be16(body + KEY_INFORMATION);
	key.nonce = body + KEY_NONCE;
	find_mic(body, body_length, &key);
	key.message = four_way_message(&key);
	*ret = key;
	return 0;
}
