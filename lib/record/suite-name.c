/* SPDX-License-Identifier: BSD-3-Clause */
#include "record/suite-name.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"

/* Of the OUI 00-0F-AC, by number. */
static const char *const akms[] = {
	[1] = "802.1X",
	[2] = "PSK",
	[3] = "FT-802.1X",
	[4] = "FT-PSK",
	[5] = "802.1X-SHA256",
	[6] = "PSK-SHA256",
	[8] = "SAE",
	[9] = "FT-SAE",
	[11] = "802.1X-SUITE-B",
	[12] = "802.1X-SUITE-B-192",
	[13] = "FT-802.1X-SHA384",
	[14] = "FILS-SHA256",
	[15] = "FILS-SHA384",
	[16] = "FT-FILS-SHA256",
	[17] = "FT-FILS-SHA384",
	[18] = "OWE",
	[19] = "FT-PSK-SHA384",
	[20] = "PSK-SHA384",
	[24] = "SAE-EXT-KEY",
	[25] = "FT-SAE-EXT-KEY",
};

static const char *const ciphers[] = {
	[1] = "WEP-40",	       [2] = "TKIP",	      [4] = "CCMP-128",
	[5] = "WEP-104",       [6] = "BIP-CMAC-128",  [7] = "no group traffic",
	[8] = "GCMP-128",      [9] = "GCMP-256",      [10] = "CCMP-256",
	[11] = "BIP-GMAC-128", [12] = "BIP-GMAC-256", [13] = "BIP-CMAC-256",
};

#define OUI_IEEE_80211 0x000fac

static const char *name_of(char *buffer, uint32_t suite, const char *const *names,
			   size_t count)
{
	uint32_t oui = suite >> 8, number = suite & 0xff;

	if (oui == OUI_IEEE_80211 && number < count && names[number])
		return names[number];
	snprintf(buffer, SUITE_NAME_MAX,
		 "%02" PRIX32 "-%02" PRIX32 "-%02" PRIX32 ":%" PRIu32, oui >> 16,
		 oui >> 8 & 0xff, oui & 0xff, number);
	return buffer;
}

const char *akm_name(char buffer[static SUITE_NAME_MAX], uint32_t akm)
{
	return name_of(buffer, akm, akms, ARRAY_SIZE(akms));
}

const char *cipher_name(char buffer[static SUITE_NAME_MAX], uint32_t cipher)
{
	return name_of(buffer, cipher, ciphers, ARRAY_SIZE(ciphers));
}

static bool suite_parse(const char *name, const char *const *names, size_t count,
			uint32_t *ret)
{
	char canonical[SUITE_NAME_MAX];
	unsigned oui[3], number;
	uint32_t suite;

	for (size_t i = 0; i < count; i++) {
		if (names[i] && strcmp(names[i], name) == 0) {
			*ret = OUI_IEEE_80211 << 8 | (uint32_t)i;
			return true;
		}
	}
	if (sscanf(name, "%2X-%2X-%2X:%3u", &oui[0], &oui[1], &oui[2], &number) != 4)
		return false;
	suite = (uint32_t)(oui[0] << 24 | oui[1] << 16 | oui[2] << 8 | (number & 0xff));
	/* sscanf() takes signs and spaces, and leaves what follows. */
	if (strcmp(name_of(canonical, suite, names, count), name) != 0)
		return false;
	*ret = suite;
	return true;
}

bool akm_parse(const char *name, uint32_t *ret)
{
	return suite_parse(name, akms, ARRAY_SIZE(akms), ret);
}

bool cipher_parse(const char *name, uint32_t *ret)
{
	return suite_parse(name, ciphers, ARRAY_SIZE(ciphers), ret);
}
