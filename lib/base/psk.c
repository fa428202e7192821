/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/psk.h"

#include <ctype.h>
#include <openssl/evp.h>
#include <string.h>

#include "base/hex.h"

bool psk_is_raw(const char *password)
{
	if (strlen(password) != 2 * (size_t)PSK_LENGTH)
		return false;
	for (; *password; password++) {
		if (!isxdigit((unsigned char)*password))
			return false;
	}
	return true;
}

void psk_from_password(const char *password, const char *ssid,
		       uint8_t ret[static PSK_LENGTH])
{
	memset(ret, 0, PSK_LENGTH);
	if (psk_is_raw(password)) {
		hex_parse(password, ret, PSK_LENGTH);
		return;
	}
	/* Fails only where there is no memory. */
	PKCS5_PBKDF2_HMAC_SHA1(password, (int)strlen(password),
			       (const unsigned char *)ssid, (int)strlen(ssid), 4096,
			       PSK_LENGTH, ret);
}
