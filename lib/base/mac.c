/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/mac.h"

#include <errno.h>
#include <stdio.h>

#include "base/hex.h"

int mac_parse(const char *string, uint8_t ret_mac[static MAC_LENGTH])
{
	uint8_t mac[MAC_LENGTH] = { 0 };

	for (int i = 0; i < MAC_LENGTH; i++) {
		if (hex_parse(string, &mac[i], 1) < 0 ||
		    string[2] != (i < MAC_LENGTH - 1 ? ':' : '\0'))
			return -EINVAL;
		string += 3;
	}
	memcpy(ret_mac, mac, MAC_LENGTH);
	return 0;
}

char *mac_format(char buffer[static MAC_FORMAT_MAX], const uint8_t mac[static MAC_LENGTH])
{
	snprintf(buffer, MAC_FORMAT_MAX, "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1],
		 mac[2], mac[3], mac[4], mac[5]);
	return buffer;
}

bool mac_is_zero(const uint8_t mac[static MAC_LENGTH])
{
	static const uint8_t zero[MAC_LENGTH];

	return mac_equal(mac, zero);
}
