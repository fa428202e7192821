/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* The pre-shared key of a network (IEEE 802.11-2020 12.7.1.2, J.4). */

#define PSK_LENGTH 32

/* 64 hexadecimal digits are a PSK and not a passphrase, which has at most 63
 * characters (J.4). */
bool psk_is_raw(const char *password);
/* From a passphrase (J.4.1) or a raw PSK. The caller wipes it. */
void psk_from_password(const char *password, const char *ssid,
		       uint8_t ret[static PSK_LENGTH]);
