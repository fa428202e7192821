/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "live/survey.h"

/* Surveys for tests, of one network on wlan0. */

#define AKM(number) (UINT32_C(0x000fac) << 8 | (number))
#define FIXTURE_MFPC 0x0080
#define FIXTURE_MFPR 0x0040

/* An access point that offers FT-SAE in the mobility domain a1b2, over the DS, with PMF
 * required, on that channel: to be changed. Its BSSID ends in the number, twice. The
 * first one has the station. */
struct scanned_bss *fixture_add(struct survey *survey, uint8_t number, unsigned channel,
				int signal_dbm);
void fixture_set_akms(struct scanned_bss *bss, const uint8_t *numbers, size_t count);
#define FIXTURE_AKMS(bss, ...)                                  \
	fixture_set_akms(bss, (const uint8_t[]){ __VA_ARGS__ }, \
			 sizeof((const uint8_t[]){ __VA_ARGS__ }))
void fixture_set_ssid(struct survey *survey, const void *ssid, size_t length);
/* With the SSID "corridor", and a default gateway. */
struct survey fixture_new(void);
