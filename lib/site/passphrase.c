/* SPDX-License-Identifier: BSD-3-Clause */
#include "site/passphrase.h"

#include <stdio.h>
#include <string.h>

#include "base/hex.h"

bool passphrase_needs_psk(const char *passphrase)
{
	return strchr(passphrase, '"');
}

void passphrase_to_psk(const char *passphrase, const char *ssid,
		       char ret[static PSK_DIGITS + 1])
{
	uint8_t psk[PSK_LENGTH];

	psk_from_password(passphrase, ssid, psk);
	hex_format(ret, psk, sizeof(psk));
	explicit_bzero(psk, sizeof(psk));
}

static const char *key_management(enum security security)
{
	switch (security) {
	case SECURITY_PSK:
		return "WPA-PSK";
	case SECURITY_SAE:
		return "SAE";
	case SECURITY_FT_PSK:
		return "FT-PSK";
	case SECURITY_FT_SAE:
		return "FT-SAE";
	case SECURITY_OPEN:
	case SECURITY_MAX:
		break;
	}
	return NULL;
}

void key_management_list(const struct scenario *scenario, char *buffer, size_t size)
{
	size_t length = 0;

	snprintf(buffer, size, "NONE");
	for (enum security s = 0; s < SECURITY_MAX; s++) {
		const char *akm = scenario->securities[s] ? key_management(s) : NULL;

		if (!akm || length >= size)
			continue;
		length += (size_t)snprintf(buffer + length, size - length, "%s%s",
					   length ? " " : "", akm);
	}
}
