/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* IEEE 802 addresses (BSSIDs, station addresses, R1KH-IDs). */
#define MAC_LENGTH 6
#define MAC_FORMAT_MAX 18

/* "02:00:00:00:01:00", either case, colons required, nothing after it.
 * 0 or -EINVAL. */
int mac_parse(const char *string, uint8_t ret_mac[static MAC_LENGTH]);
/* Lower case with colons. Returns buffer. */
char *mac_format(char buffer[static MAC_FORMAT_MAX],
		 const uint8_t mac[static MAC_LENGTH]);
static inline bool mac_equal(const uint8_t a[static MAC_LENGTH],
			     const uint8_t b[static MAC_LENGTH])
{
	return memcmp(a, b, MAC_LENGTH) == 0;
}
bool mac_is_zero(const uint8_t mac[static MAC_LENGTH]);
