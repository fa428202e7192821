/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/psk.h"
#include "scenario/scenario.h"

/* What hostapd.conf and wpa_supplicant.conf have in common. */

#define PSK_DIGITS (2 * PSK_LENGTH)

/* Whether wpa_supplicant.conf cannot hold it as it is: with a '"' in it. */
bool passphrase_needs_psk(const char *passphrase);
/* IEEE 802.11-2020 J.4.1 */
void passphrase_to_psk(const char *passphrase, const char *ssid,
		       char ret[static PSK_DIGITS + 1]);

/* The AKMs of the network's securities as both programs call them: "FT-PSK FT-SAE".
 * "NONE" for an open network. */
void key_management_list(const struct scenario *scenario, char *buffer, size_t size);
